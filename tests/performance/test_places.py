"""Which grids are read, what goes on over pages, and that what is not read is said with its reason."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ingest.performance.overflow import without_overflow
from ingest.performance.tables import PerformanceReading
from ingest.tables.grid import Grid, cell_lines
from tests.performance.conftest import Sheet, grid_of, line_of

Read = Callable[..., PerformanceReading]

TITLE = "政策和项目预算绩效目标表"
FORM = [
    ["项目名称", "智慧审计平台", None, None, None],
    ["项目资金（万元）", "年度预算资金总额：", "4.50", None, None],
    ["总体目标", "完成测评", None, None, None],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ["绩效指标", "产出指标", "数量指标", "测评报告数", "≥1个"],
]
REST = [["绩效指标", "效益指标", "社会效益指标", "故障次数", "≤2次"]]


def codes(reading: PerformanceReading) -> list[tuple[object, object]]:
    return [(message["page_number"], message["message_code"]) for message in reading.messages]


def test_a_title_that_runs_on_every_page_does_not_part_a_table(read_sheets: Read) -> None:
    reading = read_sheets(Sheet(FORM, above=[TITLE]), Sheet(REST, above=[TITLE, "（2026年度）"]))
    assert [(i["project_number"], i["level3"]) for i in reading.indicators] == [(1, "测评报告数"), (1, "故障次数")]
    assert reading.messages == []


def test_a_goal_goes_on_overleaf_beside_the_rest_of_its_label(read_sheets: Read) -> None:
    rest = [["", "编制报告", None, None, None], *FORM[3:], ["绩效指标", "效益指标", "社会效益指标", "故障次数", "≤2次"]]
    reading = read_sheets(Sheet(FORM[:3], above=[TITLE]), Sheet(rest))
    (project,) = reading.projects
    assert project["goal_text"] == "完成测评编制报告"
    assert [i["level1"] for i in reading.indicators] == ["产出指标", "效益指标"]


def test_the_number_of_a_form_above_its_rest_does_not_part_it(read_sheets: Read) -> None:
    reading = read_sheets(Sheet(FORM, above=["表14", TITLE]), Sheet(REST, above=["表14"]))
    assert (len(reading.projects), len(reading.indicators)) == (1, 2)


def test_a_form_whose_goal_stands_on_the_next_page_begins_under_its_title(read_sheets: Read) -> None:
    first = [
        ["项目名称", "规划专项", None, "主管部门", "某局", None],
        ["当年预算", "88.00", None, "市级支出", "60.00", None],
        ["", "", None, "补助区县", "28.00", None],
    ]
    second = [
        ["当年绩效目标", "完成治理", None, None, None, None],
        ["绩效指标", "指标名称", "指标性质", "指标值", "指标权重(%)", "是否核心"],
        ["", "治理处数", "≥", "7", "15", "是"],
    ]
    reading = read_sheets(Sheet(first, above=["市级重点专项资金绩效目标表(一级项目)", "单位：万元"]), Sheet(second))
    (project,) = reading.projects
    assert (project["project_name"], project["department_name"], project["goal_text"]) == ("规划专项", "某局", "完成治理")
    assert [(f["fund_source"], f["initial_budget_yuan"]) for f in reading.project_funds] == [
        ("当年预算", Decimal("880000.00")),
        ("市级支出", Decimal("600000.00")),
        ("补助区县", Decimal("280000.00")),
    ]
    assert [(i["level3"], i["target_text"], i["weight"]) for i in reading.indicators] == [("治理处数", "≥7", Decimal(15))]


def test_a_goal_below_its_label_over_the_whole_width(read_sheets: Read) -> None:
    table = [
        ["当年整体绩效目标", None, None, None],
        ["建设新格局", None, None, None],
        ["绩效指标", "指标名称", "指标性质", "指标值"],
        ["", "监测面积", "≥", "8"],
    ]
    (project,) = read_sheets(Sheet(table, above=["部门整体绩效目标表", "单位名称：某市某局"])).projects
    read = (project["goal_text"], project["is_whole_department"], project["department_name"])
    assert read == ("建设新格局", True, "某市某局")


def test_a_form_without_a_header_has_the_columns_of_the_forms_before(read_sheets: Read) -> None:
    second = [["项目名称", "另一项目", None, None, None], *FORM[1:3], ["绩效指标", "产出指标", "数量指标", "乙", "≥2个"]]
    reading = read_sheets(Sheet(FORM, above=[TITLE]), Sheet(second, above=[TITLE]))
    assert [(i["project_number"], i["level2"], i["level3"], i["target_text"]) for i in reading.indicators] == [
        (1, "数量指标", "测评报告数", "≥1个"),
        (2, "数量指标", "乙", "≥2个"),
    ]


def test_a_label_and_its_value_in_one_cell(read_sheets: Read) -> None:
    (project,) = read_sheets(
        Sheet([["专项(项目)名称：伯乐奖", None, None, None, None], *FORM[1:]], above=["专项资金绩效表"])
    ).projects
    assert project["project_name"] == "伯乐奖"


def test_funds_of_the_period_are_not_those_of_the_year(read_sheets: Read) -> None:
    table = [
        FORM[0],
        ["项目资金（万元）", "实施期资金总额：", "9.00", "年度资金总额：", "4.00"],
        ["", "其中：财政拨款", "9.00", "其中：财政拨款", "4.00"],
        *FORM[2:],
    ]
    assert [(f["fund_source"], f["initial_budget_text"]) for f in read_sheets(Sheet(table)).project_funds] == [
        ("实施期资金总额", "9.00"),
        ("年度资金总额", "4.00"),
        ("实施期资金总额/其中:财政拨款", "9.00"),
        ("其中:财政拨款", "4.00"),
    ]


def test_the_only_total_of_a_table_is_not_set_apart(read_sheets: Read) -> None:
    table = [
        FORM[0],
        ["资金金额（万元）", "实施期资金总额：", "9.00", None, None],
        ["", "其中：财政拨款", "9.00", None, None],
        *FORM[2:],
    ]
    assert [f["fund_source"] for f in read_sheets(Sheet(table)).project_funds] == ["实施期资金总额", "其中:财政拨款"]


def test_tasks_of_a_department_are_neither_projects_nor_funds(read_sheets: Read) -> None:
    table = [
        ["部门（单位）名称", "某市某局", None, None, None, None],
        ["年度主要任务", "任务名称", "主要内容", "总额", "财政拨款", "执行率分值(10分)"],
        ["", "基本履职", "人员经费及单位运转经费", "20.00", "20.00", ""],
        ["", "金额合计", None, "20.00", "20.00", ""],
        ["年度总体目标", "全面履职", None, None, None, None],
        ["绩效指标", "一级指标", "二级指标", "三级指标", None, "指标值"],
        ["", "产出指标", "数量指标", "会议次数", None, "≥2次"],
    ]
    reading = read_sheets(Sheet(table, above=["部门整体支出绩效目标表", "单位：万元"]))
    (project,) = reading.projects
    assert (project["is_whole_department"], project["goal_text"]) == (True, "全面履职")
    assert [(f["fund_source"], f["initial_budget_text"]) for f in reading.project_funds] == [
        ("总额", "20.00"),
        ("财政拨款", "20.00"),
    ]
    assert codes(reading) == [(1, "performance_tasks_unread")]


def test_a_score_whose_heading_begins_a_row_above_is_read(read_sheets: Read) -> None:
    table = [
        FORM[0],
        ["项目资金（万元）", "资金来源", "预算安排", None, "得分"],
        ["^", "^", "年初预算数", "全年执行数", "^"],
        ["", "年度资金总额", "9.00", "8.00", "7"],
        ["", "其中：财政拨款", "9.00", "8.00", ""],
        *FORM[2:],
    ]
    funds = read_sheets(Sheet(table)).project_funds
    assert [(f["fund_source"], f["executed_text"], f["score"]) for f in funds] == [
        ("年度资金总额", "8.00", Decimal(7)),
        ("其中:财政拨款", "8.00", None),
    ]


def test_levels_printed_overleaf_hold_for_the_rows_before(read_sheets: Read) -> None:
    first = [*FORM, ["", "", "", "乙", "2"], ["^", "^", "^", "丙", "3"]]
    reading = read_sheets(Sheet(first), Sheet([["", "效益指标", "社会效益指标", "丁", "4"]]))
    assert [(i["level1"], i["level2"], i["level3"]) for i in reading.indicators] == [
        ("产出指标", "数量指标", "测评报告数"),
        ("效益指标", "社会效益指标", "乙"),
        ("效益指标", "社会效益指标", "丙"),
        ("效益指标", "社会效益指标", "丁"),
    ]


def test_a_grid_of_performance_that_fits_nothing_is_named_with_its_page_and_reason(read_sheets: Read) -> None:
    alone = [["绩效指标", "产出指标", "数量指标", "次数", "≥1个"], ["绩效指标", "效益指标", "社会效益指标", "故障", "≤2次"]]
    reading = read_sheets(Sheet(alone))
    assert (reading.projects, set(reading.grids)) == ([], set())
    assert codes(reading) == [(1, "performance_table_unread")]
    assert "not headed by words that are known" in str(reading.messages[0]["message"])


def test_a_blank_form_is_said_to_be_blank(read_sheets: Read) -> None:
    blank = [
        [FORM[0][0], "", None, None, None],
        ["总体目标", "", None, None, None],
        FORM[3],
        ["", "产出指标", "数量指标", "......", ""],
    ]
    reading = read_sheets(Sheet(blank, above=[TITLE]))
    assert (reading.projects, codes(reading)) == ([], [(1, "performance_form_blank")])


def test_texts_longer_than_their_cells_are_read_where_they_begin() -> None:
    """The page cuts 应急保障工作经费采购成本 off after its second line; the third lies on the text of the cell below."""
    grid = grid_of([["应急"], ["训练"], ["草帘"]])
    lines = ["应急保障", "工作经费", "采购", "训练器材", "数量"]
    baselines = [grid.row_edges[0] + down for down in (6, 13, 23, 25.5, 32)]
    glyphs = [
        glyph._replace(order=10 * n + i)
        for n, (text, baseline) in enumerate(zip(lines, baselines, strict=True))
        for i, glyph in enumerate(line_of(text, 41.0, baseline))
    ]
    upper = [glyph for glyph in glyphs if glyph.baseline < grid.row_edges[1]]
    lower = [glyph for glyph in glyphs if glyph.baseline >= grid.row_edges[1]]
    cells = (replace(grid.cells[0], lines=cell_lines(upper)), replace(grid.cells[1], lines=cell_lines(lower)), grid.cells[2])
    mended = without_overflow(Grid(1, grid.box, grid.row_edges, grid.column_edges, cells))
    assert [cell.text for cell in mended.cells] == ["应急保障工作经费采购", "训练器材数量", "草帘"]
    assert without_overflow(grid) is grid
