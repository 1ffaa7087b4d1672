"""Which grids of a document are performance tables, and which of them go on with the one before.

A table begins where its own words say so. It goes on at the top of the next page where the grid fits the form: what the form is
wide, not what the last page showed of it, and whatever title is repeated above. What looks like performance and is neither is
named with its reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import pattern, word_list
from ingest.lexicon.performance_words import PerformanceWords, bare_label
from ingest.page.model import Page
from ingest.performance.columns import fund_columns, indicator_columns, list_header
from ingest.performance.open_sides import with_open_sides
from ingest.performance.overflow import without_overflow
from ingest.performance.project import IDENTITY, is_money
from ingest.performance.titles import title_above
from ingest.tables.grid import Grid

#: A continuation begins within this share of the page height, and its sides lie this near (points) to those of the form.
TOP, SIDES = 0.25, 20.0
#: So many cells that name a level of indicators make a grid one of performance.
LEVELS = 2

_HINT = pattern("performance", "hint")
_STATEMENT_HEAD = pattern("performance", "statement_heading")
_FORM_LABEL = pattern("performance", "form_label")
_FUNDS = frozenset(word_list("performance", "funds"))


@dataclass(frozen=True)
class Place:
    """A performance grid with its page, its index there, and the title above it."""

    page: Page
    index: int
    grid: Grid
    title: str
    is_continuation: bool = False
    #: An official statement with a column of goals: its goals are read here, everything else there.
    is_statement: bool = False
    #: Why the grid was not read.
    reason: str | None = None


@dataclass(frozen=True)
class _Form:
    """The table that ended the page before: how far its grids reach, and its title."""

    leaf: int
    x0: float
    x1: float
    title: str
    is_statement: bool

    def grown(self, leaf: int, grid: Grid) -> "_Form":
        return replace(self, leaf=leaf, x0=min(self.x0, grid.box[0]), x1=max(self.x1, grid.box[2]))


def performance_places(pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], words: PerformanceWords) -> Iterator[Place]:
    """Performance grids in reading order, those that could not be placed with the reason."""
    form: _Form | None = None
    for leaf, page in enumerate(pages):
        found = grids.get(page.page_number, ())
        for index in range(len(found)):
            is_next = form is not None and leaf - form.leaf <= 1 and index == 0
            place = _place(page, index, found, form if is_next else None, words)
            if place is not None:
                yield place
            if place is None or place.reason:
                form = None
            elif place.is_continuation and form is not None:
                form = form.grown(leaf, place.grid)
            else:
                form = _Form(leaf, place.grid.box[0], place.grid.box[2], place.title, place.is_statement)


def _place(page: Page, index: int, found: Sequence[Grid], form: _Form | None, words: PerformanceWords) -> Place | None:
    grid = found[index]
    begins = _begins(grid, words)
    if not begins and form is None and not _is_hinted(grid, words):
        return None
    title = title_above(page, found, index, words)
    begins = begins or _is_titled_form(grid, title, words)
    if not begins and form is None:
        reason = _why_not(grid, title, words)
        return Place(page, index, grid, title, reason=reason) if reason else None
    wide = without_overflow(with_open_sides(page, grid))
    objection = "no table before it to go on with" if form is None else _objection(page, wide, form, title, words, begins=begins)
    if form is not None and objection is None:
        return Place(page, index, wide, title, is_continuation=True, is_statement=form.is_statement)
    if begins:
        return Place(page, index, wide, title, is_statement=_is_statement(grid, words))
    reason = _why_not(grid, title, words)
    return Place(page, index, grid, title, reason=f"{reason}; {objection}") if reason else None


def _begins(grid: Grid, words: PerformanceWords) -> bool:
    """Whether a grid says by its own words that it is a performance table."""
    if not any(_HINT.search(cell.words) for cell in grid.cells if len(cell.words) < 40):
        return False
    named = [cell for cell in grid.cells if cell.words and len(cell.words) < 24]
    for row in sorted({cell.row for cell in named if words.indicator_column(cell.words) or words.label(cell.words)}):
        if indicator_columns(grid, row, words) or list_header(grid, row, words):
            return True
    labels = {words.label(cell.words) for cell in named}
    heads = any(words.goal_head(cell.words) for cell in named)
    return ("goal" in labels or heads) and bool(labels & set(IDENTITY)) and _has_funds(grid, words)


def _has_funds(grid: Grid, words: PerformanceWords) -> bool:
    regions = any(words.is_fund_region(cell.words) for cell in grid.cells)
    return regions or any(fund_columns(grid, row, words) for row in range(min(grid.row_count, 8)))


def _is_titled_form(grid: Grid, title: str, words: PerformanceWords) -> bool:
    """Under its title a form needs no goal: that may stand on the next page."""
    named = {words.label(cell.words) for cell in grid.cells if cell.words and len(cell.words) < 24}
    return words.is_form_title(title) and bool(named & {"project_name", "department_name"}) and _has_funds(grid, words)


def _is_hinted(grid: Grid, words: PerformanceWords) -> bool:
    named = [cell.words for cell in grid.cells if cell.words and len(cell.words) < 24]
    return any(_HINT.search(each) or words.label(each) == "project_name" for each in named)


def _is_statement(grid: Grid, words: PerformanceWords) -> bool:
    """A list of projects by fund (一般公共预算 | 政府性基金) is the official 项目支出表, even with a column 绩效目标."""
    headers = ((row, header) for row in range(min(grid.row_count, 4)) if (header := list_header(grid, row, words)))
    first, header = next(headers, (0, None))
    if header is None:
        return False
    heads = {bare_label(cell.words) for row in range(first, header.end + 1) for cell in grid.row(row)}
    if any(words.indicator_column(head) in ("level3", "path", "target") for head in heads):
        return False
    return bool(heads & _FUNDS)


def _objection(page: Page, grid: Grid, form: _Form, title: str, words: PerformanceWords, *, begins: bool) -> str | None:
    """Why a grid at the top of a page does not go on with the form of the page before; None when it does."""
    if grid.box[1] > TOP * page.height:
        return "it begins too far down the page to go on with the table before"
    if title and not _is_running(title, form, words, begins=begins):
        return "another title stands above it"
    if begins and _differs_from_previous(grid, words):
        return "it begins another form"
    if grid.box[0] < form.x0 - SIDES or grid.box[2] > form.x1 + SIDES:
        return "it is wider than the table before"
    filled = [cell for cell in grid.cells if cell.words]
    if any(cell.row < 3 and len(cell.words) < 16 and _STATEMENT_HEAD.search(cell.words) for cell in filled):
        return "it has the columns of a statement"
    if not begins and sum(is_money(cell.text) for cell in filled) * 2 > len(filled) + 1:
        return "it holds amounts and little else"
    return None


def _is_running(title: str, form: _Form, words: PerformanceWords, *, begins: bool) -> bool:
    """Whether a line above a grid is repeated on each page: the title of the form, or nothing but a number of it."""
    if title == form.title or _FORM_LABEL.fullmatch(title):
        return True
    return not begins and words.is_form_title(title)


def _differs_from_previous(grid: Grid, words: PerformanceWords) -> bool:
    """Whether the first printed row names a project or department, or is a fund part: a new table, not a continuation."""
    for row in range(grid.row_count):
        cells = [cell for cell in grid.starts(row) if cell.words]
        if not cells:
            continue
        if any(words.is_form_title(cell.words) for cell in cells):
            return True
        if list_header(grid, row, words) or indicator_columns(grid, row, words):
            return False
        is_label = words.label(cells[0].words) in IDENTITY and len(cells) > 1
        return is_label or words.is_fund_region(cells[0].words)
    return False


def _why_not(grid: Grid, title: str, words: PerformanceWords) -> str | None:
    """Why a grid that speaks of performance is read as none; None for a grid that does not."""
    levels = {cell.words for cell in grid.cells if words.is_level(cell.words)}
    if len(levels) >= LEVELS:
        return "its columns are not headed by words that are known"
    if words.is_form_title(title) and any(words.label(cell.words) == "project_name" for cell in grid.cells):
        return "its labels are not those of a form that is known"
    return None
