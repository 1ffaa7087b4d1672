"""Texts that are longer than their cell: the page cuts them off, the text layer goes on into the cell below and over its text.

Lines that lie on each other show it. What was drawn before the line that it lies on is the rest of the cell above.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.page.model import Glyph
from ingest.tables.grid import Cell, Grid, cell_lines

#: Lines of one text are never nearer than this share of their size.
OVERLAP = 0.75
#: Glyphs of one line are drawn on one baseline to this share of their size: figures may stand a little lower than words.
LEVEL = 0.2


@dataclass(frozen=True)
class _Line:
    """Glyphs drawn one after the other on one baseline, the cell that they were read in, and the row that they belong to."""

    glyphs: tuple[Glyph, ...]
    cell: Cell
    row: int

    def lies_on(self, before: "_Line") -> bool:
        down = self.glyphs[0].baseline - before.glyphs[0].baseline
        is_beside = self.glyphs[0].x0 >= before.glyphs[-1].x1 or self.glyphs[-1].x1 <= before.glyphs[0].x0
        return 0 < down < OVERLAP * self.glyphs[0].size and not is_beside


def without_overflow(grid: Grid) -> Grid:
    """The grid with every text in the cell that it begins in; itself where no lines lie on each other."""
    changed: dict[Cell, list[Glyph]] = {}
    for column in range(grid.column_count):
        cells = [cell for cell in dict.fromkeys(grid.at(row, column) for row in range(grid.row_count)) if _is_own(cell, column)]
        if all(len(cell.lines) < 2 for cell in cells):
            continue
        lines = _drawn(grid, cells)
        if any(line.lies_on(before) for before, line in pairwise(lines)):
            changed |= _redistributed(grid, column, cells, _with_own_rows(lines))
    if not changed:
        return grid
    new = [replace(cell, lines=cell_lines(changed[cell])) if cell in changed else cell for cell in grid.cells]
    return Grid(grid.page_number, grid.box, grid.row_edges, grid.column_edges, tuple(new), grid.found_by)


def _is_own(cell: Cell, column: int) -> bool:
    return cell.column == cell.column_end == column


def _drawn(grid: Grid, cells: Sequence[Cell]) -> list[_Line]:
    """The lines of a column in the order in which they were drawn; one that lies on another in the row of its place on the page."""
    placed = sorted(
        ((glyph, cell) for cell in cells for line in cell.lines for glyph in line.glyphs), key=lambda each: each[0].order
    )
    groups: list[list[tuple[Glyph, Cell]]] = []
    for glyph, cell in placed:
        if groups and abs(glyph.baseline - groups[-1][0][0].baseline) <= LEVEL * glyph.size:
            groups[-1].append((glyph, cell))
        else:
            groups.append([(glyph, cell)])
    lines = [_Line(tuple(glyph for glyph, _ in group), group[0][1], group[0][1].row) for group in groups]
    for number, (before, line) in enumerate(pairwise(lines[:])):
        if line.lies_on(before):
            lines[number] = replace(before, row=_row_of(grid, before.glyphs[0]))
            lines[number + 1] = replace(line, row=_row_of(grid, line.glyphs[0]))
    return lines


def _row_of(grid: Grid, glyph: Glyph) -> int:
    below = sum(edge <= glyph.y for edge in grid.row_edges)
    return min(max(below - 1, 0), grid.row_count - 1)


def _with_own_rows(lines: Sequence[_Line]) -> list[_Line]:
    """Lines with the row that they belong to: those right before a line that they lie under go back to the row above its row."""
    own = list(lines)
    for number in range(1, len(own)):
        if not own[number].lies_on(own[number - 1]):
            continue
        row, back = own[number].row, number - 1
        while back >= 0 and own[back].row == row and not (back and own[back].lies_on(own[back - 1])):
            own[back] = replace(own[back], row=max(row - 1, 0))
            back -= 1
    return own


def _redistributed(grid: Grid, column: int, cells: Sequence[Cell], lines: Sequence[_Line]) -> dict[Cell, list[Glyph]]:
    glyphs: dict[Cell, list[Glyph]] = defaultdict(list)
    for line in lines:
        cell = grid.at(line.row, column)
        # a cell over several columns takes no text from below: the line stays where it is printed
        glyphs[cell if cell in cells else line.cell].extend(line.glyphs)
    return {cell: glyphs[cell] for cell in cells}
