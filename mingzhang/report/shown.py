"""The rows that a filing's page shows: a digest of them for every filing, and a small database of those of a few.

The digest stands in the page. A page whose filing still has the digest shows what it would show if it were written anew. Whatever it
is made from beside its own rows takes part: the rows of filings with which an open identity compares it, names and rules, the code.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from ingest.code_digest import digest_of
from ingest.sql_text import sql_text

#: Tables of which a page shows the rows of its filing (mingzhang/report/queries.py).
TABLES = (
    "marts.dim_document",
    "marts.fact_statement_line",
    "marts.fact_claim",
    "marts.fact_project",
    "marts.fact_project_fund",
    "marts.fact_performance_indicator",
    "marts.fact_finding",
    "marts.fact_reconciliation",
    "marts.fact_table",
    "marts.fact_leftover_cell",
    "marts.fact_reader_message",
    "marts.fact_mart_coverage",
    "marts.fact_page_ledger",
    "staging.stg_statements",
    "staging.stg_pages",
)
#: Small tables without filings: names and rules, by the columns that are shown. Counts of them change with any filing.
NAMES = {
    "marts.dim_statement": "statement_code, statement_name_zh, statement_name_en, is_official",
    "staging.identity_rules": "*",
    "staging.statements": "*",
    "staging.expected_statements": "*",
}
_LIBRARIES = ("jinja2", "pillow", "pypdfium2", "duckdb")
#: Characters at the beginning of a page within which its digest stands.
_HEAD = 1000

#: Filings whose figures the open identities of a filing name; the keys of figures begin with 16 digits of their filing's key.
_OTHERS = """
    SELECT DISTINCT terms.document_key, others.document_key AS other_key
    FROM (
      SELECT document_key, unnest(left_line_keys || right_line_keys) AS figure_key
      FROM {catalog}marts.fact_reconciliation WHERE status NOT IN ('exact', 'rounding')
    ) AS terms
    JOIN {catalog}marts.dim_document AS others ON substr(terms.figure_key, 1, 16) = substr(others.document_key, 1, 16)
    WHERE others.document_key <> terms.document_key
"""


def digests(connection: duckdb.DuckDBPyConnection, warehouse_name: str) -> dict[str, str]:
    """What the page of each filing shows, by document_key: one pass over each table, however many filings there are."""
    sums = " UNION ALL ".join(
        f"SELECT document_key, '{table}' AS place, count(*) || ':' || sum(hash(shown)) AS said FROM {table} AS shown GROUP BY document_key"
        for table in TABLES
    )
    names = " UNION ALL ".join(
        f"SELECT '{table}' AS place, sum(hash(shown)) AS said FROM (SELECT {columns} FROM {table}) AS shown"
        for table, columns in NAMES.items()
    )
    query = f"""
        WITH own AS (
          SELECT document_key, string_agg(place || said, ' ' ORDER BY place) AS said FROM ({sums}) GROUP BY document_key
        ), others AS (
          SELECT pairs.document_key, string_agg(own.said, ' ' ORDER BY pairs.other_key) AS said
          FROM ({_OTHERS.format(catalog="")}) AS pairs JOIN own ON own.document_key = pairs.other_key GROUP BY pairs.document_key
        ), names AS (SELECT string_agg(place || said, ' ' ORDER BY place) AS said FROM ({names}))
        SELECT own.document_key, md5(concat_ws('|', own.document_key, own.said, others.said, names.said, ?, ?))
        FROM own LEFT JOIN others USING (document_key), names
    """
    with connection.cursor() as cursor:
        return dict(cursor.execute(query, [warehouse_name, _code()]).fetchall())


def is_written(page: Path, digest: str | None) -> bool:
    """Whether a page shows this already."""
    if digest is None:
        return False
    try:
        with page.open(encoding="utf-8") as file:
            return f'content="{digest}"' in file.read(_HEAD)
    except (OSError, UnicodeDecodeError):
        return False


@contextmanager
def rows_of(warehouse: Path, document_keys: Iterable[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the rows of a few filings: to search whole tables for each filing took the square of the filings."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {sql_text(warehouse)} AS published (READ_ONLY)")
        connection.execute("CREATE SCHEMA marts; CREATE SCHEMA staging")
        connection.execute(
            f"CREATE TEMP TABLE chosen AS WITH keys AS (SELECT unnest(?::VARCHAR[]) AS document_key) FROM keys UNION"
            f" SELECT other_key FROM ({_OTHERS.format(catalog='published.')}) WHERE document_key IN (FROM keys)",
            [list(document_keys)],
        )
        for table in TABLES:
            connection.execute(f"CREATE TABLE {table} AS FROM published.{table} WHERE document_key IN (FROM chosen)")
        for table in NAMES:
            connection.execute(f"CREATE TABLE {table} AS FROM published.{table}")
        connection.execute("DETACH published")
        yield connection


@cache
def _code() -> str:
    templates = sorted(Path(__file__).with_name("templates").iterdir())
    return digest_of(("mingzhang/report", "mingzhang/messages", "ingest/lexicon", "ingest/page", *templates), _LIBRARIES)
