"""Performance tables (绩效目标表, 绩效自评表): the projects, funds and indicators in them, and what could not be read.

Decided by words before the statements are recognised, so that the statement reader can leave these grids alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from ingest.lexicon import load
from ingest.lexicon.performance_words import PerformanceWords, performance_words
from ingest.page.model import Page
from ingest.performance.aside import SetAside, of_totals
from ingest.performance.listed import without_totals
from ingest.performance.places import Place, performance_places
from ingest.performance.project import Project, Row
from ingest.performance.reader import PerformanceReader
from ingest.performance.titles import named
from ingest.tables.find_tables import Table, Tables
from ingest.tables.grid import Grid


@dataclass(frozen=True)
class PerformanceReading:
    """Rows of raw tables projects, project_funds, indicators and reader_messages, and where the tables stand."""

    projects: list[Row] = field(default_factory=list)
    project_funds: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    #: What of them became no row and no text of a project.
    aside: list[SetAside] = field(default_factory=list, repr=False)
    #: Page number and index on its page of each grid that is a performance table, with the cells beside it that stand open.
    grids: dict[tuple[int, int], Grid] = field(default_factory=dict, repr=False)

    def told_apart(self, tables: Tables) -> Tables:
        """The tables of the document, those that were read here marked and with the cells beside them that stand open."""
        return {page: list(self._marked(page, found)) for page, found in tables.items()}

    def _marked(self, page: int, found: Sequence[Table]) -> Iterator[Table]:
        ruled = count()
        for table in found:
            read = self.grids.get((page, next(ruled))) if table.ruled else None
            yield Table(read, read, is_performance=True) if read else table


def read_performance(document_key: str, pages: Sequence[Page], tables: Tables) -> PerformanceReading:
    """Read all performance tables of a document; what is not understood becomes a message, never an exception."""
    return read_grids(
        document_key, pages, {page: [table.ruled for table in found if table.ruled] for page, found in tables.items()}
    )


def read_grids(document_key: str, pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]]) -> PerformanceReading:
    """Read the performance tables among the grids of a document as their rules divide them."""
    words = performance_words()
    reader = PerformanceReader(words)
    read: dict[tuple[int, int], Grid] = {}
    messages: list[Row] = []
    for place in performance_places(pages, grids, words):
        if place.reason is None and not place.is_statement:
            read[place.page.page_number, place.index] = place.grid
        messages += _read(document_key, reader, place, grids[place.page.page_number])
    listed = list(without_totals(reader.projects, words))
    projects = [named(project, words) for project in listed if not project.is_empty]
    rows = [project.rows(document_key, number) for number, project in enumerate(projects, start=1)]
    messages.extend(_complaints(document_key, projects))
    return PerformanceReading(
        projects=[row for row, _, _ in rows],
        project_funds=[fund for _, funds, _ in rows for fund in funds],
        indicators=[indicator for _, _, indicators in rows for indicator in indicators],
        messages=messages,
        aside=[*reader.aside, *of_totals(reader.projects, listed)],
        grids=read,
    )


def _read(document_key: str, reader: PerformanceReader, place: Place, others: Sequence[Grid]) -> list[Row]:
    """Read one grid; what it does not yield is said with its reason."""
    page_number = place.page.page_number
    if place.reason:
        what = f"a table of {place.grid.row_count} rows that speaks of performance was not read: {place.reason}"
        return [_message(document_key, page_number, "performance_table_unread", what)]
    before = reader.landed
    try:
        reader.read_grid(place, _table_kind(place.grid, place.title, reader.words), others)
    except (LookupError, ValueError, ArithmeticError) as error:
        what = f"a performance table was not read to its end ({type(error).__name__})"
        return [_message(document_key, page_number, "performance_table_unread", what)]
    if reader.landed > before or place.is_statement:
        return []
    return [_message(document_key, page_number, *_of_no_row(place.grid, reader.words))]


def _of_no_row(grid: Grid, words: PerformanceWords) -> tuple[str, str]:
    """Code and text of the message about a grid without a row: a blank form, or one whose texts were not understood."""
    filled = [cell.words for cell in grid.cells if cell.words and not words.is_known(cell.words)]
    if any(len(text) > 1 for text in filled):
        return (
            "performance_table_unread",
            f"a performance table yields no row: {len(filled)} cells stand in no column or label that is known",
        )
    return "performance_form_blank", "a performance table is a blank form: nothing is filled in"


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
        if project.task_count:
            what = f"{project.task_count} tasks of the department are listed with amounts that are not read"
            yield _message(document_key, page, "performance_tasks_unread", what, severity="info")
        if any(fund["printed_unit"] is None for fund in project.funds):
            yield _message(document_key, page, "performance_unit_missing", "a performance table prints amounts without a unit")


def _message(document_key: str, page_number: int, code: str, message: str, severity: str = "warning") -> Row:
    return {
        "document_key": document_key,
        "page_number": page_number,
        "severity": severity,
        "message_code": code,
        "message": message,
    }
