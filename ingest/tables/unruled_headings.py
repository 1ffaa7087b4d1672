"""Headings over bands of aligned text: which heading stands over which columns, and which is wrapped over two lines."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, permutations

from ingest.lexicon import normalize
from ingest.lexicon.heading_words import role_of_heading
from ingest.page.model import Glyph

#: Two lines of one heading are set nearer than this (in letter sizes); a heading and the headings below it are not.
WRAP = 1.7
#: Headings of one row stand at one height, to this share of their letters.
LEVEL = 0.4
#: A heading is centred over its columns to this share of its letters.
EXACT = 0.5
#: So many steps are tried to set the headings of a table; a header that takes more can be set in too many ways for one to be sure.
MANY_STEPS = 10_000

Band = tuple[float, float]
Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """One text, parted from its neighbours by gaps; a wrapped one has several lines."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def x0(self) -> float:
        return min(glyph.x0 for glyph in self.glyphs)

    @cached_property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def end(self) -> float:
        return self.glyphs[-1].baseline

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def lines(self) -> list["Text"]:
        """The lines of a wrapped text."""
        return [Text(tuple(line)) for _, line in groupby(self.glyphs, key=lambda glyph: glyph.baseline)]

    @cached_property
    def words(self) -> str:
        return normalize("".join(glyph.text for glyph in self.glyphs))


Column = tuple[Text, ...]


@dataclass(frozen=True)
class HeadCell:
    """A heading over the bands first..last, taking the header rows depth..depth_end."""

    first: int
    last: int
    depth: int
    depth_end: int
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True)
class HeadedBands:
    """Bands from left to right, with those that only a heading tells of, and the cells of the header."""

    bands: tuple[Band, ...]
    cells: tuple[HeadCell, ...]


def headed_bands(texts: Sequence[Text], data_bands: Sequence[Band]) -> HeadedBands | None:
    """Give every heading its columns, keeping their order; None when that cannot be done surely.

    Two lines set close below each other are one wrapped heading, or a heading over another, and what stands above several
    columns may stand above fewer of them. All ways are tried. Those that leave headings of one row at different heights are
    wrong, and the rest must agree on the words above every column.
    """
    steps = iter(range(MANY_STEPS))
    try:
        readings = [way for gap in _line_gaps(texts) for way in _ways(_unwrapped(texts, gap), data_bands, steps)]
    except _TooManyWays:
        return None
    for is_set in SETTINGS:
        found = [way for way in readings if is_set(way.cells)]
        if found:
            return found[-1] if len({_words_above(way) for way in found}) == 1 else None
    return None


class _TooManyWays(Exception):
    """The headings of a table could be set in more ways than are tried."""


def _ways(headings: Sequence[Text], data_bands: Sequence[Band], steps: Iterator[int]) -> Iterator[HeadedBands]:
    """All ways to set headings over bands."""
    headings = sorted(headings, key=lambda h: h.x0 + h.x1)
    for bare in NO_HEADING:
        yield from _ways_over(headings, *_matched(headings, data_bands, bare), steps)


def _ways_over(
    headings: Sequence[Text], bands: Sequence[Band], leaves: Mapping[int, Text], steps: Iterator[int]
) -> Iterator[HeadedBands]:
    spans = {id(heading): _over_codes(i, leaves, len(bands)) for i, heading in leaves.items()}
    extents = _extents(bands, leaves)
    if any(
        _has_room(leaf, extents, spans[id(leaf)]) or _is_displaced(bands[i], leaf, leaves.values()) for i, leaf in leaves.items()
    ):
        return
    uppers = sorted((h for h in headings if id(h) not in spans), key=lambda h: -h.end)
    columns = _with_heading([()] * len(bands), [(heading, spans[id(heading)]) for heading in leaves.values()])
    for placed in _placed(uppers, extents, columns, steps):
        every = spans | {id(heading): span for heading, span in placed}
        cells = _cells(headings, every, _with_heading(columns, placed))
        if cells is not None:
            yield HeadedBands(tuple(bands), tuple(cells))


def _placed(
    uppers: Sequence[Text], extents: Sequence[Band], columns: Sequence[Column], steps: Iterator[int]
) -> Iterator[list[tuple[Text, Span]]]:
    """All ways to place the upper headings, from the lowest to the highest. Ways that lead nowhere are steps too."""
    if next(steps, None) is None:
        raise _TooManyWays
    if not uppers:
        yield []
        return
    heading, *rest = uppers
    for span in _spans(heading, uppers, extents, columns):
        if not _has_room(heading, extents, span):
            for others in _placed(rest, extents, _with_heading(columns, [(heading, span)]), steps):
                yield [(heading, span), *others]


def _with_heading(columns: Sequence[Column], placed: Sequence[tuple[Text, Span]]) -> list[Column]:
    """Headings of each column from the lowest to the highest."""
    return [(*column, *(h for h, (first, last) in placed if first <= i <= last)) for i, column in enumerate(columns)]


def _extents(bands: Sequence[Band], leaves: Mapping[int, Text]) -> list[Band]:
    """How far each column surely reaches: its data, and as far on the other side of the middle of its heading."""
    found = []
    for i, (a, b) in enumerate(bands):
        if i in leaves:
            middle = (leaves[i].x0 + leaves[i].x1) / 2
            reach = max(middle - min(a, leaves[i].x0), max(b, leaves[i].x1) - middle)
            left = max([middle - reach, *(band[1] for band in bands[:i])])
            right = min([middle + reach, *(band[0] for band in bands[i + 1 :])])
            a, b = min(a, left), max(b, right)
        found.append((a, b))
    return found


def _has_room(heading: Text, extents: Sequence[Band], span: Span) -> bool:
    """Whether a line of a heading ends before its columns do: so it was not wrapped, and what stands below is another heading."""
    width = extents[span[1]][1] - extents[span[0]][0]
    lines = [text.x1 - text.x0 for text in heading.lines]
    return any(line + 1.5 * heading.size < width for line in lines[:-1])


def _over_codes(band: int, leaves: Mapping[int, Text], count: int) -> Span:
    """A heading of codes stands over all columns without headings beside it: 类, 款 and 项 are not always named."""
    first = last = band
    if role_of_heading(leaves[band].words) == "code":
        while first > 0 and first - 1 not in leaves:
            first -= 1
        while last + 1 < count and last + 1 not in leaves:
            last += 1
    return first, last


def _is_centred_in_rows(cells: Sequence[HeadCell]) -> bool:
    """Whether all headings stand in the middle of their rows: one height for the same rows, a lower one for rows further down."""
    size = min((cell.glyphs[0].size for cell in cells), default=0.0)
    middles: dict[tuple[int, int], list[float]] = {}
    for cell in cells:
        middles.setdefault((cell.depth, cell.depth_end), []).append((cell.glyphs[0].baseline + cell.glyphs[-1].baseline) / 2)
    if any(max(places) - min(places) > LEVEL * size for places in middles.values()):
        return False
    return all(
        max(middles[one]) + 0.5 * LEVEL * size < min(middles[other])
        for one, other in permutations(middles, 2)
        if one[0] <= other[0] and one[1] <= other[1]
    )


def _is_flush_in_rows(cells: Sequence[HeadCell]) -> bool:
    """Whether all headings stand at the foot of their rows, or all at the head of them."""
    size = min((cell.glyphs[0].size for cell in cells), default=0.0)
    tops: dict[int, list[float]] = {}
    ends: dict[int, list[float]] = {}
    for cell in cells:
        tops.setdefault(cell.depth, []).append(cell.glyphs[0].baseline)
        ends.setdefault(cell.depth_end, []).append(cell.glyphs[-1].baseline)
    return any(all(max(places) - min(places) <= LEVEL * size for places in rows.values()) for rows in (tops, ends))


#: How headings may be set in their rows, the likely first.
SETTINGS = (_is_centred_in_rows, _is_flush_in_rows)


def _words_above(headed: HeadedBands) -> tuple[str, ...]:
    """The words above each column from top to bottom, however they are parted into lines."""
    cells = sorted(headed.cells, key=lambda cell: cell.depth)
    return tuple(
        "".join(glyph.text for cell in cells if cell.first <= band <= cell.last for glyph in cell.glyphs)
        for band in range(len(headed.bands))
    )


#: Costs of the matching, in points of distance: a heading over others, a heading over a blank column; a band without heading, for
#: forms in which it is a slip, and for those that have 类, 款 and 项 below one heading.
OVER_OTHERS, BLANK_COLUMN, NEVER = 5.0, 60.0, 10_000.0
NO_HEADING = (30.0, 2.0)


def _matched(headings: Sequence[Text], bands: Sequence[Band], bare: float) -> tuple[list[Band], dict[int, Text]]:
    """The cheapest matching of headings to bands that keeps their order from left to right."""
    cost: dict[tuple[int, int], tuple[float, str]] = {(0, 0): (0.0, "")}
    for i in range(len(headings) + 1):
        for j in range(len(bands) + 1):
            steps = []
            if i and j:
                steps.append((cost[i - 1, j - 1][0] + _distance(headings[i - 1], j - 1, bands), "match"))
            if i:
                steps.append(
                    (cost[i - 1, j][0] + (OVER_OTHERS if _is_over_others(headings[i - 1], headings) else NEVER), "upper")
                )
                steps.append((cost[i - 1, j][0] + (NEVER if _touches(headings[i - 1], bands) else BLANK_COLUMN), "blank"))
            if j:
                steps.append((cost[i, j - 1][0] + bare, "bare"))
            if steps:
                cost[i, j] = min(steps)
    return _walk_back(headings, bands, cost)


def _walk_back(
    headings: Sequence[Text], bands: Sequence[Band], cost: Mapping[tuple[int, int], tuple[float, str]]
) -> tuple[list[Band], dict[int, Text]]:
    i, j = len(headings), len(bands)
    found: list[tuple[Band, Text | None]] = []
    while i or j:
        step = cost[i, j][1]
        if step == "match":
            found.append((bands[j - 1], headings[i - 1]))
        elif step == "blank":
            found.append(((headings[i - 1].x0, headings[i - 1].x1), headings[i - 1]))
        elif step == "bare":
            found.append((bands[j - 1], None))
        i, j = i - (step != "bare"), j - (step in ("match", "bare"))
    found.reverse()
    return [band for band, _ in found], {k: heading for k, (_, heading) in enumerate(found) if heading is not None}


def _distance(heading: Text, index: int, bands: Sequence[Band]) -> float:
    """How far a heading is from a band: little where it stands beside it with no other band between, over the blank of its column."""
    a, b = bands[index]
    gap = max(0.0, heading.x0 - b, a - heading.x1)
    left = bands[index - 1][1] if index else -math.inf
    right = bands[index + 1][0] if index + 1 < len(bands) else math.inf
    is_free = left <= heading.x0 and heading.x1 <= right
    return (0.1 if is_free else 1.0) * gap + 0.05 * abs(heading.x0 + heading.x1 - a - b) / 2


def _touches(heading: Text, bands: Sequence[Band]) -> bool:
    return any(heading.x0 < b and a < heading.x1 for a, b in bands)


def _is_displaced(band: Band, leaf: Text, leaves: Iterable[Text]) -> bool:
    """Whether a column stands below another heading than its own: two headings that nothing parts were taken for one."""
    return not _touches(leaf, [band]) and any(_touches(other, [band]) for other in leaves)


def _is_over_others(heading: Text, headings: Sequence[Text]) -> bool:
    """Whether headings stand below this one: overlapping it, or on both sides of it where it is in the uppermost line."""
    below = [h for h in headings if h.baseline > heading.end + 0.5 * heading.size]
    is_over = any(h.x0 < heading.x1 and heading.x0 < h.x1 for h in below)
    is_top = heading.baseline - min(h.baseline for h in headings) < LEVEL * heading.size
    return is_over or (is_top and any(h.x1 <= heading.x0 for h in below) and any(h.x0 >= heading.x1 for h in below))


def _line_gaps(texts: Sequence[Text]) -> list[float]:
    """Distances (in letter sizes) up to which lines below each other may be one heading, each distance on the page once."""
    gaps = [(below.baseline - above.end) / below.size for above, below in permutations(texts, 2) if _is_centred(above, below)]
    return [0.0, *sorted({round(gap, 1) + 0.06 for gap in gaps if 0 < gap < WRAP})]


def _unwrapped(texts: Sequence[Text], gap: float) -> list[Text]:
    """Headings whose lines are set no further than `gap` below each other are one."""
    joined: list[Text] = []
    for text in texts:
        above = next((t for t in reversed(joined) if _is_centred(t, text)), None)
        if above is not None and 0 < text.baseline - above.end < gap * text.size:
            joined[joined.index(above)] = Text((*above.glyphs, *text.glyphs))
        else:
            joined.append(text)
    return joined


def _is_centred(above: Text, below: Text) -> bool:
    """Whether two lines can be of one heading: one over the other, with one middle or one beginning."""
    middles = abs(above.x0 + above.x1 - below.x0 - below.x1) / 2
    return above.x0 < below.x1 and below.x0 < above.x1 and min(middles, abs(above.x0 - below.x0)) < 0.6 * below.size


def _spans(heading: Text, uppers: Sequence[Text], extents: Sequence[Band], columns: Sequence[Column]) -> list[Span]:
    """The columns that an upper heading may stand over: centred above them, or set flush with the first of them."""
    below = [bool(c) and c[-1].baseline > heading.end + 0.5 * heading.size for c in columns]
    ranges = [(i, j) for i in range(len(extents)) for j in range(i, len(extents)) if all(below[i : j + 1])]
    aside = {r: abs(extents[r[0]][0] + extents[r[1]][1] - heading.x0 - heading.x1) / 2 for r in ranges}
    centred = [r for r in ranges if aside[r] < EXACT * heading.size]
    if not centred:
        centred = sorted((r for r in ranges if aside[r] < heading.size), key=lambda r: aside[r])[:1]
    if centred:
        return centred
    beside = min((u.x0 for u in uppers if _is_beside(heading, u)), default=math.inf)
    flush = [r for r in ranges if abs(extents[r[0]][0] - heading.x0) < 0.5 * heading.size and extents[r[1]][1] <= beside]
    return [max(flush, key=lambda r: r[1])] if flush else []


def _is_beside(heading: Text, other: Text) -> bool:
    return other is not heading and abs(other.baseline - heading.baseline) < 0.5 * heading.size and other.x0 > heading.x1


def _cells(headings: Sequence[Text], spans: Mapping[int, Span], columns: Sequence[Column]) -> list[HeadCell] | None:
    depth = max((len(column) for column in columns), default=0)
    cells: list[HeadCell] = []
    for heading in headings:
        first, last = spans[id(heading)]
        places = {(len(c) - 1 - _index(heading, c), _index(heading, c) == 0) for c in columns[first : last + 1]}
        if len(places) != 1:
            return None
        row, is_lowest = places.pop()
        cells.append(HeadCell(first, last, row, depth - 1 if is_lowest else row, heading.glyphs))
    return cells


def _index(heading: Text, column: Column) -> int:
    return next(i for i, other in enumerate(column) if other is heading)
