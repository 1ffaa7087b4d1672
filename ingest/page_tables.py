"""All tables of a page in reading order: the ruled ones, and below statement titles the ones that are set without rules."""

from collections.abc import Iterator, Sequence

from ingest.aligned import aligned_grid
from ingest.amounts import read_amount
from ingest.captions import names_statement
from ingest.grid import Grid
from ingest.pages import Page, join_glyphs

#: (index among the ruled grids of the page or None, grid)
PageTable = tuple[int | None, Grid]


def page_tables(page: Page, ruled: Sequence[Grid], before: Grid | None) -> list[PageTable]:
    """`before` is the last table of the statement at hand, which a page without title and rules may continue."""
    tables: list[PageTable] = [(index, _with_columns(page, grid)) for index, grid in enumerate(ruled)]
    tables += [(None, grid) for grid in _below_titles(page, ruled)]
    if not tables and before is not None and before.readings == "aligned" and page.page_number - before.page_number == 1:
        continued = aligned_grid(page, 0.0, page.height, before)
        tables += [(None, continued)] if continued else []
    return sorted(tables, key=lambda table: (table[1].box[1], table[1].box[0]))


def _below_titles(page: Page, ruled: Sequence[Grid]) -> Iterator[Grid]:
    """Tables of aligned text below statement titles that have no ruled grid below them."""
    outside = [line for line in page.lines if not any(g.box[1] - 2 < line.baseline < g.box[3] + 2 for g in ruled)]
    titles = [line for line in outside if names_statement(line)]
    for index, title in enumerate(titles):
        end = titles[index + 1].y0 if index + 1 < len(titles) else page.height
        below = [grid.box[1] for grid in ruled if grid.box[1] > title.baseline - 3]
        if (not below or min(below) > end) and (grid := aligned_grid(page, title.baseline + 1, min([end, *below]))):
            yield grid


def _with_columns(page: Page, grid: Grid) -> Grid:
    """A grid whose rules leave out columns (several figures side by side in many cells) is divided by its text."""
    rows = {
        cell.row
        for cell in grid.cells
        for line in cell.lines
        if sum(read_amount(part) is not None for part in join_glyphs(line.glyphs).split()) > 1
    }
    if 2 * len(rows) <= grid.row_count:
        return grid
    aligned = aligned_grid(page, grid.box[1], grid.box[3])
    return aligned if aligned is not None and aligned.readings == "aligned" else grid
