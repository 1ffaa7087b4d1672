"""What a page shows goes before what its text says; what can be neither read nor told is left over or declared, never silent."""

import io
import re
import zlib
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

from ingest.document.read import read_document
from ingest.document.schema import DocumentReading
from ingest.errors import Blank
from ingest.lexicon.amounts import read_unit
from tests.reader.layouts.press import Form, Layout, Segment, typeset

HEAD = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]


def expenditure(*rows: tuple[str, str, Sequence[str]], **changes: object) -> Form:
    body: list[list[Segment]] = [[("", "", [code, name, *cells])] for code, name, cells in rows]
    settings: dict[str, object] = {
        "code": "expenditure",
        "title": "部门支出总表",
        "head": HEAD,
        "body": body,
        "inset": 6,
        "unit": "万元",
    }
    return Form(**(settings | changes))  # type: ignore[arg-type]


def plain(figure: Callable[[str], str] = str, **changes: object) -> Form:
    """Figures of 合计 = 201 + 208, each as a place might print it."""
    return expenditure(
        ("", "合计", [figure("1486.03"), figure("1172.01"), figure("314.02")]),
        ("201", "一般公共服务支出", [figure("1186.03"), figure("1172.01"), figure("14.02")]),
        ("208", "社会保障和就业支出", [figure("300.00"), "", figure("300.00")]),
        **changes,
    )


VALUES = [Decimal(text) for text in ("1486.03", "1172.01", "314.02", "1186.03", "1172.01", "14.02", "300.00", "300.00")]


def read(*forms: Form, change: Callable[[bytes], bytes] = bytes, before: str = "", after: str = "") -> DocumentReading:
    printed = typeset(Layout("shown", list(forms), before=before, after=after))
    return read_document(change(printed), "shown.pdf", "0" * 64)


def values(reading: DocumentReading, unit: int = 10_000) -> list[Decimal]:
    return [line["amount_yuan"] / unit for line in reading.frames["statement_lines"].to_dicts()]


def leftovers(reading: DocumentReading) -> list[tuple[str, str]]:
    return [(cell["cell_text"], cell["reason"]) for cell in reading.frames["leftover_cells"].to_dicts()]


def codes_of_messages(reading: DocumentReading) -> set[str]:
    return {message["message_code"] for message in reading.frames["reader_messages"].to_dicts()}


SIGNS = {f"U+{ord(sign):04X}": sign for sign in "-‐‑‒–—―−△▲－"}


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_every_sign_that_is_printed_before_a_figure_makes_it_negative(sign: str) -> None:
    form = expenditure(
        ("", "合计", ["986.01", "1300.03", f"{sign}314.02"]), ("201", "一般公共服务支出", ["986.01", "1300.03", f"{sign}314.02"])
    )
    assert values(read(form)) == [Decimal("986.01"), Decimal("1300.03"), Decimal("-314.02")] * 2


@pytest.mark.parametrize("negative", ["314.02-", "(314.02)", "314.02—"])
def test_a_sign_behind_and_brackets_around_a_figure_make_it_negative(negative: str) -> None:
    form = expenditure(
        ("", "合计", ["986.01", "1300.03", negative]), ("201", "一般公共服务支出", ["986.01", "1300.03", negative])
    )
    assert values(read(form))[2] == Decimal("-314.02")


def test_an_integer_in_brackets_is_negative_and_the_number_of_a_list_is_left_over() -> None:
    form = expenditure(
        ("", "合计", ["986", "1300", "(314)"]),
        ("201", "一般公共服务支出", ["986", "1300", "(314)"]),
        ("208", "社会保障", ["7", "7", "(1)"]),
        unit="元",
    )
    reading = read(form)
    assert values(reading, 1)[2] == Decimal("-314")
    assert ("(1)", "not an amount") in leftovers(reading)


NOTES: dict[str, Callable[[str], str]] = {
    "circled": lambda figure: f"{figure}①",
    "in brackets": lambda figure: f"{figure}⑴",
    "raised": lambda figure: f"{figure}²",
    "star": lambda figure: f"{figure}*",
    "before": lambda figure: f"①{figure}",
}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_mark_of_a_note_beside_an_amount_never_becomes_a_digit(note: Callable[[str], str]) -> None:
    assert values(read(plain(note))) == VALUES


def test_a_raised_number_behind_an_amount_is_a_note() -> None:
    raised = plain().body
    table = "#table(columns: (2cm, 6cm, 3cm, 3cm, 3cm), " + ", ".join(
        f"[{cell}]" if not re.match(r"3\d\d\.", cell) else f"[{cell}#super[\\[1\\]]]"
        for row in [*HEAD, *[row[0][2] for row in raised]]
        for cell in row
    )
    assert values(read(plain(raw=table + ")"))) == VALUES


STYLES: dict[str, Callable[[str], str]] = {
    "middle dot": lambda figure: figure.replace(".", "·"),
    "ideographic space": lambda figure: figure.replace(".", "\u3000."),
    "thin space": lambda figure: re.sub(r"(\d)(\d{3}\.)", "\\1\u2009\\2", figure),
    "apostrophe": lambda figure: re.sub(r"(\d)(\d{3}\.)", r"\1’\2", figure),
    "comma as point": lambda figure: re.sub(r"(\d)(\d{3}\.)", r"\1 \2", figure).replace(".", ",").replace(" ", "."),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_figures_are_read_in_the_style_in_which_their_statement_is_written(style: Callable[[str], str]) -> None:
    assert values(read(plain(style))) == VALUES


def test_points_group_thousands_where_a_figure_of_the_statement_has_two_of_them() -> None:
    form = expenditure(
        ("", "合计", ["1.486.000", "1.172.000", "314.000"]),
        ("201", "一般公共服务支出", ["1.486.000", "1.172.000", "314.000"]),
        unit="元",
    )
    assert values(read(form), 1) == [Decimal(1486000), Decimal(1172000), Decimal(314000)] * 2


def test_a_figure_that_could_be_either_is_left_over_where_both_styles_are_printed() -> None:
    form = expenditure(
        ("", "合计", ["1.486.000", "1.172.000", "314.000"]),
        ("201", "一般公共服务支出", ["1486.03", "80.000", "314.02"]),
        unit="元",
    )
    reading = read(form)
    assert values(reading, 1) == [Decimal("1486.03"), Decimal("314.02")]
    assert "80.000" in [text for text, _ in leftovers(reading)]


@pytest.mark.parametrize("text", ["#REF!", "1O3.5O", "1.48603E+03", "#VALUE!"])
def test_what_is_no_amount_is_left_over_and_makes_no_column_of_text(text: str) -> None:
    form = expenditure(
        ("", "合计", ["1486.03", "1172.01", text]),
        ("201", "一般公共服务支出", ["1186.03", "1172.01", text]),
        ("208", "社会保障", ["300.00", "", "300.00"]),
    )
    reading = read(form)
    assert values(reading).count(Decimal("300.00")) == 2
    assert [cell for cell, _ in leftovers(reading)] == [text, text]


def test_an_amount_in_a_column_of_names_is_left_over() -> None:
    form = expenditure(
        ("", "合计", ["1486.03", "1172.01", "314.02"]),
        ("201", "1186.03", ["", "1172.01", "14.02"]),
        ("208", "社会保障 300.00", ["", "", "300.00"]),
    )
    assert {reason for _, reason in leftovers(read(form))} == {"an amount in a column of names"}


def test_two_rows_of_integers_in_one_ruled_row_are_two_rows() -> None:
    form = expenditure(
        ("", "合计", ["30120", "30120", ""]),
        ("20805", "行政事业单位养老支出", ["30120", "30120", ""]),
        ("2080505\n2080506", "机关事业单位基本养老\n机关事业单位职业年金", ["20080\n10040", "20080\n10040", ""]),
        unit="元",
        widths=(1.2, 3, 1, 1, 1),
    )
    assert values(read(form), 1) == [Decimal(value) for value in (30120, 30120, 30120, 30120, 20080, 20080, 10040, 10040)]


UNITS: dict[str, dict[str, Any]] = {
    "note below": {"above": ["^部门支出总表"], "below": [">注：本表金额单位为万元。"]},
    "as the unit": {"above": ["^部门支出总表", ">（以万元为单位）"]},
}


@pytest.mark.parametrize("lines", UNITS.values(), ids=UNITS)
def test_the_unit_is_read_wherever_and_however_it_is_printed(lines: dict[str, list[str]]) -> None:
    reading = read(plain(**lines))
    assert reading.frames["statements"]["unit_basis"].to_list() == ["printed"]
    assert values(reading) == VALUES


def test_a_unit_in_old_characters_is_the_same_unit() -> None:
    assert [read_unit(text) for text in ("單位：萬元", "单位：仟元", "金額單位：億元", "单位：辆")] == [
        "万元",
        "千元",
        "亿元",
        None,
    ]


def test_a_statement_without_a_unit_takes_the_one_in_which_it_agrees_with_the_others() -> None:
    def in_yuan(figure: str) -> str:
        return f"{Decimal(figure) * 10_000:.2f}"

    other = plain(in_yuan, title="一般公共预算支出表", code="general_public_expenditure", above=["^一般公共预算支出表"])
    assert values(read(plain(), other)) == VALUES + VALUES


def test_a_statement_whose_unit_nothing_tells_is_left_over() -> None:
    other = expenditure(
        ("", "合计", ["98765432.10", "98765432.10", ""]),
        ("201", "一般公共服务支出", ["98765432.10", "98765432.10", ""]),
        title="一般公共预算支出表",
        above=["^一般公共预算支出表"],
    )
    reading = read(plain(), other)
    assert values(reading) == VALUES
    assert {reason for _, reason in leftovers(reading)} == {"no unit is printed and none could be inferred"}


def test_only_rows_in_a_unit_of_money_are_money_where_each_row_has_its_unit() -> None:
    rows = [
        ("机关运行经费", "万元", "12.50"),
        ("公务用车保有数", "辆", "3"),
        ("单价100万元以上设备", "台/套", "1"),
        ("办公用房面积", "平方米", "860.00"),
    ]
    form = Form(
        code=None,
        title="机构运行信息表",
        head=[["项目", "单位", "合计"]],
        body=[[("", "", [*row])] for row in rows],
        above=["^机构运行信息表", ">单位：元"],
        inset=6,
    )
    lines = read(plain(), form).frames["statement_lines"].to_dicts()
    assert [(line["line_label"], line["amount_yuan"]) for line in lines[len(VALUES) :]] == [
        ("机关运行经费", Decimal("125000.00"))
    ]


def test_figures_in_red_are_left_over_since_red_may_be_a_sign() -> None:
    rows = [*HEAD, *[row[0][2] for row in plain().body]]
    cells = ", ".join(f"[#text(fill: red)[{cell}]]" if cell == "314.02" else f"[{cell}]" for row in rows for cell in row)
    reading = read(plain(raw=f"#table(columns: (2cm, 6cm, 3cm, 3cm, 3cm), {cells})"))
    assert [value for value in VALUES if value != Decimal("314.02")] == values(reading)
    assert [text for text, reason in leftovers(reading) if "red" in reason] == ["314.02"]


HIDDEN = {
    "white": "#place(dx: 8cm, dy: 4cm, text(fill: white)[9,999.99])",
    "under a box": "#place(dx: 8cm, dy: 12cm, [9,999.99])#place(dx: 7.5cm, dy: 11.5cm, rect(width: 5cm, height: 2cm, fill: white))",
    "cut off": "#place(dx: 8cm, dy: 12cm, box(width: 1cm, height: 1cm, clip: true, move(dx: 5cm)[9,999.99]))",
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN)
def test_text_that_no_page_shows_is_left_out_and_told(source: str) -> None:
    reading = read(plain(), before=source)
    assert values(reading) == VALUES
    [message] = [m["message"] for m in reading.frames["reader_messages"].to_dicts() if m["message_code"] == "text_hidden"]
    assert "9,999.99" in message


def test_white_text_on_a_dark_ground_is_shown() -> None:
    rows = [*[row[0][2] for row in plain().body]]
    head = ", ".join(f"table.cell(fill: navy, text(fill: white)[{cell}])" for cell in HEAD[0])
    cells = ", ".join(f"[{cell}]" for row in rows for cell in row)
    reading = read(plain(raw=f"#table(columns: (2cm, 6cm, 3cm, 3cm, 3cm), {head}, {cells})"))
    assert values(reading) == VALUES
    assert "text_hidden" not in codes_of_messages(reading)


def test_a_decimal_point_that_is_drawn_is_read_as_printed() -> None:
    point = "#box(width: 2.6pt, place(dx: 0.7pt, dy: -1.2pt, circle(radius: 0.6pt, fill: black)))"
    rows = [*HEAD, *[row[0][2] for row in plain().body]]
    cells = ", ".join(f"[{cell.replace('.', point)}]" for row in rows for cell in row)
    reading = read(plain(raw=f"#table(columns: (2cm, 6cm, 3cm, 3cm, 3cm), {cells})"))
    assert values(reading) == VALUES
    assert "point_by_shape" in codes_of_messages(reading)


def in_a_form(scale: float, turn: int = 0) -> Callable[[bytes], bytes]:
    """Each page as a form on a new page, as stamping and imposing tools make them."""

    def change(printed: bytes) -> bytes:
        source, target, saved = pdfium.PdfDocument(printed), pdfium.PdfDocument.new(), io.BytesIO()
        for index in range(len(source)):
            width, height = source[index].get_size()
            xobject = pdfium_c.FPDF_NewXObjectFromPage(target.raw, source.raw, index)
            form = pdfium.PdfObject(pdfium_c.FPDF_NewFormObjectFromXObject(xobject), pdf=target)
            form.set_matrix(pdfium.PdfMatrix().scale(scale, scale).rotate(turn, ccw=True).translate(height if turn else 0, 0))
            page = target.new_page(*((height, width) if turn else (width, height)))
            page.insert_obj(form)
            page.gen_content()
        target.save(saved)
        return saved.getvalue()

    return change


@pytest.mark.parametrize("change", [in_a_form(0.95), in_a_form(1.0, 90)], ids=["scaled", "turned"])
def test_a_page_within_a_transformed_form_is_read_as_before(change: Callable[[bytes], bytes]) -> None:
    reading = read(plain(), change=change)
    assert values(reading) == VALUES
    assert reading.frames["statement_lines"]["line_label"].unique(maintain_order=True).to_list() == [
        "合计",
        "一般公共服务支出",
        "社会保障和就业支出",
    ]


def remapped(said: dict[bytes, bytes]) -> Callable[[bytes], bytes]:
    """Fonts of which the table of characters says something else than they show."""

    def swapped(match: re.Match[bytes]) -> bytes:
        content = zlib.decompress(match[2])
        for shown, other in said.items():
            content = re.sub(rb"(<[0-9A-F]{4}> )<%s>" % shown, rb"\1<!%s>" % other, content)
        packed = zlib.compress(content.replace(b"<!", b"<"))
        return b"/Length %d%s%s\nendstream" % (len(packed), match[1], packed)

    return lambda printed: re.sub(rb"/Length \d+(/Type/CMap[^>]*>>\nstream\n)(.*?)\nendstream", swapped, printed, flags=re.DOTALL)


def test_digits_are_read_as_shown_where_the_table_of_the_font_swaps_them() -> None:
    form = plain(lambda figure: figure.replace("1486.03", "1486.68").replace("314.02", "314.67"))
    expected = values(read(form))
    reading = read(form, change=remapped({b"0036": b"0038", b"0038": b"0036"}))
    assert values(reading) == expected
    assert "digits_by_shape" in codes_of_messages(reading)


@pytest.mark.parametrize("said", [b"0032", b"0020", b"00FF"], ids=["a digit", "a blank", "a letter"])
def test_a_bar_before_a_figure_is_a_minus_whatever_the_font_says(said: bytes) -> None:
    form = expenditure(
        ("", "合计", ["986.01", "1300.03", "-314.02"]), ("201", "一般公共服务支出", ["986.01", "1300.03", "-314.02"])
    )
    reading = read(form, change=remapped({b"002D": said}))
    assert values(reading)[2] == Decimal("-314.02")
    assert "minus_by_shape" in codes_of_messages(reading)


def test_a_character_that_its_font_does_not_tell_is_counted() -> None:
    reading = read(plain(), change=remapped({b"4E00": b"FFFF"}))
    assert "characters_unmapped" in codes_of_messages(reading)


def as_picture(printed: bytes) -> bytes:
    """The table of the second page as a picture below its title."""
    document, saved = pdfium.PdfDocument(printed), io.BytesIO()
    page = document[1]
    image = pdfium.PdfImage.new(document)
    image.set_bitmap(pdfium.PdfBitmap.new_native(8, 8, pdfium_c.FPDFBitmap_BGR))
    image.set_matrix(pdfium.PdfMatrix().scale(600, 300).translate(100, 100))
    page.insert_obj(image)
    page.gen_content()
    document.save(saved)
    return saved.getvalue()


def test_a_title_above_a_picture_is_told_to_have_no_table() -> None:
    reading = read(plain(raw="#v(8cm)"), change=as_picture)
    assert "title_without_table" in codes_of_messages(reading)


def test_a_document_whose_text_is_all_hidden_says_so() -> None:
    with pytest.raises(Blank, match="not on the page"):
        read(plain(), before="#set text(fill: white)", change=lambda printed: _first_page_dropped(printed))


def test_a_page_that_cannot_be_loaded_costs_that_page_only() -> None:
    def change(printed: bytes) -> bytes:
        [kids] = re.findall(rb"/Kids\s*\[([^\]]*)\]", printed)
        first, *rest = re.findall(rb"\d+ 0 R", kids)
        broken = b" ".join([b"9" * (len(first) - 4) + b" 0 R", *rest])
        return printed.replace(kids, broken.ljust(len(kids)))

    reading = read(plain(), change=change)
    assert values(reading) == VALUES
    assert "page_unreadable" in codes_of_messages(reading)


def _first_page_dropped(printed: bytes) -> bytes:
    document, saved = pdfium.PdfDocument(printed), io.BytesIO()
    document.del_page(0)
    document.save(saved)
    return saved.getvalue()
