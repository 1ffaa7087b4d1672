"""Imaginary cities: layouts that put together habits which no filing of the corpus has. Each is one document with its truth."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from tests.reader.layouts import continued, hard, unseen
from tests.reader.layouts.press import Form, Layout, Segment

NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
}
LEAVES = {  # basic, project in 万元
    "2010301": ("1234.56", "0"),
    "2010302": ("0", "345.60"),
    "2080505": ("98.70", "0"),
    "2101101": ("45.32", "0"),
    "2210201": ("88.88", "12.00"),
}
ECONOMY = {
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30228": "工会经费",
    "303": "对个人和家庭的补助",
    "30302": "退休费",
}
ECONOMY_LEAVES = {"30101": "800.10", "30102": "200.20", "30113": "88.88", "30201": "150.00", "30228": "28.28", "30302": "200.00"}

Sums = tuple[Decimal, Decimal]
Keys = Callable[[str, str], Sequence[str]]
Money = Callable[[Decimal, Decimal], Sequence[str]]


def sums(code: str) -> Sums:
    found = [(Decimal(b), Decimal(p)) for leaf, (b, p) in LEAVES.items() if leaf.startswith(code)]
    return sum((b for b, _ in found), Decimal(0)), sum((p for _, p in found), Decimal(0))


def money(value: Decimal, style: str = "plain") -> str:
    """One printed amount; nil is blank in style 'plain', a mark or 0.00 in the others."""
    if not value:
        return {"dash": "—", "zero": "=0.00", "slash": "/", "none": "无"}.get(style, "")
    text = {"grouped": f"{value:,.2f}", "spaced": f"{value:,.2f}".replace(",", " "), "wide": _wide(f"{value:,.2f}")}.get(
        style, f"{value:.2f}"
    )
    return "=" + text


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def three(style: str = "plain") -> Money:
    return lambda basic, project: [money(basic + project, style), money(basic, style), money(project, style)]


def by_function(
    keys: Keys,
    amounts: Money,
    total: str = "first",
    total_keys: Sequence[str] = (),
    leaves_only: bool = False,
    truth_code: bool = True,
) -> list[list[Segment]]:
    """Rows of a statement by function; `total` says where 合计 stands."""
    rows: list[list[Segment]] = []
    for code, name in NAMES.items():
        if leaves_only and len(code) < 7:
            continue
        rows.append([(code if truth_code else "", name, [*keys(code, name), *amounts(*sums(code))])])
    last: list[Segment] = [("", "合计", [*total_keys, *amounts(*sums(""))])]
    return [*([last] if total in ("first", "both") else []), *rows, *([last] if total in ("last", "both") else [])]


def by_economy(
    keys: Keys, amounts: Callable[[str, Decimal], Sequence[str]], total_keys: Sequence[str] = ("", "合计")
) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for code, name in ECONOMY.items():
        value = sum((Decimal(v) for c, v in ECONOMY_LEAVES.items() if c.startswith(code)), Decimal(0))
        rows.append([(code, name, [*keys(code, name), *amounts(code, value)])])
    whole = sum(map(Decimal, ECONOMY_LEAVES.values()), Decimal(0))
    return [*rows, [("", "合计", [*total_keys, *amounts("", whole)])]]


def joined(code: str, name: str) -> list[str]:
    return [code, name]


def split(code: str, name: str) -> list[str]:
    return [code[:3], code[3:5], code[5:7], name]


def last_level(code: str, name: str) -> list[str]:
    return [code if len(code) == 3 else "", code[3:] if len(code) == 5 else "", code[5:] if len(code) == 7 else "", name]


def indented(code: str, name: str) -> list[str]:
    return ["　" * ((len(code) - 3) // 2) + name]


HEAD_3 = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
WIDE_NAME = [1.2, 3, 1, 1, 1]


def function_form(**changes: object) -> Form:
    """支出总表 by function with joined codes; layouts change what they are about."""
    settings: dict[str, object] = {
        "code": "expenditure",
        "title": "部门支出总表",
        "head": HEAD_3,
        "body": by_function(joined, three(), "first", ["", "合计"]),
        "widths": WIDE_NAME,
        "measures": ["total", "basic", "project"] if "body" not in changes else [],
    }
    return Form(**(settings | changes))  # type: ignore[arg-type]


SUMMARY_INCOME = [
    ("一、一般公共预算拨款收入", "1700.06"),
    ("二、政府性基金预算拨款收入", "0"),
    ("三、国有资本经营预算拨款收入", "0"),
    ("四、财政专户管理资金收入", "100.00"),
    ("五、事业收入", "25.00"),
    ("六、其他收入", ""),
]
SUMMARY_OUTGO = [
    ("一、一般公共服务支出", "1580.16"),
    ("二、教育支出", ""),
    ("三、社会保障和就业支出", "98.70"),
    ("四、卫生健康支出", "45.32"),
    ("五、住房保障支出", "100.88"),
]


def summary_rows(nil: str = "plain") -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for (left, a), (right, b) in zip(SUMMARY_INCOME, [*SUMMARY_OUTGO, ("", "")], strict=True):
        shown = [left, money(Decimal(a or 0), nil)], [right, money(Decimal(b or 0), nil) if right else ""]
        rows.append([("", left, shown[0]), ("", right, shown[1])])
    rows.append([("", "本年收入合计", ["本年收入合计", "=1825.06"]), ("", "本年支出合计", ["本年支出合计", "=1825.06"])])
    rows.append([("", "上年结转结余", ["上年结转结余", ""]), ("", "年终结转结余", ["年终结转结余", ""])])
    rows.append([("", "收入总计", ["收入总计", "=1825.06"]), ("", "支出总计", ["支出总计", "=1825.06"])])
    return rows


def summary_form(**changes: object) -> Form:
    settings: dict[str, object] = {
        "code": "income_expenditure_summary",
        "title": "部门收支总表",
        "head": [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]],
        "body": summary_rows(),
        "widths": [3, 1, 3, 1],
    }
    return Form(**(settings | changes))  # type: ignore[arg-type]


REVENUE_HEAD = [
    [
        "科目编码",
        "科目名称",
        "合计",
        "上年结转",
        "一般公共预算拨款收入",
        "政府性基金预算拨款收入",
        "财政专户管理资金收入",
        "事业收入",
        "其他收入",
    ]
]
REVENUE_MEASURES = [
    "total",
    "prior_carryover",
    "general_public",
    "government_fund",
    "special_account",
    "business_revenue",
    "other_revenue",
]


def revenue_form(**changes: object) -> Form:
    body: list[list[Segment]] = [
        [("", "合计", ["", "合计", "=1825.06", "=1.00", "=1699.06", "=0.00", "=100.00", "=25.00", "=0.00"])],
        [
            (
                "2010301",
                "行政运行",
                ["2010301", "行政运行", "=1825.06", "=1.00", "=1699.06", "=0.00", "=100.00", "=25.00", "=0.00"],
            )
        ],
    ]
    settings: dict[str, object] = {
        "code": "revenue",
        "title": "部门收入总表",
        "head": REVENUE_HEAD,
        "body": body,
        "widths": [1.2, 2, 1, 1, 1, 1, 1, 1, 1],
        "measures": REVENUE_MEASURES,
    }
    return Form(**(settings | changes))  # type: ignore[arg-type]


THREE_PUBLIC = [
    ("合计", "10.50"),
    ("因公出国（境）费用", ""),
    ("公务接待费", "2.50"),
    ("公务用车购置及运行维护费", "8.00"),
    ("其中：公务用车运行维护费", "8.00"),
    ("公务用车购置费", ""),
]


def vertical_three_public(nil: str = "plain") -> list[list[Segment]]:
    return [[("", name, [name, money(Decimal(value or 0), nil)])] for name, value in THREE_PUBLIC]


def economy_form(**changes: object) -> Form:
    def amounts(code: str, value: Decimal) -> list[str]:
        public = sum((Decimal(v) for c, v in ECONOMY_LEAVES.items() if c.startswith(code) and c.startswith("302")), Decimal(0))
        return [money(value), money(value - public), money(public)]

    settings: dict[str, object] = {
        "code": "basic_expenditure",
        "title": "一般公共预算基本支出表",
        "head": [
            ["部门预算支出经济分类科目", "<", "本年一般公共预算基本支出", "<", "<"],
            ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ],
        "body": by_economy(joined, amounts),
        "widths": WIDE_NAME,
    }
    return Form(**(settings | changes))  # type: ignore[arg-type]


def projects_by_fund(first: str) -> list[list[str]]:
    """The heading of a list of projects with the funds as columns."""
    return [
        [first, "项目名称", "项目单位", "合计", "本年拨款", "<", "<", "财政拨款结转结余", "财政专户管理资金", "单位资金"],
        ["^", "^", "^", "^", "一般公共预算", "政府性基金预算", "国有资本经营预算", "^", "^", "^"],
    ]


def layouts() -> Iterator[Layout]:
    yield from codes()
    yield from rulings()
    yield from headers()
    yield from blocks()
    yield from captions()
    yield from figures()
    yield from pages()
    yield from units()
    yield from not_statements()
    yield from hard.layouts()
    yield from unseen.layouts()
    yield from continued.layouts()


def codes() -> Iterator[Layout]:
    yield Layout("codes_joined", [function_form()])
    yield Layout(
        "codes_dotted",
        [
            function_form(
                body=by_function(
                    lambda c, n: [".".join([c[:3], *[c[i : i + 2] for i in range(3, len(c), 2)]]), n],
                    three(),
                    "first",
                    ["", "合计"],
                )
            )
        ],
    )
    yield Layout(
        "codes_with_blanks",
        [
            function_form(
                body=by_function(
                    lambda c, n: [" ".join([c[:3], *[c[i : i + 2] for i in range(3, len(c), 2)]]), n],
                    three(),
                    "first",
                    ["", "合计"],
                )
            )
        ],
    )
    yield Layout(
        "codes_bracketed", [function_form(body=by_function(lambda c, n: [f"〔{c}〕", n], three(), "last", ["", "合计"]))]
    )
    yield Layout(
        "code_and_name_in_one_cell",
        [
            function_form(
                head=[["功能分类科目", "合计", "基本支出", "项目支出"]],
                body=by_function(lambda c, n: [f"{c}　{n}"], three(), "first", ["合计"]),
                widths=[3, 1, 1, 1],
            )
        ],
    )
    split_head = [["科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"], ["类", "款", "项", "^", "^", "^", "^"]]
    yield Layout(
        "codes_split_whole_in_each_row",
        [
            function_form(
                head=split_head,
                body=by_function(split, three(), "last", ["合计", "<", "<", "<"]),
                widths=[0.5, 0.5, 0.5, 3, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "codes_only_the_last_level_in_its_column",
        [
            function_form(
                head=split_head,
                body=by_function(last_level, three(), "first", ["", "", "", "合计"]),
                widths=[0.5, 0.5, 0.5, 3, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "codes_last_level_in_one_column",
        [
            function_form(
                body=by_function(lambda c, n: [c if len(c) == 3 else c[-2:], *indented(c, n)], three(), "first", ["", "合计"]),
            )
        ],
    )
    yield Layout(
        "codes_of_sections_in_two_digits_without_indentation",
        [
            function_form(
                body=by_function(lambda c, n: [c[-2:] if len(c) == 5 else c, n], three(), "first", ["", "合计"]),
                inset=10,
            )
        ],
    )
    government = {"301": "501", "302": "502", "303": "509"}
    yield Layout(
        "two_classifications_in_code_columns_of_the_same_name",
        [
            economy_form(
                head=[
                    ["科目编码", "<", "科目名称", "科目编码", "<", "科目名称", "合计"],
                    ["类", "款", "^", "类", "款", "^", "^"],
                ],
                body=by_economy(
                    lambda c, n: [c[:3], c[3:], n, government[c[:3]], "01" if c[3:] else "", n],
                    lambda c, value: [money(value)],
                    ["", "", "合计", "", "", ""],
                ),
                widths=[0.5, 0.5, 2, 0.5, 0.5, 2, 1],
            )
        ],
    )
    for name, keys in (
        ("last_level", lambda c, n: [c if len(c) == 3 else c[-2:], *indented(c, n)]),
        ("whole_items", lambda c, n: [c[-2:] if len(c) == 5 else c, *indented(c, n)]),
    ):
        yield Layout(
            f"codes_{name}_over_pages_with_an_inner_margin",
            [function_form(body=by_function(keys, three(), "first", ["", "合计"]), inset=14)],
            page='paper: "a4", flipped: true, margin: (inside: 1.2cm, outside: 2cm, y: 1.5cm)',
        )
    yield Layout(
        "names_only_by_indentation",
        [
            function_form(
                head=[["功能分类科目名称", "合计", "基本支出", "项目支出"]],
                body=by_function(indented, three(), "first", ["合计"], truth_code=False),
                widths=[3, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "name_before_code",
        [
            function_form(
                head=[["科目名称", "科目编码", "合计", "基本支出", "项目支出"]],
                body=by_function(lambda c, n: [n, c], three(), "last", ["合计", ""]),
                widths=[3, 1.2, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "levels_named_in_columns_of_their_own",
        [
            function_form(
                head=[["科目编码", "类级科目", "款级科目", "项级科目", "合计", "基本支出", "项目支出"]],
                body=by_function(
                    lambda c, n: [
                        c,
                        NAMES[c[:3]] if len(c) == 3 else "",
                        NAMES[c[:5]] if len(c) == 5 else "",
                        n if len(c) == 7 else "",
                    ],
                    three(),
                    "last",
                    ["合计", "<", "<", "<"],
                ),
                widths=[1, 2, 2, 2, 1, 1, 1],
            )
        ],
    )


def rulings() -> Iterator[Layout]:
    for ruling in ("full", "dashed", "thick", "horizontal", "three_lines", "open_sides", "coloured", "none"):
        yield Layout(f"ruled_{ruling}", [function_form(ruling=ruling), summary_form(ruling=ruling), revenue_form(ruling=ruling)])
    yield Layout(
        "ruled_none_many_columns_and_nil",
        [function_form(ruling="none", body=by_function(joined, three("zero"), "first", ["", "合计"]))],
    )
    yield Layout("ruled_three_lines_basic", [economy_form(ruling="three_lines"), economy_form(ruling="horizontal")])


def headers() -> Iterator[Layout]:
    def one(value: str) -> list[list[Segment]]:
        return [[("", "合计", ["", "合计", *value.split()])], [("2010301", "行政运行", ["2010301", "行政运行", *value.split()])]]

    yield Layout(
        "expenditure_by_people_and_goods",
        [
            function_form(
                head=[
                    ["科目编码", "科目名称", "总计", "基本支出", "<", "<", "<", "项目支出", "<", "<"],
                    [
                        "^",
                        "^",
                        "^",
                        "小计",
                        "工资福利支出",
                        "商品和服务支出",
                        "对个人和家庭的补助",
                        "小计",
                        "运转类项目",
                        "特定目标类项目",
                    ],
                ],
                body=one("=100.00 =60.00 =40.00 =15.00 =5.00 =40.00 =30.00 =10.00"),
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1, 1, 1],
                measures=[
                    "total",
                    "basic",
                    "basic+econ_301",
                    "basic+econ_302",
                    "basic+econ_303",
                    "project",
                    "project+of_which",
                    "project+of_which+further_2",
                ],
            )
        ],
    )
    yield Layout(
        "basic_as_people_and_daily",
        [
            function_form(
                head=[
                    ["科目编码", "科目名称", "合计", "基本支出", "<", "项目支出"],
                    ["^", "^", "^", "人员支出", "日常公用支出", "^"],
                ],
                body=one("=100.00 =50.00 =10.00 =40.00"),
                widths=[1.2, 2, 1, 1, 1, 1],
                measures=["total", "basic_personnel", "basic_public", "project"],
            )
        ],
    )
    yield Layout(
        "revenue_with_non_tax",
        [
            revenue_form(
                head=[
                    [
                        "科目编码",
                        "科目名称",
                        "总计",
                        "一般公共预算拨款",
                        "<",
                        "<",
                        "<",
                        "政府性基金",
                        "财政专户核拨资金",
                        "单位其他资金",
                    ],
                    ["^", "^", "^", "小计", "经费拨款", "纳入预算管理的非税收入拨款", "上级转移支付", "^", "^", "^"],
                ],
                body=one("=100.00 =80.00 =60.00 =15.00 =5.00 =3.00 =7.00 =10.00"),
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1, 1, 1],
                measures=[
                    "total",
                    "general_public",
                    "general_public+of_which",
                    "general_public+of_which+further_2",
                    "general_public+of_which+further_3",
                    "government_fund",
                    "special_account",
                    "unit_funds",
                ],
            )
        ],
    )
    yield Layout(
        "expenditure_by_where_the_money_comes_from",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算支出预算表",
                [
                    ["科目编码", "科目名称", "一般公共预算拨款", "<", "<"],
                    ["^", "^", "合计", "经费拨款", "纳入预算管理的非税收入拨款"],
                ],
                one("=100.00 =80.00 =20.00"),
                measures=["total", "total+of_which", "total+of_which+further_2"],
            )
        ],
    )
    yield Layout(
        "revenue_with_fines_and_assets",
        [
            revenue_form(
                head=[
                    ["科目编码", "科目名称", "合计", "财政拨款", "<", "<", "<", "<", "事业单位经营服务收入", "上级补助收入"],
                    ["^", "^", "^", "小计", "同级财力", "专项收入", "罚没收入", "国有资源（资产）有偿使用收入", "^", "^"],
                ],
                body=one("=100.00 =80.00 =50.00 =10.00 =15.00 =5.00 =13.00 =7.00"),
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1, 1, 1],
                measures=[
                    "total",
                    "fiscal",
                    "general_public",
                    "general_public+further_2",
                    "general_public+further_3",
                    "general_public+further_4",
                    "operating_revenue",
                    "superior_subsidy",
                ],
            )
        ],
    )
    yield Layout(
        "old_public_finance_words",
        [
            function_form(
                title="公共财政预算支出表",
                code="general_public_expenditure",
                head=[["科目编码", "科目名称", "2016年预算数", "<", "<"], ["^", "^", "小计", "基本支出", "项目支出"]],
                measures=["total", "basic", "project"],
            )
        ],
    )
    yield Layout(
        "last_year_this_year_and_change",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算支出情况表",
                [
                    ["科目编码", "科目名称", "上年决算数", "本年预算数", "<", "<", "本年预算比上年决算", "<"],
                    ["^", "^", "^", "小计", "基本支出", "项目支出", "增减额", "增减%"],
                ],
                one("=90.00 =100.00 =60.00 =40.00 =10.00 ~11.11"),
                widths=[1.2, 2, 1, 1, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "initial_adjusted_and_full_year_budget",
        [
            Form(
                "general_public_expenditure",
                "一般公共预算财政拨款支出决算表",
                [["科目编码", "科目名称", "年初预算数", "调整预算数", "全年预算数", "决算数", "完成率%"]],
                one("=90.00 =5.00 =95.00 =94.00 ~98.95"),
                widths=[1.2, 2, 1, 1, 1, 1, 1],
                measures=["total", "total+repeated_2", "total+repeated_3", "total", "rate"],
            )
        ],
    )
    yield Layout(
        "header_one_character_per_line",
        [function_form(head=[["科\n目\n编\n码", "科\n目\n名\n称", "合\n计", "基\n本\n支\n出", "项\n目\n支\n出"]])],
    )
    yield Layout(
        "header_letter_spaced", [function_form(head=[["科 目 编 码", "科 目 名 称", "合    计", "基 本 支 出", "项 目 支 出"]])]
    )
    yield Layout(
        "header_with_column_numbers_and_formulas",
        [function_form(head=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["栏次", "<", "1=2+3", "2", "3"]])],
    )
    yield Layout(
        "header_with_letters_and_numbers",
        [function_form(head=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["A", "B", "C=D+E", "D", "E"]])],
    )
    yield Layout(
        "header_with_star_numbers",
        [function_form(head=[["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["**", "**", "1", "2", "3"]])],
    )
    yield Layout(
        "unit_in_the_header_cells",
        [
            function_form(
                above=["^部门支出总表"],
                head=[["科目编码", "科目名称", "合计（万元）", "基本支出（万元）", "项目支出（万元）"]],
            )
        ],
    )
    yield Layout(
        "organisation_before_the_class",
        [
            function_form(
                head=[["单位代码", "单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"]],
                body=by_function(lambda c, n: ["330001", "某某市水务局本级", c, n], three(), "first", ["", "", "", "合计"]),
                widths=[1, 2, 1, 3, 1, 1, 1],
            )
        ],
    )


def blocks() -> Iterator[Layout]:
    yield Layout("summary_two_pairs", [summary_form(), summary_form(code="appropriation_summary", title="财政拨款收支预算总表")])
    yield Layout("summary_with_dashes", [summary_form(body=summary_rows("dash"))])
    rows: list[list[Segment]] = []
    funds = [
        ("一、本年收入", "=500.00"),
        ("（一）一般公共预算拨款", "=450.00"),
        ("（二）政府性基金预算拨款", "=50.00"),
        ("（三）国有资本经营预算拨款", ""),
    ]
    outgo = [
        ("一、本年支出", "=500.00", "=450.00", "=50.00", ""),
        ("（一）一般公共服务支出", "=450.00", "=450.00", "", ""),
        ("（二）城乡社区支出", "=50.00", "", "=50.00", ""),
        ("", "", "", "", ""),
    ]
    for (left, value), (right, *values) in zip(funds, outgo, strict=True):
        rows.append([("", left, [left, value]), ("", right, [right, *values])])
    rows.append([("", "收入总计", ["收入总计", "=500.00"]), ("", "支出总计", ["支出总计", "=500.00", "=450.00", "=50.00", ""])])
    yield Layout(
        "appropriation_with_fund_columns",
        [
            Form(
                "appropriation_summary",
                "财政拨款收支总体情况表",
                [
                    ["收入", "<", "支出", "<", "<", "<", "<"],
                    ["项目", "金额", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"],
                ],
                rows,
                widths=[3, 1, 3, 1, 1, 1, 1],
            )
        ],
    )
    triple: list[list[Segment]] = [
        [
            ("", "一、财政拨款", ["一、财政拨款", "=500.00"]),
            ("", "一、一般公共服务支出", ["一、一般公共服务支出", "=450.00"]),
            ("", "一、基本支出", ["一、基本支出", "=400.00"]),
        ],
        [
            ("", "二、事业收入", ["二、事业收入", "=30.00"]),
            ("", "二、教育支出", ["二、教育支出", "=80.00"]),
            ("", "二、项目支出", ["二、项目支出", "=130.00"]),
        ],
        [
            ("", "收入合计", ["收入合计", "=530.00"]),
            ("", "支出合计", ["支出合计", "=530.00"]),
            ("", "支出合计", ["支出合计", "=530.00"]),
        ],
    ]
    yield Layout(
        "summary_three_pairs",
        [
            Form(
                "income_expenditure_summary",
                "部门收支预算总表",
                [
                    ["收 入", "<", "支 出", "<", "<", "<"],
                    ["项 目", "本年预算", "按功能分类", "本年预算", "按支出性质分类", "本年预算"],
                ],
                triple,
                widths=[3, 1, 3, 1, 3, 1],
            )
        ],
    )
    years: list[list[Segment]] = [
        [("", left, [left, a, b]), ("", right, [right, c, d])]
        for left, a, b, right, c, d in [
            ("一、一般公共预算拨款收入", "=400.00", "=500.00", "一、一般公共服务支出", "=410.00", "=450.00"),
            ("二、事业收入", "=20.00", "=30.00", "二、教育支出", "=10.00", "=80.00"),
            ("收入总计", "=420.00", "=530.00", "支出总计", "=420.00", "=530.00"),
        ]
    ]
    yield Layout(
        "summary_with_last_year_beside",
        [
            Form(
                "income_expenditure_summary",
                "2024年部门预算收支总表",
                [["收入", "<", "<", "支出", "<", "<"], ["项目", "2023年预算", "2024年预算", "项目", "2023年预算", "2024年预算"]],
                years,
                widths=[3, 1, 1, 3, 1, 1],
            )
        ],
    )
    basic: list[list[Segment]] = [
        [
            ("301", "工资福利支出", ["301", "工资福利支出", "=5.00"]),
            ("302", "商品和服务支出", ["302", "商品和服务支出", "=3.00"]),
        ],
        [("30101", "基本工资", ["30101", "基本工资", "=4.00"]), ("30201", "办公费", ["30201", "办公费", "=2.00"])],
        [("30102", "津贴补贴", ["30102", "津贴补贴", "=1.00"]), ("30202", "印刷费", ["30202", "印刷费", "=1.00"])],
        [("", "人员经费合计", ["人员经费合计", "<", "=5.00"]), ("", "公用经费合计", ["公用经费合计", "<", "=3.00"])],
    ]
    yield Layout(
        "basic_two_blocks",
        [
            Form(
                "basic_expenditure",
                "一般公共预算财政拨款基本支出决算明细表",
                [
                    ["人员经费", "<", "<", "公用经费", "<", "<"],
                    ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
                ],
                basic,
                widths=[1, 2, 1, 1, 2, 1],
            )
        ],
    )
    yield Layout(
        "basic_with_government_classes_beside",
        [
            Form(
                "basic_expenditure",
                "一般公共预算基本支出预算表",
                [
                    ["部门预算支出经济分类", "<", "政府预算支出经济分类", "<", "合计", "人员经费", "公用经费"],
                    ["科目编码", "科目名称", "科目编码", "科目名称", "^", "^", "^"],
                ],
                [
                    [
                        (
                            "30101",
                            "基本工资/工资奖金津补贴",
                            ["30101", "基本工资", "50101", "工资奖金津补贴", "=5.00", "=5.00", ""],
                        )
                    ],
                    [("30201", "办公费/办公经费", ["30201", "办公费", "50201", "办公经费", "=2.00", "", "=2.00"])],
                    [("", "合计", ["合计", "<", "<", "<", "=7.00", "=5.00", "=2.00"])],
                ],
                widths=[1, 2, 1, 2, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "three_public_vertical",
        [
            Form("three_public", "“三公”经费支出预算表", [["项目", "2024年预算数"]], vertical_three_public(), widths=[3, 1]),
        ],
    )
    yield Layout(
        "three_public_vertical_with_zeros",
        [
            Form(
                "three_public",
                "2024年部门预算“三公”经费预算表",
                [["项目", "预算数", "备注"]],
                [[(c, n, [*cells, ""])] for [(c, n, cells)] in vertical_three_public("zero")],
                widths=[3, 1, 1],
            ),
        ],
    )
    yield Layout(
        "three_public_one_row",
        [
            Form(
                "three_public",
                "一般公共预算“三公”经费支出表",
                [
                    ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"],
                    ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"],
                ],
                [[("", "", ["=10.50", "=0.00", "=8.00", "=0.00", "=8.00", "=2.50"])]],
                measures=["three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"],
            )
        ],
    )
    yield Layout(
        "three_public_with_organisation",
        [
            Form(
                "three_public",
                "“三公”经费预算财政拨款情况统计表",
                [
                    ["单位编码", "单位名称", "合计", "因公出国（境）费用", "公务接待费", "公务用车费", "<", "<"],
                    ["^", "^", "^", "^", "^", "小计", "公务用车购置费", "公务用车运行维护费"],
                ],
                [
                    [("", "合计", ["", "合计", "=10.50", "", "=2.50", "=8.00", "", "=8.00"])],
                    [("", "某某市水务局", ["330001", "某某市水务局", "=10.50", "", "=2.50", "=8.00", "", "=8.00"])],
                ],
                measures=[],
                widths=[1, 2, 1, 1, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "three_public_two_years_with_change",
        [
            Form(
                "three_public",
                "一般公共预算“三公”经费支出情况表",
                [["项目", "上年预算数", "本年预算数", "增减额", "增减%"]],
                [
                    [("", "合计", ["合计", "=12.00", "=10.50", "=-1.50", "~-12.50"])],
                    [("", "1.因公出国（境）费", ["1.因公出国（境）费", "", "", "", ""])],
                    [("", "2.公务接待费", ["2.公务接待费", "=3.00", "=2.50", "=-0.50", "~-16.67"])],
                    [("", "3.公务用车费", ["3.公务用车费", "=9.00", "=8.00", "=-1.00", "~-11.11"])],
                    [
                        (
                            "",
                            "其中：（1）公务用车运行维护费",
                            ["其中：（1）公务用车运行维护费", "=9.00", "=8.00", "=-1.00", "~-11.11"],
                        )
                    ],
                    [("", "（2）公务用车购置", ["（2）公务用车购置", "", "", "", ""])],
                ],
                widths=[3, 1, 1, 1, 1],
            )
        ],
    )
    yield Layout(
        "projects_with_classes_and_funds",
        [
            Form(
                "project_expenditure",
                "项目支出预算明细表",
                projects_by_fund("项目类别"),
                [
                    [("", "合计", ["", "合计", "", "=60.00", "=55.00", "", "", "=5.00", "", ""])],
                    [
                        (
                            "",
                            "特定目标类/河道治理",
                            ["特定目标类", "河道治理", "某某市水务局", "=40.00", "=40.00", "", "", "", "", ""],
                        )
                    ],
                    [
                        (
                            "",
                            "其他运转类/信息化运维",
                            ["其他运转类", "信息化运维", "某某市水务局", "=20.00", "=15.00", "", "", "=5.00", "", ""],
                        )
                    ],
                ],
                widths=[1.5, 2, 2, 1, 1, 1, 1, 1, 1, 1],
            )
        ],
    )
    empty = [["科目编码", "科目名称", "本年政府性基金预算支出", "<", "<"], ["^", "^", "合计", "基本支出", "项目支出"]]
    blank: list[list[Segment]] = [[("", "", ["", "", "", "", ""])] for _ in range(3)]
    yield Layout(
        "fund_forms_printed_empty",
        [
            Form("government_fund", "政府性基金预算支出表", empty, blank, below=["注：本单位无政府性基金预算支出，故本表为空。"]),
            Form(
                "state_capital",
                "国有资本经营预算拨款支出表",
                [[w.replace("政府性基金", "国有资本经营") for w in row] for row in empty],
                blank,
            ),
        ],
    )


def captions() -> Iterator[Layout]:
    yield Layout(
        "form_label_right_above_the_title", [function_form(above=["公开03表", "^部门支出总表", "部门：某某市水务局||单位：万元"])]
    )
    yield Layout(
        "form_label_left_and_unit_right",
        [function_form(above=["表3", "^2024年部门支出总表", "编制单位：某某市水务局||金额单位：万元"])],
    )
    yield Layout(
        "title_below_a_section_heading", [function_form(above=["第二部分  2024年部门预算表", "三、部门支出总表", ">单位：万元"])]
    )
    yield Layout("title_with_number_and_comma", [function_form(above=["表三、部门支出总表", ">单位：万元"])])
    yield Layout(
        "title_over_two_lines",
        [
            function_form(
                code="basic_expenditure",
                body=economy_form().body,
                head=economy_form().head,
                widths=WIDE_NAME,
                above=["^某某市水务局2024年一般公共预算财政拨款", "^基本支出预算表", ">单位：万元"],
            )
        ],
    )
    yield Layout(
        "title_inside_the_grid",
        [
            function_form(
                above=[], inside=[["部门支出总表", "<", "<", "<", "<"], ["部门：某某市水务局", "<", "<", "单位：万元", "<"]]
            )
        ],
    )
    yield Layout(
        "unit_line_inside_the_grid", [function_form(above=["^部门支出总表"], inside=[["单位：万元", "<", "<", "<", "<"]])]
    )
    yield Layout(
        "form_label_and_title_inside_the_grid",
        [
            function_form(
                above=[],
                inside=[
                    ["公开03表", "<", "<", "<", "<"],
                    ["支出预算总表", "<", "<", "<", "<"],
                    ["编制部门：某某市水务局", "<", "<", "<", "单位：万元"],
                ],
            )
        ],
    )
    yield Layout("title_with_department_and_year", [function_form(above=["^某某市水务局2024年部门支出总表", ">单位：万元"])])
    yield Layout(
        "title_in_brackets_with_form",
        [
            function_form(
                code="income_expenditure_summary",
                above=["^收入支出决算总表（财决公开01表）", ">单位：万元"],
                head=summary_form().head,
                body=summary_rows(),
                widths=[3, 1, 3, 1],
            )
        ],
    )
    yield Layout(
        "page_header_and_footer",
        [function_form(), summary_form()],
        page='paper: "a4", flipped: true, margin: 2cm, header: [某某市水务局2024年部门预算公开], footer: context align(center)[— #counter(page).display() —]',
    )
    yield Layout(
        "watermark_behind_the_table",
        [function_form(), summary_form()],
        page='paper: "a4", flipped: true, margin: 1.5cm, background: rotate(-30deg, text(60pt, fill: luma(220))[某某市财政局])',
    )
    yield Layout(
        "notes_and_signatures_below",
        [
            function_form(
                below=["注：本表反映部门本年度支出预算情况。", "单位负责人：某某某　　财务负责人：某某某　　填表人：某某某"]
            )
        ],
    )
    yield Layout(
        "notes_and_signatures_inside",
        [
            function_form(
                body=[
                    *by_function(joined, three(), "first", ["", "合计"]),
                    [("", "", ["说明：1.本表反映部门支出总体情况。2.因四舍五入可能存在尾差。", "<", "<", "<", "<"])],
                ],
                measures=["total", "basic", "project"],
            )
        ],
    )
    yield Layout("unit_missing_on_one_form", [function_form(), summary_form(above=["^部门收支总表"])])
    yield Layout("unit_beside_the_title", [function_form(above=["|部门支出总表|单位：万元"])])


def figures() -> Iterator[Layout]:
    for style in ("grouped", "spaced", "wide", "dash", "slash", "none", "zero"):
        yield Layout(f"amounts_{style}", [function_form(body=by_function(joined, three(style), "both", ["", "合计"]))])
    for unit in ("元", "千元", "亿元"):
        yield Layout(f"unit_{unit}", [function_form(unit=unit)])
    yield Layout(
        "amounts_negative_in_brackets",
        [function_form(body=[[("2010301", "行政运行", ["2010301", "行政运行", "=（12.50）", "=-2.50", "=（10.00）"])]])],
    )
    yield Layout(
        "amounts_wrapped_in_narrow_cells",
        [
            function_form(
                body=[
                    [("2010301", "行政运行", ["2010301", "行政运行", "=123456789.\n12", "=123456789.\n12", ""])],
                    [
                        (
                            "2080505",
                            "机关事业单位基本养老保险缴费支出",
                            ["2080505", "机关事业单位基本养老\n保险缴费支出", "=1,000,000.\n00", "=1,000,000.\n00", ""],
                        )
                    ],
                ],
                unit="元",
            )
        ],
    )
    yield Layout(
        "whole_numbers",
        [
            function_form(
                body=[
                    [("", "合计", ["", "合计", "=300", "=200", "=100"])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=200", "=200", ""])],
                    [("2010302", "一般行政管理事务", ["2010302", "一般行政管理事务", "=100", "", "=100"])],
                ]
            )
        ],
    )
    yield Layout(
        "amounts_centred_or_left",
        [
            function_form(aligns="lllll"),
            function_form(aligns="ccccc", code="other_expenditure", title="支出总表（按功能科目分类）"),
        ],
    )


def pages() -> Iterator[Layout]:
    many = by_function(joined, three("zero"), "first", ["", "合计"])
    long = [*many, *many[1:], *many[1:], *many[1:], *many[1:], *many[1:], *many[1:]]
    yield Layout("over_four_pages_header_once", [function_form(body=long, inset=6)])
    yield Layout("over_four_pages_header_repeated", [function_form(body=long, inset=6, repeat_header=True)])
    yield Layout(
        "total_alone_on_the_last_page",
        [
            function_form(
                body=[*many[1:], *many[1:6], [("", "合计", ["合计", "<", "=1825.06", "=1467.46", "=357.60"])]], inset=7.6
            )
        ],
    )
    yield Layout(
        "two_statements_on_one_page", [function_form(), summary_form()], between="#v(1cm)", page='paper: "a4", margin: 1.5cm'
    )
    yield Layout(
        "four_statements_on_two_pages",
        [summary_form(), revenue_form(), function_form(), economy_form()],
        between="#v(0.6cm)",
        page='paper: "a4", margin: 1.2cm',
    )
    yield Layout("sideways_without_rotate", [function_form(), summary_form()], rotate=90, page='paper: "a4", margin: 1cm')
    yield Layout("sideways_the_other_way", [function_form()], rotate=-90, page='paper: "a4", margin: 1cm')
    yield Layout(
        "statement_after_prose_on_the_page",
        [function_form(), summary_form()],
        between="#v(0.5cm)",
        page='paper: "a4", margin: 1.5cm',
        before="二、收支预算总体情况。本部门2024年收入预算1825.06万元，支出预算1825.06万元，比上年增加3.00万元。具体见下表。\n\n",
    )


def units() -> Iterator[Layout]:
    names = ("某某市水务局", "某某市水文站", "某某市河道管理处")
    yield Layout(
        "a_block_of_statements_per_unit",
        [
            form
            for name in names
            for form in (
                summary_form(above=["^部门收支总表", f"单位名称：{name}||单位：万元"]),
                function_form(above=["^部门支出总表", f"单位名称：{name}||单位：万元"]),
            )
        ],
    )
    rows: list[list[Segment]] = [[("", "合计", ["合计", "<", "=30.00", "=20.00", "=10.00"])]]
    for name in names:
        rows.append([("", name, [name, "<", "=10.00", "=7.00", "=3.00"])])
        rows.append([("2010301", "行政运行", ["2010301", "行政运行", "=7.00", "=7.00", ""])])
        rows.append([("2010302", "一般行政管理事务", ["2010302", "一般行政管理事务", "=3.00", "", "=3.00"])])
    yield Layout("lists_that_start_over_once_per_unit", [function_form(body=rows)])
    yield Layout(
        "department_as_first_row",
        [
            function_form(
                body=[
                    [("", "某某市水务局", ["", "某某市水务局", "=10.00", "=7.00", "=3.00"])],
                    [("2010301", "行政运行", ["2010301", "行政运行", "=7.00", "=7.00", ""])],
                    [("2010302", "一般行政管理事务", ["2010302", "一般行政管理事务", "=3.00", "", "=3.00"])],
                ]
            )
        ],
    )


def not_statements() -> Iterator[Layout]:
    yield Layout(
        "performance_tables_are_no_statements",
        [
            Form(
                None,
                "项目支出绩效目标表",
                [["项目名称", "河道治理", "<", "<"], ["预算金额", "40.00", "其中：财政拨款", "40.00"]],
                [
                    [("", "", ["一级指标", "二级指标", "三级指标", "指标值"])],
                    [("", "", ["产出指标", "数量指标", "治理河道长度", "≥10公里"])],
                    [("", "", ["成本指标", "经济成本", "总成本", "40.00"])],
                ],
            ),
            Form(
                None,
                "部门整体支出绩效自评表",
                [["指标", "分值", "得分", "说明"]],
                [[("", "", ["预算执行率", "10.00", "9.80", ""])]],
            ),
        ],
    )
    yield Layout(
        "staff_assets_and_contents_are_no_statements",
        [
            Form(
                None,
                "人员情况表",
                [["单位名称", "编制数", "实有人数", "退休人数"]],
                [[("", "", ["某某市水务局", "53", "50", "12"])]],
                above=["^人员情况表", ">单位：人"],
            ),
            Form(
                None,
                "机构设置情况表",
                [["序号", "单位名称", "单位性质"]],
                [[("", "", ["1", "某某市水文站", "公益一类"])]],
                above=["^机构设置情况表"],
            ),
            Form(
                None,
                "目录",
                [["序号", "表名", "页码"]],
                [[("", "", ["1", "部门收支总表", "5"])], [("", "", ["2", "部门收入总表", "6"])]],
                above=["^目　录"],
            ),
            Form(None, "政府债务情况表", [["项目", "数量"]], [[("", "", ["债务余额", "3"])]], above=["^重点工作任务表"]),
        ],
    )
