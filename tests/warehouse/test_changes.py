"""What a new version changes against the published one, amount by amount, and why."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from mingzhang.warehouse.build import build
from mingzhang.warehouse.changes import write_changes
from mingzhang.warehouse.plan import Plan
from tests.warehouse.little import DOCUMENT_COLUMNS, MARTS, Report, examine, ingest, shape


def _documents(*rows: Sequence[object]) -> str:
    """(key, year, reader, file name)"""
    return ", ".join(
        f"('{key}', '{name}', '某局', '某市', {year}, 'budget', 'department', '{reader}', 'read')"
        for key, year, reader, name in rows
    )


def _lines(*rows: Sequence[object]) -> str:
    """(key, class code, label, row, amount)"""
    return ", ".join(
        f"('{key}', 'expenditure', {code!r}, '{label}', 'total', 1, {row}, {amount})".replace("None", "NULL")
        for key, code, label, row, amount in rows
    )


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "raw").mkdir()
    return Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")


def _publish(plan: Plan, night: int, documents: str, lines: str) -> str:
    built = build(plan, ingest(Report(read=[f"{night}.pdf"])), shape(night, lines, documents), examine())
    return str(built.changes)


def _changes(plan: Plan) -> list[tuple[object, ...]]:
    with duckdb.connect(str(plan.warehouse), read_only=True) as connection:
        return connection.execute(
            """
            SELECT cause, change, coalesce(class_code, line_label), previous_amount_yuan::VARCHAR, amount_yuan::VARCHAR,
              difference_yuan::VARCHAR
            FROM meta.changes ORDER BY ALL
            """
        ).fetchall()


FIRST = _documents(("a", 2024, "r1", "a.pdf"))
FIRST_LINES = _lines(("a", None, "合计", 1, 30), ("a", "20103", "政府办公厅", 2, 10), ("a", "20103", "政府办公厅", 3, 20))


def test_the_first_version_changes_nothing(plan: Plan) -> None:
    assert _publish(plan, 1, FIRST, FIRST_LINES) == "the first version"
    assert _changes(plan) == []


def test_a_replaced_filing_is_told_apart_from_a_changed_reader(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    second = _lines(("b", None, "合计", 1, 31), ("b", "20103", "政府办公厅", 2, 10), ("b", "20103", "政府办公厅", 3, 21))
    assert _publish(plan, 2, _documents(("b", 2024, "r1", "b.pdf")), second) == "filing changed 1 (2 amounts)"
    assert _changes(plan) == [
        ("filing_changed", "changed", "20103", "20.00", "21.00", "1.00"),
        ("filing_changed", "changed", "合计", "30.00", "31.00", "1.00"),
    ]
    third = second.replace(", 21)", ", 20.5)")
    assert _publish(plan, 3, _documents(("b", 2024, "r2", "b.pdf")), third) == "reader changed 1 (1 amounts)"
    assert _changes(plan) == [("reader_changed", "changed", "20103", "21.00", "20.50", "-0.50")]


def test_new_and_gone_filings_are_listed_with_their_amounts(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    told = _publish(plan, 2, _documents(("n", 2025, "r1", "n.pdf")), _lines(("n", None, "合计", 1, 7)))
    assert told == "new 1 (1 amounts), gone 1 (3 amounts)"
    assert [row[:2] for row in _changes(plan)] == [("gone", "removed")] * 3 + [("new", "added")]


def test_a_filing_beside_one_of_the_same_identity_is_compared_with_it(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    both = _documents(("a", 2024, "r1", "a.pdf"), ("c", 2024, "r1", "c.pdf"))
    corrected = _lines(("c", None, "合计", 1, 35), ("c", "20103", "政府办公厅", 2, 10), ("c", "20103", "政府办公厅", 3, 25))
    assert _publish(plan, 2, both, FIRST_LINES + ", " + corrected) == "filing beside 1 (2 amounts)"


def test_a_row_that_comes_or_goes_changes_no_other_row(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    lines = _lines(
        ("b", None, "合计", 1, 37),
        ("b", "20101", "人大", 2, 7),
        ("b", "20103", "政府办公厅", 3, 10),
        ("b", "20103", "政府办公厅", 4, 20),
    )
    _publish(plan, 2, _documents(("b", 2024, "r1", "b.pdf")), lines)
    assert [row[1:3] for row in _changes(plan)] == [("added", "20101"), ("changed", "合计")]


def test_filings_without_identity_are_paired_by_name(plan: Plan) -> None:
    unknown = FIRST.replace("'某局'", "NULL")
    _publish(plan, 1, unknown, FIRST_LINES)
    assert (
        _publish(plan, 2, unknown.replace("'a',", "'z',"), FIRST_LINES.replace("'a',", "'z',")) == "filing changed 1 (0 amounts)"
    )


def test_an_old_file_of_another_shape_stops_no_night(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    with duckdb.connect(str(plan.warehouse)) as connection:
        connection.execute("ALTER TABLE marts.dim_document DROP COLUMN scope")
    assert _publish(plan, 2, FIRST, FIRST_LINES).startswith("not compared: ")
    assert _changes(plan) == []


def test_the_report_lies_beside_the_data_docs_and_opens_in_a_spreadsheet(plan: Plan) -> None:
    _publish(plan, 1, FIRST, FIRST_LINES)
    _publish(plan, 2, _documents(("b", 2024, "r1", "b.pdf")), _lines(("b", None, "合计", 1, 31)))
    table = (plan.data_docs / "changes.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbf") and "合计" in table.decode("utf-8-sig")
    page = (plan.data_docs / "changes.html").read_text(encoding="utf-8")
    assert "filing_changed" in page and "31.00" in page


def test_the_cost_grows_with_the_amounts_not_with_their_square(tmp_path: Path) -> None:
    """A row label that occurs thousands of times must not be compared with each of its likes."""
    published, next_file = tmp_path / "published.duckdb", tmp_path / "next.duckdb"
    for path, add in ((published, 0), (next_file, 1)):
        with duckdb.connect(str(path)) as connection:
            _many(connection, add)
    changes = write_changes(next_file, published)
    assert changes.amounts == {"models_changed": 300_000}


def _many(connection: duckdb.DuckDBPyConnection, add: int) -> None:
    connection.execute(MARTS.format(figure=1))
    connection.execute(f"INSERT INTO marts.dim_document ({DOCUMENT_COLUMNS}) VALUES {FIRST}")
    connection.execute(
        "INSERT INTO marts.fact_statement_line (document_key, statement_code, line_label, measure_code, row_number, amount_yuan)"
        f" SELECT 'a', 'expenditure', '合计', 'total', i, i + {add} FROM range(300000) AS t(i)"
    )
