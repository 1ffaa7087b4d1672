"""Reads performance tables row by row: form part (labels and values, funds, goals), then indicators, then the next project.

Forms differ by place, but their words mean the same; so a row is read by what its label cells say, never by its number.
"""

import re
from collections.abc import Sequence

from ingest.lexicon.amounts import is_money
from ingest.lexicon.performance_words import PerformanceWords
from ingest.performance.aside import EMPTY_LEVEL, FIELD, HEADING, REPEATED, TOTAL, SetAside, of_cells
from ingest.performance.columns import Column, column_at, header_end, indicator_columns, list_header, parted
from ingest.performance.form import FormReader
from ingest.performance.levels import Levels
from ingest.performance.places import Place
from ingest.performance.project import IDENTITY, Project, declared_unit, fund_source
from ingest.performance.titles import bare_unit_above
from ingest.performance.told import told_indicators
from ingest.tables.captions import Caption, read_caption
from ingest.tables.grid import Box, Cell, Grid

#: Beside these the figure counts once, however many rows its merged cell covers.
_ONCE = ("weight", "score")
#: What a list is about.
_NAMES = ("project_name", "department_name")


#: A project code that a name begins with: 11000024T000002830551-, 310105231010…
_CODE = re.compile(r"\d{6,}[A-Z]?\d{6,}")


class PerformanceReader:
    """Follows one document's performance tables; `projects` grows as grids are read."""

    def __init__(self, words: PerformanceWords) -> None:
        self.words = words
        self.projects: list[Project] = []
        self.aside: list[SetAside] = []
        self._columns: list[Column] = []  # of the indicator part
        self._known: list[Column] = []  # of the last indicator part that had a header
        self._list: list[Column] = []  # of a list of projects
        self._list_number = 0
        self._form = FormReader(words, self._begin_next, self.aside)
        self._levels = Levels()
        self._header_end = -1
        self._grid_unit: str | None = None
        self._caption = Caption()
        self._is_statement = False
        self._at_top = False  # no row of a continuation has been read yet

    @property
    def landed(self) -> int:
        """How much has been read; a grid that adds nothing yields no row."""
        return sum(project.extent for project in self.projects)

    @property
    def _project(self) -> Project:
        return self.projects[-1]

    def read_grid(self, place: Place, table_kind: str, others: Sequence[Grid]) -> None:
        """Read one grid; a continuation goes on with the project and the columns of the grid before."""
        grid, is_continuation = place.grid, place.is_continuation and bool(self.projects)
        self._header_end = -1
        self._at_top, self._is_statement = is_continuation, place.is_statement
        caption = read_caption(place.page, grid, others)
        unit = declared_unit(list(grid.cells)) or caption.printed_unit or bare_unit_above(place.page, grid)
        self._grid_unit = unit or (self._grid_unit if is_continuation else None)
        if not is_continuation:
            self._columns, self._list, self._levels, self._caption = [], [], Levels(), caption
            self._begin(grid, place.title, table_kind)
        self._form.enter(self._project, is_new_table=not is_continuation)
        for row in range(grid.row_count):
            self._read_row(grid, row)

    def _begin(self, grid: Grid, title: str, table_kind: str, box: Box | None = None) -> None:
        if self.projects and self._project.is_empty:
            self.projects.pop()
        project = Project(grid.page_number, box or grid.box, title, table_kind, unit=self._grid_unit)
        project.caption_name = self._caption.unit_name
        self.projects.append(project)

    def _begin_next(self, grid: Grid, box: Box) -> Project:
        """Another project in the same table."""
        previous = self._project
        self._begin(grid, previous.title, previous.table_kind, box)
        self._levels = Levels()
        return self._project

    def _read_row(self, grid: Grid, row: int) -> None:
        cells = [cell for cell in grid.starts(row) if cell.words]
        if not cells:
            return
        if _is_column_mark(cells) or self._is_of_header(grid, row):
            self.aside += of_cells(grid, cells, HEADING)
        elif self._list:
            self._read_list_row(grid, row)
            self._at_top = False
        elif self._columns and not self._is_form_row(cells):
            self._read_indicator_row(grid, row, grid.row(row))
            self._at_top = False
        elif self._at_top and self._is_rest_of_goal(grid, row, cells):
            self._project.add_text("goal_text", cells[0].text, is_rest=True)
            self._at_top = False
        elif self._shows_levels(grid, row):
            self._columns = self._known
            self._read_indicator_row(grid, row, grid.row(row))
        else:
            self._columns = []
            self._form.read_row(grid, row, cells, self._grid_unit)
            self._at_top = False

    def _is_of_header(self, grid: Grid, row: int) -> bool:
        """Take a row of a header, of indicators or of a list."""
        if columns := indicator_columns(grid, row, self.words):
            self._take_list_header(grid, row)
            self._take_header(columns)
            self._header_end = max(self._header_end, header_end(grid, row, self.words))
        return bool(columns) or row <= self._header_end or self._take_list_header(grid, row)

    def _is_rest_of_goal(self, grid: Grid, row: int, cells: Sequence[Cell]) -> bool:
        """A text beside the blank rest of its label: the goal at the foot of the page before goes on."""
        if len(cells) > 1 or self._project.indicators or not self._project.texts.get("goal_text"):
            return False
        (cell,) = cells
        is_beside = cell.column > 0 and cell.column_end == grid.column_count - 1 and not grid.at(row, 0).words
        return is_beside and self.words.label(cell.words) is None and not self.words.goal_head(cell.words)

    def _take_header(self, columns: list[Column]) -> None:
        """A header repeated at the top of a page may be damaged by clipped text: then the one before holds on."""
        is_repeated = self._at_top and bool(self._columns)
        if not is_repeated or len(columns) >= len(self._columns):
            self._columns = self._known = columns

    def _shows_levels(self, grid: Grid, row: int) -> bool:
        """Whether a row of a form without a header prints levels where the forms before it have them."""
        levels = [(column_at(self._known, cell), cell) for cell in grid.starts(row) if self.words.is_level(cell.words)]
        return any(column and column.role == "level2" and cell.column > 0 for column, cell in levels)

    def _take_list_header(self, grid: Grid, row: int) -> bool:
        """Take the header of a list; of a statement the first amount only, the others are read there."""
        header = list_header(grid, row, self.words) if row > self._header_end else None
        if header is None:
            return False
        columns = header.columns
        if self._is_statement:
            funds = [column for column in columns if column.role == "fund"]
            columns = [column for column in columns if column.role != "fund" or column is funds[0]]
        if not (self._at_top and len(columns) < len(self._list)):
            self._list = columns
        self._list_number += not self._at_top
        self._header_end = header.end
        return True

    def _is_form_row(self, cells: Sequence[Cell]) -> bool:
        """Whether a row of an indicator part begins the form of the next project."""
        return len(cells) > 1 and self.words.label(cells[0].words) in IDENTITY and column_at(self._columns, cells[0]) is not None

    # --- lists of projects

    def _read_list_row(self, grid: Grid, row: int) -> None:
        parts = [part for cell in grid.row(row) for part in parted(cell, [*self._list, *self._columns])]
        cells = [(column, cell) for cell in parts if (column := column_at(self._list, cell)) is not None]
        fresh = [(column, cell) for column, cell in cells if cell.row == row and cell.words]
        self.aside += of_cells(grid, self._in_no_column(parts, row), FIELD)
        name_cell = next((cell for column, cell in cells if column.role in _NAMES), None)
        name = name_cell.text if name_cell else ""
        starts = [column.role for column, cell in cells if cell.row == row]
        is_new = any(role in _NAMES for role in starts) or starts.count("fund") == self._fund_columns
        is_cut = not fresh and not self._at_top and is_new and "goal_text" in starts  # its texts follow overleaf
        if self._at_top and name:
            self._name_the_nameless(name)
        if self._at_top and (rest := self._rests_of_amounts(fresh)):
            fresh = [(column, cell) for column, cell in fresh if cell not in rest]
        if ((is_new and fresh) or is_cut) and not self._goes_on(fresh, name):
            self._begin_listed(grid, row, name_cell)
        elif self._at_top and name:
            self._project.add_text(self._name_role, name, is_rest=True)
        for column, cell in fresh:
            self._take_listed(column, cell, grid.page_number)
        if self._columns:
            self._read_indicator_row(grid, row, parts)

    def _in_no_column(self, cells: Sequence[Cell], row: int) -> list[Cell]:
        """Cells of columns of no concern, as those of codes; an amount there is not of them."""
        columns = [*self._list, *self._columns]
        return [c for c in cells if c.row == row and c.words and column_at(columns, c) is None and not is_money(c.figure)]

    def _begin_listed(self, grid: Grid, row: int, name_cell: Cell | None) -> None:
        previous = self.projects[-1]
        self._begin_next(grid, (grid.box[0], grid.row_edges[row], grid.box[2], grid.row_edges[row + 1]))
        name = name_cell.text if name_cell else ""
        goes_over_page = name_cell is not None and name_cell.row <= self._header_end + 1 and not name
        goes_over_page = goes_over_page and previous.list_number == self._list_number and previous.is_begun
        self._project.list_number, self._project.is_in_statement = self._list_number, self._is_statement
        self._project.is_whole_department = self._name_role == "department_name"
        self._project.add_text(self._name_role, previous.texts.get(self._name_role, "") if goes_over_page else name)

    @property
    def _fund_columns(self) -> int:
        return sum(column.role == "fund" for column in self._list)

    @property
    def _name_role(self) -> str:
        """What the list names: projects, or departments."""
        return next((column.role for column in self._list if column.role in _NAMES), "project_name")

    def _take_listed(self, column: Column, cell: Cell, page_number: int) -> None:
        if column.role == "fund" and self._at_top and self._project.has_fund(column.words, cell.text):
            self.aside.append(SetAside(page_number, cell.box, REPEATED))
        elif column.role == "fund":
            self._project.add_fund(column.words, {"initial_budget": cell.text}, page_number, cell.box)
        elif column.role == "told":
            self._take_told(cell, page_number)
        elif column.role in ("goal_text", "implementing_unit"):
            self._project.add_text(column.role, cell.text, is_rest=self._at_top)

    def _take_told(self, cell: Cell, page_number: int) -> None:
        """Indicators in one text; one that is cut by the page is read when its rest is there."""
        self._project.told += cell.text
        if indicators := told_indicators(self._project.told):
            self._project.indicators.clear()
            for texts in indicators:
                self._project.add_indicator(texts, page_number, cell.box)

    def _name_the_nameless(self, name: str) -> None:
        """A name cell over a page break may print its name on the second page only."""
        for project in reversed(self.projects):
            if project.list_number != self._list_number or project.texts.get(self._name_role):
                break
            project.add_text(self._name_role, name)

    def _rests_of_amounts(self, fresh: Sequence[tuple[Column, Cell]]) -> list[Cell]:
        """Join the amounts that the page cut behind their point (4,140.5681 | 31); the cells of the rests."""
        cells = {fund_source(column.words): cell for column, cell in fresh if column.role == "fund"}
        others = [fund["initial_budget_text"] for project in self.projects[:-1] for fund in project.funds if project.list_number]
        usual = len(str(others[-1]).partition(".")[2]) if others else 0
        cut = self._project.broken_funds({str(source): cell.words for source, cell in cells.items()}, usual)
        for fund in cut:
            self._project.join_fund(fund, cells[str(fund["fund_source"])].words)
        return list(cells.values()) if cut else []

    def _goes_on(self, fresh: Sequence[tuple[Column, Cell]], name: str) -> bool:
        """A row at the top of a page goes on with the project before: no other name, and no new amount beside it."""
        if not self._at_top or self._project.list_number != self._list_number:
            return False
        amounts = [cell.text for column, cell in fresh if column.role == "fund"]
        known = [fund["initial_budget_text"] for fund in self._project.funds]
        same_name = not name or name == self._project.texts.get(self._name_role, name)
        if amounts and _CODE.match(self._project.texts.get(self._name_role, "")) and not _CODE.match(name):
            same_name = True  # the rest of a name that began with its code, beside the amounts again
        if not known and (same_name or self._project.is_begun or not self._project.texts.get(self._name_role)):
            return True  # a row that began at the foot of the page before; a name alone is that of a unit
        # the rest of a row: a name that goes on, a goal that goes on; a name with a code of its own is no rest
        cut = bool(known) and not amounts and (same_name or not _CODE.match(name))
        return cut or (same_name and all(amount in known for amount in amounts))

    # --- the indicator part

    def _read_indicator_row(self, grid: Grid, row: int, row_cells: Sequence[Cell]) -> None:
        texts: dict[str, str] = {}
        cells: dict[str, Cell] = {}
        boxes: list[Box] = []
        for cell in row_cells:
            column = column_at(self._columns, cell)
            if column is not None and not (cell.row < row and column.role in _ONCE):
                texts[column.role] = texts.get(column.role, "") + cell.text
                cells[column.role] = cell
                boxes.append(cell.box)
        first = next((cell for cell in grid.starts(row) if cell.words), None)
        if first is not None and self.words.is_total(first.words):
            self._take_total(grid, row, texts)
        elif texts:
            self._take_indicator(grid, row, texts, cells, boxes)

    def _take_total(self, grid: Grid, row: int, texts: dict[str, str]) -> None:
        """The total of the scores; a total of a list is one of amounts."""
        has_scores = any(column.role == "score" for column in self._columns) and not self._list
        right = [cell.text for cell in grid.row(row) if cell.words]
        score = texts.get("score") or (right[-1] if len(right) > 1 and has_scores else "")
        if score:
            self.aside += of_cells(grid, grid.starts(row), TOTAL)
        if score and not self._project.texts.get("total_score"):
            self._project.texts["total_score"] = score

    def _take_indicator(self, grid: Grid, row: int, texts: dict[str, str], cells: dict[str, Cell], boxes: list[Box]) -> None:
        if path := self.words.path.match(texts.pop("path", "")):
            texts.update(path.groupdict())
        own = {name: text for name, text in texts.items() if text and name not in ("level1", "level2")}
        if self._at_top and self._project.indicators and self._is_remainder(own):
            self._project.extend_indicator(own)
            return
        if self.words.is_nil(texts.get("level3", "")) and self.words.is_nil(texts.get("target", "")):
            self.aside += of_cells(grid, cells.values(), EMPTY_LEVEL)
            return
        self._levels.take(texts, cells, row, at_top=self._at_top)
        x0, x1 = min(box[0] for box in boxes), max(box[2] for box in boxes)
        indicator = self._project.add_indicator(texts, grid.page_number, (x0, grid.row_edges[row], x1, grid.row_edges[row + 1]))
        self._levels.add(indicator)

    @staticmethod
    def _is_remainder(own: dict[str, str]) -> bool:
        """The first row of a page is the rest of the last one when it has no name, or nothing but a name."""
        return bool(own) and ("level3" not in own or set(own) == {"level3"})


def _is_column_mark(cells: Sequence[Cell]) -> bool:
    """A row of ** or of the numbers 1, 2, 3 below a header."""
    words = [cell.words for cell in cells]
    return all(set(each) == {"*"} for each in words) or (len(words) > 2 and words == [str(i + 1) for i in range(len(words))])
