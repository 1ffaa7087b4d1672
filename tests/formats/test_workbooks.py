"""What a workbook shows is read, and what it hides, computes or cannot say is told."""

import io
import zipfile
from pathlib import Path

import pytest

from ingest.errors import Damaged, TooLarge
from ingest.formats import package as package_module
from ingest.formats import workbook_xlsx
from ingest.formats.number_format import NOT_UNDERSTOOD, WITHOUT_SIGN, printed
from ingest.formats.read import laid_out
from ingest.page.model import Page
from ingest.tables.ruled import ruled_grids
from tests.formats.written import package, xlsx


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.30000000000000004", "General", "0.3"),
        ("91016775.349999994", "#,##0.00", "91,016,775.35"),
        ("2.675", "0.00", "2.68"),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("-5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-5.00"),
        ("0.5", "0.00%", "50.00%"),
        ("12345", "#,##0.0,", "12.3"),
        ("0", "#,##0.00;;", ""),
        ("7", "000", "007"),
        ("-0.001", "0.00", "0.00"),
        ("46023", 'yyyy"年"m"月"d"日"', "2026年1月1日"),
        ("1.5", '0.0"万元"', "1.5万元"),
        ("0.5", "#.##", ".5"),
    ],
)
def test_a_number_is_read_as_its_format_prints_it(value: str, code: str, shown: str) -> None:
    assert printed(value, code) == (shown, None)


def test_a_format_that_is_not_understood_puts_the_figure_in_doubt() -> None:
    assert printed("1234.5", "[>1000]0.0,;0") == ("1234.5", NOT_UNDERSTOOD)
    assert printed("0.5", "# ?/?").doubt == NOT_UNDERSTOOD


def test_a_negative_number_whose_format_prints_no_sign_is_in_doubt() -> None:
    assert printed("-5", "#,##0.00;[Red]#,##0.00") == ("5.00", WITHOUT_SIGN)


def test_a_hidden_sheet_keeps_its_number_and_nothing_of_it_is_read() -> None:
    sheet = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
    pages = pages_of(
        xlsx({"甲": sheet.format("看得见"), "乙": sheet.format("看不见"), "丙": sheet.format("也看得见")}, hidden=["乙"])
    )
    assert [page.text for page in pages] == ["看得见", "", "也看得见"]
    assert pages[1].left_out == (("hidden", 3),)
    assert [remark.code for remark in pages[1].remarks] == ["text_hidden"]


def test_a_formula_is_read_as_what_it_came_to_and_never_computed() -> None:
    cells = '<c r="A1"><f>1+1</f><v>7</v></c><c r="B1"><f>HYPERLINK("http://127.0.0.1:1/")</f></c>'
    [page] = pages_of(xlsx({"表": f'<sheetData><row r="1">{cells}</row></sheetData>'}))
    assert page.text == "7"
    assert [remark.code for remark in page.remarks] == ["formula_without_value"]


def test_a_merged_cell_is_one_cell_and_a_row_without_anything_takes_no_room() -> None:
    rows = (
        '<row r="5"><c r="B5" s="1" t="inlineStr"><is><t>合计</t></is></c><c r="C5" s="1"/></row>'
        '<row r="900000"><c r="B900000" s="3"><v>1</v></c><c r="C900000" s="3"><v>2.5</v></c></row>'
    )
    [page] = pages_of(xlsx({"表": f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="B5:C5"/></mergeCells>'}))
    [grid] = ruled_grids(page)
    assert [[cell.text for cell in grid.row(row)] for row in range(grid.row_count)] == [["合计"], ["1.00", "2.50"]]


def test_a_sheet_of_too_many_cells_is_named_and_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_xlsx, "MAX_PLACES", 50)
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 100))
    with pytest.raises(TooLarge, match="sheet 表 has more than 50 cells"):
        pages_of(xlsx({"表": f"<sheetData>{rows}</sheetData>"}))


def test_a_part_that_unpacks_beyond_all_measure_is_not_unpacked() -> None:
    bomb = package({"xl/workbook.xml": b" " * (package_module.MAX_PART_BYTES + 1)})
    assert len(bomb) < 1 << 20
    with pytest.raises(TooLarge, match=r"xl/workbook\.xml would take"):
        pages_of(bomb)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">',
    ],
)
@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/s1.xml", "xl/sharedStrings.xml", "word/document.xml"])
def test_entities_are_neither_expanded_nor_fetched(declared: str, name: str, tmp_path: Path) -> None:
    whole = xlsx({"表": "<sheetData/>"})
    parts = dict(_parts(whole)) if name.startswith("xl/") else {}
    parts[name] = f"<?xml version='1.0'?>{declared}<a>&b;</a>".encode()
    with pytest.raises(Damaged, match="declares a document type"):
        pages_of(package(parts))


def _parts(content: bytes) -> list[tuple[str, bytes]]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def pages_of(content: bytes) -> list[Page]:
    pages = laid_out(content)
    assert pages is not None
    return list(pages)


def test_macros_and_links_to_other_workbooks_are_neither_run_nor_followed() -> None:
    rows = '<row r="1"><c r="A1"><f>[1]Sheet1!A1+WEBSERVICE("http://127.0.0.1/")</f><v>7</v></c></row>'
    parts = dict(zip_parts(xlsx({"表": f"<sheetData>{rows}</sheetData>"})))
    parts |= {"xl/vbaProject.bin": b"macro", "xl/externalLinks/externalLink1.xml": b"<no XML"}
    [page] = pages_of(package(parts))
    assert page.text == "7"


def test_a_sheet_that_declares_ten_million_rows_costs_its_cells_only() -> None:
    far = sheet_of_rows('<row r="9999999"><c r="XFD9999999" t="inlineStr"><is><t>远</t></is></c></row>')
    [page] = pages_of(xlsx({"表": f'<dimension ref="A1:XFD9999999"/>{far}'}))
    assert (page.text, page.height < 1000) == ("远", True)
    assert page.sheet is not None and [cell.row for cell in page.sheet.cells] == [9_999_998]


def test_a_merged_area_over_the_whole_sheet_costs_its_cells_only() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    [page] = pages_of(xlsx({"表": sheet_of_rows('<row r="1"><c r="A1" t="inlineStr"><is><t>大</t></is></c></row>') + merged}))
    assert page.text == "大"


def sheet_of_rows(rows: str) -> str:
    return f"<sheetData>{rows}</sheetData>"


def zip_parts(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]
