"""Whole filings as other places set them: cover, contents, overview, prose and statements on one page, forms, performance, glossary."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.reader.layouts import cities, forms
from tests.reader.layouts.press import Form, Layout

A4 = 'paper: "a4", margin: (x: 2.2cm, y: 2.2cm), footer: context align(center)[#counter(page).display()]'
LANDSCAPE = 'paper: "a4", flipped: true, margin: 1.2cm'


@dataclass(frozen=True)
class Filing:
    """A layout and what the document is to be known as: department, region, year, kind, scope; figures that its prose states."""

    layout: Layout
    department: str
    region_code: str | None
    year: int
    kind: str
    scope: str
    stated: Sequence[tuple[str, str, str]] = ()  # subject, measure kind, value


def lines(*texts: str) -> str:
    """Paragraphs of prose."""
    return "\n".join(f'#par(first-line-indent: 2em)[#"{text}"]\n' for text in texts)


def contents(*titles: str, dots: bool = True) -> str:
    """目录, with dots up to the page numbers or with blanks."""
    fill = "#box(width: 1fr, repeat[.])" if dots else "#h(1fr)"
    return (
        "\n".join(
            [
                "#align(center)[#text(18pt)[目　录]]",
                *(f'#par[#"{title}"{fill}{number}]\n' for number, title in enumerate(titles, 1)),
            ]
        )
        + "\n#pagebreak()\n"
    )


def heading(text: str) -> str:
    return f'#align(center)[#text(16pt, weight: "bold")[#"{text}"]]\n'


PROSE_FINAL = [
    "一、收入支出决算总体情况说明",
    "2023年度收、支总计均为1850.06万元。与2022年度相比，收、支总计各增加50.06万元，增长2.78%。主要变动原因是项目增加。",
    "二、收入决算情况说明",
    "2023年度本年收入合计1845.06万元，其中：财政拨款收入1720.06万元，占93.22%；事业收入100.00万元，占5.42%；其他收入25.00万元，占1.36%。",
    "三、“三公”经费财政拨款支出决算情况说明",
    "2023年度“三公”经费财政拨款支出决算为9.00万元，完成预算的85.71%，比上年减少1.00万元，下降10.00%。",
]
STATED_FINAL = [
    ("本年收入合计", "amount", "1845.06"),
    ("财政拨款收入", "amount", "1720.06"),
    ("财政拨款收入", "share_pct", "93.22"),
    ("其他收入", "share_pct", "1.36"),
]
PROSE_BUDGET = [
    "一、收支预算总体情况",
    "2024年收入预算1825.06万元，其中：一般公共预算拨款收入1700.06万元，占93.15%；事业收入25.00万元，占1.37%。",
    "2024年支出预算1825.06万元，其中：基本支出1467.46万元，占80.41%；项目支出357.60万元，占19.59%。",
    "二、“三公”经费预算情况",
    "2024年“三公”经费预算数为10.50万元，比上年减少1.50万元，其中：公务接待费2.50万元，公务用车购置及运行维护费8.00万元。",
]
STATED_BUDGET = [
    ("收入预算", "amount", "1825.06"),
    ("支出预算", "amount", "1825.06"),
    ("基本支出", "amount", "1467.46"),
    ("项目支出", "share_pct", "19.59"),
    ("公务接待费", "amount", "2.50"),
]
GLOSSARY = [
    heading("第四部分  名词解释"),
    lines(
        "一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。",
        "二、年初结转和结余：指以前年度尚未完成、结转到本年按有关规定继续使用的资金。",
        "三、“三公”经费：指用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
    ),
]
PERFORMANCE = Form(
    None,
    "2023年度项目支出绩效自评表",
    [["项目名称", "<", "河道清淤", "<", "<", "<"], ["主管部门", "<", "某某市水务局", "<", "实施单位", "某某市水文站"]],
    [
        [("", "", ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"])],
        [("", "", ["产出指标", "数量指标", "清淤长度", "≥5公里", "6公里", "50"])],
        [("", "", ["效益指标", "社会效益指标", "防洪能力", "提升", "提升", "40"])],
    ],
    above=["^2023年度项目支出绩效自评表"],
)
ASSETS = Form(
    None,
    "机构设置情况表",
    [["序号", "单位名称", "编制数", "实有人数"]],
    [[("", "", ["1", "某某市水务局本级", "30", "28"])], [("", "", ["2", "某某市水文站", "12", "11"])]],
    above=["部门机构设置情况如下："],
)


def final_filing(
    name: str,
    cover: Sequence[str],
    habit: forms.Habit,
    *,
    page: str = A4,
    order: Sequence[int] = tuple(range(1, 10)),
    between: str = "#pagebreak(weak: true)",
    before: str = "",
    after: str = "",
    extra: Sequence[Form] = (),
    replaced: dict[int, Form] | None = None,
    contents_first: bool = True,
) -> Layout:
    nine = dict(enumerate(forms.finals(habit), start=1)) | (replaced or {})
    titles = [forms.FINAL_TITLES[number] for number in order]
    opening = (
        contents("第一部分 部门概况", "第二部分 部门决算表", *titles, "第三部分 情况说明", "第四部分 名词解释")
        if contents_first
        else ""
    )
    return Layout(
        f"filing_{name}",
        [*(nine[number] for number in order), *extra],
        page=page,
        cover=cover,
        between=between,
        before=opening + before,
        after=after + "\n#pagebreak()\n" + "\n".join(GLOSSARY),
    )


def captioned(*parts: str) -> forms.Above:
    """Lines above a grid; {t}, {u} and {n} stand for title, unit and the number of the form."""

    def above(title: str, unit: str) -> list[str]:
        number = next((n for n, t in forms.FINAL_TITLES.items() if t == title), 0)
        return [part.format(t=title, u=unit, n=number) for part in parts]

    return above


def budget_forms(habit: forms.Habit, **titles: str) -> list[Form]:
    """Ten forms of a budget under 预算管理一体化."""

    def above(title: str) -> list[str] | None:
        return list(habit.above(title, habit.unit)) if habit.above else None

    def titled(form: Form, key: str, default: str) -> Form:
        title = titles.get(key, default)
        return replace(
            form, title=title, above=above(title), unit=habit.unit, ruling=habit.ruling, size=habit.size, inset=habit.inset
        )

    empty_head = [["科目编码", "科目名称", "本年支出", "<", "<"], ["^", "^", "合计", "基本支出", "项目支出"]]
    empty = [[("", "", [""] * 5)]] * 3
    return [
        titled(cities.summary_form(), "summary", "部门收支总表"),
        titled(cities.revenue_form(), "revenue", "部门收入总表"),
        titled(cities.function_form(), "expenditure", "部门支出总表"),
        titled(
            replace(
                cities.summary_form(head=[["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]]),
                code="appropriation_summary",
            ),
            "appropriation",
            "财政拨款收支总表",
        ),
        titled(replace(cities.function_form(), code="general_public_expenditure"), "general_public", "一般公共预算支出表"),
        titled(cities.economy_form(), "basic", "一般公共预算基本支出表"),
        titled(
            Form("three_public", "", [["项目", "2024年预算数"]], cities.vertical_three_public("zero"), widths=[3, 1]),
            "three_public",
            "一般公共预算“三公”经费支出表",
        ),
        titled(Form("government_fund", "", empty_head, empty), "fund", "政府性基金预算支出表"),
        titled(Form("state_capital", "", empty_head, empty), "capital", "国有资本经营预算支出表"),
    ]


NO_FUND = "注：本部门2023年度没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出，故本表无数据。"
NO_CAPITAL = "注：本部门2023年度没有国有资本经营预算财政拨款收入，也没有使用国有资本经营预算财政拨款安排的支出，故本表无数据。"


def filings() -> Iterator[Filing]:
    yield from final_filings()
    yield from budget_filings()


def final_filings() -> Iterator[Filing]:
    national = forms.Habit(above=captioned("公开{n:02d}表", "^{t}", "部门：某某市水务局||金额单位：{u}"))
    prose = "\n#pagebreak()\n" + heading("第三部分  2023年度部门决算情况说明") + lines(*PROSE_FINAL)
    overview = (
        heading("第一部分  部门概况")
        + lines("一、部门职责", "（一）贯彻执行水利法律法规。", "二、机构设置", "某某市水务局设3个内设机构。")
        + "#pagebreak()\n"
    )
    who = ("某某市水务局", None, 2023, "final", "department")
    yield Filing(
        final_filing(
            "landscape_forms_then_prose",
            ("某某市水务局", "2023年度部门决算", "2024年9月"),
            replace(national, note="注：本表反映部门本年度的总收支和年末结转结余情况。"),
            page=LANDSCAPE,
            before=overview,
            after=prose,
            extra=[PERFORMANCE],
        ),
        *who,
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "word_portrait_prose_and_tables_on_one_page",
            ("2023年度", "四川省泸州市水务局部门决算", "公开时间：2024年9月20日"),
            forms.Habit(size=6, inset=1.5, nil="dash", above=captioned("{t}", ">单位：{u}")),
            between="#v(0.6cm)",
            before=overview + heading("第二部分  2023年度部门决算情况说明") + lines(*PROSE_FINAL) + heading("第五部分  附表"),
        ),
        "四川省泸州市水务局",
        "510500",
        2023,
        "final",
        "department",
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "school_split_codes_in_yuan",
            ("附件2", "杭州市某某小学", "2023年度单位决算公开"),
            forms.Habit(
                codes="split",
                unit="元",
                grouped=True,
                nil="plain",
                total="first",
                above=captioned("{t}", "公开{n:02d}表", "单位：杭州市某某小学||金额单位：{u}"),
            ),
            page=LANDSCAPE,
            before=heading("一、单位概况") + lines("（一）主要职责", "实施小学义务教育。") + "#pagebreak()\n",
            after=prose.replace("部门", "单位"),
        ),
        "杭州市某某小学",
        "330100",
        2023,
        "final",
        "unit",
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "county_captions_with_list_numbers",
            ("柞水县水利局", "2023年部门决算"),
            forms.Habit(
                number_row=False,
                line_numbers=False,
                size=7,
                inset=2,
                nil="zero",
                above=captioned("（{n}）{t}", "编制部门：柞水县水利局||单位：{u}"),
            ),
            order=(1, 2, 3, 4, 5, 6, 9, 7, 8),
            before="",
            after=prose,
            replaced={
                8: forms.capital(
                    forms.Habit(
                        number_row=False,
                        above=captioned("（{n}）{t}", "编制部门：柞水县水利局||单位：{u}"),
                        note="本部门无国有资本经营预算财政拨款支出，此表为空表。",
                    )
                )
            },
        ),
        "柞水县水利局",
        "611026",
        2023,
        "final",
        "department",
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "district_label_before_title_empty_forms_with_a_note",
            ("重庆市大渡口区城市管理局（本级）", "2023年度部门决算情况说明"),
            replace(
                national, above=captioned("公开{n:02d}表 {t}", "公开部门：重庆市大渡口区城市管理局（本级）||单位：{u}"), size=7
            ),
            page=LANDSCAPE,
            before=lines(*PROSE_FINAL) + "#pagebreak()\n",
            contents_first=False,
            replaced={
                7: forms.fund(
                    replace(
                        national,
                        note=NO_FUND,
                        above=captioned("公开{n:02d}表 {t}", "公开部门：重庆市大渡口区城市管理局（本级）||单位：{u}"),
                    ),
                    empty=True,
                ),
                8: forms.capital(
                    replace(
                        national,
                        note=NO_CAPITAL,
                        above=captioned("公开{n:02d}表 {t}", "公开部门：重庆市大渡口区城市管理局（本级）||单位：{u}"),
                    )
                ),
            },
        ),
        "重庆市大渡口区城市管理局(本级)",
        "500104",
        2023,
        "final",
        "unit",
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "town_with_repeated_headers_and_running_title",
            ("南县武圣宫镇人民政府", "2023年度部门决算"),
            forms.Habit(
                inset=8, size=9, repeat_header=True, above=captioned("表{n}", "^{t}", "单位名称：南县武圣宫镇人民政府||单位：{u}")
            ),
            page='paper: "a4", flipped: true, margin: 2cm, header: [南县武圣宫镇人民政府2023年度部门决算], footer: context align(center)[第#counter(page).display()页]',
            before=overview,
            after=prose,
        ),
        "南县武圣宫镇人民政府",
        "430921",
        2023,
        "final",
        "department",
        STATED_FINAL,
    )
    autumn = forms.Habit(
        above=captioned("^2023年度{t}", "财决公开{n:02d}表", "编制单位：楚雄州生态环境局双柏分局||金额单位：{u}"),
        unit="元",
        grouped=True,
        size=7,
    )
    yield Filing(
        final_filing(
            "prefecture_with_a_fixed_number_above_its_cover",
            ("监督索引号53230003301601000", "楚雄州生态环境局双柏分局", "2023年度部门决算"),
            autumn,
            page=LANDSCAPE,
            before=overview,
            after=prose,
            extra=[ASSETS],
        ),
        "楚雄州生态环境局双柏分局",
        "532300",
        2023,
        "final",
        "department",
        STATED_FINAL,
    )
    yield Filing(
        final_filing(
            "two_sets_of_forms_department_and_unit",
            ("万宁市水务局", "2023年度部门决算公开报告"),
            replace(national, above=captioned("公开{n:02d}表", "^{t}", "部门：万宁市水务局||金额单位：{u}")),
            page=LANDSCAPE,
            before=overview,
            after=prose,
            extra=forms.finals(replace(national, above=captioned("公开{n:02d}表", "^{t}", "部门：万宁市水文站||金额单位：{u}"))),
        ),
        "万宁市水务局",
        "469006",
        2023,
        "final",
        "department",
        STATED_FINAL,
    )


def budget_filings() -> Iterator[Filing]:
    prose = "\n#pagebreak()\n" + heading("第三部分  2024年部门预算情况说明") + lines(*PROSE_BUDGET)
    plain = forms.Habit(above=lambda title, unit: [f"^{title}", f"部门：某某市水务局||单位：{unit}"])
    titles = [form.title for form in budget_forms(plain)]

    def filing(name: str, cover: Sequence[str], made: Sequence[Form], **more: object) -> Layout:
        settings: dict[str, object] = {"page": LANDSCAPE, "before": contents("第一部分 概况", *titles), "after": prose} | more
        return Layout(f"filing_{name}", made, cover=cover, **settings)  # type: ignore[arg-type]

    yield Filing(
        filing("budget_landscape", ("某某市水务局", "2024年部门预算"), budget_forms(plain)),
        "某某市水务局",
        None,
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )
    hunan = forms.Habit(size=7, above=lambda title, unit: [f"|{title}|", f"部门：310_沅江市水利局||单位：{unit}"])
    yield Filing(
        filing(
            "budget_with_the_code_before_the_department",
            ("沅江市水利局", "2024年部门预算"),
            budget_forms(hunan, summary="收支总表", revenue="收入总表", expenditure="支出总表"),
            before=contents(*titles, dots=False) + lines(*PROSE_BUDGET) + "#pagebreak()\n",
            after="",
        ),
        "沅江市水利局",
        "430981",
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )
    sichuan = forms.Habit(
        unit="元", above=lambda title, unit: ["表1-1", f"^{title}", f"单位：成都市第七中学||金额单位：{unit}"], nil="dash"
    )
    yield Filing(
        filing(
            "school_budget_all_forms_in_yuan",
            ("成都市第七中学", "2024年单位预算"),
            budget_forms(
                sichuan,
                summary="单位收支总表",
                revenue="单位收入总表",
                expenditure="单位支出总表",
                basic="一般公共预算基本支出预算表",
            ),
            after=prose.replace("部门", "单位"),
        ),
        "成都市第七中学",
        "510100",
        2024,
        "budget",
        "unit",
        STATED_BUDGET,
    )
    word = forms.Habit(size=6, inset=1.5, above=lambda title, unit: [f"{title}", f">单位：{unit}"])
    yield Filing(
        filing(
            "word_budget_with_captions_as_section_headings",
            ("2024年重庆市长寿区水利局部门预算情况说明",),
            [
                replace(form, above=[f"{number}、{form.title}", f">单位：{form.unit}"])
                for number, form in zip(
                    "一二三四五六七八九", budget_forms(word, basic="一般公共预算财政拨款基本支出预算表"), strict=True
                )
            ],
            page=A4,
            between="#v(0.5cm)",
            before=lines(*PROSE_BUDGET),
            after="",
        ),
        "重庆市长寿区水利局",
        "500115",
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )
    yield Filing(
        filing(
            "budget_unit_inside_the_grid",
            ("内蒙古自治区呼和浩特市新城区水务局", "2024年部门预算公开报告"),
            [
                replace(form, above=[f"^{form.title}"], inside=[["单位：万元", *["<"] * (len(form.head[0]) - 1)]])
                for form in budget_forms(plain)
            ],
        ),
        "内蒙古自治区呼和浩特市新城区水务局",
        "150102",
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )
    yield Filing(
        filing(
            "excel_title_as_first_row_of_the_grid",
            ("湖北省水利厅", "2024年部门预算公开"),
            [
                replace(
                    form,
                    above=[""],
                    inside=[
                        [f"表{number}", *["<"] * (len(form.head[0]) - 1)],
                        [form.title, *["<"] * (len(form.head[0]) - 1)],
                        ["填报单位：湖北省水利厅", *["<"] * (len(form.head[0]) - 2), "单位：万元"],
                    ],
                )
                for number, form in enumerate(budget_forms(plain), start=1)
            ],
        ),
        "湖北省水利厅",
        "420000",
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )
    yield Filing(
        filing(
            "tiny_type_on_one_page_each_with_notes",
            ("石河子市水利局", "2024年部门预算公开"),
            [
                replace(
                    form,
                    size=4.5,
                    inset=1,
                    below=["备注：1.本表合计数与明细数的差异由四舍五入造成。", "2.无内容应公开空表并说明情况。"],
                )
                for form in budget_forms(plain)
            ],
        ),
        "石河子市水利局",
        "659001",
        2024,
        "budget",
        "department",
        STATED_BUDGET,
    )


CAPTIONS = [
    ("公开{n:02d}表", "^{t}", "部门：某某市水务局||金额单位：{u}"),
    ("{t}", ">单位：{u}"),
    ("（{n}）{t}", "编制部门：某某市水务局||单位：{u}"),
    ("^{t}", "公开{n:02d}表|2023年度|单位：{u}"),
    ("表{n}：{t}", "部门名称：某某市水务局||金额单位：{u}"),
    ("^2023年度{t}", "财决公开{n:02d}表||单位：{u}"),
    ("{n}.{t}", "单位：{u}"),
    ("附表{n}", "^某某市水务局{t}", ">金额单位：{u}"),
]
PAGES = [
    LANDSCAPE,
    'paper: "a4", margin: 1.5cm',
    'paper: "a3", flipped: true, margin: 2cm',
    'paper: "a4", flipped: true, margin: 2cm, header: [某某市水务局2023年度部门决算], footer: context align(center)[— #counter(page).display() —]',
]
RULINGS = ["full", "full", "dashed", "thick", "open_sides", "doubled", "cell_by_cell", "cell_by_cell"]


def combined(seed: int) -> Layout:
    """Final accounts in which every habit is drawn by lot."""
    lot = random.Random(seed)
    habit = forms.Habit(
        unit=lot.choice(["元", "万元"]),
        nil=lot.choice(["zero", "dash", "slash", "plain"]),
        codes=lot.choice(["joined", "split"]),
        number_row=lot.random() < 0.6,
        line_numbers=lot.random() < 0.6,
        total=lot.choice(["first", "last"]),
        ruling=lot.choice(RULINGS),
        size=lot.choice([4.5, 6, 7, 8, 9, 10]),
        inset=lot.choice([0.8, 1.5, 2.5, 4, 7]),
        grouped=lot.random() < 0.5,
        note=lot.choice(["", "注：本表反映部门本年度收支情况，因四舍五入可能存在尾差。"]),
        above=captioned(*lot.choice(CAPTIONS)),
        repeat_header=lot.random() < 0.3,
    )
    replaced = {}
    if lot.random() < 0.5:
        replaced[6] = forms.basic_vertical(habit)
    if lot.random() < 0.5:
        replaced[7] = forms.fund(habit, empty=True)
    return final_filing(
        f"combined_{seed}",
        ("某某市水务局", "2023年度部门决算"),
        habit,
        page=lot.choice(PAGES),
        order=lot.choice([(1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 5, 6, 9, 7, 8)]),
        between=lot.choice(["#pagebreak(weak: true)", "#v(5mm)"]),
        before=lot.choice(["", lines(*PROSE_FINAL) + "#pagebreak()\n", lines(*PROSE_FINAL)]),
        replaced=replaced,
    )
