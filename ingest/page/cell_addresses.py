"""Where in a workbook a box on a laid-out page stands: the sheet and the cell, as the programs that show workbooks name them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.page.text_objects import Box

#: Names of sheets that stand before an address as they are; all others stand in quotes.
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")


class PlacedCell(NamedTuple):
    """A cell of a sheet, or a merged area (0-based, ends included), and what it takes of the page, its text included."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box
    text: str

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class SheetPlaces:
    """The sheet that a page shows, and where its cells are on the page."""

    name: str
    cells: Sequence[PlacedCell]

    def address_of(self, box: Box) -> str | None:
        """The address of the cell that a box is or lies in, of the area that it covers; None where no cell is."""
        inside = self._inside(box)
        found = [cell for cell in inside if cell.text] or inside or self._around(box)
        if not found:
            return None
        first = min(cell.row for cell in found), min(cell.column for cell in found)
        last = max(cell.row for cell in found), max(cell.column for cell in found)
        area = cell_name(*first) if first == last else f"{cell_name(*first)}:{cell_name(*last)}"
        return f"{_quoted(self.name)}!{area}"

    @cached_property
    def _downwards(self) -> list[PlacedCell]:
        return sorted(self.cells, key=lambda cell: cell.middle[1])

    @cached_property
    def _heights(self) -> list[float]:
        return [cell.middle[1] for cell in self._downwards]

    def _inside(self, box: Box) -> list[PlacedCell]:
        """The cells of which the middle lies in the box."""
        x0, y0, x1, y1 = box
        near = self._downwards[bisect_left(self._heights, y0) : bisect_right(self._heights, y1)]
        return [cell for cell in near if x0 <= cell.middle[0] <= x1]

    def _around(self, box: Box) -> list[PlacedCell]:
        """The smallest cell with text in which the middle of the box lies."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        around = [cell for cell in self.cells if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]]
        around = [cell for cell in around if cell.text] or around
        return sorted(around, key=_area)[:1]


def cell_name(row: int, column: int) -> str:
    """C12 for the twelfth row and the third column."""
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _quoted(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def _area(cell: PlacedCell) -> float:
    return (cell.box[2] - cell.box[0]) * (cell.box[3] - cell.box[1])
