"""No two columns of a row mean the same, and every row knows its unit."""

import pytest

from ingest.statements.lines import read_lines
from ingest.statements.row_units import attested_units
from tests.reader.paper import Rows, one_statement, short

BASIC = "一般公共预算基本支出情况表"


def test_funds_beside_the_whole_are_measures_of_their_own_though_the_title_names_one_fund() -> None:
    rows: Rows = [
        ["科目名称", "总计", "财政拨款", "<", "<", "其他资金"],
        ["^", "^", "合计", "一般公共预算", "政府性基金预算", "^"],
        ["合计", "90.00", "60.00", "50.00", "10.00", "30.00"],
    ]
    read = short(one_statement(BASIC, rows).lines(), "measure_code", "amount_yuan")
    assert read == [
        ("total", "900000"),
        ("fiscal", "600000"),
        ("general_public", "500000"),
        ("government_fund", "100000"),
        ("unit_funds", "300000"),
    ]


def test_a_fund_that_the_title_names_stays_the_whole_where_no_column_differs_in_it() -> None:
    rows: Rows = [
        ["科目名称", "一般公共预算", "<", "<"],
        ["^", "小计", "人员经费", "公用经费"],
        ["合计", "50.00", "40.00", "10.00"],
    ]
    assert short(one_statement(BASIC, rows).lines(), "measure_code") == [("total",), ("basic_personnel",), ("basic_public",)]


def test_money_after_a_deduction_is_not_the_same_money() -> None:
    rows: Rows = [
        ["科目编码", "科目名称", "合计", "项目支出", "<"],
        ["^", "^", "^", "项目支出总数", "扣除基建项目后预算数"],
        ["2010301", "行政运行", "90.00", "60.00", "50.00"],
    ]
    read = short(one_statement("一般公共预算支出表", rows).lines(), "measure_code", "amount_yuan")
    assert read == [("total", "900000"), ("project", "600000"), ("project+deducted", "500000")]


def test_what_stands_on_the_own_account_is_not_carried_over() -> None:
    rows: Rows = [["单位名称", "合计", "上年结转", "上年实户资金余额"], ["某局", "9.00", "6.00", "3.00"]]
    read = short(one_statement("部门收入总表", rows).lines(), "measure_code")
    assert read == [("total",), ("prior_carryover",), ("own_account_balance",)]


@pytest.mark.parametrize(
    ("heads", "measures"),
    [
        (["总计", "合计"], ["total", "total+repeated_2"]),
        (["合计", "合计"], ["total", "total+repeated_2"]),
        (["捐赠收入", "利息收入"], ["other_revenue", "other_revenue+further_2"]),
    ],
)
def test_columns_that_no_word_tells_apart_are_marked_and_reported(heads: list[str], measures: list[str]) -> None:
    paper = one_statement("部门收入总表", [["单位名称", *heads], ["某局", "9.00", "6.00"]])
    assert [line["measure_code"] for line in paper.lines()] == measures
    (statement,), _ = paper.found()
    assert read_lines(statement, "万元", 2024, "budget").alike == [heads[1]]


def test_classes_below_a_unit_belong_to_it() -> None:
    rows: Rows = [
        ["预算单位", "科目编码", "科目名称", "合计"],
        ["某局", "", "", "30.00"],
        ["某局本级", "", "", "20.00"],
        ["", "2010301", "行政运行", "20.00"],
        ["某中心", "", "", "10.00"],
        ["", "2010350", "事业运行", "10.00"],
        ["", "", "合计", "30.00"],
    ]
    read = short(one_statement("部门支出总表", rows).lines(), "row_kind", "unit_name")
    assert read == [
        ("unit", "某局"),
        ("unit", "某局本级"),
        ("class", "某局本级"),
        ("unit", "某中心"),
        ("class", "某中心"),
        ("total", None),
    ]


def test_a_class_above_its_units_belongs_to_none_of_them() -> None:
    rows: Rows = [
        ["单位名称", "科目编码", "科目名称", "合计"],
        ["", "201", "一般公共服务支出", "30.00"],
        ["某局", "", "", "30.00"],
        ["", "208", "社会保障和就业支出", "5.00"],
    ]
    assert [line["unit_name"] for line in one_statement("部门支出总表", rows).lines()] == [None, "某局", None]


def test_rows_of_financing_and_of_units_repeat_the_purchases_below_them() -> None:
    rows: Rows = [
        ["科目编码", "<", "<", "单位编码", "采购项目", "预算金额"],
        ["类", "款", "项", "^", "^", "^"],
        ["合计", "<", "<", "<", "<", "30.00"],
        ["201", "05", "07", "1", "全额", "30.00"],
        ["201", "05", "07", "119001", "某统计局", "30.00"],
        ["201", "05", "07", "", "普查用品", "20.00"],
        ["201", "05", "07", "", "印刷", "10.00"],
    ]
    read = short(one_statement("部门综合预算政府采购预算表", rows).lines(), "row_kind", "class_code", "unit_name")
    assert read == [
        ("total", None, None),
        ("subtotal", "2010507", None),
        ("unit", "2010507", "某统计局"),
        ("class", "2010507", "某统计局"),
        ("class", "2010507", "某统计局"),
    ]


def test_a_unit_that_the_filing_names_elsewhere_is_a_heading_in_a_column_of_all_names() -> None:
    paper = one_statement("部门收入总表", [["单位名称", "合计"], ["某市某局", "30.00"], ["某市某中心", "10.00"]])
    rows: Rows = [
        ["支出项目类别", "总计"],
        ["某市某局", "30.00"],
        ["某市某局（本级）", "20.00"],
        ["工资福利支出", "20.00"],
        ["某市某中心", "10.00"],
        ["工资福利支出", "10.00"],
    ]
    paper.put("基本支出总表", "单位：万元", rows=rows)
    statements, _ = paper.found()
    attested = attested_units(statements, ["某市某局(本级)"])
    assert attested == {"某市某局", "某市某中心", "某市某局(本级)"}
    read = short(
        read_lines(statements[1], "万元", 2024, "budget", attested=attested).lines, "row_kind", "line_label", "unit_name"
    )
    assert read == [
        ("unit", "某市某局", "某市某局"),
        ("unit", "某市某局(本级)", "某市某局(本级)"),
        ("item", "工资福利支出", "某市某局(本级)"),
        ("unit", "某市某中心", "某市某中心"),
        ("item", "工资福利支出", "某市某中心"),
    ]
    unknown = read_lines(statements[1], "万元", 2024, "budget").lines
    assert {line["unit_name"] for line in unknown} == {None}


def test_a_list_that_does_not_begin_with_a_unit_has_no_headings() -> None:
    rows: Rows = [["项目", "总计"], ["工资福利支出", "20.00"], ["某市某中心", "10.00"], ["办公费", "9.00"]]
    (statement,), _ = one_statement("基本支出总表", rows).found()
    lines = read_lines(statement, "万元", 2024, "budget", attested=frozenset({"某市某中心"})).lines
    assert short(lines, "row_kind", "unit_name") == [("item", None)] * 3


@pytest.mark.parametrize("subtotal", [("201", "某市某部"), ("1", "全额")])
def test_a_row_above_units_sums_them_up_by_its_code_or_by_its_word(subtotal: tuple[str, str]) -> None:
    rows: Rows = [
        ["单位编码", "单位名称", "合计"],
        ["", "合计", "30.00"],
        [*subtotal, "30.00"],
        ["201001", "某市某部", "20.00"],
        ["201002", "某市某团", "10.00"],
    ]
    read = short(one_statement("部门收入总表", rows).lines(), "row_kind", "line_label", "unit_name")
    assert read == [
        ("total", "合计", None),
        ("subtotal", subtotal[1], None),
        ("unit", "某市某部", "某市某部"),
        ("unit", "某市某团", "某市某团"),
    ]


def test_codes_of_units_tell_their_levels_where_names_are_the_same() -> None:
    rows: Rows = [
        ["单位编码", "单位（项目）名称", "项目金额"],
        ["", "合计", "30.00"],
        ["119", "某市某局", "30.00"],
        ["119001", "某市某局", "20.00"],
        ["", "甲项目", "20.00"],
        ["119002", "某市某中心", "10.00"],
    ]
    (statement,), _ = one_statement("部门综合预算专项业务经费支出表", rows).found()
    read = read_lines(statement, "万元", 2024, "budget", attested=frozenset({"某市某局", "某市某中心"})).lines
    assert short(read, "row_kind", "unit_name") == [
        ("total", None),
        ("subtotal", None),
        ("unit", "某市某局"),
        ("item", "某市某局"),
        ("unit", "某市某中心"),
    ]
