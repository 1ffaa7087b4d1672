"""The audit: what a declared check finds, how it says so, and that a check which cannot run has not passed."""

from pathlib import Path

import duckdb
import pytest

from expectations.audit import AuditError, audit
from expectations.data_docs import render, write_data_docs
from expectations.suites import SuiteError, read_suite, read_suites

SUITE = """
about: Figures of one table.
checks:
  - name: parts_add_up
    severity: critical
    table: marts.totals
    says: The parts add up to the printed total.
    rows: |
      SELECT file_name AS document, page_number AS page, 'printed ' || printed || ', parts ' || parts AS finding
      FROM {batch} WHERE printed <> parts
  - name: key_is_unique
    severity: warning
    table: marts.totals
    says: One row per document.
    expect: ExpectColumnValuesToBeUnique
    with: {column: file_name}
"""


@pytest.fixture
def suite_file(tmp_path: Path) -> Path:
    path = tmp_path / "figures.yml"
    path.write_text(SUITE, encoding="utf-8")
    return path


def _warehouse(tmp_path: Path, *rows: tuple[str, int, str, str]) -> Path:
    path = tmp_path / "next.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            "CREATE TABLE marts.totals (file_name VARCHAR, page_number INTEGER, printed DECIMAL(18,2), parts DECIMAL(18,2))"
        )
        for row in rows:
            connection.execute("INSERT INTO marts.totals VALUES (?, ?, ?, ?)", row)
    return path


def test_a_sound_file_passes(tmp_path: Path, suite_file: Path) -> None:
    audited = audit(_warehouse(tmp_path, ("预算.pdf", 3, "300", "300")), [read_suite(suite_file)])
    assert not audited.blocking
    assert not audited.warnings
    assert len(audited.outcomes) == 2


def test_a_seeded_misprint_is_named_with_document_page_and_figures(tmp_path: Path, suite_file: Path) -> None:
    path = _warehouse(tmp_path, ("预算.pdf", 3, "300", "300"), ("决算.pdf", 12, "1234.56", "1234.50"))
    (outcome,) = audit(path, [read_suite(suite_file)]).blocking
    assert [str(finding) for finding in outcome.findings] == ["决算.pdf p.12: printed 1234.56, parts 1234.50"]


def test_a_failed_warning_does_not_block(tmp_path: Path, suite_file: Path) -> None:
    audited = audit(_warehouse(tmp_path, ("预算.pdf", 3, "1", "1"), ("预算.pdf", 4, "2", "2")), [read_suite(suite_file)])
    assert not audited.blocking
    (outcome,) = audited.warnings
    assert "预算.pdf" in outcome.summary


def test_a_check_on_a_table_that_is_gone_has_not_passed(tmp_path: Path, suite_file: Path) -> None:
    suite_file.write_text(SUITE.replace("marts.totals", "marts.gone"), encoding="utf-8")
    audited = audit(_warehouse(tmp_path), [read_suite(suite_file)])
    assert [outcome.check.name for outcome in audited.blocking] == ["parts_add_up"]
    assert "could not be evaluated" in audited.blocking[0].summary


def test_a_check_on_a_column_that_is_gone_has_not_passed(tmp_path: Path, suite_file: Path) -> None:
    suite_file.write_text(SUITE.replace("page_number AS page", "page_no AS page"), encoding="utf-8")
    (outcome,) = audit(_warehouse(tmp_path, ("预算.pdf", 3, "1", "1")), [read_suite(suite_file)]).blocking
    assert "page_no" in outcome.summary


def test_the_file_can_be_written_again_after_the_audit(tmp_path: Path, suite_file: Path) -> None:
    path = _warehouse(tmp_path, ("预算.pdf", 3, "1", "1"))
    audit(path, [read_suite(suite_file)])
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM marts.totals")


def test_a_missing_file_is_an_error_of_the_audit(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="no file to audit"):
        audit(tmp_path / "absent.duckdb")


def test_data_docs_need_no_network_and_escape_what_documents_say(tmp_path: Path, suite_file: Path) -> None:
    path = _warehouse(tmp_path, ("<script>预算.pdf", 3, "300", "301"))
    audited = audit(path, [read_suite(suite_file)])
    page = render(audited, path, refused=True)
    for remote in ("http:", "https:", "//", "<script", "<link", "<img", "@import", "url("):
        assert remote not in page, remote
    assert "&lt;script&gt;预算.pdf" in page
    assert write_data_docs(audited, tmp_path / "docs", path).name == "index.html"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("severity: critical", "severity: fatal"), "severity is 'fatal'"),
        (("{batch}", "marts.totals"), "does not read {batch}"),
        (("    says: One row per document.\n", ""), "says"),
        (("expect: ExpectColumnValuesToBeUnique", "expects: ExpectColumnValuesToBeUnique"), "expects"),
        (("name: key_is_unique", "name: parts_add_up"), "declared twice"),
    ],
)
def test_a_suite_file_with_a_mistake_is_refused(suite_file: Path, wrong: tuple[str, str], said: str) -> None:
    suite_file.write_text(SUITE.replace(*wrong), encoding="utf-8")
    with pytest.raises(SuiteError, match=said):
        read_suite(suite_file)


def test_the_declared_suites_can_be_read_and_each_says_why_it_blocks() -> None:
    for suite in read_suites():
        for check in suite.checks:
            assert check.says.endswith("."), check.title
            assert check.because, check.title
