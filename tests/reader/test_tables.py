"""Headers, rows and captions on tables set by hand: each test is one habit of one kind of filing."""

from ingest.page.model import Page, Rule
from ingest.tables.ruled import ruled_grids
from tests.reader.paper import Paper, glyphs_of, one_statement, short

EXPENDITURE = "部门支出总表"


def test_a_header_of_one_row_is_read() -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["2010301", "行政运行", "3.00", "2.00", "1.00"]]
    read = short(one_statement(EXPENDITURE, rows).lines(), "class_code", "line_label", "measure_code", "amount_yuan")
    assert read == [
        ("2010301", "行政运行", "total", "30000"),
        ("2010301", "行政运行", "basic", "20000"),
        ("2010301", "行政运行", "project", "10000"),
    ]


def test_a_header_merged_both_ways_over_three_rows_is_read_down_each_column() -> None:
    rows = [
        ["功能分类科目", "<", "合计", "本年支出", "<", "<"],
        ["编码", "名称", "^", "基本支出", "<", "项目支出"],
        ["^", "^", "^", "人员经费", "公用经费", "^"],
        ["2010301", "行政运行", "6.00", "3.00", "2.00", "1.00"],
    ]
    read = short(one_statement(EXPENDITURE, rows).lines(), "measure_code", "measure_path")
    assert read == [
        ("total", "合计"),
        ("basic_personnel", "本年支出/基本支出/人员经费"),
        ("basic_public", "本年支出/基本支出/公用经费"),
        ("project", "本年支出/项目支出"),
    ]


def test_column_numbers_are_no_money_although_one_and_two_make_three() -> None:
    rows = [
        ["项目", "<", "本年支出合计", "基本支出", "项目支出"],
        ["科目编码", "科目名称", "^", "^", "^"],
        ["栏次", "<", "1", "2", "3"],
        ["2010301", "行政运行", "3", "2", "1"],
    ]
    assert [line["amount_text"] for line in one_statement(EXPENDITURE, rows).lines()] == ["3", "2", "1"]


def test_a_row_of_stars_and_numbers_is_no_money() -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出"], ["※", "※", "1", "2"], ["2010301", "行政运行", "3.00", "3.00"]]
    assert len(one_statement(EXPENDITURE, rows).lines()) == 2


def test_line_numbers_are_no_money() -> None:
    rows = [
        ["收入", "<", "<", "支出", "<", "<"],
        ["项目", "行次", "金额", "项目", "行次", "金额"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、财政拨款收入", "1", "9.00", "一、一般公共服务支出", "31", "5.00"],
        ["二、事业收入", "2", "", "二、教育支出", "32", "4.00"],
    ]
    read = short(one_statement("收入支出决算总表", rows).lines(), "side", "line_label", "amount_yuan")
    assert read == [
        ("income", "一、财政拨款收入", "90000"),
        ("expenditure", "一、一般公共服务支出", "50000"),
        ("expenditure", "二、教育支出", "40000"),
    ]


def test_the_total_may_stand_in_the_row_of_code_levels() -> None:
    rows = [
        ["科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "合计", "6.00", "4.00", "2.00"],
        ["201", "", "", "一般公共服务支出", "6.00", "4.00", "2.00"],
        ["", "03", "", "政府办公厅", "6.00", "4.00", "2.00"],
        ["", "", "01", "行政运行", "4.00", "4.00", ""],
    ]
    read = short(one_statement(EXPENDITURE, rows).lines(), "class_code", "line_label", "amount_yuan")
    assert read[0] == (None, "合计", "60000")
    assert [row[0] for row in read[3:]] == ["201", "201", "201", "20103", "20103", "20103", "2010301", "2010301"]


def test_a_continuation_page_without_header_takes_its_columns_by_place() -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["2010301", "行政运行", "3.00", "2.00", "1.00"]]
    paper = one_statement(EXPENDITURE, rows).turn()
    paper.put(rows=[["合计", "4.00", "3.00", "1.00"]], edges=[40.0, 220.0, 310.0, 400.0, 490.0])
    read = short(paper.lines(), "page_number", "line_label", "measure_code", "amount_yuan")
    assert read[3:] == [(2, "合计", "total", "40000"), (2, "合计", "basic", "30000"), (2, "合计", "project", "10000")]


def test_a_header_repeated_on_the_next_page_is_no_row() -> None:
    header = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    paper = one_statement(EXPENDITURE, [header, ["2010301", "行政运行", "3.00", "2.00", "1.00"]]).turn()
    paper.put(rows=[header, ["2010302", "一般行政管理事务", "1.00", "", "1.00"]])
    statements, _ = paper.found()
    assert len(statements) == 1
    assert [line["class_code"] for line in paper.lines()] == ["2010301"] * 3 + ["2010302"] * 2


def test_a_header_repeated_word_for_word_continues_its_table_in_other_widths() -> None:
    header = ["项目名称", "总计", "财政拨款", "其他资金"]
    paper = one_statement("部门项目支出预算表", [header, ["甲项目", "3.00", "2.00", "1.00"]]).turn()
    paper.put(rows=[header, ["乙项目", "5.00", "4.00", "1.00"]], edges=[40.0, 160.0, 250.0, 300.0, 400.0])
    statements, _ = paper.found()
    assert len(statements) == 1
    assert [line["line_label"] for line in paper.lines()] == ["甲项目"] * 3 + ["乙项目"] * 3


def test_a_title_broken_within_its_brackets_is_one_title() -> None:
    rows = [["科目编码", "科目名称", "合计", "人员经费"], ["2010301", "行政运行", "3.00", "3.00"]]
    paper = Paper().put("部门综合预算一般公共预算支出明细表（按支出功能分类科", "目-不含上年结转）", "单位：万元", rows=rows)
    (statement,), _ = paper.found()
    assert statement.code == "general_public_expenditure"
    assert statement.title == "部门综合预算一般公共预算支出明细表(按支出功能分类科目-不含上年结转)"


def test_three_blocks_side_by_side_have_their_own_codes_and_totals() -> None:
    rows = [
        ["人员经费", "<", "<", "公用经费", "<", "<", "<", "<", "<"],
        ["科目编码", "科目名称", "金额", "科目编码", "科目名称", "金额", "科目编码", "科目名称", "金额"],
        ["301", "工资福利支出", "5.00", "302", "商品和服务支出", "3.00", "310", "资本性支出", "1.00"],
        ["30101", "基本工资", "5.00", "30201", "办公费", "3.00", "31002", "办公设备购置", "1.00"],
        ["人员经费合计", "<", "5.00", "公用经费合计", "<", "<", "<", "<", "4.00"],
    ]
    read = short(
        one_statement("一般公共预算基本支出决算表", rows).lines(), "block_number", "class_code", "line_label", "amount_yuan"
    )
    assert read[:3] == [
        (1, "301", "工资福利支出", "50000"),
        (2, "302", "商品和服务支出", "30000"),
        (3, "310", "资本性支出", "10000"),
    ]
    assert read[-2:] == [(1, None, "人员经费合计", "50000"), (3, None, "公用经费合计", "40000")]


def test_codes_and_names_in_one_cell_are_told_apart() -> None:
    rows = [["功能分类科目", "合计", "基本支出"], ["[2060503]科技条件专项", "3.00", "3.00"], ["2040601-行政运行", "1.00", "1.00"]]
    read = short(one_statement("一般公共预算支出表", rows).lines(), "class_code", "line_label")
    assert read[::2] == [("2060503", "科技条件专项"), ("2040601", "行政运行")]


def test_names_and_amounts_wrapped_in_their_cells_are_one() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["2080505", "机关事业单位基本养老保险\n缴费支出", "1,234,567\n.89", "1.00"],
    ]
    read = short(one_statement(EXPENDITURE, rows, "单位：元").lines(), "line_label", "amount_yuan")
    assert read[0] == ("机关事业单位基本养老保险缴费支出", "1234567.89")


def test_of_which_rows_are_parts_and_no_siblings() -> None:
    rows = [["项目", "预算数"], ["合计", "5.00"], ["公务用车购置及运行费", "5.00"], ["其中：公务用车运行费", "5.00"]]
    read = short(one_statement("“三公”经费预算表", rows).lines(), "line_label", "row_kind", "measure_code")
    assert [row[1] for row in read] == ["total", "item", "part"]


def test_notes_and_signatures_inside_the_grid_are_no_rows() -> None:
    rows = [
        ["科目编码", "科目名称", "合计"],
        ["2010301", "行政运行", "3.00"],
        ["注：本表反映部门本年度支出情况。", "<", "<"],
        ["填报人：某某某", "<", "<"],
    ]
    paper = one_statement(EXPENDITURE, rows)
    assert len(paper.lines()) == 1
    assert paper.leftovers() == []


def test_a_unit_in_a_column_goes_before_the_unit_of_the_form() -> None:
    rows = [["科目编码", "科目名称", "预算数（元）"], ["2010301", "行政运行", "30000.00"]]
    assert short(one_statement(EXPENDITURE, rows).lines(), "amount_yuan") == [("30000",)]


def test_without_any_unit_an_amount_is_left_over_and_not_guessed() -> None:
    paper = Paper().put(EXPENDITURE, rows=[["科目编码", "科目名称", "合计"], ["2010301", "行政运行", "3.00"]])
    assert paper.lines(printed_unit=None) == []
    assert paper.leftovers() == ["3.00"]


def test_negative_amounts_and_changes_are_money_but_percentages_and_counts_are_not() -> None:
    rows = [
        ["科目编码", "科目名称", "上年预算数", "本年预算数", "增减额", "增减%", "人数"],
        ["2010301", "行政运行", "3.00", "2.00", "-1.00", "-33.33", "12"],
    ]
    read = short(one_statement("一般公共预算支出表", rows).lines(), "amount_yuan", "value_year", "value_phase")
    assert read == [("30000", 2023, "budget"), ("20000", 2024, "budget"), ("-10000", 2024, "change")]


def test_a_header_set_one_character_per_line_is_read() -> None:
    rows = [
        ["科\n目\n编\n码", "科\n目\n名\n称", "合\n计", "基\n本\n支\n出", "项\n目\n支\n出"],
        ["2010301", "行政运行", "3.00", "2.00", "1.00"],
    ]
    assert short(one_statement(EXPENDITURE, rows).lines(), "measure_code") == [("total",), ("basic",), ("project",)]


def test_letter_spaced_words_are_understood() -> None:
    rows = [["科 目 编 码", "科 目 名 称", "合    计", "基 本 支 出"], ["2010301", "行 政 运 行", "3.00", "3.00"]]
    paper = one_statement("部 门 支 出 总 表", rows)
    assert [s.code for s in paper.found()[0]] == ["expenditure"]
    assert short(paper.lines(), "measure_code") == [("total",), ("basic",)]


def test_nil_marks_are_neither_amounts_nor_left_over() -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出", "经营支出"], ["2010301", "行政运行", "3.00", "-", "—", "无"]]
    paper = one_statement(EXPENDITURE, rows)
    assert len(paper.lines()) == 1
    assert paper.leftovers() == []


def test_title_and_unit_inside_the_grid_are_read() -> None:
    rows = [
        ["部门支出总表", "<", "<"],
        ["单位名称：某某市水务局", "<", "单位：万元"],
        ["科目编码", "科目名称", "合计"],
        ["2010301", "行政运行", "3.00"],
    ]
    paper = Paper().put(rows=rows)
    statement = paper.found()[0][0]
    assert (statement.code, statement.unit_name, statement.printed_unit) == ("expenditure", "某某市水务局", "万元")
    assert len(paper.lines()) == 1


def test_a_table_without_title_or_known_columns_is_reported_and_not_read() -> None:
    paper = Paper().put("机构设置情况", rows=[["序号", "单位名称", "编制数"], ["1", "某某市水务局", "12"]])
    statements, fates = paper.found()
    assert statements == []
    assert [fate.outcome for fate in fates] == ["unrecognised"]


def test_a_name_that_runs_into_the_cell_of_a_figure_letter_by_letter_stays_whole() -> None:
    """Each letter is a text object of its own, and the last lies beyond the rule; a letter that belongs to the figure does not touch."""
    edges, rows = (40.0, 100.0, 200.0), (100.0, 120.0, 140.0)
    rules = [Rule(edges[0], y, edges[-1], y) for y in rows] + [Rule(x, rows[0], x, rows[-1]) for x in edges]
    glyphs = [
        glyph
        for at, (name, figure) in zip((114, 134), (("城市评选活动奖励", "700"), ("奖", "乙80")), strict=True)
        for glyph in (*glyphs_of(name, 46.0, at), *glyphs_of(figure, 160.0, at))
    ]
    apart = tuple(glyph._replace(string=number, order=number) for number, glyph in enumerate(glyphs))
    (grid,) = ruled_grids(Page(1, 240.0, 200.0, 0, apart, tuple(rules), has_image=False))
    assert [cell.words for cell in grid.cells] == ["城市评选活动奖励", "700", "奖", "乙80"]
