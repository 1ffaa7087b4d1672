"""Statement pages set by hand: nested lists become grids, lines above them become captions."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ingest.page.model import Glyph, Page
from ingest.statements.lines import read_lines
from ingest.statements.recognise import Statement, TableOutcome, find_statements
from ingest.tables.find_tables import tables_within
from ingest.tables.grid import Cell, Grid, cell_lines

SIZE, WIDTH, HEIGHT, LEFT, COLUMN, ROW = 8.0, 842.0, 595.0, 40.0, 90.0, 18.0
Rows = Sequence[Sequence[str]]


def glyphs_of(text: str, x: float, baseline: float, size: float = SIZE) -> list[Glyph]:
    """One printed line; blanks take room and leave no glyph."""
    found = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if not character.isspace():
            found.append(Glyph(unicodedata.normalize("NFKC", character), x, x + width, baseline, size))
        x += width
    return found


def grid_of(rows: Rows, page_number: int = 1, top: float = 120.0, edges: Sequence[float] | None = None) -> Grid:
    """A grid of equal rows: '<' extends the cell to its left, '^' the cell above; a line end breaks the line in the cell."""
    edges = edges or [LEFT + COLUMN * i for i in range(len(rows[0]) + 1)]
    cells = []
    for row, texts in enumerate(rows):
        assert len(texts) == len(rows[0]), f"row {row} has {len(texts)} cells, the first has {len(rows[0])}"
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            column_end, row_end = column, row
            while column_end + 1 < len(texts) and texts[column_end + 1] == "<":
                column_end += 1
            while row_end + 1 < len(rows) and rows[row_end + 1][column] == "^":
                row_end += 1
            box = edges[column], top + row * ROW, edges[column_end + 1], top + (row_end + 1) * ROW
            lines = text.split("\n")
            glyphs = [g for i, line in enumerate(lines) for g in glyphs_of(line, box[0] + 2, box[1] + 8 + 9 * i)]
            cells.append(Cell(row, column, row_end, column_end, box, cell_lines(glyphs)))
    bottom = top + len(rows) * ROW
    return Grid(
        page_number,
        (edges[0], top, edges[-1], bottom),
        tuple(top + i * ROW for i in range(len(rows) + 1)),
        tuple(edges),
        tuple(cells),
    )


@dataclass
class Paper:
    """A document in the making; `put` sets lines and below them a grid on the page at hand."""

    pages: list[list[Glyph]] = field(default_factory=list)
    grids: dict[int, list[Grid]] = field(default_factory=dict)
    y: float = 40.0

    def turn(self) -> "Paper":
        self.pages.append([])
        self.y = 40.0
        return self

    def put(self, *above: str, rows: Rows = (), edges: Sequence[float] | None = None) -> "Paper":
        if not self.pages:
            self.turn()
        for line in above:
            self.pages[-1] += glyphs_of(line, LEFT, self.y)
            self.y += 14
        if rows:
            grid = grid_of(rows, len(self.pages), self.y, edges)
            self.grids.setdefault(len(self.pages), []).append(grid)
            self.pages[-1] += [glyph for cell in grid.cells for line in cell.lines for glyph in line.glyphs]
            self.y = grid.box[3] + 16
        return self

    def printed(self) -> list[Page]:
        return [Page(number, WIDTH, HEIGHT, 0, tuple(glyphs), (), False) for number, glyphs in enumerate(self.pages, start=1)]

    def found(self) -> tuple[list[Statement], list[TableOutcome]]:
        return find_statements(self.printed(), tables_within(self.printed(), lambda page: self.grids.get(page.page_number, ())))

    def lines(self, printed_unit: str | None = "万元", year: int = 2024, kind: str = "budget") -> list[Mapping[str, Any]]:
        """All amounts of all statements."""
        return [
            line
            for statement in self.found()[0]
            for line in read_lines(statement, statement.printed_unit or printed_unit, year, kind).lines
        ]

    def leftovers(self) -> list[str]:
        return [
            str(cell["cell_text"]) for s in self.found()[0] for cell in read_lines(s, s.printed_unit, 2024, "budget").leftovers
        ]


def one_statement(title: str, rows: Rows, unit: str = "单位：万元") -> Paper:
    """A page with one titled statement."""
    return Paper().put(title, unit, rows=rows)


def short(lines: Sequence[Mapping[str, Any]], *keys: str) -> list[tuple[Any, ...]]:
    """Chosen fields of every line; amounts as text in yuan without a tail of zeros."""
    return [tuple(_plain(line[key]) for key in keys) for line in lines]


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
