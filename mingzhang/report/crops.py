"""Parts of pages as small PNGs with the figures marked.

Drawn in sixteen greys, tinted where a figure is marked: text stays sharp, the marks have exact colours, and a crop takes some
tens of kilobytes. Telephone numbers and names of contact persons are painted over, as everywhere else they are dropped.
"""

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from ingest.formats.read import as_pdf, laid_out
from ingest.page.pdf import read_page
from mingzhang.report.contacts import contacts_on
from mingzhang.report.evidence import Part, Picture
from mingzhang.report.marts import Box
from mingzhang.report.sheets import draw_laid_out

Colour = tuple[int, int, int]
CELL_TINT, CELL_EDGE = (255, 214, 204), (179, 38, 30)
TERM_TINT, TERM_EDGE = (214, 230, 255), (31, 95, 168)
GAP: Colour = (150, 160, 172)

#: Points between a figure's box and its edge.
MARGIN = 1.0
MAX_BYTES = 120_000
#: Points that a part may be wide or high: a page may have any size, and only what is shown of it is drawn.
MAX_SIDE = 2000.0
#: Pixels of a part; finer ones are drawn coarser.
MAX_PIXELS = 8_000_000
#: Pixels per point, tried from the finest on until the picture is small enough.
SCALES = (2.0, 1.5, 1.1, 0.8)

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

    def __init__(self, source: Path | bytes, rotations: Mapping[int, int]) -> None:
        self._document = pdfium.PdfDocument(source)
        self._rotations = rotations
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
        boxes = self._clipped(part)
        scale = min(scale, *((MAX_PIXELS / ((box[2] - box[0]) * (box[3] - box[1]))) ** 0.5 for box in boxes))
        strips = [_marked(self._strip(part.page_number, box, scale), box, part, scale) for box in boxes]
        gap = 5 if len(strips) > 1 else 0
        whole = Image.new("P", (strips[-1].width, sum(strip.height for strip in strips) + gap), _GAP)
        whole.putpalette(_PALETTE)
        whole.paste(strips[0], (0, 0))
        whole.paste(strips[-1], (0, whole.height - strips[-1].height))
        return whole, whole.width / scale, whole.height / scale

    def _clipped(self, part: Part) -> list[Box]:
        """The header and the box of a part as far as they lie on the page, around the figure where they are too wide or high."""
        page = self._document[part.page_number - 1]
        try:
            width, height = self._size(page, part.page_number)
        finally:
            page.close()
        x0, x1 = _window(part.box[0], part.box[2], width, part, 0)
        heights = [_window(box[1], box[3], height, part, 1) for box in (part.header, part.box) if box]
        return [(x0, y0, x1, y1) for y0, y1 in heights]

    def _size(self, page: pdfium.PdfPage, page_number: int) -> tuple[float, float]:
        width, height = page.get_size()
        return (height, width) if self._turn(page, page_number) in (90, 270) else (width, height)

    def _turn(self, page: pdfium.PdfPage, page_number: int) -> int:
        rotation: int = page.get_rotation()
        return (self._rotations.get(page_number, rotation) - rotation) % 360

    def _strip(self, page_number: int, box: Box, scale: float) -> Image.Image:
        """A part of the page in sixteen greys, upright, without contact persons. The rest of the page is not drawn."""
        page = self._document[page_number - 1]
        try:
            turn, (width, height) = self._turn(page, page_number), self._size(page, page_number)
            away = (box[0], height - box[3], width - box[2], box[1])
            drawn: Image.Image = page.render(scale=scale, rotation=turn, crop=away, grayscale=True).to_pil().convert("L")
        finally:
            page.close()
        draw = ImageDraw.Draw(drawn)
        for contact in self._contacts(page_number):
            draw.rectangle(_pixels(_moved(contact, box), scale), fill=255)
        return drawn.point([grey * _GREYS // 256 for grey in range(256)])

    def _contact_boxes(self, page_number: int) -> list[Box]:
        page = self._document[page_number - 1]
        try:
            return list(contacts_on(read_page(page, page_number).lines))
        finally:
            page.close()


def draw_parts(content: bytes, rotations: Mapping[int, int], parts: Sequence[Part]) -> list[Picture]:
    """Draw parts of a document, one after the other; asked for in a bounded process."""
    if (laid := laid_out(content)) is not None:
        pages_by_number = {page.page_number: page for page in laid}
        return [draw_laid_out(pages_by_number[part.page_number], part) for part in parts]
    with PdfPages(as_pdf(content), rotations) as pages:
        return [pages.draw(part) for part in parts]


def _marked(grey: Image.Image, shown: Box, part: Part, scale: float) -> Image.Image:
    """A strip as a palette image, with the terms and then the cell marked."""
    page = Image.frombytes("P", grey.size, grey.tobytes())
    page.putpalette(_PALETTE)
    draw = ImageDraw.Draw(page)
    for box, zone, line in [
        *((term, _TERM, _TERM_LINE) for term in part.terms),
        *([(part.cell, _CELL, _CELL_LINE)] if part.cell else []),
    ]:
        if not _overlap(box, shown):
            continue
        edges = _pixels(_moved((box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN), shown), scale)
        on_it = max(edges[0], 0), max(edges[1], 0), min(edges[2], page.width), min(edges[3], page.height)
        inside = page.crop(on_it)
        page.paste(inside.point([index % _GREYS + zone if index < _CELL_LINE else index for index in range(256)]), on_it[:2])
        draw.rectangle(edges, outline=line, width=3 if zone == _CELL else 2)
    return page


def _window(begin: float, end: float, side: float, part: Part, axis: int) -> tuple[float, float]:
    """One side of a box as far as it lies on the page; where that is too long, so much of it around the figure."""
    begin, end = min(max(begin, 0.0), side - 1), max(min(end, side), 1.0)
    if end - begin > MAX_SIDE:
        mark = part.cell or (part.terms[0] if part.terms else part.box)
        middle = min(max((mark[axis] + min(mark[axis + 2], side)) / 2, begin + MAX_SIDE / 2), end - MAX_SIDE / 2)
        begin, end = middle - MAX_SIDE / 2, middle + MAX_SIDE / 2
    return begin, max(end, begin + 1)


def _moved(box: Box, shown: Box) -> Box:
    """A box of the page as it lies in what is shown, and no further beyond its edges than a picture can be told."""
    return (
        max(box[0] - shown[0], -MAX_SIDE),
        max(box[1] - shown[1], -MAX_SIDE),
        min(box[2] - shown[0], 2 * MAX_SIDE),
        min(box[3] - shown[1], 2 * MAX_SIDE),
    )


def _overlap(box: Box, shown: Box) -> bool:
    return box[0] < shown[2] and shown[0] < box[2] and box[1] < shown[3] and shown[1] < box[3]


def _pixels(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * scale) for side in box)
    return left, top, max(right, left + 1), max(bottom, top + 1)
