"""What was read of one file, for a terminal: statement by statement, then what the prose states and what was not understood."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table

from ingest.printable import plain
from mingzhang.look.reading import Reading, Row
from mingzhang.report.statement_sheet import Sheet


def as_table(reading: Reading) -> RenderableType:
    return Group(*_parts(reading))


def _parts(reading: Reading) -> Iterator[RenderableType]:
    document = reading.document
    names = ("department_name", "region_name", "fiscal_year", "disclosure_kind", "scope", "page_count", "status", "status_reason")
    yield plain(document["file_name"])
    yield plain(" · ".join(str(document[name]) for name in names if document[name] is not None))
    for statement, sheet in reading.sheets:
        yield plain("")
        yield plain(
            f"{statement['statement_number']} {statement['title_text'] or statement['statement_code']}{_beside(statement)}"
        )
        if sheet.rows:
            yield _sheet(sheet)
    if reading.rows("claims"):
        yield plain("")
        yield _claims(reading.rows("claims"))
    for table in reading.unrecognised:
        yield plain(f"not recognised: page {table['page_number']}, {table['title_text'] or '–'}: {table['reason'] or '–'}")
    for message in reading.rows("reader_messages"):
        yield plain(f"{message['severity']}: page {message['page_number'] or '–'}, {message['message']}")


def _beside(statement: Row) -> str:
    pages = "–".join(str(page) for page in sorted({statement["first_page"], statement["last_page"]}))
    empty = " (printed empty)" if statement["is_empty_form"] else ""
    return f" · {statement['printed_unit'] or '–'} · p. {pages}{empty}"


def _sheet(sheet: Sheet) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("p.", justify="right")
    for block in sheet.blocks:
        if block.has_codes:
            table.add_column("code")
        table.add_column("item")
        for path in block.paths:
            table.add_column(plain(path.replace("/", "\n")), justify="right")
    for row in sheet.rows:
        cells = [str(row.page_number)]
        for block, own in zip(sheet.blocks, row.blocks, strict=True):
            cells += [own.code or ""] if block.has_codes else []
            cells += [
                "  " * min(own.level, 6) + own.label,
                *(amount.amount_text or "–" if amount else "" for amount in own.amounts),
            ]
        table.add_row(*map(plain, cells))
    return table


def _claims(claims: list[Row]) -> Table:
    table = Table("p.", "stated", "figure", "sentence", box=None, padding=(0, 2, 0, 0), header_style="bold")
    for claim in claims:
        figure = f"{claim['value_text'] or ''} {claim['unit'] or ''}".strip()
        table.add_row(*map(plain, (claim["page_number"], claim["subject"] or "–", figure, claim["quote"] or "")))
    return table
