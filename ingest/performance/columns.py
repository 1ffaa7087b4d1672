"""Which column of a performance table holds what, by the words of the header and the place of its cells on the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lexicon.performance_words import PerformanceWords
from ingest.page.model import Glyph, TextLine
from ingest.performance.project import IDENTITY, is_money
from ingest.tables.grid import Cell, Grid, cell_lines

#: Roles that make a row the header of the indicator part.
_CORE = frozenset({"level1", "level2", "level3", "path", "target"})
#: Roles of the columns of a list beside those of its indicators: no cell is both.
_LISTED = frozenset({*IDENTITY, "goal_text", "fund", "told"})
#: Labels whose headings tell how many rows the header of a list has.
_OF_A_LIST = frozenset({"project_name", "department_name", "implementing_unit", "goal"})
#: No heading has more characters.
_HEADING = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role and where its header cell stands; continuation pages are matched by x, not by index."""

    role: str
    x0: float
    x1: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListHeader:
    """The columns of a list beside those of its indicators, and the last row of its header."""

    columns: list[Column]
    end: int


def column_at(columns: Sequence[Column], cell: Cell) -> Column | None:
    """The column that covers most of a cell; None where no column covers a third of the narrower of both."""
    best, reach = None, 0.0
    x0, x1 = cell.box[0], cell.box[2]
    for column in columns:
        if column.x1 <= x0 or column.x0 >= x1:
            continue
        overlap = min(column.x1, x1) - max(column.x0, x0)
        share = overlap / max(min(column.x1 - column.x0, x1 - x0), 1.0)
        if overlap > reach and share > 0.34:
            best, reach = column, overlap
    return best


def parted(cell: Cell, columns: Sequence[Column]) -> list[Cell]:
    """A cell that covers several columns for want of a rule between them, as one cell for each; itself where its text crosses them.

    Text is drawn cell by cell, so a string that stands in two columns belongs to a cell that is meant to be wide. A cell is never meant
    to be wide over what a list says of its project and over its indicators.
    """
    if cell.column == cell.column_end or not cell.lines:
        return [cell]
    covered = [c for c in columns if min(c.x1, cell.box[2]) - max(c.x0, cell.box[0]) > 0.6 * (c.x1 - c.x0)]
    glyphs = [glyph for line in cell.lines for glyph in line.glyphs]
    within = [next((i for i, c in enumerate(covered) if c.x0 <= glyph.x < c.x1), None) for glyph in glyphs]
    places = {(glyph.string, place) for glyph, place in zip(glyphs, within, strict=True)}
    is_of_two_parts = len({c.role in _LISTED for c in covered}) > 1
    is_wide = len(set(within)) < 2 and not is_of_two_parts
    if len(covered) < 2 or is_wide or None in within or len(places) > len({glyph.string for glyph in glyphs}):
        return [cell]
    return [
        replace(cell, box=(c.x0, cell.box[1], c.x1, cell.box[3]), lines=_lines_of(i, glyphs, within))
        for i, c in enumerate(covered)
    ]


def _lines_of(place: int, glyphs: Sequence[Glyph], within: Sequence[int | None]) -> tuple[TextLine, ...]:
    return cell_lines([glyph for glyph, own in zip(glyphs, within, strict=True) if own == place])


def indicator_columns(grid: Grid, row: int, words: PerformanceWords) -> list[Column]:
    """Columns of the indicator part when this row is its header, else nothing."""
    cells = [cell for cell in grid.row(row) if cell.words and cell.row_end >= row and len(cell.words) < 24]
    named = [(role, cell) for cell in cells if (role := words.indicator_column(cell.words))]
    roles = {role for role, cell in named if cell.row == row}
    if len(roles & _CORE) < 2 or not roles & {"level3", "path"}:
        return []
    if "level3" in roles:  # beside the levels 绩效指标 is the label of the whole part
        named = [(role, cell) for role, cell in named if role != "path"]
    return [Column(role, cell.box[0], cell.box[2], cell.words) for role, cell in named]


def header_end(grid: Grid, row: int, words: PerformanceWords) -> int:
    """The last row of the header that begins in this row."""
    ends = {role: cell.row_end for cell in grid.starts(row) if (role := words.indicator_column(cell.words))}
    return ends.get("level3", ends.get("path", row))


def list_header(grid: Grid, row: int, words: PerformanceWords) -> ListHeader | None:
    """The header of a list that begins in this row: 项目 | 预算数 | 绩效目标, with or without indicators beside, in one row or more.

    A list of departments names no project; it has indicators. Values beside the labels make the row one of a form.
    """
    named = [(meaning, cell) for cell in _headings(grid, row, row) if (meaning := words.label(cell.words))]
    meanings = {meaning for meaning, _ in named}
    if "goal" not in meanings or not meanings & {"project_name", "department_name"}:
        return None
    end = max(cell.row_end for meaning, cell in named if meaning in _OF_A_LIST)
    leaves = [cell for cell in _headings(grid, row, end) if cell.row_end >= end]
    if any(is_money(cell.text) for r in range(row, end + 1) for cell in grid.starts(r) if cell.words):
        return None
    has_levels = any(words.indicator_column(cell.words) in ("level3", "target") for cell in leaves)
    columns = [column for cell in leaves if (column := _list_column(grid, cell, meanings, words, has_levels=has_levels))]
    roles = {column.role for column in columns}
    is_complete = "fund" in roles and ("project_name" in roles or has_levels)
    return ListHeader(columns, end) if is_complete else None


def _headings(grid: Grid, first: int, last: int) -> list[Cell]:
    return [cell for row in range(first, last + 1) for cell in grid.starts(row) if cell.words and len(cell.words) < _HEADING]


def _list_column(grid: Grid, cell: Cell, meanings: set[str], words: PerformanceWords, *, has_levels: bool) -> Column | None:
    meaning = words.label(cell.words)
    role: str | None = None
    if meaning == "goal":
        role = "goal_text"
    elif meaning in ("department_name", "implementing_unit") and "project_name" in meanings:
        role = "implementing_unit"
    elif meaning in IDENTITY:
        role = meaning
    elif words.indicator_column(cell.words) == "path" and not has_levels:
        role = "told"
    elif meaning is None and words.is_amount_label(cell.words) and _holds_money(grid, cell):
        role = "fund"
    return Column(role, cell.box[0], cell.box[2], cell.words) if role else None


def _holds_money(grid: Grid, heading: Cell) -> bool:
    """Whether nothing but amounts stands below a heading, if anything does."""
    below = {grid.at(row, heading.column) for row in range(heading.row_end + 1, grid.row_count)}
    filled = [cell for cell in below if cell.words.strip("*-—/")]
    return not filled or any(is_money(cell.text) for cell in filled)


def fund_columns(grid: Grid, row: int, words: PerformanceWords) -> list[Column]:
    """Columns of the fund part when this row is its header (年初预算数 | 全年预算数 | …), else nothing; 分值 may begin a row above it."""
    found = [(role, cell) for cell in grid.row(row) if cell.words and (role := words.fund_column(cell.words))]
    roles = {role for role, cell in found if cell.row == row}
    if len(roles) < 2 or not roles & {"initial_budget", "annual_budget", "executed"}:
        return []
    return [Column(role, cell.box[0], cell.box[2], cell.words) for role, cell in found]
