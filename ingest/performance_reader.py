"""Reads performance tables row by row: form part (labels and values, funds, goals), then indicators, then the next project.

Forms differ by place, but their words mean the same; so a row is read by what its label cells say, never by its number.
"""

from collections.abc import Sequence
from itertools import pairwise

from ingest.contacts import is_contact_label
from ingest.grid import Box, Cell, Grid
from ingest.performance_columns import Column, column_at, fund_columns, header_end, indicator_columns, list_columns
from ingest.performance_project import Project, declared_unit, is_money
from ingest.performance_words import PerformanceWords, bare_label

_IDENTITY = ("project_name", "department_name", "implementing_unit")
#: Beside these the figure counts once, however many rows its merged cell covers.
_ONCE = ("weight", "score")


class PerformanceReader:
    """Follows one document's performance tables; `projects` grows as grids are read."""

    def __init__(self, words: PerformanceWords) -> None:
        self.words = words
        self.projects: list[Project] = []
        self._columns: list[Column] = []  # of the indicator part
        self._list: list[Column] = []  # of a list of projects
        self._funds: list[Column] = []
        self._goals: list[Column] = []
        self._levels: dict[str, str] = {}
        self._header_end = -1
        self._grid_unit: str | None = None
        self._at_top = False  # no row of a continuation has been read yet

    @property
    def _project(self) -> Project:
        return self.projects[-1]

    def read_grid(self, grid: Grid, title: str, table_kind: str, *, is_continuation: bool) -> None:
        """Read one grid; a continuation goes on with the project and the columns of the grid before."""
        self._header_end = -1
        self._at_top = is_continuation
        self._grid_unit = declared_unit(list(grid.cells)) or (self._grid_unit if is_continuation else None)
        if not is_continuation:
            self._columns, self._list, self._funds, self._goals, self._levels = [], [], [], [], {}
            self._begin(grid, title, table_kind)
        for row in range(grid.row_count):
            self._read_row(grid, row)

    def _begin(self, grid: Grid, title: str, table_kind: str, box: Box | None = None) -> None:
        if self.projects and self._project.is_empty:
            self.projects.pop()
        self.projects.append(Project(grid.page_number, box or grid.box, title, table_kind, unit=self._grid_unit))

    def _read_row(self, grid: Grid, row: int) -> None:
        cells = [cell for cell in grid.starts(row) if cell.words]
        if not cells:
            return
        if columns := indicator_columns(grid, row, self.words):
            self._take_header(columns, list_columns(grid, row, self.words))
            self._header_end = header_end(grid, row, self.words)
        elif row <= self._header_end:
            self._add_list_funds(cells)
        elif not self._columns and (columns := list_columns(grid, row, self.words)):
            self._list, self._header_end = columns, row
        elif self._list:
            self._read_list_row(grid, row)
            self._at_top = False
        elif self._columns and not self._is_form_row(cells):
            self._read_indicator_row(grid, row)
            self._at_top = False
        else:
            self._columns = []
            self._read_form_row(grid, row, cells)
            self._at_top = False

    def _take_header(self, columns: list[Column], of_list: list[Column]) -> None:
        """A header repeated at the top of a page may be damaged by clipped text: then the one before holds on."""
        is_repeated = self._at_top and bool(self._columns)
        if not is_repeated or len(columns) >= len(self._columns):
            self._columns = columns
        if not is_repeated or len(of_list) >= len(self._list):
            self._list = of_list

    def _is_form_row(self, cells: Sequence[Cell]) -> bool:
        """Whether a row of an indicator part begins the form of the next project."""
        return len(cells) > 1 and self.words.label(cells[0].words) in _IDENTITY and column_at(self._columns, cells[0]) is not None

    # --- lists of projects

    def _add_list_funds(self, cells: Sequence[Cell]) -> None:
        """The second header row of a list: 财政资金 | 其他资金 below 其中."""
        for cell in cells:
            if self._list and self.words.is_fund_source(cell.words):
                self._list.append(Column("fund", cell.box[0], cell.box[2], cell.words))

    def _read_list_row(self, grid: Grid, row: int) -> None:
        cells = [(column, cell) for cell in grid.row(row) if (column := column_at(self._list, cell)) is not None]
        fresh = [(column, cell) for column, cell in cells if cell.row == row and cell.words]
        name_cell = next((cell for column, cell in cells if column.role == "project_name"), None)
        name = name_cell.text if name_cell else ""
        if fresh and not self._goes_on(fresh, name):
            previous = self.projects[-1]
            box = (grid.box[0], fresh[0][1].box[1], grid.box[2], fresh[0][1].box[3])
            self._begin(grid, previous.title, previous.table_kind, box)
            self._levels = {}
            goes_over_page = name_cell is not None and name_cell.row == self._header_end + 1 and not name
            self._project.add_text("project_name", previous.texts.get("project_name", "") if goes_over_page else name)
        elif self._at_top and name:
            self._name_the_nameless(name)
            self._project.add_text("project_name", name)
        for column, cell in fresh:
            if column.role == "fund":
                self._project.add_fund(column.words, {"initial_budget": cell.text}, grid.page_number, cell.box)
            elif column.role in ("goal_text", "implementing_unit"):
                self._project.add_text(column.role, cell.text)
        if self._columns:
            self._read_indicator_row(grid, row)

    def _name_the_nameless(self, name: str) -> None:
        """A name cell over a page break may print its name on the second page only."""
        for project in reversed(self.projects):
            if project.texts.get("project_name"):
                break
            project.add_text("project_name", name)

    def _goes_on(self, fresh: Sequence[tuple[Column, Cell]], name: str) -> bool:
        """A row at the top of a page goes on with the project before: no other name, and no new amount beside it."""
        if not self._at_top:
            return False
        amounts = [cell.text for column, cell in fresh if column.role == "fund"]
        known = [fund["initial_budget_text"] for fund in self._project.funds]
        same_name = not name or name == self._project.texts.get("project_name", name)
        cut = bool(known) and not amounts  # the rest of a row: a name that goes on, a goal that goes on
        return cut or (same_name and all(amount in known for amount in amounts))

    # --- the form part

    def _read_form_row(self, grid: Grid, row: int, cells: list[Cell]) -> None:
        region = self._region(grid, row)
        inside = [cell for cell in cells if cell is not region]
        self._project.unit = self._project.unit or self._grid_unit
        if columns := fund_columns(grid, row, self.words):
            self._funds = columns
        elif self._is_goal_header(grid, inside):
            self._goals = [Column(str(self.words.goal_head(cell.words)), cell.box[0], cell.box[2]) for cell in inside]
        elif self._read_funds(grid, row, inside):
            self._goals = []
        elif (self._goals and not any(self.words.label(cell.words) for cell in inside)) or (
            not self._read_pairs(grid, row, cells) and region is not None and self.words.label(region.words) == "goal"
        ):
            self._read_goals(inside)

    def _is_goal_header(self, grid: Grid, cells: Sequence[Cell]) -> bool:
        """预期目标 | 实际完成情况, or one such word alone above its text."""
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
            if self.words.is_fund_source(label.words) and is_money(value.text):
                self._project.add_fund(label.text, {"initial_budget": value.text}, grid.page_number, value.box)
                found = True
        return found

    def _source(self, grid: Grid, row: int, first_amount: Cell) -> str | None:
        """The names left of the first amount, without the label of the whole part."""
        left = [cell for cell in grid.row(row) if cell.words and cell.column < first_amount.column]
        names = [cell.text for cell in left if not (self.words.is_fund_region(cell.words) and len(left) > 1 and cell is left[0])]
        known = any(self.words.is_fund_source(name) for name in names)
        return "/".join(names) if names and (known or any(self.words.is_fund_region(cell.words) for cell in left)) else None

    def _read_funds_below(self, grid: Grid, row: int, cells: list[Cell], money: list[Cell]) -> bool:
        """Amounts in one row, their sources in the rows above: 财政拨款/基本支出."""
        names = [cell for cell in cells if cell not in money]
        if len(money) < 2 or any(bare_label(cell.words) not in ("金额合计", "合计") for cell in names):
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
            if meaning is None or meaning == "ignored" or is_contact_label(label.words):
                continue
            found = True
            if self.words.label(value.words) or self.words.goal_head(value.words) or is_contact_label(value.words):
                continue
            self._take_pair(grid, label, meaning, value)
        return found

    def _take_pair(self, grid: Grid, label: Cell, meaning: str, value: Cell) -> None:
        if meaning in _IDENTITY:
            if self._project.is_begun:
                previous = self._project
                box = (grid.box[0], label.box[1], grid.box[2], grid.box[3])
                self._begin(grid, previous.title, previous.table_kind, box)
                self._funds, self._goals, self._levels = [], [], {}
            if bare_label(label.words) in self.words.whole_department_labels:
                self._project.is_whole_department = True
            if meaning == "project_name":
                self._project.is_whole_department = False
            self._project.add_text(meaning, value.text)
        else:
            self._project.add_text("goal_text", value.text)

    # --- the indicator part

    def _read_indicator_row(self, grid: Grid, row: int) -> None:
        texts: dict[str, str] = {}
        boxes: list[Box] = []
        for cell in grid.row(row):
            column = column_at(self._columns, cell)
            if column is not None and not (cell.row < row and column.role in _ONCE):
                texts[column.role] = texts.get(column.role, "") + cell.text
                boxes.append(cell.box)
        first = next((cell for cell in grid.starts(row) if cell.words), None)
        if first is not None and bare_label(first.words) in self.words.totals:
            self._take_total(grid, row, texts)
        elif texts:
            self._take_indicator(grid, row, texts, boxes)

    def _take_total(self, grid: Grid, row: int, texts: dict[str, str]) -> None:
        right = [cell.text for cell in grid.row(row) if cell.words]
        score = texts.get("score") or (right[-1] if len(right) > 1 else "")
        if score and not self._project.texts.get("total_score"):
            self._project.texts["total_score"] = score

    def _take_indicator(self, grid: Grid, row: int, texts: dict[str, str], boxes: list[Box]) -> None:
        if path := self.words.path.match(texts.pop("path", "")):
            texts.update(path.groupdict())
        own = {name: text for name, text in texts.items() if text and name not in ("level1", "level2")}
        if self._at_top and self._project.indicators and self._is_remainder(own):
            self._project.extend_indicator(own)
            return
        if self.words.is_nil(texts.get("level3", "")) and self.words.is_nil(texts.get("target", "")):
            return
        self._carry_levels(texts)
        x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
        self._project.add_indicator(texts, grid.page_number, (x0, grid.row_edges[row], x1, grid.row_edges[row + 1]))

    @staticmethod
    def _is_remainder(own: dict[str, str]) -> bool:
        """The first row of a page is the rest of the last one when it has no name, or nothing but a name."""
        return bool(own) and ("level3" not in own or set(own) == {"level3"})

    def _carry_levels(self, texts: dict[str, str]) -> None:
        if texts.get("level1") and texts["level1"] != self._levels.get("level1"):
            self._levels.pop("level2", None)
        for level in ("level1", "level2"):
            texts[level] = texts.get(level) or self._levels.get(level, "")
            self._levels[level] = texts[level]


def _around(cells: Sequence[Cell]) -> Box:
    boxes = [cell.box for cell in cells]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
