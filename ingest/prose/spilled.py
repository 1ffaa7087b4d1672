"""Text that spills out of a table: its last row had no room for it, and the page often does not even show it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.lexicon.headings import heading_marker
from ingest.page.model import TextLine
from ingest.tables.grid import Grid

#: It goes on within this many glyph sizes below the table.
SPILL = 2.2


def spilled_lines(lines: Sequence[TextLine], grids: Sequence[Grid]) -> set[int]:
    """The ids of the lines right below a grid that stand in its columns."""
    spilled: set[int] = set()
    for grid in grids:
        bottom = grid.box[3]
        for line in lines:
            if not bottom <= line.baseline <= bottom + SPILL * line.size:
                continue
            is_heading = heading_marker("".join(glyph.text for glyph in line.glyphs)) is not None
            if is_heading or not all(_is_in_column(run, grid) for run in _runs(line)):
                break
            spilled.add(id(line))
            bottom = line.baseline
    return spilled


def _runs(line: TextLine) -> Iterator[tuple[float, float]]:
    """Left and right ends of the stretches of a line that wide gaps part."""
    start = end = line.x0
    for glyph in line.glyphs:
        if glyph.x0 - end > 2 * glyph.size:
            yield start, end
            start = glyph.x0
        end = glyph.x1
    yield start, end


def _is_in_column(run: tuple[float, float], grid: Grid) -> bool:
    """Whether a stretch of text stands in one column other than the first: notes begin at the left."""
    return any(left - 1 <= run[0] and run[1] <= right + 1 for left, right in pairwise(grid.column_edges[1:]))
