"""What sentences say of changes, classes and years, held against their own figures and against the tables."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from ingest.prose.claim_times import OwnTime
from ingest.prose.claims import read_claims
from ingest.prose.paragraphs import read_paragraphs
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.claims.conftest import page_of
from tests.dbt.filings import Filing, write_landing

Statuses = Callable[[str], list[tuple[str, str]]]

BASE = "2026年收入预算5.00万元，比2025年年初预算数4.00万元"
TOTAL = "本部门当年预算收入100.00万元，其中：一般公共预算拨款90.00万元、其他收入10.00万元，较上年"
EXECUTED = "年初预算为0.00万元，全年预算为321.02万元，支出决算为307.82万元。决算数"

#: What is said, and what becomes of the changes in it.
SENTENCES: dict[str, tuple[str, str]] = {
    "base": ("budget", BASE + "增加1.00万元，增长25.00%。"),
    "base_rate": ("budget", BASE + "增加1.00万元，增长20.00%。"),
    "base_change": ("budget", BASE + "增加2.00万元，增长50.00%。"),
    "base_direction": ("budget", BASE + "减少1.00万元，下降25.00%。"),
    "named": ("budget", "2026年三公经费拨款预算5.00万元，比2025年三公经费拨款年初预算4.00万元增加1.00万元，增长25.00%。"),
    "implied": ("budget", "公务接待费5.00万元，比上年增加1.00万元，增长20.00%。"),
    "beyond": ("budget", "公务接待费5.00万元，比上年增加8.33万元，增长20.00%。"),
    "reversed": ("budget", "公务接待费5.00万元，比上年增长20.00%，增加1.00万元。"),
    "whole": ("budget", TOTAL + "减少25.00万元，下降20.00%。"),
    "listed": ("budget", TOTAL + "减少25.00万元，下降60.00%。"),
    "negative": ("budget", "公务接待费4.00万元，比上年增加-1.00万元，增长-20.00%。"),
    "unsure": ("budget", "公务接待费2025年执行数3.00万元，2026年预算5.00万元，较上年增加1.00万元，增长25.00%。"),
    "single": ("budget", "三公经费20.00万元，其中：公务接待费5.00万元，较上年增加1.00万元，增长60.00%。"),
    "open": ("budget", "“三公”经费2025年执行数40.00万元，2026年预算安排50.00万元，增加25.00%。"),
    "open_rate": ("budget", "“三公”经费2025年执行数40.00万元，2026年预算安排50.00万元，增加20.00%。"),
    "missing_word": ("budget", "机关运行经费210.32万元，比上年1.43万元，增加0.68%。"),
    "above": ("final", "公务接待费" + EXECUTED + "大于预算数的主要原因是会议增加。"),
    "below": ("final", "公务接待费" + EXECUTED + "小于预算数的主要原因是会议减少。"),
    "equal": ("final", "公务接待费年初预算为5.00万元，支出决算为4.00万元。决算数等于预算数。"),
}


def _say(filing: Filing, *sentences: str) -> Filing:
    rows = read_claims(filing.key, read_paragraphs([page_of(*sentences)], {}), OwnTime(filing.year, filing.kind))
    for row in rows:
        filing.add("claims", **row)
    return filing


def _spoken(name: str) -> Filing:
    kind, sentence = SENTENCES[name]
    return _say(Filing(name, kind=kind, year=2026 if kind == "budget" else 2024, department=f"{name}局"), sentence)


def _budget(name: str, *sentences: str) -> Filing:
    """A general public budget with last year's column, and a table of all funds in which 城乡社区 has more."""
    filing = Filing(name, year=2026, department=f"{name}局")
    measures = ["total"]
    rows = [("教育支出", "205", "60"), ("卫生健康支出", "210", "30"), ("城乡社区支出", "212", "10"), ("合计", "", "100")]
    all_funds = [row if row[1] not in ("212", "") else (row[0], row[1], str(int(row[2]) + 7)) for row in rows]
    filing.statement("expenditure").table(
        measures, [(label, code, [text]) for label, code, text in all_funds], side="expenditure"
    )
    last = filing.statement("general_public_expenditure")
    for label, code, text in rows:
        last.row(label, {"total": text}, code, side="expenditure", row_number=last.row_number + 1)
        older = {"value_year": 2025, "value_phase": "final", "column_number": 30, "row_number": last.row_number}
        last.row(label, {"total": str(int(text) + 1)}, code, side="expenditure", **older)
    return _say(filing, "一、一般公共预算支出情况说明", *sentences)


CLASSES = "教育（类）支出60.00万元；卫生健康（类）支出30.00万元；城乡社区（类）支出"
BUDGETS = {
    "said": (CLASSES + "10.00万元。",),
    "said_wrong": (CLASSES + "11.00万元。",),
    "reason": (CLASSES + "10.00万元，比上年增加3.00万元，主要原因是新增办公用房专项经费2.00万元。",),
    "last_year": ("2025年执行数：教育（类）支出61.00万元；卫生健康（类）支出31.00万元；城乡社区（类）支出11.00万元。",),
}


@pytest.fixture(scope="module")
def statuses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Statuses]:
    folder = tmp_path_factory.mktemp("changes")
    filings = [*map(_spoken, SENTENCES), *(_budget(name, *said) for name, said in BUDGETS.items())]
    landing = write_landing(folder / "landing.duckdb", filings)
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, "+fact_reconciliation")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:

        def answer(name: str) -> list[tuple[Any, ...]]:
            return connection.execute(
                """select rule_id, status from marts.fact_reconciliation
                where document_key = ? and status != 'not_checkable'
                    and (rule_id like 'claim_change%' or rule_id in ('claim_order', 'claim_class')) order by all""",
                [Filing(name).key],
            ).fetchall()

        yield answer


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("base", [("claim_change_amount", "exact"), ("claim_change_rate", "exact")]),
        ("named", [("claim_change_amount", "exact"), ("claim_change_rate", "exact")]),
        ("base_rate", [("claim_change_amount", "exact"), ("claim_change_rate", "broken")]),
        ("base_change", [("claim_change_amount", "broken"), ("claim_change_rate", "exact")]),
        ("base_direction", [("claim_change_amount", "broken"), ("claim_change_rate", "exact")]),
        ("open", [("claim_change_rate", "exact")]),
        ("open_rate", [("claim_change_rate", "broken")]),
    ],
)
def test_the_base_that_a_sentence_states_is_the_base(statuses: Statuses, name: str, expected: list[tuple[str, str]]) -> None:
    assert statuses(name) == expected


@pytest.mark.parametrize("name", ["implied", "reversed", "beyond"])
def test_without_a_stated_base_the_figure_and_its_change_imply_it(statuses: Statuses, name: str) -> None:
    assert statuses(name) == [("claim_change_rate", "broken")]


def test_a_change_after_a_list_of_parts_may_be_that_of_the_whole(statuses: Statuses) -> None:
    assert statuses("whole") == [("claim_change_rate", "exact")]
    assert statuses("single") == [("claim_change_rate", "broken")]


@pytest.mark.parametrize("name", ["listed", "unsure"])
def test_a_change_of_which_it_is_not_sure_what_has_changed_accuses_nobody(statuses: Statuses, name: str) -> None:
    assert [status for _, status in statuses(name)] in ([], ["exact"])


def test_a_change_below_zero_is_a_decrease(statuses: Statuses) -> None:
    assert statuses("negative") == [("claim_change_rate", "exact")]


def test_a_change_whose_direction_was_left_out_is_no_base(statuses: Statuses) -> None:
    assert statuses("missing_word") == [("claim_change_rate", "rounding")]


def test_what_is_said_to_be_above_its_budget_is_held_to_the_budgets_stated(statuses: Statuses) -> None:
    assert statuses("below") == [("claim_order", "exact")]  # below the annual budget, above the initial one of nothing
    assert statuses("above") == [("claim_order", "exact")]
    assert statuses("equal") == [("claim_order", "broken")]


def test_a_class_is_compared_with_the_table_of_its_budget_and_year(statuses: Statuses) -> None:
    assert statuses("said") == [("claim_class", "exact")] * 3
    assert statuses("said_wrong") == [("claim_class", "broken"), ("claim_class", "exact"), ("claim_class", "exact")]
    assert statuses("last_year") == [("claim_class", "exact")] * 3


def test_a_figure_in_a_reason_is_none_of_the_class(statuses: Statuses) -> None:
    assert [status for rule, status in statuses("reason") if rule == "claim_class"] == ["exact"] * 3
