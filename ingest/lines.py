"""Statement rows to printed amounts: each becomes one line with its label, class code, measure and box.

Every cell of a recognised form is accounted for: it is a line, part of a label, declared noise (blank, nil mark, note,
column number, line number, count), or it is listed as left over.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.amounts import read_amount
from ingest.classes import carry_down, is_class_code, kind_of, split_code_name
from ingest.grid import Cell, Grid
from ingest.headers import STRICT_AMOUNT, Column
from ingest.measures import Measure, read_measure
from ingest.statements import Sheet, Statement
from ingest.vocabulary import bare, load, squash

_LABEL_YEAR = re.compile(r"(20\d{2})年?(?:度|预算数|决算数|预算|决算|执行数)*")
_LIST_MARK = re.compile(r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十]+[)）]?[、.．]|[(（]\d{1,2}[)）]|\d{1,2}[、.．](?!\d))+")
_SIDE_WORDS = re.compile(r"(本年|财政拨款|预算|部门)*(收入|支出)(预算|决算|总计|合计)?")


#: Header words that may stand in the same row as the first 合计.
_LEVEL_WORDS = ("类", "款", "项", "目")
#: Codes of other catalogues before a name: 'A-货物', '0101-公共安全服务'.
_CATALOGUE_CODE = re.compile(r"^(?:[A-Z]\d*|\d{2,8})[-—](?=[^\d\s])")


@dataclass
class StatementLines:
    """What one statement holds."""

    lines: list[dict[str, object]] = field(default_factory=list)
    leftovers: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Key:
    """The key cells of one row in one block."""

    label: str | None
    codes: dict[str, str]  # classification → full code
    unit_name: str | None
    project_name: str | None
    is_part: bool = False


def read_lines(
    statement: Statement, printed_unit: str | None, fiscal_year: int | None, disclosure_kind: str | None
) -> StatementLines:
    """Read all sheets of a statement. `printed_unit` is the statement's; a unit in a column header goes first."""
    result = StatementLines()
    reader = _Reader(statement, printed_unit, fiscal_year, disclosure_kind, result)
    for sheet in statement.sheets:
        reader.read_sheet(sheet)
    return result


class _Reader:
    """Carries codes, labels and row numbers over the sheets of one statement."""

    def __init__(
        self, statement: Statement, printed_unit: str | None, year: int | None, kind: str | None, result: StatementLines
    ) -> None:
        self.statement = statement
        self.printed_unit = printed_unit
        self.year = year
        self.kind = kind
        self.result = result
        self.row_number = 0
        self.carried: dict[tuple[int, int], list[str]] = {}
        self.measures = _Measures(statement)
        self.unit_name: str | None = None

    def read_sheet(self, sheet: Sheet) -> None:
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
            self.row_number += 1
            for indices in blocks:
                self._read_block(sheet, row, indices)

    def _read_block(self, sheet: Sheet, row: int, indices: Sequence[int]) -> None:
        grid, columns = sheet.grid, sheet.header.columns
        block = columns[indices[0]].block
        key = self._key(grid, row, indices, columns, block)
        for index in indices:
            cell = grid.at(row, index)
            if not cell.words or cell.row != row or cell.column != index:
                continue
            if columns[index].role == "text" and STRICT_AMOUNT.fullmatch(cell.words):
                self._leave(sheet, cell, "an amount in a column of text")
            if columns[index].role != "amount":
                continue
            if cell.column_end > index and key.label == cell.text:
                continue  # a merged label that reaches over amount columns
            self._read_amount(sheet, cell, columns[index], key, block)

    def _key(self, grid: Grid, row: int, indices: Sequence[int], columns: Sequence[Column], block: int) -> _Key:
        labels: list[str] = []
        codes: dict[str, str] = {}
        unit = project = None
        code_cells = [grid.at(row, i) for i in indices if columns[i].role == "code"]
        codes |= self._codes(code_cells, [columns[i] for i in indices if columns[i].role == "code"], block)
        seen: set[tuple[int, int]] = set()
        for index in indices:
            cell = grid.at(row, index)
            if not cell.words or (cell.row, cell.column) in seen:
                continue  # a label that begins in the block before (公用经费合计 over two blocks) names the amounts of this one too
            role = _span_role(cell, columns)
            seen.add((cell.row, cell.column))
            if role == "code" and not is_class_code(cell.words) and not cell.words.isdigit() and cell.words not in _LEVEL_WORDS:
                self._take_code_name(cell, columns[index], labels, codes)
            elif role in ("label", "project_name"):
                self._take_code_name(cell, columns[index], labels, codes)
                project = cell.text if role == "project_name" and not _is_total(cell.words) else project
            elif role == "unit_name":
                labels.append(cell.text)
                unit = unit if _is_total(cell.words) else cell.text
        label = "/".join(dict.fromkeys(labels)) or None
        return _Key(label, codes, unit, project, bool(label and squash(label).startswith("其中")))

    def _take_code_name(self, cell: Cell, column: Column, labels: list[str], codes: dict[str, str]) -> None:
        """A label cell, which may carry its code: '2040601-行政运行'."""
        named = split_code_name(cell.words)
        if named and kind_of(named[0]) not in codes:
            codes[kind_of(named[0])] = named[0]
            labels.append(named[1])
        else:
            labels.append(_CATALOGUE_CODE.sub("", cell.text))

    def _codes(self, cells: Sequence[Cell], columns: Sequence[Column], block: int) -> dict[str, str]:
        """Full codes of a row, one for each group of code columns under one header: 类 款 项 | 经济科目 类 款 | …"""
        found: dict[str, str] = {}
        groups: dict[tuple[str, ...], list[Cell]] = {}
        for cell, column in zip(cells, columns, strict=True):
            groups.setdefault(column.path[:-1], []).append(cell)
        for number, group in enumerate(groups.values()):
            parts = [cell.words if cell.words.isdigit() else "" for cell in group]
            for code in self._codes_of(parts, (block, number)):
                found.setdefault(kind_of(code), code)
        return found

    def _codes_of(self, parts: list[str], place: tuple[int, int]) -> list[str]:
        """Codes printed whole; or one code printed as 类 款 项 in cells of its own, parents carried down."""
        whole = [part for part in parts if is_class_code(part) and (len(part) > 3 or len(parts) == 1)]
        if whole or not any(parts):
            return whole
        full = carry_down(parts, self.carried.get(place, []))
        code = "".join(full)
        if not is_class_code(code):
            return []
        self.carried[place] = full
        return [code]

    def _read_amount(self, sheet: Sheet, cell: Cell, column: Column, key: _Key, block: int) -> None:
        amount = read_amount(cell.words)
        unit = column.printed_unit or self.printed_unit
        if amount is None or unit is None:
            if squash(cell.words) not in load("rows")["nil_marks"]:
                reason = "no unit is printed and none could be inferred" if amount else "not an amount"
                self._leave(sheet, cell, reason)
            return
        measure = self.measures.of(column, block)
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

    def _period(self, measure: Measure, key: _Key) -> tuple[int | None, str | None]:
        if key.label and (match := _LABEL_YEAR.fullmatch(squash(key.label))):
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


class _Measures:
    """Measures of the columns of one statement, read once."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.columns = statement.sheets[0].header.columns
        self.is_side_by_side = len({column.block for column in self.columns}) > 1
        self._read: dict[tuple[str, ...], Measure] = {}
        self._three_public_named = {
            (m.year, m.year_offset, m.phase) for c in self.columns if "three_public" in (m := self._plain(c.path)).code.split("+")
        }

    def of(self, column: Column, block: int) -> Measure:
        measure = self._plain(column.path)
        if self.statement.code == "three_public":
            return self._with_root(measure)
        return measure

    def _plain(self, path: tuple[str, ...]) -> Measure:
        if path not in self._read:
            words = path[1:] if self.is_side_by_side and path and _SIDE_WORDS.fullmatch(bare(path[0])) else path
            self._read[path] = read_measure(words, self.statement.rule.implied)
        return self._read[path]

    def _with_root(self, measure: Measure) -> Measure:
        """In the 三公 form a bare 合计 is the 三公 total, unless another column says so itself."""
        concepts = measure.code.split("+")
        items = {
            "three_public",
            "abroad",
            "vehicles",
            "vehicle_purchase",
            "vehicle_running",
            "reception",
            "meeting",
            "training",
            "organ_running",
        }
        if (
            items & set(concepts)
            or (measure.year, measure.year_offset, measure.phase) in self._three_public_named
            or concepts[0] == "unclassified"
        ):
            return measure
        code = "+".join(["three_public", *(c for c in concepts if c != "total")])
        return Measure(code, measure.year, measure.year_offset, measure.phase)

    def side(self, column: Column, block: int) -> str | None:
        code = self.statement.rule.code
        if code in ("revenue", "other_appropriation_revenue"):
            return "income"
        if not self.is_side_by_side:
            return "expenditure" if code not in ("income_expenditure_summary", "appropriation_summary") else None
        heads = "".join(bare(c.path[0]) for c in self.columns if c.block == block and c.path)
        if "收入" in heads and "支出" not in heads:
            return "income"
        if "支出" in heads:
            return "expenditure"
        return "income" if block == 0 and code.endswith("summary") else "expenditure"


def _span_role(cell: Cell, columns: Sequence[Column]) -> str:
    """The role of a cell; a label merged over code and name columns (合计) is a label."""
    roles = [columns[i].role for i in range(cell.column, cell.column_end + 1)]
    return next((role for role in ("label", "unit_name", "project_name") if role in roles), roles[0])


def _is_total(words: str) -> bool:
    return _LIST_MARK.sub("", squash(words)) in load("rows")["totals"]


def _row_kind(key: _Key, code: str | None) -> str:
    if key.is_part:
        return "part"
    if key.label and _is_total(key.label.split("/")[-1]):
        return "total"
    if code:
        return "class"
    return "unit" if key.unit_name and key.label == key.unit_name else "item"


def _row_level(key: _Key, code: str | None) -> int | None:
    if code:
        return {3: 1, 5: 2, 7: 3}[len(code)]
    return 0 if key.label and _is_total(key.label) else None


def _is_repeated_header(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    return len(cells) > 1 and all(cell.words in columns[cell.column].path for cell in cells)


def _note(cells: Sequence[Cell], grid: Grid) -> str | None:
    """A sentence or signature inside the grid: one wide cell alone in its row."""
    if len(cells) != 1 or read_amount(cells[0].words):
        return None
    words = cells[0].words
    patterns: list[str] = load("rows")["notes"]
    return cells[0].text if any(re.match(pattern, words) for pattern in patterns) or (len(words) > 40 and "。" in words) else None


def grid_texts(grids: Sequence[Grid]) -> Iterator[str]:
    for grid in grids:
        yield from (cell.text for cell in grid.cells if cell.words)


def main_unit(units: Sequence[str | None]) -> str | None:
    """The unit printed most often."""
    counted = Counter(unit for unit in units if unit)
    return counted.most_common(1)[0][0] if counted else None
