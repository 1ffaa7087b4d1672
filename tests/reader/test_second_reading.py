"""The second reading sees the page where the first one sees it; a page that it cannot take apart keeps its first reading."""

import io
import struct
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.page import camelot_reading
from ingest.page.grid import Grid
from ingest.page.pages import Page
from ingest.read import read_document
from tests.reader.layouts import cities
from tests.reader.layouts.press import Layout, typeset

SPECIMEN = sorted((Path(__file__).parents[2] / "data" / "raw").glob("*.pdf"))[0]


def test_a_failing_second_reading_costs_the_agreement_of_its_page_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_document(SPECIMEN, SPECIMEN.name, "0" * 64)
    first_page = whole.frames["statements"]["first_page"].min()
    read = camelot_reading._tables

    def fails_once(document: object, page: Page, grids: Sequence[Grid]) -> list[list[camelot_reading.CamelotCell]]:
        if page.page_number == first_page:
            raise struct.error("unpack requires a buffer of 2 bytes")
        return read(document, page, grids)

    monkeypatch.setattr(camelot_reading, "_tables", fails_once)
    hurt = read_document(SPECIMEN, SPECIMEN.name, "0" * 64)
    lines = hurt.frames["statement_lines"]
    assert lines["amount_yuan"].to_list() == whole.frames["statement_lines"]["amount_yuan"].to_list()
    assert {agreement for page, agreement in lines["page_number", "agreement"].iter_rows() if page == first_page} == {"one"}
    assert {agreement for page, agreement in lines["page_number", "agreement"].iter_rows() if page != first_page} == {"both"}
    [message] = [
        row for row in hurt.frames["reader_messages"].iter_rows(named=True) if row["message_code"] == "second_reading_failed"
    ]
    assert message["page_number"] == first_page
    assert "unpack requires a buffer" in message["message"]


def test_a_page_that_shows_a_part_of_its_sheet_is_read_twice_alike() -> None:
    """Pages set for the press have crop marks around them: the sheet is larger than what is displayed."""
    document, cropped = pdfium.PdfDocument(typeset(Layout("cropped", [cities.function_form()]))), io.BytesIO()
    for page in document:
        left, bottom, right, top = page.get_mediabox()
        page.set_cropbox(left, bottom, right, top)
        page.set_mediabox(left - 120, bottom - 90, right + 70, top + 50)
    document.save(cropped)
    document.close()
    lines = read_document(cropped.getvalue(), "cropped.pdf", "0" * 64).frames["statement_lines"]
    assert set(lines["agreement"]) == {"both"}
