"""The form part of a performance table: names, funds and goals, by their label cells."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.lexicon import word_list
from ingest.lexicon.contacts import is_contact_label
from ingest.lexicon.performance_words import PerformanceWords, bare_label
from ingest.performance.aside import FIELD, TASK, SetAside, of_cells
from ingest.performance.columns import Column, column_at, fund_columns
from ingest.performance.project import IDENTITY, Project, is_money
from ingest.tables.grid import Box, Cell, Grid

#: A row of amounts below the names of their sources.
_TASK_TOTALS = word_list("performance", "task_totals")


class FormReader:
    """Reads the rows above the indicators of one project after the other."""

    def __init__(self, words: PerformanceWords, begin_next: Callable[[Grid, Box], Project], aside: list[SetAside]) -> None:
        self.words = words
        self._aside = aside
        self._begin_next = begin_next
        self._project: Project
        self._funds: list[Column] = []
        self._goals: list[Column] = []
        self._period: Cell | None = None
        self._in_tasks = False

    def enter(self, project: Project, *, is_new_table: bool) -> None:
        """Go on with this project; a new table has columns of its own."""
        self._project = project
        if is_new_table:
            self._funds, self._goals, self._period, self._in_tasks = [], [], None, False

    def read_row(self, grid: Grid, row: int, cells: list[Cell], unit: str | None) -> None:
        """Read one row; cells are those with text that begin in it, the unit is the one declared in the grid."""
        region = self._region(grid, row)
        inside = [cell for cell in cells if cell is not region]
        self._project.unit = self._project.unit or unit
        if self._is_task(grid, row, cells):
            self._project.task_count += any(is_money(cell.text) for cell in cells)
            self._aside += of_cells(grid, cells, TASK)
        elif columns := fund_columns(grid, row, self.words):
            self._funds = columns
        elif self._is_goal_header(grid, inside):
            self._goals = [Column(self.words.goal_head(cell.words) or "goal_text", cell.box[0], cell.box[2]) for cell in inside]
        elif self._read_funds(grid, row, inside):
            self._goals = []
        elif len(cells) == 1 and self._read_inline(grid, cells[0]):
            return
        elif (self._goals and not any(self.words.label(cell.words) for cell in inside)) or (
            not self._read_pairs(grid, row, cells) and region is not None and self.words.label(region.words) == "goal"
        ):
            self._read_goals(inside)

    def _is_task(self, grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row is one of the tasks of a department, or their header; their total and the goal end them."""
        self._in_tasks = self._in_tasks or any(self.words.is_task_head(cell.words) for cell in cells)
        ends = any(self.words.label(cell.words) == "goal" for cell in grid.row(row))
        if ends or any(bare_label(cell.words) in _TASK_TOTALS for cell in cells):
            self._in_tasks = False
        return self._in_tasks

    def _is_goal_header(self, grid: Grid, cells: Sequence[Cell]) -> bool:
        """预期目标 | 实际完成情况, or one such word alone above its text."""
        if len(cells) == 1 and self.words.label(cells[0].words) == "goal":
            return cells[0].column == 0 and cells[0].column_end == grid.column_count - 1  # alone over the whole width
        heads = bool(cells) and all(self.words.goal_head(cell.words) for cell in cells)
        return heads and (len(cells) > 1 or not self._is_labelled(grid, cells[0]))

    def _region(self, grid: Grid, row: int) -> Cell | None:
        """The label cell at the left that spans the rows of a part (项目资金, 年度总体目标)."""
        for cell in grid.row(row):
            if cell.words:
                is_label = self.words.is_fund_region(cell.words) or self.words.label(cell.words) == "goal"
                return cell if is_label and cell.box[2] < grid.box[2] else None
        return None

    @staticmethod
    def _is_labelled(grid: Grid, cell: Cell) -> bool:
        """Whether a cell has its value in the same row, to its right."""
        right = [other for other in grid.row(cell.row) if other.column > cell.column_end]
        return any(other.words for other in right)

    def _read_goals(self, cells: Sequence[Cell]) -> None:
        for cell in cells:
            column = column_at(self._goals, cell) if self._goals else None
            if self.words.label(cell.words) is None:
                self._project.add_text(column.role if column else "goal_text", cell.text)

    def _read_funds(self, grid: Grid, row: int, cells: list[Cell]) -> bool:
        """Fund rows: under headed columns, as label and amount side by side, or amounts below their labels."""
        money = [cell for cell in cells if is_money(cell.text)]
        if not money:
            return False
        if self._funds and (source := self._source(grid, row, money[0])):
            columns = [(column_at(self._funds, cell), cell) for cell in cells]
            amounts = {column.role: cell.text for column, cell in columns if column and column.role != "source"}
            self._project.add_fund(source, amounts, grid.page_number, _around(cells))
            return True
        if self._read_funds_below(grid, row, cells, money):
            return True
        found = False
        for label, value in self._pairs(grid, row):
            if self.words.is_amount_label(label.words) and is_money(value.text):
                source = self._within_period(label, [cell for cell, amount in self._pairs(grid, row) if is_money(amount.text)])
                self._project.add_fund(source, {"initial_budget": value.text}, grid.page_number, value.box)
                found = True
        return found

    def _within_period(self, label: Cell, labels: Sequence[Cell]) -> str:
        """The name of a source; of the whole period where its total stands beside that of the year."""
        if self.words.is_period_total(label.words):
            others = [cell for cell in labels if cell is not label and self.words.is_amount_label(cell.words)]
            self._period = label if others else None
        elif self._period and self._period.column == label.column:
            return f"{self._period.text}/{label.text}"
        return label.text

    def _source(self, grid: Grid, row: int, first_amount: Cell) -> str | None:
        """The names left of the first amount, without the label of the whole part."""
        left = [cell for cell in grid.row(row) if cell.words and cell.column < first_amount.column]
        names = [cell.text for cell in left if not (self.words.is_fund_region(cell.words) and len(left) > 1 and cell is left[0])]
        known = any(self.words.is_fund_source(name) for name in names)
        return "/".join(names) if names and (known or any(self.words.is_fund_region(cell.words) for cell in left)) else None

    def _read_funds_below(self, grid: Grid, row: int, cells: list[Cell], money: list[Cell]) -> bool:
        """Amounts in one row, their sources in the rows above: 财政拨款/基本支出."""
        names = [cell for cell in cells if cell not in money]
        if len(money) < 2 or any(bare_label(cell.words) not in _TASK_TOTALS for cell in names):
            return False
        found = False
        for cell in money:
            heads: list[str] = []
            for above in range(row):
                head = grid.at(above, cell.column)
                if self.words.is_fund_source(head.words) and head.text not in heads:
                    heads.append(head.text)
            if heads:
                self._project.add_fund("/".join(heads), {"initial_budget": cell.text}, grid.page_number, cell.box)
                found = True
        return found

    def _pairs(self, grid: Grid, row: int) -> list[tuple[Cell, Cell]]:
        """Neighbouring cells of a row: possible label and value."""
        cells = list(grid.row(row))
        return [(a, b) for a, b in pairwise(cells) if a.words and a.row == row]

    def _read_pairs(self, grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
        """Label cells with their value beside them; the value of a contact label is passed over unread."""
        found = False
        for label, value in self._pairs(grid, row):
            meaning = self.words.label(label.words)
            is_label = self.words.label(value.words) or self.words.goal_head(value.words) or is_contact_label(value.words)
            if meaning == "ignored" and not is_label and not is_contact_label(label.words):
                self._aside += of_cells(grid, [value], FIELD)
            if meaning is None or meaning == "ignored" or is_contact_label(label.words):
                continue
            found = True
            if is_label:
                continue
            self._take_pair(grid, label, label.words, meaning, value.text)
        return found

    def _read_inline(self, grid: Grid, cell: Cell) -> bool:
        """A label and its value in one cell: 项目名称:某某项目."""
        parts = re.split(r"[:\s]+", cell.text, maxsplit=1)
        meaning = self.words.label(parts[0]) if len(parts) == 2 else None
        if meaning not in IDENTITY or is_contact_label(parts[0]):
            return False
        self._take_pair(grid, cell, parts[0], meaning, parts[1])
        return True

    def _take_pair(self, grid: Grid, label: Cell, words: str, meaning: str, value: str) -> None:
        if meaning in IDENTITY:
            if self._project.is_begun:
                self._project = self._begin_next(grid, (grid.box[0], label.box[1], grid.box[2], grid.box[3]))
                self._funds, self._goals, self._period = [], [], None
            if bare_label(words) in self.words.whole_department_labels and not self._project.texts.get("project_name"):
                self._project.is_whole_department = True
            if meaning == "project_name":
                self._project.is_whole_department = False
            self._project.add_text(meaning, value)
        else:
            self._project.add_text("goal_text", value)


def _around(cells: Sequence[Cell]) -> Box:
    boxes = [cell.box for cell in cells]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
