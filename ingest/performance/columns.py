"""Which column of a performance table holds what, by the words of the header and the place of its cells on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.page.grid import Cell, Grid
from ingest.performance.words import PerformanceWords

#: Roles that make a row the header of the indicator part.
_CORE = frozenset({"level1", "level2", "level3", "path", "target"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role and where its header cell stands; continuation pages are matched by x, not by index."""

    role: str
    x0: float
    x1: float
    words: str = ""


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


def list_columns(grid: Grid, row: int, words: PerformanceWords) -> list[Column]:
    """Columns of a list of projects (项目 | 预算数 | 绩效目标, with or without indicators beside), else nothing."""
    columns = []
    for cell in (cell for cell in grid.row(row) if cell.words and cell.row == row and len(cell.words) < 24):
        label = words.label(cell.words)
        if label in ("project_name", "implementing_unit", "goal"):
            columns.append(Column("goal_text" if label == "goal" else label, cell.box[0], cell.box[2], cell.words))
        elif words.fund_column(cell.words) == "initial_budget" or words.is_fund_source(cell.words):
            columns.append(Column("fund", cell.box[0], cell.box[2], cell.words))
    roles = [column.role for column in columns]
    is_list = "project_name" in roles and "goal_text" in roles and "fund" in roles
    return columns if is_list and len(set(roles)) >= 3 and grid.row_count > 1 else []


def fund_columns(grid: Grid, row: int, words: PerformanceWords) -> list[Column]:
    """Columns of the fund part when this row is its header (年初预算数 | 全年预算数 | …), else nothing."""
    found = [(role, cell) for cell in grid.starts(row) if cell.words and (role := words.fund_column(cell.words))]
    roles = {role for role, _ in found}
    if len(roles) < 2 or not roles & {"initial_budget", "annual_budget", "executed"}:
        return []
    return [Column(role, cell.box[0], cell.box[2], cell.words) for role, cell in found]
