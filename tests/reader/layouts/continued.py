"""More of provinces that the corpus has nothing of: captions in all manners, statements that go on over pages, keys merged over levels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.reader.layouts import forms
from tests.reader.layouts.press import Form, Layout
from tests.reader.layouts.rows import coded, labelled

F = ("某某县水务局", "2023年度部门决算")
P = 'paper: "a4", margin: 1.5cm'


def layouts() -> Iterator[Layout]:
    yield from of_provinces()
    yield from over_pages()


def _fixed(lines: Sequence[str]) -> forms.Above:
    return lambda title, unit: lines


def of_provinces() -> Iterator[Layout]:
    """Captions, headers and keys."""
    f = ["合计", "=10.00", "=6.00", "=4.00", "=0.00", "—", "—"]
    yield Layout(
        "national_levels_beside_column_numbers_and_total",
        [
            Form(
                "expenditure",
                "支出决算表",
                [
                    [
                        "项目",
                        "<",
                        "<",
                        "<",
                        "本年支出合计",
                        "基本支出",
                        "项目支出",
                        "上缴上级支出",
                        "经营支出",
                        "对附属单位补助支出",
                    ],
                    ["支出功能分类科目编码", "<", "<", "科目名称", "^", "^", "^", "^", "^", "^"],
                    ["类", "款", "项", "栏次", "1", "2", "3", "4", "5", "6"],
                ],
                [
                    [("", "合计", ["", "", "", *f])],
                    [("201", "一般公共服务支出", ["201", "<", "<", "一般公共服务支出", *f[1:]])],
                    [("20103", "政府办公厅（室）及相关机构事务", ["20103", "<", "<", "政府办公厅（室）及相关机构事务", *f[1:]])],
                    [("2010301", "行政运行", ["2010301", "<", "<", "  行政运行", *f[1:]])],
                ],
                widths=[0.5, 0.5, 0.5, 2, 1, 1, 1, 1, 1, 1],
                measures=["total", "basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliates"],
                above=["^支出决算表", "公开03表", "部门：某某县水务局||金额单位：万元"],
            )
        ],
        cover=F,
    )
    yield Layout(
        "levels_merged_down_over_number_and_total_rows",
        [
            Form(
                "expenditure",
                "支出决算表",
                [
                    ["项目", "<", "<", "<", "本年支出合计", "基本支出", "项目支出"],
                    ["支出功能分类科目编码", "<", "<", "科目名称", "^", "^", "^"],
                ],
                [
                    [("", "", ["类", "款", "项", "栏次", "1", "2", "3"])],
                    [("", "合计", ["^", "^", "^", "合计", "=10.00", "=6.00", "=4.00"])],
                    [("2010301", "行政运行", ["2010301", "<", "<", "行政运行", "=10.00", "=6.00", "=4.00"])],
                ],
                widths=[0.5, 0.5, 0.5, 2, 1, 1, 1],
                measures=["total", "basic", "project"],
            )
        ],
        cover=F,
    )
    for nm, above in {
        "year_below_title": ["^收入支出决算总表", "^（2023年度）", "部门：某某县水务局||金额单位：万元"],
        "year_between_reporter_and_unit": ["^收入支出决算总表", "编制单位：某某县水务局|2023年度|金额单位：万元"],
        "title_with_department": ["^某某县水务局2023年度收入支出决算总表", ">单位：人民币万元"],
        "title_form_and_unit_in_one_line": ["公开01表|收入支出决算总表|单位：万元"],
        "letter_spaced": ["^收 入 支 出 决 算 总 表", "财决公开01表", "部 门：某某县水务局||单 位：万 元"],
        "unit_with_remark": ["^收入支出决算总表", "部门名称：某某县水务局||单位：万元（保留两位小数）"],
        "title_in_quotes_with_number": ["^附表1：收入支出决算总表", ">（单位：万元）"],
        "title_with_colon_number": ["^表一：收入支出决算总表", ">金额单位:万元"],
        "label_above_right": [">公开01表", "^收入支出决算总表", "预算部门（公章）：某某县水务局||金额单位：万元"],
        "title_with_date": ["^2023年度收入支出决算总表", "填报单位：[330]某某县水务局||2023年12月31日||金额单位：万元"],
    }.items():
        yield Layout("caption_" + nm, [forms.summary(forms.Habit(above=_fixed(above)))], cover=F)
    yield Layout(
        "summary_spaced_heads_decision_number",
        [
            replace(
                forms.summary(forms.Habit(), "决算数"),
                head=[
                    ["收　　　　　入", "<", "<", "支　　　　　出", "<", "<"],
                    ["项　　目", "行次", "决算数", "项　　目", "行次", "决算数"],
                    ["栏　　次", "", "1", "栏　　次", "", "2"],
                ],
            )
        ],
        cover=F,
    )
    yield Layout(
        "negative_and_triangle",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算支出表",
                [["科目编码", "科目名称", "上年预算数", "本年预算数", "增减额", "增减率"]],
                coded(
                    ("合计", "<", "=12.00", "=10.00", "=-2.00", "-16.67%"),
                    ("2010301", "行政运行", "=12.00", "=10.00", "=－2.00", "-16.67%"),
                ),
                widths=[1, 2, 1, 1, 1, 1],
            )
        ],
    )
    right = Form(
        "revenue",
        "收入决算表",
        [["项目", "<", "事业收入", "经营收入", "其他收入"], ["支出功能分类科目编码", "科目名称", "^", "^", "^"]],
        coded(("合计", "<", "=1.00", "=2.00", "=3.00"), ("2010301", "行政运行", "=1.00", "=2.00", "=3.00")),
        widths=[1, 3, 1, 1, 1],
        measures=["business_revenue", "operating_revenue", "other_revenue"],
    )
    left = replace(
        right,
        head=[["项目", "<", "本年收入合计", "财政拨款收入"], ["支出功能分类科目编码", "科目名称", "^", "^"]],
        body=coded(("合计", "<", "=10.00", "=4.00"), ("2010301", "行政运行", "=10.00", "=4.00")),
        widths=[1, 3, 1, 1],
        measures=["total", "fiscal"],
    )
    yield Layout("wide_sheet_title_printed_again", [left, right], cover=F, page='paper: "a4", margin: 1.5cm')
    yield Layout(
        "project_table_with_economic_classes",
        [
            Form(
                "project_expenditure",
                "部门项目支出预算表",
                [
                    [
                        "单位名称",
                        "项目名称",
                        "功能科目编码",
                        "功能科目名称",
                        "部门经济科目编码",
                        "部门经济科目名称",
                        "合计",
                        "财政拨款",
                        "<",
                        "<",
                        "单位资金",
                    ],
                    ["^", "^", "^", "^", "^", "^", "^", "一般公共预算", "政府性基金", "国有资本经营预算", "^"],
                ],
                [
                    [("", "合计", ["合计", "<", "<", "<", "<", "<", "=9.00", "=9.00", "", "", ""])],
                    [
                        (
                            "2010302",
                            "河道清淤/一般行政管理事务/办公费",
                            [
                                "某某县水务局",
                                "河道清淤",
                                "2010302",
                                "一般行政管理事务",
                                "30201",
                                "办公费",
                                "=9.00",
                                "=9.00",
                                "",
                                "",
                                "",
                            ],
                        )
                    ],
                ],
                widths=[2, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1],
                size=7,
                measures=["total", "general_public", "government_fund", "state_capital", "unit_funds"],
            )
        ],
    )
    yield Layout(
        "function_rows_with_unit_rows_浙江",
        [
            Form(
                "expenditure",
                "部门支出预算总表",
                [
                    ["单位编码", "单位名称", "科目编码", "科目名称", "合计", "基本支出", "<", "项目支出"],
                    ["^", "^", "^", "^", "^", "人员支出", "公用支出", "^"],
                ],
                [
                    [("", "合计", ["", "合计", "", "", "=10.00", "=5.00", "=1.00", "=4.00"])],
                    [("2010301", "行政运行", ["330001", "某某县水务局", "2010301", "行政运行", "=6.00", "=5.00", "=1.00", ""])],
                    [
                        (
                            "2010302",
                            "一般行政管理事务",
                            ["330001", "某某县水务局", "2010302", "一般行政管理事务", "=4.00", "", "", "=4.00"],
                        )
                    ],
                ],
                widths=[1, 2, 1, 2, 1, 1, 1, 1],
                measures=["total", "basic_personnel", "basic_public", "project"],
            )
        ],
    )
    yield Layout(
        "summary_stacked_income_then_outgo_two_grids",
        [
            Form(
                "income_expenditure_summary",
                "收支总表",
                [["收入项目", "2024年预算数"]],
                labelled(("一、财政拨款收入", "=10.00"), ("收入总计", "=10.00")),
                widths=[3, 1],
            ),
            Form(
                "income_expenditure_summary",
                "",
                [["支出项目", "2024年预算数"]],
                labelled(("一、基本支出", "=6.00"), ("二、项目支出", "=4.00"), ("支出总计", "=10.00")),
                widths=[3, 1],
                above=[""],
            ),
        ],
        between="#v(3mm)",
        page='paper: "a4", margin: 1.5cm',
    )
    yield Layout(
        "appropriation_by_fund_rows_two_years",
        [
            Form(
                "appropriation_summary",
                "财政拨款收支总体情况表",
                [
                    ["收入", "<", "<", "支出", "<", "<"],
                    ["项目", "2023年执行数", "2024年预算数", "项目（按功能分类）", "2023年执行数", "2024年预算数"],
                ],
                [
                    [
                        ("", "一、一般公共预算拨款", ["一、一般公共预算拨款", "=9.00", "=10.00"]),
                        ("", "一、一般公共服务支出", ["一、一般公共服务支出", "=9.00", "=10.00"]),
                    ],
                    [("", "收入总计", ["收入总计", "=9.00", "=10.00"]), ("", "支出总计", ["支出总计", "=9.00", "=10.00"])],
                ],
                widths=[3, 1, 1, 3, 1, 1],
            )
        ],
    )
    yield Layout(
        "fund_form_final_full_national",
        [
            Form(
                "state_capital",
                "国有资本经营预算财政拨款收入支出决算表",
                [
                    ["项目", "<", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
                    ["科目代码", "科目名称", "^", "^", "小计", "基本支出", "项目支出", "^"],
                    ["栏次", "<", "1", "2", "3", "4", "5", "6"],
                    ["合计", "<", "", "", "", "", "", ""],
                ],
                [[("", "", [""] * 8)]] * 2,
                widths=[1, 2, 1, 1, 1, 1, 1, 1],
                below=["本部门本年度没有国有资本经营预算财政拨款收入支出，故本表为空。"],
            )
        ],
        cover=F,
    )
    yield Layout(
        "zero_written_0_and_percent_in_column",
        [
            Form(
                "expenditure",
                "部门支出总体情况表",
                [["功能分类科目编码", "功能分类科目名称", "预算数", "占比%", "基本支出", "项目支出"]],
                coded(("合计", "<", "=10", "100", "=6", "=4"), ("2010301", "行政运行", "=10", "100", "=6", "=4")),
                widths=[1, 2, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "procurement_sme",
        [
            Form(
                "procurement",
                "政府采购支出决算表",
                [["项目", "采购预算数", "采购决算数", "授予中小企业合同金额"]],
                labelled(
                    ("合计", "=9.00", "=8.00", "=5.00"),
                    ("一、政府采购货物支出", "=1.00", "=1.00", "=1.00"),
                    ("二、政府采购工程支出", "=5.00", "=4.00", "=4.00"),
                    ("三、政府采购服务支出", "=3.00", "=3.00", "—"),
                ),
                widths=[3, 1, 1, 1],
            )
        ],
        cover=F,
    )
    yield Layout(
        "carryover_form",
        [
            Form(
                "carryover",
                "上年结转结余支出预算表",
                [["科目编码", "科目名称", "合计", "基本支出结转", "项目支出结转和结余"]],
                coded(("合计", "<", "=5.00", "=1.00", "=4.00"), ("2010301", "行政运行", "=5.00", "=1.00", "=4.00")),
                widths=[1, 2, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "economic_without_codes",
        [
            Form(
                "basic_expenditure",
                "一般公共预算基本支出情况表",
                [["经济科目", "合计", "人员经费", "公用经费"]],
                labelled(
                    ("合计", "=10.00", "=8.00", "=2.00"),
                    ("工资福利支出", "=8.00", "=8.00", ""),
                    ("　基本工资", "=5.00", "=5.00", ""),
                    ("　津贴补贴", "=3.00", "=3.00", ""),
                    ("商品和服务支出", "=2.00", "", "=2.00"),
                    ("　办公费", "=2.00", "", "=2.00"),
                ),
                widths=[3, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "basic_both_economic_classes",
        [
            Form(
                "basic_expenditure",
                "一般公共预算基本支出表",
                [["部门预算支出经济分类", "<", "政府预算支出经济分类", "<", "金额"], ["编码", "名称", "编码", "名称", "^"]],
                [
                    [("30101", "基本工资/工资奖金津补贴", ["30101", "基本工资", "50101", "工资奖金津补贴", "=5.00"])],
                    [("30201", "办公费/办公经费", ["30201", "办公费", "50201", "办公经费", "=2.00"])],
                    [("", "合计", ["合计", "<", "<", "<", "=7.00"])],
                ],
                widths=[1, 2, 1, 2, 1],
            )
        ],
    )


def over_pages() -> Iterator[Layout]:
    """What goes on over pages, and what stands beside."""
    h = forms.Habit()
    whole = forms.expenditure(h)
    for name, above in {
        "title_with_continued": ["^支出决算表（续）", ">金额单位：万元"],
        "continued_only": ["续表"],
        "continued_number": ["表3续"],
        "continued_from_above": ["（接上表）"],
        "title_repeated_without_header": ["^支出决算表", ">金额单位：万元"],
        "continued_before_title": ["^续表3　支出决算表"],
        "title_with_page_number": ["^支出决算表（2/2）"],
    }.items():
        head = [] if name == "title_repeated_without_header" else whole.head
        second = replace(whole, title="", above=above, head=head, body=whole.body[7:])
        yield Layout(f"goes_on_{name}", [replace(whole, body=whole.body[:7]), second], cover=F, page=P)
    b = [list(r) for r in whole.body]
    last = b[7][0]
    cut = [(last[0], last[1], [last[2][0], last[2][1][:10], *last[2][2:]])]
    rest = [("", "", ["", last[2][1][10:], "", "", "", "", "", ""])]
    yield Layout(
        "row_broken_over_pages",
        [replace(whole, body=[*b[:7], cut]), replace(whole, title="", above=[""], head=[], body=[rest, *b[8:]])],
        cover=F,
        page=P,
    )
    yield Layout(
        "tables_that_are_no_statements",
        [
            forms.three_public_twelve(h),
            Form(
                None,
                "国有资产占有使用情况表",
                [["项目", "数量", "价值（万元）"]],
                [[("", "", ["房屋（平方米）", "2000", "300.00"])], [("", "", ["车辆（辆）", "3", "60.00"])]],
                above=["^国有资产占有使用情况表"],
                unit="万元",
            ),
            Form(
                None,
                "部门整体支出绩效目标表",
                [["部门名称", "<", "某某县水务局", "<"], ["年度部门整体支出预算", "资金总额", "财政拨款", "其他资金"]],
                [
                    [("", "", ["", "1825.06", "1800.06", "25.00"])],
                    [("", "", ["年度总体目标", "保障供水安全", "<", "<"])],
                    [("", "", ["一级指标", "二级指标", "三级指标", "指标值"])],
                    [("", "", ["产出指标", "数量指标", "清淤长度", "≥5公里"])],
                ],
                above=["^部门整体支出绩效目标表", "（2024年度）"],
            ),
            Form(
                None,
                "项目支出绩效目标表",
                [["项目名称", "河道清淤", "<", "<"], ["项目资金（万元）", "年度资金总额：", "100.00", "<"]],
                [
                    [("", "", ["^", "其中：财政拨款", "100.00", "<"])],
                    [("", "", ["总体目标", "完成清淤", "<", "<"])],
                    [("", "", ["绩效指标", "一级指标", "二级指标", "三级指标"])],
                    [("", "", ["", "产出指标", "数量指标", "清淤长度"])],
                ],
                above=["^项目支出绩效目标表"],
            ),
            Form(
                None,
                "地方政府债务",
                [["地区", "一般债务限额", "专项债务限额"]],
                [[("", "", ["某某县", "10.00", "20.00"])]],
                above=["地方政府债务限额情况"],
            ),
            Form(
                None,
                "人员",
                [["单位名称", "编制人数", "在职人数", "离退休人数", "遗属人数"]],
                [[("", "", ["某某县水务局", "30", "28", "12", "1"])]],
                above=["人员构成情况："],
            ),
        ],
        cover=F,
    )
    yield Layout(
        "four_on_a_page_small",
        [
            replace(f, size=5, inset=0.8)
            for f in (forms.general_public(h), forms.fund(h), forms.capital(h, False), forms.three_public_twelve(h))
        ],
        between="#v(2mm)",
        cover=F,
        page=P,
    )
    yield Layout(
        "captions_below_each_other_with_same_columns",
        [replace(whole, body=whole.body[:5]), replace(forms.general_public(h), title="一般公共预算财政拨款支出决算表")],
        between="#v(2mm)",
        cover=F,
        page=P,
    )
    yield Layout(
        "unit_once_at_top_of_document",
        [
            replace(f, above=[f"^{f.title}"] + ([">单位：万元"] if i == 0 else []))
            for i, f in enumerate((forms.summary(h), whole, forms.general_public(h)))
        ],
        cover=F,
    )
    yield Layout(
        "notes_above_the_grid",
        [replace(whole, above=["^支出决算表", "说明：本表反映部门本年度各项支出情况。", ">单位：万元"])],
        cover=F,
    )
    yield Layout(
        "reporter_row_and_number_row_inside",
        [
            replace(
                whole,
                above=["^支出决算表"],
                inside=[["编制单位：某某县水务局", "<", "<", "<", "公开03表", "<", "金额单位：万元", "<"]],
            )
        ],
        cover=F,
    )
    yield Layout(
        "excel_wide_margins_cells_overflow",
        [replace(whole, size=10, inset=0.6, widths=[0.6, 1, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7])],
        cover=F,
        page=P,
    )
    yield Layout(
        "bold_and_total_first_dot_leading_names",
        [
            replace(
                whole,
                body=[
                    [
                        (c, n, [k[0], ("　" * ((len(c) - 3) // 2) if c else "") + k[1] if k[1] != "<" else "<", *k[2:]])
                        for c, n, k in r
                    ]
                    for r in whole.body
                ],
            )
        ],
        cover=F,
    )
