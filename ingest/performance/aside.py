"""What a performance table prints that becomes no row and no text of a project, and why: it was seen, so it is not overlooked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.performance.project import Project
from ingest.tables.grid import Box, Cell, Grid

#: Not kept: the tasks of a department, and what labels of no concern are followed by.
TASK, FIELD = "department_task", "field_not_kept"
#: Understood, and no row: sums and units of a list, what a page prints again of the row before, headings, levels nothing stands in.
TOTAL, REPEATED, HEADING, EMPTY_LEVEL = "total", "repeated", "label", "level_without_indicator"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A place on a page, and why what stands there became nothing else."""

    page_number: int
    box: Box
    reason: str


def of_cells(grid: Grid, cells: Iterable[Cell], reason: str) -> Iterator[SetAside]:
    """Cells of one grid."""
    return (SetAside(grid.page_number, cell.box, reason) for cell in cells)


def of_totals(projects: Sequence[Project], kept: Sequence[Project]) -> Iterator[SetAside]:
    """Rows of lists that are no project: where they stand, and their amounts, which may lie in the middle of higher cells."""
    known = {id(project) for project in kept}
    for project in projects:
        if project.list_number is not None and id(project) not in known:
            yield SetAside(project.page_number, project.box, TOTAL)
            yield from (SetAside(project.page_number, box, TOTAL) for box in project.fund_boxes)
