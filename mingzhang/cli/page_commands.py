"""Commands about one page of one file."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ingest.errors import UnreadableDocument
from ingest.printable import labelled, plain


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("debug-page")(debug_page_command)


def debug_page_command(
    file: Annotated[Path, typer.Argument(help="A file of any format that is read.", exists=True, dir_okay=False)],
    page: Annotated[int, typer.Argument(min=1, help="Number of the page, from 1.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where the picture goes; <file>-p<page>.png here by default, .svg of what is no PDF."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON.")] = False,
) -> None:
    """Draw a page with what the reader made of it: rules, tables, amounts with row and measure, left-overs, messages."""
    from mingzhang.debug_page import view_page  # brings all of the reader

    try:
        view = view_page(file, page)
    except UnreadableDocument as problem:
        Console(stderr=True).print(labelled("red", "not read", f"{file}: {problem}"), highlight=False, soft_wrap=True)
        raise typer.Exit(1) from problem
    picture = out or Path(f"{file.stem}-p{page}{view.suffix}")
    if picture.suffix.lower() == ".png" != view.suffix:
        picture = picture.with_suffix(view.suffix)  # what was never printed is drawn as SVG; where it went is told below
    view.save(picture)
    if as_json:
        rows = [{"kind": mark.kind, "words": mark.words, "text": mark.text, "box": mark.box} for mark in view.marks]
        typer.echo(json.dumps({"picture": str(picture), "marks": rows, "messages": view.messages}, ensure_ascii=False, indent=1))
        return
    console = Console()
    table = Table("kind", "x0", "y0", "x1", "y1", "read as", "printed", box=None, padding=(0, 1, 0, 0))
    for mark in view.marks:
        table.add_row(mark.kind, *(f"{side:.0f}" for side in mark.box), plain(mark.words), plain(mark.text))
    console.print(table)
    for message in view.messages:
        console.print(plain(message), highlight=False)
    console.print(
        plain(f"{len(view.page.glyphs):,} characters, {len(view.page.rules):,} rules; picture: {picture}"), highlight=False
    )
