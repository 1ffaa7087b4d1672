"""A part of a sheet of a workbook as a table with its row numbers and column letters, the figures marked: what a workbook has for a picture."""

from collections.abc import Sequence

from ingest.page.cell_addresses import PlacedCell, SheetPlaces, cell_name
from ingest.page.model import Page
from mingzhang.report.contacts import contacts_on
from mingzhang.report.evidence import Part, SheetTable, TableCell
from mingzhang.report.marts import Box

#: Rows and columns that are shown at most; a part of a sheet that is larger is shown around its figure.
MAX_ROWS, MAX_COLUMNS = 60, 40
#: Stands in the place of what names a person or gives a number.
_PAINTED_OVER = "…"


def sheet_table(page: Page, part: Part) -> SheetTable | None:
    """The part of the sheet that a page shows; None for a page that is no sheet."""
    if page.sheet is None:
        return None
    cells = _shown(page.sheet, part)
    rows = _around({cell.row for cell in cells}, _rows_of(page.sheet, part), MAX_ROWS)
    columns = _around({cell.column for cell in cells}, _columns_of(page.sheet, part), MAX_COLUMNS)
    hidden = list(contacts_on(page.lines))
    of_place = {(cell.row, cell.column): cell for cell in cells if cell.row in rows and cell.column in columns}
    covered = {place for cell in of_place.values() for place in _covered(cell, rows, columns)}
    return SheetTable(
        page.sheet.name,
        tuple(cell_name(0, column)[:-1] for column in columns),
        tuple(
            (
                row + 1,
                tuple(
                    _table_cell(of_place.get((row, column)), part, hidden, rows, columns)
                    for column in columns
                    if (row, column) not in covered
                ),
            )
            for row in rows
        ),
    )


def _shown(sheet: SheetPlaces, part: Part) -> list[PlacedCell]:
    heights = [(box[1], box[3]) for box in (part.header, part.box) if box]
    return [cell for cell in sheet.cells if any(top <= cell.middle[1] <= bottom for top, bottom in heights)]


def _rows_of(sheet: SheetPlaces, part: Part) -> set[int]:
    return {cell.row for cell in sheet.cells if _mark(cell, part)}


def _columns_of(sheet: SheetPlaces, part: Part) -> set[int]:
    return {cell.column for cell in sheet.cells if _mark(cell, part)}


def _around(places: set[int], marked: set[int], most: int) -> list[int]:
    """All of the places, or as many as may be shown around the first that is marked."""
    ordered = sorted(places)
    middle = next((number for number, place in enumerate(ordered) if place in marked), 0)
    begin = max(0, min(middle - most // 2, len(ordered) - most))
    return ordered[begin : begin + most]


def _covered(cell: PlacedCell, rows: Sequence[int], columns: Sequence[int]) -> set[tuple[int, int]]:
    area = {(r, c) for r in _within(rows, cell.row, cell.row_end) for c in _within(columns, cell.column, cell.column_end)}
    return area - {(cell.row, cell.column)}


def _within(places: Sequence[int], begin: int, end: int) -> list[int]:
    return [place for place in places if begin <= place <= end]


def _table_cell(
    cell: PlacedCell | None, part: Part, hidden: Sequence[Box], rows: Sequence[int], columns: Sequence[int]
) -> TableCell:
    if cell is None:
        return TableCell("")
    is_hidden = any(_holds(cell.box, box) for box in hidden)
    spanned = len(_within(rows, cell.row, cell.row_end)), len(_within(columns, cell.column, cell.column_end))
    return TableCell(_PAINTED_OVER if is_hidden else cell.text, _mark(cell, part), *spanned)


def _mark(cell: PlacedCell, part: Part) -> str:
    if part.cell and _holds(part.cell, cell.box):
        return "cell"
    return "term" if any(_holds(term, cell.box) for term in part.terms) else ""


def _holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box lies in another one."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
