"""Ask a published warehouse, read-only: one question, or a prompt. Read-only connections never hold up the next build."""

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import duckdb

from ingest.printable import printable
from mingzhang.messages import Language, say

PROMPT = say("prompt", Language.ZH)


def query(warehouse: Path, sql: str | None) -> int:
    """Answer one statement, or every statement typed (ended by a semicolon) until the end of input."""
    if not warehouse.is_file():
        print(f"{printable(str(warehouse))}: no such warehouse; `make build` makes it", file=sys.stderr)  # noqa: T201  # output is the job here
        return 1
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("SET schema = 'marts'")
        if sql is not None:
            return _answer(connection, sql)
        _converse(connection)
    return 0


def _converse(connection: duckdb.DuckDBPyConnection) -> None:
    import readline  # noqa: F401  # line editing and history in input()

    statement = ""
    while True:
        try:
            statement += input(PROMPT if not statement else "  ... ") + "\n"
        except (EOFError, KeyboardInterrupt):
            return
        if statement.rstrip().endswith(";"):
            _answer(connection, statement)
            statement = ""


def _answer(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    shown = StringIO()
    try:
        answer = connection.sql(sql)
        if answer is not None:
            with redirect_stdout(shown):
                answer.show(max_rows=100)  # the question is asked only now
    except duckdb.Error as problem:
        print(printable(str(problem)), file=sys.stderr)  # noqa: T201  # as above
        return 1
    print(printable(shown.getvalue()), end="")  # noqa: T201  # as above
    return 0
