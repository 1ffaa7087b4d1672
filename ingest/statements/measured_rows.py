"""Forms that print a unit in each row (机构运行信息表: 万元 for expenses, 辆 for vehicles, 台/套 for equipment): only some rows are money."""

from dataclasses import replace

from ingest.lexicon import normalize, pattern
from ingest.lexicon.amounts import UNITS
from ingest.statements.recognise import Sheet

#: The role of a column that holds the unit of each row.
ROW_UNIT = "row_unit"
_COUNTED = pattern("rows", "counted_unit")


def with_row_units(sheet: Sheet) -> Sheet:
    """The sheet with the column of units told as such: one that holds nothing but units, of money in some rows and of things in others.

    (A column 计量单位 of purchases holds things only, and beside them stand amounts.)
    """
    columns = tuple(
        replace(column, role=ROW_UNIT) if column.role != "amount" and _holds_units(sheet, index) else column
        for index, column in enumerate(sheet.header.columns)
    )
    return replace(sheet, header=replace(sheet.header, columns=columns)) if columns != sheet.header.columns else sheet


def _holds_units(sheet: Sheet, index: int) -> bool:
    words = [normalize(sheet.grid.at(row, index).words) for row in range(sheet.header.data_row, sheet.grid.row_count)]
    told = [word for word in words if word]
    of_money = [word in UNITS for word in told]
    return any(of_money) and not all(of_money) and all(word in UNITS or _COUNTED.fullmatch(word) for word in told)


def unit_of_row(sheet: Sheet, row: int) -> tuple[str | None, bool]:
    """The unit of money that a row prints for itself, and whether it counts things instead."""
    index = next((index for index, column in enumerate(sheet.header.columns) if column.role == ROW_UNIT), None)
    words = normalize(sheet.grid.at(row, index).words) if index is not None else ""
    return (words, False) if words in UNITS else (None, bool(words))
