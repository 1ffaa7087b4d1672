"""A page that the second reading cannot take apart keeps its first reading, and says so."""

import struct
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.document.read import read_document
from ingest.page.model import Page
from ingest.tables import camelot_reading
from ingest.tables.grid import Grid

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
