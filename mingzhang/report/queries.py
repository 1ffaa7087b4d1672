"""What the report asks the published warehouse: everything about all filings in one go, the terms of identities on demand."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import duckdb

from ingest.sql_text import sql_text
from mingzhang.messages import Language, say
from mingzhang.report.marts import Document, Figure, Reconciliation, Statement, Table

Row = TypeVar("Row")

# {where} narrows both the statements and their amounts to one filing
_STATEMENTS = """(
    SELECT
        statements.*, names.statement_name_zh, names.statement_name_en, coalesce(names.is_official, false) AS is_official,
        coalesce(proofs.proved, 0) AS proved, coalesce(proofs.consistent, 0) AS consistent,
        coalesce(proofs.unproved, 0) AS unproved, coalesce(proofs.contradicted, 0) AS contradicted,
        coalesce(proofs.zeros, 0) AS zeros
    FROM (FROM staging.stg_statements {where}) AS statements
    LEFT JOIN marts.dim_statement AS names USING (statement_code)
    LEFT JOIN (
        SELECT
            statement_key,
            count(*) FILTER (proof_status = 'proved') AS proved,
            count(*) FILTER (proof_status = 'consistent') AS consistent,
            count(*) FILTER (proof_status = 'contradicted') AS contradicted,
            count(*) FILTER (proof_status IS NULL OR proof_status NOT IN ('proved', 'consistent', 'contradicted')) AS unproved,
            count(*) FILTER (amount_yuan = 0) AS zeros
        FROM marts.fact_statement_line
        {where}
        GROUP BY statement_key
    ) AS proofs USING (statement_key)
) ORDER BY document_key, statement_number"""
STATEMENTS = _STATEMENTS.format(where="")
STATEMENTS_OF_ONE = _STATEMENTS.format(where="WHERE document_key = $1")

SOURCE_FILES = """(
    SELECT
        files.* EXCLUDE (outcome, reason),
        CASE WHEN documents.is_current IS DISTINCT FROM false THEN files.outcome ELSE 'superseded' END AS outcome,
        coalesce('replaced by ' || newer.file_name, files.reason) AS reason
    FROM marts.dim_source_file AS files
    LEFT JOIN marts.dim_document AS documents USING (document_key)
    LEFT JOIN marts.dim_document AS newer ON newer.document_key = documents.superseded_by_document_key
) ORDER BY file_path"""

# exact and rounding identities are counted, never listed: a filing has hundreds of them
RECONCILIATIONS = """(
    SELECT reconciliations.*, rules.description AS rule_description, rules.name_en AS rule_name_en
    FROM marts.fact_reconciliation AS reconciliations
    LEFT JOIN staging.identity_rules AS rules USING (rule_id)
) WHERE document_key = ? AND status NOT IN ('exact', 'rounding') ORDER BY rule_id, reconciliation_key"""

# a mart of which the filing prints nothing is not mentioned
MART_COVERAGE = """marts.fact_mart_coverage
    WHERE document_key = ? AND status <> 'no_items' ORDER BY mart, value_year, phase"""

PAGE_LEDGER = """marts.fact_page_ledger
    WHERE document_key = ? AND booked_as <> 'not_printed' ORDER BY page_number, entry_number"""

STATUS_COUNTS = "SELECT document_key, status, count(*) FROM marts.fact_reconciliation GROUP BY ALL"


def _named(key: str) -> str:
    return sql_text(say(key, Language.ZH))


#: Figures that identities name, by the last part of their keys: whose key it is decides which tables are looked at.
_FIGURES = {
    "c": f"""
        SELECT
            claim_key AS figure_key, document_key, page_number, NULL AS table_number, subject AS name, measure_kind AS column_path,
            {_named("explanatory_text")} AS statement_name_zh, value_text AS printed_text, unit AS printed_unit, amount_yuan, quote, x0, y0, x1, y1, cell_address
        FROM marts.fact_claim""",
    "s": """
        SELECT
            statement_line_key AS figure_key, lines.document_key, lines.page_number, lines.table_number,
            concat_ws(' ', lines.class_code, coalesce(lines.line_label, lines.project_name, lines.unit_name)) AS name,
            measure_path AS column_path, names.statement_name_zh,
            amount_text AS printed_text, lines.printed_unit, amount_yuan, NULL AS quote, lines.x0, lines.y0, lines.x1, lines.y1, lines.cell_address
        FROM marts.fact_statement_line AS lines
        LEFT JOIN marts.dim_statement AS names USING (statement_code)""",
    "j": f"""
        SELECT
            project_key AS figure_key, document_key, page_number, NULL AS table_number, project_name AS name, {_named("total_score")} AS column_path,
            {_named("performance_table")} AS statement_name_zh, total_score_text AS printed_text, {_named("points")} AS printed_unit, NULL AS amount_yuan, NULL AS quote,
            x0, y0, x1, y1, cell_address
        FROM marts.fact_project""",
    "f": f"""
        SELECT
            project_fund_key AS figure_key, document_key, page_number, NULL AS table_number, fund_source AS name,
            {_named("project_funds")} AS column_path, {_named("performance_table")} AS statement_name_zh,
            concat_ws(' / ', initial_budget_text, annual_budget_text, executed_text) AS printed_text, printed_unit,
            NULL AS amount_yuan, NULL AS quote, x0, y0, x1, y1, cell_address
        FROM marts.fact_project_fund""",
    "i": f"""
        SELECT
            indicator_key AS figure_key, document_key, page_number, NULL AS table_number, level3 AS name, {_named("target_value")} AS column_path,
            {_named("performance_table")} AS statement_name_zh, target_text AS printed_text, NULL AS printed_unit, NULL AS amount_yuan, NULL AS quote,
            x0, y0, x1, y1, cell_address
        FROM marts.fact_performance_indicator""",
}
_FIGURES_OF_FILINGS = """(
    SELECT figures.*, documents.file_name
    FROM ({union}) AS figures LEFT JOIN marts.dim_document AS documents USING (document_key)
) WHERE figure_key IN (SELECT unnest($1::VARCHAR[])) AND document_key BETWEEN $2 AND $3"""

TABLES = """(
    SELECT
        tables.document_key, tables.table_number, tables.page_number, title_text, outcome, reason, row_count, column_count,
        first_amount_y0, tables.x0, tables.y0, tables.x1, tables.y1
    FROM marts.fact_table AS tables
    LEFT JOIN (
        SELECT document_key, table_number, page_number, min(y0) AS first_amount_y0
        FROM marts.fact_statement_line
        WHERE document_key = $1
        GROUP BY ALL
    ) AS amounts USING (document_key, table_number, page_number)
    WHERE tables.document_key = $1
) ORDER BY table_number"""

# forms that a filing of a kind and year has to print; of a year that is not known, those of all years
EXPECTED_FORMS = """
    SELECT statement_code FROM staging.expected_statements
    WHERE disclosure_kind = $kind AND coalesce($year::INTEGER, 9999) >= coalesce(valid_from_year, 0)
"""

FOUND_AT = "SELECT file_path FROM marts.dim_source_file WHERE document_key = ? ORDER BY file_path"
ROTATIONS = "SELECT page_number, rotation FROM staging.stg_pages WHERE document_key = ?"


def read_rows(connection: duckdb.DuckDBPyConnection, kind: type[Row], source: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Rows of a table, or of a query in brackets with what follows it, as dataclasses."""
    columns = ", ".join(field.name for field in fields(kind))  # type: ignore[arg-type]  # every kind here is a dataclass
    with connection.cursor() as cursor:
        return [kind(*row) for row in cursor.execute(f"SELECT {columns} FROM {source}", list(parameters)).fetchall()]


def document(connection: duckdb.DuckDBPyConnection, document_key: str) -> Document:
    """The filing of a key. Raises LookupError when the warehouse does not hold it."""
    found = read_rows(connection, Document, "marts.dim_document WHERE document_key = ?", [document_key])
    if not found:
        raise LookupError(document_key)
    return found[0]


def found_at(connection: duckdb.DuckDBPyConnection, document_key: str) -> list[str]:
    """The paths below the raw folder at which a document lay when it was read."""
    with connection.cursor() as cursor:
        return [path for (path,) in cursor.execute(FOUND_AT, [document_key]).fetchall()]


def expected_forms(connection: duckdb.DuckDBPyConnection, disclosure_kind: str | None, fiscal_year: int | None) -> list[str]:
    """Statement codes that a filing of this kind and year has to print; none when the kind is not known."""
    with connection.cursor() as cursor:
        return [code for (code,) in cursor.execute(EXPECTED_FORMS, {"kind": disclosure_kind, "year": fiscal_year}).fetchall()]


def statements_by_document(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Statement]]:
    """All statements with their proof counts, by document_key."""
    found: dict[str, list[Statement]] = {}
    for statement in read_rows(connection, Statement, STATEMENTS):
        found.setdefault(statement.document_key, []).append(statement)
    return found


def identity_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Evaluated identities by document_key and status."""
    counts: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        for document_key, status, count in cursor.execute(STATUS_COUNTS).fetchall():
            counts.setdefault(document_key, {})[status] = count
    return counts


def open_reconciliations(connection: duckdb.DuckDBPyConnection, document_key: str) -> list[Reconciliation]:
    """Identities of a filing that do not hold, or that could not be checked."""
    return read_rows(connection, Reconciliation, RECONCILIATIONS, [document_key])


def figures(connection: duckdb.DuckDBPyConnection, keys: Iterable[str]) -> dict[str, Figure]:
    """Printed figures by key. A key begins as that of its filing does, so that what is far from them is not looked at."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    union = " UNION ALL ".join(_FIGURES[kind] for kind in sorted({_kind(key) for key in wanted}))
    reach = [wanted[0].partition(":")[0], wanted[-1].partition(":")[0] + "g"]  # behind every further hexadecimal digit
    source = _FIGURES_OF_FILINGS.format(union=union)
    return {figure.figure_key: figure for figure in read_rows(connection, Figure, source, [wanted, *reach])}


def _kind(key: str) -> str:
    """Of which kind of figure a key is: `…:s1:r29:b2:c5` an amount of a statement, `…:c41` a claim, `…:j15:f3` a fund of a project."""
    parts = key.split(":")
    return "s" if parts[1][:1] == "s" else parts[-1][:1]


def tables(connection: duckdb.DuckDBPyConnection, document_key: str) -> list[Table]:
    """Grids of a filing in reading order."""
    return read_rows(connection, Table, TABLES, [document_key])


def page_rotations(connection: duckdb.DuckDBPyConnection, document_key: str) -> dict[int, int]:
    """The rotation under which each page was read: that of the file, or another one for tables set sideways."""
    with connection.cursor() as cursor:
        return dict(cursor.execute(ROTATIONS, [document_key]).fetchall())
