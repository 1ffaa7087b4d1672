"""Which unit (单位) a row belongs to, where its name is printed once and the rows below go on with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.lexicon import load, normalize
from ingest.lexicon.heading_words import KEY_ROLES
from ingest.statements.headers import Column
from ingest.statements.recognise import Statement
from ingest.statements.row_keys import RowKey, is_total
from ingest.tables.grid import Grid


class RowUnits:
    """Carries the unit of a heading down to the rows below it, over all sheets of one statement."""

    def __init__(self, statement: Statement, attested: frozenset[str] = frozenset()) -> None:
        codes = list(_unit_codes(statement))
        self._codes = {code for code in codes if code}
        self._codes_are_headings = "" in codes  # a code in every row belongs to that row alone
        self._codes_of_names = {code for code in _unit_codes(statement, ("unit_name",)) if code}
        has_code_headings = bool(self._codes) and self._codes_are_headings  # codes tell the levels of units, names do not
        self._attested = attested if not has_code_headings and _begins_with_unit(statement, attested) else frozenset()
        self._above: dict[int, str | None] = {}
        self._units_are_below: set[int] = set()  # classes first, their units below each: nothing to carry

    def placed(self, key: RowKey, grid: Grid, row: int, indices: Sequence[int], columns: Sequence[Column]) -> RowKey:
        """The key with the unit that the row belongs to; a row that is the heading of a unit says so."""
        block = columns[indices[0]].block
        if not key.label or is_total(key.label.split("/")[-1]):
            return key
        keyed = [columns[i].role for i in indices if columns[i].role in (*KEY_ROLES, "unit_code")]
        if "unit_name" not in keyed and self._attested:
            return self._below_name(key, block)
        if "unit_name" not in keyed:
            return self._below_code(key, _unit_code(grid, row, indices, columns), block)
        if key.unit_name and self._is_subtotal(key.unit_name, _unit_code(grid, row, indices, columns), self._codes_of_names):
            return replace(key, unit_name=None, heading="subtotal")
        if key.unit_name:
            self._above[block] = key.unit_name
        elif key.codes and block not in self._above:
            self._units_are_below.add(block)
        is_outer = next(role for role in keyed if role != "unit_code") == "unit_name"
        if key.unit_name or not is_outer or block in self._units_are_below:
            return key
        return replace(key, unit_name=self._above.get(block))

    def _below_name(self, key: RowKey, block: int) -> RowKey:
        """One column for units and what they spend: a label that the filing prints as a unit elsewhere is a heading."""
        is_unit = normalize(key.label or "") in self._attested and not key.codes
        if is_unit:
            self._above[block] = key.label
        return replace(key, unit_name=self._above.get(block), heading="unit" if is_unit else None)

    def _below_code(self, key: RowKey, code: str, block: int) -> RowKey:
        """单位编码 without a column of unit names: the label beside a code is the unit, or a subtotal of those that its code begins."""
        if not self._codes or not self._codes_are_headings:
            return key
        if not code:
            return replace(key, unit_name=self._above.get(block))
        is_subtotal = self._is_subtotal(key.label or "", code, self._codes)
        self._above[block] = None if is_subtotal else key.label
        return replace(key, unit_name=self._above[block], heading="subtotal" if is_subtotal else "unit")

    @staticmethod
    def _is_subtotal(name: str, code: str, codes: Iterable[str]) -> bool:
        """Whether a row sums up units: 全额, or 234 above 234001."""
        is_superior = bool(code) and any(other != code and other.startswith(code) for other in codes)
        return is_superior or normalize(name) in load("rows")["unit_subtotals"]


def attested_units(statements: Sequence[Statement], listed: Iterable[str]) -> frozenset[str]:
    """Names that a filing prints as those of units: in its lists, above its forms, and in columns that hold nothing else."""
    names = [*listed, *(statement.unit_name or "" for statement in statements)]
    for sheet in (sheet for statement in statements for sheet in statement.sheets):
        columns = [i for i, column in enumerate(sheet.header.columns) if column.role == "unit_name"]
        rows = range(sheet.header.data_row, sheet.grid.row_count)
        names += [sheet.grid.at(row, i).words for row in rows for i in columns]
    squashed = {normalize(name) for name in names}
    return frozenset(name for name in squashed if name and not is_total(name) and name not in load("rows")["unit_subtotals"])


def _begins_with_unit(statement: Statement, attested: frozenset[str]) -> bool:
    """Whether the first row that is no total names a unit in the only column of names: rows of units come before what is theirs."""
    for sheet in statement.sheets:
        columns = sheet.header.columns
        labels = [i for i, column in enumerate(columns) if column.role in ("label", "project_name")]
        if any(column.role == "unit_name" for column in columns):
            return False
        for row in range(sheet.header.data_row, sheet.grid.row_count):
            names = [name for i in labels if (name := normalize(sheet.grid.at(row, i).words))]
            if names and not is_total(names[0]):
                return names[0] in attested
    return False


def _unit_codes(statement: Statement, roles: Sequence[str] = ("label", "project_name")) -> Iterator[str]:
    """The unit code of every row that has a name, as far as there is a column for it."""
    for sheet in statement.sheets:
        columns = sheet.header.columns
        labels = [i for i, column in enumerate(columns) if column.role in roles]
        if not any(column.role == "unit_code" for column in columns):
            continue
        for row in range(sheet.header.data_row, sheet.grid.row_count):
            names = [sheet.grid.at(row, i).words for i in labels]
            if any(names) and not any(is_total(name) for name in names):
                yield _unit_code(sheet.grid, row, range(len(columns)), columns)


def _unit_code(grid: Grid, row: int, indices: Sequence[int], columns: Sequence[Column]) -> str:
    cells = [grid.at(row, i) for i in indices if columns[i].role == "unit_code"]
    return next((cell.words for cell in cells if cell.words.isdecimal() and cell.column == cell.column_end), "")
