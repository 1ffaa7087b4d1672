"""Phrases are said in one language, in the unit of the page, and what nothing can say is named."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mingzhang.messages import Language, MessageError
from mingzhang.messages.phrases import Speaker
from mingzhang.warehouse.sentences import SentenceError, say_marts

NAMES = {
    "measure": {"fiscal": {Language.EN: "fiscal appropriation", Language.ZH: "财政拨款"}},
    "rule": {"unit_sum": {Language.EN: "sum of the units", Language.ZH: "单位合计"}},
}
SUM = {
    "say": "broken_sum",
    "rule": {"rule": "unit_sum"},
    "unit": "万元",
    "left": ["201", None, {"term": "total_row"}],
    "right": {"say": "parts", "count": 2},
    "left_amount": {"amount": "15000.00"},
    "right_amount": {"amount": "14999.50"},
    "difference": {"amount": "0.50"},
    "allowed": {"amount": "100.00"},
}


def said(phrase: Any, language: Language = Language.EN, unit: str | None = None) -> str:
    return Speaker(language, NAMES).said(phrase, unit)


def test_an_identity_is_said_in_either_language_and_in_the_unit_of_the_page() -> None:
    assert said(SUM) == (
        "sum of the units: 201 total 1.50 万元 ≠ 1.49995 万元 (2 parts), difference 0.00005 万元, rounding explains 0.01 万元"
    )
    assert (
        said(SUM, Language.ZH)
        == "单位合计：201 合计 1.50 万元 ≠ 1.49995 万元（2个组成部分），相差0.00005 万元，舍入可解释0.01 万元"
    )


@pytest.mark.parametrize(
    ("unit", "english", "chinese"),
    [
        ("元", "1,234.50 元", "1,234.50 元"),
        ("万元", "0.12345 万元", "0.12345 万元"),
        ("亿元", "0.000012345 亿元", "0.000012345 亿元"),
        (None, "1,234.50 yuan", "1,234.50 元"),
        ("points", "1,234.50 points", "1,234.50 分"),
    ],
)
def test_an_amount_is_exact_in_any_unit(unit: str | None, english: str, chinese: str) -> None:
    assert said({"amount": "1234.50"}, unit=unit) == english
    assert said({"amount": "1234.50"}, Language.ZH, unit) == chinese


def test_an_amount_beyond_floats_keeps_its_last_digit() -> None:
    assert said({"amount": "90071992547409.93"}, unit="元") == "90,071,992,547,409.93 元"


def test_what_is_null_is_left_out_of_a_list_and_a_missing_amount_is_a_dash() -> None:
    assert said(["a", None, "b"]) == "a b"
    assert said({"amount": None}) == "–"
    assert said(None) == ""


def test_concepts_are_named_and_numbered_ones_without_their_number() -> None:
    assert said({"measure": "fiscal+further_2"}) == "fiscal appropriation + a further column"
    assert said({"measure": "fiscal+further_2"}, Language.ZH) == "财政拨款 + 同类列"
    assert said({"measure": "never_heard_of"}) == "never_heard_of"


def test_lists_are_joined_as_their_kind_wants() -> None:
    assert said({"each": ["a", "b"]}, Language.ZH) == "a；b"
    assert said({"any_of": [{"term": "basic"}, {"term": "project"}]}) == "basic expenditure or project expenditure"


def test_braces_in_a_printed_text_stay_what_they_are() -> None:
    assert said({"say": "in_prose", "page": 1, "subject": "{page} {0}"}) == "prose, page 1: {page} {0}"


def test_what_nothing_can_say_is_named() -> None:
    with pytest.raises(MessageError, match="no sentence never_heard_of"):
        said({"say": "never_heard_of"})
    with pytest.raises(MessageError, match="parts, en: 'count' is missing"):
        said({"say": "parts"})
    with pytest.raises(MessageError, match="shouted: no such kind of phrase"):
        said({"shouted": "a"})


# ---- in a warehouse ------------------------------------------------------------------------------------------------------


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A file with two rows that are to be said, one of them with a part of its own."""
    file = tmp_path / "next.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE SCHEMA marts")
        columns = ("message", "left_label", "right_label", "unchecked_reason")
        texts = ", ".join(f"{column} VARCHAR, {column}_zh VARCHAR" for column in columns)
        connection.execute(f"CREATE TABLE marts.fact_reconciliation (number INTEGER, {texts}, details JSON)")
        unchecked = {"say": "not_checked", "rule": "r", "reason": {"say": "unchecked_no_figure"}}
        for number, details in enumerate([SUM | {"rule": "r"}, unchecked]):
            connection.execute(
                "INSERT INTO marts.fact_reconciliation BY NAME SELECT $1 AS number, $2 AS details", [number, json.dumps(details)]
            )
    return file


def rows(file: Path, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file)) as connection:
        return connection.execute(f"SELECT {columns} FROM marts.fact_reconciliation ORDER BY number").fetchall()


def test_marts_that_were_built_are_said_and_parts_of_a_phrase_by_themselves(warehouse: Path) -> None:
    say_marts(warehouse)
    assert rows(warehouse, "left_label, right_label_zh, unchecked_reason, unchecked_reason_zh") == [
        ("201 total", "2个组成部分", None, None),
        (None, None, "a term is no figure", "有一项不是数字"),
    ]
    assert [message for (message,) in rows(warehouse, "message_zh")][1] == "r：未核对，有一项不是数字"


def test_what_is_said_already_is_left_alone(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("UPDATE marts.fact_reconciliation SET message = 'said' WHERE number = 0")
    say_marts(warehouse)
    assert rows(warehouse, "message") == [("said",), ("r: not checked, a term is no figure",)]


def test_a_phrase_that_cannot_be_said_names_its_mart(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("""UPDATE marts.fact_reconciliation SET details = '{"say": "never_heard_of"}' WHERE number = 0""")
    with pytest.raises(SentenceError, match=r"fact_reconciliation: .* no sentence never_heard_of"):
        say_marts(warehouse)
