"""What the published file says of its own tables: columns with their comments, primary and foreign keys."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Column:
    name: str
    data_type: str  # as DuckDB names it
    comment: str | None

    @property
    def is_list(self) -> bool:
        return self.data_type.endswith("[]")


@dataclass(frozen=True)
class ForeignKey:
    column: str
    table: str
    references: str


@dataclass(frozen=True)
class Resource:
    """One table of the schema marts."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]
    primary_key: str | None
    foreign_keys: tuple[ForeignKey, ...]


_COLUMNS = """
    SELECT table_name, column_name, data_type, comment
    FROM duckdb_columns() WHERE schema_name = 'marts' AND database_name = current_database() ORDER BY table_name, column_index
"""
_COMMENTS = "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'marts' AND database_name = current_database()"
_KEYS = """
    SELECT table_name, column_name, key_kind, references_table, references_column FROM meta.keys
    ORDER BY table_name, column_name, references_table
"""


def resources(connection: duckdb.DuckDBPyConnection) -> list[Resource]:
    """All marts by name."""
    comments = dict(connection.execute(_COMMENTS).fetchall())
    columns: dict[str, list[Column]] = {}
    for table, *column in connection.execute(_COLUMNS).fetchall():
        columns.setdefault(table, []).append(Column(*column))
    primary: dict[str, str] = {}
    foreign: dict[str, list[ForeignKey]] = {}
    for table, column, kind, references_table, references_column in connection.execute(_KEYS).fetchall():
        if kind == "primary":
            primary[table] = column
        else:
            foreign.setdefault(table, []).append(ForeignKey(column, references_table, references_column))
    return [
        Resource(table, comments[table], tuple(own), primary.get(table), tuple(foreign.get(table, ())))
        for table, own in columns.items()
        if table in comments
    ]
