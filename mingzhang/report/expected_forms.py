"""Which forms a filing has to print, as the seed expected_statements declares."""

import duckdb

_FORMS = """
    SELECT statement_code FROM staging.expected_statements
    WHERE disclosure_kind = $kind AND coalesce($year::INTEGER, 9999) >= coalesce(valid_from_year, 0)
"""


def expected_forms(connection: duckdb.DuckDBPyConnection, disclosure_kind: str | None, fiscal_year: int | None) -> list[str]:
    """Statement codes that a filing of this kind and year has to print; none when the kind is not known."""
    rows = connection.execute(_FORMS, {"kind": disclosure_kind, "year": fiscal_year}).fetchall()
    return [str(code) for (code,) in rows]
