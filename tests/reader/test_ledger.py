"""The ledger of a page: every printed character is booked once, and what is drawn and not read is told."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document.read import read_document
from ingest.document.schema import DocumentReading
from ingest.ledger.book import Entry, PageBook
from ingest.page.model import UNMAPPED, Glyph, Page
from tests.reader.layouts.press import Form, Layout, typeset

SPECIMENS = sorted((Path(__file__).resolve().parents[2] / "data" / "raw").glob("*.pdf"))
CORPUS = ["shanghai-01", "xian-03", "beijing-05", "yantai-01", "guangzhou-03", "central-01", "template-final-01"]
HEAD = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
READ = ("cell", "claim", "prose", "performance", "furniture")


def statement(**changes: Any) -> Form:
    rows = [
        ("", "合计", ["1486.03", "1172.01", "314.02"]),
        ("201", "一般公共服务支出", ["1186.03", "1172.01", "14.02"]),
        ("208", "社会保障和就业支出", ["300.00", "", "300.00"]),
    ]
    body = [[("", "", [code, name, *cells])] for code, name, cells in rows]
    settings: dict[str, Any] = {"code": "expenditure", "title": "部门支出总表", "head": HEAD, "body": body, "inset": 6}
    return Form(**(settings | changes))


def empty_form(**changes: Any) -> Form:
    return statement(title="政府性基金预算支出表", body=[[("", "", ["", "", "", "", ""])]] * 3, **changes)


def read(*forms: Form, change: Callable[[bytes], bytes] = bytes, **around: Any) -> DocumentReading:
    return read_document(change(typeset(Layout("ledger", list(forms), **around))), "ledger.pdf", "0" * 64)


def entries(reading: DocumentReading, *booked_as: str) -> list[tuple[str, int, int]]:
    """Reason, characters and amounts of what is booked so, page by page."""
    rows = reading.frames["page_ledger"].to_dicts()
    return [(row["reason"], row["character_count"], row["amount_count"]) for row in rows if row["booked_as"] in booked_as]


def inked(reading: DocumentReading) -> list[tuple[int, str, str]]:
    """Page, booking and reason of each inked area."""
    rows = reading.frames["page_ledger"].to_dicts()
    return [(row["page_number"], row["booked_as"], row["reason"]) for row in rows if row["ink_square_points"]]


def unequal_pages(reading: DocumentReading) -> dict[int, tuple[int, int]]:
    """Page → characters printed and characters booked, where they are not the same."""
    booked: Counter[int] = Counter()
    for row in reading.frames["page_ledger"].to_dicts():
        if row["booked_as"] != "not_printed" and row["reason"] != "watermark":
            booked[row["page_number"]] += row["character_count"]
    pages = reading.frames["pages"].to_dicts()
    return {
        page["page_number"]: (page["glyph_count"], booked[page["page_number"]])
        for page in pages
        if page["glyph_count"] != booked[page["page_number"]]
    }


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_the_bookings_of_a_page_add_up_to_the_characters_printed_on_it(path: Path) -> None:
    reading = read_document(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    assert unequal_pages(reading) == {}
    assert entries(reading, "unbooked", "left_over") == []


@pytest.mark.parametrize("name", CORPUS)
def test_the_bookings_of_real_pages_add_up_and_nothing_on_a_statement_page_is_overlooked(name: str, shared: Path) -> None:
    path = next((shared / "corpus").glob(f"*/{name}.pdf"))
    reading = read_document(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    assert unequal_pages(reading) == {}
    statements = {page["page_number"] for page in reading.frames["pages"].to_dicts() if page["page_role"] == "statement"}
    overlooked = [
        row
        for row in reading.frames["page_ledger"].to_dicts()
        if row["booked_as"] == "unbooked" and row["page_number"] in statements
    ]
    assert overlooked == []


def _page(texts: str) -> Page:
    glyphs = tuple(Glyph(text, 10.0 * n, 10.0 * n + 8, 20.0, 8.0) for n, text in enumerate(texts))
    return Page(1, 600.0, 800.0, 0, glyphs, (), False, left_out=(("hidden", 3), ("watermark", 2), ("off_page", 0)))


@given(
    st.text("年1.25收入支" + UNMAPPED, min_size=1, max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from(READ)), max_size=6),
)
def test_every_character_is_booked_once_whoever_claims_it(texts: str, claimed: list[tuple[int, int, str]]) -> None:
    page = _page(texts)
    book = PageBook(page)
    for start, end, booked_as in claimed:
        book.book(page.glyphs[start:end], Entry(booked_as, "x"))
    rows = list(book.rows())
    assert sum(row["character_count"] for row in rows if row["reason"] not in ("hidden", "watermark")) == len(texts)
    assert len({(row["booked_as"], row["reason"]) for row in rows}) == len(rows)
    unmapped = [row["character_count"] for row in rows if row["reason"] == "characters_unmapped"]
    assert sum(unmapped) == texts.count(UNMAPPED)


def test_what_is_read_of_a_statement_is_booked_as_its_lines_labels_codes_and_header() -> None:
    cells = entries(read(statement()), "cell")
    assert {reason for reason, _, _ in cells} == {"header", "label", "code", "line"}
    assert [amounts for reason, _, amounts in cells if reason == "line"] == [8]


def test_an_amount_in_a_column_of_names_is_booked_as_left_over() -> None:
    body = [[("", "", ["", "合计", "986.01", "986.01", ""])], [("", "", ["201", "1186.03", "986.01", "986.01", ""])]]
    assert entries(read(statement(body=body)), "left_over") == [("an amount in a column of names", 7, 1)]


def test_an_amount_in_a_sentence_that_became_no_claim_is_not_booked_as_read() -> None:
    sentence = "本年收入合计1,486.03万元，其中某某中心减少11.95，其他单位未变。"
    reading = read(statement(), after=f"#pagebreak()\n#par[{sentence}]")
    assert entries(reading, "unbooked") == [("amount_in_no_claim", 5, 1)]


def test_the_year_behind_the_number_of_a_list_is_no_amount() -> None:
    reading = read(
        statement(),
        after="#pagebreak()\n#par[有关情况说明如下。]\n#par[1.2024年部门预算中所有数据均以万元为单位，按四舍五入保留两位小数。]",
    )
    assert entries(reading, "unbooked") == []


def test_a_table_that_is_no_statement_is_booked_as_unread_with_its_amounts() -> None:
    other = Form(
        code=None,
        title="会议安排",
        head=[["序号", "会议", "时间", "备注"]],
        body=[[("", "", ["1", "年度会议", "3月", "约12.50"])], [("", "", ["2", "季度会议", "5月", ""])]],
        above=["^会议安排"],
        inset=6,
    )
    [(reason, characters, amounts)] = entries(read(statement(), other), "declared_unread")
    assert (reason, amounts) == ("table_unrecognised", 1)
    assert characters == len("序号会议时间备注1年度会议3月约12.502季度会议5月")


def test_text_that_no_page_shows_is_booked_as_not_printed() -> None:
    reading = read(statement(), before="#place(dx: 8cm, dy: 4cm, text(fill: white)[9,999.99])")
    assert entries(reading, "not_printed") == [("hidden", 8, 0)]


def test_a_watermark_is_furniture() -> None:
    reading = read(
        statement(),
        page='paper: "a4", flipped: true, margin: 1.5cm, background: rotate(30deg, text(40pt, fill: silver)[预算公开])',
    )
    assert ("watermark", 4, 0) in entries(reading, "furniture")
    assert inked(reading) == []


def test_contact_persons_are_booked_and_declared_not_read() -> None:
    reading = read(statement(), after="#pagebreak()\n#par[本部门情况说明如下，联系人：张三，本年无其他事项。]")
    assert [reason for reason, _, _ in entries(reading, "declared_unread")] == ["contact"]


def test_a_page_number_right_below_a_table_is_furniture() -> None:
    reading = read(statement(), page='paper: "a4", flipped: true, margin: 1.5cm, numbering: "- 1 -"')
    assert {reason for reason, _, _ in entries(reading, "furniture")} == {"page_number"}
    assert entries(reading, "declared_unread") == []


SEAL = "#place(dx: 15cm, dy: 12cm, circle(radius: 1.5cm, stroke: 3pt + red))"
SIGN = "#place(dx: 15cm, dy: 12cm, polygon(fill: black, (0pt, 0pt), (40pt, 25pt), (10pt, 60pt), (30pt, 30pt)))"


@pytest.mark.parametrize("drawing", [SEAL, SIGN], ids=["curves", "polygon"])
def test_what_is_drawn_outside_text_and_rules_is_booked_as_unread_ink(drawing: str) -> None:
    assert inked(read(statement(), before=drawing)) == [(2, "declared_unread", "drawing")]


def test_rules_shades_and_text_are_no_unread_ink() -> None:
    assert inked(read(statement(), statement(ruling="coloured", title="一般公共预算支出表"))) == []
    beside_a_shade = statement(above=["#" + SEAL.removeprefix("#"), "^部门支出总表", ">单位：万元"], ruling="coloured")
    assert inked(read(beside_a_shade)) == [(2, "declared_unread", "drawing")]


def test_the_same_drawing_on_every_page_is_furniture() -> None:
    logo = "foreground: place(top + left, dx: 5mm, dy: 3mm, polygon(fill: navy, (0pt, 0pt), (30pt, 4pt), (12pt, 20pt)))"
    reading = read(statement(), empty_form(), page=f'paper: "a4", flipped: true, margin: 1.5cm, {logo}')
    assert {entry for _, *entry in map(list, inked(reading)) for entry in [tuple(entry)]} == {("furniture", "running_drawing")}


def test_a_form_is_empty_only_where_nothing_else_is_printed_on_its_page() -> None:
    def is_empty(reading: DocumentReading) -> list[bool]:
        return reading.frames["statements"]["is_empty_form"].to_list()

    assert is_empty(read(statement(), empty_form())) == [False, True]
    assert is_empty(read(statement(), empty_form(), after=SIGN)) == [False, False]


def test_rules_without_any_text_are_booked_as_a_grid_without_text() -> None:
    bare = "#table(columns: (3cm,) * 5, rows: 1cm, stroke: 0.5pt, " + "[], " * 20 + ")"
    reading = read(statement(), after=f"#pagebreak()\n#par[某某说明]\n{bare}")
    assert [reason for reason, _, _ in entries(reading, "declared_unread")] == ["grid_without_text"]


def test_letters_drawn_as_polygons_are_told() -> None:
    stroke = "polygon(fill: black, (0pt, 0pt), (6pt, 2pt), (3pt, 9pt), (7pt, 4pt), (1pt, 6pt))"
    drawn = "#grid(columns: 20, gutter: 2pt, " + f"{stroke}, " * 240 + ")"
    reading = read(statement(), after=f"#pagebreak()\n{drawn}")
    told = [m["page_number"] for m in reading.frames["reader_messages"].to_dicts() if m["message_code"] == "text_as_outlines"]
    assert told == [3]
    assert re.fullmatch("drawing", inked(reading)[0][2])


def test_a_title_without_any_table_is_told_though_nothing_is_drawn_there() -> None:
    reading = read(statement(), statement(title="一般公共预算支出表", raw="#v(8cm)"))
    messages = reading.frames["reader_messages"].to_dicts()
    told = [(m["page_number"], m["message"]) for m in messages if m["message_code"] == "title_without_table"]
    assert told == [(3, "一般公共预算支出表: a title, and no table that could be read")]


def test_a_numbered_entry_of_a_list_is_no_title_without_table() -> None:
    reading = read(statement(), after="#pagebreak()\n#par[十、一般公共预算支出表]\n#par[十一、其他情况]")
    assert "title_without_table" not in reading.frames["reader_messages"]["message_code"].to_list()
