"""The ruled grid: cells with their place in rows and columns, their box on the page, and the glyphs inside.

All ways to find a table yield grids of this form; every later step knows only this one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.page.model import Glyph, TextLine, text_lines

Box = tuple[float, float, float, float]

#: A mark of a note is set in less than this part of the size of its figure, and raised by more than that part of it.
SMALL, RAISED = 0.8, 0.15

_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class Cell:
    """One cell, possibly merged: rows `row..row_end` and columns `column..column_end` (0-based, ends included)."""

    row: int
    column: int
    row_end: int
    column_end: int
    box: Box
    lines: tuple[TextLine, ...] = ()

    @cached_property
    def text(self) -> str:
        """Printed text without line breaks; a space only where two Latin words or figures would run together."""
        return join_lines([line.text for line in self.lines])

    @cached_property
    def words(self) -> str:
        """The text without any space: what vocabulary is matched against."""
        return "".join(self.text.split())

    @cached_property
    def figure(self) -> str:
        """The words without marks of notes that are raised beside a figure: 314.02 and a small [1] above it is 314.02."""
        sizes = [glyph.size for line in self.lines for glyph in line.glyphs if glyph.text.isdecimal()]
        if not sizes or min(sizes) > SMALL * max(sizes):
            return self.words
        return "".join(glyph.text for line in self.lines for glyph in _without_raised(line, max(sizes), self.lines))

    @property
    def indent(self) -> float | None:
        """How far into the cell (points) its text begins; a page may set the same table further left than the page before."""
        return min((line.x0 - self.box[0] for line in self.lines), default=None)


@dataclass(frozen=True)
class Grid:
    """A table as ruled on one page. `cells` in reading order; every (row, column) belongs to exactly one cell."""

    page_number: int
    box: Box
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[Cell, ...]
    found_by: str = "ruled"  # ruled | aligned | split (ruled, cells parted by alignment) | unread
    _by_place: dict[tuple[int, int], Cell] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for cell in self.cells:
            for row in range(cell.row, cell.row_end + 1):
                for column in range(cell.column, cell.column_end + 1):
                    self._by_place[row, column] = cell

    @property
    def row_count(self) -> int:
        return len(self.row_edges) - 1

    @property
    def column_count(self) -> int:
        return len(self.column_edges) - 1

    def at(self, row: int, column: int) -> Cell:
        """The cell that covers this place."""
        return self._by_place[row, column]

    def row(self, row: int) -> tuple[Cell, ...]:
        """Cells of a row from left to right, a merged cell once."""
        return self._rows[row]

    @cached_property
    def _rows(self) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(self._across(row)) for row in range(self.row_count))

    def _across(self, row: int) -> Iterator[Cell]:
        column = 0
        while column < self.column_count:
            cell = self.at(row, column)
            yield cell
            column = cell.column_end + 1

    def starts(self, row: int) -> Iterator[Cell]:
        """Cells whose top row is this one."""
        return (cell for cell in self.row(row) if cell.row == row)


def _without_raised(line: TextLine, size: float, lines: Sequence[TextLine]) -> list[Glyph]:
    """The glyphs of a line that are not both smaller than the figure (of `size`) and above its baseline."""
    baseline = max(glyph.baseline for each in lines for glyph in each.glyphs if glyph.size > SMALL * size)
    return [glyph for glyph in line.glyphs if glyph.size > SMALL * size or baseline - glyph.baseline < RAISED * size]


def join_lines(texts: Iterable[str]) -> str:
    joined = ""
    for text in texts:
        both_latin = (
            joined
            and text
            and _LATIN.match(joined[-1])
            and _LATIN.match(text[0])
            and not (joined[-1].isdecimal() and text[0].isdecimal())
        )
        joined += (" " if both_latin else "") + text
    return joined


def cell_lines(glyphs: list[Glyph]) -> tuple[TextLine, ...]:
    return tuple(text_lines(glyphs))
