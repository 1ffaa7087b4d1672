"""The first reading of a page: grids built from its ruling lines, filled with glyphs by their origins.

Fast (milliseconds) and independent of camelot: lines come from pdfium's path segments, text from glyph origins, so glyph
boxes that are off by a line do not move an amount into the next row.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from ingest.lexicon import pattern
from ingest.page.model import BoolArray, Glyph, Numbers, Page, TextLine, lines_of_each
from ingest.tables.glyph_columns import GlyphColumns
from ingest.tables.grid import Box, Cell, Grid

#: Lines nearer than this (points) are one line: double strokes, cells ruled one by one.
SNAP = 2.0
#: A gap in a line up to this long (points) is bridged.
BRIDGE = 3.0
#: Cells that are ruled one by one stand up to so far (points) apart.
APART = 4.0
#: A row that is open above or below, between no more than one rule down, is at most so high (points): rules down a whole page
#: are no part of a table.
OPEN_ROW = 80.0
#: Lines shorter than this (points) rule nothing.
SHORTEST = 4.0
#: More lines than this on a page are a drawing, not a table.
MAX_LINES = 4_000

_EXACT = pattern("figures", "exact_alone")
_STACKED = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)")
#: Text is set so far (points) from the sides of its cell.
MARGIN = 2.0
_FIGURE = re.compile(r"[-\u2212]?\d[\d,]*(?:\.\d+)?%?")


Line = tuple[float, float, float]  # position across, start, end
Area = tuple[int, int, int, int]  # row, column, row_end, column_end


def ruled_grids(page: Page) -> list[Grid]:
    """All ruled grids of a page with at least two cells, from top to bottom."""
    apart = _is_ruled_cell_by_cell(page)
    tables = _tables(page, APART, APART) if apart else _tables(page, SNAP, BRIDGE)
    glyphs = GlyphColumns.of(page.glyphs)
    found = [grid for h, v in tables if (grid := _grid(page, glyphs, h, v)) is not None and len(grid.cells) > 1]
    return sorted(found, key=lambda grid: (grid.box[1], grid.box[0]))


def _is_ruled_cell_by_cell(page: Page) -> bool:
    """Whether every second row of the page would be a gap too low for text: each cell has a box of its own."""
    if not page.rules:
        return False
    gaps = [b - a for a, b in pairwise(_positions(rule.y0 for rule in page.rules if rule.is_horizontal))]
    beside = [b - a for a, b in pairwise(_positions(rule.x0 for rule in page.rules if not rule.is_horizontal))]
    low = sum(gap <= APART for gap in gaps)
    return low >= 3 and 3 * low >= len(gaps) and any(gap <= APART for gap in beside)


def _positions(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > SNAP:
            found.append(place)
    return found


def _tables(page: Page, snap: float, bridge: float) -> list[tuple[list[Line], list[Line]]]:
    """The rules of each table: those that touch each other."""
    horizontal = _merge([(r.y0, r.x0, r.x1) for r in page.rules if r.is_horizontal], snap, bridge)
    vertical = _merge([(r.x0, r.y0, r.y1) for r in page.rules if not r.is_horizontal], snap, bridge)
    if len(horizontal) + len(vertical) > MAX_LINES:
        return []
    return _components(horizontal, vertical)


def row_rules(page: Page) -> list[Line]:
    """The horizontal rules of a page: height, start, end."""
    return _merge([(r.y0, r.x0, r.x1) for r in page.rules if r.is_horizontal])


def _merge(lines: list[Line], snap: float = SNAP, bridge: float = BRIDGE) -> list[Line]:
    """Join strokes that lie on one line: positions snapped together, overlapping or nearly touching spans united."""
    merged: list[Line] = []
    for group in _snap_groups(sorted(lines), snap):
        position = sum(line[0] * (line[2] - line[1]) for line in group) / max(sum(line[2] - line[1] for line in group), 0.01)
        start, end = None, 0.0
        for _, a, b in sorted(group, key=lambda line: line[1]):
            if start is None:
                start, end = a, b
            elif a <= end + bridge:
                end = max(end, b)
            else:
                merged.append((position, start, end))
                start, end = a, b
        if start is not None:
            merged.append((position, start, end))
    return [line for line in merged if line[2] - line[1] >= SHORTEST]


def _snap_groups(lines: list[Line], snap: float) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line[0] - groups[-1][0][0] <= snap:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _components(horizontal: list[Line], vertical: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Sets of lines that touch each other: one set is one table."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for j, (x, y0, y1) in enumerate(vertical):
        for i, (y, x0, x1) in enumerate(horizontal):
            if x0 - BRIDGE <= x <= x1 + BRIDGE and y0 - BRIDGE <= y <= y1 + BRIDGE:
                parent[root(i)] = root(len(horizontal) + j)
    sets: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(horizontal):
        sets[root(i)][0].append(line)
    for j, line in enumerate(vertical):
        sets[root(len(horizontal) + j)][1].append(line)
    return [(h, v) for h, v in sets.values() if h and v and len(h) + len(v) > 2]


def _grid(page: Page, glyphs: GlyphColumns, horizontal: list[Line], vertical: list[Line]) -> Grid | None:
    left, right = min(line[1] for line in horizontal), max(line[2] for line in horizontal)
    heights = glyphs.y[(left - SNAP <= glyphs.x) & (glyphs.x <= right + SNAP)]
    top = -_end([-line[0] for line in horizontal], [-line[1] for line in vertical], -heights)
    bottom = _end([line[0] for line in horizontal], [line[2] for line in vertical], heights)
    xs = _edges([line[0] for line in vertical], left, right)
    ys = _edges([line[0] for line in horizontal], top, bottom)
    if len(xs) < 2 or len(ys) < 2 or xs[-1] - xs[0] < 30 or ys[-1] - ys[0] < 8:
        return None
    areas = _areas(xs, ys, horizontal, vertical)
    is_inside = glyphs.is_inside(xs[0] - SNAP, ys[0] - SNAP, xs[-1] + SNAP, ys[-1] + SNAP)
    cells = _fill(areas, xs, ys, glyphs.in_reading_order(is_inside))
    grid = Grid(page.page_number, (xs[0], ys[0], xs[-1], ys[-1]), tuple(ys), tuple(xs), tuple(cells))
    return _split_unruled_rows(grid)


def _end(across: list[float], down: list[float], heights: Numbers) -> float:
    """Where a table ends below: at its last rule, or below a last row with text that no rule closes, where the rules down end."""
    border, end = max(across), max(down)
    is_rule = end - border <= OPEN_ROW or sum(end - other <= SNAP for other in down) > 1
    return end if is_rule and bool(((border < heights) & (heights < end)).any()) else border


def _edges(positions: list[float], first: float, last: float) -> list[float]:
    """Grid edges in order; an open border (no line at the outer end) is closed."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > SNAP:
            edges.append(position)
    if not edges or edges[0] - first > 2 * SNAP:
        edges.insert(0, first)
    if last - edges[-1] > 2 * SNAP:
        edges.append(last)
    return edges


def _areas(xs: list[float], ys: list[float], horizontal: list[Line], vertical: list[Line]) -> list[Area]:
    """Rectangles (row, column, row_end, column_end) that no line divides: the cells, merged ones included."""
    rows, columns = len(ys) - 1, len(xs) - 1
    below = [[False] * columns for _ in range(rows)]  # is there a line under (row, column)
    beside = [[False] * columns for _ in range(rows)]  # is there a line right of (row, column)
    for y, x0, x1 in horizontal:
        row = _nearest(ys, y) - 1
        if 0 <= row < rows:
            for column in _covered(xs, x0, x1):
                below[row][column] = True
    for x, y0, y1 in vertical:
        column = _nearest(xs, x) - 1
        if 0 <= column < columns:
            for row in _covered(ys, y0, y1):
                beside[row][column] = True
    return _rectangles(rows, columns, below, beside)


def _covered(edges: list[float], start: float, end: float) -> range:
    """The rows or columns that a line start..end runs along: all between its ends, and those of its ends if it covers most of them."""
    first, last = max(bisect_right(edges, start) - 1, 0), min(bisect_left(edges, end), len(edges) - 1)
    if first < last and not _covers(start, end, edges[first], edges[first + 1]):
        first += 1
    if first < last and not _covers(start, end, edges[last - 1], edges[last]):
        last -= 1
    return range(first, last)


def _covers(start: float, end: float, a: float, b: float) -> bool:
    """Whether a line start..end runs along most of a..b."""
    return min(end, b) - max(start, a) > 0.6 * (b - a)


def _nearest(edges: list[float], position: float) -> int:
    after = bisect_left(edges, position)
    return min(range(max(after - 1, 0), min(after + 1, len(edges))), key=lambda i: abs(edges[i] - position))


def _rectangles(rows: int, columns: int, below: list[list[bool]], beside: list[list[bool]]) -> list[Area]:
    taken = [[False] * columns for _ in range(rows)]
    areas = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            column_end = column
            while column_end + 1 < columns and not beside[row][column_end] and not taken[row][column_end + 1]:
                column_end += 1
            row_end = row
            while row_end + 1 < rows and _open_downwards(row_end, column, column_end, columns, below, beside, taken):
                row_end += 1
            for r in range(row, row_end + 1):
                for c in range(column, column_end + 1):
                    taken[r][c] = True
            areas.append((row, column, row_end, column_end))
    return areas


def _open_downwards(
    row: int,
    column: int,
    column_end: int,
    columns: int,
    below: list[list[bool]],
    beside: list[list[bool]],
    taken: list[list[bool]],
) -> bool:
    """Whether the rectangle goes on in the next row: nothing ruled below it, and the next row has the same sides."""
    across = range(column, column_end + 1)
    if any(below[row][c] or taken[row + 1][c] for c in across):
        return False
    if any(beside[row + 1][c] for c in range(column, column_end)):
        return False
    left_closed = column == 0 or beside[row + 1][column - 1] or taken[row + 1][column - 1]
    right_closed = column_end == columns - 1 or beside[row + 1][column_end]
    return left_closed and right_closed


def _fill(areas: list[Area], xs: list[float], ys: list[float], ordered: GlyphColumns) -> list[Cell]:
    """Put glyphs into cells by their middle; a figure or string that runs over a rule stays whole where most of it is."""
    owner = np.empty((len(ys) - 1, len(xs) - 1), np.int64)
    for i, (r0, c0, r1, c1) in enumerate(areas):
        owner[r0 : r1 + 1, c0 : c1 + 1] = i
    contents: list[list[Glyph]] = [[] for _ in areas]
    for glyph, place in zip(ordered.glyphs, _places(ordered, owner[_slots(ys, ordered.y), _slots(xs, ordered.x)]), strict=True):
        contents[place].append(glyph)
    lines = lines_of_each(contents)
    _return_overflow(areas, owner, lines, ys)
    return [
        Cell(r0, c0, r1, c1, (xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]), tuple(lines[i]))
        for i, (r0, c0, r1, c1) in enumerate(areas)
    ]


def _places(ordered: GlyphColumns, by_middle: Numbers) -> list[int]:
    """The cell of each glyph: where its middle is, but for a run over a rule."""
    places: list[int] = by_middle.tolist()
    starts = np.flatnonzero(_begins_run(ordered))
    ends = np.append(starts, len(places))[1:]
    is_over_rule = np.minimum.reduceat(by_middle, starts) != np.maximum.reduceat(by_middle, starts)
    for start, end in zip(starts[is_over_rule].tolist(), ends[is_over_rule].tolist(), strict=True):
        run, of_run = ordered.glyphs[start:end], places[start:end]
        if run[0].string == run[-1].string or _FIGURE.fullmatch("".join(g.text for g in run)):
            places[start:end] = [max(set(of_run), key=of_run.count)] * len(run)
    _take_back_spilt(ordered, places)
    return places


def _take_back_spilt(ordered: GlyphColumns, places: list[int]) -> None:
    """Give the end of a name that runs into the cell of a figure (…城市”评|选 700000) back to the cell of the name."""
    glyphs = ordered.glyphs
    gap = ordered.x0[1:] - ordered.x1[:-1]
    touches = (np.abs(np.diff(ordered.baseline)) < 0.2) & (np.abs(gap) < 0.12 * ordered.size[1:]) & (np.diff(places) != 0)
    for start in (np.flatnonzero(touches) + 1).tolist():
        before, end = glyphs[start - 1], start
        while end < len(glyphs) and places[end] == places[start] and _goes_on(glyphs[end - 1], glyphs[end]):
            end += 1
        is_before_figure = end < len(glyphs) and places[end] == places[start] and _is_figure(glyphs[end].text)
        if end > start and is_before_figure and before.baseline == glyphs[end].baseline:
            places[start:end] = [places[start - 1]] * (end - start)


def _goes_on(one: Glyph, other: Glyph) -> bool:
    """Whether a letter was drawn right after another one, in its size and without a gap."""
    is_touching = abs(other.x0 - one.x1) < 0.12 * other.size and abs(other.size - one.size) < 0.1
    return other.order == one.order + 1 and one.text.isalpha() and other.text.isalpha() and is_touching


def _return_overflow(areas: list[Area], owner: Numbers, lines: list[list[TextLine]], ys: list[float]) -> None:
    """Give wrapped text that runs over a row's rule back to the cell it was drawn with.

    A name wrapped in a row too low for it has its last line on or below the rule. It is told by two signs together: the line
    straddles the rule, and it was drawn right after the text above the rule (or right before the text below).
    """
    for i, (_, c0, r1, c1) in enumerate(areas):
        j = int(owner[r1 + 1, c0]) if r1 + 1 < len(owner) else None
        if j is None or areas[j][1] != c0 or areas[j][3] != c1 or not lines[i] or not lines[j]:
            continue
        above, below = lines[i][-1], lines[j][0]
        if _straddles(below, ys[r1 + 1]) and _follows(above, below) and not (len(lines[j]) > 1 and _follows(below, lines[j][1])):
            lines[i].append(lines[j].pop(0))
        elif (
            _straddles(above, ys[r1 + 1]) and _follows(above, below) and not (len(lines[i]) > 1 and _follows(lines[i][-2], above))
        ):
            lines[j].insert(0, lines[i].pop())


def _straddles(line: TextLine, edge: float) -> bool:
    """Whether a line of text (no figure) lies across a horizontal rule."""
    return abs(line.glyphs[0].y - edge) < 0.4 * line.size and not _FIGURE.fullmatch(line.text.replace(" ", ""))


def _follows(one: TextLine, other: TextLine) -> bool:
    """Whether two lines were drawn one right after the other (blanks and line ends between them aside)."""
    return 0 < other.glyphs[0].order - one.glyphs[-1].order <= 4


def _slots(edges: list[float], positions: Numbers) -> Numbers:
    """The rows or columns between two edges that positions lie in; those beyond the outer edges belong to the outer ones."""
    return np.clip(np.searchsorted(edges, positions, side="right"), 1, len(edges) - 1) - 1


def _begins_run(ordered: GlyphColumns) -> BoolArray:
    """Whether glyphs begin a run: those of one string set without a gap, and figures set without a gap, stay together."""
    is_figure = np.array([_is_figure(glyph.text) for glyph in ordered.glyphs], np.bool_)
    is_alike = (np.diff(ordered.string) == 0) | (is_figure[1:] & is_figure[:-1])
    gap, size = ordered.x0[1:] - ordered.x1[:-1], ordered.size[1:]
    is_next = (np.abs(np.diff(ordered.baseline)) < 0.2) & (-0.3 * size < gap) & (gap < 0.12 * size)
    begins = np.ones(len(ordered.glyphs), np.bool_)
    begins[1:] = ~(is_alike & is_next)
    return begins


@cache
def _is_figure(text: str) -> bool:
    return text.isdecimal() or text in ",.-%"


def _split_unruled_rows(grid: Grid) -> Grid:
    """Split rows that hold several figures one under the other in one cell: rows that the form does not rule apart."""
    cuts: dict[int, list[float]] = {}
    for cell in grid.cells:
        if cell.row_end == cell.row and len(stack := _stacked_figures(cell)) > max(len(cuts.get(cell.row, ())) + 1, 1):
            cuts[cell.row] = [(a + b) / 2 for a, b in pairwise(stack)]
    for row, stack in _stacked_integers(grid).items():
        cuts.setdefault(row, [(a + b) / 2 for a, b in pairwise(stack)])
    return _with_cuts(grid, cuts) if cuts else grid


def _stacked_figures(cell: Cell) -> list[float]:
    """Heights of the figures in a cell when each of its lines is a whole figure with decimals, else nothing."""
    texts = [line.text.replace(" ", "") for line in cell.lines] if len(cell.lines) > 1 else []
    if not texts or not all(_EXACT.fullmatch(text) for text in texts):
        return []
    return [line.glyphs[0].y for line in cell.lines]


def _stacked_integers(grid: Grid) -> dict[int, list[float]]:
    """Heights of the lines of rows in which two cells at least hold integers one under the other, in lines that were not wrapped."""
    found: dict[int, list[list[float]]] = defaultdict(list)
    for cell in grid.cells:
        texts = [line.text.replace(" ", "") for line in cell.lines] if len(cell.lines) > 1 and cell.row == cell.row_end else []
        if texts and all(map(_STACKED.fullmatch, texts)) and not _is_wrapped(cell):
            found[cell.row].append([line.glyphs[0].y for line in cell.lines])
    return {row: stacks[0] for row, stacks in found.items() if len({len(stack) for stack in stacks}) == 1 < len(stacks)}


def _is_wrapped(cell: Cell) -> bool:
    """Whether a line of a cell ends because there is no room for another digit."""
    room = [cell.box[2] - cell.box[0] - (line.x1 - line.x0) - (line.x1 - line.x0) / len(line.glyphs) for line in cell.lines[:-1]]
    return min(room) < 2 * MARGIN


def _with_cuts(grid: Grid, cuts: dict[int, list[float]]) -> Grid:
    shift, new_rows = [0], 0
    for row in range(grid.row_count):
        new_rows += len(cuts.get(row, ()))
        shift.append(new_rows)
    cells: list[Cell] = []
    for cell in grid.cells:
        first = cell.row + shift[cell.row]
        if cell.row != cell.row_end or cell.row not in cuts:
            cells.append(replace(cell, row=first, row_end=cell.row_end + shift[cell.row_end + 1]))
            continue
        edges = [cell.box[1], *cuts[cell.row], cell.box[3]]
        for offset, (top, bottom) in enumerate(pairwise(edges)):
            lines = tuple(line for line in cell.lines if top <= line.glyphs[0].y < bottom)
            box: Box = (cell.box[0], top, cell.box[2], bottom)
            cells.append(replace(cell, row=first + offset, row_end=first + offset, box=box, lines=lines))
    row_edges = sorted({*grid.row_edges, *(cut for row_cuts in cuts.values() for cut in row_cuts)})
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    found_by = grid.found_by if all(_is_parted(cell, cuts) for cell in grid.cells) else "split"
    return replace(grid, found_by=found_by, row_edges=tuple(row_edges), cells=ordered, _by_place={})


def _is_parted(cell: Cell, cuts: Mapping[int, Sequence[float]]) -> bool:
    """Whether the cuts of its row give each part of a cell one line of it; nothing is to be told where there are none."""
    heights = cuts.get(cell.row, ())
    if not heights or not cell.lines:
        return True
    parts = {bisect_left(heights, line.glyphs[0].y) for line in cell.lines}
    return cell.row == cell.row_end and len(parts) == len(cell.lines) == len(heights) + 1
