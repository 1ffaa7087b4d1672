"""Rows of a list of projects that are no project: totals, and units whose projects follow."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.lexicon import normalize
from ingest.lexicon.amounts import Amount, read_amount, split_unit
from ingest.lexicon.performance_words import PerformanceWords
from ingest.performance.project import Project


def without_totals(projects: Sequence[Project], words: PerformanceWords) -> Iterator[Project]:
    """Projects without the totals and units among them; a project in a list takes the unit in whose row it stands below.

    A row with neither goal nor indicators is a unit when it has no amount, when it is the sum of rows that follow it, or when the
    same name is that of a unit or department elsewhere in the tables. Of an official statement only rows with a goal are taken.
    """
    units = {project.texts.get(name, "") for project in projects for name in ("implementing_unit", "department_name")}
    units |= {project.caption_name or "" for project in projects}
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
            elif not project.is_in_statement:
                yield project


def _is_total(project: Project, words: PerformanceWords) -> bool:
    name = project.texts.get("project_name", "")
    return not name or words.is_total(normalize(name))


def _is_sum(total: Project, following: Sequence[Project]) -> bool:
    """Whether the first so many projects that follow in the list add up to the amount of this row, rounding aside."""
    whole, reached, count = _amount(total), Decimal(0), 0
    for project in following:
        if project.list_number != total.list_number or whole is None:
            return False
        if project.is_begun and (amount := _amount(project)):
            reached, count = reached + amount.value, count + 1
            if abs(reached - whole.value) <= Decimal(1).scaleb(-whole.decimals) * count / 2 and whole.value:
                return True
    return False


def _amount(project: Project) -> Amount | None:
    """The first amount of a row, in the printed unit."""
    text = str(project.funds[0]["initial_budget_text"]) if project.funds else ""
    return read_amount(split_unit(text)[0])
