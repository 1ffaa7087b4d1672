"""Performance tables of a PDF, and of grids set by hand."""

import csv
import re
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ingest.page.grid import Cell, Grid, cell_lines
from ingest.page.pages import Glyph, Page, read_pages
from ingest.page.ruled import ruled_grids
from ingest.performance.tables import PerformanceReading, read_performance

COLUMN, ROW, LEFT, TOP, SIZE = 60.0, 20.0, 40.0, 60.0, 5.0
Table = Sequence[Sequence[str | None]]


def reading_of_pdf(path: Path) -> PerformanceReading:
    pages = list(read_pages(pdfium.PdfDocument(path)))
    return read_performance("key", pages, {page.page_number: ruled_grids(page) for page in pages})


def grid_of(table: Table, page_number: int = 1) -> Grid:
    """A grid of equal cells; `None` extends the cell to its left, an empty string is an empty cell."""
    cells = []
    for row, texts in enumerate(table):
        for column, text in enumerate(texts):
            if text is None:
                continue
            end = column
            while end + 1 < len(texts) and texts[end + 1] is None:
                end += 1
            x0, y0 = LEFT + column * COLUMN, TOP + row * ROW
            glyphs = [
                Glyph(unicodedata.normalize("NFKC", c), x0 + 1 + i * SIZE, x0 + 1 + (i + 1) * SIZE, y0 + ROW / 2, SIZE)
                for i, c in enumerate(text)
                if not c.isspace()
            ]
            box = (x0, y0, LEFT + (end + 1) * COLUMN, y0 + ROW)
            cells.append(Cell(row, column, row, end, box, cell_lines(glyphs)))
    rows = tuple(TOP + i * ROW for i in range(len(table) + 1))
    columns = tuple(LEFT + i * COLUMN for i in range(len(table[0]) + 1))
    return Grid(page_number, (columns[0], rows[0], columns[-1], rows[-1]), rows, columns, tuple(cells))


@pytest.fixture
def read_tables() -> Callable[..., PerformanceReading]:
    """Read tables, each on a page of its own."""

    def read(*tables: Table) -> PerformanceReading:
        pages = [Page(number, 842.0, 842.0, 0, (), (), False) for number in range(1, len(tables) + 1)]
        grids = {number: [grid_of(table, number)] for number, table in enumerate(tables, start=1)}
        return read_performance("key", pages, grids)

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
