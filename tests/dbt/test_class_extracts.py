"""A statement that goes through one class of another one once more is held against it, figure by figure."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing

Asked = Callable[[str, str], list[tuple[Any, ...]]]

ITEMS = {"30201": "489.30", "30205": "46.00", "30206": "55.00", "30207": "200.00", "30211": "1304.28"}
#: What the extract prints instead.
EXTRACTS: dict[str, dict[str, str]] = {
    "same": {},
    "slipped": {"30201": "498.30"},
    "others": {"30201": "389.30", "30205": "146.00", "30206": "155.00", "30207": "100.00"},
}


def _extract(name: str) -> Filing:
    filing = Filing(name, year=2026, department=f"{name}局")
    items = [(code, code, [text]) for code, text in ITEMS.items()]
    filing.statement("basic_expenditure").table(
        ["total"],
        [
            ("工资福利支出", "301", ["7308.27"]),
            ("基本工资", "30101", ["7308.27"]),
            ("商品和服务支出", "302", ["2094.58"]),
            *items,
            ("合计", "", ["9402.85"]),
        ],
    )
    again = [(code, code, [EXTRACTS[name].get(code, text)]) for code, text in ITEMS.items()]
    filing.statement("other_organ_running").table(
        ["organ_running"], [("商品和服务支出", "302", ["2094.58"]), *again, ("合计", "", ["2094.58"])]
    )
    return filing


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("extracts")
    landing = write_landing(folder / "landing.duckdb", [_extract(name) for name in EXTRACTS])
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, "+fact_finding")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        yield lambda name, query: connection.execute(query, [Filing(name).key]).fetchall()


FINDINGS = "select printed_text, proposed_text from marts.fact_finding where document_key = ?"


def test_an_extract_that_agrees_says_nothing(asked: Asked) -> None:
    assert asked("same", FINDINGS) == []


def test_the_figure_that_differs_from_the_class_it_restates_is_located_and_repaired(asked: Asked) -> None:
    assert asked("slipped", FINDINGS) == [("498.30", "489.30")]


def test_another_division_of_the_same_total_is_no_contradiction(asked: Asked) -> None:
    statuses = "select distinct status from intermediate.int_evaluations where document_key = ? and rule_id = 'same_figure'"
    assert asked("others", FINDINGS) == []
    assert ("broken",) not in asked("others", statuses)
