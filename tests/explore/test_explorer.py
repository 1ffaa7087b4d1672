"""What a user of the explorer finds, sees and takes away; asked over a socket, read with a parser."""

import csv
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import openpyxl
import pytest
from PIL import Image

from mingzhang.report.crops import CELL_EDGE
from tests.explore.conftest import Element, Site

URUMQI, PETITION, XINJIANG = "乌鲁木齐市数字化发展局", "国家信访局", "新疆维吾尔自治区数字化发展局"


def _words(element: Element) -> str:
    """The texts of an element as they are read, apart from each other."""
    return " ".join(" ".join(element.itertext()).split())


def _departments(site: Site, query: str) -> list[str]:
    return [str(link.text_content()) for link in site.page(f"/?{query}").xpath("//tbody//th//a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=信访", {PETITION}),
        ("q=xinfang", {PETITION}),
        ("q=gjxfj", {PETITION}),
        ("q=wulumuqi+fazhanju", {URUMQI}),
        ("q=乌鲁木齐 数字化", {URUMQI}),
        ("q=12345政务服务热线", {URUMQI}),  # a unit that publishes nothing itself
        ("region=中央", {PETITION}),
        ("kind=budget", {XINJIANG}),
        ("year=2024", {PETITION, URUMQI, XINJIANG}),
        ("year=2023", set()),
        ("q=infang", set()),  # pinyin begins with a syllable
    ],
)
def test_a_department_is_found_by_name_pinyin_initials_unit_region_kind_and_year(site: Site, query: str, found: set[str]) -> None:
    assert set(_departments(site, query)) == found


def test_a_statement_shows_every_printed_amount_with_the_sign_of_its_proof(site: Site) -> None:
    statements = site.ask(
        "SELECT DISTINCT statement_number FROM marts.fact_statement_line WHERE document_key = ?", site.document_key
    )
    signs = {"proved": "✓", "consistent": "≈", "unproved": "·", "contradicted": "✗"}
    for (number,) in statements:
        page = site.page(f"/disclosure/{site.document_key}/statement/{number}")
        shown = [
            (cell.find("a").get("href").removeprefix("/figure/"), cell.find("a").text, cell.find("span").text)
            for cell in page.xpath("//td[contains(@class, 'figure')]")
        ]
        printed = site.ask(
            "SELECT statement_line_key, amount_text, proof_status FROM marts.fact_statement_line"
            " WHERE document_key = ? AND statement_number = ?",
            *(site.document_key, number),
        )
        assert sorted(shown) == sorted((key, text, signs[status]) for key, text, status in printed)


def test_every_row_of_a_statement_fills_all_columns_of_its_header(site: Site) -> None:
    for (number,) in site.ask(
        "SELECT DISTINCT statement_number FROM marts.fact_statement_line WHERE document_key = ?", site.document_key
    ):
        [table] = site.page(f"/disclosure/{site.document_key}/statement/{number}").xpath("//table[@class='sheet']")
        depth = len(table.xpath("./thead/tr"))
        width = sum(int(cell.get("colspan", 1)) * int(cell.get("rowspan", 1)) for cell in table.xpath("./thead/tr/th")) / depth
        assert {len(row.xpath("./td | ./th")) for row in table.xpath("./tbody/tr")} == {width}, number


def test_a_contradicted_figure_is_written_out_with_the_parts_that_it_does_not_equal(site: Site) -> None:
    page = site.page(f"/figure/{site.broken_key}")
    assert page.xpath("//span[contains(@class, 'mark') and contains(@class, 'contradicted')]")
    [broken] = page.xpath("//details[.//span[contains(@class, 'broken')]]")
    links = {link.get("href").removeprefix("/figure/") for link in broken.xpath(".//a")}
    assert links == {site.broken_key, *site.part_keys}
    assert "difference, left − right 1.00" in _words(broken)
    assert page.xpath("//a[@href='/finding/seeded']")


def test_the_picture_of_a_figure_is_its_page_with_the_box(site: Site) -> None:
    [image] = site.page(f"/figure/{site.broken_key}").xpath("//figure/img")
    answer = site.client.get(image.get("src"))
    assert answer.headers["content-type"] == "image/png"
    drawn = Image.open(io.BytesIO(answer.content)).convert("RGB")
    assert CELL_EDGE in {colour for _, colour in drawn.getcolors(1 << 24)}
    assert site.client.get(image.get("src")).content == answer.content


def test_other_places_print_the_same_amount_and_say_why_they_are_listed(site: Site) -> None:
    [(key,)] = site.ask(
        "SELECT min(statement_line_key) FROM marts.fact_statement_line WHERE document_key = ? AND amount_yuan ="
        " (SELECT max(amount_yuan) FROM marts.fact_statement_line WHERE document_key = ?)",
        *(site.document_key, site.document_key),
    )
    rows = site.page(f"/figure/{key}").xpath("//section | //h2[@id='places']/following-sibling::div[1]//tbody/tr")
    others = {row.xpath(".//th/a")[0].get("href").removeprefix("/figure/") for row in rows}
    same = site.ask(
        "SELECT statement_line_key FROM marts.fact_statement_line WHERE document_key = ? AND amount_yuan ="
        " (SELECT amount_yuan FROM marts.fact_statement_line WHERE statement_line_key = ?) AND statement_line_key <> ?",
        *(site.document_key, key, key),
    )
    assert {other for (other,) in same} <= others
    assert all(row.xpath("./td[last()]")[0].text_content().strip() for row in rows)


def test_a_citation_names_department_file_page_figure_and_the_bytes(site: Site) -> None:
    [(name, file, page, text)] = site.ask(
        "SELECT department_name, file_name, page_number, amount_text FROM marts.fact_statement_line JOIN marts.dim_document"
        " USING (document_key) WHERE statement_line_key = ?",
        site.broken_key,
    )
    cited = site.page(f"/figure/{site.broken_key}").xpath("//p[@class='cite']")[0].text_content()
    assert all(part in cited for part in (name, file, f"第{page}页", text, site.document_key))


def test_prose_shows_its_sentences_with_the_figures_marked(site: Site) -> None:
    marked = [mark.text for mark in site.page(f"/disclosure/{site.document_key}/prose").xpath("//td/mark")]
    stated = [text for (text,) in site.ask("SELECT value_text FROM marts.fact_claim WHERE document_key = ?", site.document_key)]
    assert len(marked) > 50
    assert set(marked) <= set(stated)


def test_findings_are_filtered_and_show_picture_and_arithmetic(site: Site) -> None:
    assert site.page("/findings?severity=error&verdict=unknown").xpath("//a[@href='/finding/seeded']")
    assert not site.page("/findings?state=accepted").xpath("//a[@href='/finding/seeded']")
    page = site.page("/finding/seeded")
    assert "difference, left − right 1.00" in _words(page)
    for image in page.xpath("//figure/img"):
        assert site.client.get(image.get("src")).content.startswith(b"\x89PNG")
    assert page.xpath("//figure/img")


def test_chosen_departments_are_compared_in_table_and_chart(site: Site) -> None:
    keys = [key for (key,) in site.ask("SELECT department_key FROM marts.department_year ORDER BY department_key")]
    page = site.page("/compare?measure=three_public_yuan&" + "&".join(f"department={key}" for key in keys))
    assert len(page.xpath("//tbody/tr")) == len(keys)
    chart = " ".join(page.xpath("//svg[@class='chart']//text()"))
    assert "46.21 万元" in chart
    assert "462,100.00" in page.text_content()


def test_what_is_seen_can_be_downloaded_for_a_spreadsheet(site: Site) -> None:
    addresses = [
        "/",
        "/findings",
        "/compare",
        f"/disclosure/{site.document_key}/statement/1",
        f"/disclosure/{site.document_key}/prose",
    ]
    for address in [*addresses, f"/figure/{site.broken_key}"]:
        [link] = site.page(address).xpath("//a[@class='download'][contains(@href, 'format=csv')]")
        answer = site.client.get(link.get("href"))
        assert answer.content.startswith(b"\xef\xbb\xbf"), address
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) > 1, address
        assert len({len(row) for row in rows}) == 1, address
    book = site.client.get(f"/disclosure/{site.document_key}/workbook.xlsx")
    assert len(openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames) > 8


def test_every_page_comes_in_both_languages_and_keeps_the_one_that_was_asked_for(site: Site) -> None:
    chinese = site.page(f"/disclosure/{site.document_key}?lang=zh")
    assert chinese.get("lang") == "zh-CN"
    assert "报表" in chinese.xpath("//h2")[0].text_content()
    internal = [link.get("href") for link in chinese.xpath("//a[starts-with(@href, '/')]") if link.text_content() != "English"]
    assert all("lang=zh" in address for address in internal)
    assert site.page(f"/disclosure/{site.document_key}?lang=en").get("lang") == "en"


def test_a_new_version_of_the_warehouse_is_shown_without_a_restart(
    altered: Callable[..., Site], published: Path, tmp_path: Path
) -> None:
    site = altered()
    assert site.client.get("/finding/seeded").status_code == 200
    shutil.copyfile(published, tmp_path / "next.duckdb")
    os.replace(tmp_path / "next.duckdb", site.warehouse)  # noqa: PTH105 - as a publication does
    assert site.client.get("/finding/seeded").status_code == 404
    site.warehouse.unlink()
    assert site.client.get("/").status_code == 503


def test_a_page_says_so_when_the_pdf_is_not_there(altered: Callable[..., Site], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    site = altered(raw=tmp_path / "empty")
    page = site.page(f"/figure/{site.broken_key}")
    assert not page.xpath("//img")
    assert "No picture" in page.text_content()
    assert site.client.get(f"/figure/{site.broken_key}/picture.png").status_code == 404


def test_long_lists_and_statements_come_in_pages(altered: Callable[..., Site]) -> None:
    site = altered(
        "INSERT INTO marts.fact_finding BY NAME SELECT * EXCLUDE (i) REPLACE (finding_key || i AS finding_key) FROM marts.fact_finding, range(120) AS t(i)"
    )
    first = site.page("/findings")
    assert len(first.xpath("//tbody/tr")) == 50
    assert first.xpath("//nav[@class='pager']/span")[0].text == "1–50 of 121"
    [after] = first.xpath("//a[@rel='next']")
    assert len(site.page(site.page(after.get("href")).xpath("//a[@rel='next']")[0].get("href")).xpath("//tbody/tr")) == 21


def test_the_client_is_told_apart_from_a_browser_of_another_site(site: Site) -> None:
    answer = httpx.get(site.client.base_url, headers={"Host": "evil.example"}, trust_env=False)
    assert answer.status_code == 400
