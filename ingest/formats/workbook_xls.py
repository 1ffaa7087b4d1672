"""Workbooks of Excel 97 and before (.xls), read with xlrd. The only module that knows it."""

import io
from collections.abc import Iterator
from typing import Any

from ingest.errors import Damaged, Encrypted
from ingest.formats.number_format import printed
from ingest.formats.sheet import NO_SIDES, Sheet, SheetCell, Sides


def read_xls(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook in their order. Raises Damaged or Encrypted."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except MemoryError:
        raise
    except Exception as problem:
        if "encrypted" in str(problem):
            raise Encrypted("the workbook is encrypted and needs a password") from problem
        raise Damaged(f"the workbook cannot be opened: {type(problem).__name__}: {problem}") from problem
    for number in range(book.nsheets):
        yield _sheet(book, book.sheet_by_index(number))


def _sheet(book: Any, found: Any) -> Sheet:
    sheet = Sheet(found.name, found.visibility != 0)
    sheet.merged = [(row, column, row_end - 1, column_end - 1) for row, row_end, column, column_end in found.merged_cells]
    sheet.hidden_rows = {row for row, info in found.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in found.colinfo_map.items() if info.hidden}
    for row in range(found.nrows):
        for column in range(found.row_len(row)):
            cell = _cell(book, found, row, column)
            if cell.text or any(cell.ruled):
                sheet.cells[row, column] = cell
    return sheet


def _cell(book: Any, found: Any, row: int, column: int) -> SheetCell:
    index = found.cell_xf_index(row, column)
    style = book.xf_list[index] if index < len(book.xf_list) else None
    ruled = _sides(style.border) if style else NO_SIDES
    kind, value = found.cell_type(row, column), found.cell_value(row, column)
    if kind in (2, 3):  # a number, a day
        code = book.format_map[style.format_key].format_str if style else "General"
        shown = printed(value, code, from_1904=bool(book.datemode))
        return SheetCell(shown.text, ruled, True, shown.doubt)
    if kind == 1 and value.strip():
        return SheetCell("　" * min(style.alignment.indent_level if style else 0, 15) + value, ruled)
    if kind == 4:
        return SheetCell("TRUE" if value else "FALSE", ruled)
    return SheetCell("#VALUE!" if kind == 5 else "", ruled)


def _sides(border: Any) -> Sides:
    return (
        border.left_line_style > 0,
        border.top_line_style > 0,
        border.right_line_style > 0,
        border.bottom_line_style > 0,
    )
