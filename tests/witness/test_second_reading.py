"""What camelot sees of a page, beside what the reader saw."""

import hashlib
from pathlib import Path

import pytest

from ingest.document.read import read_document
from ingest.errors import Damaged
from ingest.lexicon import normalize
from ingest.witness import second_reading

SPECIMEN = Path(__file__).resolve().parents[2] / "data" / "raw" / "2024_final_petition_administration.pdf"


def test_every_amount_of_a_clean_page_lies_in_a_cell_that_says_the_same() -> None:
    content = SPECIMEN.read_bytes()
    lines = read_document(content, SPECIMEN.name, hashlib.sha256(content).hexdigest()).frames["statement_lines"]
    page_number = lines["page_number"].mode().item(0)
    cells = second_reading.read_page_again(content, page_number).runs
    on_page = lines.filter(lines["page_number"] == page_number).to_dicts()
    seen = {normalize(cell.text) for line in on_page for cell in cells if _holds(cell.box, line)}
    assert on_page and seen >= {normalize(line["amount_text"]) for line in on_page}


def test_what_camelot_cannot_read_is_the_reason_of_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise KeyError("a strange font")

    monkeypatch.setattr("camelot.read_pdf", breaks)
    with pytest.raises(Damaged, match="page 1: KeyError: 'a strange font'"):
        second_reading.read_page_again(SPECIMEN.read_bytes(), 1)


def _holds(box: tuple[float, float, float, float], line: dict[str, float]) -> bool:
    x, y = (line["x0"] + line["x1"]) / 2, (line["y0"] + line["y1"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
