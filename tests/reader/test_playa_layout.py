"""The second reading interprets page content by itself, with playa's fonts: it must see what playa sees."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import playa
import pytest
from camelot.image_processing import find_lines_from_layout
from playa.miner import LTTextLine, extract_page

from ingest.tables import playa_layout
from ingest.tables.playa_layout import LAYOUT, read_layout

SPECIMENS = sorted((Path(__file__).parents[2] / "data" / "raw").glob("*.pdf"))

TABLE = rb"""
q 0.5 w 0 G 1 0 0 1 10 20 cm
100 100 m 300 100 l S  100 150 200 50 re S  100 90 200 0.5 re f*  10 10 m 20 20 30 30 40 10 c h S
100 200 m 300 200 l 300 240 l 100 240 l 100 200 l h s  50 50 10 10 re W* n  [3 1] 0 d
/Span <</MCID 0 /ActualText <FEFF0041>>> BDC
BT /F1 10 Tf 1 Tc 2 Tw 90 Tz 12 TL 110 160 Td (Total \(net\) a\053b (c)) Tj T* [(12) -250 (3.) 40 <34 35>] TJ
1 Ts (up) ' 0 Ts 0 -14 TD (next) Tj 0.99 0.01 -0.01 0.99 40 40 Tm (hung) Tj 0 1 -1 0 70 70 Tm (upright) Tj ET
EMC Q
/DeviceRGB cs 1 0 0 scn /G1 gs q 2 0 0 2 0 0 cm /Form1 Do Q
BT /F1 8 Tf 30 700 Td (after the form) Tj ET
"""
FORM = b"BT /F1 6 Tf 40 40 Td (in the form) Tj ET 20 20 100 30 re S"
INLINE_IMAGE = TABLE + b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q BT /F1 9 Tf 50 60 Td (by playa) Tj ET"


def pdf(content: bytes) -> bytes:
    """A PDF of one page, written by hand."""
    resources = b"<</Font <</F1 4 0 R>> /XObject <</Form1 5 0 R>> /ExtGState <</G1 <</LW 1>>>> >>"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents 6 0 R /Resources %s>>" % resources,
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        b"<</Type /XObject /Subtype /Form /BBox [0 0 500 800] /Matrix [1 0 0 1 5 5] /Resources %s /Length %d>>\nstream\n%s\nendstream"
        % (resources, len(FORM), FORM),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer <</Root 1 0 R /Size 7>>\nstartxref\n%d\n%%%%EOF" % len(written)
    return written + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer


def text_lines(container: Any) -> Iterator[tuple[str, Any, str]]:
    for item in container:
        if isinstance(item, LTTextLine):
            yield type(item).__name__, item.bbox, item.get_text()
        elif hasattr(item, "__iter__"):
            yield from text_lines(item)


def assert_same(page: playa.Page) -> None:
    ours, theirs = read_layout(page), extract_page(page, LAYOUT)
    assert sorted(text_lines([ours.lines])) == sorted(text_lines(theirs))
    for direction in ("horizontal", "vertical"):
        assert find_lines_from_layout(ours.drawing, direction) == find_lines_from_layout(theirs, direction)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda path: path.stem)
def test_a_specimen_is_laid_out_as_by_playa(specimen: Path) -> None:
    with playa.open(specimen, space="page") as document:
        for page in document.pages:
            assert_same(page)


def test_every_operator_that_places_text_or_lines_is_interpreted_as_by_playa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playa_layout, "_groups_by_playa", None)  # it is not asked
    with playa.parse(pdf(TABLE), space="page") as document:
        assert_same(document.pages[0])
        text = "".join(line.get_text() for line in read_layout(document.pages[0]).lines)
    assert "Total(net)a+b(c)" in text.replace(" ", "")
    assert "in the form" in text


def test_a_string_struck_twice_is_read_once_and_a_watermark_not_at_all() -> None:
    content = b"""BT /F1 9 Tf 100 100 Td (1,234.50) Tj 0.4 0 Td (1,234.50) Tj 120 0 Td (1,234.50) Tj
    0.7 0.7 -0.7 0.7 90 40 Tm (across) Tj ET"""
    with playa.parse(pdf(content), space="page") as document:
        text = "".join(line.get_text() for line in read_layout(document.pages[0]).lines)
    assert text.split() == ["1,234.50", "1,234.50"]


def test_content_beyond_the_plain_syntax_is_left_to_playa() -> None:
    with playa.parse(pdf(INLINE_IMAGE), space="page") as document:
        assert_same(document.pages[0])
        assert any("by playa" in line.get_text() for line in read_layout(document.pages[0]).lines)
