"""A scan is read as its text layer is; what is not sure is no figure."""

import gc
import io
import zlib
from functools import cache

import polars as pl
import pypdfium2 as pdfium
import pytest
from rapidocr.ch_ppocr_det import TextDetOutput

from ingest.document.read import read_document
from ingest.document.schema import DocumentReading
from ingest.errors import ImageOnly, TooLarge, UnreadableDocument
from ingest.landing.bounded import Bounded
from ingest.page.model import Page
from ingest.page.pdf import read_page
from ingest.page.remarks import Remark
from ingest.recognition import engine, scan
from ingest.recognition.scan import recognised
from tests.reader.layouts.press import Form, Layout, typeset
from tests.recognition.scanner import scanned

AMOUNTS = ("1,234.56", "345.60", "0.00", "98.70", "45,678.90", "888.00")
NAMED = ["statement_code", "class_code", "line_label", "measure_path", "amount_text", "amount_yuan"]


@cache
def _filing() -> bytes:
    codes = ("2010301", "2010302", "2080505", "2101101", "2210201", "2210203")
    rows = [
        [(code, "一般公共服务支出", (code, "一般公共服务支出", f"={amount}"))]
        for code, amount in zip(codes, AMOUNTS, strict=True)
    ]
    form = Form("expenditure", "支出决算表", [["科目编码", "科目名称", "合计"]], rows, ruling="full")
    return typeset(Layout("scan", [form], page='paper: "a4", margin: 2cm'))


@cache
def _statement() -> int:
    """The page of the form."""
    lines = _lines(_read(_filing()))
    return int(lines["page_number"][0])


def _read(pdf: bytes) -> DocumentReading:
    return read_document(pdf, "scan.pdf", "0" * 64)


def _lines(reading: DocumentReading) -> pl.DataFrame:
    return reading.frames["statement_lines"]


@cache
def _scan() -> DocumentReading:
    return _read(scanned(_filing(), range(1, _statement() + 1), tilt=0.8))


def test_a_tilted_and_noisy_scan_yields_the_figures_of_its_text_layer() -> None:
    printed = _lines(_read(_filing()))
    assert len(printed) == len(AMOUNTS)
    assert _lines(_scan()).select(NAMED).equals(printed.select(NAMED))


def test_every_figure_says_what_it_was_read_from_and_how_surely() -> None:
    lines = _lines(_scan())
    assert lines["reading_basis"].unique().to_list() == ["recognised"]
    assert lines["recogniser_confidence"].min() > 0.8  # type: ignore[operator]
    printed = _lines(_read(_filing()))
    assert printed["reading_basis"].unique().to_list() == ["text_layer"]
    assert printed["recogniser_confidence"].is_null().all()


def test_each_recognised_page_is_said() -> None:
    messages = _scan().frames["reader_messages"].filter(pl.col("message_code") == "page_recognised")
    assert messages["page_number"].to_list() == list(range(1, _statement() + 1))


def _recognised(pdf: bytes) -> list[Page]:
    with pdfium.PdfDocument(pdf) as document:
        return recognised(document, [read_page(document[0], 1)])


@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_that_lies_on_its_side_or_head_is_turned_once_for_all(turn: int) -> None:
    [page] = _recognised(scanned(_filing(), [_statement()], turn=turn))
    assert page.rotation == 360 - turn
    assert page.width < page.height
    assert {"45,678.90", "1,234.56"} <= {word for line in page.lines for word in line.text.split()}


def test_a_figure_of_which_something_is_covered_is_left_over_and_no_figure() -> None:
    with pdfium.PdfDocument(_filing()) as document:
        page = read_page(document[_statement() - 1], _statement())
    [line] = [line for line in page.lines if "45,678.90" in line.text]
    digits = line.glyphs[-len("45,678.90") :]
    covered = (digits[1].x0 + 1, line.y0, digits[2].x1 + 1, line.y1)
    reading = _read(scanned(_filing(), range(1, _statement() + 1), covered=[covered]))
    assert set(_lines(reading)["amount_text"]) <= set(AMOUNTS)


def test_a_filing_with_text_loads_no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded() -> None:
        raise AssertionError("the recogniser was asked")

    monkeypatch.setattr(engine, "_engine", loaded)
    assert len(_lines(_read(_filing()))) == len(AMOUNTS)


def test_without_the_models_a_scan_is_image_only_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "missing", lambda: "rapidocr is not installed")
    with pytest.raises(ImageOnly, match="rapidocr is not installed"):
        _read(scanned(_filing(), [1]))


def test_no_more_pages_are_recognised_than_a_document_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_PAGES", 0)
    with pytest.raises(ImageOnly, match="no more than 0 pages"):
        _read(scanned(_filing(), [1]))


def picture_pdf(side: int, points: float) -> bytes:
    """One page of so many points, filled by a picture that states so many pixels a side, and has the first row of them."""
    packed = zlib.compress(bytes([255]) * (side * 3))
    draw = b"q %d 0 0 %d 0 0 cm /I Do Q" % (points, points)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>" % (points, points),
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode/Length %d>>"
        b"stream\n%s\nendstream" % (side, side, len(packed), packed),
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def test_a_picture_of_a_gigabyte_is_refused_by_the_size_that_it_states_and_never_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def rendered(*_: object, **__: object) -> None:
        raise AssertionError("the picture was decoded")

    monkeypatch.setattr(pdfium.PdfPage, "render", rendered)
    with pytest.raises(TooLarge, match="18,500 × 18,500 pixels"):
        _read(picture_pdf(18_500, 595))


def test_neither_a_vast_picture_nor_a_vast_page_takes_the_memory_that_it_states() -> None:
    within = Bounded(memory_bytes=700 << 20)  # the picture would take a gigabyte, the page thirty
    with pytest.raises(TooLarge):
        within(picture_pdf(18_500, 595), "picture.pdf", "key")
    with pytest.raises(UnreadableDocument) as told:
        within(picture_pdf(8, 60_000), "page.pdf", "key")
    assert told.value.code in ("image_only", "too_big_in_memory", "blank")


def test_a_page_that_stays_a_picture_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "missing", lambda: "rapidocr is not installed")
    [page] = _recognised(scanned(_filing(), [1]))
    assert page.is_image_only
    assert page.remarks[-1] == Remark("page_not_recognised", "the picture was not recognised: rapidocr is not installed")


def test_the_pictures_of_a_page_do_not_stay_until_the_document_is_read() -> None:
    gc.disable()
    try:
        _recognised(scanned(_filing(), [_statement()]))
        kept = [thing for thing in gc.get_objects() if isinstance(thing, TextDetOutput)]
    finally:
        gc.enable()
    assert kept == []
