"""Parts of pages as small PNGs with the figures marked.

Drawn in sixteen greys, tinted where a figure is marked: text stays sharp, the marks have exact colours, and a crop takes some
tens of kilobytes. Telephone numbers and names of contact persons are painted over, as everywhere else they are dropped.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from expectations.report.evidence import Part, Picture
from expectations.report.marts import Box
from ingest.page.pages import TextLine, read_page
from ingest.prose.contacts import contact_spans

Colour = tuple[int, int, int]
CELL_TINT, CELL_EDGE = (255, 214, 204), (179, 38, 30)
TERM_TINT, TERM_EDGE = (214, 230, 255), (31, 95, 168)
GAP: Colour = (150, 160, 172)

#: Points between a figure's box and its edge.
MARGIN = 1.0
MAX_BYTES = 120_000
#: Pixels per point, tried from the finest on until the picture is small enough.
SCALES = (2.0, 1.5, 1.1, 0.8)

_AMOUNT = re.compile(r"-?\d[\d,]*\.\d+")
_GREYS = 16
_PLAIN, _CELL, _TERM = 0, _GREYS, 2 * _GREYS  # palette places of the greys, plain and tinted
_CELL_LINE, _TERM_LINE, _GAP = 3 * _GREYS, 3 * _GREYS + 1, 3 * _GREYS + 2
_PALETTE = [
    channel
    for tint in ((255, 255, 255), CELL_TINT, TERM_TINT)
    for grey in range(_GREYS)
    for channel in (part * grey // (_GREYS - 1) for part in tint)
] + [*CELL_EDGE, *TERM_EDGE, *GAP]


class PdfPages:
    """An open PDF whose pages are drawn as they were read (rotation by page number); a context manager."""

    def __init__(self, path: Path, rotations: Mapping[int, int]) -> None:
        self._document = pdfium.PdfDocument(path)
        self._rotations = rotations
        self._grey = lru_cache(maxsize=2)(self._draw_page)
        self._contacts = lru_cache(maxsize=8)(self._contact_boxes)

    def __enter__(self) -> "PdfPages":
        return self

    def __exit__(self, *_: object) -> None:
        self._document.close()

    def draw(self, part: Part) -> Picture:
        """The part of its page, as fine as the size allows."""
        for scale in SCALES:
            image, width, height = self._compose(part, scale)
            buffer = io.BytesIO()
            image.save(buffer, "PNG", optimize=True)
            if buffer.tell() <= MAX_BYTES:
                break
        return Picture(part.page_number, buffer.getvalue(), width, height, part.cell is not None)

    def _compose(self, part: Part, scale: float) -> tuple[Image.Image, float, float]:
        page = _marked(self._grey(part.page_number, scale), part, scale)
        strips = [_cut(page, box, scale) for box in (part.header, part.box) if box]
        gap = 5 if len(strips) > 1 else 0
        whole = Image.new("P", (strips[-1].width, sum(strip.height for strip in strips) + gap), _GAP)
        whole.putpalette(_PALETTE)
        whole.paste(strips[0], (0, 0))
        whole.paste(strips[-1], (0, whole.height - strips[-1].height))
        return whole, whole.width / scale, whole.height / scale

    def _draw_page(self, page_number: int, scale: float) -> Image.Image:
        """The whole page in sixteen greys, upright, without contact persons."""
        page = self._document[page_number - 1]
        try:
            turn = (self._rotations.get(page_number, page.get_rotation()) - page.get_rotation()) % 360
            drawn: Image.Image = page.render(scale=scale, rotation=turn, grayscale=True).to_pil().convert("L")
        finally:
            page.close()
        draw = ImageDraw.Draw(drawn)
        for box in self._contacts(page_number):
            draw.rectangle(_pixels(box, scale), fill=255)
        return drawn.point([grey * _GREYS // 256 for grey in range(256)])

    def _contact_boxes(self, page_number: int) -> list[Box]:
        page = self._document[page_number - 1]
        try:
            return list(_contacts_on(read_page(page, page_number).lines))
        finally:
            page.close()


def _contacts_on(lines: Iterable[TextLine]) -> Iterator[Box]:
    """Boxes of the characters that name persons or give their numbers; amounts in the same line stay."""
    for line in lines:
        text = "".join(glyph.text for glyph in line.glyphs)
        owners = [glyph for glyph in line.glyphs for _ in glyph.text]  # NFKC may make two characters of one glyph
        amounts = {place for match in _AMOUNT.finditer(text) for place in range(*match.span())}
        for start, end in contact_spans(text):
            for glyph in (owners[place] for place in range(start, end) if place not in amounts):
                yield glyph.x0 - 1, line.y0 - 1, glyph.x1 + 1, line.y1 + 1


def _marked(grey: Image.Image, part: Part, scale: float) -> Image.Image:
    """The page as a palette image, with the terms and then the cell marked."""
    page = Image.frombytes("P", grey.size, grey.tobytes())
    page.putpalette(_PALETTE)
    draw = ImageDraw.Draw(page)
    for box, zone, line in [
        *((term, _TERM, _TERM_LINE) for term in part.terms),
        *([(part.cell, _CELL, _CELL_LINE)] if part.cell else []),
    ]:
        edges = _pixels((box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN), scale)
        inside = page.crop(edges)
        page.paste(inside.point([index % _GREYS + zone if index < _CELL_LINE else index for index in range(256)]), edges[:2])
        draw.rectangle(edges, outline=line, width=3 if zone == _CELL else 2)
    return page


def _cut(page: Image.Image, box: Box, scale: float) -> Image.Image:
    left, top, right, bottom = box
    width, height = page.width / scale, page.height / scale
    return page.crop(_pixels((max(left, 0), max(top, 0), min(right, width), min(bottom, height)), scale))


def _pixels(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * scale) for side in box)
    return left, top, max(right, left + 1), max(bottom, top + 1)
