"""What each column of one statement measures, and on which side of the account it stands."""

from dataclasses import replace

from ingest.lexicon import bare, load, pattern, word
from ingest.lexicon.measures import Measure, is_source_within, read_measure
from ingest.statements.alike_columns import marks_of_alike, shared_measures
from ingest.statements.headers import Column
from ingest.statements.recognise import Statement

_SIDE_WORDS = pattern("measures", "side")
_INCOME, _EXPENDITURE = word("measures", "income"), word("measures", "expenditure")
OTHER_FUNDS = frozenset({"government_fund", "state_capital"})
_THREE_PUBLIC_ITEMS = frozenset(
    {
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
)


class ColumnMeasures:
    """Measures of the columns of one statement, read once."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.columns = statement.sheets[0].header.columns
        self.is_side_by_side = len({column.block for column in self.columns}) > 1
        self.columns += tuple(column for sheet in statement.sheets if sheet.left for column in sheet.header.columns)
        self._read: dict[tuple[str, ...], Measure] = {}
        self._implied = self._implied_by_title()
        self._three_public_named = {
            (m.year, m.year_offset, m.phase) for c in self.columns if "three_public" in (m := self._plain(c.path)).code.split("+")
        }
        self._parts = self._parts_of_a_whole()
        self.alike = marks_of_alike(statement, self._meaning)

    def of(self, column: Column) -> Measure:
        measure = self._meaning(column)
        return replace(measure, code=f"{measure.code}+{self.alike[column]}") if column in self.alike else measure

    def _meaning(self, column: Column) -> Measure:
        """What the header says of a column, whatever stands beside it."""
        measure = self._plain(column.path)
        if self.statement.code == "three_public":
            return self._with_root(measure)
        return replace(measure, code=f"{measure.code}+of_which") if column.path in self._parts else measure

    def _implied_by_title(self) -> str | None:
        """What the title says of all columns: of none, where they differ in just that (总计 | 财政拨款/合计 | 财政拨款/一般公共预算)."""
        implied = self.statement.rule.implied
        if implied is None or self._names_other_funds(implied):
            return None
        return None if self._shared(None) < self._shared(implied) and self._has_total() else implied

    def _names_other_funds(self, implied: str) -> bool:
        """Whether a form of one fund's basic expenditure has columns of other funds beside it (深圳, 烟台)."""
        codes = {
            code for column in self.columns if column.role == "amount" for code in read_measure(column.path, None).code.split("+")
        }
        return self.statement.rule.code == "basic_expenditure" and implied in codes and bool(codes & OTHER_FUNDS)

    def _has_total(self) -> bool:
        """Whether a column is the whole whatever the title says."""
        return any(
            c.role == "amount" and c.path and read_measure(self._words(c.path), None).code == "total" for c in self.columns
        )

    def _shared(self, implied: str | None) -> int:
        """How many columns would share the measure of another one."""
        groups = shared_measures(self.columns, lambda column: read_measure(self._words(column.path), implied))
        return sum(len(group) - 1 for group in groups)

    def _parts_of_a_whole(self) -> set[tuple[str, ...]]:
        """Columns that say no more than the 小计 beside them (小计 | 经费拨款 | 非税收入): parts, or the money would count twice."""
        groups: dict[tuple[object, ...], set[tuple[str, ...]]] = {}
        for column in self.columns:
            if column.role == "amount" and column.path:
                groups.setdefault((column.block, self._plain(column.path), column.path[:-1]), set()).add(column.path)
        totals = {bare(word) for word in load("measures")["totals"]}
        parts: set[tuple[str, ...]] = set()
        for (_, measure, above), paths in groups.items():
            wholes = {path for path in paths if bare(path[-1]) in totals}
            if above and len(wholes) == 1 and len(paths) > 1 and isinstance(measure, Measure) and "of_which" not in measure.code:
                parts |= {path for path in paths - wholes if measure.code != "total" or is_source_within(path[-1])}
        return parts

    def _plain(self, path: tuple[str, ...]) -> Measure:
        if path not in self._read:
            self._read[path] = read_measure(self._words(path), self._implied)
        return self._read[path]

    def _words(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """The header words of a column without those that only name its side of the account."""
        return path[1:] if self.is_side_by_side and path and _SIDE_WORDS.fullmatch(bare(path[0])) else path

    def _with_root(self, measure: Measure) -> Measure:
        """In the 三公 form a bare 合计 is the 三公 total, unless another column says so itself."""
        concepts = measure.code.split("+")
        if (
            _THREE_PUBLIC_ITEMS & set(concepts)
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
        if _INCOME in heads and _EXPENDITURE not in heads:
            return "income"
        if _EXPENDITURE in heads:
            return "expenditure"
        return "income" if block == 0 and code.endswith("summary") else "expenditure"
