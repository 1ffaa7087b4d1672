"""What is printed outside the tables of a page."""

from collections.abc import Sequence

import numpy as np

from ingest.page.model import Page, TextLine, text_lines
from ingest.tables.glyph_columns import GlyphColumns
from ingest.tables.grid import Grid


def lines_outside(page: Page, grids: Sequence[Grid]) -> list[TextLine]:
    """Text lines of a page that stand in no grid."""
    if not grids:
        return list(page.lines)
    columns = GlyphColumns.of(page.glyphs)
    boxes = ((grid.box[0] - 2, grid.box[1] - 2, grid.box[2] + 2, grid.box[3] + 2) for grid in grids)
    is_outside = ~np.logical_or.reduce([columns.is_inside(*box) for box in boxes])
    return text_lines([page.glyphs[index] for index in np.flatnonzero(is_outside).tolist()])
