"""Commands that hand out what the published file holds: export, one figure, SQL, the explorer."""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from ingest.printable import labelled, plain, printable
from mingzhang.cli.options import RAW, WAREHOUSE, Raw, Warehouse

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mingzhang.look.reading import Reading


def register(app: typer.Typer) -> None:
    """Add the commands to the command line. What they need is imported when they are called."""
    for name, command in (
        ("export", export_command),
        ("show", show_command),
        ("sql", sql_command),
        ("explore", explore_command),
    ):
        app.command(name)(command)


def export_command(
    warehouse: Warehouse = WAREHOUSE,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the files; beside the warehouse by default.")] = None,
    with_workbooks: Annotated[bool, typer.Option("--workbooks/--no-workbooks", help="An Excel workbook per filing.")] = True,
) -> None:
    """Write all marts as Parquet and CSV with a Data Package, and an Excel workbook per filing."""
    import duckdb

    from mingzhang.export.write import ExportError, export

    folder = out or warehouse.parent / "exports" / warehouse.stem
    try:
        exported = export(warehouse, folder, with_workbooks=with_workbooks)
    except (ExportError, OSError, duckdb.Error) as problem:
        _say(labelled("red", "not exported", problem))
        raise typer.Exit(1) from problem
    _say(plain(f"{exported.table_count} tables, {exported.workbook_count} workbooks, {exported.folder}"))


def show_command(
    key: Annotated[str, typer.Argument(help="Key of a figure: statement_line_key, claim_key and so on.")],
    warehouse: Warehouse = WAREHOUSE,
    raw: Raw = RAW,
    png: Annotated[
        Path | None, typer.Option("--png", help="File for the part of the page that shows it (.svg for what is no PDF).")
    ] = None,
) -> None:
    """Show one figure: what proves or contradicts it, where else it is printed, how to cite it; its picture with --png."""
    import duckdb

    from ingest.errors import ReaderFailed, UnreadableDocument
    from mingzhang.look.figure import NoPicture, sheet_lines, told, write_picture
    from mingzhang.report.figure_view import figure_view

    if not warehouse.is_file():
        _say(labelled("red", "nothing shown", f"{warehouse}: no such warehouse; `make build` makes it"))
        raise typer.Exit(1)
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            view = figure_view(connection, key)
            for line in told(view) if view else ():
                typer.echo(printable(line))
            if view and view.figure.cell_address:
                _print_sheet(lambda: sheet_lines(connection, view, raw))
            if view and png:
                write_picture(connection, view, raw, png)
    except (NoPicture, UnreadableDocument, ReaderFailed, OSError, duckdb.Error) as problem:
        _say(labelled("red", "no picture" if png else "nothing shown", problem))
        raise typer.Exit(1) from problem
    if view is None:
        _say(labelled("red", "nothing shown", f"{warehouse} has no figure of the key {key}"))
        raise typer.Exit(1)


def _print_sheet(drawn: "Callable[[], RenderableType]") -> None:
    """The part of the sheet; without its workbook everything else is told all the same."""
    from ingest.errors import ReaderFailed, UnreadableDocument
    from mingzhang.look.figure import NoPicture

    try:
        Console().print(drawn(), highlight=False)
    except (NoPicture, UnreadableDocument, ReaderFailed) as problem:
        _say(labelled("yellow", "sheet not shown", problem))


def sql_command(
    statement: Annotated[str | None, typer.Argument(help="One statement; a prompt without it.")] = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Ask the published warehouse in SQL, read-only: `query` under its shorter name."""
    from mingzhang.warehouse.query import query

    raise typer.Exit(query(warehouse, statement))


def explore_command(
    warehouse: Warehouse = WAREHOUSE,
    raw: Raw = RAW,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others than loopback let everybody there read.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes one that is free.")] = 8350,
) -> None:
    """Look into the published warehouse with a browser: search, statements as printed, figures on their pages, findings."""
    from mingzhang.explore.server import CannotServe, serve
    from mingzhang.explore.source import NoWarehouse

    try:
        serve(warehouse, raw, host, port, lambda address: _say(plain(f"{address} (stop with Ctrl-C)")))
    except (CannotServe, NoWarehouse) as problem:
        _say(labelled("red", "not started", problem))
        raise typer.Exit(1) from problem


def look_into(file: Path, form: str, out: Path | None) -> int:
    """Read one file by itself and print what it says; returns the exit status."""
    from ingest.errors import UnreadableDocument
    from mingzhang.look.reading import read_one

    try:
        reading = read_one(file)
    except UnreadableDocument as problem:
        _say(labelled("red", "not read", f"{file}: {problem.code}: {problem}"))
        return 1
    if form == "table":
        from mingzhang.look.as_table import as_table

        with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as stream:
            Console(file=stream, width=None if stream.isatty() else 400).print(as_table(reading), highlight=False)
        return 0
    text = _written(reading, form)
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        typer.echo(text, nl=False)
    return 0


def _written(reading: "Reading", form: str) -> str:
    if form == "json":
        from mingzhang.look.as_json import as_json

        return as_json(reading)
    from mingzhang.look.as_html import as_html

    return as_html(reading)


def _say(text: object) -> None:
    Console(stderr=True).print(text, highlight=False, soft_wrap=True)
