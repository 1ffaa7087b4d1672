"""Headings over bands of aligned text: which heading stands over which columns, and which is wrapped over two lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.page.pages import Glyph
from ingest.vocabulary import squash

#: Two lines of one heading are set nearer than this (in letter sizes); a heading and the headings below it are not.
WRAP = 1.45

Band = tuple[float, float]


@dataclass(frozen=True)
class Text:
    """One text, parted from its neighbours by gaps; a wrapped one has several lines."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        return min(glyph.x0 for glyph in self.glyphs)

    @property
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
    headings = sorted(_unwrapped(texts), key=lambda h: h.x0 + h.x1)
    bands, leaves = _matched(headings, data_bands)
    columns: list[list[Text]] = [[leaves[i]] if i in leaves else [] for i in range(len(bands))]
    spans = {id(heading): (i, i) for i, heading in leaves.items()}
    uppers = sorted((h for h in headings if id(h) not in spans), key=lambda h: -h.end)
    for heading in uppers:
        span = _span(heading, uppers, bands, columns)
        if span is None:
            return None
        spans[id(heading)] = span
        for band in range(span[0], span[1] + 1):
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


def _is_over_others(heading: Text, headings: Sequence[Text]) -> bool:
    """Whether headings stand below this one: overlapping it, or on both sides of it."""
    below = [h for h in headings if h.baseline > heading.end + 0.5 * heading.size]
    is_over = any(h.x0 < heading.x1 and heading.x0 < h.x1 for h in below)
    return is_over or (any(h.x1 <= heading.x0 for h in below) and any(h.x0 >= heading.x1 for h in below))


def _unwrapped(texts: Sequence[Text]) -> list[Text]:
    """Headings whose lines are set close below each other are one."""
    joined: list[Text] = []
    for text in texts:
        above = next((t for t in reversed(joined) if t.x0 < text.x1 and text.x0 < t.x1), None)
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
    ranges = [(i, j) for i in range(len(bands)) for j in range(i, len(bands)) if all(below[i : j + 1])]
    centred = min(ranges, key=lambda r: abs(extents[r[0]][0] + extents[r[1]][1] - heading.x0 - heading.x1), default=None)
    if centred and abs(extents[centred[0]][0] + extents[centred[1]][1] - heading.x0 - heading.x1) < 2 * heading.size:
        return centred
    flush = [
        r
        for r in ranges
        if abs(extents[r[0]][0] - heading.x0) < 0.5 * heading.size and not (beside and extents[r[1]][1] > beside[0])
    ]
    return max(flush, key=lambda r: r[1], default=None)


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
