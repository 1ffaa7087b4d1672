"""Performance tables of a PDF, and of grids set by hand."""

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ingest.page.model import Glyph, Page, Rule
from ingest.page.pdf import read_pages
from ingest.performance.tables import PerformanceReading, read_grids, read_performance
from ingest.tables.find_tables import find_tables
from ingest.tables.grid import Cell, Grid, cell_lines

COLUMN, ROW, LEFT, TOP, SIZE = 60.0, 20.0, 40.0, 60.0, 5.0
Table = Sequence[Sequence[str | None]]


def reading_of_pdf(path: Path) -> PerformanceReading:
    pages = list(read_pages(pdfium.PdfDocument(path)))
    return read_performance("key", pages, find_tables(pages))


@dataclass(frozen=True)
class Sheet:
    """A page with one table: lines above it, and cells beside its rows that are ruled down both sides only (column → text)."""

    table: Table
    above: Sequence[str] = ()
    first_column: int = 0
    beside: Mapping[int, str] = field(default_factory=dict)


def line_of(text: str, x0: float, baseline: float) -> list[Glyph]:
    return [
        Glyph(unicodedata.normalize("NFKC", c), x0 + i * SIZE, x0 + (i + 1) * SIZE, baseline, SIZE)
        for i, c in enumerate(text)
        if not c.isspace()
    ]


def page_of(sheet: Sheet, number: int) -> tuple[Page, Grid]:
    grid = grid_of(sheet.table, number, sheet.first_column)
    glyphs = [glyph for i, text in enumerate(sheet.above) for glyph in line_of(text, LEFT, 20.0 + 12 * i)]
    rules = []
    for column, text in sheet.beside.items():
        x0 = LEFT + column * COLUMN
        glyphs += line_of(text, x0 + 1, grid.box[1] + ROW / 2)
        rules.append(Rule(x0, grid.box[1], x0, grid.box[3]))
    return Page(number, 842.0, 842.0, 0, tuple(glyphs), tuple(rules), False), grid


def grid_of(table: Table, page_number: int = 1, first_column: int = 0) -> Grid:
    """A grid of equal cells; `None` extends the cell to its left, "^" the one above; an empty string is an empty cell."""
    cells = []
    left = LEFT + first_column * COLUMN
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if text is None or text == "^":
                continue
            last = row
            while last + 1 < len(table) and table[last + 1][column] == "^":
                last += 1
            end = column
            while end + 1 < len(texts) and texts[end + 1] is None:
                end += 1
            x0, y0 = left + column * COLUMN, TOP + row * ROW
            glyphs = line_of(text, x0 + 1, y0 + ROW / 2)
            box = (x0, y0, left + (end + 1) * COLUMN, TOP + (last + 1) * ROW)
            cells.append(Cell(row, column, last, end, box, cell_lines(glyphs)))
    rows = tuple(TOP + i * ROW for i in range(len(table) + 1))
    columns = tuple(left + i * COLUMN for i in range(len(table[0]) + 1))
    return Grid(page_number, (columns[0], rows[0], columns[-1], rows[-1]), rows, columns, tuple(cells))


@pytest.fixture
def read_tables() -> Callable[..., PerformanceReading]:
    """Read tables, each on a page of its own."""

    def read(*tables: Table) -> PerformanceReading:
        pages = [Page(number, 842.0, 842.0, 0, (), (), False) for number in range(1, len(tables) + 1)]
        grids = {number: [grid_of(table, number)] for number, table in enumerate(tables, start=1)}
        return read_grids("key", pages, grids)

    return read


@pytest.fixture
def read_sheets() -> Callable[..., PerformanceReading]:
    """Read tables with what stands above and beside them, each on a page of its own."""

    def read(*sheets: Sheet) -> PerformanceReading:
        made = [page_of(sheet, number) for number, sheet in enumerate(sheets, start=1)]
        return read_grids("key", [page for page, _ in made], {page.page_number: [grid] for page, grid in made})

    return read


@pytest.fixture
def read_pdf() -> Callable[[Path], PerformanceReading]:
    return reading_of_pdf


@pytest.fixture
def truth() -> Callable[[Path, str], list[dict[str, Any]]]:
    """The rows of one document in a truth file."""

    def rows(path: Path, document: str) -> list[dict[str, Any]]:
        with path.open(encoding="utf-8", newline="") as handle:
            return [row for row in csv.DictReader(handle) if row["doc"] == document]

    return rows


@pytest.fixture
def plain() -> Callable[[object], str]:
    """Half-width, without blanks, quotation marks and leaders, comparators in two characters."""

    def fold(text: object) -> str:
        folded = re.sub(r"[\s\"“”'…]", "", unicodedata.normalize("NFKC", str(text or "")))
        return (
            folded.replace("≥", ">=")
            .replace("≤", "<=")
            .replace("〈", "<")
            .replace("〉", ">")
            .replace("〔", "[")
            .replace("〕", "]")
        )

    return fold
