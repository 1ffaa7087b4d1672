"""Books what stands in tables: cells of statements by what became of them, lists, and tables that were not read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.ledger.book import CELL, DECLARED_UNREAD, FURNITURE, LEFT_OVER, PROSE, UNBOOKED, Entry, PageBook
from ingest.ledger.performance import book_performance
from ingest.lexicon.amounts import is_money, is_nil_mark
from ingest.lexicon.heading_words import KEY_ROLES
from ingest.performance.aside import SetAside
from ingest.prose.paragraphs import CONTENTS
from ingest.statements.recognise import Sheet, TableOutcome
from ingest.tables.grid import Box, Cell

Row = Mapping[str, Any]

_LINE = Entry(CELL, "line")
_NO_LINE = Entry(UNBOOKED, "amount_in_no_line")
_OF_CONTENTS = Entry(FURNITURE, CONTENTS)
_OF_UNITS = Entry(PROSE, "list_of_units")
#: A cell without amount in a column of amounts counts things, or is a name that reaches over it.
_BESIDE = {"amount": "no_amount"}
#: Columns in which a figure is no amount of money.
_NO_MONEY = ("code", "unit_code", "line_number", "count")


@dataclass(frozen=True)
class Landed:
    """What the readers made of the tables of a document: rows by the place of the cell that they come from."""

    lines: Collection[tuple[int, Box]]  # table number and box of the cell of each statement line
    leftovers: Mapping[tuple[int, Box], str]  # ... of each cell left over → reason
    sheets: Mapping[int, Sheet]  # table number → sheet of a statement
    performance: Mapping[int, Sequence[Box]]  # page → boxes of fund rows and indicators
    performance_text: str  # all texts of performance rows
    performance_aside: Sequence[SetAside] = ()  # what performance tables print beside their rows
    unit_rows: Mapping[int, Sequence[Box]] = field(default_factory=dict)  # page → boxes of units listed in tables

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]], sheets: Iterable[Sheet], aside: Sequence[SetAside]) -> "Landed":
        read = [row for name in ("project_funds", "indicators") for row in rows[name]]
        texts = (str(value) for row in (*rows["projects"], *read) for value in row.values() if isinstance(value, str))
        return cls(
            lines={(row["table_number"], box_of(row)) for row in rows["statement_lines"]},
            leftovers={(row["table_number"], box_of(row)): row["reason"] for row in rows["leftover_cells"]},
            sheets={sheet.table_number: sheet for sheet in sheets},
            performance=_by_page(read),
            performance_text="\n".join(texts),
            performance_aside=aside,
            unit_rows=_by_page(row for row in rows["listed_units"] if row["source"] == "table"),
        )


def box_of(row: Row) -> Box:
    return row["x0"], row["y0"], row["x1"], row["y1"]


def _by_page(rows: Iterable[Row]) -> dict[int, list[Box]]:
    pages: dict[int, list[Box]] = {}
    for row in rows:
        pages.setdefault(row["page_number"], []).append(box_of(row))
    return pages


def book_table(book: PageBook, fate: TableOutcome, landed: Landed) -> None:
    """Book every cell of one grid."""
    if fate.outcome == "statement":
        _book_statement(book, fate, landed)
    elif fate.outcome == "performance":
        page = fate.grid.page_number
        aside = [each for each in landed.performance_aside if each.page_number == page]
        book_performance(book, fate.grid, landed.performance.get(page, ()), aside, landed.performance_text)
    elif fate.outcome == "contents":
        for cell in fate.grid.cells:
            book.book_cell(cell, _OF_CONTENTS)
    else:
        is_of_units = any(_lies_in(box, fate.grid.box) for box in landed.unit_rows.get(fate.grid.page_number, ()))
        entry = _OF_UNITS if is_of_units else Entry(DECLARED_UNREAD, "table_unrecognised")
        for cell in fate.grid.cells:
            book.book_cell(cell, entry)


def _book_statement(book: PageBook, fate: TableOutcome, landed: Landed) -> None:
    sheet = landed.sheets[fate.table_number]
    for cell in fate.grid.cells:
        place = fate.table_number, cell.box
        if not cell.lines:
            continue
        if place in landed.lines:
            book.book_cell(cell, _LINE, amount_count=1)
        elif place in landed.leftovers:
            book.book_cell(cell, Entry(LEFT_OVER, landed.leftovers[place]))
        else:
            book.book_cell(cell, _other_cell(cell, sheet))


def _other_cell(cell: Cell, sheet: Sheet) -> Entry:
    """What a cell is that holds no amount; one that does is in no line and not left over."""
    role = sheet.header.columns[cell.column].role
    if is_money(cell.figure) and role not in _NO_MONEY:
        return _NO_LINE
    if cell.row < sheet.header.data_row:
        return Entry(CELL, "header")
    if is_nil_mark(cell.words):
        return Entry(CELL, "nil")
    if role in ("code", "unit_code"):
        return Entry(CELL, "code")
    return Entry(CELL, "label" if role in KEY_ROLES else _BESIDE.get(role, role))


def _lies_in(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in another."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
