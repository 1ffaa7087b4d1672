"""Glyphs by column: what is asked of every glyph of a page is asked of all at once, which costs a tenth of asking one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.page.model import BoolArray, Glyph, Numbers


@dataclass(frozen=True)
class GlyphColumns:
    """Glyphs and their measures (as in `Glyph`), row by row."""

    glyphs: Sequence[Glyph]
    x0: Numbers
    x1: Numbers
    baseline: Numbers
    size: Numbers
    string: Numbers

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> "GlyphColumns":
        _, *columns, _, _ = zip(*glyphs, strict=True) if glyphs else [()] * len(Glyph._fields)
        return cls(glyphs, *map(np.array, columns))

    @property
    def x(self) -> Numbers:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> Numbers:
        return self.baseline - self.size * 0.33

    def is_inside(self, left: float, top: float, right: float, bottom: float) -> BoolArray:
        """Whether the middle of a glyph lies in a box."""
        x, y = self.x, self.y
        return (left <= x) & (x <= right) & (top <= y) & (y <= bottom)

    def in_reading_order(self, wanted: BoolArray) -> "GlyphColumns":
        """Those wanted: down the page, and from left to right."""
        indices = np.flatnonzero(wanted)
        baselines, of_each = np.unique(self.baseline[indices], return_inverse=True)
        rounded = np.array([round(baseline, 1) for baseline in baselines.tolist()])
        indices = indices[np.lexsort((self.x0[indices], rounded[of_each]))]
        columns = self.x0, self.x1, self.baseline, self.size, self.string
        return GlyphColumns([self.glyphs[index] for index in indices.tolist()], *(column[indices] for column in columns))
