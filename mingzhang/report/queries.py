"""What the report asks the published warehouse: everything about all filings in one go, the terms of identities on demand."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import duckdb

from mingzhang.report.marts import Figure, Reconciliation, Statement, Table

Row = TypeVar("Row")

STATEMENTS = """(
    SELECT
        statements.*, names.statement_name_zh, names.statement_name_en, coalesce(names.is_official, false) AS is_official,
        coalesce(proofs.proved, 0) AS proved, coalesce(proofs.consistent, 0) AS consistent,
        coalesce(proofs.unproved, 0) AS unproved, coalesce(proofs.contradicted, 0) AS contradicted,
        coalesce(proofs.zeros, 0) AS zeros
    FROM staging.stg_statements AS statements
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
        GROUP BY statement_key
    ) AS proofs USING (statement_key)
) ORDER BY document_key, statement_number"""

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
    SELECT reconciliations.*, rules.description AS rule_description
    FROM marts.fact_reconciliation AS reconciliations
    LEFT JOIN staging.identity_rules AS rules USING (rule_id)
) WHERE document_key = ? AND status NOT IN ('exact', 'rounding') ORDER BY rule_id, reconciliation_key"""

# a mart of which the filing prints nothing is not mentioned
MART_COVERAGE = """marts.fact_mart_coverage
    WHERE document_key = ? AND status <> 'no_items' ORDER BY mart, value_year, phase"""

PAGE_LEDGER = """marts.fact_page_ledger
    WHERE document_key = ? AND booked_as <> 'not_printed' ORDER BY page_number, entry_number"""

STATUS_COUNTS = "SELECT document_key, status, count(*) FROM marts.fact_reconciliation GROUP BY ALL"

FIGURES = """(
    SELECT
        statement_line_key AS figure_key, lines.document_key, lines.page_number, lines.table_number,
        concat_ws(' ', lines.class_code, coalesce(lines.line_label, lines.project_name, lines.unit_name)) AS name,
        measure_path AS column_path, names.statement_name_zh,
        amount_text AS printed_text, lines.printed_unit, amount_yuan, NULL AS quote, lines.x0, lines.y0, lines.x1, lines.y1
    FROM marts.fact_statement_line AS lines
    LEFT JOIN marts.dim_statement AS names USING (statement_code)
    UNION ALL
    SELECT
        claim_key, document_key, page_number, NULL, subject, measure_kind, '情况说明', value_text, unit, amount_yuan, quote, x0, y0, x1, y1
    FROM marts.fact_claim
    UNION ALL
    SELECT
        project_key, document_key, page_number, NULL, project_name, '总分', '绩效表', total_score_text, '分', NULL, NULL, x0, y0, x1, y1
    FROM marts.fact_project
    UNION ALL
    SELECT
        project_fund_key, document_key, page_number, NULL, fund_source, '年初预算数/全年预算数/全年执行数', '绩效表',
        concat_ws(' / ', initial_budget_text, annual_budget_text, executed_text), printed_unit, NULL, NULL, x0, y0, x1, y1
    FROM marts.fact_project_fund
    UNION ALL
    SELECT indicator_key, document_key, page_number, NULL, level3, '目标值', '绩效表', target_text, NULL, NULL, NULL, x0, y0, x1, y1
    FROM marts.fact_performance_indicator
) LEFT JOIN (SELECT document_key, file_name FROM marts.dim_document) USING (document_key) WHERE figure_key IN (SELECT unnest(?::VARCHAR[]))"""

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

ROTATIONS = "SELECT page_number, rotation FROM staging.stg_pages WHERE document_key = ?"


def read_rows(connection: duckdb.DuckDBPyConnection, kind: type[Row], source: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Rows of a table, or of a query in brackets with what follows it, as dataclasses."""
    columns = ", ".join(field.name for field in fields(kind))  # type: ignore[arg-type]  # every kind here is a dataclass
    with connection.cursor() as cursor:
        return [kind(*row) for row in cursor.execute(f"SELECT {columns} FROM {source}", list(parameters)).fetchall()]


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
    """Printed figures by key."""
    wanted = sorted(set(keys))
    return {figure.figure_key: figure for figure in read_rows(connection, Figure, FIGURES, [wanted])} if wanted else {}


def tables(connection: duckdb.DuckDBPyConnection, document_key: str) -> list[Table]:
    """Grids of a filing in reading order."""
    return read_rows(connection, Table, TABLES, [document_key])


def page_rotations(connection: duckdb.DuckDBPyConnection, document_key: str) -> dict[int, int]:
    """The rotation under which each page was read: that of the file, or another one for tables set sideways."""
    with connection.cursor() as cursor:
        return dict(cursor.execute(ROTATIONS, [document_key]).fetchall())
