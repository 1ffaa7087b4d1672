"""Forms of provinces that the corpus has nothing of: counts among amounts, sheets parted over two pages, several years side by side."""

from collections.abc import Iterator
from dataclasses import replace

from tests.reader.layouts import cities, forms
from tests.reader.layouts.press import Form, Layout
from tests.reader.layouts.rows import Rows, coded, labelled


def layouts() -> Iterator[Layout]:
    yield from final_accounts()
    yield from three_public()
    yield from economic()
    yield from years()
    yield from blocks()
    yield from wide()
    yield from revenue()
    yield from projects()


def final_accounts() -> Iterator[Layout]:
    """All nine forms; what a place does otherwise it does in all of them."""
    habits = {
        "national": forms.Habit(),
        "dashes_for_nil": forms.Habit(codes="split", nil="dash", grouped=True, unit="元"),
        "blank_and_without_numbers": forms.Habit(number_row=False, line_numbers=False, total="last", nil="plain"),
        "slashes_for_nil_small": forms.Habit(size=5, inset=1, nil="slash"),
    }
    for name, habit in habits.items():
        yield Layout(f"final_accounts_{name}", forms.finals(habit), cover=("某某市水务局", "2023年度部门决算"))
    yield from final_accounts_without_rules()


def final_accounts_without_rules() -> Iterator[Layout]:
    """Headings merged over three rows, numbers of columns and rows, blank columns: told by where they stand alone."""
    bare = forms.Habit(number_row=False, line_numbers=False)
    habits = {
        "none": forms.Habit(ruling="none"),
        "none_split_codes": replace(bare, ruling="none", codes="split"),
        "three_lines_dashes_last": replace(bare, ruling="three_lines", nil="dash", total="last"),
        "horizontal_split_codes": forms.Habit(ruling="horizontal", codes="split"),
        "rows_and_outside_slashes": forms.Habit(ruling="rows_and_outside", nil="slash", size=7, inset=4),
        "outside_only_plain": replace(bare, ruling="outside_only", nil="plain"),
        "some_columns_split_codes": forms.Habit(ruling="some_columns", codes="split"),
    }
    for name, habit in habits.items():
        made = [
            *forms.finals(habit),
            replace(forms.basic_vertical(habit), code="other_basic_expenditure", title="部门基本支出决算表", above=None),
        ]
        yield Layout(f"final_accounts_unruled_{name}", made, cover=("某某市水务局", "2023年度部门决算"))


def three_public() -> Iterator[Layout]:
    yield Layout(
        "three_public_with_counts_below_云南",
        [
            Form(
                "three_public",
                "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
                [["项目", "行次", "预算数", "全年预算数", "决算数（统计数）"], ["栏次", "", "1", "2", "3"]],
                labelled(
                    ("一、“三公”经费支出", "1", "—", "—", "—"),
                    ("（一）支出合计", "2", "=12.00", "=10.50", "=9.00"),
                    ("1．因公出国（境）费", "3", "=0.00", "=0.00", "=0.00"),
                    ("2．公务用车购置及运行维护费", "4", "=9.00", "=8.00", "=7.50"),
                    ("（1）公务用车购置费", "5", "=0.00", "=0.00", "=0.00"),
                    ("（2）公务用车运行维护费", "6", "=9.00", "=8.00", "=7.50"),
                    ("3．公务接待费", "7", "=3.00", "=2.50", "=1.50"),
                    ("（1）国内接待费", "8", "—", "—", "=1.50"),
                    ("其中：外事接待费", "9", "—", "—", "=0.00"),
                    ("（2）国（境）外接待费", "10", "—", "—", "=0.00"),
                    ("（二）相关统计数", "11", "—", "—", "—"),
                    ("1．因公出国（境）团组数（个）", "12", "—", "—", "0"),
                    ("2．因公出国（境）人次数（人）", "13", "—", "—", "0"),
                    ("3．公务用车购置数（辆）", "14", "—", "—", "0"),
                    ("4．公务用车保有量（辆）", "15", "—", "—", "3"),
                    ("5．国内公务接待批次（个）", "16", "—", "—", "12"),
                    ("其中：外事接待批次（个）", "17", "—", "—", "0"),
                    ("6．国内公务接待人次（人）", "18", "—", "—", "96"),
                    ("二、机关运行经费", "19", "—", "—", "—"),
                    ("（一）行政单位", "20", "—", "—", "=55.20"),
                    ("（二）参照公务员法管理事业单位", "21", "—", "—", "=0.00"),
                ),
                widths=[3, 0.5, 1, 1, 1],
            )
        ],
        cover=("某某市水务局", "2023年度部门决算"),
    )
    yield Layout(
        "three_public_with_meetings_陕西",
        [
            Form(
                "three_public",
                "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
                [
                    ["项目", "“三公”经费", "<", "<", "<", "<", "<", "会议费", "培训费"],
                    ["^", "小计", "因公出国（境）费用", "公务接待费", "公务用车购置及运行维护费", "<", "<", "^", "^"],
                    ["^", "^", "^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^", "^"],
                    ["栏次", "1", "2", "3", "4", "5", "6", "7", "8"],
                ],
                labelled(
                    ("预算数", "=10.50", "=0.00", "=2.50", "=8.00", "=0.00", "=8.00", "=1.20", "=3.40"),
                    ("决算数", "=9.00", "=0.00", "=1.50", "=7.50", "=0.00", "=7.50", "=0.20", "=2.40"),
                ),
                widths=[1, *[1] * 8],
                measures=[
                    "three_public",
                    "abroad",
                    "reception",
                    "vehicles",
                    "vehicle_purchase",
                    "vehicle_running",
                    "meeting",
                    "training",
                ],
            )
        ],
        cover=("某某县审计局", "2023年部门决算"),
    )
    yield Layout(
        "three_public_numbered_rows_with_change",
        [
            Form(
                "three_public",
                "一般公共预算“三公”经费支出情况表",
                [["序号", "项目", "2023年预算数", "2024年预算数", "增减额", "增减%"]],
                [
                    [("", name, [str(i), name, *figures])]
                    for i, (name, figures) in enumerate(
                        (
                            ("合计", ["=12.00", "=10.50", "=-1.50", "-12.50"]),
                            ("因公出国（境）费", ["=0.00", "=0.00", "=0.00", "0.00"]),
                            ("公务接待费", ["=3.00", "=2.50", "=-0.50", "-16.67"]),
                            ("公务用车费", ["=9.00", "=8.00", "=-1.00", "-11.11"]),
                            ("其中：公务用车运行维护费", ["=9.00", "=8.00", "=-1.00", "-11.11"]),
                            ("公务用车购置", ["=0.00", "=0.00", "=0.00", "—"]),
                        ),
                        start=1,
                    )
                ],
                widths=[0.5, 3, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "three_public_units_by_rows_公车",
        [
            Form(
                "three_public",
                "2024年“三公”经费预算表",
                [
                    ["单位编码", "单位名称", "“三公”经费合计", "因公出国（境）费", "公车购置及运行费", "<", "<", "公务接待费"],
                    ["^", "^", "^", "^", "小计", "公车购置费", "公车运行费", "^"],
                ],
                [
                    [("", "合计", ["", "合计", "=10.50", "=0.00", "=8.00", "=0.00", "=8.00", "=2.50"])],
                    [
                        (
                            "",
                            "某某市水务局本级",
                            ["330001", "某某市水务局本级", "=9.50", "=0.00", "=8.00", "=0.00", "=8.00", "=1.50"],
                        )
                    ],
                    [("", "某某市水文站", ["330002", "某某市水文站", "=1.00", "", "", "", "", "=1.00"])],
                ],
                widths=[1, 2, 1, 1, 1, 1, 1, 1],
                measures=["three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"],
            )
        ],
    )
    yield Layout(
        "three_public_purchase_below_vehicles",
        [
            Form(
                "three_public",
                "“三公”经费公共预算财政拨款支出决算表",
                [
                    ["年度", "合计", "因公出国（境）经费", "公务用车", "<", "<", "公务接待经费"],
                    ["^", "^", "^", "小计", "购置", "运行维护", "^"],
                ],
                labelled(
                    ("2022年", "=10.50", "=0.00", "=8.00", "=0.00", "=8.00", "=2.50"),
                    ("2023年", "=9.00", "=0.00", "=7.50", "=0.00", "=7.50", "=1.50"),
                ),
                measures=["three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"],
            )
        ],
        cover=("某某市水务局", "2023年度部门决算"),
    )


def economic() -> Iterator[Layout]:
    heads = [
        "总计",
        "机关工资福利支出",
        "机关商品和服务支出",
        "机关资本性支出（一）",
        "机关资本性支出（二）",
        "对事业单位经常性补助",
        "对个人和家庭的补助",
        "其他支出",
    ]
    figures = ["=1467.46", "=1089.18", "=150.00", "=10.00", "=0.00", "=18.28", "=200.00", "=0.00"]
    yield Layout(
        "government_classes_as_columns_湖南",
        [
            Form(
                "other_economic_expenditure",
                "支出预算分类汇总表（按政府预算经济分类）",
                [
                    ["科目", "<", "<", "单位代码", "单位名称（科目）", *heads],
                    ["类", "款", "项", "^", "^", *["^"] * len(heads)],
                ],
                [
                    [("", "合计", ["", "", "", "", "合计", *figures])],
                    [("201", "一般公共服务支出", ["201", "", "", "201", "一般公共服务支出", *figures])],
                    [
                        (
                            "20103",
                            "政府办公厅（室）及相关机构事务",
                            ["201", "03", "", "20103", "政府办公厅（室）及相关机构事务", *figures],
                        )
                    ],
                    [("2010301", "行政运行", ["201", "03", "01", "2010301", "行政运行", *figures])],
                ],
                widths=[0.5, 0.5, 0.5, 1, 2, *[1] * 8],
                size=7,
                measures=["total", "econ_501", "econ_502", "econ_503", "econ_504", "econ_505", "econ_303", "econ_399"],
            )
        ],
    )
    yield Layout(
        "every_economic_item_a_column_四川",
        [
            Form(
                "other_appropriation_expenditure",
                "财政拨款支出决算明细表",
                [
                    ["项目", "<", "合计", "工资福利支出", "<", "<", "<", "商品和服务支出", "<", "<", "对个人和家庭的补助", "<"],
                    [
                        "科目编码",
                        "科目名称",
                        "^",
                        "小计",
                        "基本工资",
                        "津贴补贴",
                        "奖金",
                        "小计",
                        "办公费",
                        "印刷费",
                        "小计",
                        "退休费",
                    ],
                ],
                coded(
                    ("合计", "<", "=18.00", "=10.00", "=6.00", "=3.00", "=1.00", "=5.00", "=3.00", "=2.00", "=3.00", "=3.00"),
                    (
                        "2010301",
                        "行政运行",
                        "=18.00",
                        "=10.00",
                        "=6.00",
                        "=3.00",
                        "=1.00",
                        "=5.00",
                        "=3.00",
                        "=2.00",
                        "=3.00",
                        "=3.00",
                    ),
                ),
                widths=[1, 2, *[1] * 10],
                size=7,
            )
        ],
        cover=("某某县水务局", "2023年度部门决算"),
    )
    yield Layout(
        "personnel_items_as_columns_湖南",
        [
            Form(
                "other_basic_function",
                "一般公共预算基本支出表--人员经费（工资福利支出）（按部门预算经济分类）",
                [
                    ["科目编码", "<", "<", "科目名称", "总计", "工资奖金津补贴", "<", "<", "社会保障缴费", "<", "住房公积金"],
                    ["类", "款", "项", "^", "^", "小计", "基本工资", "津贴补贴", "小计", "养老保险", "^"],
                ],
                [
                    [("", "合计", ["合计", "<", "<", "<", "=18.00", "=10.00", "=6.00", "=4.00", "=5.00", "=5.00", "=3.00"])],
                    [
                        (
                            "2010301",
                            "行政运行",
                            ["201", "03", "01", "行政运行", "=18.00", "=10.00", "=6.00", "=4.00", "=5.00", "=5.00", "=3.00"],
                        )
                    ],
                ],
                widths=[0.5, 0.5, 0.5, 2, *[1] * 7],
            )
        ],
    )
    yield Layout(
        "basic_with_columns_of_other_funds",
        [
            Form(
                "basic_expenditure",
                "一般公共预算基本支出表",
                [
                    ["科目编码", "科目名称", "总计", "财政拨款", "<", "<", "<", "单位资金"],
                    ["^", "^", "^", "小计", "一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款", "^"],
                ],
                coded(
                    ("合计", "<", "=18.00", "=16.00", "=15.00", "=1.00", "=0.00", "=2.00"),
                    ("301", "工资福利支出", "=18.00", "=16.00", "=15.00", "=1.00", "=0.00", "=2.00"),
                ),
                widths=[1, 2, *[1] * 6],
                measures=["total", "fiscal", "general_public", "government_fund", "state_capital", "unit_funds"],
            )
        ],
    )
    yield Layout(
        "basic_two_blocks_final",
        [
            Form(
                "basic_expenditure",
                "一般公共预算财政拨款基本支出决算表",
                [
                    ["人员经费", "<", "<", "公用经费", "<", "<"],
                    ["经济分类科目编码", "科目名称", "决算数", "经济分类科目编码", "科目名称", "决算数"],
                ],
                [
                    [
                        ("301", "工资福利支出", ["301", "工资福利支出", "=10.00"]),
                        ("302", "商品和服务支出", ["302", "商品和服务支出", "=5.00"]),
                    ],
                    [
                        ("30101", "基本工资", ["30101", "  基本工资", "=10.00"]),
                        ("30201", "办公费", ["30201", "  办公费", "=5.00"]),
                    ],
                    [
                        ("303", "对个人和家庭的补助", ["303", "对个人和家庭的补助", "—"]),
                        ("310", "资本性支出", ["310", "资本性支出", "—"]),
                    ],
                    [("", "人员经费合计", ["人员经费合计", "<", "=10.00"]), ("", "公用经费合计", ["公用经费合计", "<", "=5.00"])],
                ],
                widths=[1, 2, 1] * 2,
            )
        ],
        cover=("某某县水务局", "2023年度部门决算"),
    )


def years() -> Iterator[Layout]:
    yield Layout(
        "executed_and_budget_with_change",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算支出表",
                [
                    ["功能分类科目", "<", "2023年执行数", "2024年预算数", "<", "<", "2024年预算数比2023年执行数", "<"],
                    ["科目编码", "科目名称", "^", "小计", "基本支出", "项目支出", "增减额", "增减%"],
                ],
                coded(
                    ("合计", "<", "=9.00", "=10.00", "=6.00", "=4.00", "=1.00", "11.11%"),
                    ("201", "一般公共服务支出", "=9.00", "=10.00", "=6.00", "=4.00", "=1.00", "11.11%"),
                    ("2010301", "行政运行", "=9.00", "=10.00", "=6.00", "=4.00", "=1.00", "11.11%"),
                ),
                widths=[1, 2, 1, 1, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "three_phases_by_three_blocks_财决01",
        [
            Form(
                "income_expenditure_summary",
                "收入支出决算总表",
                [
                    ["收入", "<", "<", "<", "<", "支出", "<", "<", "<", "<"],
                    [
                        "项目",
                        "行次",
                        "年初预算数",
                        "全年预算数",
                        "决算数",
                        "项目（按功能分类）",
                        "行次",
                        "年初预算数",
                        "全年预算数",
                        "决算数",
                    ],
                    ["栏次", "", "1", "2", "3", "栏次", "", "4", "5", "6"],
                ],
                [
                    [
                        ("", a, [a, str(i), "=10.00", "=11.00", "=12.00"]),
                        ("", b, [b, str(i + 3), "=10.00", "=11.00", "=12.00"]),
                    ]
                    for i, (a, b) in enumerate(
                        (
                            ("一、一般公共预算财政拨款收入", "一、一般公共服务支出"),
                            ("本年收入合计", "本年支出合计"),
                            ("总计", "总计"),
                        ),
                        start=1,
                    )
                ],
                widths=[3, 0.5, 1, 1, 1] * 2,
            )
        ],
        cover=("某某县水务局", "2023年度部门决算"),
    )


def blocks() -> Iterator[Layout]:
    body: Rows = []
    income = [
        ("一、财政拨款收入", "=1825.06"),
        ("（一）一般公共预算", "=1825.06"),
        ("二、财政专户管理资金", "—"),
        ("三、单位资金", "—"),
        ("收入总计", "=1825.06"),
    ]
    function = [
        ("一、一般公共服务支出", "=1580.16"),
        ("二、社会保障和就业支出", "=98.70"),
        ("三、卫生健康支出", "=45.32"),
        ("四、住房保障支出", "=100.88"),
        ("支出总计", "=1825.06"),
    ]
    kind = [
        ("一、基本支出", "=1467.46"),
        ("人员经费", "=1289.18"),
        ("公用经费", "=178.28"),
        ("二、项目支出", "=357.60"),
        ("支出总计", "=1825.06"),
    ]
    economy = [
        ("一、工资福利支出", "=1289.18"),
        ("二、商品和服务支出", "=435.88"),
        ("三、对个人和家庭的补助", "=100.00"),
        ("四、资本性支出", "—"),
        ("支出总计", "=1825.06"),
    ]
    for row in zip(income, function, kind, economy, strict=True):
        body.append([("", label, [label, value]) for label, value in row])
    yield Layout(
        "summary_of_four_blocks",
        [
            Form(
                "income_expenditure_summary",
                "部门收支预算总表",
                [
                    ["收入", "<", "支出", "<", "<", "<", "<", "<"],
                    ["项目", "预算数", "功能分类", "预算数", "支出类型", "预算数", "经济分类", "预算数"],
                ],
                body,
                widths=[2.5, 1] * 4,
                size=7,
            )
        ],
    )
    yield Layout(
        "appropriation_income_one_column_outgo_four",
        [
            Form(
                "appropriation_summary",
                "财政拨款收支预算总表",
                [
                    ["收入", "<", "支出", "<", "<", "<", "<"],
                    ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
                ],
                [
                    [("", a, [a, av]), ("", b, [b, *bv])]
                    for a, av, b, bv in (
                        ("一、本年收入", "=30.00", "一、本年支出", ["=30.00", "=10.00", "=20.00", "—"]),
                        ("（一）一般公共预算拨款", "=10.00", "（一）一般公共服务支出", ["=10.00", "=10.00", "—", "—"]),
                        ("（二）政府性基金预算拨款", "=20.00", "（二）城乡社区支出", ["=20.00", "—", "=20.00", "—"]),
                        ("（三）国有资本经营预算拨款", "—", "（三）住房保障支出", ["—", "—", "—", "—"]),
                        ("二、上年结转", "—", "二、结转下年", ["—", "—", "—", "—"]),
                        ("收入总计", "=30.00", "支出总计", ["=30.00", "=10.00", "=20.00", "—"]),
                    )
                ],
                widths=[3, 1, 3, 1, 1, 1, 1],
            )
        ],
    )


def wide() -> Iterator[Layout]:
    """A sheet too wide for its page: its right half is printed on the next page, with the names again or without."""
    rows = [("", "合计"), *[(code, name) for code, name in cities.NAMES.items()]]
    names = forms.Habit().key_head(2)
    left = ["本年收入合计", "财政拨款收入", "上级补助收入"]
    right = ["事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    measures = ["business_revenue", "operating_revenue", "affiliate_remittance", "other_revenue"]
    head_left = [[*names[0], *left], [*names[1], *["^"] * 3], ["栏次", "<", "1", "2", "3"]]

    def figures(number: int, count: int) -> list[str]:
        return [f"={number + place}.{place}0" for place in range(count)]

    first: Rows = [
        [(code, name, [*(["合计", "<"] if not code else [code, name]), *figures(i, 3)])] for i, (code, name) in enumerate(rows, 1)
    ]
    left_form = Form(
        "revenue", "收入决算表", head_left, first, widths=[1, 3, 1, 1, 1], measures=["total", "fiscal", "superior_subsidy"]
    )
    again: Rows = [
        [(code, name, [*(["合计", "<"] if not code else [code, name]), *figures(i + 50, 4)])]
        for i, (code, name) in enumerate(rows, 1)
    ]
    yield Layout(
        "wide_sheet_names_printed_again",
        [
            left_form,
            Form(
                "revenue",
                "",
                [[*names[0], *right], [*names[1], *["^"] * 4], ["栏次", "<", "4", "5", "6", "7"]],
                again,
                widths=[1, 3, 1, 1, 1, 1],
                measures=measures,
                above=[""],
            ),
        ],
        page='paper: "a4", margin: 1.5cm',
        cover=("某某县水务局", "2023年度部门决算"),
    )
    alone: Rows = [[(code, name, figures(i + 50, 4))] for i, (code, name) in enumerate(rows, 1)]
    yield Layout(
        "wide_sheet_right_half_without_names",
        [
            left_form,
            Form(
                "revenue",
                "",
                [right, ["^"] * 4, ["4", "5", "6", "7"]],
                alone,
                measures=measures,
                above=["#v(23pt)", ">金额单位：万元"],
            ),
        ],
        page='paper: "a4", margin: 1.5cm',
        cover=("某某县水务局", "2023年度部门决算"),
    )
    half, lower = 8, [*first[8:]]
    yield Layout(
        "wide_sheet_printed_down_then_over",
        [
            replace(left_form, body=first[:half]),
            replace(left_form, title="", above=[""], head=[], body=lower),
            Form(
                "revenue", "", [right, ["^"] * 4, ["4", "5", "6", "7"]], alone[:half], measures=measures, above=["#v(23pt)", ""]
            ),
            Form("revenue", "", [], alone[half:], measures=measures, above=[""]),
        ],
        page='paper: "a4", margin: 1.5cm',
        cover=("某某县水务局", "2023年度部门决算"),
    )
    yield Layout(
        "amounts_too_wide_for_their_cells",
        [
            cities.function_form(
                head=cities.HEAD_3,
                body=coded(("", "合计", "########", "=5.00", "####"), ("2010301", "行政运行", "###", "=5.00", "=1.00")),
                measures=["total", "basic", "project"],
            )
        ],
    )


def revenue() -> Iterator[Layout]:
    yield Layout(
        "revenue_by_organisation_with_carryover_一体化",
        [
            Form(
                "revenue",
                "部门收入总表",
                [
                    ["部门（单位）代码", "部门（单位）名称", "合计", "本年收入", *["<"] * 8, "上年结转结余", *["<"] * 3],
                    [
                        "^",
                        "^",
                        "^",
                        "小计",
                        "一般公共预算",
                        "政府性基金预算",
                        "国有资本经营预算",
                        "财政专户管理资金",
                        "单位资金",
                        "<",
                        "<",
                        "<",
                        "小计",
                        "一般公共预算",
                        "政府性基金预算",
                        "单位资金",
                    ],
                    [
                        "^",
                        "^",
                        "^",
                        "^",
                        "^",
                        "^",
                        "^",
                        "^",
                        "事业收入",
                        "上级补助收入",
                        "附属单位上缴收入",
                        "其他收入",
                        "^",
                        "^",
                        "^",
                        "^",
                    ],
                ],
                [
                    [("", "合计", ["", "合计", *(f"={i}.00" for i in range(20, 34))])],
                    [("", "某某市水务局", ["330", "某某市水务局", *(f"={i}.00" for i in range(20, 34))])],
                    [("", "某某市水务局本级", ["330001", "某某市水务局本级", *(f"={i}.00" for i in range(20, 34))])],
                ],
                widths=[1, 2, *[1] * 14],
                size=6,
                measures=[
                    "total",
                    "current_year",
                    "general_public",
                    "government_fund",
                    "state_capital",
                    "special_account",
                    "business_revenue",
                    "superior_subsidy",
                    "affiliate_remittance",
                    "other_revenue",
                    "prior_carryover",
                    "prior_carryover+general_public",
                    "prior_carryover+government_fund",
                    "prior_carryover+unit_funds",
                ],
            )
        ],
    )
    yield Layout(
        "expenditure_by_organisation_and_type_浙江",
        [
            Form(
                "expenditure",
                "支出预算总表",
                [
                    [
                        "单位名称/功能科目",
                        "合计",
                        "基本支出",
                        "<",
                        "<",
                        "项目支出",
                        "事业单位经营支出",
                        "对附属单位补助支出",
                        "上缴上级支出",
                    ],
                    ["^", "^", "小计", "人员支出", "日常公用支出", "^", "^", "^", "^"],
                ],
                [
                    [("", "合计", ["合计", "=10.00", "=6.00", "=5.00", "=1.00", "=4.00", "", "", ""])],
                    [("", "某某市水务局", ["某某市水务局", "=10.00", "=6.00", "=5.00", "=1.00", "=4.00", "", "", ""])],
                    [
                        (
                            "201",
                            "一般公共服务支出",
                            ["201 一般公共服务支出", "=10.00", "=6.00", "=5.00", "=1.00", "=4.00", "", "", ""],
                        )
                    ],
                    [("2010301", "行政运行", ["2010301 行政运行", "=6.00", "=6.00", "=5.00", "=1.00", "", "", "", ""])],
                    [("2010302", "一般行政管理事务", ["2010302 一般行政管理事务", "=4.00", "", "", "", "=4.00", "", "", ""])],
                ],
                widths=[3, *[1] * 8],
                measures=[
                    "total",
                    "basic",
                    "basic_personnel",
                    "basic_public",
                    "project",
                    "operating",
                    "subsidy_to_affiliates",
                    "remit_to_superior",
                ],
            )
        ],
    )
    yield Layout(
        "revenue_with_kinds_of_other_revenue",
        [
            Form(
                "revenue",
                "收入总表",
                [
                    [
                        "科目编码",
                        "科目名称",
                        "合计",
                        "财政拨款",
                        "事业收入（不含财政专户管理资金）",
                        "非同级财政拨款",
                        "捐赠收入",
                        "利息收入",
                        "其他收入",
                    ]
                ],
                coded(
                    ("", "合计", *[f"={i}.00" for i in range(11, 18)]),
                    ("2050205", "高等教育", *[f"={i}.00" for i in range(11, 18)]),
                ),
                widths=[1, 2, *[1] * 7],
                measures=[
                    "total",
                    "fiscal",
                    "business_revenue",
                    "other_revenue",
                    "other_revenue+further_2",
                    "other_revenue+further_3",
                    "other_revenue+further_4",
                ],
            )
        ],
        cover=("某某大学", "2024年单位预算"),
    )


def projects() -> Iterator[Layout]:
    yield Layout(
        "projects_with_code_and_funds_一体化",
        [
            Form(
                "project_expenditure",
                "项目支出表",
                cities.projects_by_fund("类型"),
                [
                    [("", "合计", ["合计", "<", "<", "=9.00", "=7.00", "=1.00", "", "=1.00", "", ""])],
                    [
                        (
                            "",
                            "特定目标类/河道清淤",
                            ["特定目标类", "河道清淤", "某某市水务局", "=5.00", "=4.00", "=1.00", "", "", "", ""],
                        )
                    ],
                    [
                        (
                            "",
                            "其他运转类/水文监测",
                            ["其他运转类", "水文监测", "某某市水文站", "=4.00", "=3.00", "", "", "=1.00", "", ""],
                        )
                    ],
                ],
                widths=[1, 2, 2, *[1] * 7],
                measures=[
                    "total",
                    "general_public",
                    "government_fund",
                    "state_capital",
                    "prior_carryover_fiscal",
                    "special_account",
                    "unit_funds",
                ],
            )
        ],
    )
    yield Layout(
        "procurement_by_kind_and_source",
        [
            Form(
                "procurement",
                "政府采购预算表",
                [
                    ["采购项目", "采购品目", "数量", "合计", "一般公共预算", "政府性基金", "其他资金"],
                ],
                [
                    [("", "合计", ["合计", "", "", "=9.00", "=8.00", "=1.00", ""])],
                    [
                        (
                            "",
                            "办公设备/A02010105台式计算机",
                            ["办公设备", "A02010105台式计算机", "10", "=9.00", "=8.00", "=1.00", ""],
                        )
                    ],
                ],
                widths=[2, 2, 0.6, 1, 1, 1, 1],
                measures=["total", "general_public", "government_fund", "unit_funds"],
            )
        ],
    )
    yield Layout(
        "procurement_of_goods_works_services_in_columns",
        [
            Form(
                "procurement",
                "政府采购支出情况表",
                [["单位名称", "合计", "货物", "工程", "服务"]],
                [[("", "某某市水务局", ["某某市水务局", "=9.00", "=1.00", "=5.00", "=3.00"])]],
                widths=[3, 1, 1, 1, 1],
                measures=["total", "procurement_goods", "procurement_works", "procurement_services"],
            )
        ],
    )
