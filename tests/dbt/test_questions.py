"""Questions of analysts, answered from real filings as their pages do; and the promise of the table with which they begin."""

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

QUESTIONS = yaml.safe_load(Path(__file__).with_name("analyst_questions.yml").read_text(encoding="utf-8"))
FILINGS = ("central-01", "jiangsu-03", "putuo-02", "putuo-06")


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts of four real filings, without tests."""
    folder = tmp_path_factory.mktemp("questions")
    paths = [shared / "corpus" / "dev" / f"{name}.pdf" for name in FILINGS]
    land(paths, folder / "landing.duckdb")
    create_next(folder / "next.duckdb")
    run_models(folder / "landing.duckdb", folder / "next.duckdb", folder, "+department_year +unit_year dim_function_class")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        connection.execute("USE marts")
        yield connection


def printed(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["asks"])
def test_the_answer_is_the_one_on_the_page(corpus: duckdb.DuckDBPyConnection, question: dict[str, Any]) -> None:
    answers = corpus.execute(question["sql"]).fetchall()
    assert [[printed(value) for value in row] for row in answers] == [
        [printed(value) for value in row] for row in question["answer"]
    ]
