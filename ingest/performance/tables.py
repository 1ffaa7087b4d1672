"""Performance tables (绩效目标表, 绩效自评表): which grids they are, and the projects, funds and indicators in them.

Decided by words before the statements are recognised, so that the statement reader can leave these grids alone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.page.grid import Grid
from ingest.page.pages import Page
from ingest.performance.columns import fund_columns, indicator_columns, list_columns
from ingest.performance.project import Project, Row, is_money
from ingest.performance.reader import PerformanceReader
from ingest.performance.titles import named, title_above
from ingest.performance.words import PerformanceWords, bare_label, performance_words
from ingest.vocabulary import load

#: A continuation begins within this share of the page height, and its sides lie this near (points) to the table before.
TOP, SIDES = 0.25, 20.0

_HINT = re.compile(r"绩效|指标|目标")
_STATEMENT_HEAD = re.compile(r"科目(?:编码|名称|代码)|功能分类|经济分类|栏次|行次")


@dataclass(frozen=True)
class PerformanceReading:
    """Rows of raw tables projects, project_funds, indicators and reader_messages, and where the tables stand."""

    projects: list[Row] = field(default_factory=list)
    project_funds: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    table_places: frozenset[tuple[int, int]] = frozenset()  # (page number, index of the grid on its page)


def read_performance(document_key: str, pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]]) -> PerformanceReading:
    """Read all performance tables of a document; what is not understood becomes a message, never an exception."""
    words = performance_words()
    reader = PerformanceReader(words)
    places: set[tuple[int, int]] = set()
    messages: list[Row] = []
    for page, index, grid, title, is_continuation in _tables(pages, grids, words):
        places.add((page.page_number, index))
        try:
            reader.read_grid(
                grid, title, _table_kind(grid, title, words), is_continuation=is_continuation and bool(reader.projects)
            )
        except (LookupError, ValueError, ArithmeticError) as error:
            what = f"a performance table was not read to its end ({type(error).__name__})"
            messages.append(_message(document_key, page.page_number, "performance_table_unread", what))
    projects = [named(project, words) for project in reader.projects if not project.is_empty]
    rows = [project.rows(document_key, number) for number, project in enumerate(projects, start=1)]
    messages.extend(_complaints(document_key, projects))
    return PerformanceReading(
        projects=[row for row, _, _ in rows],
        project_funds=[fund for _, funds, _ in rows for fund in funds],
        indicators=[indicator for _, _, indicators in rows for indicator in indicators],
        messages=messages,
        table_places=frozenset(places),
    )


def _tables(
    pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], words: PerformanceWords
) -> Iterator[tuple[Page, int, Grid, str, bool]]:
    """Performance grids in reading order: page, index on the page, grid, title above it, whether it continues the one before."""
    previous: tuple[int, Grid] | None = None  # place of the page of the last performance grid, when nothing came after it
    for leaf, page in enumerate(pages):
        found = grids.get(page.page_number, ())
        if not found:
            continue
        for index, grid in enumerate(found):
            begins = _begins(grid, words)
            if not begins and (previous is None or leaf - previous[0] > 1 or index > 0):
                previous = None
                continue
            title = title_above(page, found, index, words)
            headed = begins and _begins_with_form(grid, words)
            follows = previous is not None and leaf - previous[0] <= 1 and index == 0
            continues = (
                previous is not None and follows and not headed and _continues(page, grid, previous[1], title, has_header=begins)
            )
            if begins or continues:
                yield page, index, grid, title, continues
                previous = (leaf, grid)
            else:
                previous = None


def _begins(grid: Grid, words: PerformanceWords) -> bool:
    """Whether a grid says by its own words that it is a performance table."""
    if not any(_HINT.search(cell.words) for cell in grid.cells if len(cell.words) < 40):
        return False
    named = (cell for cell in grid.cells if len(cell.words) < 24)
    for row in sorted({cell.row for cell in named if words.indicator_column(cell.words) or words.label(cell.words)}):
        if indicator_columns(grid, row, words) or (list_columns(grid, row, words) and not _is_statement_header(grid, row)):
            return True
    labels = {words.label(cell.words) for cell in grid.cells if cell.words and len(cell.words) < 24}
    heads = any(words.goal_head(cell.words) for cell in grid.cells if len(cell.words) < 24)
    funds = any(words.is_fund_region(cell.words) for cell in grid.cells)
    funds = funds or any(fund_columns(grid, row, words) for row in range(min(grid.row_count, 8)))
    return ("goal" in labels or heads) and bool(labels & {"project_name", "department_name"}) and funds


def _is_statement_header(grid: Grid, row: int) -> bool:
    """A list of projects by fund (一般公共预算 | 政府性基金) is the official 项目支出表, even with a column 绩效目标."""
    heads = {bare_label(cell.words) for above in range(min(row + 2, grid.row_count)) for cell in grid.row(above)}
    return bool(heads & {"一般公共预算", "政府性基金预算", "一般公共预算拨款", "国有资本经营预算", "财政拨款"})


def _begins_with_form(grid: Grid, words: PerformanceWords) -> bool:
    """Whether the first printed row names a project or department, or is a fund part: a new table, not a continuation."""
    for row in range(grid.row_count):
        cells = [cell for cell in grid.starts(row) if cell.words]
        if cells:
            titled = any(words.title.search(cell.words) and cell.words.endswith("表") for cell in cells)
            named = words.label(cells[0].words) in ("project_name", "department_name", "implementing_unit")
            is_label = named and len(cells) > 1 and not indicator_columns(grid, row, words)
            return titled or is_label or words.is_fund_region(cells[0].words)
    return False


def _continues(page: Page, grid: Grid, previous: Grid, title: str, *, has_header: bool) -> bool:
    """Whether a grid at the top of a page goes on with the table that ended the page before."""
    if grid.box[1] > TOP * page.height or (title and not has_header):
        return False
    if grid.box[0] < previous.box[0] - SIDES or grid.box[2] > previous.box[2] + SIDES:
        return False
    filled = [cell for cell in grid.cells if cell.words]
    if any(cell.row < 3 and len(cell.words) < 16 and _STATEMENT_HEAD.search(cell.words) for cell in filled):
        return False
    return sum(is_money(cell.text) for cell in filled) * 2 <= len(filled) + 1


def _table_kind(grid: Grid, title: str, words: PerformanceWords) -> str:
    """self_evaluation when title or columns tell of results, else target."""
    if any(word in title for word in load("performance")["self_evaluation"]):
        return "self_evaluation"
    results = {"actual", "executed"}
    columns = {words.indicator_column(cell.words) or words.fund_column(cell.words) for cell in grid.cells if len(cell.words) < 24}
    return "self_evaluation" if columns & results else "target"


def _complaints(document_key: str, projects: Sequence[Project]) -> Iterator[Row]:
    for project in projects:
        page = project.page_number
        if not project.is_whole_department and not project.texts.get("project_name"):
            yield _message(document_key, page, "performance_project_unnamed", "a performance table names no project")
        if not project.indicators and not project.texts.get("goal_text"):
            yield _message(
                document_key, page, "performance_table_incomplete", "a performance table has neither goal nor indicators"
            )
        if any(fund["printed_unit"] is None for fund in project.funds):
            yield _message(document_key, page, "performance_unit_missing", "a performance table prints amounts without a unit")


def _message(document_key: str, page_number: int, code: str, message: str) -> Row:
    return {
        "document_key": document_key,
        "page_number": page_number,
        "severity": "warning",
        "message_code": code,
        "message": message,
    }
