"""The declared suites on a warehouse built by the real models: sound as it is, and refused in each way that it can be spoilt."""

import shutil
from pathlib import Path

import duckdb
import pytest

from expectations.audit import Audit, audit
from expectations.suites import read_suites
from mingzhang.warehouse.publish import create_next, seal
from mingzhang.warehouse.transform import transform
from tests.dbt.filings import Filing, write_landing


def _sound_filing() -> Filing:
    """收支总表 and 支出总表 of 300 元, in which everything adds up."""
    filing = Filing("预算", unit="元")
    summary = filing.statement("income_expenditure_summary", title_text="收支总表")
    for row_number, income, expenditure in ((1, "一般公共预算拨款收入", "教育支出"), (2, "收入总计", "支出总计")):
        summary.row(income, {"total": "300.00"}, row_number=row_number, side="income")
        summary.row(expenditure, {"total": "300.00"}, block=2, row_number=row_number, side="expenditure")
    filing.statement("expenditure", title_text="支出总表").table(
        ("basic", "project", "total"),
        [
            ("合计", "", ("100.00", "200.00", "300.00")),
            ("教育支出", "205", ("100.00", "200.00", "300.00")),
            ("普通教育", "20502", ("100.00", "200.00", "300.00")),
            ("小学教育", "2050202", ("100.00", "200.00", "300.00")),
        ],
    )
    return filing


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of one sound document, built once."""
    folder = tmp_path_factory.mktemp("warehouse")
    landing = write_landing(folder / "landing.duckdb", [_sound_filing()])
    create_next(folder / "next.duckdb")
    transform(landing, folder / "next.duckdb", folder)
    seal(folder / "next.duckdb")
    return folder / "next.duckdb"


def _spoilt(sound: Path, folder: Path, *statements: str) -> Audit:
    path = folder / "next.duckdb"
    shutil.copy(sound, path)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return audit(path)


def test_a_sound_warehouse_passes_every_expectation(sound: Path) -> None:
    audited = audit(sound)
    assert [outcome.summary for outcome in [*audited.blocking, *audited.warnings]] == []
    assert len(audited.outcomes) > 20


#: As many filings again as make a share out of a few offenders.
COPIES = [
    "INSERT INTO marts.fact_reconciliation SELECT r.* REPLACE ('copy' || n AS document_key) "
    "FROM marts.fact_reconciliation AS r, range(4) AS copies(n) WHERE rule_id = 'income_equals_expenditure'",
    *(
        f"INSERT INTO {table} SELECT d.* REPLACE ('copy' || n AS document_key) FROM {table} AS d, range(4) AS copies(n)"
        for table in ("marts.dim_document", "staging.stg_documents")
    ),
]

SET_APART = """
    INSERT INTO marts.dim_source_file BY NAME
    SELECT n || '.pdf' AS file_path, 'set_apart' AS outcome, 'impossible' AS reason_code, 'claims.page_number' AS reason,
      7 AS set_apart_page_number, '0' AS set_apart_value_text
    FROM range({count}) AS filings(n)
"""

CRITICAL = {
    "coverage.few_filings_are_set_apart": ([SET_APART.format(count=10)], "0.pdf p.7: claims.page_number"),
    "coverage.something_is_published": (["DELETE FROM marts.dim_document"], "observed 0"),
    "coverage.every_path_has_an_outcome": (
        ["UPDATE staging.stg_files SET outcome = 'skipped'"],
        "预算.pdf: outcome skipped, reason missing",
    ),
    "coverage.every_read_file_is_a_document": (["DELETE FROM staging.stg_documents"], "预算.pdf: read, but no document e9a2"),
    "coverage.every_document_is_published": (["DELETE FROM marts.dim_document"], "预算.pdf: landed, not published"),
    "coverage.every_amount_is_published": (
        [
            "DELETE FROM marts.fact_statement_line WHERE line_label = '教育支出' AND statement_code = 'expenditure' AND measure_code = 'basic'"
        ],
        "预算.pdf p.2: statement 2: landed 12 amounts of 2400.00 yuan, published 11 of 2300.00",
    ),
    "keys.document_key_identifies_a_document": (
        ["INSERT INTO marts.dim_document FROM marts.dim_document"],
        "2 rows with document_key",
    ),
    "keys.document_key_is_present": (
        ["UPDATE marts.dim_document SET document_key = NULL"],
        "预算.pdf: no document_key",
    ),
    "keys.one_expenditure_per_item_type_and_fund": (
        ["INSERT INTO marts.fact_expenditure FROM marts.fact_expenditure WHERE expenditure_type = 'project'"],
        "预算.pdf p.2: 2050202 / project",
    ),
    "keys.one_primary_figure_per_concept_year_and_phase": (
        [
            "INSERT INTO marts.fact_disclosed_item BY NAME SELECT document_key, 'procurement.total' AS concept_code, 9 AS page_number, "
            "true AS is_primary FROM marts.dim_document, range(2)"
        ],
        "预算.pdf p.9: 2 primary figures of procurement.total",
    ),
    "keys.every_fact_belongs_to_a_document": (
        ["UPDATE marts.fact_expenditure SET document_key = 'stray' WHERE expenditure_type = 'project'"],
        "stray p.2: 1 rows of fact_expenditure",
    ),
    "versions.every_replaced_filing_leads_to_a_current_one": (
        ["UPDATE marts.dim_document SET is_current = false, superseded_by_document_key = document_key"],
        "预算.pdf: replaced, but by no filing that counts",
    ),
    "bounds.facts_are_below_a_trillion": (
        ["UPDATE marts.fact_expenditure SET amount_yuan = 2000000000000 WHERE expenditure_type = 'project'"],
        "预算.pdf p.2: 2050202 / project",
    ),
    "reconciliation.crucial_identities_hold_nearly_everywhere": (
        [
            *COPIES,
            "UPDATE marts.fact_reconciliation SET status = 'broken', message = '收入总计=支出总计, page 1: 300.00 ≠ 310.00' "
            "WHERE rule_id = 'income_equals_expenditure'",
        ],
        "预算.pdf p.1: 收入总计=支出总计, page 1: 300.00 ≠ 310.00 [5 of 5 filings]",
    ),
    "findings.misreadings_are_rare": (
        [
            *COPIES,
            "INSERT INTO marts.fact_finding BY NAME SELECT document_key, 'reading_error' AS verdict, 'open' AS acceptance_status, "
            "2 AS page_number, '300.00 should be 800.00' AS message FROM marts.dim_document",
        ],
        "预算.pdf p.2: 300.00 should be 800.00",
    ),
    "additivity.reconciled_expenditure_sums_to_the_printed_total": (
        ["UPDATE marts.fact_expenditure SET amount_yuan = amount_yuan + 1 WHERE expenditure_type = 'project'"],
        "预算.pdf p.2: fact_expenditure sums to 301.00 yuan, printed is 300.00",
    ),
    "additivity.reconciled_facts_say_so_alike": (
        ["UPDATE marts.fact_expenditure SET is_reconciled = false"],
        "预算.pdf p.2: 2 rows say is_reconciled = false, coverage says reconciled",
    ),
}


@pytest.mark.parametrize("title", CRITICAL)
def test_a_spoilt_warehouse_is_refused_with_the_name_of_the_offender(sound: Path, tmp_path: Path, title: str) -> None:
    statements, said = CRITICAL[title]
    refused = {outcome.check.title: outcome for outcome in _spoilt(sound, tmp_path, *statements).blocking}
    assert said in refused[title].summary


def test_every_expectation_that_stops_something_was_made_to_fail(sound: Path) -> None:
    stopping = {outcome.check.title for outcome in audit(sound).outcomes if outcome.check.severity in ("critical", "filing")}
    assert stopping == set(CRITICAL)


@pytest.mark.parametrize(
    "title", [check.title for suite in read_suites() for check in suite.checks if check.severity == "filing"]
)
def test_an_offence_of_one_filing_names_the_filing_to_set_apart(sound: Path, tmp_path: Path, title: str) -> None:
    audited = _spoilt(sound, tmp_path, *CRITICAL[title][0])
    assert {violation.document_key for violation in audited.offending_filings if violation.check_code == title} == {
        _sound_filing().key
    }


@pytest.mark.parametrize("title", ["reconciliation.crucial_identities_hold_nearly_everywhere", "findings.misreadings_are_rare"])
def test_one_filing_is_no_share_of_anything(sound: Path, tmp_path: Path, title: str) -> None:
    statements = [statement for statement in CRITICAL[title][0] if statement not in COPIES]
    assert not _spoilt(sound, tmp_path, *statements).blocking


def test_a_filing_that_is_set_apart_is_a_warning_that_names_page_and_value(sound: Path, tmp_path: Path) -> None:
    audited = _spoilt(sound, tmp_path, SET_APART.format(count=1))
    assert not audited.blocking
    assert "0.pdf p.7: set apart, in no fact: impossible, claims.page_number, 0" in audited.warnings[0].summary


BROKEN = "UPDATE marts.fact_reconciliation SET status = 'broken' WHERE rule_id = 'income_equals_expenditure'"


ACCEPT = """
    INSERT INTO staging.accepted_discrepancies BY NAME
    SELECT rule_id, document_key, left_line_keys[1] AS left_line_key, '{printed}' AS printed_left_text, 'accepted' AS status
    FROM marts.fact_reconciliation WHERE rule_id = 'income_equals_expenditure' AND status <> 'not_checkable'
"""


def test_a_declared_misprint_does_not_stop_publication(sound: Path, tmp_path: Path) -> None:
    audited = _spoilt(sound, tmp_path, BROKEN, ACCEPT.format(printed="300.00"))
    assert not audited.blocking
    assert {outcome.check.name for outcome in audited.warnings} == {"few_identities_of_a_filing_are_broken"}


def test_a_misprint_declared_for_another_figure_excuses_nothing_and_is_named(sound: Path, tmp_path: Path) -> None:
    audited = _spoilt(sound, tmp_path, BROKEN, ACCEPT.format(printed="310.00"))
    assert "crucial_identities_hold" in {outcome.check.name for outcome in audited.warnings}
    assert "declared for 310.00, printed 300.00" in " ".join(outcome.summary for outcome in audited.warnings)


def test_a_declared_misprint_that_no_longer_is_one_is_named(sound: Path, tmp_path: Path) -> None:
    (outcome,) = _spoilt(sound, tmp_path, ACCEPT.format(printed="300.00")).warnings
    assert "identity exact" in outcome.summary


def test_one_misprint_among_many_filings_is_a_warning(sound: Path, tmp_path: Path) -> None:
    broken = BROKEN + " AND document_key NOT LIKE 'copy%'"
    audited = _spoilt(sound, tmp_path, *COPIES, broken)
    assert not audited.blocking
    assert "reconciliation.crucial_identities_hold" in {outcome.check.title for outcome in audited.warnings}


def test_a_misprint_of_the_prose_is_declared_like_one_of_a_table_until_it_is_withdrawn(sound: Path, tmp_path: Path) -> None:
    claim = """
        INSERT INTO marts.fact_claim BY NAME SELECT document_key, 'stated' AS claim_key, 9 AS page_number, '12.34' AS value_text
        FROM marts.dim_document WHERE file_name IS NOT NULL LIMIT 1
    """
    broken = """
        INSERT INTO marts.fact_reconciliation BY NAME SELECT document_key, 'claim_class' AS rule_id, 'stated' AS reconciliation_key,
            'broken' AS status, 'error' AS severity, ['stated'] AS left_line_keys, [] AS right_line_keys
        FROM marts.fact_claim WHERE claim_key = 'stated'
    """
    declared = """
        INSERT INTO staging.accepted_discrepancies BY NAME SELECT 'claim_class' AS rule_id, document_key, claim_key AS left_line_key,
            '{printed}' AS printed_left_text, '{status}' AS status FROM marts.fact_claim WHERE claim_key = 'stated'
    """

    def named(printed: str, status: str) -> list[str]:
        audited = _spoilt(sound, tmp_path, claim, broken, declared.format(printed=printed, status=status))
        return [w.summary for w in audited.warnings if w.check.name == "accepted_discrepancies_still_apply"]

    assert named("12.34", "accepted") == []
    assert "declared for 12.35, printed 12.34" in named("12.35", "accepted")[0]
    assert named("12.35", "withdrawn") == []


def test_two_columns_of_one_measure_are_named_and_stop_nothing(sound: Path, tmp_path: Path) -> None:
    shared = "UPDATE marts.fact_statement_line SET measure_code = 'total' WHERE statement_code = 'expenditure'"
    audited = _spoilt(sound, tmp_path, shared)
    assert not audited.blocking
    (named,) = [w.summary for w in audited.warnings if w.check.name == "columns_of_a_row_never_share_a_measure"]
    assert "预算.pdf p.2: expenditure: 4 rows with several columns of total" in named
