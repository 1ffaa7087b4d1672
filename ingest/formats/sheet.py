"""A sheet of a workbook, as each reader of workbooks yields it, and the page that it becomes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.errors import TooLarge
from ingest.formats.layout import LaidCell, Paper
from ingest.page.model import Page
from ingest.page.remarks import Remark

#: Cells with text of one workbook; the largest filing has some ten thousand.
MAX_CELLS = 200_000
#: Rows without text that still belong to the form above them.
BLANK_ROWS = 40

Sides = tuple[bool, bool, bool, bool]
NO_SIDES: Sides = (False, False, False, False)
Place = tuple[int, int]


@dataclass(frozen=True)
class SheetCell:
    """What is shown in one cell, and which of its sides are ruled."""

    text: str = ""
    ruled: Sides = NO_SIDES
    is_figure: bool = False
    doubt: str | None = None


@dataclass
class Sheet:
    """One sheet: cells by place (0-based row and column), merged areas (row, column, row_end, column_end; ends included)."""

    name: str
    is_hidden: bool = False
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)


def sheet_pages(sheets: Iterable[Sheet]) -> Iterator[Page]:
    """A page for each sheet, hidden ones included: the number of the page is the number of the sheet."""
    left = MAX_CELLS
    for number, sheet in enumerate(sheets, start=1):
        left -= sum(bool(cell.text) for cell in sheet.cells.values())
        if left < 0:
            raise TooLarge(f"more than {MAX_CELLS:,} cells with text; no disclosure has so many")
        yield _page(sheet, number)


def _page(sheet: Sheet, number: int) -> Page:
    shown, hidden = _shown(sheet)
    paper, remarks = Paper(), list(sheet.remarks)
    if hidden:
        what = f"sheet {sheet.name} is hidden" if sheet.is_hidden else f"sheet {sheet.name} has hidden rows or columns with text"
        remarks.append(Remark("text_hidden", f"{what}: {hidden} characters were not read"))
    paper.table(list(_laid(sheet, shown)))
    return paper.page(number, remarks, (("hidden", hidden),), sheet.name)


def _shown(sheet: Sheet) -> tuple[dict[Place, SheetCell], int]:
    """The cells that can be seen, without the blank rows behind the last one, and the characters of the others."""
    seen = {
        (row, column): cell
        for (row, column), cell in sheet.cells.items()
        if not sheet.is_hidden and row not in sheet.hidden_rows and column not in sheet.hidden_columns
    }
    hidden = sum(len("".join(cell.text.split())) for place, cell in sheet.cells.items() if place not in seen)
    last = max((row for (row, _), cell in seen.items() if cell.text), default=-BLANK_ROWS)
    return {place: cell for place, cell in seen.items() if place[0] <= last + BLANK_ROWS}, hidden


def _laid(sheet: Sheet, shown: dict[Place, SheetCell]) -> Iterator[LaidCell]:
    """The cells to be laid out: rows and columns in which nothing is shown take no room, merged areas are one cell."""
    has_rules = any(any(cell.ruled) for cell in shown.values())
    kept = {place: cell for place, cell in shown.items() if cell.text or any(cell.ruled)}
    rows, columns = _ranks(row for row, _ in kept), _ranks(column for _, column in kept)
    covered: set[Place] = set()
    tabular = set() if has_rules else _tabular_rows(kept)
    for area in sheet.merged:
        inside = _inside(kept, area)
        if not inside:
            continue
        covered.update(inside)
        laid = _merged([kept[place] for place in inside], inside, area, rows, columns)
        is_tabular = area[0] in tabular
        yield laid if has_rules else replace(laid, ruled=(is_tabular, is_tabular, is_tabular, is_tabular))
    blanks = {(row, column): SheetCell() for row in tabular for column in columns}
    for (row, column), cell in (blanks | kept).items():
        if (row, column) not in covered:
            ruled = (True, True, True, True) if row in tabular else cell.ruled
            laid = LaidCell(rows[row], columns[column], rows[row], columns[column], cell.text, ruled, cell.is_figure, cell.doubt)
            yield replace(laid, place=(row, column, row, column))


def _inside(kept: dict[Place, SheetCell], area: tuple[int, int, int, int]) -> list[Place]:
    row, column, row_end, column_end = area
    if (row_end - row + 1) * (column_end - column + 1) > len(kept):
        return sorted(place for place in kept if row <= place[0] <= row_end and column <= place[1] <= column_end)
    places = ((r, c) for r in range(row, row_end + 1) for c in range(column, column_end + 1))
    return [place for place in places if place in kept]


def _merged(
    cells: Sequence[SheetCell],
    places: Sequence[Place],
    area: tuple[int, int, int, int],
    rows: dict[int, int],
    columns: dict[int, int],
) -> LaidCell:
    row, column, row_end, column_end = area
    inside_rows = [rows[r] for r in rows if row <= r <= row_end] if row_end - row > 0 else [rows[places[0][0]]]
    inside_columns = (
        [columns[c] for c in columns if column <= c <= column_end] if column_end > column else [columns[places[0][1]]]
    )
    first = next((cell for cell, place in zip(cells, places, strict=True) if place == (row, column)), SheetCell())
    ruled = (
        any(cell.ruled[0] for cell, place in zip(cells, places, strict=True) if place[1] == column),
        any(cell.ruled[1] for cell, place in zip(cells, places, strict=True) if place[0] == row),
        any(cell.ruled[2] for cell, place in zip(cells, places, strict=True) if place[1] == column_end),
        any(cell.ruled[3] for cell, place in zip(cells, places, strict=True) if place[0] == row_end),
    )
    laid = LaidCell(min(inside_rows), min(inside_columns), max(inside_rows), max(inside_columns), first.text, ruled)
    return replace(laid, is_figure=first.is_figure, doubt=first.doubt, place=area)


def _tabular_rows(kept: Iterable[Place]) -> set[int]:
    """On a sheet without any rules a row of several cells is taken for one of a table."""
    return {row for row, count in Counter(row for row, _ in kept).items() if count > 2}


def _ranks(places: Iterable[int]) -> dict[int, int]:
    """The places in use, numbered from 0 on."""
    return {place: rank for rank, place in enumerate(sorted(set(places)))}
