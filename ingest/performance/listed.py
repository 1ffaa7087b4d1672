"""Rows of a list of projects that are no project: totals, and units whose projects follow."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.performance.project import Project
from ingest.performance.words import PerformanceWords
from ingest.statement.amounts import read_amount, split_unit
from ingest.vocabulary import squash


def without_totals(projects: Sequence[Project], words: PerformanceWords) -> Iterator[Project]:
    """Projects without the totals and units among them; a project in a list takes the unit in whose row it stands below.

    A row with neither goal nor indicators is a unit when it has no amount, when it is the sum of rows that follow it, or when the
    same name is that of a unit or department elsewhere in the tables.
    """
    units = {project.texts.get(name, "") for project in projects for name in ("implementing_unit", "department_name")}
    heading: Project | None = None
    for number, project in enumerate(projects):
        if heading and project.list_number != heading.list_number:
            heading = None
        if project.list_number is None or project.is_whole_department or project.is_begun:
            if heading and not project.is_whole_department and not project.texts.get("implementing_unit"):
                project.texts["implementing_unit"] = heading.texts["project_name"]
            yield project
        elif not _is_total(project, words):
            if _amount(project) is None or project.texts["project_name"] in units or _is_sum(project, projects[number + 1 :]):
                heading = project
            else:
                yield project


def _is_total(project: Project, words: PerformanceWords) -> bool:
    name = project.texts.get("project_name", "")
    return not name or words.is_total(squash(name))


def _is_sum(total: Project, following: Sequence[Project]) -> bool:
    """Whether the first so many projects that follow in the list add up to the amount of this row."""
    whole, reached = _amount(total), Decimal(0)
    for project in following:
        if project.list_number != total.list_number:
            return False
        reached += (_amount(project) or 0) if project.is_begun else 0
        if reached == whole:
            return bool(reached)
    return False


def _amount(project: Project) -> Decimal | None:
    """The first amount of a row, in the printed unit."""
    text = str(project.funds[0]["initial_budget_text"]) if project.funds else ""
    amount = read_amount(split_unit(text)[0])
    return amount.value if amount else None
