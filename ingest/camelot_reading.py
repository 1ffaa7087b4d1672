"""The second reading of a page: camelot's lattice. The only module that knows camelot.

`engine="vector"` takes the ruling lines from the PDF itself (0.03 s a page; the default engine renders, 0.3 s). Its cells
are compared with those of the first reading by place, so that a misread cell shows; it never overrules in silence.
"""

import os
import warnings
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # two workers with threaded OpenCV are no faster than one

import camelot
import camelot.parsers.lattice
import cv2

from ingest.amounts import read_amount
from ingest.grid import Cell, Grid
from ingest.pages import Page
from ingest.vocabulary import squash

cv2.setNumThreads(1)
# Lattice drops grids that are 90 % empty, without a word: the official empty forms (空表). They are statements too.
camelot.parsers.lattice._GRID_WHITESPACE_REJECT = 101.0
#: Lattice places text by its cell, so the layout step need not work out a reading order: that order costs half a minute on a
#: page of 1,700 figures (it is cubic in them) and changes no cell.
_NO_READING_ORDER = {"boxes_flow": None}


@dataclass(frozen=True)
class CamelotCell:
    """One cell with text as camelot reads it, its middle in displayed page coordinates."""

    x: float
    y: float
    text: str


def camelot_cells(path: Path, pages: Sequence[Page]) -> dict[int, list[list[CamelotCell]]]:
    """Read pages with camelot: page number → tables → cells with text. Pages that it finds no table on are absent."""
    if not pages:
        return {}
    by_number = {page.page_number: page for page in pages}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "no tables found": absence is what the result says
        tables = camelot.read_pdf(
            str(path),
            pages=",".join(map(str, sorted(by_number))),
            flavor="lattice",
            engine="vector",
            layout_kwargs=_NO_READING_ORDER,
            suppress_stdout=True,
        )
    found: dict[int, list[list[CamelotCell]]] = defaultdict(list)
    for table in tables:
        page = by_number[int(table.page)]
        found[page.page_number].append(
            [
                CamelotCell((cell.x1 + cell.x2) / 2, page.height - (cell.y1 + cell.y2) / 2, cell.text.strip())
                for row in table.cells
                for cell in row
                if cell.text.strip()
            ]
        )
    return dict(found)


@dataclass(frozen=True)
class Agreement:
    """What the second reading says about the cells of one grid."""

    seen: bool
    texts: Mapping[tuple[int, int], str]  # (row, column) of the first reading → text of the second

    def of(self, cell: Cell) -> tuple[str, str | None]:
        """`both`, `one` or `differs`, and the second text where it differs."""
        if not self.seen:
            return "one", None
        second = squash(self.texts.get((cell.row, cell.column), ""))
        if second == squash(cell.words) or (read_amount(second) is not None and read_amount(second) == read_amount(cell.words)):
            return "both", None
        return "differs", second


def agreement(grid: Grid, tables: Sequence[Sequence[CamelotCell]]) -> Agreement:
    """Lay camelot's cells over the grid of the first reading, by place."""
    texts: dict[tuple[int, int], str] = {}
    left, top, right, bottom = grid.box
    seen = False
    for table in tables:
        inside = [cell for cell in table if left <= cell.x <= right and top <= cell.y <= bottom]
        seen = seen or bool(inside)
        for cell in inside:
            owner = _owner(grid, cell)
            if owner:
                place = owner.row, owner.column
                texts[place] = texts.get(place, "") + cell.text
    return Agreement(seen, texts)


def _owner(grid: Grid, cell: CamelotCell) -> Cell | None:
    row = next((r for r in range(grid.row_count) if grid.row_edges[r] <= cell.y <= grid.row_edges[r + 1]), None)
    column = next((c for c in range(grid.column_count) if grid.column_edges[c] <= cell.x <= grid.column_edges[c + 1]), None)
    return grid.at(row, column) if row is not None and column is not None else None
