"""Main figures of departments by year (department_year, and unit_year for units beside their department)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from mingzhang.explore.render import share
from mingzhang.report import queries

#: Columns of department_year that can be compared, in the order in which they are offered.
MEASURES = (
    "expenditure_yuan",
    "income_yuan",
    "basic_yuan",
    "personnel_yuan",
    "public_yuan",
    "project_yuan",
    "general_public_yuan",
    "government_fund_yuan",
    "three_public_yuan",
    "abroad_yuan",
    "vehicles_yuan",
    "reception_yuan",
    "procurement_yuan",
)


@dataclass(frozen=True)
class YearRow:
    """A department in a year and phase; its fields are columns of department_year."""

    department_key: str
    department_name: str | None
    region_name: str | None
    scope: str | None
    fiscal_year: int
    phase: str
    document_key: str
    is_reconciled: bool | None
    proved_share_pct: Decimal | None
    expenditure_yuan: Decimal | None
    income_yuan: Decimal | None
    basic_yuan: Decimal | None
    personnel_yuan: Decimal | None
    public_yuan: Decimal | None
    project_yuan: Decimal | None
    general_public_yuan: Decimal | None
    government_fund_yuan: Decimal | None
    three_public_yuan: Decimal | None
    abroad_yuan: Decimal | None
    vehicles_yuan: Decimal | None
    reception_yuan: Decimal | None
    procurement_yuan: Decimal | None


@dataclass(frozen=True)
class Pair:
    """Budget and final accounts of a department and year, in one measure."""

    department_key: str
    department_name: str | None
    region_name: str | None
    fiscal_year: int
    values: dict[str, Decimal | None] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)

    @property
    def difference(self) -> Decimal | None:
        budget, final = self.values.get("budget"), self.values.get("final")
        return None if budget is None or final is None else final - budget

    @property
    def difference_pct(self) -> Decimal | None:
        return share(self.difference, self.values.get("budget"))

    @property
    def largest(self) -> Decimal:
        return max((value for value in self.values.values() if value is not None), default=Decimal(-1))


_ALL = "(FROM marts.department_year UNION ALL BY NAME FROM marts.unit_year)"
_ORDER = "ORDER BY department_name, department_key, fiscal_year, phase"


def department_years(connection: duckdb.DuckDBPyConnection, department_keys: Sequence[str]) -> list[YearRow]:
    """All years of some departments, units among them."""
    source = f"{_ALL} WHERE department_key IN (SELECT unnest(?::VARCHAR[])) {_ORDER}"
    return queries.read_rows(connection, YearRow, source, [list(department_keys)])


def year_rows(connection: duckdb.DuckDBPyConnection, year: int | None, region: str | None) -> list[YearRow]:
    """Every department once in a year: what is part of another row is left out."""
    source = f"marts.department_year WHERE ($1 IS NULL OR fiscal_year = $1) AND ($2 IS NULL OR region_name = $2) {_ORDER}"
    return queries.read_rows(connection, YearRow, source, [year, region])


def paired(rows: Iterable[YearRow], measure: str) -> list[Pair]:
    """Budget beside final accounts."""
    pairs: dict[tuple[str, int], Pair] = {}
    for row in rows:
        key = (row.department_key, row.fiscal_year)
        pair = pairs.setdefault(key, Pair(row.department_key, row.department_name, row.region_name, row.fiscal_year))
        pair.values[row.phase] = getattr(row, measure)
        pair.documents[row.phase] = row.document_key
    return list(pairs.values())
