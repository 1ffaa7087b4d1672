"""The key cells of a row: label, class codes however they are printed, project and unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import load, normalize, pattern, word, word_list
from ingest.lexicon.amounts import is_money
from ingest.lexicon.class_codes import carry_down, code_digits, is_class_code, kind_of, split_code_name
from ingest.statements.headers import Column
from ingest.tables.grid import Cell, Grid

_LIST_MARK = pattern("rows", "list_mark")
_OF_WHICH = word("rows", "of_which")
#: Header words that may stand in the same row as the first 合计.
_LEVEL_WORDS = word_list("class_codes", "level_headings")
#: Codes of other catalogues before a name: 'A-货物', '0101-公共安全服务'.
_CATALOGUE_CODE = re.compile(r"^(?:[A-Z]\d*|\d{2,8})[-—](?=[^\d\s])")

_TWO_DIGITS = re.compile(r"\d{2}")


@dataclass(frozen=True)
class RowKey:
    """The key cells of one row in one block."""

    label: str | None
    codes: dict[str, str]  # classification → full code
    code_basis: str | None  # printed | carried (parents from the rows around) | indented (parents by the indentation of names)
    unread_code: Cell | None  # a cell with digits that make no class code
    unit_name: str | None
    project_name: str | None
    is_part: bool = False
    heading: str | None = None  # unit | subtotal: the row sums up the rows of a unit or of several


class RowKeys:
    """Reads the keys of the rows of one statement; carries 类 and 款 down where only the lower levels are printed."""

    def __init__(self) -> None:
        self._carried: dict[tuple[int, int], list[str]] = {}
        self._outline: dict[tuple[int, int], list[tuple[float, str]]] = {}
        self._class: dict[tuple[int, int], str] = {}
        self._items_are_whole: set[tuple[int, int]] = set()  # 208, 05, 2080505: what has two digits is a 款

    def key(self, grid: Grid, row: int, indices: Sequence[int], columns: Sequence[Column], block: int) -> RowKey:
        labels: list[str] = []
        code_cells = [grid.at(row, i) for i in indices if columns[i].role == "code"]
        indent = next((x for i in indices if columns[i].role == "label" and (x := grid.at(row, i).indent) is not None), None)
        codes, basis, unread = self._codes(
            grid, code_cells, [columns[i] for i in indices if columns[i].role == "code"], block, indent
        )
        unit = project = None
        seen: set[tuple[int, int]] = set()
        for index in indices:
            cell = grid.at(row, index)
            if not cell.words or (cell.row, cell.column) in seen:
                continue  # a label that begins in the block before (公用经费合计 over two blocks) names the amounts of this one too
            role = _span_role(cell, columns)
            seen.add((cell.row, cell.column))
            if role == "code" and not code_digits(cell.words) and not cell.words.isdecimal() and cell.words not in _LEVEL_WORDS:
                _take_code_name(cell, labels, codes)
            elif is_money(cell.figure):
                continue  # an amount in a column of names is no name
            elif role in ("label", "project_name"):
                _take_code_name(cell, labels, codes)
                project = cell.text if role == "project_name" and not is_total(cell.words) else project
            elif role == "unit_name" and is_total(cell.words):
                labels.append(cell.text)
            elif role == "unit_name":
                unit = cell.text
        label = "/".join(dict.fromkeys(labels)) or unit
        basis = (basis or "printed") if codes else None
        return RowKey(
            label, codes, basis, None if codes else unread, unit, project, bool(label and normalize(label).startswith(_OF_WHICH))
        )

    def _codes(
        self, grid: Grid, cells: Sequence[Cell], columns: Sequence[Column], block: int, indent: float | None
    ) -> tuple[dict[str, str], str | None, Cell | None]:
        """Full codes of a row, one for each group of code columns: 类 款 项 | 经济科目 类 款 | …

        With them how their parents were found where the row does not print them, and a cell whose digits make no code.
        """
        found: dict[str, str] = {}
        basis: str | None = None
        unread: Cell | None = None
        for number, columns_of_code in enumerate(_code_groups(cells, columns)):
            group = list({(cell.row, cell.column): cell for cell in columns_of_code}.values())  # 201 over 类 款 项 is one cell
            parts = [code_digits(cell.words) or (cell.words if cell.words.isdecimal() else "") for cell in group]
            place = block, number
            codes = self._codes_of(parts, place)
            if any(code not in ("".join(parts), *parts) for code in codes):
                basis = "carried"
            if len(parts) == 1:
                codes, basis = self._with_parents(grid, group[0], parts[0], codes, place, indent) or (codes, basis)
            if not codes and (len(parts) > 1 or _TWO_DIGITS.fullmatch(parts[0])) and all(len(part) <= 3 for part in parts):
                unread = unread or next((cell for cell, part in zip(group, parts, strict=True) if part), None)
            for code in codes:
                found.setdefault(kind_of(code), code)
        return found, basis, unread

    def _codes_of(self, parts: list[str], place: tuple[int, int]) -> list[str]:
        """Codes printed whole; or one code printed as 类 款 项 in cells of its own, parents carried down."""
        whole = [part for part in parts if is_class_code(part) and (len(part) > 3 or len(parts) == 1)]
        if whole or not any(parts):
            return whole
        full = carry_down(parts, self._carried.get(place, []))
        code = "".join(full)
        if not is_class_code(code):
            return []
        self._carried[place] = full
        return [code]

    def _with_parents(
        self, grid: Grid, cell: Cell, part: str, codes: list[str], place: tuple[int, int], indent: float | None
    ) -> tuple[list[str], str] | None:
        """One column that prints the last level only: 208, 05, 2080505 or 201, 03, 01. None: the row prints what it has."""
        if not _TWO_DIGITS.fullmatch(part):
            if codes:
                self._class[place] = codes[0][:3]
                if len(codes[0]) == 3 and indent is not None:
                    self._outline[place] = [(indent, codes[0])]
            return None
        section = self._class.get(place, "") + part
        if len(section) == 5 and (place in self._items_are_whole or _code_below(grid, cell).startswith(section)):
            self._items_are_whole.add(place)
            return [section], "carried"
        code = self._outlined(part, place, indent)
        return ([code], "indented") if code else None

    def _outlined(self, part: str, place: tuple[int, int], indent: float | None) -> str | None:
        """The indentation of the names says under which code a code of two digits belongs."""
        outline = self._outline.get(place, [])
        if indent is None:
            return None
        while outline and outline[-1][0] > indent - 1:
            outline.pop()
        if not outline or len(outline[-1][1]) > 5:
            return None
        code = outline[-1][1] + part
        outline.append((indent, code))
        return code


def _code_groups(cells: Sequence[Cell], columns: Sequence[Column]) -> list[list[Cell]]:
    """The code cells of a row by the code they belong to: columns under one header, until a level of it comes again (类 款 类 款)."""
    groups: list[tuple[tuple[str, ...], set[str], list[Cell]]] = []
    for cell, column in zip(cells, columns, strict=True):
        header, level = column.path[:-1], column.path[-1] if column.path else ""
        open_group = next((group for group in reversed(groups) if group[0] == header), None)
        if open_group is None or (level in _LEVEL_WORDS and level in open_group[1]):
            open_group = (header, set(), [])
            groups.append(open_group)
        open_group[1].add(level)
        open_group[2].append(cell)
    return [group for _, _, group in groups]


def _code_below(grid: Grid, cell: Cell) -> str:
    """The next code printed below a cell on its page."""
    for row in range(cell.row_end + 1, grid.row_count):
        if words := grid.at(row, cell.column).words:
            return code_digits(words) or words
    return ""


def is_total(words: str) -> bool:
    return _LIST_MARK.sub("", normalize(words)) in load("rows")["totals"]


def is_counted(label: str) -> bool:
    """Whether a row counts things and holds no money: 公务接待批次（个）."""
    words = normalize(label.split("/")[-1])
    return any(re.search(pattern, words) for pattern in load("rows")["counted"])


def _take_code_name(cell: Cell, labels: list[str], codes: dict[str, str]) -> None:
    """A label cell, which may carry its code: '2040601-行政运行'."""
    named = split_code_name(cell.words)
    if named and kind_of(named[0]) not in codes:
        codes[kind_of(named[0])] = named[0]
        labels.append(named[1])
    else:
        labels.append(_CATALOGUE_CODE.sub("", cell.text))


def _span_role(cell: Cell, columns: Sequence[Column]) -> str:
    """The role of a cell; a label merged over code and name columns (合计) is a label."""
    roles = [columns[i].role for i in range(cell.column, cell.column_end + 1)]
    return next((role for role in ("label", "unit_name", "project_name") if role in roles), roles[0])
