"""What a new version changes against the published one, amount by amount (tables `meta.changed_documents`, `meta.changes`).

Only filings that count are compared. They are paired by their bytes, else by what is said to replace what, else by what they are
(department, region, year, kind, scope; without these by file name), and each pair has one cause:

    filing_changed   other bytes in the place of the filing: the department has replaced it
    filing_beside    other bytes under the same identity, and the other filing counts as before
    reader_changed   the same bytes, read by another version of the reader
    models_changed   the same bytes and reader, shaped by other models
    superseded       is said now to be replaced by a filing that was there before
    new, gone        no partner in the other version

Within a pair, amounts are paired by statement, unit, class or label, project, measure and occurrence. Every step is a hash join or
one sort: the cost grows with the amounts of the pairs that can differ, not with their square.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.sql_text import sql_text

CAUSES = ("filing_changed", "filing_beside", "reader_changed", "models_changed", "superseded", "new", "gone")

#: How a filing is recognised although its bytes are others.
_DOCUMENTS = """
    SELECT document_key, file_name, department_name, region_name, fiscal_year, disclosure_kind, scope, reader_version,
      coalesce(
        department_name || '|' || coalesce(region_name, '') || '|' || fiscal_year || '|' || disclosure_kind || '|'
          || coalesce(scope, ''),
        'file|' || file_name
      ) AS identity
    FROM {catalog}.marts.dim_document WHERE is_current
"""

_PAIRS = """
    CREATE TEMP TABLE pairs AS
    WITH loose_now AS (
      SELECT *, row_number() OVER (PARTITION BY identity ORDER BY file_name, document_key) AS nth
      FROM documents_now ANTI JOIN documents_before USING (document_key)
    ), loose_before AS (
      SELECT *, row_number() OVER (PARTITION BY identity ORDER BY file_name, document_key) AS nth
      FROM documents_before ANTI JOIN documents_now USING (document_key)
    ), replaced AS (
      SELECT superseded_by_document_key AS document_key, min_by(document_key, file_name) AS before_key
      FROM superseded_now SEMI JOIN documents_before USING (document_key)
      WHERE superseded_by_document_key IN (SELECT document_key FROM loose_now) GROUP BY ALL
    ), staying AS (
      -- a corrected filing may lie beside the one that it replaces, and nobody says so: it is compared with that
      SELECT identity, min_by(document_key, file_name) AS document_key
      FROM documents_before SEMI JOIN documents_now USING (document_key)
      WHERE identity NOT LIKE 'file|%' GROUP BY identity
    ), paired AS (
      SELECT document_key AS now_key, document_key AS before_key FROM documents_now SEMI JOIN documents_before USING (document_key)
      UNION ALL
      SELECT n.document_key, coalesce(r.before_key, b.document_key, s.document_key)
      FROM loose_now AS n LEFT JOIN replaced AS r USING (document_key)
      LEFT JOIN (SELECT * FROM loose_before WHERE document_key NOT IN (SELECT before_key FROM replaced)) AS b USING (identity, nth)
      LEFT JOIN staying AS s USING (identity)
    ), unpaired AS (
      SELECT NULL AS now_key, document_key AS before_key FROM loose_before
      WHERE document_key NOT IN (SELECT before_key FROM paired WHERE before_key IS NOT NULL)
    )
    SELECT row_number() OVER (ORDER BY now_key, before_key) AS pair, now_key, before_key,
      CASE
        WHEN before_key IS NULL THEN 'new'
        WHEN now_key IS NULL AND before_key IN (SELECT document_key FROM superseded_now) THEN 'superseded'
        WHEN now_key IS NULL THEN 'gone'
        WHEN now_key <> before_key AND before_key IN (SELECT document_key FROM documents_now) THEN 'filing_beside'
        WHEN now_key <> before_key THEN 'filing_changed'
        WHEN n.reader_version IS DISTINCT FROM b.reader_version THEN 'reader_changed'
        ELSE 'models_changed'
      END AS cause
    FROM (FROM paired UNION ALL FROM unpaired)
    LEFT JOIN documents_now AS n ON n.document_key = now_key
    LEFT JOIN documents_before AS b ON b.document_key = before_key
"""

_KEY = (
    "statement_code",
    "unit_name",
    "side",
    "class_code",
    "line_label",
    "project_name",
    "measure_code",
    "value_year",
    "value_phase",
)

#: A class names a row more surely than its label, which departments shorten.
_LINES = """
    WITH keyed AS (
      SELECT pair, page_number, amount_yuan, lines.line_label AS printed_label,
        coalesce(statement_code, '') AS statement_code, coalesce(unit_name, '') AS unit_name, coalesce(side, '') AS side,
        coalesce(nullif(concat_ws('/', function_class_code, government_economic_code, department_economic_code), ''), class_code, '')
          AS class_code,
        CASE WHEN class_code IS NULL THEN coalesce(line_label, '') ELSE '' END AS line_label,
        coalesce(project_name, '') AS project_name, coalesce(measure_code, measure_path, '') AS measure_code,
        coalesce(value_year, 0) AS value_year, coalesce(value_phase, '') AS value_phase,
        statement_number, row_number, block_number, column_number
      FROM {catalog}.marts.fact_statement_line AS lines
      JOIN pairs ON pairs.{side}_key = lines.document_key AND {is_compared}
    )
    SELECT * EXCLUDE (statement_number, row_number, block_number, column_number),
      row_number() OVER (PARTITION BY pair, {key} ORDER BY statement_number, page_number, row_number, block_number, column_number)
        AS occurrence
    FROM keyed
"""

_CHANGES = """
    CREATE TABLE meta.changes AS
    WITH compared AS (
      SELECT coalesce(n.pair, b.pair) AS pair,
        CASE WHEN b.pair IS NULL THEN 'added' WHEN n.pair IS NULL THEN 'removed' ELSE 'changed' END AS change,
        {keys},
        coalesce(n.occurrence, b.occurrence) AS occurrence,
        coalesce(n.printed_label, b.printed_label) AS printed_label,
        b.page_number AS previous_page_number, n.page_number,
        b.amount_yuan AS previous_amount_yuan, n.amount_yuan
      FROM lines_now AS n FULL JOIN lines_before AS b USING (pair, {key}, occurrence)
      WHERE n.amount_yuan IS DISTINCT FROM b.amount_yuan
    )
    SELECT pairs.cause, compared.change, now_key AS document_key, before_key AS previous_document_key, compared.statement_code,
      nullif(compared.unit_name, '') AS unit_name, nullif(compared.side, '') AS side, nullif(compared.class_code, '') AS class_code,
      compared.printed_label AS line_label, nullif(compared.project_name, '') AS project_name, compared.measure_code,
      nullif(compared.value_year, 0) AS value_year, nullif(compared.value_phase, '') AS value_phase,
      CAST(compared.occurrence AS INTEGER) AS occurrence, compared.previous_page_number, compared.page_number,
      compared.previous_amount_yuan, compared.amount_yuan,
      CAST(compared.amount_yuan - compared.previous_amount_yuan AS DECIMAL(19, 2)) AS difference_yuan
    FROM compared JOIN pairs USING (pair)
    ORDER BY pairs.pair, compared.statement_code, compared.page_number, compared.occurrence
"""

_CHANGED_DOCUMENTS = """
    CREATE TABLE meta.changed_documents AS
    WITH counted AS (
      SELECT document_key, previous_document_key, count(*) FILTER (WHERE change = 'changed') AS changed_count,
        count(*) FILTER (WHERE change = 'added') AS added_count, count(*) FILTER (WHERE change = 'removed') AS removed_count
      FROM meta.changes GROUP BY ALL
    )
    SELECT pairs.cause, now_key AS document_key, before_key AS previous_document_key,
      coalesce(n.file_name, b.file_name) AS file_name, b.file_name AS previous_file_name,
      coalesce(n.department_name, b.department_name) AS department_name, coalesce(n.region_name, b.region_name) AS region_name,
      coalesce(n.fiscal_year, b.fiscal_year) AS fiscal_year, coalesce(n.disclosure_kind, b.disclosure_kind) AS disclosure_kind,
      coalesce(n.scope, b.scope) AS scope,
      CAST(coalesce(changed_count, 0) AS INTEGER) AS changed_count, CAST(coalesce(added_count, 0) AS INTEGER) AS added_count,
      CAST(coalesce(removed_count, 0) AS INTEGER) AS removed_count
    FROM pairs
    LEFT JOIN counted ON counted.document_key IS NOT DISTINCT FROM now_key
      AND counted.previous_document_key IS NOT DISTINCT FROM before_key
    LEFT JOIN documents_now AS n ON n.document_key = now_key
    LEFT JOIN documents_before AS b ON b.document_key = before_key
    WHERE counted.changed_count IS NOT NULL OR pairs.cause NOT IN ('reader_changed', 'models_changed')
    ORDER BY pairs.cause, file_name
"""

_COMMENTS = {
    "meta.changes": "One amount that this version has otherwise than the version that it replaced, and why.",
    "meta.changed_documents": "One filing that this version has otherwise than the version that it replaced, with its cause and counts.",
}


@dataclass(frozen=True)
class Changes:
    """How many filings and amounts are otherwise, by cause."""

    documents: Mapping[str, int] = field(default_factory=dict)
    amounts: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None  # why nothing could be compared

    def __str__(self) -> str:
        """In one line."""
        told = [
            f"{cause.replace('_', ' ')} {self.documents[cause]} ({self.amounts.get(cause, 0)} amounts)"
            for cause in CAUSES
            if self.documents.get(cause)
        ]
        return self.note or ", ".join(told) or "none"


def write_changes(next_file: Path, published: Path, is_same_project: bool = False) -> Changes:
    """Compare a built file with the published one, which is only read, and write the difference into the built file."""
    with duckdb.connect(str(next_file)) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS meta")
        try:
            note = _compare(connection, published, is_same_project)
        except (duckdb.BinderException, duckdb.CatalogException) as problem:
            note = f"not compared: the version before has tables of another shape ({str(problem).splitlines()[0]})"
            _compare_with_nothing(connection)
        except duckdb.Error as problem:  # one that somebody has open for writing stops no night
            note = f"not compared: {str(problem).splitlines()[0]}"
            _compare_with_nothing(connection)
        for table, says in _COMMENTS.items():
            connection.execute(f"COMMENT ON TABLE {table} IS {sql_text(says)}")
        documents = connection.execute("SELECT cause, count(*) FROM meta.changed_documents GROUP BY ALL").fetchall()
        amounts = connection.execute("SELECT cause, count(*) FROM meta.changes GROUP BY ALL").fetchall()
    return Changes(dict(documents), dict(amounts), note)


def _compare(connection: duckdb.DuckDBPyConnection, published: Path, is_same_project: bool) -> str | None:
    if not published.is_file():
        _compare_with_nothing(connection)
        return "the first version"
    connection.execute(f"ATTACH {sql_text(published)} AS before (READ_ONLY)")
    _write(connection, "before", is_same_project)
    connection.execute("DETACH before")
    return None


def _compare_with_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """Both tables, empty: the file compared with itself."""
    _write(connection, _catalog(connection), is_same_project=True)


def _write(connection: duckdb.DuckDBPyConnection, before: str, is_same_project: bool) -> None:
    this, key = _catalog(connection), ", ".join(_KEY)
    for table in ("pairs", "documents_now", "documents_before", "superseded_now", "lines_now", "lines_before"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute("DROP TABLE IF EXISTS meta.changes; DROP TABLE IF EXISTS meta.changed_documents")
    connection.execute(f"CREATE TEMP TABLE documents_now AS {_DOCUMENTS.format(catalog=this)}")
    connection.execute(f"CREATE TEMP TABLE documents_before AS {_DOCUMENTS.format(catalog=before)}")
    connection.execute(f"CREATE TEMP TABLE superseded_now AS FROM {this}.marts.dim_document WHERE NOT is_current")
    connection.execute(_PAIRS)
    is_compared = "cause <> 'models_changed'" if is_same_project else "true"
    for side, catalog in (("now", this), ("before", before)):
        lines = _LINES.format(catalog=catalog, side=side, key=key, is_compared=is_compared)
        connection.execute(f"CREATE TEMP TABLE lines_{side} AS {lines}")
    connection.execute(_CHANGES.format(key=key, keys=", ".join(_KEY)))
    connection.execute(_CHANGED_DOCUMENTS)


def _catalog(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("SELECT current_database()").fetchone()
    return '"' + str(row[0] if row else "").replace('"', '""') + '"'
