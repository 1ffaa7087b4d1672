"""What is seen in typeset pages: beside the text layer, below it, and turned."""

import io
from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest

from ingest.errors import Damaged
from ingest.page.model import text_lines
from ingest.page.pdf import read_page
from ingest.witness.look import Look
from ingest.witness.recognise import recognise_page
from tests.reader.layouts.press import Form, Layout, typeset

AMOUNTS = ("1,234.56", "345.60", "0.00", "-98.70", "45.320000", "888")


def _layout(amounts: tuple[str, ...] = AMOUNTS, **changes: object) -> bytes:
    rows = [
        [(f"20{number:02}", "一般公共服务支出", (f"20{number:02}", "一般公共服务支出", f"={amount}"))]
        for number, amount in enumerate(amounts)
    ]
    form = Form("expenditure", "支出总表", [["科目编码", "科目名称", "合计"]], rows, ruling="full")
    return typeset(Layout("picture", [form], cover=(), **changes))  # type: ignore[arg-type]


def covered(text_layer: bytes, picture: bytes) -> bytes:
    """The pages of one PDF, over which those of another are laid as pictures: its text is read, the other one is seen."""
    below, above, out = pdfium.PdfDocument(text_layer), pdfium.PdfDocument(picture), io.BytesIO()
    for page, shown in zip(below, above, strict=True):
        image = pdfium.PdfImage.new(below)
        image.set_bitmap(shown.render(scale=200 / 72))
        image.set_matrix(pdfium.PdfMatrix().scale(*page.get_size()))
        page.insert_obj(image)
        page.gen_content()
    below.save(out)
    return out.getvalue()


def _printed(pdf: bytes) -> Iterator[tuple[str, float, float]]:
    """The amounts of the first page with the middle of each, as the reader places them."""
    with pdfium.PdfDocument(pdf) as document:
        page = read_page(document[0], 1)
    for line in text_lines(page.glyphs):
        *_, word = line.text.split()
        if word in AMOUNTS:
            glyphs = line.glyphs[-len(word) :]
            yield word, (glyphs[0].x0 + glyphs[-1].x1) / 2, glyphs[0].y


def _at(look: Look, x: float, y: float) -> list[str]:
    return [run.text for run in look.runs if run.box[0] < x < run.box[2] and run.box[1] < y < run.box[3]]


@pytest.mark.parametrize(
    "turned",
    [{}, {"rotate": 90, "page": 'paper: "a4", margin: 1cm'}, {"page_rotation": 90}, {"page_rotation": 270}],
    ids=lambda turned: "".join(turned) or "upright",
)
def test_every_amount_is_seen_at_its_place_however_the_page_is_set(turned: dict[str, object]) -> None:
    pdf = _layout(**turned)
    look = recognise_page(pdf, 1)
    seen = {word: _at(look, x, y) for word, x, y in _printed(pdf)}
    assert seen == {amount: [amount] for amount in AMOUNTS}
    assert all(run.is_in_text_layer for run in look.runs)


def test_what_is_laid_over_the_text_is_seen_and_not_the_text() -> None:
    pdf = covered(_layout(), _layout(("9,999.99", *AMOUNTS[1:])))
    look = recognise_page(pdf, 1)
    places = {word: (x, y) for word, x, y in _printed(pdf)}
    assert _at(look, *places["1,234.56"]) == ["9,999.99"]
    assert _at(look, *places["345.60"]) == ["345.60"]


def test_a_picture_over_figures_says_nothing_of_the_font_below() -> None:
    below = _layout()
    assert list(_printed(covered(below, _layout(("9,999.99", *AMOUNTS[1:]))))) == list(_printed(below))


def test_an_amount_that_the_text_layer_does_not_have_is_told_apart() -> None:
    look = recognise_page(covered(_layout(AMOUNTS[:4]), _layout(AMOUNTS)), 1)
    assert {"45.320000", "888"} <= {run.text for run in look.runs if not run.is_in_text_layer}
    assert not {"1,234.56", "345.60"} & {run.text for run in look.runs if not run.is_in_text_layer}


def test_a_page_that_is_not_there_is_damaged() -> None:
    with pytest.raises(Damaged, match="page 9 cannot be rendered"):
        recognise_page(_layout(), 9)


def test_nothing_is_fetched_when_a_model_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.recognition import engine

    monkeypatch.setattr(engine, "RECOGNITION", "no-such.onnx")
    assert engine.missing() == "the model no-such.onnx is missing"
    engine._engine.cache_clear()
    with pytest.raises(FileNotFoundError, match=r"no-such\.onnx"):
        recognise_page(_layout(), 1)
    engine._engine.cache_clear()
