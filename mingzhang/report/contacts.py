"""Where on a page contact persons and their numbers stand: what is shown of the page is shown without them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.lexicon.contacts import is_contact_label, role_spans, telephone_spans
from ingest.page.model import Glyph, TextLine
from mingzhang.report.marts import Box

_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")


def contacts_on(lines: Iterable[TextLine]) -> Iterator[Box]:
    """Boxes of the characters that name persons or give their numbers; amounts in the same line stay.

    A number is looked for in one cell: the digits of two figures side by side, put together, look like many a telephone.
    """
    for line in lines:
        cells = list(_cells(line))
        for glyph in [*_told_by(line.glyphs, role_spans), *(each for cell in cells for each in _told_by(cell, telephone_spans))]:
            yield glyph.x0 - 1, line.y0 - 1, glyph.x1 + 1, line.y1 + 1
        for label, value in pairwise(cells):
            text = "".join(glyph.text for glyph in value)
            if is_contact_label("".join(glyph.text for glyph in label)) and not _AMOUNT.fullmatch(text):
                yield value[0].x0 - 1, line.y0 - 1, value[-1].x1 + 1, line.y1 + 1


def _told_by(glyphs: Sequence[Glyph], spans: Callable[[str], list[tuple[int, int]]]) -> Iterator[Glyph]:
    text = "".join(glyph.text for glyph in glyphs)
    owners = [glyph for glyph in glyphs for _ in glyph.text]  # NFKC may make two characters of one glyph
    amounts = {place for match in _AMOUNT.finditer(text) for place in range(*match.span())}
    return (owners[place] for start, end in spans(text) for place in range(start, end) if place not in amounts)


def _cells(line: TextLine) -> Iterator[list[Glyph]]:
    """The glyphs of a line, apart where there is more room between two than a character takes."""
    cell: list[Glyph] = []
    for glyph in line.glyphs:
        if cell and glyph.x0 - cell[-1].x1 > line.size:
            yield cell
            cell = []
        cell.append(glyph)
    if cell:
        yield cell
