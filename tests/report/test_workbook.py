"""What a workbook has for a page: its sheet as a table with the cell marked, and the address of the cell, wherever a figure is shown."""

from pathlib import Path
from typing import Any

import lxml.html
import pytest
from typer.testing import CliRunner

from mingzhang.cli.app import app
from mingzhang.report.write import write_reports
from tests.explore.conftest import serving
from tests.report.workbook import ADDRESS, CELL, NAME, SHEET, TITLE, Workbook, workbook_in


@pytest.fixture(scope="module")
def workbook(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return workbook_in(tmp_path_factory.mktemp("workbook"), published)


def check_sheet(page: Any) -> None:
    """The table has the letters and numbers of the sheet, its header, and the cell marked where it stands."""
    [table] = page.xpath("//table[@class='workbook']")
    assert table.xpath("./thead//th/text()") == ["A", "B", "C", "D", "E"]
    rows = {
        int(row.xpath("./th/text()")[0]): [cell.text_content() for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")
    }
    assert rows[5] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    assert rows[9] == ["2050202", "小学教育", "350.25", "200.00", str(CELL)]
    [marked] = table.xpath(".//td[@class='cell']")
    assert (marked.text_content(), marked.xpath("./parent::tr/th/text()")) == (str(CELL), ["9"])
    assert marked.xpath("count(preceding-sibling::td)") == 4


def test_a_report_shows_the_sheet_with_the_cell_marked_and_names_it(workbook: Workbook, tmp_path: Path) -> None:
    write_reports(workbook.warehouse, workbook.raw, tmp_path, only=NAME)
    [report] = (tmp_path / "filings").glob("*.html")
    page = lxml.html.fromstring(report.read_text(encoding="utf-8"))
    [finding] = page.xpath("//article[@id='of-a-cell']")
    check_sheet(finding)
    assert ADDRESS in finding.xpath("./div[@class='marks']")[0].text_content()
    assert f"工作表“{SHEET}”" in finding.xpath(".//figcaption")[0].text_content()
    assert not finding.xpath(".//img")


def test_the_explorer_shows_the_sheet_with_the_cell_marked_and_names_it(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", "en")
    with serving(workbook.warehouse, workbook.raw) as client:
        for address in (f"/figure/{workbook.line_key}", "/finding/of-a-cell"):
            answer = client.get(address)
            assert answer.status_code == 200, answer.text[:500]
            page = lxml.html.fromstring(answer.text)
            check_sheet(page)
            assert page.xpath("//dl[@class='facts']/div[dt='Cell']/dd/text()") == [ADDRESS]
        picture = client.get(f"/figure/{workbook.line_key}/picture.png")
        assert (picture.headers["content-type"], picture.content[:4]) == ("image/svg+xml", b"<svg")


def test_without_its_workbook_a_figure_is_shown_all_the_same(workbook: Workbook, tmp_path: Path) -> None:
    with serving(workbook.warehouse, tmp_path) as client:
        page = lxml.html.fromstring(client.get(f"/figure/{workbook.line_key}").text)
    assert not page.xpath("//table[@class='workbook']") and page.xpath("//p[@class='notice']")


def test_show_prints_the_part_of_the_sheet_and_cites_the_cell(workbook: Workbook, tmp_path: Path) -> None:
    picture = tmp_path / "cell.svg"
    asked = ["show", workbook.line_key, "--warehouse", str(workbook.warehouse), "--raw"]
    ran = CliRunner().invoke(app, [*asked, str(workbook.raw), "--png", str(picture)], env={"COLUMNS": "200"})
    assert ran.exit_code == 0, ran.output
    assert f"{NAME}, {ADDRESS}" in ran.output
    assert f"[{CELL}]" in ran.output
    assert f"，{NAME}，见{ADDRESS}：" in ran.output
    assert picture.read_bytes().startswith(b"<svg")


def test_show_says_what_a_sheet_cannot_be(workbook: Workbook, tmp_path: Path) -> None:
    asked = ["show", workbook.line_key, "--warehouse", str(workbook.warehouse), "--raw"]
    ran = CliRunner().invoke(app, [*asked, str(workbook.raw), "--png", str(tmp_path / "cell.png")])
    assert (ran.exit_code, "name the file cell.svg" in " ".join(ran.output.split())) == (1, True)
    ran = CliRunner().invoke(app, [*asked, str(tmp_path)])
    assert (ran.exit_code, "looked for by its sha256" in " ".join(ran.output.split())) == (0, True)


def test_the_sheet_of_a_title_is_the_area_that_it_takes(workbook: Workbook) -> None:
    from ingest.formats.read import laid_out

    _, page = list(laid_out(workbook.content) or ())
    assert page.sheet is not None
    [title] = [cell for cell in page.sheet.cells if cell.text == TITLE]
    assert page.sheet.address_of(title.box) == f"'{SHEET}'!A2"
