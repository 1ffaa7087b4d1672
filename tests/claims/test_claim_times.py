"""The year and phase that a sentence names for each of its figures; the filing's own where it names none."""

from collections.abc import Callable
from typing import Any

import pytest

Stated = Callable[..., list[dict[str, Any]]]


def _times(claims: list[dict[str, Any]]) -> list[tuple[str, int | None, str | None]]:
    return [(str(claim["value"]), claim["value_year"], claim["phase"]) for claim in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公务接待费2025年执行数3万元，2026年预算安排4万元。", [("3", 2025, "final"), ("4", 2026, "budget")]),
        ("因公出国费2万元，2023年当年预算执行数为1万元。", [("2", 2026, "budget"), ("1", 2023, "final")]),
        ("行政运行2026年预算数为5万元（上年预算数为4万元），增加1万元。", [("5", 2026, "budget"), ("4", 2025, "budget"), ("1", 2026, "budget")]),
        ("2025年“三公”经费执行数3万元，其中：公务接待费1万元。2026年预算4万元。", [("3", 2025, "final"), ("1", 2025, "final"), ("4", 2026, "budget")]),
        ("公务接待费5万元，比2025年执行数增加1万元。", [("5", 2026, "budget"), ("1", 2026, "budget")]),
        ("机关运行经费5万元，较上年的4万元增加1万元。", [("5", 2026, "budget"), ("4", 2025, None), ("1", 2026, "budget")]),
    ],
)  # fmt: skip
def test_each_figure_has_the_year_and_phase_that_stand_before_it(
    stated: Stated, text: str, expected: list[tuple[str, int | None, str | None]]
) -> None:
    assert _times(stated(text)) == expected


def test_a_state_at_a_date_is_of_that_date_and_what_is_planned_is_not(stated: Stated) -> None:
    claims = stated("截至2025年12月31日，本部门共有车辆4辆。单价100万元以上设备2台。安排购置车辆1辆。")
    assert _times(claims) == [("4", 2025, "final"), ("2", 2025, "final"), ("1", 2026, "budget")]


def test_final_accounts_tell_budget_from_outturn_by_the_basis(stated: Stated) -> None:
    claims = stated("公务接待费年初预算为5万元，调整预算数为4万元，支出决算为2万元，完成年初预算的40%。", kind="final", year=2024)
    assert [claim["phase"] for claim in claims] == ["budget", "budget", "final", "final"]
    assert {claim["value_year"] for claim in claims} == {2024}
    assert [claim["basis"] for claim in claims[:3]] == ["年初预算", "调整预算数", "支出决算"]


def test_a_heading_that_names_another_year_holds_for_the_figures_below_it(stated: Stated) -> None:
    assert _times(stated("一、2025年预算执行情况", "　　基本支出5万元。")) == [("5", 2025, "final")]
    assert _times(stated("一、2025年执行和2026年预算情况", "　　基本支出5万元。")) == [("5", 2026, "budget")]


@pytest.mark.parametrize(
    "text",
    [
        "本年收入合计9万元，其中：上年结转5万元。",
        "2025年结转资金5万元。",
        "发放2025年度考核奖5万元。",
        "根据2025年文件，基本支出5万元。",
        "“2025年平安工程”项目5万元。",
        "古树名木2025年健康管养5万元。",
    ],
)
def test_a_year_in_a_name_or_of_carried_over_money_is_not_that_of_the_figure(stated: Stated, text: str) -> None:
    assert _times(stated(text))[-1] == ("5", 2026, "budget")


def test_several_years_are_no_year_unless_this_one_is_named_beside_the_last(stated: Stated) -> None:
    assert _times(stated("2021—2023年共投入5万元。")) == [("5", None, None)]
    assert stated("上年及本年度，本部门均无公务用车购置费预算。")[0]["value_year"] == 2026


def test_parts_know_their_whole_and_reasons_are_marked(stated: Stated) -> None:
    claims = stated(
        "机关运行经费8万元，其中：办公费5万元，公务接待费2万元；车辆1辆。比上年增加1万元，主要原因是新增会议费3万元。"
    )
    assert [(str(claim["value"]), claim["part_of"]) for claim in claims] == [
        ("8", None), ("5", "机关运行经费"), ("2", "机关运行经费"), ("1", None), ("1", None), ("3", None)
    ]  # fmt: skip
    assert [claim["is_in_reason"] for claim in claims] == [False] * 5 + [True]


def test_a_subject_does_not_end_in_the_year_of_its_figure(stated: Stated) -> None:
    claims = stated("“三公”经费2025年执行数3万元，2026年预算安排4万元。")
    assert [claim["subject"] for claim in claims] == ["“三公”经费", "“三公”经费"]


def test_the_percentage_of_a_change_has_the_whole_of_the_change(stated: Stated) -> None:
    claims = stated("本年收入9万元，其中：拨款收入5万元、其他收入4万元，较上年减少1万元，下降10%。")
    assert [claim["part_of"] for claim in claims] == [None, "本年收入", "本年收入", "本年收入", "本年收入"]


@pytest.mark.parametrize(
    ("text", "order"),
    [("决算数大于预算数的主要原因是追加。", "above"), ("决算数小于年初预算数。", "below"), ("支出决算数等于预算数。", "equal")],
)
def test_a_figure_knows_what_is_said_of_it_and_its_budget(stated: Stated, text: str, order: str) -> None:
    claims = stated("公务接待费年初预算为5万元，支出决算为4万元。" + text, kind="final", year=2024)
    assert [claim["order_to_budget"] for claim in claims] == [None, order]
