"""A page is written anew when anything that it shows is otherwise, and stays as it is when nothing is."""

import re
from pathlib import Path

import duckdb
import pytest

from mingzhang.report import shown
from mingzhang.report.write import write_reports
from tests.report.conftest import PETITION, Seeded


@pytest.fixture
def out(seeded: Seeded, root: Path, tmp_path: Path) -> Path:
    """The reports of the seeded warehouse, written once."""
    write_reports(seeded.warehouse, root / "data" / "raw", tmp_path / "out")
    return tmp_path / "out"


def _rewritten(seeded: Seeded, raw: Path, out: Path) -> set[str]:
    """Pages that the next night puts in place of the earlier ones."""
    before = {page: page.stat().st_ino for page in (out / "filings").iterdir()}
    write_reports(seeded.warehouse, raw, out, are_known_kept=True)
    return {page.stem for page in (out / "filings").iterdir() if page.stat().st_ino != before.get(page)}


def test_a_night_writes_the_pages_of_filings_whose_rows_are_otherwise_and_no_others(
    seeded: Seeded, root: Path, out: Path
) -> None:
    assert _rewritten(seeded, root / "data" / "raw", out) == set()
    seeded.run("UPDATE marts.fact_finding SET acceptance_status = 'accepted', acceptance_reason = 'otherwise'")
    assert _rewritten(seeded, root / "data" / "raw", out) == {PETITION}
    assert "otherwise" in (out / "filings" / f"{PETITION}.html").read_text(encoding="utf-8")


def test_a_page_is_written_anew_when_a_figure_of_another_filing_is_otherwise_that_it_is_compared_with(
    seeded: Seeded, root: Path, out: Path
) -> None:
    [(line_key,)] = seeded.run(
        "SELECT statement_line_key FROM marts.fact_statement_line JOIN marts.dim_document USING (document_key)"
        " WHERE file_name <> ? ORDER BY ALL LIMIT 1",
        f"{PETITION}.pdf",
    )
    seeded.run(
        "UPDATE marts.fact_reconciliation SET right_line_keys = [?] WHERE reconciliation_key = ?",
        line_key,
        seeded.reconciliation_key,
    )
    assert PETITION in _rewritten(seeded, root / "data" / "raw", out)
    seeded.run("UPDATE marts.fact_statement_line SET amount_text = 'another' WHERE statement_line_key = ?", line_key)
    assert PETITION in _rewritten(seeded, root / "data" / "raw", out)
    assert "another" in (out / "filings" / f"{PETITION}.html").read_text(encoding="utf-8")


def test_a_page_without_its_pictures_is_written_again_when_the_pdf_is_back(seeded: Seeded, root: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_reports(seeded.warehouse, tmp_path / "empty", tmp_path / "out")
    assert _rewritten(seeded, root / "data" / "raw", tmp_path / "out") == {PETITION}


def test_pages_of_another_version_of_the_report_are_all_written_anew(
    seeded: Seeded, root: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "_code", lambda: "another")
    assert len(_rewritten(seeded, root / "data" / "raw", out)) == len(list((out / "filings").iterdir()))


def test_two_rows_that_are_the_same_do_not_cancel_out(seeded: Seeded) -> None:
    def digest() -> str:
        with duckdb.connect(str(seeded.warehouse), read_only=True) as connection:
            return shown.digests(connection, "name")[key]

    [(key,)] = seeded.run("SELECT document_key FROM marts.fact_finding")
    one = digest()
    seeded.run("INSERT INTO marts.fact_finding FROM marts.fact_finding")
    two = digest()
    seeded.run("INSERT INTO marts.fact_finding SELECT * FROM marts.fact_finding LIMIT 1")
    assert len({one, two, digest()}) == 3


def test_every_table_that_a_page_is_made_from_takes_part_in_its_digest(root: Path) -> None:
    asked = {
        table
        for module in ("queries", "filing")
        for table in re.findall(r"\b(?:marts|staging)\.\w+", (root / f"mingzhang/report/{module}.py").read_text(encoding="utf-8"))
    }
    assert asked - {"marts.dim_source_file"} == {*shown.TABLES, *shown.NAMES} - {"marts.fact_finding"}
