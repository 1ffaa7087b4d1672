"""Tables set without column rules: three-line tables, rules between rows only, coloured rows, or nothing but aligned text.

Columns are the bands of the width that texts of data rows fill, rows the lines that hold amounts. Nothing is guessed: where a
text lies in two bands, two figures in one, or an amount column under no header word, the table comes back as `unread`.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lexicon import load, normalize, pattern
from ingest.lexicon.amounts import is_nil_mark, read_amount, read_unit
from ingest.lexicon.class_codes import CLASS_CODE, is_class_code
from ingest.lexicon.heading_words import numbers_columns
from ingest.page.model import Glyph, Page, TextLine
from ingest.tables.grid import Box, Cell, Grid, cell_lines
from ingest.tables.ruled import row_rules
from ingest.tables.unruled_headings import Band, HeadCell, HeadedBands, Text, headed_bands

#: Gaps (in letter sizes) that part two words, a figure from its neighbours, and an amount from what follows, on one line.
WORD_GAP, FIGURE_GAP, AMOUNT_GAP = 1.0, 0.55, 0.3
#: Lines nearer than this (in letter sizes) may be one wrapped text.
WRAP = 1.5

_END = pattern("captions", "end_of_unruled")
_PAGE_NUMBER = pattern("captions", "page_number_of_unruled")
_CAPTION = pattern("captions", "above_unruled")
_NUMBERED = pattern("captions", "numbered_row")
_WHOLE = pattern("figures", "in_column")
_GLUED = pattern("figures", "glued")
_TWO_DIGITS = re.compile(r"\d{2}")


@dataclass(frozen=True)
class _Line:
    baseline: float
    size: float
    texts: tuple[Text, ...]

    @property
    def words(self) -> str:
        return "".join(text.words for text in self.texts)

    @property
    def is_data(self) -> bool:
        return len(self.texts) > 1 and any(is_amount(text) for text in self.texts)

    @property
    def is_nil(self) -> bool:
        """Whether the line has nil marks where others have amounts."""
        return len(self.texts) > 1 and any(is_nil_mark(text.words) for text in self.texts)

    @property
    def is_row(self) -> bool:
        """Whether the line stands for a row of its own even without amounts: it has a class code or nil marks."""
        return self.is_data or any(CLASS_CODE.match(text.words) or _is_figure(text) for text in self.texts)

    @property
    def is_numbered(self) -> bool:
        return any(_NUMBERED.match(text.words) for text in self.texts)

    def parts_from(self, row: Sequence["_Line"]) -> bool:
        """Whether the line begins a row of its own below the lines of another, however near."""
        return (self.is_row and any(line.is_row for line in row)) or (self.is_numbered and any(line.is_numbered for line in row))


Row = dict[int, list[Glyph]]


def aligned_grid(page: Page, top: float, bottom: float) -> Grid | None:
    """The table of aligned text between two heights; None when no line there holds amounts in columns."""
    lines = list(_table_lines(page, top, bottom))
    data = [line for line in lines if line.is_data]
    if not data:
        return None
    first = _first_row(lines)
    bands = _unite([(t.x0, t.x1) for line in data for t in line.texts if not is_nil_mark(t.words)])
    headed = headed_bands([part for line in lines[:first] for text in line.texts for part in _parted(text, bands)], bands)
    found = (
        _grid(page, lines[:first], _rows(page, lines[first:], headed.bands), headed, is_continuation=False) if headed else None
    )
    return found or _unread(page, lines)


def continued_grid(page: Page, top: float, bottom: float, above: Grid | None) -> Grid | None:
    """Rows that go on in the columns of a table of the page before; None when there are no rows between the two heights.

    Other header words before the rows give them columns of their own: their title stands at the foot of the page before.
    """
    lines = list(_table_lines(page, top, bottom))
    while lines and not lines[-1].is_row:
        lines.pop()
    begin = next((line for line in lines if len(line.texts) > 1), None)  # below a running title
    if begin is None or sum(line.is_data for line in lines) * 2 < max(len(lines), 2):
        return None
    if above is None:  # two lines may be numbers in a drawing
        return _unread(page, lines) if begin.is_row and len(lines) > 2 else None
    printed_above = "/".join(cell.words for cell in above.cells)
    if not (begin.is_row or all(text.words in printed_above for text in begin.texts)):
        return aligned_grid(page, begin.baseline - begin.size, bottom)
    headed = HeadedBands(tuple(pairwise(above.column_edges)), ())
    return _grid(page, (), _rows(page, lines, headed.bands), headed, is_continuation=True) or _unread(page, lines)


def _table_lines(page: Page, top: float, bottom: float) -> Iterator[_Line]:
    """Lines but for those that number the columns."""
    return (line for line in _lines(page, top, bottom) if not numbers_columns([text.words for text in line.texts]))


def _first_row(lines: Sequence[_Line]) -> int:
    """Where the data begin: at the first figures or nil marks, or with the beginning of a name that is wrapped down to them."""
    first = next(i for i, line in enumerate(lines) if line.is_data or line.is_nil)
    data = lines[first]
    rest = [text for line in lines[first : first + 2] if line is data or not line.is_row for text in line.texts]
    while first > 1 and len(lines[first - 1].texts) == 1 and lines[first].baseline - lines[first - 1].baseline < WRAP * data.size:
        start = lines[first - 1].texts[0]
        if not any(text.x0 < start.x1 and start.x0 < text.x1 for text in rest):
            break
        first -= 1
    return first


def _parted(text: Text, bands: Sequence[Band]) -> Iterator[Text]:
    """Headings of narrow columns nearly touch: they are parted where the data below are parted, too."""
    part: list[Glyph] = []
    for glyph in text.glyphs:
        if part and glyph.x0 - part[-1].x1 > FIGURE_GAP * glyph.size:
            middle = (glyph.x0 + part[-1].x1) / 2
            if not any(a < middle < b for a, b in bands):
                yield Text(tuple(part))
                part = []
        part.append(glyph)
    yield Text(tuple(part))


def _lines(page: Page, top: float, bottom: float) -> Iterator[_Line]:
    begun = False
    for line in page.lines:
        words = normalize(line.text)
        if not top < line.baseline < bottom or _PAGE_NUMBER.fullmatch(words):
            continue
        if not begun and (_CAPTION.search(words) or read_unit(words)):
            continue
        if begun and _END.search(words):
            return
        begun = True
        yield _Line(line.baseline, line.size, tuple(texts_of(line)))


def texts_of(line: TextLine) -> list[Text]:
    """The texts of a line, parted where a gap parts them."""
    texts = [[line.glyphs[0]]]
    for last, glyph in pairwise(line.glyphs):
        gap, size = glyph.x0 - last.x1, min(glyph.size, last.size)
        if gap > AMOUNT_GAP * size and gap > _gap_allowed(texts[-1], glyph) * size:
            texts.append([])
        texts[-1].append(glyph)
    return [Text(tuple(text)) for text in texts]


def _gap_allowed(text: Sequence[Glyph], glyph: Glyph) -> float:
    """The gap (in letter sizes) that may stand between a text and its next letter: little after an amount that is whole."""
    if _WHOLE.fullmatch("".join(g.text for g in text)):
        widest = max((b.x0 - a.x1 for a, b in pairwise(text)), default=0.0) / glyph.size
        return max(AMOUNT_GAP, 3 * widest)
    return FIGURE_GAP if _is_digit(text[-1]) or _is_digit(glyph) else WORD_GAP


def _is_digit(glyph: Glyph) -> bool:
    return glyph.text.isdecimal() or glyph.text in ",.%-—–/"


def is_amount(text: Text) -> bool:
    return read_amount(text.words) is not None and not is_class_code(text.words)


def _is_figure(text: Text) -> bool:
    words = text.words
    return read_amount(words) is not None or is_nil_mark(words) or bool(re.fullmatch(r"-?[\d,.]+%", words))


def _unite(spans: Sequence[Band]) -> list[Band]:
    bands: list[Band] = []
    for a, b in sorted(spans):
        if bands and a <= bands[-1][1] + 0.5:
            bands[-1] = bands[-1][0], max(bands[-1][1], b)
        else:
            bands.append((a, b))
    return bands


def _rows(page: Page, lines: Sequence[_Line], bands: Sequence[Band]) -> list[list[_Line]]:
    """Lines gathered to rows: by the rules between rows where they are drawn, else wrapped texts to the line of their amounts."""
    across = [y for y, x0, x1 in row_rules(page) if x0 <= bands[0][1] and x1 >= bands[-1][0]]
    return _by_rules(lines, across) or _by_distance(lines)


def _by_rules(lines: Sequence[_Line], rules: Sequence[float]) -> list[list[_Line]]:
    groups: dict[int, list[_Line]] = {}
    for line in lines:
        groups.setdefault(sum(rule < line.baseline - 0.3 * line.size for rule in rules), []).append(line)
    is_by_row = len(groups) > 1 and all(sum(line.is_row for line in group) <= 1 for group in groups.values())
    return list(groups.values()) if is_by_row else []


def _by_distance(lines: Sequence[_Line]) -> list[list[_Line]]:
    """A line of words alone belongs to the line with amounts that it is set close to, above or below."""
    pitch = min(_pitch([line for line in lines if line.is_row]), _pitch([line for line in lines if line.is_numbered]))
    rows: list[list[_Line]] = []
    for line in lines:
        is_near = bool(rows) and line.baseline - rows[-1][-1].baseline < min(WRAP * line.size, 0.8 * pitch)
        if is_near and not line.parts_from(rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _pitch(lines: Sequence[_Line]) -> float:
    """The least distance between lines that stand for rows."""
    return min((b.baseline - a.baseline for a, b in pairwise(lines)), default=math.inf)


def _grid(
    page: Page, head: Sequence[_Line], rows: Sequence[Sequence[_Line]], headed: HeadedBands, is_continuation: bool
) -> Grid | None:
    placed = [_place(row, headed.bands) for row in rows]
    body = [row for row in placed if row is not None]
    if len(headed.bands) < 2 or len(body) < len(placed):
        return None
    if not is_continuation and not all(_is_sure(band, body, headed.cells) for band in range(len(headed.bands))):
        return None
    return _built(page, head, rows, headed.cells, body, headed.bands)


def _place(row: Sequence[_Line], bands: Sequence[Band]) -> Row | None:
    """Texts of a row by band; None when a figure fits no single band, or meets another figure or words in it."""
    placed: Row = {}
    figures: set[int] = set()
    amounts: set[int] = set()
    words: set[int] = set()
    levels: set[int] = set()  # 款 or 项 beside a name: a column of codes that had none on the page before
    for text in (text for line in row for text in line.texts):
        hits = [
            i for i, (a, b) in enumerate(bands) if min(b, text.x1) - max(a, text.x0) > 0.3 * min(b - a, text.x1 - text.x0, 12)
        ]
        if not hits and not is_amount(text) and _is_figure(text):
            continue  # a nil mark that stands aside of the amounts of its column
        if not hits or _GLUED.search(text.words) or (_is_figure(text) and (len(hits) > 1 or hits[0] in figures)):
            return None
        if _is_figure(text):
            figures.add(hits[0])
            amounts |= {hits[0]} if "." in text.words else set()
        elif _TWO_DIGITS.fullmatch(text.words):
            levels.add(hits[0])
        else:
            words.add(hits[0])
        placed.setdefault(hits[0], []).extend(text.glyphs)
    return None if (amounts | levels) & words else placed


def _is_sure(band: int, body: Sequence[Row], head: Sequence[HeadCell]) -> bool:
    """A column of amounts holds nothing else, and header words say what it is."""
    texts = [Text(tuple(row[band])) for row in body if band in row]
    amounts = sum(is_amount(text) for text in texts)
    if amounts * 2 <= len(texts):
        return True
    return all(_is_figure(text) for text in texts) and any(cell.first <= band <= cell.last for cell in head)


def _built(
    page: Page,
    head: Sequence[_Line],
    lines: Sequence[Sequence[_Line]],
    header: Sequence[HeadCell],
    body: Sequence[Row],
    bands: Sequence[Band],
) -> Grid:
    depth = max((cell.depth_end + 1 for cell in header), default=0)
    columns = [bands[0][0] - 2, *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1] + 2]
    tops = [line[0].baseline - 1.1 * line[0].size for line in lines]
    start = min((line.baseline - 1.2 * line.size for line in head), default=tops[0])
    edges = [
        *(start + (tops[0] - start) * i / depth for i in range(depth)),
        *tops,
        lines[-1][-1].baseline + 0.4 * lines[-1][-1].size,
    ]

    def box(row: int, column: int, row_end: int, column_end: int) -> Box:
        return columns[column], edges[row], columns[column_end + 1], edges[row_end + 1]

    taken = {
        (row, column)
        for cell in header
        for row in range(cell.depth, cell.depth_end + 1)
        for column in range(cell.first, cell.last + 1)
    }
    cells = [
        Cell(h.depth, h.first, h.depth_end, h.last, box(h.depth, h.first, h.depth_end, h.last), cell_lines(list(h.glyphs)))
        for h in header
    ]
    for row in range(depth + len(body)):
        column = 0
        while column < len(bands):
            texts = body[row - depth] if row >= depth else {}
            last = _reach(texts, column)
            if (row, column) not in taken:
                cells.append(Cell(row, column, row, last, box(row, column, row, last), cell_lines(texts.get(column, []))))
            column = last + 1
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(
        page.page_number, (columns[0], edges[0], columns[-1], edges[-1]), tuple(edges), tuple(columns), tuple(cells), "aligned"
    )


def _reach(row: Row, column: int) -> int:
    """The last column that a text takes: 公用经费合计 is merged over what is blank up to its amount."""
    beside = min((other for other in row if other > column), default=column)
    is_total = column in row and Text(tuple(row[column])).words in load("rows")["totals"]
    return beside - 1 if is_total and beside > column and _is_figure(Text(tuple(row[beside]))) else column


def _unread(page: Page, lines: Sequence[_Line]) -> Grid:
    """One column of lines: what could not be divided into columns surely."""
    x0, x1 = min(text.x0 for line in lines for text in line.texts), max(text.x1 for line in lines for text in line.texts)
    edges = [*(line.baseline - line.size for line in lines), lines[-1].baseline + 2]
    cells = [
        Cell(i, 0, i, 0, (x0, edges[i], x1, edges[i + 1]), cell_lines([g for text in line.texts for g in text.glyphs]))
        for i, line in enumerate(lines)
    ]
    return Grid(page.page_number, (x0, edges[0], x1, edges[-1]), tuple(edges), (x0, x1), tuple(cells), "unread")
