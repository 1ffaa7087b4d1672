"""Which filings does a failed data test object to? Asked of the half-built file, in the terms of the generic tests."""

import re
from pathlib import Path
from typing import Any

import duckdb

from expectations.violation import Violation
from ingest.sql_text import sql_text


def offending_filings(result: Any, next_file: Path) -> list[Violation]:
    """The filings that a failed data test objects to; none when its model does not say whose its rows are."""
    node = result.node
    model = _relation(node) if result.status == "fail" and _kind(node) in _OFFENCES else None
    condition = _offence(node, model) if model else None
    if condition is None:
        return []
    column = node.test_metadata.kwargs.get("column_name")
    with duckdb.connect(str(next_file), read_only=True) as connection:
        columns = {row[0] for row in connection.execute(f"DESCRIBE {model}").fetchall()}
        if "document_key" not in columns:
            return []
        page = next((name for name in ("page_number", "first_page") if name in columns), "NULL")
        rows = connection.execute(
            f"SELECT document_key, min({page}), first(left({column or 'NULL'}::VARCHAR, 200)) FROM {model} WHERE {condition}"
            " GROUP BY document_key"
        ).fetchall()
    if any(key is None for key, *_ in rows):
        return []
    table = node.attached_node.rsplit(".", 1)[-1]
    detail = f"{column or 'row'}: {_OFFENCES[_kind(node)]}"
    return [Violation(key, node.name, table, page, value, detail) for key, page, value in rows]


#: What a row does wrong that a data test of this kind finds.
_OFFENCES = {
    "not_null": "nothing where a value must be",
    "unique": "a key that two rows have",
    "unique_combination": "a key that two rows have",
    "accepted_values": "a value that is not foreseen",
    "relationships": "a value that the table it refers to does not have",
}


def _kind(node: Any) -> str:
    return str(node.test_metadata.name) if getattr(node, "test_metadata", None) else ""


def _relation(node: Any) -> str | None:
    """Schema and name of the model that a generic test is attached to, as its compiled query names it."""
    name = str(node.attached_node).rsplit(".", 1)[-1]
    found = re.search(rf'"(\w+)"\."{re.escape(name)}"', node.compiled_code or "")
    return f'"{found[1]}"."{name}"' if found else None


def _offence(node: Any, model: str) -> str | None:
    """The condition that the offending rows meet."""
    arguments = node.test_metadata.kwargs
    column = arguments.get("column_name")
    match _kind(node):
        case "not_null":
            return f"{column} IS NULL"
        case "unique":
            return f"{column} IN (SELECT {column} FROM {model} GROUP BY ALL HAVING count(*) > 1)"
        case "unique_combination":
            columns = ", ".join(arguments["columns"])
            return f"({columns}) IN (SELECT ({columns}) FROM {model} GROUP BY ALL HAVING count(*) > 1)"
        case "accepted_values":
            return f"{column} NOT IN ({', '.join(sql_text(value) for value in arguments['values'])})"
        case "relationships":
            parent = re.search(r"ref\('(\w+)'\)", arguments["to"])
            schema = "staging" if parent and not parent[1].startswith(("dim_", "fact_", "int_")) else "marts"
            return (
                f"{column} IS NOT NULL AND {column} NOT IN (SELECT {arguments['field']} FROM {schema}.{parent[1]})"
                if parent
                else None
            )
    return None
