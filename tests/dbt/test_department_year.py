"""department_year adds up over departments: no row is part of another one, whatever units file beside their department."""

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing


def filing(name: str, department: str, amount: str, scope: str = "department", year: int = 2024) -> Filing:
    """One class, all of it basic expenditure, in yuan."""
    made = Filing(name, unit="元", year=year, department=department, scope=scope)
    statement = made.statement("expenditure")
    statement.table(
        ["total", "basic"], [("行政运行", "2010601", [amount, amount]), ("合计", "", [amount, amount])], side="expenditure"
    )
    return made


def listing(made: Filing, *units: str) -> Filing:
    for number, unit in enumerate(units, start=1):
        made.add("listed_units", unit_number=number, unit_name=unit, source="list", page_number=2, quote=unit)
    return made


def part(name: str, department: str, year: int) -> Filing:
    """The prose of a filing whose tables are in another file."""
    made = Filing(name, unit="元", year=year, department=department)
    made.claim(
        subject="政府采购预算总额", measure_kind="amount", value=Decimal(7), value_text="7", unit="元", amount_yuan=Decimal(7)
    )
    return made


def all_years() -> list[Filing]:
    return [
        listing(filing("whole", "某市财政局", "100"), "某市财政局(本级)", "某市票据中心"),
        filing("organ", "某市财政局", "60", scope="unit"),
        filing("listed", "某市票据中心", "40", scope="unit"),
        filing("earlier", "某市票据中心", "30", scope="unit", year=2023),
        filing("stranger", "某市档案馆", "20", scope="unit"),
        filing("tables", "某市审计局", "50", year=2022),
        part("prose", "某市审计局", year=2022),
        filing("above", "某市总局", "500", year=2021),
        listing(filing("above-list", "某市总局", "400", year=2020), "某市分局"),
        filing("below", "某市分局", "90", year=2021),
    ]


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("years")
    landing = write_landing(folder / "landing.duckdb", all_years())
    create_next(folder / "next.duckdb")
    run_models(
        landing, folder / "next.duckdb", folder, "+department_year +unit_year +department_expenditure +fact_disclosure_statement"
    )
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        connection.execute("USE marts")
        yield connection


def spent(years: duckdb.DuckDBPyConnection, table: str, year: int) -> dict[str, Decimal]:
    rows = years.execute(f"SELECT department_name, expenditure_yuan FROM {table} WHERE fiscal_year = ?", [year]).fetchall()
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def test_a_department_is_counted_once_beside_its_organ_and_its_units(years: duckdb.DuckDBPyConnection) -> None:
    assert spent(years, "department_year", 2024) == {"某市财政局": Decimal(100)}
    assert spent(years, "unit_year", 2024) == {
        "某市财政局(本级)": Decimal(60),
        "某市票据中心": Decimal(40),
        "某市档案馆": Decimal(20),
    }


def test_a_unit_whose_superior_no_filing_names_is_kept_apart_and_says_so(years: duckdb.DuckDBPyConnection) -> None:
    rows = years.execute(
        """
        SELECT u.department_name, d.department_name FROM unit_year u
        LEFT JOIN dim_department d ON d.department_key = u.within_department_key WHERE fiscal_year = 2024 ORDER BY ALL
        """
    ).fetchall()
    assert rows == [("某市档案馆", None), ("某市票据中心", "某市财政局"), ("某市财政局(本级)", "某市财政局")]


def test_a_unit_stands_for_itself_in_a_year_in_which_its_department_has_not_filed(years: duckdb.DuckDBPyConnection) -> None:
    assert spent(years, "department_year", 2023) == {"某市票据中心": Decimal(30)}


def test_a_department_below_another_one_is_part_of_it_in_years_without_a_list_too(years: duckdb.DuckDBPyConnection) -> None:
    assert spent(years, "department_year", 2021) == {"某市总局": Decimal(500)}
    assert spent(years, "unit_year", 2021) == {"某市分局": Decimal(90)}


def test_the_parts_of_a_filing_are_one_row(years: duckdb.DuckDBPyConnection) -> None:
    rows = years.execute("SELECT expenditure_yuan, len(document_keys) FROM department_year WHERE fiscal_year = 2022").fetchall()
    assert rows == [(Decimal(50), 2)]


def test_what_is_not_printed_is_empty_and_what_a_divided_whole_leaves_out_is_zero(years: duckdb.DuckDBPyConnection) -> None:
    rows = years.execute(
        "SELECT basic_yuan, project_yuan, three_public_yuan, closing_balance_yuan FROM department_year WHERE fiscal_year = 2024"
    ).fetchall()
    assert rows == [(Decimal(100), Decimal(0), None, None)]


def test_expenditure_by_department_may_be_summed_whatever_units_file(years: duckdb.DuckDBPyConnection) -> None:
    """The sum over fact_expenditure counts the organ and the listed unit beside their department."""
    by_name = years.execute(
        "SELECT department_name, sum(amount_yuan) FROM department_expenditure WHERE fiscal_year = 2024 GROUP BY 1"
    )
    assert dict(by_name.fetchall()) == {"某市财政局": Decimal(100)}
    additive, careless = years.execute(
        "SELECT (SELECT sum(amount_yuan) FROM department_expenditure), (SELECT sum(amount_yuan) FROM fact_expenditure)"
    ).fetchall()[0]
    assert additive == years.execute("SELECT sum(expenditure_yuan) FROM department_year").fetchall()[0][0]
    assert careless > additive


def test_basic_expenditure_is_not_taken_for_the_part_that_is_not_divided(years: duckdb.DuckDBPyConnection) -> None:
    """expenditure_type = 'basic' finds nothing, instead of a part of 基本支出."""
    kinds = years.execute("SELECT DISTINCT expenditure_group, expenditure_type FROM department_expenditure").fetchall()
    assert kinds == [("basic", "basic_not_split")]


def test_forms_that_were_not_found_are_told_beside_the_one_that_was(years: duckdb.DuckDBPyConnection) -> None:
    rows = years.execute("""
        SELECT presence, count(*), count(*) FILTER (is_expected) FROM fact_disclosure_statement
        JOIN dim_document USING (document_key, disclosure_key) WHERE file_name = 'whole.pdf' GROUP BY 1
    """).fetchall()
    assert sorted(rows) == [("filled", 1, 1), ("not_found", 8, 8)]


def test_the_prose_of_a_disclosure_is_no_disclosure_without_forms(years: duckdb.DuckDBPyConnection) -> None:
    """Tables in one file and prose in another are one disclosure: the prose lacks nothing."""
    rows = years.execute("""
        SELECT department_name, count(DISTINCT disclosure_key), count(*) FILTER (presence = 'filled')
        FROM fact_disclosure_statement JOIN dim_disclosure USING (disclosure_key) WHERE dim_disclosure.fiscal_year = 2022 GROUP BY 1
    """).fetchall()
    assert rows == [("某市审计局", 1, 1)]
