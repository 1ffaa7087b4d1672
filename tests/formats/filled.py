"""The official workbook of a district, filled with the figures of a filing whose truth is known, before it is written in any format."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import xlrd

Place = tuple[int, int]
MONEY = "#,##0.00"


@dataclass
class Form:
    """A sheet: texts and figures by place, merged areas (row, column, row_end, column_end), ruled rows and columns."""

    name: str
    cells: dict[Place, str | Decimal] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    ruled: tuple[int, int, int, int] | None = None

    def is_ruled(self, place: Place) -> bool:
        return bool(self.ruled) and self.ruled[0] <= place[0] <= self.ruled[2] and self.ruled[1] <= place[1] <= self.ruled[3]

    @property
    def places(self) -> list[Place]:
        ruled = self.ruled or (0, 0, -1, -1)
        blank = {(row, column) for row in range(ruled[0], ruled[2] + 1) for column in range(ruled[1], ruled[3] + 1)}
        return sorted(blank | set(self.cells))


@dataclass(frozen=True)
class Block:
    """Where the rows of one side of a form go: places of the codes, of the label, and of each column of amounts."""

    codes: tuple[int, ...]
    label: int | None
    amounts: dict[str, int]


@dataclass(frozen=True)
class Shape:
    sheet: int
    header: int  # its first row
    body: int
    blocks: tuple[Block, ...]


_SUMMARY = "本年支出/预算数"
_PUBLIC = "一般公共预算支出"
_BASIC = "一般公共预算基本支出"
_THREE = "“三公”经费预算数"
SHAPES = {
    "income_expenditure_summary": Shape(
        6,
        5,
        9,
        (
            Block((), 0, {"本年收入/预算数": 1}),
            Block(
                (),
                2,
                {
                    f"{_SUMMARY}/合计": 3,
                    f"{_SUMMARY}/基本支出/人员经费": 4,
                    f"{_SUMMARY}/基本支出/公用经费": 5,
                    f"{_SUMMARY}/项目支出": 6,
                },
            ),
        ),
    ),
    "revenue": Shape(7, 5, 8, (Block((0, 1, 2), 3, {"收入预算/合计": 4, "收入预算/财政拨款收入": 5}),)),
    "expenditure": Shape(8, 5, 8, (Block((0, 1, 2), 3, {"支出预算/合计": 4, "支出预算/基本支出": 5, "支出预算/项目支出": 6}),)),
    "appropriation_summary": Shape(
        9,
        5,
        7,
        (
            Block((), 0, {"财政拨款收入/预算数": 1}),
            Block((), 2, {"财政拨款支出/合计": 3, "财政拨款支出/一般公共预算": 4}),
        ),
    ),
    "general_public_expenditure": Shape(
        10, 5, 8, (Block((0, 1, 2), 3, {f"{_PUBLIC}/合计": 4, f"{_PUBLIC}/基本支出": 5, f"{_PUBLIC}/项目支出": 6}),)
    ),
    "basic_expenditure": Shape(
        13, 5, 8, (Block((0, 1), 2, {f"{_BASIC}/合计": 3, f"{_BASIC}/人员经费": 4, f"{_BASIC}/公用经费": 5}),)
    ),
    "three_public": Shape(
        14,
        3,
        6,
        (
            Block(
                (), None, {f"{_THREE}/合计": 0, f"{_THREE}/因公出国(境)费": 1, f"{_THREE}/公务接待费": 2, "机关运行经费预算数": 6}
            ),
        ),
    ),
}

#: Forms without a figure in the filing: their sheets, first row of the header and of the body.
EMPTY = ((11, 5, 8), (12, 5, 8))


def truth_rows(truth: Path) -> list[dict[str, str]]:
    with truth.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def filled(template: Path, truth: Path, department: str, year: int) -> list[Form]:
    """All sheets of the template, those of SHAPES with the rows of the truth in the place of the examples."""
    book = xlrd.open_workbook(template, formatting_info=True)
    forms = [_form(sheet, department, year) for sheet in book.sheets()]
    rows = truth_rows(truth)
    for code, shape in SHAPES.items():
        _fill(forms[shape.sheet], shape, [row for row in rows if row["form"] == code])
    for sheet, header, body in EMPTY:
        _fill(forms[sheet], Shape(sheet, header, body, ()), [])
    return forms


def _form(sheet: xlrd.sheet.Sheet, department: str, year: int) -> Form:
    form = Form(sheet.name)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            value = sheet.cell_value(row, column)
            if isinstance(value, str) and value.strip():
                told = value.replace("上海市普陀区XX单位", department).replace("2026", str(year))
                form.cells[row, column] = told + department if told.strip() == "编制单位：" else told
    form.merged = [(row, column, row_end - 1, column_end - 1) for row, row_end, column, column_end in sheet.merged_cells]
    return form


def _fill(form: Form, shape: Shape, rows: list[dict[str, str]]) -> None:
    form.cells = {place: value for place, value in form.cells.items() if place[0] < shape.body}
    form.merged = [area for area in form.merged if area[2] < shape.body]
    for block in shape.blocks:
        own = [row for row in rows if row["column_label"] in block.amounts]
        for row in own:
            form.cells |= dict(_row_cells(shape.body + int(row["row_order"]) - 1, row, block))
    columns = max(column for _, column in form.cells)
    form.ruled = (shape.header, 0, max(row for row, _ in form.cells), columns)


def _row_cells(place: int, row: dict[str, str], block: Block) -> Iterator[tuple[Place, str | Decimal]]:
    for start, column in zip((0, 3, 5), block.codes, strict=False):
        if part := row["code"][start : start + 3 if start == 0 else start + 2]:
            yield (place, column), part
    if block.label is not None:
        yield (place, block.label), row["row_label"]
    yield (place, block.amounts[row["column_label"]]), Decimal(row["amount"])
