"""What is printed about a grid rather than in it: title, form label (公开01表), unit line, reporting department."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import normalize, pattern, word
from ingest.lexicon.amounts import read_unit
from ingest.lexicon.heading_words import ORDINAL
from ingest.lexicon.titles import recognise_title
from ingest.page.model import Page, TextLine, text_lines
from ingest.tables.grid import Cell, Grid

#: Lines further above a grid than this (points) do not caption it.
REACH = 170.0
#: A caption whose table begins on the next page is within so many of the last lines.
LEFT_BEHIND = 4
#: A note that gives the unit stands no further below its table than this (points).
BELOW = 60.0
_PAGE_NUMBER = pattern("captions", "page_number")
_NOTE = pattern("captions", "note")
_SENTENCE = re.compile(r"[。；;，,]|\d\.\d")
_BRACKETS = re.compile(r"\(.*?\)")
_FORM = word("captions", "form")
_FORM_LABEL = pattern("captions", "form_label")
_LEADING_FORM_LABEL = pattern("captions", "leading_form_label")
_CLOSING_FORM_LABEL = pattern("captions", "closing_form_label")
_FORM_LABEL_CELL = pattern("captions", "form_label_cell")
_REPORTER = pattern("captions", "reporter")
_TITLE_END = pattern("captions", "title_end")
_TITLE_CELL = pattern("captions", "title_in_cell")
_CONTINUED = pattern("captions", "continued")
_LIST_MARK = pattern("captions", "list_mark")
_UNIT_BEHIND = pattern("captions", "unit_behind")
_LINE_IN_CELL = pattern("captions", "line_in_cell")
_ONLY_PAGE_NUMBER = pattern("captions", "only_page_number")


@dataclass(frozen=True)
class Caption:
    """The printed caption of one grid; parts that are not printed are None."""

    title: str | None = None
    form_label: str | None = None
    unit_name: str | None = None
    printed_unit: str | None = None


def read_caption(page: Page, grid: Grid, others: Sequence[Grid]) -> Caption:
    """Read the lines between the grid and whatever is ruled above it, and the caption rows inside it."""
    ceiling = max((other.box[3] for other in others if other is not grid and other.box[3] <= grid.box[1] + 2), default=0.0)
    above = [
        line
        for line in _lines_above(page, grid, others)
        if max(ceiling, grid.box[1] - REACH) - 2 < line.baseline <= grid.box[1] + 3 and not _inside(line, others)
    ]
    inside = [line for row in range(first_body_row(grid)) for cell in grid.starts(row) for line in cell.lines]
    texts = [line.text for line in [*above, *inside]]
    return Caption(
        title=_title(above) or _title(inside),
        form_label=next((label for text in reversed(texts) if (label := _form_label(text))), None),
        unit_name=next((name for text in reversed(texts) if (name := _reporter(text))), None),
        printed_unit=next((unit for text in [*reversed(texts), "".join(texts)] if (unit := read_unit(text))), None)
        or _unit_below(page, grid, others),
    )


def _lines_above(page: Page, grid: Grid, others: Sequence[Grid]) -> Sequence[TextLine]:
    """The lines of a page; of those beside which another table stands only what is on this side of it (two forms on one sheet)."""
    beside = [o for o in others if o is not grid and o.box[1] < grid.box[3] and grid.box[1] < o.box[3]]
    left = max((o.box[2] for o in beside if o.box[2] <= grid.box[0]), default=None)
    right = min((o.box[0] for o in beside if o.box[0] >= grid.box[2]), default=None)
    if left is None and right is None:
        return page.lines
    start = -1.0 if left is None else (left + grid.box[0]) / 2
    end = page.width + 1 if right is None else (right + grid.box[2]) / 2
    return text_lines([glyph for glyph in page.glyphs if start < glyph.x < end])


def _unit_below(page: Page, grid: Grid, others: Sequence[Grid]) -> str | None:
    """The unit in a note right below the table: 注：本表金额单位为万元. A unit line above another table is that table's."""
    floor = min((other.box[1] for other in others if other is not grid and other.box[1] >= grid.box[3] - 2), default=page.height)
    below = [line.text for line in page.lines if grid.box[3] - 2 < line.baseline < min(floor, grid.box[3] + BELOW)]
    notes = [text for text in below if floor == page.height or _NOTE.match(normalize(text))]
    return next((unit for text in notes if (unit := read_unit(text))), None)


def caption_before(page: Page, grids: Sequence[Grid]) -> Caption | None:
    """The caption left behind at the foot of a page whose table begins on the next one: a statement title below everything else."""
    bottom = max((grid.box[3] for grid in grids), default=0.0)
    below = [line for line in page.lines if line.baseline > bottom + 2 and not _PAGE_NUMBER.fullmatch(normalize(line.text))]
    last = below[-LEFT_BEHIND:]
    titles = [line for line in last if names_statement(line)]
    if len(titles) != 1 or any(
        _SENTENCE.search(_BRACKETS.sub("", normalize(line.text))) for line in last[last.index(titles[0]) :]
    ):
        return None  # a list of titles is a table of contents
    texts = [line.text for line in last[last.index(titles[0]) :]]
    return Caption(
        title=_title(last),
        form_label=next((label for text in reversed(texts) if (label := _form_label(text))), None),
        unit_name=next((name for text in reversed(texts) if (name := _reporter(text))), None),
        printed_unit=next((unit for text in reversed(texts) if (unit := read_unit(text))), None),
    )


def names_statement(line: TextLine) -> bool:
    """Whether a line is the title of an official statement."""
    if _FORM not in line.text:
        return False  # most lines, told without the patterns below
    words = _title_words(line.text)
    return words is not None and bool(_TITLE_END.search(words)) and recognise_title(words) is not None


def _inside(line: TextLine, grids: Sequence[Grid]) -> bool:
    return any(g.box[0] - 2 <= line.x0 <= g.box[2] and g.box[1] + 3 < line.baseline < g.box[3] + 2 for g in grids)


def _title(lines: Sequence[TextLine]) -> str | None:
    """The nearest line that reads like a title; a title broken over two lines is joined."""
    for index in range(len(lines) - 1, -1, -1):
        words = _title_words(lines[index].text)
        if words is None or len(words) <= 2:
            continue
        if _TITLE_END.search(words):
            return _broken_start(lines, index) + words
        if (
            index
            and words.endswith(")")
            and (start := _title_words(lines[index - 1].text))
            and _goes_on_in_brackets(start, words)
        ):
            return _broken_start(lines, index - 1) + start + words
    return None


def _goes_on_in_brackets(start: str, words: str) -> bool:
    """Whether a line is the bracket behind the title above it, or the rest of one: …明细表（按支出功能分类科 | 目）."""
    is_bracket = words.startswith("(") and start.endswith(_FORM)
    return is_bracket or (start.count("(") > start.count(")") and bool(_TITLE_END.search(start + words)))


def _broken_start(lines: Sequence[TextLine], index: int) -> str:
    """The first half of a title whose second half stands in line `index`: set in the same size directly above it."""
    if index == 0:
        return ""
    above, line = lines[index - 1], lines[index]
    words = _title_words(above.text)
    if (
        words is None
        or _TITLE_END.search(words)
        or _LIST_MARK.match(normalize(above.text))
        or _LIST_MARK.match(normalize(line.text))
    ):
        return ""
    is_near = line.baseline - above.baseline < 2.2 * line.size and abs(above.size - line.size) < 0.1 * line.size
    is_centred = abs((above.x0 + above.x1) - (line.x0 + line.x1)) < 4 * line.size
    return words if is_near and is_centred else ""


def _title_words(text: str) -> str | None:
    """The words of a line that could be (part of) a title: without form label, list mark, unit and reporter."""
    words = _UNIT_BEHIND.sub("", normalize(text))
    words = _REPORTER.sub("", words)
    words = _LIST_MARK.sub("", words)
    for part in [words, *re.split(r"\s+", text)]:
        if _FORM_LABEL.fullmatch(normalize(part)):
            words = words.replace(normalize(part), "", 1)
    words = _LEADING_FORM_LABEL.sub("", words)
    words = _CONTINUED.sub("", _CLOSING_FORM_LABEL.sub("", words))
    if not words or len(words) > 70 or _SENTENCE.search(_BRACKETS.sub("", words)) or _ONLY_PAGE_NUMBER.fullmatch(words):
        return None
    return words


def _form_label(text: str) -> str | None:
    for part in [*text.split(" "), normalize(text)]:
        words = normalize(part)
        if _FORM in words and _FORM_LABEL.fullmatch(words):
            return words
    match = _LEADING_FORM_LABEL.match(normalize(text))
    return match[0].rstrip(":：、.") if match else None


def _reporter(text: str) -> str | None:
    match = _REPORTER.search(normalize(text))
    if not match or len(match["name"]) < 3 or read_unit(word("captions", "unit_label") + match["name"]):
        return None  # 单位:万 on one line, 元 on the next is no reporter
    return match["name"]


def first_body_row(grid: Grid) -> int:
    """The first row below titles, department and unit lines that stand inside the grid."""
    row = 0
    while row < grid.row_count - 1:
        cells = [cell for cell in grid.row(row) if cell.words]
        if cells and not all(_is_caption(cell, grid, len(cells)) for cell in cells):
            break
        row += 1
    return row


def _is_caption(cell: Cell, grid: Grid, cells_in_row: int) -> bool:
    wide = cell.box[2] - cell.box[0] > 0.5 * (grid.box[2] - grid.box[0])
    if _LINE_IN_CELL.search(cell.words) or _FORM_LABEL_CELL.fullmatch(cell.words):
        return True
    return cells_in_row <= 2 and wide and bool(_TITLE_CELL.search(cell.words)) and not ORDINAL.match(cell.words)
