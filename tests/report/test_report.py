"""The report per filing: what it names, that it shows the cell and the arithmetic, and that it stands by itself."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ingest.landing.bounded import Bounded
from mingzhang.cli.app import app
from mingzhang.report import write
from mingzhang.report.crops import CELL_EDGE, CELL_TINT, MAX_BYTES
from tests.report.conftest import PETITION, Html, Seeded, parsed

Report = Callable[..., Html]
SPECIMENS = ["2024_budget_xinjiang_digital_development", PETITION, "2024_final_urumqi_digital_development"]
HOSTILE = "\"><script>alert('数')</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"


@pytest.mark.parametrize("name", SPECIMENS)
def test_the_report_names_every_statement_with_its_pages(report: Report, seeded: Seeded, name: str) -> None:
    text = report(name).text
    statements = seeded.run(
        "SELECT title_text, statement_name_zh, stg_statements.statement_code FROM staging.stg_statements "
        "LEFT JOIN marts.dim_statement USING (statement_code) JOIN marts.dim_document USING (document_key) WHERE file_name = ?",
        f"{name}.pdf",
    )
    assert len(statements) == {SPECIMENS[0]: 11, SPECIMENS[1]: 9, SPECIMENS[2]: 0}[name]
    for words in statements:
        assert all(word in text for word in words if word)


def test_forms_that_a_filing_only_attaches_are_listed_as_not_found(report: Report) -> None:
    text = report(SPECIMENS[2]).text
    assert "Expected, not found" in text
    assert all(form in text for form in ("收支总表", "收入总表", "支出总表", "“三公”经费表"))
    assert "Nothing was checked" in text
    assert "Expected, not found" not in report(PETITION).text


def test_a_statement_of_zeros_has_no_share_that_is_proved(report: Report, seeded: Seeded) -> None:
    keys = "SELECT statement_key FROM staging.stg_statements WHERE statement_code = 'expenditure'"
    seeded.run(
        f"UPDATE marts.fact_statement_line SET amount_yuan = 0, proof_status = 'consistent' WHERE statement_key IN ({keys})"
    )
    row = next(row for row in report(SPECIMENS[0]).rows if "· expenditure " in row)
    assert row.endswith("–"), row


def test_a_broken_identity_is_written_out_term_by_term(report: Report, seeded: Seeded) -> None:
    text = report().text
    ((left, right, allowed, keys),) = seeded.run(
        "SELECT left_yuan, right_yuan, allowed_yuan, right_line_keys FROM marts.fact_reconciliation WHERE reconciliation_key = ?",
        seeded.reconciliation_key,
    )
    terms = seeded.run(
        "SELECT amount_text, printed_unit, amount_yuan, page_number FROM marts.fact_statement_line "
        "WHERE list_contains(?::VARCHAR[], statement_line_key)",
        [*keys, seeded.line_key],
    )
    assert len(terms) >= 3
    for amount_text, unit, yuan, page in terms:
        assert re.search(rf"p\. {page} {re.escape(amount_text)} {unit} {yuan:,.2f}", text), amount_text
    assert f"value 数值 {left:,.2f}" in text
    assert f"sum 合计 {right:,.2f}" in text
    assert re.search(r"left − right (\(0\.0001 万元\) )?1\.00", text)
    assert f"尾差允许 ± {allowed:,.2f}" in text


def test_the_crop_shows_the_cell_marked_on_its_page(report: Report) -> None:
    page = report()
    image = page.images[0].convert("RGB")
    pixels = [image.getpixel((x, y)) for y in range(image.height) for x in range(image.width)]
    assert pixels.count(CELL_EDGE) > 100
    assert pixels.count(CELL_TINT) > 500
    assert next(attributes["alt"] for tag, attributes in page.tags if tag == "img").startswith("Page ")


def test_a_sentence_that_contradicts_the_tables_is_quoted_shown_and_linked(report: Report, seeded: Seeded) -> None:
    ((claim, quote, value_text),) = seeded.run(
        "SELECT claim_key, quote, value_text FROM marts.fact_claim JOIN marts.dim_document USING (document_key) "
        "WHERE file_name = ? AND measure_kind = 'amount' AND x0 IS NOT NULL ORDER BY claim_number LIMIT 1",
        f"{PETITION}.pdf",
    )
    seeded.run(
        "UPDATE marts.fact_finding SET finding_kind = 'claim_contradiction', statement_line_key = NULL, claim_key = claim.claim_key, "
        "page_number = claim.page_number, x0 = claim.x0, y0 = claim.y0, x1 = claim.x1, y1 = claim.y1, printed_text = claim.value_text "
        "FROM marts.fact_claim AS claim WHERE claim.claim_key = $1",
        claim,
    )
    page = report()
    section = page.text.split("Prose that contradicts tables")[1]
    assert quote in section.split("Not checked")[0]
    assert value_text in section
    assert ("a", {"href": f"#seeded-{seeded.line_key}".replace(":", "%3A")}) in page.tags
    colours = page.images[0].convert("RGB").getcolors(maxcolors=1000) or []
    assert CELL_EDGE in [colour for _, colour in colours]


def test_the_pages_need_no_network_and_run_no_script(report: Report, tmp_path: Path) -> None:
    report()
    pages = [tmp_path / "out" / "index.html", *(tmp_path / "out" / "filings").glob("*.html")]
    assert len(pages) == 4
    for page in pages:
        raw, html = page.read_text(encoding="utf-8"), parsed(page)
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", re.sub(r"base64,[^\"]+", "", raw))
        assert not {"script", "link", "iframe", "object", "embed", "base"} & {tag for tag, _ in html.tags}
        targets = [value for _, attributes in html.tags for name, value in attributes.items() if name in ("src", "href")]
        assert all(target.startswith(("#", "data:image/png;base64,", "../index.html", "filings/")) for target in targets)
        assert not [name for _, attributes in html.tags for name in attributes if name.startswith("on")]
        assert not [value for value in targets if value.startswith("filings/") and not (page.parent / value).is_file()]


def test_hostile_text_is_shown_and_never_run(report: Report, seeded: Seeded) -> None:
    seeded.run("UPDATE marts.dim_document SET department_name = $1, file_name = $1 WHERE file_name LIKE '%petition%'", HOSTILE)
    seeded.run(
        "UPDATE marts.fact_finding SET message = $1, printed_text = $1, acceptance_reason = $1, finding_kind = $1, "
        "arithmetic = $1, severity = $1, verdict = $1",
        HOSTILE,
    )
    seeded.run("UPDATE marts.fact_statement_line SET line_label = $1, amount_text = $1, measure_path = $1", HOSTILE)
    seeded.run("UPDATE staging.stg_statements SET title_text = $1, note_text = $1, form_label = $1", HOSTILE)
    seeded.run(
        "INSERT INTO marts.fact_leftover_cell BY NAME SELECT document_key, 3 AS page_number, $1 AS cell_text, $1 AS reason FROM marts.dim_document",
        HOSTILE,
    )
    index = report("index")
    name = next(attributes["href"] for tag, attributes in index.tags if tag == "a" and "script" in attributes["href"])
    for page in (index, report(Path(name).stem)):
        assert page.text.count(HOSTILE) > 0
        assert "script" not in {tag for tag, _ in page.tags}
        assert not [attributes for _, attributes in page.tags if "onerror" in attributes]
        assert "{{ 7 * 7 }}" in page.text


def test_the_report_says_so_when_the_pdf_is_gone(report: Report, tmp_path: Path) -> None:
    page = report(raw=tmp_path / "nothing here")
    assert "the PDF is not in the raw folder" in page.text
    assert not page.images
    assert "sum 合计" in page.text


def test_a_pdf_is_known_by_its_sha256_not_by_its_name(report: Report, root: Path, tmp_path: Path) -> None:
    moved, replaced = tmp_path / "moved", tmp_path / "replaced"
    (moved / "2024").mkdir(parents=True)
    replaced.mkdir()
    shutil.copyfile(root / "data" / "raw" / f"{PETITION}.pdf", moved / "2024" / "国家信访局.PDF")
    shutil.copyfile(root / "data" / "raw" / f"{SPECIMENS[0]}.pdf", replaced / f"{PETITION}.pdf")
    assert report(raw=moved).images
    assert not report(raw=replaced).images


def test_findings_come_worst_first_and_accepted_ones_last(report: Report, seeded: Seeded) -> None:
    for key, severity, status in (("later", "warning", None), ("settled", "critical", "accepted"), ("first", "critical", None)):
        seeded.run(
            "INSERT INTO marts.fact_finding BY NAME SELECT * REPLACE ($1 AS finding_key, $2 AS severity, $3 AS acceptance_status, "
            "'misprint, see page' AS acceptance_reason) FROM marts.fact_finding WHERE starts_with(finding_key, 'seeded')",
            key,
            severity,
            status,
        )
    page = report()
    keys = [attributes["id"] for tag, attributes in page.tags if tag == "article"]
    assert keys == ["first", f"seeded-{seeded.line_key}", "later", "settled"]
    assert "misprint, see page" in page.text
    row = next(line for line in report("index").rows if f"{PETITION}.pdf" in line)
    assert " 1 1 1 0 1" in row  # critical, error, warning, info, accepted


def test_the_index_puts_the_worst_filings_first_and_unchecked_ones_apart(report: Report) -> None:
    rows = report("index").rows
    order = [next((name for name in SPECIMENS if f"{name}.pdf" in row), row) for row in rows]
    assert [order.index(name) for name in (PETITION, SPECIMENS[2], SPECIMENS[0])] == sorted(
        order.index(name) for name in SPECIMENS
    )
    assert "nothing checked" in order[order.index(SPECIMENS[2]) - 1]  # the heading of its group


def test_a_full_run_removes_reports_of_withdrawn_filings_and_nothing_else(report: Report, seeded: Seeded, tmp_path: Path) -> None:
    report()
    folder = tmp_path / "out" / "filings"
    (folder / "mine.html").write_text("<p>notes of an analyst</p>", encoding="utf-8")
    seeded.run("DELETE FROM marts.dim_document WHERE file_name LIKE '%urumqi%'")
    report(only="*petition*")
    assert (folder / f"{SPECIMENS[2]}.html").is_file()
    report()
    assert sorted(page.stem for page in folder.glob("*.html")) == sorted([*SPECIMENS[:2], "mine"])


def test_pictures_stay_small(report: Report, tmp_path: Path) -> None:
    report()
    page = (tmp_path / "out" / "filings" / f"{PETITION}.html").read_text(encoding="utf-8")
    assert all(len(data) * 3 / 4 <= MAX_BYTES + 3 for data in re.findall(r'base64,([^"]+)"', page))


def test_the_command_writes_beside_the_warehouse_and_names_what_it_could_not_show(seeded: Seeded, tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["report", "--warehouse", str(seeded.warehouse), "--raw", str(tmp_path / "none")])
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "reports" / "seeded" / "index.html").is_file()
    assert f"no pictures {PETITION}.pdf" in ran.output
    missing = CliRunner().invoke(app, ["report", "--warehouse", str(tmp_path / "missing.duckdb")])
    assert missing.exit_code == 1
    assert "no such warehouse" in missing.output


def test_a_warehouse_without_findings_is_refused_with_what_to_do(seeded: Seeded) -> None:
    seeded.run("DROP TABLE marts.fact_finding")
    ran = CliRunner().invoke(app, ["report", "--warehouse", str(seeded.warehouse)])
    assert ran.exit_code == 1
    assert "build it again" in ran.output


def test_a_filing_whose_page_cannot_be_made_costs_the_others_nothing_and_the_index_is_written(
    seeded: Seeded, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = write.render_filing

    def render(filing: Any, *rest: Any) -> str:
        if filing.document.file_name.startswith(PETITION):
            raise ValueError("a page of 60,000 points")
        return real(filing, *rest)

    write.write_reports(seeded.warehouse, root / "data" / "raw", tmp_path / "out")
    monkeypatch.setattr(write, "render_filing", render)
    written = write.write_reports(seeded.warehouse, root / "data" / "raw", tmp_path / "out")
    assert written.failed == ((f"{PETITION}.pdf", "ValueError: a page of 60,000 points"),)
    assert written.page_count == 2
    assert not (tmp_path / "out" / "filings" / f"{PETITION}.html").exists(), "the page of before is about another state"
    assert PETITION in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_pdf_that_kills_whoever_draws_it_costs_its_pictures(
    seeded: Seeded, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "_draw", Bounded("os:_exit"))
    written = write.write_reports(seeded.warehouse, root / "data" / "raw", tmp_path / "out")
    assert written.failed == ()
    html = parsed(tmp_path / "out" / "filings" / f"{PETITION}.html")
    assert "the PDF cannot be drawn" in html.text
    assert html.images == []
