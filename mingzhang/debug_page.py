"""Draw one page with what the reader made of it: the first thing to look at when a filing of a new city is read wrongly.

The picture shows rules, grids, amounts with their row and measure, left-over cells, claims, projects and whatever the ledger found
overlooked; `rows_of_page` says the same as rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from PIL import ImageDraw, ImageFont
from PIL.Image import Image

from ingest.document.read import read_document
from ingest.errors import Archive, Damaged
from ingest.formats.kind import Kind, kind_of
from ingest.formats.read import as_pdf, laid_out, unsupported
from ingest.landing.find import read_file, sha256
from ingest.page.model import Page
from ingest.page.pdf import read_page

#: Pixels for a point, unless the page would become larger than MAX_SIDE.
SCALE, MAX_SIDE = 2.0, 4000
#: Points by which the frame of a table stands outside it.
_OUTSIDE = 2

Row = Mapping[str, Any]
_Colour = tuple[int, int, int]

_RULE: _Colour = (160, 160, 255)


@dataclass(frozen=True)
class Mark:
    """One box on the page with a few words; `kind` names the raw table that it comes from."""

    kind: str
    box: tuple[float, float, float, float]
    words: str
    colour: _Colour
    text: str = ""


@dataclass(frozen=True)
class PageView:
    """What the reader made of one page."""

    page: Page
    marks: tuple[Mark, ...]
    messages: tuple[str, ...]
    image: Image | None  # None for a page that was laid out here and never printed
    drawing: bytes = b""  # that page as SVG: whoever looks at it has the letters to draw it with

    @property
    def suffix(self) -> str:
        return ".png" if self.image else ".svg"

    def save(self, path: Path) -> None:
        if self.image:
            self.image.save(path)
        else:
            path.write_bytes(self.drawing)


def view_page(path: Path, page_number: int) -> PageView:
    """Read a document and draw one of its pages. Raises an UnreadableDocument that says why it cannot."""
    content = read_file(path)
    _refuse_what_has_no_pages(content)
    frames = read_document(content, path.name, sha256(content)).frames
    on_page = {
        name: [row for row in frame.to_dicts() if row["page_number"] == page_number]
        for name, frame in frames.items()
        if "page_number" in frame.columns
    }
    marks = tuple(_marks(on_page))
    messages = tuple(f"{row['severity']} {row['message_code']}: {row['message']}" for row in on_page["reader_messages"])
    if (laid := laid_out(content)) is not None:
        page = _chosen(list(laid), page_number, path.name)
        return PageView(page, marks, messages, None, _drawing(page, marks))
    with pdfium.PdfDocument(as_pdf(content)) as document:
        printed = _chosen(document, page_number, path.name)
        page = read_page(printed, page_number)
        scale = min(SCALE, MAX_SIDE / max(page.width, page.height))
        image = printed.render(scale=scale, rotation=(page.rotation - printed.get_rotation()) % 360).to_pil().convert("RGB")
    _draw(image, page, marks, scale)
    return PageView(page, marks, messages, image)


def _refuse_what_has_no_pages(content: bytes) -> None:
    if (kind := kind_of(content)) is Kind.ARCHIVE:
        raise Archive("an archive has no pages; unpack it and name one of its files")
    if problem := unsupported(kind):
        raise problem


def _chosen(pages: Any, number: int, file_name: str) -> Any:
    if not 1 <= number <= len(pages):
        raise Damaged(f"{file_name} has {len(pages)} pages, no page {number}")
    return pages[number - 1]


def _marks(rows: Mapping[str, list[dict[str, Any]]]) -> Iterator[Mark]:
    for table in rows["tables"]:
        words = " ".join(filter(None, (f"t{table['table_number']}", table["outcome"], table["reason"])))
        yield Mark("table", _box(table, _OUTSIDE), words, (0, 0, 255), table["title_text"] or "")
    for line in rows["statement_lines"]:
        row = line["class_code"] or line["row_kind"]
        yield Mark(
            "line", _box(line), f"{row} {line['measure_code']}", (0, 140, 0), f"{line['line_label']} {line['amount_text']}"
        )
    for cell in rows["leftover_cells"]:
        yield Mark("left over", _box(cell), cell["reason"], (255, 120, 0), cell["cell_text"])
    for claim in rows["claims"]:
        yield Mark("claim", _box(claim), claim["measure_kind"], (150, 0, 150), f"{claim['subject'] or ''} {claim['value_text']}")
    for project in rows["projects"]:
        yield Mark("project", _box(project), f"project {project['project_number']}", (0, 130, 150), project["project_name"] or "")
    for indicator in rows["indicators"]:
        named = f"indicator {indicator['indicator_number']}"
        yield Mark("indicator", _box(indicator), named, (0, 170, 190), f"{indicator['level3']} {indicator['target_text']}")
    for entry in rows["page_ledger"]:
        if entry["x0"] is not None:
            yield Mark(
                entry["booked_as"], _box(entry), entry["reason"] or "", (220, 0, 0), f"{entry['character_count']} characters"
            )


def _box(row: Row, outside: float = 0) -> tuple[float, float, float, float]:
    return row["x0"] - outside, row["y0"] - outside, row["x1"] + outside, row["y1"] + outside


def _draw(image: Image, page: Page, marks: tuple[Mark, ...], scale: float) -> None:
    draw, font = ImageDraw.Draw(image, "RGBA"), ImageFont.load_default(9)
    for rule in page.rules:
        draw.line([side * scale for side in rule], fill=_RULE, width=2)
    for mark in marks:
        x0, y0, x1, y1 = (side * scale for side in mark.box)
        draw.rectangle(
            (x0, y0, max(x1, x0), max(y1, y0)), outline=mark.colour, fill=None if mark.kind == "table" else (*mark.colour, 24)
        )
        # the built-in font draws Latin letters only: what is Chinese stands in the rows beside
        words = mark.words.encode("ascii", "replace").decode()
        draw.text((x0 + 1, y0 - 10 if mark.kind == "table" else y0), words, font=font, fill=mark.colour)


def _drawing(page: Page, marks: tuple[Mark, ...]) -> bytes:
    """A laid-out page as the reader saw it: rules, characters where they were put, and the marks with their words."""
    shapes = [
        *(f'<path d="M{r.x0:.1f} {r.y0:.1f}L{r.x1:.1f} {r.y1:.1f}" stroke="rgb{_RULE}"/>' for r in page.rules),
        *(
            f'<text x="{g.x0:.1f}" y="{g.baseline:.1f}" font-size="{g.size:.1f}" font-family="sans-serif">{escape(g.text)}</text>'
            for g in page.glyphs
        ),
        *(_marked(mark) for mark in marks),
    ]
    size = f'width="{page.width:.0f}" height="{page.height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} style="background:#fff">{"".join(shapes)}</svg>'.encode()


def _marked(mark: Mark) -> str:
    x0, y0, x1, y1 = mark.box
    fill = "none" if mark.kind == "table" else f"rgb{mark.colour}"
    box = f'x="{x0:.1f}" y="{y0:.1f}" width="{max(x1 - x0, 0):.1f}" height="{max(y1 - y0, 0):.1f}"'
    return (
        f'<rect {box} fill="{fill}" fill-opacity="0.1" stroke="rgb{mark.colour}"><title>{escape(f"{mark.kind}: {mark.text}")}</title></rect>'
        f'<text x="{x0 + 1:.1f}" y="{y0 - 1:.1f}" font-size="5" font-family="sans-serif" fill="rgb{mark.colour}">{escape(mark.words)}</text>'
    )
