"""Titles of performance tables: above or inside the grid, over one line or two, and the project that they name."""

import re
from collections.abc import Sequence

from ingest.lexicon import load, pattern, word
from ingest.lexicon.performance_words import PerformanceWords
from ingest.page.model import Page, TextLine
from ingest.performance.project import Project
from ingest.tables.grid import Grid
from ingest.tables.outside import lines_outside

_TITLE_END = pattern("performance", "title_end")
_TITLE_NUMBER = pattern("performance", "title_number")
_YEAR_ONLY = pattern("performance", "year_only")
_EXPORTED_NAME = re.compile(r"\d{6}_(?P<unit>[^_]+)_(?P<name>.+)")
_BARE_UNIT = pattern("performance", "bare_unit")
_STATEMENT_TITLE = pattern("performance", "statement_title")
_FORM = word("captions", "form")

#: A line above a grid that gives its unit stands no further off (points).
UNIT_REACH = 40.0


def title_above(page: Page, grids: Sequence[Grid], index: int, words: PerformanceWords) -> str:
    """The title of a grid: in its first rows, or the nearest line above it that speaks of performance or titles a table."""
    grid = grids[index]
    for cell in grid.cells:
        if cell.row <= 2 and words.title.search(cell.words) and cell.words.endswith(_FORM):
            return cell.words
    bottom = max((other.box[3] for other in grids[:index] if other.box[3] <= grid.box[1] + 2), default=0.0)
    lines = _joined([line for line in lines_outside(page, grids) if bottom - 2 <= line.baseline <= grid.box[1] + 2])
    for text in reversed(lines):
        if words.title.search(text) and _FORM in text and len(text) < 80:
            return text
    return next((text for text in reversed(lines) if _STATEMENT_TITLE.search(text)), "")


def bare_unit_above(page: Page, grid: Grid) -> str | None:
    """A unit that ends a line above a grid without 单位: 511-某局   万元."""
    above = [line.text for line in page.lines if grid.box[1] - UNIT_REACH < line.baseline < grid.box[1]]
    return next((match[1] for text in reversed(above) if (match := _BARE_UNIT.search(text))), None)


def named(project: Project, words: PerformanceWords) -> Project:
    """Take the name from the title where the form has none: 机场公安综合修缮改造项目绩效目标表."""
    printed = project.texts.get("project_name", "")
    if any(word in project.title for word in load("performance")["whole_department_titles"]) and (
        not printed or _bare_name(printed) in words.generic_titles
    ):
        project.is_whole_department = True
        project.texts.pop("project_name", None)
    if project.is_whole_department or project.texts.get("project_name"):
        return project
    name = _TITLE_END.sub("", _TITLE_NUMBER.sub("", project.title))
    if exported := _EXPORTED_NAME.fullmatch(name):
        project.add_text("implementing_unit", exported["unit"])
        name = exported["name"]
    if len(name) > 2 and name != project.title and name not in words.generic_titles and not _YEAR_ONLY.fullmatch(name):
        project.add_text("project_name", name)
    return project


def _bare_name(name: str) -> str:
    """A name without the code before it: 127部门整体."""
    return name.lstrip("0123456789-_ ")


def _joined(lines: Sequence[TextLine]) -> list[str]:
    """Texts of lines, a title that runs over several lines in one."""
    texts: list[str] = []
    above: TextLine | None = None
    for line in lines:
        text = line.text.replace(" ", "")
        close = above is not None and line.baseline - above.baseline < 2 * line.size and abs(line.size - above.size) < 1
        if (
            close
            and above is not None
            and line.x0 > above.x0 + line.size
            and line.x1 < above.x1
            and not texts[-1].endswith(_FORM)
        ):
            texts[-1] += text  # centred below a longer line
        else:
            texts.append(text)
        above = line
    return texts
