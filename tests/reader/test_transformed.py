"""What a producer does to the sheet changes nothing that is read: parts of it displayed, blank pages and scans in between."""

import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from ingest.document.read import read_document
from tests.reader.layouts import cities
from tests.reader.layouts.press import Layout, typeset

LONG = [*cities.by_function(cities.joined, cities.three("zero"), "first", ["", "合计"])] * 4


def cropped(document: pdfium.PdfDocument) -> None:
    """Pages set for the press have crop marks around them: the sheet is larger than what is displayed."""
    for page in document:
        left, bottom, right, top = page.get_mediabox()
        page.set_cropbox(left, bottom, right, top)
        page.set_mediabox(left - 120, bottom - 90, right + 70, top + 50)


def with_blank_pages(document: pdfium.PdfDocument) -> None:
    """Sheets scanned or printed on one side only."""
    for index in range(len(document) - 1, 0, -1):
        document.new_page(842, 595, index)


@pytest.mark.parametrize("transform", [cropped, with_blank_pages], ids=lambda transform: transform.__name__)
def test_a_transformed_filing_is_read_as_before(transform: Callable[[pdfium.PdfDocument], None]) -> None:
    for ruling in ("full", "none"):
        printed = typeset(Layout("transformed", [cities.function_form(body=LONG, ruling=ruling, inset=6)]))
        document, transformed = pdfium.PdfDocument(printed), io.BytesIO()
        transform(document)
        document.save(transformed)
        document.close()
        before, after = (
            read_document(pdf, "transformed.pdf", "0" * 64).frames["statement_lines"].drop("page_number", "x0", "x1", "y0", "y1")
            for pdf in (printed, transformed.getvalue())
        )
        assert len(before) > 20
        assert after.equals(before)


def with_a_scan(document: pdfium.PdfDocument) -> None:
    page, image = document.new_page(842, 595, 2), pdfium.PdfImage.new(document)
    image.set_bitmap(pdfium.PdfBitmap.new_native(8, 8, pdfium_c.FPDFBitmap_BGR))
    image.set_matrix(pdfium.PdfMatrix().scale(842, 595))
    page.insert_obj(image)
    page.gen_content()


def test_a_scan_between_other_pages_is_reported() -> None:
    document, saved = pdfium.PdfDocument(typeset(Layout("scan", [cities.function_form(body=LONG, inset=6)]))), io.BytesIO()
    with_a_scan(document)
    document.save(saved)
    document.close()
    messages = read_document(saved.getvalue(), "scan.pdf", "0" * 64).frames["reader_messages"]
    assert messages.select("page_number", "message_code").rows() == [(3, "page_is_picture")]


def test_text_of_a_font_without_its_table_of_characters_is_reported() -> None:
    body = [
        [("", "合计", ["", "ÿ计", "=3.00", "=2.00", "=1.00"])],
        *([[("", "", ["", "ÿþ运Āß", "=3.00", "=2.00", "=1.00"])]] * 6),
    ]
    pdf = typeset(Layout("garbled", [cities.function_form(body=body)]))
    [message] = read_document(pdf, "garbled.pdf", "0" * 64).frames["reader_messages"].rows(named=True)
    assert message["message_code"] == "text_garbled"
    assert "25 characters" in message["message"]
    assert "pages 2" in message["message"]
