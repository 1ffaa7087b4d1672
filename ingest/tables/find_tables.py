"""All tables of a document, found once: the ruled ones, and below statement titles the ones that are set without rules."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import filled, normalize, pattern
from ingest.lexicon.amounts import is_nil_mark
from ingest.lexicon.class_codes import is_class_code
from ingest.page.model import Page, TextLine
from ingest.tables.captions import names_statement
from ingest.tables.grid import Grid
from ingest.tables.ruled import ruled_grids
from ingest.tables.unruled import aligned_grid, continued_grid, is_amount, texts_of
from ingest.tables.unruled_headings import Text

_WHOLE_FIGURE = pattern("figures", "exact_or_zero")
_DIGIT, _WORDS = re.compile(r"\d"), re.compile(filled(r"[^\d]*[{han}][^\d]*"))
_BROKEN = re.compile(r"\d[.,·] \d|\d [.,·]\d")
#: From this share of its amounts on that stand in one cell with other text, a grid is taken to lack rules.
CROWDED, UNREADABLE = 0.3, 0.6
#: Where more than this share of the lines hold several amounts in one cell, rules between columns are lacking.
SEVERAL = 0.1
#: A statement that is ruled in at least so many pieces is ruled cell by cell.
PIECES = 6


@dataclass(frozen=True)
class Table:
    """A table as it is read, and as its rules alone divide it; None where it has none, or only pieces of them."""

    grid: Grid
    ruled: Grid | None
    #: Whether it was read as a performance table: no statement is looked for in it.
    is_performance: bool = False

    @property
    def outline(self) -> Grid:
        """The grid as it is drawn: what is printed within belongs to the table and is no prose."""
        return self.ruled or self.grid


#: The tables of a document by page number, in reading order.
Tables = Mapping[int, Sequence[Table]]


def find_tables(pages: Iterable[Page]) -> Tables:
    """All tables of a document: every reader reads these, and none looks for others."""
    return tables_within(pages, lambda page: ruled_grids(page) if page.rules else ())


def tables_within(pages: Iterable[Page], ruled: Callable[[Page], Sequence[Grid]]) -> Tables:
    """The tables of pages whose rules are known. Blank pages and pictures part nothing: a table may go on behind them."""
    found: dict[int, Sequence[Table]] = {}
    follows: Grid | None = None
    for page in pages:
        tables = _page_tables(page, ruled(page), follows)
        if tables:
            found[page.page_number] = tables
        if page.glyphs or page.is_lost:
            follows = next((table.grid for table in reversed(tables) if table.grid.found_by == "aligned"), None)
    return found


def _page_tables(page: Page, ruled: Sequence[Grid], follows: Grid | None) -> list[Table]:
    """`follows` is a table of aligned text on the page before, which a page without title and rules may continue."""
    titles = _titles(page, ruled)
    tables = [Table(_completed(page, grid, None if titles else follows), grid) for grid in ruled]
    for index, title in enumerate(titles):
        end = titles[index + 1].y0 if index + 1 < len(titles) else page.height
        tables = _with_aligned(page, title, end, tables)
    begin = min([title.y0 for title in titles] + [grid.box[1] for grid in ruled], default=page.height)
    if continued := continued_grid(page, 0.0, begin, follows):
        tables.append(Table(continued, None))
    return sorted(tables, key=lambda table: (table.grid.box[1], table.grid.box[0]))


def _titles(page: Page, ruled: Sequence[Grid]) -> list[TextLine]:
    """Statement titles outside the ruled grids."""
    outside = [line for line in page.lines if not any(g.box[1] - 2 < line.baseline < g.box[3] + 2 for g in ruled)]
    return [line for line in outside if names_statement(line)]


def _with_aligned(page: Page, title: TextLine, end: float, tables: list[Table]) -> list[Table]:
    """Add the table of aligned text below a title that has no ruled grid below it, or only pieces of one."""
    below = [table for table in tables if title.baseline - 3 < table.grid.box[1] < end]
    if not below and (grid := aligned_grid(page, title.baseline + 1, end)):
        return [*tables, Table(grid, None)]
    if len(below) >= PIECES and (grid := aligned_grid(page, title.baseline + 1, end)) and grid.found_by == "aligned":
        return [*(table for table in tables if table not in below), Table(grid, None)]
    return tables


def _completed(page: Page, grid: Grid, follows: Grid | None) -> Grid:
    """A grid whose rules leave out columns or rows is divided by its text; where that fails too it is not read."""
    crowding = _crowding(grid)
    is_stacked = grid.found_by == "split" or _is_stacked(grid)
    if crowding < CROWDED and not is_stacked:
        return grid
    top, bottom = grid.box[1], grid.box[3] + 3
    tries = (t for t in (aligned_grid(page, top, bottom), follows and continued_grid(page, top, bottom, follows)) if t)
    aligned = next((table for table in tries if table.found_by == "aligned"), None)
    if aligned:
        return aligned
    return replace(grid, found_by="unread") if crowding >= UNREADABLE or is_stacked else grid


def _crowding(grid: Grid) -> float:
    """The share of lines with amounts in which the amount is not alone in its cell: beside other text, or in a column below
    words, where no rule parts the rows; 1 where amounts share cells."""
    crowded = lines = several = 0
    for cell in grid.cells:
        with_amount = [texts for line in cell.lines if _DIGIT.search(line.text) and _amounts(texts := _figures_joined(line))]
        is_column = any(_WORDS.fullmatch(line.text) for line in cell.lines)
        crowded += len(with_amount) if is_column else sum(len(texts) > 1 for texts in with_amount)
        several += sum(_amounts(texts) > 1 for texts in with_amount)
        lines += len(with_amount)
    if several > SEVERAL * lines:
        return 1.0
    return crowded / lines if lines > 1 else 0.0


def _figures_joined(line: TextLine) -> list[Text]:
    """The texts of a line; a figure with a wide blank beside its point or comma (2, 345 .67) is one."""
    joined: list[Text] = []
    for text in texts_of(line):
        if joined and _BROKEN.search(f"{joined[-1].words} {text.words}"):
            text = Text((*joined.pop().glyphs, *text.glyphs))
        joined.append(text)
    return joined


def _amounts(texts: Sequence[Text]) -> int:
    return sum(is_amount(text) for text in texts)


def _is_stacked(grid: Grid) -> bool:
    """Whether rows stand in one cell below each other, in two columns at least: figures, or headings above column numbers."""
    several = [cell for cell in grid.cells if len(cell.lines) > 1]
    figures = Counter(cell.row for cell in several if all(map(_is_figure_line, cell.lines)))
    numbers = [normalize(cell.lines[-1].text) for cell in several]
    return any(count > 1 for count in figures.values()) or any(numbers[i : i + 3] == ["1", "2", "3"] for i in range(len(numbers)))


def _is_figure_line(line: TextLine) -> bool:
    """A whole figure, nil mark or class code: the second line of a wrapped amount is seldom one."""
    words = normalize(line.text)
    return bool(_WHOLE_FIGURE.fullmatch(words)) or is_nil_mark(words) or is_class_code(words)
