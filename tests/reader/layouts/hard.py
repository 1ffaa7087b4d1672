"""Harder cities: unruled tables over pages, wrapped names, merged keys, odd captions, odd nils."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.reader.layouts import cities
from tests.reader.layouts.press import Form, Layout, Segment

LONG = "机关事业单位基本养老保险缴费支出以及其他社会保障和就业方面的各项支出"
RUNNING = 'paper: "a4", flipped: true, margin: 2cm, header: [某某市水务局2024年部门预算公开], footer: context align(center)[— #counter(page).display() —]'


def layouts() -> Iterator[Layout]:
    yield from unruled()
    yield from headings()
    yield from captions()
    yield from rows()
    yield from forms()
    yield from county()
    yield from rules()


def rules() -> Iterator[Layout]:
    """Rules drawn in other ways: doubled, cell by cell, at the border only, for rows only, for some columns only, without a border."""
    for ruling in (
        "doubled",
        "cell_by_cell",
        "outside_only",
        "rows_and_outside",
        "some_columns",
        "columns_only",
        "only_columns",
        "open_ends",
        "between_cells",
    ):
        yield Layout(
            f"ruled_{ruling}",
            [cities.function_form(ruling=ruling), cities.summary_form(ruling=ruling), cities.revenue_form(ruling=ruling)],
        )
    one_row = Form(
        "state_capital",
        "国有资本经营预算支出表",
        [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
        [[("", "合计", ["", "合计", "=3.00", "=2.00", "=1.00"])]],
    )
    yield Layout("one_row_below_a_header_without_a_border", [replace(one_row, ruling="between_cells")])
    spaced = cities.function_form(
        head=[["科目编码", "科目名称", "合　计", "小　计", "其　他"]], measures=[], ruling="only_columns"
    )
    yield Layout("headings_with_blanks_with_rules_between_columns_only", [spaced])
    yield Layout("one_row_below_a_header_with_rules_between_columns_only", [replace(one_row, ruling="only_columns")])
    yield Layout(
        "page_turned_by_its_rotate_entry",
        [cities.function_form(), cities.summary_form()],
        rotate=-90,
        page_rotation=90,
        page='paper: "a4", margin: 1cm',
    )
    yield Layout("page_turned_and_text_upright", [cities.function_form()], page_rotation=90)


def unruled() -> Iterator[Layout]:
    long = cities.by_function(cities.joined, cities.three("zero"), "first", ["", "合计"])
    long = [*long, *long[1:], *long[1:], *long[1:]]
    for ruling in ("none", "three_lines", "horizontal"):
        yield Layout(f"{ruling}_over_pages", [cities.function_form(ruling=ruling, body=long, inset=6)])
        yield Layout(
            f"{ruling}_over_pages_with_running_header", [cities.function_form(ruling=ruling, body=long, inset=6)], page=RUNNING
        )
        yield Layout(
            f"{ruling}_over_pages_header_repeated", [cities.function_form(ruling=ruling, body=long, inset=6, repeat_header=True)]
        )
        wrapped = [[("2080505", LONG, ["2080505", LONG, "=12.00", "=10.00", "=2.00"])], *long[2:5]]
        yield Layout(
            f"{ruling}_with_wrapped_names",
            [cities.function_form(ruling=ruling, body=wrapped, widths=[1.2, 1.8, 1, 1, 1], inset=7)],
        )
        yield Layout(f"{ruling}_two_level_header", [cities.economy_form(ruling=ruling), cities.summary_form(ruling=ruling)])
        yield Layout(
            f"{ruling}_names_by_indentation",
            [
                cities.function_form(
                    ruling=ruling,
                    head=[["功能分类科目名称", "合计", "基本支出", "项目支出"]],
                    body=cities.by_function(cities.indented, cities.three(), "last", ["合　　计"], truth_code=False)[:-1],
                    widths=[3, 1, 1, 1],
                )
            ],
        )
        yield Layout(
            f"{ruling}_three_public",
            [
                Form(
                    "three_public",
                    "一般公共预算“三公”经费支出表",
                    [["项目", "2023年预算数", "2024年预算数"]],
                    [
                        [
                            (
                                "",
                                name,
                                [
                                    name,
                                    cities.money(cities.Decimal(v or 0), "dash"),
                                    cities.money(cities.Decimal(v or 0), "dash"),
                                ],
                            )
                        ]
                        for name, v in cities.THREE_PUBLIC
                    ],
                    widths=[3, 1, 1],
                    ruling=ruling,
                )
            ],
        )
        yield Layout(
            f"{ruling}_notes_below", [cities.function_form(ruling=ruling, below=["注：本表反映部门本年度支出预算情况。"])]
        )
        yield Layout(
            f"{ruling}_two_on_one_page",
            [cities.function_form(ruling=ruling), cities.summary_form(ruling=ruling)],
            between="#v(1cm)",
            page='paper: "a4", margin: 1.5cm',
        )


def headings() -> Iterator[Layout]:
    """Headings over columns that no rule parts: which columns they are over shows in the height of the headings below them."""
    vehicles = Form(
        "three_public",
        "一般公共预算“三公”经费支出表",
        [
            ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费", "会议费", "培训费"],
            ["^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^", "^", "^"],
        ],
        [[("", "", ["=15.00", "=0.00", "=8.00", "=3.00", "=5.00", "=7.00", "=30.00", "=105.00"])]],
        measures=[
            "three_public",
            "abroad",
            "vehicles",
            "vehicle_purchase",
            "vehicle_running",
            "reception",
            "meeting",
            "training",
        ],
        inset=6,
    )
    codes: list[list[Segment]] = [
        [("201", "一般公共服务支出", ["201", "", "", "一般公共服务支出", "=3000.00", "=2000.00", "=1000.00"])],
        [("20103", "政府办公厅及相关机构事务", ["", "03", "", "政府办公厅及相关机构事务", "=3000.00", "=2000.00", "=1000.00"])],
        [("2010301", "行政运行", ["", "", "01", "行政运行", "=2000.00", "=2000.00", ""])],
        [("2010302", "一般行政管理事务", ["", "", "02", "一般行政管理事务", "=1000.00", "", "=1000.00"])],
    ]
    parted_codes = cities.function_form(
        head=[["科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"], ["类", "款", "项", "^", "^", "^", "^"]],
        body=codes,
        widths=[0.7, 0.7, 0.7, 3, 1.5, 1.5, 1.5],
        inset=6,
    )
    funds = cities.function_form(
        head=[
            ["科目名称", "总计", "财政拨款", "<", "<", "<", "财政专户拨款", "其他资金"],
            ["^", "^", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "^", "^"],
        ],
        body=[
            [("", "合计", ["合计", "=99.00", "=96.00", "=88.00", "=5.00", "=3.00", "=2.00", "=1.00"])],
            [("", "行政运行", ["行政运行", "=99.00", "=96.00", "=88.00", "=5.00", "=3.00", "=2.00", "=1.00"])],
        ],
        widths=[2, 1, 1, 1, 1, 1, 1, 1],
        measures=["total", "fiscal", "general_public", "government_fund", "state_capital", "special_account", "unit_funds"],
        inset=6,
    )
    label_first = cities.function_form(above=["^部门支出总表", ">公开03表", "部门：某某市水务局||单位：万元"], ruling="none")
    for name, form in (("vehicles", vehicles), ("parted_codes", parted_codes), ("funds", funds)):
        yield Layout(f"headings_of_{name}_without_rules", [replace(form, ruling="none")])
    yield Layout("form_label_and_unit_over_a_table_without_rules", [label_first])
    loose = [[heading if len(heading) < 6 else f"{heading[:5]}\n{heading[5:]}" for heading in cities.REVENUE_HEAD[-1]]]
    yield Layout(
        "headings_with_wide_leading_without_rules",
        [cities.revenue_form(ruling="none", head=loose, inset=6)],
        before="#set par(leading: 0.9em)",
    )


def captions() -> Iterator[Layout]:
    above: dict[str, Sequence[str]] = {
        "title_and_unit_on_one_line": ["部门支出总表　　　　　　　　　　　　　　单位：万元"],
        "year_between_title_and_table": ["^部门支出总表", "^（2024年度）", ">单位：万元"],
        "form_label_attachment": ["附件3：部门支出总表", ">单位：万元"],
        "form_label_attached_table": ["附表1-3  部门支出总表", ">单位：万元"],
        "form_label_public": ["预算公开03表", "^2024年支出总表", ">金额单位：万元"],
        "form_label_colon": ["表3：2024年部门支出总表", ">单位：万元"],
        "form_label_with_blank": ["表 3", "^部门支出总表", ">单位：万元"],
        "form_label_dash": ["表1-2", "^部门支出总表", "填报单位：某某市水务局||单位：万元"],
        "title_in_quotes_of_section": ["五、2024年部门支出总表（见附表3）", "^部门支出总表", ">单位：万元"],
        "unit_in_brackets": ["^部门支出总表（单位：万元）"],
        "unit_in_brackets_on_its_own_line": ["^部门支出总表", ">（单位：万元）"],
        "unit_with_wide_blanks": ["^部门支出总表", ">单 位 ： 万 元"],
        "date_line": ["^部门支出总表", "编制日期：2024年2月1日||单位：万元"],
        "title_with_part_number": ["第三部分 部门预算公开表", "（三）部门支出总表", ">单位：万元"],
        "title_far_above": ["^部门支出总表", ">单位：万元", "#v"],
        "unit_of_several_forms": ["^部门支出总表", "某某市水务局|2024年|单位：万元"],
    }
    for name, lines in above.items():
        yield Layout(f"caption_{name}", [cities.function_form(above=[line for line in lines if line != "#v"])])
    yield Layout("no_cover_at_all", [cities.function_form(above=["^某某市水务局2024年部门支出总表", ">单位：万元"])], cover=())


def rows() -> Iterator[Layout]:
    head = [["单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    body: list[list[Segment]] = [[("", "合计", ["合计", "<", "<", "=20.00", "=14.00", "=6.00"])]]
    for unit in ("某某市水务局本级", "某某市水文站"):
        body.append([("2010301", "行政运行", [unit, "2010301", "行政运行", "=7.00", "=7.00", ""])])
        body.append([("2010302", "一般行政管理事务", ["^", "2010302", "一般行政管理事务", "=3.00", "", "=3.00"])])
    yield Layout("unit_merged_down_over_its_rows", [cities.function_form(head=head, body=body, widths=[2, 1, 3, 1, 1, 1])])
    numbered: list[list[Segment]] = [
        [("", "合计", ["", "合计", "=60.00", "=55.00", "=5.00"])],
        [("", "河道治理", ["1", "河道治理", "=40.00", "=40.00", ""])],
        [("", "信息化运维", ["2", "信息化运维", "=15.00", "=10.00", "=5.00"])],
        [("", "防汛物资", ["3", "防汛物资", "=5.00", "=5.00", ""])],
    ]
    yield Layout(
        "rows_with_a_running_number",
        [
            Form(
                "project_expenditure",
                "2024年部门项目支出表",
                [["序号", "项目名称", "预算金额", "财政拨款", "其他资金"]],
                numbered,
                widths=[0.5, 3, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "project_class_merged_down",
        [
            Form(
                "project_expenditure",
                "部门项目支出预算表",
                [["项目类型", "项目名称", "合计", "财政拨款"]],
                [
                    [("", "特定目标类/河道治理", ["特定目标类", "河道治理", "=40.00", "=40.00"])],
                    [("", "特定目标类/防汛物资", ["^", "防汛物资", "=5.00", "=5.00"])],
                    [("", "其他运转类/信息化运维", ["其他运转类", "信息化运维", "=15.00", "=15.00"])],
                    [("", "合计", ["合计", "<", "=60.00", "=60.00"])],
                ],
                widths=[1, 3, 1, 1],
            )
        ],
    )
    blanks: list[list[Segment]] = [[("", "", [""] * 5)] for _ in range(4)]
    yield Layout(
        "blank_rows_between",
        [
            cities.function_form(
                body=[
                    *cities.by_function(cities.joined, cities.three(), "first", ["", "合计"])[:4],
                    *blanks,
                    *cities.by_function(cities.joined, cities.three(), "first", ["", "合计"])[4:],
                ]
            )
        ],
    )
    yield Layout(
        "amounts_with_their_unit_in_the_cell",
        [
            cities.function_form(
                above=["^部门支出总表"],
                body=[[("2010301", "行政运行", ["2010301", "行政运行", "=12.50万元", "=2.50万元", "=10.00万元"])]],
            )
        ],
    )
    spaced: list[list[Segment]] = [
        [
            ("", "一、财政拨款收入", ["一、财政拨款收入", "=500.00"]),
            ("", "", [""]),
            ("", "一、一般公共服务支出", ["一、一般公共服务支出", "=450.00"]),
        ],
        [("", "二、事业收入", ["二、事业收入", "=30.00"]), ("", "", [""]), ("", "二、教育支出", ["二、教育支出", "=80.00"])],
        [("", "收入总计", ["收入总计", "=530.00"]), ("", "", [""]), ("", "支出总计", ["支出总计", "=530.00"])],
    ]
    yield Layout(
        "a_blank_column_between_the_blocks",
        [
            cities.summary_form(
                head=[["收入", "<", "", "支出", "<"], ["项目", "预算数", "", "项目", "预算数"]],
                body=spaced,
                widths=[3, 1, 0.2, 3, 1],
            )
        ],
    )
    stacked: list[list[Segment]] = [
        [("", "一、本年收入", ["一、本年收入", "=530.00"])],
        [("", "（一）财政拨款收入", ["（一）财政拨款收入", "=500.00"])],
        [("", "（二）事业收入", ["（二）事业收入", "=30.00"])],
        [("", "二、本年支出", ["二、本年支出", "=530.00"])],
        [("", "（一）基本支出", ["（一）基本支出", "=400.00"])],
        [("", "（二）项目支出", ["（二）项目支出", "=130.00"])],
    ]
    yield Layout("income_above_expenditure", [cities.summary_form(head=[["项目", "2024年预算数"]], body=stacked, widths=[3, 1])])
    yield Layout(
        "names_wrapped_in_ruled_cells",
        [
            cities.function_form(
                body=[
                    [("2080505", LONG, ["2080505", LONG, "=12.00", "=10.00", "=2.00"])],
                    *cities.by_function(cities.joined, cities.three(), "last", ["", "合计"]),
                ],
                widths=[2, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "percentages_and_counts_beside_amounts",
        [
            Form(
                "three_public",
                "“三公”经费支出表",
                [["项目", "预算数", "占比", "批次（个）", "人次", "车辆数（辆）"]],
                [
                    [("", "合计", ["合计", "=10.50", "100.00%", "", "", ""])],
                    [("", "公务接待费", ["公务接待费", "=2.50", "23.81%", "12", "130", ""])],
                    [("", "公务用车运行维护费", ["公务用车运行维护费", "=8.00", "76.19%", "", "", "3"])],
                ],
                widths=[3, 1, 1, 1, 1, 1],
            )
        ],
    )


def forms() -> Iterator[Layout]:
    empty = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    yield Layout(
        "forms_with_none_written_in",
        [
            Form("government_fund", "政府性基金预算拨款支出表", empty, [[("", "", ["无", "无", "无", "无", "无"])]]),
            Form(
                "state_capital",
                "国有资本经营预算支出表",
                empty,
                [[("", "", ["本单位无国有资本经营预算支出", "<", "<", "<", "<"])]],
            ),
            Form("carryover", "上年结转结余情况表", empty, [[("", "合计", ["", "合计", "=0.00", "=0.00", "=0.00"])]]),
        ],
    )
    many = [
        "合计",
        "一般公共预算",
        "政府性基金",
        "国有资本经营预算",
        "财政专户管理资金",
        "事业收入",
        "事业单位经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
        "上年结转结余",
    ]
    figures = ["=1111.11", "=1000.00", "=10.00", "=1.00", "=20.00", "=30.00", "=5.00", "=15.11", "=10.00", "=15.00", "=5.00"]
    yield Layout(
        "eleven_narrow_columns",
        [
            Form(
                "revenue",
                "收入预算总表",
                [["部门（单位）代码", "部门（单位）名称", *many]],
                [[("", "合计", ["", "合计", *figures])], [("", "某某市水务局", ["330", "某某市水务局", *figures])]],
                widths=[1, 2, *[1] * 11],
                size=7,
            )
        ],
    )
    yield Layout(
        "expenditure_with_all_types",
        [
            Form(
                "expenditure",
                "支出决算表",
                [
                    ["项目", "<", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"],
                    ["支出功能分类科目编码", "科目名称", "^", "^", "^", "^", "^", "^"],
                    ["栏次", "<", "1", "2", "3", "4", "5", "6"],
                ],
                [
                    [("", "合计", ["合计", "<", "=10.00", "=6.00", "=4.00", "=0.00", "", ""])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=10.00", "=6.00", "=4.00", "=0.00", "", ""])],
                ],
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1],
                measures=["total", "basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliates"],
            )
        ],
    )
    yield Layout(
        "final_general_public_with_balances",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算财政拨款收入支出决算表",
                [
                    ["项目", "<", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
                    ["科目编码", "科目名称", "^", "^", "合计", "基本支出", "项目支出", "^"],
                ],
                [
                    [("", "合计", ["合计", "<", "=1.00", "=10.00", "=10.50", "=6.00", "=4.50", "=0.50"])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=1.00", "=10.00", "=10.50", "=6.00", "=4.50", "=0.50"])],
                ],
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1],
                measures=["opening_balance", "current_year", "total", "basic", "project", "closing_balance"],
            )
        ],
    )
    yield Layout(
        "economic_classes_as_columns",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算支出表",
                [
                    [
                        "科目编码",
                        "科目名称",
                        "合计",
                        "工资福利支出",
                        "商品和服务支出",
                        "对个人和家庭的补助",
                        "资本性支出",
                        "其他支出",
                    ]
                ],
                [
                    [("", "合计", ["", "合计", "=10.00", "=6.00", "=2.00", "=1.00", "=1.00", ""])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=10.00", "=6.00", "=2.00", "=1.00", "=1.00", ""])],
                ],
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1],
                measures=["total", "econ_301", "econ_302", "econ_303", "econ_310", "econ_399"],
            )
        ],
    )
    yield Layout(
        "government_economic_classes",
        [
            Form(
                "other_economic_expenditure",
                "支出预算分类汇总表（按政府预算经济分类）",
                [["科目编码", "科目名称", "总计", "机关工资福利支出", "机关商品和服务支出", "对个人和家庭的补助"]],
                [
                    [("", "合计", ["", "合计", "=9.00", "=6.00", "=2.00", "=1.00"])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=9.00", "=6.00", "=2.00", "=1.00"])],
                ],
                widths=[1.2, 2, 1, 1, 1, 1],
            )
        ],
    )


def county() -> Iterator[Layout]:
    """The example of docs/adding_a_city.md: a county with words of its own for title and columns."""
    yield Layout(
        "county_with_words_of_its_own",
        [
            Form(
                "expenditure",
                "部门支出安排表",
                [["科目编码", "科目名称", "总计", "人头经费", "事务经费", "专款"]],
                [
                    [("", "共计", ["", "共计", "=10.00", "=5.00", "=2.00", "=3.00"])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=7.00", "=5.00", "=2.00", ""])],
                    [("2010302", "一般行政管理事务", ["2010302", "一般行政管理事务", "=3.00", "", "", "=3.00"])],
                ],
                widths=[1.2, 2, 1, 1, 1, 1],
                measures=["total", "basic_personnel", "basic_public", "project"],
            )
        ],
    )
