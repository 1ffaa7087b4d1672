"""SQL literals for the statements of DuckDB that take no parameters."""


def sql_text(value: object) -> str:
    """Quote a value as an SQL string literal, for the statements that take no parameters (ATTACH)."""
    return "'" + str(value).replace("'", "''") + "'"
