"""Parts of pages that were never printed (a workbook, a web page) as drawings of their tables, with the figures marked."""

from collections.abc import Iterator
from html import escape

from ingest.page.model import Page
from mingzhang.report.contacts import contacts_on
from mingzhang.report.evidence import Part, Picture
from mingzhang.report.marts import Box
from mingzhang.report.sheet_table import sheet_table

_CELL, _TERM = ("#ffd6cc", "#b31e1e"), ("#d6e6ff", "#1f5fa8")
#: Points that a drawing may be wide or high.
MAX_SIDE = 2000.0


def draw_laid_out(page: Page, part: Part) -> Picture:
    """The part of the page as SVG: it needs no font but that of whoever looks at it."""
    boxes = [_on_page(box, page) for box in (part.header, part.box) if box]
    left, width = min(box[0] for box in boxes), min(max(box[2] for box in boxes) - min(box[0] for box in boxes), MAX_SIDE)
    strips, down = [], 0.0
    for box in boxes:
        height = min(box[3] - box[1], MAX_SIDE)
        strips.append(
            f'<svg x="0" y="{down:.1f}" width="{width:.1f}" height="{height:.1f}" viewBox="{left:.1f} {box[1]:.1f} {width:.1f} {height:.1f}">'
            f"{''.join(_shapes(page, part, (left, box[1], left + width, box[1] + height)))}</svg>"
        )
        down += height + 5
    size = f'width="{width:.1f}" height="{down:.1f}"'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size} style="background:#fff">{"".join(strips)}</svg>'
    return Picture(part.page_number, drawn.encode(), width, down, part.cell is not None, "image/svg+xml", sheet_table(page, part))


def _shapes(page: Page, part: Part, shown: Box) -> Iterator[str]:
    for box, (fill, edge) in [*((term, _TERM) for term in part.terms), *([(part.cell, _CELL)] if part.cell else [])]:
        x, y, width, height = box[0], box[1], box[2] - box[0], box[3] - box[1]
        yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{edge}"/>'
    for rule in page.rules:
        if rule.x0 <= shown[2] and shown[0] <= rule.x1 and rule.y0 <= shown[3] and shown[1] <= rule.y1:
            yield f'<path d="M{rule.x0:.1f} {rule.y0:.1f}L{rule.x1:.1f} {rule.y1:.1f}" stroke="#888" stroke-width="0.6"/>'
    contacts = list(contacts_on(page.lines))
    for glyph in page.glyphs:
        if _is_in(glyph.x, glyph.y, shown) and not any(_is_in(glyph.x, glyph.y, contact) for contact in contacts):
            place = f'x="{glyph.x:.1f}" y="{glyph.baseline:.1f}" font-size="{glyph.size:.1f}"'
            yield f'<text {place} text-anchor="middle" font-family="sans-serif">{escape(glyph.text)}</text>'


def _is_in(x: float, y: float, box: Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _on_page(box: Box, page: Page) -> Box:
    x0, y0 = max(box[0], 0.0), max(box[1], 0.0)
    return x0, y0, max(min(box[2], page.width), x0 + 1), max(min(box[3], page.height), y0 + 1)
