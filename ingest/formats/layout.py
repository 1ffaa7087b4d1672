"""Lay text and tables out as pages. A workbook, a web page or a Word file has no places on paper: it is given some, always the same.

Every character is as wide as in a typesetter's grid, columns are as wide as their amounts, so that whatever reads printed pages reads
these too: a cell's box, a caption above a grid, a paragraph that ends where its last line is short or a gap follows.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ingest.page.cell_addresses import PlacedCell, SheetPlaces
from ingest.page.model import Glyph, Page, Rule
from ingest.page.remarks import Remark

#: Points: size of the characters, from baseline to baseline, between a rule and its text, a column at least and of words at most.
SIZE, LEADING, PAD, NARROWEST, WIDEST = 10.0, 14.0, 6.0, 30.0, 200.0
#: Points around what is on a page; lines of text are so wide, and a gap after a paragraph tells it from the next.
LEFT, MEASURE, GAP = 50.0, 420.0, 4.2 * SIZE
#: A single line of so many characters is a paragraph and no heading.
SENTENCE = 25
#: What stands in this part of the page at top and bottom may be taken for a running title: nothing is put there.
EMPTY_MARGIN = 0.13


@dataclass(frozen=True)
class LaidCell:
    """A cell with text and its place (0-based, ends included); `ruled` says which sides have a rule: left, top, right, bottom."""

    row: int
    column: int
    row_end: int
    column_end: int
    text: str = ""
    ruled: tuple[bool, bool, bool, bool] = (True, True, True, True)
    is_figure: bool = False
    doubt: str | None = None
    place: tuple[int, int, int, int] | None = None  # of a workbook: the area that it has there


def advance(text: str) -> float:
    """How wide a text is, in points."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    return SIZE if unicodedata.east_asian_width(character) in "WFA" and not character.isdecimal() else SIZE / 2


def wrapped(text: str, room: float) -> list[str]:
    """The lines of a text in so much room; neither figures nor Latin words are broken."""
    lines: list[str] = []
    for part in text.splitlines():
        line, used = "", 0.0
        for word in _words(part):
            if line and used + advance(word) > room:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + word, used + advance(word)
        lines.append(line)
    return lines


def _words(text: str) -> Iterable[str]:
    word = ""
    for character in text:
        if character.isascii() and not character.isspace():
            word += character
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word


@dataclass
class Paper:
    """A page in the making: what is put on it goes below what is there."""

    y: float = 0.0
    width: float = MEASURE
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    placed: list[PlacedCell] = field(default_factory=list)
    _strings: int = 0

    def paragraph(self, text: str) -> None:
        """A paragraph, a gap behind it where it is one of sentences."""
        lines = wrapped(text, MEASURE)
        for line in lines:
            self.y += LEADING
            self.put(line, LEFT, self.y)
        if len(lines) > 1 or sum(map(len, lines)) >= SENTENCE:
            self.y += GAP

    def table(self, cells: Sequence[LaidCell]) -> None:
        """A table, or a sheet of which parts are ruled."""
        if not cells:
            return
        xs, ys = _edges(cells, self.y + LEADING)
        beside = {(cell.row, cell.column) for cell in cells if cell.text}
        for cell in cells:
            room = (_free_to(cell, beside, xs) if not any(cell.ruled) else xs[cell.column_end + 1]) - xs[cell.column] - 2 * PAD
            self._cell(cell, xs[cell.column] + PAD, ys[cell.row], max(room, SIZE))
            if cell.place is not None:
                right = max(xs[cell.column_end + 1], xs[cell.column] + 2 * PAD + room)
                box = xs[cell.column], ys[cell.row], right if cell.text else xs[cell.column_end + 1], ys[cell.row_end + 1]
                self.placed.append(PlacedCell(*cell.place, box, cell.text))
        self.rules += _rules(cells, xs, ys)
        self.width = max(self.width, xs[-1] - LEFT)
        self.y = ys[-1]

    def _cell(self, cell: LaidCell, x: float, top: float, room: float) -> None:
        lines = [cell.text] if cell.is_figure else wrapped(cell.text, room)
        for number, line in enumerate(lines, start=1):
            start = x + max(room - advance(line), 0.0) if cell.is_figure else x
            self.put(line, start, top + number * LEADING, cell.doubt)

    def put(self, text: str, x: float, baseline: float, doubt: str | None = None, size: float = SIZE) -> None:
        """One line of text. Blanks take room and are no characters."""
        self._strings += 1
        for character in text:
            wide = _width(character) * size / SIZE
            shown = unicodedata.normalize("NFKC", character)
            if shown.strip() and unicodedata.category(character)[0] != "C":
                self.glyphs.append(Glyph(shown, x, x + wide, baseline, size, self._strings, len(self.glyphs), doubt))
            x += wide

    def page(
        self,
        number: int,
        remarks: Sequence[Remark] = (),
        left_out: Sequence[tuple[str, int]] = (),
        sheet_name: str | None = None,
    ) -> Page:
        """What was put, in the middle of a page."""
        height = max(self.y + LEADING, 200.0) / (1 - 2 * EMPTY_MARGIN)
        down = EMPTY_MARGIN * height
        return Page(
            page_number=number,
            width=self.width + 2 * LEFT,
            height=height,
            rotation=0,
            glyphs=tuple(glyph._replace(baseline=glyph.baseline + down) for glyph in self.glyphs),
            rules=tuple(Rule(rule.x0, rule.y0 + down, rule.x1, rule.y1 + down) for rule in self.rules),
            has_image=False,
            remarks=tuple(remarks),
            left_out=tuple(left_out),
            sheet=None if sheet_name is None else SheetPlaces(sheet_name, [_lower(cell, down) for cell in self.placed]),
        )


def _lower(cell: PlacedCell, down: float) -> PlacedCell:
    x0, y0, x1, y1 = cell.box
    return cell._replace(box=(x0, y0 + down, x1, y1 + down))


def _edges(cells: Sequence[LaidCell], top: float) -> tuple[list[float], list[float]]:
    widths = _widths(cells)
    xs = list(accumulate(widths, initial=LEFT))
    return xs, list(accumulate(_heights(cells, xs), initial=top))


def _widths(cells: Sequence[LaidCell]) -> list[float]:
    widths = [NARROWEST] * (max(cell.column_end for cell in cells) + 1)
    for cell in sorted(cells, key=lambda cell: cell.column_end - cell.column):
        if cell.text and (any(cell.ruled) or cell.is_figure):
            wanted = max(map(advance, cell.text.splitlines()), default=0.0) + 2 * PAD
            wanted = wanted if cell.is_figure else min(wanted, WIDEST)
            lacking = wanted - sum(widths[cell.column : cell.column_end + 1])
            widths[cell.column_end] += max(lacking, 0.0)
    return widths


def _heights(cells: Sequence[LaidCell], xs: Sequence[float]) -> list[float]:
    heights = [LEADING + 2 * PAD] * (max(cell.row_end for cell in cells) + 1)
    beside = {(cell.row, cell.column) for cell in cells if cell.text}
    for cell in sorted(cells, key=lambda cell: cell.row_end - cell.row):
        if cell.text and not cell.is_figure:
            end = xs[cell.column_end + 1] if any(cell.ruled) else _free_to(cell, beside, xs)
            lines = len(wrapped(cell.text, max(end - xs[cell.column] - 2 * PAD, SIZE)))
            lacking = lines * LEADING + 2 * PAD - sum(heights[cell.row : cell.row_end + 1])
            heights[cell.row_end] += max(lacking, 0.0)
    return heights


def _free_to(cell: LaidCell, beside: set[tuple[int, int]], xs: Sequence[float]) -> float:
    """How far a text without rules may run: to the next text of its row, or over the whole measure."""
    if cell.column_end > cell.column:
        return max(xs[cell.column_end + 1], LEFT + MEASURE if cell.column_end + 2 == len(xs) else 0.0)
    taken = (column for column in range(cell.column_end + 1, len(xs) - 1) if (cell.row, column) in beside)
    column = next(taken, None)
    return xs[column] if column is not None else max(xs[-1], LEFT + MEASURE)


def _rules(cells: Sequence[LaidCell], xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    across: dict[int, set[int]] = defaultdict(set)  # edge between rows → columns
    down: dict[int, set[int]] = defaultdict(set)  # edge between columns → rows
    for cell in cells:
        left, top, right, bottom = cell.ruled
        columns, rows = range(cell.column, cell.column_end + 1), range(cell.row, cell.row_end + 1)
        if top:
            across[cell.row].update(columns)
        if bottom:
            across[cell.row_end + 1].update(columns)
        if left:
            down[cell.column].update(rows)
        if right:
            down[cell.column_end + 1].update(rows)
    return [
        *(Rule(xs[a], ys[row], xs[b], ys[row]) for row in sorted(across) for a, b in _runs(across[row])),
        *(Rule(xs[column], ys[a], xs[column], ys[b]) for column in sorted(down) for a, b in _runs(down[column])),
    ]


def _runs(places: set[int]) -> list[tuple[int, int]]:
    """Neighbouring places as start and end (excluded)."""
    runs: list[tuple[int, int]] = []
    for place in sorted(places):
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
