"""One figure of a published warehouse on the command line: its proof, its identities, its other places, and its picture."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
from rich.console import RenderableType
from rich.table import Table

from ingest.landing.bounded import Bounded
from ingest.lexicon.contacts import without_contacts
from ingest.printable import plain
from mingzhang.pdf_folder import PdfFolder
from mingzhang.report import queries
from mingzhang.report.arithmetic import Arithmetic, Side
from mingzhang.report.evidence import Picture, TableCell
from mingzhang.report.figure_view import FigureView, figure_part
from mingzhang.report.proof_signs import sign_of
from mingzhang.report.words import chinese, english

_draw = Bounded("mingzhang.report.crops:draw_parts", seconds=60)


class NoPicture(Exception):
    """Why a figure cannot be shown on its page."""


def told(view: FigureView) -> Iterator[str]:
    """What there is to say of a figure, line by line."""
    figure = view.figure
    yield f"{figure.printed_text or '–'} {figure.printed_unit or ''}".strip()
    yield "  " + " · ".join(filter(None, [figure.statement_name_zh, figure.name, figure.column_path]))
    yield f"  {view.document.file_name}, {figure.cell_address or f'page {figure.page_number}'}"
    yield f"{sign_of(view.status)} {english(view.status)} {chinese(view.status)}"
    for finding in view.findings:
        yield f"finding {finding.finding_key}: {finding.severity}, {finding.message or finding.finding_kind}"
        if finding.message_zh:
            yield f"  {finding.message_zh}"
    for identity in view.identities:
        yield from _identity(identity)
    if view.places:
        yield "other places"
    for place in view.places:
        other = place.figure
        where = " · ".join(filter(None, [other.statement_name_zh, other.name, other.column_path]))
        yield f"  {other.figure_key} {other.cell_address or f'page {other.page_number}'}, {where}: {other.printed_text} ({place.linked_by or 'the same amount'})"
    yield f"to cite: {view.citation}"


def _identity(identity: Arithmetic) -> Iterator[str]:
    row = identity.reconciliation
    yield f"{row.status} {row.rule_name or row.rule_id}"
    for name, side in (("left ", identity.left), ("right", identity.right)):
        yield f"  {name} {_written_out(side)} = {side.stated_yuan}"
    yield f"  difference {row.difference_yuan}, rounding explains {row.allowed_yuan}"


def _written_out(side: Side) -> str:
    terms = [f"{term.name or '–'} {term.amount_yuan} (p. {term.page_number})" for term in side.terms]
    more = [f"{side.zero_count} zeros"] if side.zero_count else []
    return " + ".join([*terms, *more, *side.missing_keys]) or side.label or "–"


def write_picture(connection: duckdb.DuckDBPyConnection, view: FigureView, raw_folder: Path, out: Path) -> None:
    """Write the part of the page with the figure marked: a PNG, of a page that was laid out here an SVG."""
    picture = _picture(connection, view, raw_folder)
    suffix = ".svg" if picture.media_type == "image/svg+xml" else ".png"
    if suffix == ".svg" and out.suffix.lower() != suffix:
        raise NoPicture(f"{view.document.file_name} is no PDF: its pages are drawn as SVG; name the file {out.stem}{suffix}")
    out.write_bytes(picture.png)


def sheet_lines(connection: duckdb.DuckDBPyConnection, view: FigureView, raw_folder: Path) -> RenderableType:
    """The part of the sheet with the figure marked, for a terminal. Raises NoPicture where the workbook cannot be had."""
    table = _picture(connection, view, raw_folder).table
    if table is None:
        raise NoPicture(f"{view.document.file_name} is no workbook")
    shown = Table("", *table.letters, title=plain(table.name), title_justify="left", padding=(0, 1, 0, 0))
    for number, cells in table.rows:
        shown.add_row(str(number), *(text for cell in cells for text in _in_columns(cell)))
    return shown


def _in_columns(cell: TableCell) -> Iterator[RenderableType]:
    marks = {"cell": ("[", "]"), "term": ("(", ")")}
    begin, end = marks.get(cell.mark, ("", ""))
    yield plain(f"{begin}{without_contacts(cell.text)}{end}")
    yield from [""] * (cell.columns - 1)


def _picture(connection: duckdb.DuckDBPyConnection, view: FigureView, raw_folder: Path) -> Picture:
    part = figure_part(connection, view)
    if part is None:
        raise NoPicture("the figure has no box on its page")
    key = view.figure.document_key
    content = PdfFolder(raw_folder).content_of(key, queries.found_at(connection, key))
    if content is None:
        raise NoPicture(f"{view.document.file_name}: not in {raw_folder} (looked for by its sha256)")
    [picture] = _draw.ask(content, queries.page_rotations(connection, key), [part])
    drawn: Picture = picture
    return drawn
