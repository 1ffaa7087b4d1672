"""Rows of a mart as Parquet and as CSV, in the order of their keys, so that the same rows are the same bytes."""

from pathlib import Path

import duckdb

from ingest.sql_text import sql_text
from mingzhang import spreadsheet_text
from mingzhang.export.resources import Resource


def write_parquet(connection: duckdb.DuckDBPyConnection, resource: Resource, path: Path) -> None:
    """Exactly the rows of the mart, with its types."""
    connection.execute(f"COPY ({_rows(resource)}) TO {sql_text(path)} (FORMAT parquet, COMPRESSION zstd)")


def write_csv(connection: duckdb.DuckDBPyConnection, resource: Resource, path: Path) -> None:
    """UTF-8 with byte order mark; lists as JSON; a text that a spreadsheet would calculate begins with an apostrophe."""
    lists = ", ".join(f"to_json({column.name})::VARCHAR AS {column.name}" for column in resource.columns if column.is_list)
    query = f"SELECT * REPLACE ({lists}) FROM ({_rows(resource)})" if lists else _rows(resource)
    spreadsheet_text.write_csv(connection, query, path)


def _rows(resource: Resource) -> str:
    return f"SELECT * FROM marts.{resource.name} ORDER BY {resource.primary_key or 'ALL'}"
