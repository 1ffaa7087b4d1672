"""The pages of a PDF, read with pdfium. What every other step reads comes from here."""

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2 as pdfium

from ingest.errors import Damaged
from ingest.page.annotations import with_annotations
from ingest.page.digit_shapes import DigitShapes
from ingest.page.glyphs import GlyphReader
from ingest.page.ink import may_have_ink
from ingest.page.model import Page
from ingest.page.placement import Placement
from ingest.page.remarks import Remark, outlined_text
from ingest.page.rules import Drawing
from ingest.page.text_objects import Sheet


def read_pages(document: pdfium.PdfDocument, *, has_layers: bool = False) -> Iterator[Page]:
    """Yield the pages of an open document one after the other; nothing of a page is kept after the next is read.

    A page that cannot be loaded is an empty one that says so (`is_lost`). Raises Damaged where none can.
    """
    shapes, lost = DigitShapes(), 0
    for index in range(len(document)):
        try:
            page, remarks = with_annotations(document, index)
        except pdfium.PdfiumError as problem:
            lost += 1
            if lost == len(document):
                raise Damaged(f"no page can be loaded: {problem}") from problem
            yield _lost_page(index + 1, str(problem))
            continue
        try:
            read = read_page(page, index + 1, shapes, has_layers=has_layers, has_annotations=bool(remarks))
            yield replace(read, remarks=(*remarks, *read.remarks)) if remarks else read
        finally:
            page.close()


def _lost_page(page_number: int, problem: str) -> Page:
    remark = Remark("page_unreadable", f"the page cannot be loaded, and what it shows was not read: {problem}", "error")
    return Page(page_number, 0.0, 0.0, 0, (), (), False, (remark,))


def read_page(
    page: pdfium.PdfPage,
    page_number: int,
    shapes: DigitShapes | None = None,
    *,
    has_layers: bool = False,
    has_annotations: bool = False,
) -> Page:
    text_page = page.get_textpage()
    try:
        placement = Placement.of(page, text_page)
        drawing = Drawing(placement)
        drawing.read(page)
        turned = (placement.rotation - page.get_rotation()) % 360
        reading = GlyphReader(
            text_page,
            Sheet(page, placement.place, turned, has_layers),
            placement,
            drawing.drawn,
            shapes or DigitShapes(),
        )
        glyphs = reading.glyphs()
        ink = reading.ink(glyphs, drawing.rules) if may_have_ink(drawing.drawn) or has_annotations else ()
    finally:
        text_page.close()
    return Page(
        page_number=page_number,
        width=placement.width,
        height=placement.height,
        rotation=placement.rotation,
        glyphs=tuple(glyphs),
        rules=tuple(drawing.rules),
        has_image=drawing.has_image,
        remarks=(*reading.remarks, *outlined_text(drawing.drawn, len(glyphs))),
        left_out=tuple(reading.left_out.items()),
        ink=ink,
    )
