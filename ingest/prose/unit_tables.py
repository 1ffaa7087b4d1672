"""Tables of units (序号 | 单位名称 | 备注): one row for each unit, over page breaks too."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from ingest.lexicon import CHINESE, normalize, pattern
from ingest.lexicon.unit_words import UnitWords
from ingest.tables.grid import Cell, Grid

#: A header with any of these is that of a statement, which lists units beside amounts.
_MONEY = pattern("units", "statement_heading")
_NOT_A_UNIT = pattern("units", "not_a_unit")
#: Sides of a continuation lie this near (points) to those of the table before.
SIDES = 8.0

Row = dict[str, Any]
Columns = dict[str, int]


def read_unit_tables(grids: Mapping[int, Sequence[Grid]], words: UnitWords) -> list[list[Row]]:
    """The rows of the tables of units of a document, table by table."""
    tables: list[list[Row]] = []
    columns: Columns | None = None
    previous: Grid | None = None
    for grid in (grid for page in sorted(grids) for grid in grids[page]):
        header = _header(grid, words)
        if header is None and not (columns and previous and _continues(grid, previous)):
            columns = previous = None
            continue
        if header:
            tables.append([])
        first, columns = header if header else (0, columns or {})
        previous = grid
        tables[-1] += _rows(grid, first, columns)
    return [rows for rows in tables if rows]


def _header(grid: Grid, words: UnitWords) -> tuple[int, Columns] | None:
    """Number of the first row below the header, and which column holds what; None when it is no table of units."""
    for row in range(min(2, grid.row_count)):
        cells = list(grid.row(row))
        columns = {column: cell.column for cell in cells if (column := words.columns.get(normalize(cell.words)))}
        if "name" in columns and len(columns) > 1:
            return None if any(_MONEY.search(cell.words) for cell in cells) else (row + 1, columns)
    return None


def _continues(grid: Grid, previous: Grid) -> bool:
    """The same columns at the same place on the next page."""
    beside = all(abs(a - b) < SIDES for a, b in zip(grid.column_edges, previous.column_edges, strict=False))
    return grid.page_number == previous.page_number + 1 and grid.column_count == previous.column_count and beside


def _rows(grid: Grid, first: int, columns: Columns) -> Iterator[Row]:
    for row in range(first, grid.row_count):
        cell = grid.at(row, columns["name"])
        name = normalize(cell.words)
        if cell.row != row or len(name) < 3 or _NOT_A_UNIT.match(name) or not CHINESE.search(name):
            continue
        texts = {column: normalize(grid.at(row, place).words) or None for column, place in columns.items()}
        x0, y0, x1, y1 = _text_box(cell)
        yield {
            "page_number": grid.page_number,
            "unit_name": name,
            "unit_nature": texts.get("nature"),
            "staff_authorised": _count(texts.get("staff_authorised")),
            "staff_in_service": _count(texts.get("staff_in_service")),
            "remark": texts.get("remark"),
            "source": "table",
            "quote": " | ".join(text for text in (grid.at(row, place).words for place in sorted(columns.values())) if text),
            "x0": x0,
            "y0": y0,
            "x1": x1,
            "y1": y1,
        }


def _count(text: str | None) -> int | None:
    return int(Decimal(text)) if text and re.fullmatch(r"\d{1,6}", text) else None


def _text_box(cell: Cell) -> tuple[float, float, float, float]:
    lines = cell.lines
    if not lines:
        return cell.box
    return (
        min(line.x0 for line in lines),
        min(line.baseline - max(g.size for g in line.glyphs) for line in lines),
        max(line.x1 for line in lines),
        max(line.baseline for line in lines),
    )
