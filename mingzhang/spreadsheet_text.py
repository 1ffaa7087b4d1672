"""Texts and tables that spreadsheets open as they stand: with a byte order mark, and never as a formula."""

import re
import shutil
from pathlib import Path

import duckdb

from ingest.sql_text import sql_text

#: Without it spreadsheets show Chinese as noise.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: How a text begins that a spreadsheet calculates, in half and full width.
_FORMULA = r"^\s*[=+@＝＋＠－-]|^[\t\r\n]"


def harmless_text(text: str) -> str:
    """What begins like a formula gets an apostrophe."""
    return f"'{text}" if re.search(_FORMULA, text) else text


def harmless(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """A query whose texts no spreadsheet takes for formulas: what begins like one gets an apostrophe, amounts stay amounts."""
    columns = connection.execute(f"DESCRIBE {query}").fetchall()
    texts = [name for name, kind, *_ in columns if kind == "VARCHAR"]
    formula = sql_text(_FORMULA)
    replaced = ", ".join(f"if(regexp_matches({name}, {formula}), chr(39) || {name}, {name}) AS {name}" for name in texts)
    return f"SELECT * REPLACE ({replaced}) FROM ({query})" if texts else query


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query as CSV: UTF-8 with byte order mark, texts harmless, put in place when it is whole."""
    plain, unfinished = path.with_name(path.name + ".plain"), path.with_name(path.name + ".new")
    connection.execute(f"COPY ({harmless(connection, query)}) TO {sql_text(plain)} (FORMAT csv, HEADER)")
    with unfinished.open("wb") as marked, plain.open("rb") as rows:
        marked.write(BYTE_ORDER_MARK)
        shutil.copyfileobj(rows, marked)
    plain.unlink()
    unfinished.replace(path)
