"""What label words mean, on small forms of our own."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ingest.performance.tables import PerformanceReading
from ingest.performance.targets import Target, read_figure, read_target

Read = Callable[..., PerformanceReading]

FORM = [
    ["项目名称", "信息化运维", None, "项目负责人", "李某"],
    ["主管部门", "某市财政局", None, "联系电话", "0991-0000000"],
    ["项目资金（万元）", "年度资金总额：", "12.50", "其中：财政拨款", "12.50"],
    ["年度总体目标", "保障系统运行。联系人：张某", None, None, None],
    ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["产出指标", "数量指标", "巡检次数", "≥12次", "50"],
    ["", "", "故障响应", "≤2小时", "40"],
]


def test_a_form_gives_project_funds_and_indicators(read_tables: Read) -> None:
    reading = read_tables(FORM)
    (project,) = reading.projects
    assert (project["project_name"], project["department_name"]) == ("信息化运维", "某市财政局")
    assert [(f["fund_source"], f["initial_budget_yuan"]) for f in reading.project_funds] == [
        ("年度资金总额", Decimal("125000.00")),
        ("其中:财政拨款", Decimal("125000.00")),
    ]
    assert [(i["level1"], i["level2"], i["level3"]) for i in reading.indicators] == [
        ("产出指标", "数量指标", "巡检次数"),
        ("产出指标", "数量指标", "故障响应"),
    ]
    assert set(reading.grids) == {(1, 0)}


def test_no_contact_person_or_number_reaches_a_row_or_message(read_tables: Read) -> None:
    text = repr(read_tables(FORM))
    for secret in ("李某", "张某", "0991", "0000000"):
        assert secret not in text


def test_a_table_goes_on_over_the_page_with_levels_carried(read_tables: Read) -> None:
    rest = [["", "", "系统可用率", "≥99%", "10"], ["效益指标", "社会效益指标", "办事效率", "有效提升", ""]]
    reading = read_tables(FORM, rest)
    assert len(reading.projects) == 1
    assert [i["level2"] for i in reading.indicators] == ["数量指标", "数量指标", "数量指标", "社会效益指标"]
    assert set(reading.grids) == {(1, 0), (2, 0)}


def test_the_rest_of_a_cut_row_belongs_to_the_last_indicator(read_tables: Read) -> None:
    rest = [["", "", "时间", "", ""], ["满意度指标", "满意度指标", "用户满意度", "≥90%", "10"]]
    reading = read_tables(FORM, rest)
    assert [i["level3"] for i in reading.indicators] == ["巡检次数", "故障响应时间", "用户满意度"]


def test_a_header_repeated_in_mid_table_is_no_indicator(read_tables: Read) -> None:
    again = [
        *FORM,
        ["一级指标", "二级指标", "三级指标", "指标值", "分值"],
        ["效益指标", "社会效益指标", "办事效率", "提升", "10"],
    ]
    assert [i["level3"] for i in read_tables(again).indicators] == ["巡检次数", "故障响应", "办事效率"]


def test_two_projects_in_one_grid(read_tables: Read) -> None:
    second = [["项目名称", "培训经费", None, None, None], *FORM[2:]]
    assert [p["project_name"] for p in read_tables([*FORM, *second]).projects] == ["信息化运维", "培训经费"]


def test_a_blank_form_is_a_place_but_no_project(read_tables: Read) -> None:
    blank = [
        ["项目名称", "", None, None, None],
        ["年度总体目标", "", None, None, None],
        *FORM[4:5],
        ["产出指标", "数量指标", "", "", ""],
    ]
    reading = read_tables(blank)
    assert reading.projects == []
    assert set(reading.grids) == {(1, 0)}


def test_a_list_of_projects_with_sign_and_unit_in_columns(read_tables: Read) -> None:
    table = [
        [
            "项目名称",
            "项目总额（万元）",
            "绩效目标",
            "一级指标",
            "二级指标",
            "三级指标",
            "绩效指标性质",
            "本年绩效指标值",
            "绩效度量单位",
        ],
        ["甲-法律援助", "5.000000", "做好援助", "产出指标", "数量指标", "援助人次", "≥", "3.1", "万人次"],
        ["乙-普法宣传", "6.000000", "做好宣传", "效益指标", "社会效益指标", "知晓度", "定性", "良好", ""],
    ]
    reading = read_tables(table)
    assert [p["project_name"] for p in reading.projects] == ["甲-法律援助", "乙-普法宣传"]
    first, second = reading.indicators
    assert (first["target_text"], first["target_comparator"], first["target_value"], first["target_unit"]) == (
        "≥3.1万人次",
        "≥",
        Decimal("3.1"),
        "万人次",
    )
    assert (second["target_text"], second["target_value"]) == ("良好", None)


def test_a_statement_with_a_column_of_goals_is_left_to_the_statement_reader(read_tables: Read) -> None:
    statement = [
        ["项目名称", "总计", "一般公共预算", "政府性基金预算", "绩效目标"],
        ["业务经费", "5.00", "5.00", "0.00", "保障运行"],
        ["培训经费", "6.00", "6.00", "0.00", "提升能力"],
    ]
    reading = read_tables(statement)
    assert set(reading.grids) == set()


def test_a_statement_after_a_performance_table_is_not_its_continuation(read_tables: Read) -> None:
    statement = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["201", "一般公共服务", "5.00", "3.00", "2.00"]] * 3
    assert set(read_tables(FORM, statement).grids) == {(1, 0)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("≥1项", Target("≥", Decimal(1), "项")),
        (">=6800 条", Target("≥", Decimal(6800), "条")),
        ("<=4.68万元", Target("≤", Decimal("4.68"), "万元")),
        ("=100%", Target("=", Decimal(100), "%")),
        ("15 个", Target(None, Decimal(15), "个")),
        ("95%以上", Target("≥", Decimal(95), "%")),
        ("不少于12次", Target("≥", Decimal(12), "次")),
        ("投诉率≤5%", Target("≤", Decimal(5), "%")),
        ("有效提升", Target()),
        ("5-10家", Target()),
        ("≤0.5小时响应,2小时到达", Target()),
    ],
)
def test_targets(text: str, expected: Target) -> None:
    assert read_target(text) == expected


def test_scores_are_figures_with_or_without_their_unit() -> None:
    assert [read_figure(text) for text in ("10.00分", "25. 66", "9.2", "-", "优")] == [
        Decimal("10.00"),
        Decimal("25.66"),
        Decimal("9.2"),
        None,
        None,
    ]
