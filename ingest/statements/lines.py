"""Statement rows to printed amounts: each becomes one line with its label, class code, measure and box.

Every cell of a recognised form is accounted for: it is a line, part of a label, declared noise (blank, nil mark, note,
column number, line number, count), or it is listed as left over.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lexicon import load, normalize, pattern
from ingest.lexicon.amounts import Style, is_absurd, is_money, is_nil_mark, read_amount, split_unit
from ingest.lexicon.class_codes import code_digits, kind_of, split_code_name
from ingest.lexicon.heading_words import KEY_ROLES
from ingest.lexicon.measures import Measure
from ingest.statements.column_measures import ColumnMeasures
from ingest.statements.headers import Column
from ingest.statements.measured_rows import unit_of_row, with_row_units
from ingest.statements.recognise import Sheet, Statement
from ingest.statements.row_keys import RowKey, RowKeys, is_counted, is_total
from ingest.statements.row_units import RowUnits
from ingest.tables.grid import Cell, Grid

#: Figures set apart on one line: 1 2 3 is not 123.
_SEVERAL = re.compile(r"\d\s+[\d-]")
_BEHIND_NAME = re.compile(r"[^\d\s] +-?\d[\d,]*\.\d\d$")
_LABEL_YEAR = pattern("rows", "year")


@dataclass
class StatementLines:
    """What one statement holds."""

    lines: list[dict[str, object]] = field(default_factory=list)
    leftovers: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)  # headers of columns that mean the same as another one


def read_lines(
    statement: Statement,
    printed_unit: str | None,
    fiscal_year: int | None,
    disclosure_kind: str | None,
    style: Style = Style.POINT,
    attested: frozenset[str] = frozenset(),
) -> StatementLines:
    """Read all sheets of a statement. `printed_unit` is the statement's; a unit in a column header goes first. `attested` are the
    names of units that the filing prints elsewhere (row_units)."""
    result = StatementLines()
    units = RowUnits(statement, attested)
    reader = _Reader(statement, printed_unit, fiscal_year, disclosure_kind, result, style, units)
    for sheet in statement.sheets:
        reader.read_sheet(sheet)
    result.alike = sorted({"/".join(column.path) or "(no header)" for column in reader.measures.alike})
    return result


class _Reader:
    """Carries codes, labels and row numbers over the sheets of one statement."""

    def __init__(
        self,
        statement: Statement,
        printed_unit: str | None,
        year: int | None,
        kind: str | None,
        result: StatementLines,
        style: Style,
        units: RowUnits,
    ) -> None:
        self.statement = statement
        self.printed_unit = printed_unit
        self.year = year
        self.kind = kind
        self.result = result
        self.style = style
        self.row_number = 0
        self.row_count = 0
        self.row_unit: str | None = None  # printed in the row at hand
        self.row_numbers: dict[tuple[int, int], int] = {}  # table and row of the grid → number of the row in the statement
        self.keys = RowKeys()
        self.measures = ColumnMeasures(statement)
        self.units = units

    def read_sheet(self, sheet: Sheet) -> None:
        sheet = with_row_units(sheet)
        grid, columns = sheet.grid, sheet.header.columns
        blocks = [
            [i for i, column in enumerate(columns) if column.block == number] for number in sorted({c.block for c in columns})
        ]
        for row in range(sheet.header.data_row, grid.row_count):
            cells = [cell for cell in grid.row(row) if cell.words]
            if not cells or _is_repeated_header(cells, columns):
                continue
            if note := _note(cells, grid):
                self.result.notes.append(note)
                continue
            if self._goes_on(sheet, row, cells):
                self._lengthen_last_label(cells[0].text)
                continue
            self._number(sheet, row)
            for indices in blocks:
                self._read_block(sheet, row, indices)

    def _goes_on(self, sheet: Sheet, row: int, cells: Sequence[Cell]) -> bool:
        """Whether the first row of a page is the end of a name that began on the page before: a name alone, where rows have codes."""
        columns = sheet.header.columns
        return (
            sheet.is_continuation
            and row == sheet.header.data_row
            and len(cells) == 1
            and columns[cells[0].column].role == "label"
            and any(column.role == "code" for column in columns)
            and bool(self.result.lines and self.result.lines[-1]["class_code"])
            and not is_total(cells[0].words)
            and split_code_name(cells[0].words) is None
        )

    def _lengthen_last_label(self, text: str) -> None:
        last = self.result.lines[-1]["row_number"], self.result.lines[-1]["block_number"]
        for line in self.result.lines:
            if (line["row_number"], line["block_number"]) == last:
                line["line_label"] = f"{line['line_label'] or ''}{text}"

    def _number(self, sheet: Sheet, row: int) -> None:
        """Number a row; the two halves of one row have one number."""
        number = self.row_numbers.get((sheet.left.table_number, _row_beside(sheet, row))) if sheet.left else None
        if number is None:
            self.row_count += 1
            number = self.row_count
        self.row_number = self.row_numbers[sheet.table_number, row] = number

    def _read_block(self, sheet: Sheet, row: int, indices: Sequence[int]) -> None:
        grid, columns = sheet.grid, sheet.header.columns
        block = columns[indices[0]].block
        key = self._key(sheet, row, indices, block)
        if key.unread_code is not None and sheet.left is None:
            self._leave(sheet, key.unread_code, "no class code")
        self.row_unit, counts_things = unit_of_row(sheet, row)
        for index in indices:
            cell = grid.at(row, index)
            if not cell.words or cell.row != row or cell.column != index:
                continue
            if columns[index].role in ("text", *KEY_ROLES) and _holds_money(cell, columns[index].role):
                self._leave(sheet, cell, f"an amount in a column of {'text' if columns[index].role == 'text' else 'names'}")
            if columns[index].role != "amount":
                continue
            if cell.column_end > index and key.label == cell.text:
                continue  # a merged label that reaches over amount columns
            if counts_things or (key.label and is_counted(key.label)):
                continue  # 公务用车保有量（辆）: a count below the amounts, in their column
            if _lacks_name(sheet, key, columns, block):
                self._leave(sheet, cell, "no name beside it")
                continue
            self._read_amount(sheet, cell, columns[index], key, block)

    def _key(self, sheet: Sheet, row: int, indices: Sequence[int], block: int) -> RowKey:
        grid, columns = sheet.grid, sheet.header.columns
        if sheet.left is not None:
            grid, columns, row = sheet.left.grid, sheet.left.header.columns, _row_beside(sheet, row)
            block = columns[-1].block
            indices = [index for index, column in enumerate(columns) if column.block == block]
        key = self.keys.key(grid, row, indices, columns, block)
        return self.units.placed(key, grid, row, indices, columns)

    def _read_amount(self, sheet: Sheet, cell: Cell, column: Column, key: RowKey, block: int) -> None:
        if any(_SEVERAL.search(line.text) for line in cell.lines):
            self._leave(sheet, cell, "several figures in one cell")
            return
        figure, own_unit = split_unit(cell.figure)
        if doubt := next(
            (glyph.doubt for line in cell.lines for glyph in line.glyphs if glyph.doubt and glyph.text.isdecimal()), None
        ):
            self._leave(sheet, cell, doubt)
            return
        amount = read_amount(figure, self.style)
        unit = own_unit or self.row_unit or column.printed_unit or self.printed_unit
        if amount is None or unit is None:
            if not is_nil_mark(cell.words):
                reason = "no unit is printed and none could be inferred" if amount else "not an amount"
                self._leave(sheet, cell, reason)
            return
        if is_absurd(amount, unit):
            self._leave(sheet, cell, "more than any department has: a misprint, or figures run together")
            return
        measure = self.measures.of(column)
        year, phase = self._period(measure, key)
        x0, y0, x1, y1 = cell.box
        code = key.codes.get("function") or key.codes.get("department_economic") or key.codes.get("government_economic")
        self.result.lines.append(
            {
                "statement_code": self.statement.code,
                "table_number": sheet.table_number,
                "page_number": sheet.grid.page_number,
                "row_number": self.row_number,
                "block_number": block + 1,
                "column_number": cell.column + 1,
                "side": self.measures.side(column, block),
                "row_kind": _row_kind(key, code),
                "class_kind": kind_of(code) if code else None,
                "class_code": code,
                "code_basis": key.code_basis,
                "function_class_code": key.codes.get("function"),
                "department_economic_code": key.codes.get("department_economic"),
                "government_economic_code": key.codes.get("government_economic"),
                "line_label": key.label,
                "unit_name": key.unit_name,
                "project_name": key.project_name,
                "row_level": _row_level(key, code),
                "measure_path": "/".join(column.path),
                "measure_code": measure.code,
                "value_year": year,
                "value_phase": phase,
                "amount_text": cell.text,
                "printed_unit": unit,
                "amount_yuan": amount.in_yuan(unit),
                "printed_decimals": amount.decimals,
                "x0": x0,
                "y0": y0,
                "x1": x1,
                "y1": y1,
            }
        )

    def _period(self, measure: Measure, key: RowKey) -> tuple[int | None, str | None]:
        if key.label and (match := _LABEL_YEAR.fullmatch(normalize(key.label))):
            return int(match[1]), measure.phase or self.kind
        if measure.year is not None:
            return measure.year, measure.phase or self.kind
        year = self.year + (measure.year_offset or 0) if self.year is not None else None
        return year, measure.phase or self.kind

    def _leave(self, sheet: Sheet, cell: Cell, reason: str) -> None:
        x0, y0, x1, y1 = cell.box
        self.result.leftovers.append(
            {
                "table_number": sheet.table_number,
                "page_number": sheet.grid.page_number,
                "row_number": self.row_number,
                "column_number": cell.column + 1,
                "cell_text": cell.text,
                "reason": reason,
                "x0": x0,
                "y0": y0,
                "x1": x1,
                "y1": y1,
            }
        )


def _holds_money(cell: Cell, role: str) -> bool:
    """Whether an amount stands in a column that holds none: alone, or behind a name that is too long for its column."""
    if role in ("code", "unit_code") and code_digits(cell.words):
        return False  # 201.03
    return is_money(cell.figure) or (role != "text" and any(_BEHIND_NAME.search(line.text) for line in cell.lines))


def _lacks_name(sheet: Sheet, key: RowKey, columns: Sequence[Column], block: int) -> bool:
    """Whether an amount among text without rules has no name, where the columns of its block give names: they were parted wrongly."""
    has_names = any(column.block == block and column.role in KEY_ROLES for column in columns)
    return sheet.grid.found_by == "aligned" and has_names and not key.label and not key.codes


def _row_beside(sheet: Sheet, row: int) -> int:
    """The row of the left half that a row of the right half goes on with."""
    assert sheet.left is not None
    return row - sheet.header.data_row + sheet.left.header.data_row


def _row_kind(key: RowKey, code: str | None) -> str:
    if key.is_part:
        return "part"
    if key.label and is_total(key.label.split("/")[-1]):
        return "total"
    if key.heading:
        return key.heading
    if code:
        return "class"
    return "unit" if key.unit_name and key.label == key.unit_name else "item"


def _row_level(key: RowKey, code: str | None) -> int | None:
    if code:
        return {3: 1, 5: 2, 7: 3}[len(code)]
    return 0 if key.label and is_total(key.label) else None


def _is_repeated_header(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    return len(cells) > 1 and all(cell.words in columns[cell.column].path for cell in cells)


def _note(cells: Sequence[Cell], grid: Grid) -> str | None:
    """A sentence or signature inside the grid: one wide cell alone in its row."""
    if len(cells) != 1 or read_amount(cells[0].figure):
        return None
    words = cells[0].words
    patterns: list[str] = load("rows")["notes"]
    return cells[0].text if any(re.match(pattern, words) for pattern in patterns) or (len(words) > 40 and "。" in words) else None


def main_unit(units: Sequence[str | None]) -> str | None:
    """The unit printed most often."""
    counted = Counter(unit for unit in units if unit)
    return counted.most_common(1)[0][0] if counted else None
