"""Cells that stay open over a whole page: what a long table prints left or right of the rows that it rules on that page.

A project whose indicators fill a page has cells (name, amount, goal) that are ruled down both sides and closed on other pages. The
grid of the page then begins where its rows do; the rules beside it that run from its top to its bottom give the rest back.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.page.model import Page, Rule
from ingest.tables.grid import Cell, Grid, cell_lines

#: Rules nearer than this (points) are one, or one with the side of the grid.
NEAR = 3.0
#: A rule beside a grid is of its table when it begins and ends this near (points) to it.
ENDS = 12.0


def with_open_sides(page: Page, grid: Grid) -> Grid:
    """The grid with the columns beside it that nothing closes above or below; itself where there are none."""
    rules = _long_rules(page, grid)
    left = [x for x in rules if x < grid.box[0] - NEAR]
    right = [x for x in rules if x > grid.box[2] + NEAR]
    if not left and not right:
        return grid
    edges = (*left, *grid.column_edges, *right)
    inner = [replace(cell, column=cell.column + len(left), column_end=cell.column_end + len(left)) for cell in grid.cells]
    outer = [
        _open_cell(page, grid, edges, column)
        for column in (*range(len(left)), *range(len(edges) - 1 - len(right), len(edges) - 1))
    ]
    cells = sorted([*inner, *outer], key=lambda cell: (cell.row, cell.column))
    box = (edges[0], grid.box[1], edges[-1], grid.box[3])
    return Grid(grid.page_number, box, grid.row_edges, edges, tuple(cells), grid.found_by)


def _long_rules(page: Page, grid: Grid) -> list[float]:
    """Where rules stand that run down the page as far as the grid does."""
    groups: list[list[Rule]] = []
    for rule in sorted(rule for rule in page.rules if not rule.is_horizontal):
        if groups and rule.x0 - groups[-1][-1].x0 <= NEAR:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group[0].x0 for group in groups if _spans(group, grid)]


def _spans(strokes: Sequence[Rule], grid: Grid) -> bool:
    """Whether strokes on one line reach from the top of the grid to its bottom, without a gap."""
    ordered = sorted((min(rule.y0, rule.y1), max(rule.y0, rule.y1)) for rule in strokes)
    start, reached = ordered[0]
    for top, bottom in ordered[1:]:
        if top > reached + NEAR:
            return False
        reached = max(reached, bottom)
    return abs(start - grid.box[1]) < ENDS and abs(reached - grid.box[3]) < ENDS


def _open_cell(page: Page, grid: Grid, edges: Sequence[float], column: int) -> Cell:
    x0, x1 = list(pairwise(edges))[column]
    y0, y1 = grid.box[1], grid.box[3]
    inside = [glyph for glyph in page.glyphs if x0 <= glyph.x < x1 and y0 - NEAR < glyph.baseline < y1 + NEAR]
    return Cell(0, column, grid.row_count - 1, column, (x0, y0, x1, y1), cell_lines(inside))
