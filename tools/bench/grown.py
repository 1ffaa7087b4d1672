"""A landing file that holds the filings of another one several times, as if so many filings had been read.

Copy n of a filing has a key of its own and names of its own for departments and units, so that it is another department's filing. All
copies stay in the region and years of the original: a city with so many departments and units is the hardest case for whatever
compares filings with each other.
"""

from pathlib import Path

import duckdb

from ingest.document.schema import RAW_TABLES, duckdb_type
from ingest.sql_text import sql_text

#: Columns in which a department or a unit is named.
_NAMES = ("department_name", "unit_name", "implementing_unit")
_KEYS = ("document_key", "superseded_by_document_key")
_PATHS = ("file_name", "file_path")


def write_grown(landing: Path, times: int, target: Path) -> None:
    """Write `target` with each filing of `landing` so many times."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"ATTACH {sql_text(landing)} AS landing (READ_ONLY)")
        connection.execute("CREATE SCHEMA raw")
        for table, columns in RAW_TABLES.items():
            described = ", ".join(f'"{name}" {duckdb_type(kind)}' for name, kind in columns.items())
            connection.execute(f"CREATE TABLE raw.{table} ({described})")
            replaced = ", ".join(f"{copied} AS {name}" for name in columns if (copied := _copied(name)))
            connection.execute(
                f"INSERT INTO raw.{table} BY NAME SELECT * EXCLUDE (number) REPLACE ({replaced})"
                f" FROM landing.raw.{table}, range({times}) AS copies(number) ORDER BY number"
            )


def _copied(name: str) -> str | None:
    """What stands in a column of copy `number`; None where it is what the original says."""
    if name in _KEYS:
        return f"printf('%06x', number) || substr({name}, 7)"
    if name in _PATHS:
        return f"number || '-' || {name}"
    if name in _NAMES:
        return f"'第' || number || {name}"
    return None
