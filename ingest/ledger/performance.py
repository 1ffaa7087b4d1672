"""Books performance tables: cells of rows, texts of projects, labels of the form; what is none of these was overlooked."""

from collections.abc import Sequence

import numpy as np

from ingest.ledger.book import DECLARED_UNREAD, PERFORMANCE, UNBOOKED, Entry, PageBook
from ingest.lexicon.amounts import is_money, read_unit
from ingest.lexicon.contacts import is_contact_label
from ingest.lexicon.performance_words import PerformanceWords, bare_label, performance_words
from ingest.page.model import BoolArray
from ingest.performance.aside import FIELD, TASK, SetAside
from ingest.prose.paragraphs import CONTACT
from ingest.tables.grid import Box, Cell, Grid

_ROW, _TEXT, _LABEL = Entry(PERFORMANCE, "row"), Entry(PERFORMANCE, "text"), Entry(PERFORMANCE, "label")
_CONTACT = Entry(DECLARED_UNREAD, CONTACT)
_NO_ROW = Entry(UNBOOKED, "amount_in_no_performance_row")
_NOTHING = Entry(UNBOOKED, "performance_cell_in_nothing")
#: No label of a form is longer than this (characters).
LONGEST_LABEL = 24


def book_performance(book: PageBook, grid: Grid, rows: Sequence[Box], aside: Sequence[SetAside], read_text: str) -> None:
    """Book a grid by the boxes of the fund rows and indicators on its page, what was set aside, and all texts read out of such tables."""
    cells = [cell for cell in grid.cells if cell.lines]
    known = _set_aside(cells, aside)
    for number, (cell, is_in_row) in enumerate(zip(cells, _lie_in(cells, rows).tolist(), strict=True)):
        book.book_cell(cell, _ROW if is_in_row else _outside_rows(cell, grid, read_text, known.get(number)))


def _set_aside(cells: Sequence[Cell], aside: Sequence[SetAside]) -> dict[int, Entry]:
    """How the cells (by number) are booked that the reader passed over knowingly."""
    known: dict[int, Entry] = {}
    for reason in dict.fromkeys(each.reason for each in aside):
        entry = Entry(DECLARED_UNREAD if reason in (TASK, FIELD) else PERFORMANCE, reason)
        found = _lie_in(cells, [each.box for each in aside if each.reason == reason])
        known |= {number: entry for number in np.flatnonzero(found).tolist() if number not in known}
    return known


def _lie_in(cells: Sequence[Cell], boxes: Sequence[Box]) -> BoolArray:
    """Whether the middle of each cell lies in one of the boxes."""
    if not cells or not boxes:
        return np.zeros(len(cells), np.bool_)
    left, top, right, bottom = np.array([cell.box for cell in cells]).T[..., None]
    x, y = (left + right) / 2, (top + bottom) / 2
    x0, y0, x1, y1 = np.array(boxes).T
    found: BoolArray = ((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any(axis=1)
    return found


def _outside_rows(cell: Cell, grid: Grid, read_text: str, known: Entry | None) -> Entry:
    before = grid.at(cell.row, cell.column - 1).words if cell.column else ""
    if is_contact_label(before):
        return _CONTACT
    if not is_money(cell.figure) and _is_label(cell.words, performance_words()):
        return _LABEL
    if known is not None:
        return known
    if is_money(cell.figure):
        return _NO_ROW
    return _TEXT if cell.text in read_text else _NOTHING


def _is_label(text: str, words: PerformanceWords) -> bool:
    """Whether the vocabulary of the forms knows a cell: a label, the header of a column, a title, the unit."""
    if words.title.search(text) or read_unit(text):
        return len(text) < 2 * LONGEST_LABEL
    meanings = (
        words.label,
        words.indicator_column,
        words.fund_column,
        words.goal_head,
        words.is_fund_source,
        words.is_fund_region,
    )
    is_known = any(meaning(text) for meaning in meanings) or bare_label(text) in words.totals or is_contact_label(text)
    return len(text) < LONGEST_LABEL and is_known
