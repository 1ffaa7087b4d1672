"""The second reading of a page: camelot's cells, filled with playa's text. The only module that knows camelot.

`engine="vector"` takes the ruling lines from the PDF itself (the default engine renders, at ten times the cost). Its cells
are compared with those of the first reading by place, so that a misread cell shows; it never overrules in silence.

Camelot's parsers are called page by page with the layout of `playa_layout`, not through `camelot.read_pdf`: that interprets a page
anew for each parser that looks at it.
"""

import os
import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # two workers with threaded OpenCV are no faster than one

import camelot.parsers.lattice
import camelot.utils
import cv2
import playa
from camelot.parsers import Lattice, Stream
from camelot.utils import get_rotation
from playa.miner import LTTextLine, LTTextLineHorizontal, LTTextLineVertical

from ingest.lexicon import squash
from ingest.lexicon.amounts import read_amount
from ingest.page.model import Page
from ingest.tables.grid import Cell, Grid
from ingest.tables.playa_layout import Layout, read_layout

cv2.setNumThreads(1)
# Lattice drops grids that are 90 % empty, without a word: the official empty forms (空表). They are statements too.
camelot.parsers.lattice._GRID_WHITESPACE_REJECT = 101.0
#: Above so many lines of text camelot's comparison of each with each other is taken apart.
MANY_LINES = 600


def _text_in_box(box: Any, lines: Sequence[LTTextLine]) -> list[LTTextLine]:
    """Camelot drops lines that repeat a longer one at the same place, for which it compares all with all: half a second on a page
    of 1,900 figures. Only lines of one text can repeat each other, so on such pages each text is asked about by itself."""
    if len(lines) <= MANY_LINES:
        return list(_camelots_text_in_box(box, lines))
    by_text: dict[str, list[LTTextLine]] = defaultdict(list)
    for line in lines:
        by_text[line.get_text().strip()].append(line)
    kept = {id(line) for alike in by_text.values() for line in _camelots_text_in_box(box, alike)}
    return [line for line in lines if id(line) in kept]


_camelots_text_in_box = camelot.utils.text_in_bbox
camelot.utils.text_in_bbox = _text_in_box


@dataclass(frozen=True)
class CamelotCell:
    """One cell with text as camelot reads it, its middle in displayed page coordinates."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class SecondReading:
    """Cells with text by page number and table, and why pages could not be read a second time."""

    tables: Mapping[int, Sequence[Sequence[CamelotCell]]]
    failures: Mapping[int, str]


def read_again(source: Path | bytes, grids: Mapping[Page, Sequence[Grid]]) -> SecondReading:
    """Read pages with camelot.

    First by camelot's own sight of the ruling lines. Where it does not take a page's rules for lines, its stream flavour reads
    the text between the column edges of the first reading: rows and figures are still its own. What the first reading could read
    and this one cannot (a damaged font) leaves the page with one reading.
    """
    tables: dict[int, list[list[CamelotCell]]] = {}
    failures: dict[int, str] = {}
    if not grids:
        return SecondReading(tables, failures)
    try:
        document = playa.parse(source, space="page") if isinstance(source, bytes) else playa.open(source, space="page")
    except MemoryError:  # not a page's fault: the document is too big
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a damaged file provokes
        return SecondReading(tables, dict.fromkeys((page.page_number for page in grids), _because(problem)))
    with document, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "no tables found": absence is what the result says
        for page, on_page in grids.items():
            try:
                tables[page.page_number] = _tables(document, page, on_page)
            except MemoryError:  # not a page's fault: the document is too big
                raise
            except Exception as problem:  # noqa: BLE001 - whatever a damaged page provokes
                failures[page.page_number] = _because(problem)
    return SecondReading(tables, failures)


def _because(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"


def _tables(document: playa.Document, page: Page, grids: Sequence[Grid]) -> list[list[CamelotCell]]:
    sight = _Sight.of(document.pages[page.page_number - 1])
    tables = list(sight.tables(Lattice(engine="vector"), page.height))
    if _sees_all(grids, tables):
        return tables
    return list(sight.tables(Stream(split_text=True, **_areas(page, grids)), page.height)) or tables


@dataclass(frozen=True)
class _Sight:
    """What camelot is shown of a page. A page whose text runs up or down is turned until most of it runs across."""

    page_number: int
    layout: Layout
    rotation: str

    @classmethod
    def of(cls, page: playa.Page) -> "_Sight":
        page.mediabox = page.cropbox  # what is displayed of the page, as in the first reading
        page.set_initial_ctm(page.space, page.rotate)
        layout = read_layout(page)
        rotation = get_rotation(layout.characters, *_by_direction(layout))
        if rotation:
            page.set_initial_ctm(page.space, page.rotate + (90 if rotation == "anticlockwise" else -90))
            layout = read_layout(page)
        return cls(page.page_idx + 1, layout, rotation)

    def tables(self, parser: Lattice | Stream, height: float) -> Iterator[list[CamelotCell]]:
        parser.prepare_page_parse(
            "", self.layout.drawing, self.layout.size, self.page_number, [], *_by_direction(self.layout), self.rotation, {}
        )
        for table in parser.extract_tables():
            cells = [cell for row in table.cells for cell in row if cell.text.strip()]
            yield [CamelotCell((c.x1 + c.x2) / 2, height - (c.y1 + c.y2) / 2, c.text.strip()) for c in cells]


def _by_direction(layout: Layout) -> tuple[list[LTTextLineHorizontal], list[LTTextLineVertical]]:
    return (
        [line for line in layout.lines if isinstance(line, LTTextLineHorizontal)],
        [line for line in layout.lines if isinstance(line, LTTextLineVertical)],
    )


def _sees_all(grids: Sequence[Grid], tables: Sequence[Sequence[CamelotCell]]) -> bool:
    return all(any(_inside(grid, table) for table in tables) or not any(cell.words for cell in grid.cells) for grid in grids)


def _inside(grid: Grid, table: Sequence[CamelotCell]) -> list[CamelotCell]:
    left, top, right, bottom = grid.box
    return [cell for cell in table if left <= cell.x <= right and top <= cell.y <= bottom]


def _areas(page: Page, grids: Sequence[Grid]) -> dict[str, list[str]]:
    """Table areas and column separators in PDF space, y upwards, as camelot wants them."""
    return {
        "table_areas": [
            f"{g.box[0]:.1f},{page.height - g.box[1]:.1f},{g.box[2]:.1f},{page.height - g.box[3]:.1f}" for g in grids
        ],
        "columns": [",".join(f"{x:.1f}" for x in g.column_edges[1:-1]) for g in grids],
    }


@dataclass(frozen=True)
class Agreement:
    """What the second reading says about the cells of one grid."""

    grid: Grid
    seen: bool
    texts: Mapping[tuple[int, int], str]  # (row, column) of the first reading → text of the second

    def of(self, cell: Cell) -> tuple[str, str | None]:
        """`both`, `one` or `differs`, and the second text where it differs."""
        if not self.seen:
            return "one", None
        second = squash(self.texts.get((cell.row, cell.column), ""))
        if second == squash(cell.words) or (read_amount(second) is not None and read_amount(second) == read_amount(cell.words)):
            return "both", None
        return ("both", None) if self._runs_together(cell) else ("differs", second)

    def _runs_together(self, cell: Cell) -> bool:
        """Whether the second reading has the same row, with this figure and a neighbour's text in one cell: camelot takes
        text set close together for one string. A figure that stands alone in another column is no such case."""
        mine = [squash(c.words) for c in self.grid.row(cell.row)]
        theirs = [squash(self.texts.get((c.row, c.column), "")) for c in self.grid.row(cell.row)]
        figure = squash(cell.words)
        return "".join(mine) == "".join(theirs) and any(figure in text and text != figure for text in theirs)


def agreement(grid: Grid, tables: Sequence[Sequence[CamelotCell]]) -> Agreement:
    """Lay camelot's cells over the grid of the first reading, by place."""
    texts: dict[tuple[int, int], str] = {}
    seen = False
    for table in tables:
        inside = _inside(grid, table)
        seen = seen or bool(inside)
        for cell in inside:
            owner = _owner(grid, cell)
            if owner:
                place = owner.row, owner.column
                texts[place] = texts.get(place, "") + cell.text
    return Agreement(grid, seen, texts)


def _owner(grid: Grid, cell: CamelotCell) -> Cell | None:
    row, column = bisect_left(grid.row_edges, cell.y) - 1, bisect_left(grid.column_edges, cell.x) - 1
    return grid.at(row, column) if 0 <= row < grid.row_count and 0 <= column < grid.column_count else None
