"""A statement is shown as it is printed: rows and columns, merged header words, blocks side by side."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from mingzhang.report.statement_sheet import Amount, HeaderCell, sheet_of


def _amount(row: int, column: int, path: str, **other: Any) -> Amount:
    values: dict[str, Any] = dict.fromkeys(field.name for field in fields(Amount)) | {
        "statement_line_key": f"k{row}.{column}",
        "statement_number": 1,
        "table_number": 1,
        "page_number": 1,
        "row_number": row,
        "block_number": 1,
        "column_number": column,
        "line_label": "合计",
        "measure_path": path,
        "amount_yuan": Decimal("1.00"),
    }
    return Amount(**(values | other))


def test_a_header_word_stands_once_over_the_columns_that_share_it() -> None:
    sheet = sheet_of(
        [_amount(1, 2, "合计"), _amount(1, 3, "本年收入/小计"), _amount(1, 4, "本年收入/其他"), _amount(1, 5, "结转/小计")]
    )
    [block] = sheet.blocks
    assert block.header_row(0) == [
        HeaderCell("合计", row=0, column=0, rows=2, columns=1),
        HeaderCell("本年收入", row=0, column=1, rows=1, columns=2),
        HeaderCell("结转", row=0, column=3, rows=1, columns=1),
    ]
    assert [cell.text for cell in block.header_row(1)] == ["小计", "其他", "小计"]


def test_every_row_of_a_header_covers_all_columns() -> None:
    paths = ["甲", "乙/一", "乙/二/上", "乙/二/下", "甲/三"]
    [block] = sheet_of(_amount(1, number, path) for number, path in enumerate(paths, start=2)).blocks
    covered = [
        (cell.row + down, cell.column + right)
        for cell in block.header
        for down in range(cell.rows)
        for right in range(cell.columns)
    ]
    assert sorted(covered) == [(row, column) for row in range(3) for column in range(5)]


def test_a_column_that_stands_further_right_on_the_next_page_stays_one() -> None:
    rows = [
        _amount(1, 2, "合计"),
        _amount(1, 3, "其他"),
        _amount(2, 3, "合计", table_number=2),
        _amount(2, 4, "其他", table_number=2),
    ]
    [block] = sheet_of(rows).blocks
    assert block.paths == ("合计", "其他")


def test_blocks_stand_side_by_side_and_a_blank_cell_stays_blank() -> None:
    sheet = sheet_of(
        [_amount(1, 2, "收入"), _amount(1, 4, "支出", block_number=2), _amount(2, 4, "支出", block_number=2, line_label="教育")]
    )
    assert [block.number for block in sheet.blocks] == [1, 2]
    left, right = sheet.rows[1].blocks
    assert (left.label, left.amounts) == ("", (None,))
    assert (right.label, right.amounts[0] is not None) == ("教育", True)
