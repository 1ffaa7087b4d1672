"""What is on a page as it is displayed: glyphs with their origins, ruling lines, lines of text.

Coordinates are points on the displayed page (its /Rotate and the direction of sideways text applied), origin top left, y downwards. A
glyph is placed by its origin on the baseline, since glyph boxes are off by up to a line in some exports; its box only lends its width
and height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.page.cell_addresses import SheetPlaces
from ingest.page.ink import Ink
from ingest.page.remarks import Remark
from ingest.page.text_objects import Box

#: Stands for a character of which the font does not say what it is.
UNMAPPED = "\ufffd"
#: One for each character.
Numbers = NDArray[Any]
BoolArray = NDArray[np.bool_]


class Glyph(NamedTuple):
    """One printed character (NFKC); x0..x1 its advance, baseline its origin, size its height in points.

    Glyphs with one `string` were drawn by one text object: most producers draw the text of a cell as one string or as several,
    never of two cells as one without a gap.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    string: int = 0
    order: int = 0  # place in the order of drawing
    doubt: str | None = None  # why it may not be what is printed

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The optical middle of the character, a third of its size above the baseline."""
        return self.baseline - self.size * 0.33


class Rule(NamedTuple):
    """One straight ruling line; horizontal when y0 == y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1


class TextLine(NamedTuple):
    """Glyphs on one baseline, left to right; a wide gap between two of them is a space in `text`. Made by `text_lines`."""

    glyphs: tuple[Glyph, ...]
    text: str
    x1: float
    size: float

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def y0(self) -> float:
        return self.baseline - self.size

    @property
    def y1(self) -> float:
        return self.baseline + self.size * 0.2


@dataclass(frozen=True, eq=False)
class Page:
    """One page: what is printed on it and what is ruled on it."""

    page_number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    has_image: bool
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()  # reason → characters of the text layer that are no glyphs
    ink: tuple[Ink, ...] = ()  # what is drawn outside all text and rules
    sheet: SheetPlaces | None = None  # of a workbook: which sheet it is, and where its cells are
    confidences: tuple[float, ...] | None = None  # of a recognised page, how sure each piece of text (Glyph.string) is, 0 to 1

    @property
    def is_image_only(self) -> bool:
        """A scan: a picture and no text layer."""
        return self.has_image and not self.glyphs

    @property
    def reading_basis(self) -> str:
        """Where the glyphs come from: `text_layer`, or `recognised` in the picture of the page."""
        return "text_layer" if self.confidences is None else "recognised"

    def confidence_in(self, box: Box) -> float | None:
        """How sure the least sure figure in a box is on a recognised page; any text, where there is no figure."""
        if self.confidences is None:
            return None
        x0, y0, x1, y1 = box
        inside = [glyph for glyph in self.glyphs if x0 <= glyph.x <= x1 and y0 <= glyph.y <= y1]
        figures = [glyph for glyph in inside if glyph.text.isdecimal()] or inside
        return min((self.confidences[glyph.string] for glyph in figures), default=None)

    @property
    def is_lost(self) -> bool:
        """Whether the page could not be loaded: what goes on over it does not go on."""
        return any(remark.code == "page_unreadable" for remark in self.remarks)

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """Text lines from top to bottom."""
        return tuple(text_lines(self.glyphs))

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Glyphs by baseline, from top to bottom."""
    return lines_of_each([glyphs])[0]


def lines_of_each(groups: Sequence[Sequence[Glyph]]) -> list[list[TextLine]]:
    """The lines of each group of glyphs (a page, a cell). Glyphs of one line may differ by a third of their size (mixed fonts,
    superscripts). All groups at once, and by columns: every glyph of a document comes through here two or three times."""
    glyphs = [glyph for group in groups for glyph in group]
    lines: list[list[TextLine]] = [[] for _ in groups]
    if not glyphs:
        return lines
    _, *measures, _, _, _ = zip(*glyphs, strict=True)
    x0, x1, baseline, size = map(np.array, measures)
    group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    down = np.lexsort((x0, baseline, group))
    lower = np.diff(baseline[down]) > 0.35 * _smaller_of_two(size[down])
    line = np.concatenate(([0], np.cumsum((np.diff(group[down]) != 0) | lower)))
    across = down[np.lexsort((x0[down], line))]
    gap = x0[across[1:]] - x1[across[:-1]]
    is_wide = (np.diff(line) == 0) & (gap > 0) & (gap > 0.6 * _smaller_of_two(size[across]))
    ordered = [glyphs[index] for index in across.tolist()]
    printed = [glyph.text for glyph in ordered]
    for index in np.flatnonzero(is_wide).tolist():
        printed[index] += " "
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    of_each = group[across[starts]], starts, np.append(starts, len(glyphs))[1:]
    greatest = np.maximum.reduceat(x1[across], starts), np.maximum.reduceat(size[across], starts)
    for owner, start, end, right, height in zip(*(column.tolist() for column in (*of_each, *greatest)), strict=True):
        lines[owner].append(TextLine(tuple(ordered[start:end]), "".join(printed[start:end]), right, height))
    return lines


def _smaller_of_two(sizes: Numbers) -> Numbers:
    """The smaller one of each two neighbours."""
    return np.minimum(sizes[1:], sizes[:-1])
