"""Which filings does a failed data test object to? Its rows say so: dbt_project/macros/promises.sql names the document of each."""

from pathlib import Path
from typing import Any

import duckdb

from expectations.violation import Violation

#: What a row does wrong that breaks a promise of this kind.
_OFFENCES = {
    "not_null": "nothing where a value must be",
    "unique": "a key that two rows have",
    "accepted_values": "a value that is not foreseen",
    "relationships": "a value that the table it refers to does not have",
}

#: A promise that a row of no filing breaks is not mended by leaving filings out.
_BY_FILING = """
    SELECT document_key, table_name, column_name, promise, min(page_number), min(left(value_text, 200))
    FROM ({query}) GROUP BY document_key, table_name, column_name, promise
    QUALIFY bool_and(document_key IS NOT NULL) OVER (PARTITION BY promise, column_name)
    ORDER BY ALL
"""


def offending_filings(result: Any, next_file: Path) -> list[Violation]:
    """The filings whose rows break a promise of their table, once for each promise; none when no row says whose it is."""
    metadata = getattr(result.node, "test_metadata", None)
    if result.status != "fail" or metadata is None or metadata.name != "promises":
        return []
    with duckdb.connect(str(next_file), read_only=True) as connection:
        rows = connection.execute(_BY_FILING.format(query=result.node.compiled_code)).fetchall()
    return [_violation(*row) for row in rows]


def _violation(
    document_key: str, table: str, column: str, promise: str, page_number: int | None, value_text: str | None
) -> Violation:
    code = "_".join([promise, table, *column.split(", ")])
    return Violation(document_key, code, table, page_number, value_text, f"{column}: {_OFFENCES[promise]}")
