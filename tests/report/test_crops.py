"""Crops of pages: the mark lies on the cell, whatever the rotation, and contact persons are painted over."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ingest.formats.read import laid_out
from ingest.lexicon.contacts import contact_spans
from ingest.page.model import Glyph, Page, TextLine
from ingest.page.pdf import read_page
from mingzhang.report.contacts import contacts_on
from mingzhang.report.crops import CELL_EDGE, MAX_BYTES, MAX_PIXELS, TERM_EDGE, PdfPages, draw_parts
from mingzhang.report.evidence import MAX_HEIGHT, MAX_PARTS, Part, Place, parts_of
from mingzhang.report.marts import Box, Table
from tests.formats.written import xlsx

PAGE = 6


@pytest.fixture
def pdf(root: Path) -> Path:
    return root / "data" / "raw" / "2024_final_petition_administration.pdf"


def _page(pdf: Path, number: int) -> Page:
    document = pdfium.PdfDocument(pdf)
    try:
        return read_page(document[number - 1], number)
    finally:
        document.close()


def _amount(page: Page) -> Box:
    """Box of the first amount that is printed on a page."""
    line = next(line for line in page.lines if "." in line.text and line.text[-1].isdigit())
    glyphs = [glyph for glyph in line.glyphs if glyph.text.isdigit() or glyph.text in ".,"][-6:]
    return glyphs[0].x0, line.y0, glyphs[-1].x1, line.y1


def _drawn(pdf: Path, part: Part, rotation: int = 0) -> Image.Image:
    with PdfPages(pdf, {part.page_number: rotation}) as pages:
        picture = pages.draw(part)
    assert len(picture.png) <= MAX_BYTES
    return Image.open(io.BytesIO(picture.png)).convert("RGB")


def _extent(image: Image.Image, colour: tuple[int, int, int]) -> Box:
    places = [(x, y) for y in range(image.height) for x in range(image.width) if image.getpixel((x, y)) == colour]
    return min(x for x, _ in places), min(y for _, y in places), max(x for x, _ in places), max(y for _, y in places)


def test_the_mark_is_where_the_cell_is_printed(pdf: Path) -> None:
    page = _page(pdf, PAGE)
    cell = _amount(page)
    part = Part(PAGE, (cell[0] - 50, cell[1] - 30, cell[2] + 50, cell[3] + 30), None, cell, ())
    image = _drawn(pdf, part, page.rotation)
    scale = 2
    expected = [50 * scale, 30 * scale, (50 + cell[2] - cell[0]) * scale, (30 + cell[3] - cell[1]) * scale]
    assert all(abs(found - side) <= 4 for found, side in zip(_extent(image, CELL_EDGE), expected, strict=True))
    inside = image.crop(tuple(round(side) for side in expected))
    assert inside.convert("L").getextrema()[0] < 60  # the figure itself can be read inside the mark


def test_a_page_set_sideways_is_shown_as_it_was_read(pdf: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.pdf"
    document = pdfium.PdfDocument(pdf)
    document[PAGE - 1].set_rotation((document[PAGE - 1].get_rotation() + 90) % 360)
    document.save(turned)
    document.close()
    upright, sideways = _page(pdf, PAGE), _page(turned, PAGE)
    assert sideways.rotation == upright.rotation  # the reader turns text upright
    cell = _amount(sideways)
    part = Part(PAGE, (0, cell[1] - 30, 500, cell[3] + 30), None, cell, ())
    assert _drawn(turned, part, sideways.rotation).tobytes() == _drawn(pdf, part, upright.rotation).tobytes()


def test_contact_persons_are_painted_over(root: Path) -> None:
    pdf = root / "data" / "raw" / "2024_final_urumqi_digital_development.pdf"
    found = 0
    for number in range(1, 25):
        page = _page(pdf, number)
        for line in page.lines:
            text = "".join(glyph.text for glyph in line.glyphs)
            for start, end in contact_spans(text):
                x0, x1 = line.glyphs[start].x0, line.glyphs[end - 1].x1
                image = _drawn(pdf, Part(number, (x0 + 1, line.y0 + 2, x1 - 1, line.y1 - 2), None, None, ()), page.rotation)
                if not set(text[start:end]) & set(".,"):
                    assert image.convert("L").getextrema()[0] > 200, text[start:end]
                    found += 1
    assert found


def _table(number: int, page: int, box: Box, first_amount: float | None = None) -> Table:
    return Table("d", number, page, None, "statement", None, 10, 4, first_amount, *box)


def test_a_row_far_below_its_header_is_shown_with_it() -> None:
    table = _table(1, 4, (50, 100, 500, 700), first_amount=140)
    (part,) = parts_of(Place(4, (300, 600, 350, 610), 1), [], [], [table])
    assert part.header == (42, 98, 508, 139)
    assert part.box == (42, 560, 508, 650)
    (near,) = parts_of(Place(4, (300, 150, 350, 160), 1), [], [], [table])
    assert near.header is None
    assert near.box[1] <= 100


def test_terms_nearby_are_marked_and_those_elsewhere_get_a_part_of_their_own(pdf: Path) -> None:
    table = _table(1, PAGE, (50, 100, 500, 700))
    cell, beside, elsewhere = (
        Place(PAGE, (300, 400, 350, 410), 1),
        Place(PAGE, (300, 320, 350, 330), 1),
        Place(9, (10, 50, 60, 60)),
    )
    first, second = parts_of(cell, [cell, beside, elsewhere], [], [table])
    assert (first.cell, first.terms) == (cell.box, (beside.box,))
    assert first.box[3] - first.box[1] <= MAX_HEIGHT
    assert (second.page_number, second.cell, second.terms) == (9, None, (elsewhere.box,))
    image = _drawn(pdf, first)
    colours = {colour for _, colour in image.getcolors(maxcolors=1000) or []}
    assert {CELL_EDGE, TERM_EDGE} <= colours


def test_a_total_of_many_rows_is_marked_beside_the_cell_and_not_shown_on_every_page() -> None:
    terms = [Place(page, (300, y, 350, y + 8)) for page in range(1, 10) for y in range(100, 700, 20)]
    (part,) = parts_of(Place(9, (300, 601, 350, 611)), [], terms, [])
    assert len(part.terms) > 5
    assert len(parts_of(Place(9, (300, 601, 350, 611)), terms, [], [])) == MAX_PARTS


def test_a_finding_without_a_place_has_no_parts() -> None:
    assert parts_of(None, [], [], []) == []


def test_of_a_page_as_wide_as_a_street_only_the_part_around_the_figure_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "wide.pdf"
    document = pdfium.PdfDocument.new()
    document.new_page(60_000, 8_000)
    document.save(path)
    cell = (45_000.0, 4_000.0, 45_060.0, 4_012.0)
    with PdfPages(path, {}) as pages:
        picture = pages.draw(Part(1, (0.0, -5_000.0, float("inf"), 9_000.0), (0.0, 10.0, float("inf"), 40.0), cell, ()))
    image = Image.open(io.BytesIO(picture.png))
    assert image.width * image.height < 2.2 * MAX_PIXELS
    assert _extent(image.convert("RGB"), CELL_EDGE)[2] > 0, "the figure is in sight"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_part_on_a_turned_page_is_the_same_part(pdf: Path, tmp_path: Path, rotation: int) -> None:
    """Drawing the part alone shows what cutting it out of the whole drawn page shows."""
    document = pdfium.PdfDocument(pdf)
    document[0].set_rotation(rotation)
    document.save(tmp_path / "turned.pdf")
    page = pdfium.PdfDocument(tmp_path / "turned.pdf")[0]
    whole = page.render(scale=2.0, grayscale=True).to_pil()
    with PdfPages(tmp_path / "turned.pdf", {1: rotation}) as pages:
        pages._contacts = lambda _: []  # type: ignore[assignment]
        strip = pages._strip(1, (50.0, 60.0, 350.0, 260.0), 2.0)
    cut = whole.crop((100, 120, 700, 520)).point([grey * 16 // 256 for grey in range(256)])
    different = sum(abs(a - b) > 4 for a, b in zip(strip.tobytes(), cut.convert("L").tobytes(), strict=True))
    assert different < 0.01 * 600 * 400
    assert len(set(strip.tobytes())) > 3, "there is something to see"


def _masked(*cells: tuple[float, str]) -> str:
    """What of a line of cells, each at its x, is painted over."""
    glyphs = [
        Glyph(character, x + 6 * place, x + 6 * place + 6, 100, 10) for x, text in cells for place, character in enumerate(text)
    ]
    boxes = list(contacts_on([TextLine(tuple(glyphs), "", glyphs[-1].x1, 10)]))
    return "".join(glyph.text for glyph in glyphs if any(box[0] <= glyph.x0 and glyph.x1 <= box[2] for box in boxes))


@pytest.mark.parametrize(
    ("cells", "masked"),
    [
        (((0, "2080501"), (100, "138"), (140, "12345678")), ""),  # three figures, and together a telephone
        (((0, "0"), (30, "991"), (60, "1234567")), ""),
        (((0, "某局"), (100, "13812345678"), (300, "12.50")), "13812345678"),
        (((0, "联系人"), (100, "张三"), (200, "联系电话"), (300, "0991-1234567")), "联系人张三联系电话0991-1234567"),
        (((0, "项目负责人"), (100, "12.50")), ""),
    ],
)
def test_contacts_are_masked_by_cell(cells: tuple[tuple[float, str], ...], masked: str) -> None:
    assert _masked(*cells) == masked


def test_a_sheet_that_was_never_printed_is_drawn_with_the_cell_marked() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" s="1" t="inlineStr"><is><t>{label}</t></is></c><c r="B{row}" s="3"><v>{row}</v></c></row>'
        for row, label in enumerate(("教育支出", "联系电话：010-88886666"), start=1)
    )
    content = xlsx({"表": f"<sheetData>{rows}</sheetData>"})
    [page] = laid_out(content) or ()
    [figure] = [glyph for glyph in page.glyphs if glyph.text == "1" and glyph.x > page.width / 2][:1] or [page.glyphs[4]]
    box = (figure.x0, figure.baseline - 10, figure.x1, figure.baseline)
    [picture] = draw_parts(content, {}, [Part(1, (0.0, 0.0, page.width, page.height), None, box, ())])
    drawn = picture.png.decode()
    assert picture.media_type == "image/svg+xml"
    assert 'fill="#ffd6cc"' in drawn
    assert ">教</text>" in drawn
    assert ">8</text>" not in drawn
