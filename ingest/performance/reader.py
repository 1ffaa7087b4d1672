"""Reads performance tables row by row: form part (labels and values, funds, goals), then indicators, then the next project.

Forms differ by place, but their words mean the same; so a row is read by what its label cells say, never by its number.
"""

from collections.abc import Sequence

from ingest.page.grid import Box, Cell, Grid
from ingest.performance.columns import Column, column_at, header_end, indicator_columns, list_columns
from ingest.performance.form import FormReader
from ingest.performance.project import IDENTITY, Project, declared_unit
from ingest.performance.words import PerformanceWords, bare_label

#: Beside these the figure counts once, however many rows its merged cell covers.
_ONCE = ("weight", "score")


class PerformanceReader:
    """Follows one document's performance tables; `projects` grows as grids are read."""

    def __init__(self, words: PerformanceWords) -> None:
        self.words = words
        self.projects: list[Project] = []
        self._columns: list[Column] = []  # of the indicator part
        self._list: list[Column] = []  # of a list of projects
        self._form = FormReader(words, self._begin_next)
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
            self._columns, self._list, self._levels = [], [], {}
            self._begin(grid, title, table_kind)
        self._form.enter(self._project, is_new_table=not is_continuation)
        for row in range(grid.row_count):
            self._read_row(grid, row)

    def _begin(self, grid: Grid, title: str, table_kind: str, box: Box | None = None) -> None:
        if self.projects and self._project.is_empty:
            self.projects.pop()
        self.projects.append(Project(grid.page_number, box or grid.box, title, table_kind, unit=self._grid_unit))

    def _begin_next(self, grid: Grid, box: Box) -> Project:
        """Another project in the same table."""
        previous = self._project
        self._begin(grid, previous.title, previous.table_kind, box)
        self._levels = {}
        return self._project

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
            self._form.read_row(grid, row, cells, self._grid_unit)
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
        return len(cells) > 1 and self.words.label(cells[0].words) in IDENTITY and column_at(self._columns, cells[0]) is not None

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
        starts = [column.role for column, cell in cells if cell.row == row]
        is_cut = not fresh and not self._at_top and "fund" in starts and "goal_text" in starts  # its texts follow overleaf
        if (fresh or is_cut) and not self._goes_on(fresh, name):
            previous = self.projects[-1]
            self._begin_next(grid, (grid.box[0], grid.row_edges[row], grid.box[2], grid.row_edges[row + 1]))
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
        if not known and not (self._project.texts.get("goal_text") and self._project.texts.get("project_name")):
            return True  # a row that began at the foot of the page before, its texts printed on this one
        same_name = not name or name == self._project.texts.get("project_name", name)
        cut = bool(known) and not amounts  # the rest of a row: a name that goes on, a goal that goes on
        return cut or (same_name and all(amount in known for amount in amounts))

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
