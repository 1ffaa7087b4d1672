"""Lists of projects with goals and indicators: their headers, totals and units, and rows that go on over pages."""

from collections.abc import Callable
from decimal import Decimal

from ingest.performance.tables import PerformanceReading
from tests.performance.conftest import Sheet

Read = Callable[..., PerformanceReading]

HEADER = ["项目名称", "项目总额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
FIRST = ["甲项目", "5.00", "做好甲事", "产出指标", "数量指标", "甲次数", "≥3次"]
SECOND = ["乙项目", "6.00", "做好乙事", "产出指标", "质量指标", "乙合格率", "≥95%"]


def names(reading: PerformanceReading) -> list[object]:
    return [project["project_name"] for project in reading.projects]


def amounts(reading: PerformanceReading) -> list[object]:
    return [fund["initial_budget_yuan"] for fund in reading.project_funds]


def test_cells_that_stand_open_over_a_page_are_read_beside_its_rows(read_sheets: Read) -> None:
    """A project fills a page: its name, amount and goal are ruled down both sides, and the page after is a full grid again."""
    opened = Sheet(
        [["产出指标", "数量指标", "丙次数", "≥1次"]] * 2, first_column=3, beside={0: "丙项目", 1: "7.00", 2: "做好丙事"}
    )
    cut = ["", "", "", "产出指标", "数量指标", "丙场次", "≥2场"]
    reading = read_sheets(Sheet([HEADER, FIRST, cut]), opened, Sheet([SECOND]))
    assert names(reading) == ["甲项目", "丙项目", "乙项目"]
    assert amounts(reading) == [Decimal("50000.00"), Decimal("70000.00"), Decimal("60000.00")]
    assert [indicator["project_number"] for indicator in reading.indicators] == [1, 2, 2, 2, 3]
    assert reading.grids[2, 0].column_count == 7


def test_a_narrower_page_does_not_part_the_pages_after_it(read_sheets: Read) -> None:
    narrow = Sheet([["产出指标", "数量指标", "甲场次", "≥1场"]], first_column=3)
    reading = read_sheets(Sheet([HEADER, FIRST]), narrow, Sheet([SECOND]), Sheet([FIRST]))
    assert names(reading) == ["甲项目", "乙项目", "甲项目"]
    assert len(reading.indicators) == 4


def test_a_level_alone_in_a_cell_that_lacks_the_rule_to_its_goal_is_a_level(read_sheets: Read) -> None:
    """No cell is meant to be wide over the goal of a project and a level of its indicators; blanks push the text into its column."""
    without_rule = ["丙项目", "7.00", " " * 12 + "产出指标", None, "数量指标", "丙次数", "≥1次"]
    (project,) = read_sheets(
        Sheet([HEADER, without_rule, ["^", "^", "做好丙事", "效益指标", "社会效益指标", "好评", "≥90%"]])
    ).projects
    assert project["goal_text"] == "做好丙事"


def test_a_header_alone_at_the_foot_of_a_page_heads_the_next(read_sheets: Read) -> None:
    reading = read_sheets(Sheet([HEADER]), Sheet([FIRST, SECOND]))
    assert (names(reading), len(reading.indicators)) == (["甲项目", "乙项目"], 2)


def test_a_header_repeated_on_each_page_does_not_part_a_row(read_sheets: Read) -> None:
    rest = ["", "", "，按时完成", "产出指标", "时效指标", "甲时限", "12月"]
    reading = read_sheets(Sheet([HEADER, FIRST]), Sheet([HEADER, rest, SECOND]))
    assert [project["goal_text"] for project in reading.projects] == ["做好甲事,按时完成", "做好乙事"]


def test_the_rest_of_a_name_may_be_a_character_that_it_has(read_sheets: Read) -> None:
    header = ["项目名称", "预算数（万元）", "绩效目标"]
    reading = read_sheets(Sheet([header, ["管理业务管", "5.00", "做好管理"]]), Sheet([["理", "", "，按时"]]))
    assert [(p["project_name"], p["goal_text"]) for p in reading.projects] == [("管理业务管理", "做好管理,按时")]


def test_a_name_with_a_code_of_its_own_is_no_rest_of_the_name_before(read_sheets: Read) -> None:
    header = ["项目名称", "项目总额（万元）", "绩效目标"]
    first = ["11000022T000000447576-甲", "5.00", "做好甲事"]
    reading = read_sheets(Sheet([header, first]), Sheet([["11000022T000000447999-乙", "", "做好乙事"]]))
    assert names(reading) == ["11000022T000000447576-甲", "11000022T000000447999-乙"]


def test_a_line_that_lies_on_the_cut_and_is_printed_on_both_pages_counts_once(read_sheets: Read) -> None:
    header = ["项目名称", "项目总额（万元）", "绩效目标"]
    rest = ["000391763-国家助学金", "5.00", "促进教育公平，按时发放"]
    reading = read_sheets(Sheet([header, ["11000022T000000391763-", "5.00", "发放助学金，促进教育公平，"]]), Sheet([rest]))
    assert [(p["project_name"], p["goal_text"]) for p in reading.projects] == [
        ("11000022T000000391763-国家助学金", "发放助学金,促进教育公平,按时发放")
    ]
    assert len(reading.project_funds) == 1


def test_an_amount_that_the_page_cuts_behind_its_point_is_one_amount(read_sheets: Read) -> None:
    header = ["项目名称", "项目总额（万元）", "绩效目标"]
    whole = ["11000022T000000391763-甲", "1.250000", "做好甲事"]
    cut = ["11000022T000000391764-某处", "4,140.5681", "做好乙事"]
    reading = read_sheets(Sheet([header, whole, cut]), Sheet([["养护费", "31", "，按时"]]))
    assert names(reading) == ["11000022T000000391763-甲", "11000022T000000391764-某处养护费"]
    assert [fund["initial_budget_text"] for fund in reading.project_funds] == ["1.250000", "4,140.568131"]
    assert amounts(reading)[1] == Decimal("41405681.31")


def test_whole_amounts_on_two_pages_are_two_projects(read_sheets: Read) -> None:
    header = ["项目", "预算数（万元）", "绩效目标"]
    reading = read_sheets(
        Sheet([header, ["甲", "300", "做好甲事"], ["乙", "301", "做好乙事"]]), Sheet([["丙", "450", "做好丙事"]])
    )
    assert (names(reading), [fund["initial_budget_text"] for fund in reading.project_funds]) == (
        ["甲", "乙", "丙"],
        ["300", "301", "450"],
    )


def test_totals_and_units_among_projects_are_no_projects(read_sheets: Read) -> None:
    table = [
        ["项目名称", "总额（万元）", "绩效目标", "绩效指标"],
        ["合计", "30.00", "", ""],
        ["某市甲局", "11.00", "", ""],
        ["甲项目", "5.00", "做好甲事", ""],
        ["乙项目", "6.00", "做好乙事", ""],
        ["某市乙院", "", "", ""],
        ["丙项目", "19.00", "做好丙事", ""],
    ]
    reading = read_sheets(Sheet(table))
    assert [(p["project_name"], p["implementing_unit"]) for p in reading.projects] == [
        ("甲项目", "某市甲局"),
        ("乙项目", "某市甲局"),
        ("丙项目", "某市乙院"),
    ]


def test_amounts_of_a_list_with_a_header_of_two_rows_are_no_scores(read_sheets: Read) -> None:
    table = [
        ["单位编码", "单位(项目)名称", "资金总额", "绩效目标", "绩效指标", None, None, None, None],
        ["^", "^", "^", "^", "一级指标", "二级指标", "三级指标", "指标值", "指标值类型"],
        ["合计", "", "270.00", "", "", "", "", "", ""],
        ["201", "某办公室", "270.00", "", "", "", "", "", ""],
        ["201", "水电费", "270.00", "保障运转", "成本指标", "经济成本指标", "水费", "120", "≤"],
    ]
    reading = read_sheets(Sheet(table, above=["2026年项目支出绩效目标表", "单位名称：某办公室 单位：万元"]))
    (project,) = reading.projects
    assert (project["project_name"], project["department_name"], project["total_score"]) == ("水电费", "某办公室", None)
    assert amounts(reading) == [Decimal("2700000.00")]
    assert [i["target_text"] for i in reading.indicators] == ["≤120"]


def test_a_list_of_departments_is_about_the_whole_department(read_sheets: Read) -> None:
    table = [
        ["单位名称", "资金总额", "整体绩效目标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["某局", "656.73", "全面履职", "产出指标", "数量指标", "会议次数", "≥10次"],
    ]
    (project,) = read_sheets(Sheet(table, above=["部门整体支出绩效目标表", "单位：万元"])).projects
    assert (project["is_whole_department"], project["department_name"], project["project_name"]) == (True, "某局", None)


def test_a_list_by_unit_names_the_unit_of_each_project(read_sheets: Read) -> None:
    """The unit of the amounts stands above the table, a row of ** below its header, the total without a name."""
    table = [
        ["单位名称", "项目名称", "金额", "项目总体绩效目标"],
        ["**", "**", "**", "**"],
        ["", "", "37.37", ""],
        ["某供应站", "军供保障", "35.00", "保障供应"],
        ["某中心", "事务管理", "2.37", "做好服务"],
    ]
    reading = read_sheets(Sheet(table, above=["2026年市级部门项目支出绩效表", "511-某局          万元"]))
    assert [(p["project_name"], p["implementing_unit"]) for p in reading.projects] == [
        ("军供保障", "某供应站"),
        ("事务管理", "某中心"),
    ]
    assert amounts(reading) == [Decimal("350000.00"), Decimal("23700.00")]
    assert reading.messages == []


def test_indicators_in_one_text_become_rows(read_sheets: Read) -> None:
    told = (
        "1、1-产出指标;11-数量指标;会议次数;实施周期指标值:≥20场;年度指标值:≥10场。"
        "2、3-满意度指标;31-服务对象满意度;用户满意度;实施周期指标值:≥90%;年度指标值:≥95%。"
    )
    table = [
        ["项目名称(资金使用单位)", "总计", "财政拨款", "绩效目标", "绩效指标"],
        ["某运营项目", "5.00", "5.00", "做好运营", told],
    ]
    reading = read_sheets(Sheet(table, above=["项目支出绩效目标表", "单位：万元"]))
    assert [(i["level1"], i["level2"], i["level3"], i["target_text"]) for i in reading.indicators] == [
        ("产出指标", "数量指标", "会议次数", "≥10场"),
        ("满意度指标", "服务对象满意度", "用户满意度", "≥95%"),
    ]


def test_goals_of_an_official_statement_are_read_and_the_statement_is_left_alone(read_sheets: Read) -> None:
    table = [
        ["支出项目类别(资金使用单位)", "总计", "一般公共预算", "政府性基金预算", "绩效目标"],
        ["合计", "18.00", "18.00", "0.00", ""],
        ["某局", "11.00", "11.00", "0.00", ""],
        ["业务经费", "5.00", "5.00", "0.00", "保障运行"],
        ["培训经费", "6.00", "6.00", "0.00", "提升能力"],
        ["无目标的经费", "7.00", "7.00", "0.00", ""],
    ]
    reading = read_sheets(Sheet(table, above=["部门预算项目支出预算表", "单位：万元"]))
    assert set(reading.grids) == set()
    assert [(p["project_name"], p["goal_text"], p["implementing_unit"]) for p in reading.projects] == [
        ("业务经费", "保障运行", "某局"),
        ("培训经费", "提升能力", "某局"),
    ]
    assert [fund["fund_source"] for fund in reading.project_funds] == ["总计", "总计"]
