"""Headings over bands of aligned text: which heading stands over which columns, and which is wrapped over two lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.page.pages import Glyph
from ingest.vocabulary import squash

#: Two lines of one heading are set nearer than this (in letter sizes); a heading and the headings below it are not.
WRAP = 1.45
#: Lines above each other in one column only are one heading up to this distance.
LOOSE = 2.2

#: How far from the middle of all columns below it, in parts of their width, a heading may be set.
OFF_CENTRE = 0.2

Band = tuple[float, float]


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
    def middle(self) -> float:
        return (self.baseline + self.end) / 2

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @cached_property
    def words(self) -> str:
        return squash("".join(glyph.text for glyph in self.glyphs))


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
    """Give every heading its columns, keeping their order; None when that cannot be done surely."""
    unwrapped = _unwrapped(texts)
    if unwrapped is None:
        return None
    headings = sorted(unwrapped, key=lambda h: h.x0 + h.x1)
    bands, leaves = _matched(headings, data_bands)
    if any(_is_displaced(bands[i], leaf, leaves.values()) for i, leaf in leaves.items()):
        return None
    uppers = sorted((h for h in headings if not any(h is leaf for leaf in leaves.values())), key=lambda h: -h.end)
    uppers, leaves = _with_loose_lines(uppers, leaves, len(bands))
    headings = [*leaves.values(), *uppers]
    columns: list[list[Text]] = [[leaves[i]] if i in leaves else [] for i in range(len(bands))]
    spans = {id(leaf): (i, i) for i, leaf in leaves.items()}
    anchors = [_anchor(heading, columns) for heading in uppers]
    near = [_span(heading, uppers, bands, columns) for heading in uppers]
    for heading, anchor, span in zip(uppers, anchors, near, strict=True):
        others = [i for i, other in enumerate(uppers) if other is not heading and _is_level(other, heading)]
        run = _level_run(anchor, columns)
        if any(len(column) > 1 for column in columns[run[0] : run[1] + 1]) or any(run[0] <= anchors[i] <= run[1] for i in others):
            whole = span and _widened(heading, span, [s for i in others if (s := near[i])], columns)
        else:
            whole = run if _is_over(heading, run, columns) else None
        if not whole:
            return None
        spans[id(heading)] = whole
        for band in range(whole[0], whole[1] + 1):
            columns[band].append(heading)
    cells = _cells(headings, spans, columns)
    return HeadedBands(tuple(bands), tuple(cells)) if cells is not None else None


#: Costs of the matching, in points of distance: a band without heading, a heading over others, a heading over a blank column.
NO_HEADING, OVER_OTHERS, BLANK_COLUMN, NEVER = 30.0, 5.0, 60.0, 10_000.0


def _matched(headings: Sequence[Text], bands: Sequence[Band]) -> tuple[list[Band], dict[int, Text]]:
    """The cheapest matching of headings to bands that keeps their order from left to right."""
    cost: dict[tuple[int, int], tuple[float, str]] = {(0, 0): (0.0, "")}
    for i in range(len(headings) + 1):
        for j in range(len(bands) + 1):
            steps = []
            if i and j:
                steps.append((cost[i - 1, j - 1][0] + _distance(headings[i - 1], bands[j - 1]), "match"))
            if i:
                steps.append(
                    (cost[i - 1, j][0] + (OVER_OTHERS if _is_over_others(headings[i - 1], headings) else NEVER), "upper")
                )
                steps.append((cost[i - 1, j][0] + (NEVER if _touches(headings[i - 1], bands) else BLANK_COLUMN), "blank"))
            if j:
                steps.append((cost[i, j - 1][0] + NO_HEADING, "bare"))
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


def _distance(heading: Text, band: Band) -> float:
    gap = max(0.0, heading.x0 - band[1], band[0] - heading.x1)
    return gap + 0.05 * abs(heading.x0 + heading.x1 - band[0] - band[1]) / 2


def _touches(heading: Text, bands: Sequence[Band]) -> bool:
    return any(heading.x0 < b and a < heading.x1 for a, b in bands)


def _is_displaced(band: Band, leaf: Text, leaves: Iterable[Text]) -> bool:
    """Whether a column stands below another heading than its own: two headings that nothing parts were taken for one."""
    return not _touches(leaf, [band]) and any(_touches(other, [band]) for other in leaves)


def _is_over_others(heading: Text, headings: Sequence[Text]) -> bool:
    """Whether headings stand below this one: overlapping it, or on both sides of it."""
    below = [h for h in headings if h.baseline > heading.end + 0.5 * heading.size]
    is_over = any(h.x0 < heading.x1 and heading.x0 < h.x1 for h in below)
    return is_over or (any(h.x1 <= heading.x0 for h in below) and any(h.x0 >= heading.x1 for h in below))


def _unwrapped(texts: Sequence[Text]) -> list[Text] | None:
    """Headings whose lines are set close below each other are one. None when two texts beside each other go on with one heading:
    then it is several that nothing parts."""
    joined: list[Text] = []
    for text in texts:
        above = next((t for t in reversed(joined) if t.x0 < text.x1 and text.x0 < t.x1), None)
        if above is not None and above.end > above.baseline and abs(text.baseline - above.end) < 0.3 * text.size:
            return None
        if above is not None and 0 < text.baseline - above.end < WRAP * text.size:
            joined[joined.index(above)] = Text((*above.glyphs, *text.glyphs))
        else:
            joined.append(text)
    return joined


def _span(
    heading: Text, uppers: Sequence[Text], bands: Sequence[Band], columns: Sequence[Sequence[Text]]
) -> tuple[int, int] | None:
    """The columns that an upper heading stands over: centred above them, or set flush with the first of them."""
    extents = [
        (min([a, *(h.x0 for h in c[:1])]), max([b, *(h.x1 for h in c[:1])])) for (a, b), c in zip(bands, columns, strict=True)
    ]
    below = [bool(c) and c[0].baseline > heading.end + 0.5 * heading.size for c in columns]
    beside = sorted(
        u.x0 for u in uppers if u is not heading and abs(u.baseline - heading.baseline) < 0.5 * heading.size and u.x0 > heading.x1
    )
    inside = [i for i, c in enumerate(columns) if below[i] and heading.x0 <= c[0].x0 and c[0].x1 <= heading.x1]
    first, last = (inside[0], inside[-1]) if inside else (len(bands) - 1, 0)
    ranges = [(i, j) for i in range(first + 1) for j in range(max(i, last), len(bands)) if all(below[i : j + 1])]
    centred = min(ranges, key=lambda r: abs(extents[r[0]][0] + extents[r[1]][1] - heading.x0 - heading.x1), default=None)
    if centred and abs(extents[centred[0]][0] + extents[centred[1]][1] - heading.x0 - heading.x1) < 2 * heading.size:
        return centred
    flush = [
        r
        for r in ranges
        if abs(extents[r[0]][0] - heading.x0) < 0.5 * heading.size and not (beside and extents[r[1]][1] > beside[0])
    ]
    return max(flush, key=lambda r: r[1], default=None)


def _with_loose_lines(uppers: Sequence[Text], leaves: Mapping[int, Text], band_count: int) -> tuple[list[Text], dict[int, Text]]:
    """Uppers and leaves with those made one that are the lines of a heading set with much space between its lines.

    They stand above each other, and no heading beside the leaf goes without an upper line of its own.
    """
    first_lines = {
        i: upper
        for i, leaf in leaves.items()
        for upper in uppers
        if 0 < leaf.baseline - upper.end < LOOSE * leaf.size
        and abs(upper.x0 + upper.x1 - leaf.x0 - leaf.x1) < leaf.size
        and abs(upper.size - leaf.size) < 0.1 * leaf.size
    }
    columns = [[leaves[i]] if i in leaves else [] for i in range(band_count)]
    runs = {i: _level_run(i, columns) for i in first_lines}
    wrapped = {i: upper for i, upper in first_lines.items() if all(j in first_lines for j in range(runs[i][0], runs[i][1] + 1))}
    joined = {i: Text((*wrapped[i].glyphs, *leaf.glyphs)) if i in wrapped else leaf for i, leaf in leaves.items()}
    return [upper for upper in uppers if not any(upper is line for line in wrapped.values())], joined


def _is_level(one: Text, other: Text) -> bool:
    """Whether two headings, wrapped or not, stand in one row of the header."""
    return one.baseline - one.size < other.end and other.baseline - other.size < one.end


def _anchor(heading: Text, columns: Sequence[Sequence[Text]]) -> int:
    """The column below the middle of a heading: no doubt it is over this one."""
    headed = [i for i, column in enumerate(columns) if column]
    return min(headed, key=lambda i: abs(columns[i][0].x0 + columns[i][0].x1 - heading.x0 - heading.x1))


def _level_run(band: int, columns: Sequence[Sequence[Text]]) -> tuple[int, int]:
    """The columns on both sides of one whose lowest headings are level with its own."""
    first = last = band
    while first and _are_level(columns[first - 1], columns[first]):
        first -= 1
    while last + 1 < len(columns) and _are_level(columns[last + 1], columns[last]):
        last += 1
    return first, last


def _is_over(heading: Text, span: tuple[int, int], columns: Sequence[Sequence[Text]]) -> bool:
    """Whether a heading stands in the middle of the columns below it, or flush with the first of them."""
    first, last = columns[span[0]][0], columns[span[1]][0]
    if first.baseline < heading.end + 0.5 * heading.size:
        return False
    is_centred = abs(first.x0 + last.x1 - heading.x0 - heading.x1) < max(OFF_CENTRE * (last.x1 - first.x0), 2 * heading.size)
    return is_centred or abs(first.x0 - heading.x0) < 0.5 * heading.size


def _widened(
    heading: Text, span: tuple[int, int], beside: Sequence[tuple[int, int]], columns: Sequence[Sequence[Text]]
) -> tuple[int, int] | None:
    """The span of a heading with the columns at its sides that are level with those below it, and below no other heading.

    None when it stands far from the middle of them all: then it may or may not be over them.
    """
    taken = {band for first, last in beside for band in range(first, last + 1)}
    first, last = span
    while first and first - 1 not in taken and _are_level(columns[first - 1], columns[first]):
        first -= 1
    while last + 1 < len(columns) and last + 1 not in taken and _are_level(columns[last + 1], columns[last]):
        last += 1
    return span if (first, last) == span else (first, last) if _is_over(heading, (first, last), columns) else None


def _are_level(one: Sequence[Text], other: Sequence[Text]) -> bool:
    """Whether the lowest headings of two columns stand on one height."""
    return bool(one and other) and abs(one[0].middle - other[0].middle) < 0.3 * one[0].size


def _cells(
    headings: Sequence[Text], spans: dict[int, tuple[int, int]], columns: Sequence[Sequence[Text]]
) -> list[HeadCell] | None:
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


def _index(heading: Text, column: Sequence[Text]) -> int:
    return next(i for i, other in enumerate(column) if other is heading)
