"""The cookbook answers on the specimens, and on real filings as their pages do; the rendered pages are those of their sources."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.corpus import land
from tools.handbook.__main__ import pages
from tools.handbook.cookbook import Query, queries
from tools.handbook.descriptions import marts

ANSWERS = yaml.safe_load(Path(__file__).with_name("answers.yml").read_text(encoding="utf-8"))
FILINGS = ("central-01", "jiangsu-02", "jiangsu-04", "putuo-02", "putuo-06", "xian-07")
MODELS = "+path:models/marts"


@pytest.fixture(scope="session")
def filings(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of six real filings, without tests."""
    folder = tmp_path_factory.mktemp("cookbook")
    land([shared / "corpus" / "dev" / f"{name}.pdf" for name in FILINGS], folder / "landing.duckdb")
    create_next(folder / "next.duckdb")
    run_models(folder / "landing.duckdb", folder / "next.duckdb", folder, MODELS)
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        yield connection


def numbers(value: Any) -> Any:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return Decimal(str(value)).normalize() if is_number else value


def test_there_are_thirty_questions_in_both_languages() -> None:
    assert len({query.id for query in queries()}) == len(queries()) >= 30
    for query in queries():
        for texts in (query.asks, query.misread, query.needs or {"en": "-", "zh": "-"}):
            assert set(texts) == {"en", "zh"}, query.id
            assert all(texts.values()), query.id


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.id)
def test_every_query_answers_on_the_specimens(published: Path, query: Query) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(query.sql).fetchall()
    assert rows or query.needs, "no rows; say under `needs` what a folder must hold"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("expected", ANSWERS, ids=lambda expected: expected["query"])
def test_the_answer_is_the_one_on_the_page(filings: duckdb.DuckDBPyConnection, expected: dict[str, Any]) -> None:
    sql = next(query.sql for query in queries() if query.id == expected["query"]).rstrip(";")
    rows = filings.execute(f"SELECT {expected['select']} FROM ({sql}) WHERE {expected.get('where', 'true')}").fetchall()
    answer = [[numbers(value) for value in row] for row in rows]
    assert sorted(answer, key=str) == sorted([[numbers(value) for value in row] for row in expected["answer"]], key=str)


def test_three_public_of_a_department_has_neither_totals_nor_other_years(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute("""
            SELECT department_name, three_public_yuan, sum(amount_yuan) FROM marts.department_year
            JOIN marts.department_three_public USING (department_year_key, department_name) GROUP BY ALL ORDER BY 2 DESC
        """).fetchall()
        careless = connection.execute("SELECT sum(amount_yuan) FROM marts.fact_three_public").fetchall()[0][0]
    assert [amount for _, _, amount in rows] == [462000, 236000, 119200], "46.20 of parts where 46.21 is printed: rounding"
    assert careless > 2 * sum(amount for _, _, amount in rows)


def test_forms_of_the_specimens_are_filled_empty_or_not_found(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute("""
            SELECT department_name, presence, count(*) FROM marts.fact_disclosure_statement
            JOIN marts.dim_disclosure USING (disclosure_key) WHERE is_expected GROUP BY ALL ORDER BY ALL
        """).fetchall()
    assert rows == [
        ("乌鲁木齐市数字化发展局", "not_found", 9),
        ("国家信访局", "empty", 2),
        ("国家信访局", "filled", 7),
        ("新疆维吾尔自治区数字化发展局", "empty", 2),
        ("新疆维吾尔自治区数字化发展局", "filled", 7),
    ]


@pytest.mark.shared
@pytest.mark.slow
def test_a_careless_sum_over_the_department_tables_is_right(filings: duckdb.DuckDBPyConnection) -> None:
    spent, additive, all_documents = filings.execute("""
        SELECT (SELECT sum(expenditure_yuan) FROM marts.department_year), (SELECT sum(amount_yuan) FROM marts.department_expenditure),
            (SELECT sum(amount_yuan) FROM marts.fact_expenditure)
    """).fetchall()[0]
    assert additive == spent
    assert all_documents - additive == Decimal("371514655"), "the unit of putuo-06 is in its department"
    off = filings.execute("""
        SELECT department_name, three_public_yuan, sum(amount_yuan) FROM marts.department_year
        JOIN marts.department_three_public USING (department_year_key, department_name)
        GROUP BY ALL HAVING abs(three_public_yuan - sum(amount_yuan)) > 100
    """).fetchall()
    assert off == [], "more than a rounding of 0.01 万元"


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_rendered_page_is_that_of_its_source(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run make handbook"


@pytest.mark.parametrize("mart", marts(), ids=lambda mart: mart.name)
def test_a_mart_and_its_columns_are_described_in_both_languages(mart: Any) -> None:
    assert mart.columns
    assert all((mart.en, mart.zh, mart.misread_en, mart.misread_zh))
    assert [column.name for column in mart.columns if not (column.en and column.zh)] == []


def test_every_published_mart_and_column_is_in_the_dictionary(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        found = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'marts'"
        ).fetchall()
    assert set(found) == {(mart.name, column.name) for mart in marts() for column in mart.columns}
