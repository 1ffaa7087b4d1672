"""A box on a laid-out sheet has the address that the programs which show workbooks give to its cell."""

import pytest

from ingest.document.read import read_document
from ingest.formats.read import laid_out
from ingest.page.cell_addresses import cell_name
from ingest.page.model import Page
from tests.formats.written import docx, word_paragraph, xlsx


def sheet(rows: str, more: str = "", name: str = "表3", columns: str = "") -> Page:
    [page] = laid_out(xlsx({name: f"{columns}<sheetData>{rows}</sheetData>{more}"})) or ()
    return page


def cell(address: str, text: str, style: int = 1) -> str:
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def address(page: Page, text: str) -> str | None:
    """The address of the box around a text that stands on the page once."""
    assert page.sheet is not None
    [line] = [line for line in page.lines if text in line.text]
    begin = "".join(glyph.text for glyph in line.glyphs).index(text)
    glyphs = line.glyphs[begin : begin + len(text)]
    return page.sheet.address_of((glyphs[0].x0, line.y0, glyphs[-1].x1, line.y1))


@pytest.mark.parametrize(
    ("place", "name"),
    [((0, 0), "A1"), ((11, 2), "C12"), ((0, 25), "Z1"), ((0, 26), "AA1"), ((8, 701), "ZZ9"), ((0, 702), "AAA1")],
)
def test_cells_are_named_as_excel_names_them(place: tuple[int, int], name: str) -> None:
    assert cell_name(*place) == name


def test_rows_and_columns_that_are_hidden_or_blank_count() -> None:
    rows = (
        f'<row r="2">{cell("B2", "甲")}</row><row r="3" hidden="1">{cell("B3", "乙")}</row><row r="12">{cell("D12", "丙")}</row>'
    )
    page = sheet(rows, columns='<cols><col min="3" max="3" hidden="1"/></cols>')
    assert (address(page, "甲"), address(page, "丙")) == ("表3!B2", "表3!D12")


def test_an_area_of_merged_cells_is_named_by_its_first() -> None:
    page = sheet(
        f'<row r="1">{cell("A1", "标题")}{cell("B1", "")}</row><row r="2">{cell("A2", "甲")}{cell("B2", "乙")}</row>',
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert (address(page, "标题"), address(page, "乙")) == ("表3!A1", "表3!B2")


def test_a_text_that_runs_over_blank_cells_stands_in_its_own() -> None:
    page = sheet(
        f'<row r="1">{cell("A1", "一般公共预算财政拨款支出决算情况说明如下列各款所示", 0)}</row><row r="2">{cell("C2", "乙")}</row>'
    )
    assert address(page, "所示") == "表3!A1"


@pytest.mark.parametrize(
    ("name", "quoted"), [("表3", "表3"), ("支出 总表", "'支出 总表'"), ("3表", "'3表'"), ("甲'乙", "'甲''乙'")]
)
def test_names_of_sheets_are_quoted_where_excel_does(name: str, quoted: str) -> None:
    page = sheet(f'<row r="1">{cell("A1", "甲")}{cell("B1", "乙")}</row>', name=name)
    assert address(page, "甲") == f"{quoted}!A1"


def test_a_box_over_several_cells_is_an_area_and_one_beside_all_of_them_is_none() -> None:
    page = sheet(f'<row r="1">{cell("A1", "甲")}{cell("B1", "乙")}</row><row r="2">{cell("A2", "丙")}</row>')
    assert page.sheet is not None
    assert page.sheet.address_of((0, 0, page.width, page.height)) == "表3!A1:B2"
    assert page.sheet.address_of((0, page.height - 2, 1, page.height)) is None


def test_what_is_no_workbook_has_no_addresses() -> None:
    title = "某市数字化发展局2024年部门预算"
    body = "".join(map(word_paragraph, (title, "第二部分 2024年部门预算情况说明", "一、2024年支出预算100.00万元。")))
    frames = read_document(docx(body), "a.docx", "a" * 64).frames
    assert frames["claims"].height == 1
    assert frames["claims"]["cell_address"].to_list() == [None]
