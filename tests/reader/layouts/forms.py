"""The national forms of final accounts (公开01–09表) and of budgets, set in the habits that differ from place to place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.reader.layouts import cities
from tests.reader.layouts.press import Form, Segment

Rows = list[list[Segment]]
Above = Callable[[str, str], Sequence[str]]

FINAL_TITLES = {
    1: "收入支出决算总表",
    2: "收入决算表",
    3: "支出决算表",
    4: "财政拨款收入支出决算总表",
    5: "一般公共预算财政拨款支出决算表",
    6: "一般公共预算财政拨款基本支出决算明细表",
    7: "政府性基金预算财政拨款收入支出决算表",
    8: "国有资本经营预算财政拨款支出决算表",
    9: "财政拨款“三公”经费支出决算表",
}
FINAL_CODES = {
    1: "income_expenditure_summary",
    2: "revenue",
    3: "expenditure",
    4: "appropriation_summary",
    5: "general_public_expenditure",
    6: "basic_expenditure",
    7: "government_fund",
    8: "state_capital",
    9: "three_public",
}


@dataclass(frozen=True)
class Habit:
    """What a place does alike in all its forms."""

    unit: str = "万元"
    nil: str = "zero"  # see cities.money
    codes: str = "joined"  # joined | split
    number_row: bool = True  # 栏次 | 1 | 2
    line_numbers: bool = True  # 行次
    total: str = "first"
    ruling: str = "full"
    size: float = 8
    inset: float = 2.5
    grouped: bool = False
    note: str = ""
    above: Above | None = None  # title, unit → lines above the grid
    titles: dict[int, str] | None = None
    repeat_header: bool = False

    def money(self, text: str) -> str:
        value = Decimal(text)
        if not value:
            return cities.money(value, self.nil)
        return f"={value:,.2f}" if self.grouped else f"={value:.2f}"

    def keys(self, code: str, name: str) -> list[str]:
        return cities.split(code, name) if self.codes == "split" else [code, name]

    @property
    def total_keys(self) -> list[str]:
        return ["合计", "<", "<", "<"] if self.codes == "split" else ["合计", "<"]

    @property
    def key_widths(self) -> list[float]:
        return [0.5, 0.5, 0.5, 2.5] if self.codes == "split" else [1.1, 2.4]

    def key_head(self, rows: int) -> list[list[str]]:
        """项目 over code and name, the code over its three columns or one; `rows` of header."""
        if self.codes == "split":
            lines = [["项目", "<", "<", "<"], ["支出功能分类科目编码", "<", "<", "科目名称"]]
            return [*lines, *[["^", "^", "^", "^"]] * (rows - 2)]
        return [["项目", "<"], ["支出功能分类科目编码", "科目名称"], *[["^", "^"]] * (rows - 2)]

    def form(self, code: str, title: str, head: Sequence[Sequence[str]], body: Rows, **more: object) -> Form:
        settings: dict[str, object] = {
            "unit": self.unit,
            "ruling": self.ruling,
            "size": self.size,
            "inset": self.inset,
            "above": self.above(title, self.unit) if self.above else None,
            "below": [self.note] if self.note else [],
            "repeat_header": self.repeat_header,
        }
        return Form(code, title, head, body, **(settings | more))  # type: ignore[arg-type]


def by_function(habit: Habit, columns: Callable[[Decimal, Decimal], Sequence[str]]) -> Rows:
    """Rows of a statement by function: `columns` gives the printed figures of basic and project."""
    rows: Rows = []
    for code, name in cities.NAMES.items():
        figures = [habit.money(text) for text in columns(*cities.sums(code))]
        rows.append([(code, name, [*habit.keys(code, name), *figures])])
    last: list[Segment] = [("", "合计", [*habit.total_keys, *(habit.money(text) for text in columns(*cities.sums("")))])]
    return [last, *rows] if habit.total == "first" else [*rows, last]


def _numbered(habit: Habit, rows: Sequence[tuple[str, str]], start: int, pad: int = 0) -> list[Segment]:
    """One side of a summary: label, running number, amount."""
    found: list[Segment] = []
    for number, (label, value) in enumerate([*rows, *[("", "")] * pad], start=start):
        cells = [label, *([str(number)] if habit.line_numbers else []), habit.money(value) if value else ""]
        found.append(("", label, cells))
    return found


INCOME = [
    ("一、一般公共预算财政拨款收入", "1700.06"),
    ("二、政府性基金预算财政拨款收入", "20.00"),
    ("三、国有资本经营预算财政拨款收入", "0"),
    ("四、上级补助收入", "0"),
    ("五、事业收入", "100.00"),
    ("六、经营收入", "0"),
    ("七、附属单位上缴收入", "0"),
    ("八、其他收入", "25.00"),
]
OUTGO = [
    ("一、一般公共服务支出", "1580.16"),
    ("二、外交支出", "0"),
    ("三、国防支出", "0"),
    ("四、公共安全支出", "0"),
    ("五、教育支出", "0"),
    ("六、社会保障和就业支出", "98.70"),
    ("七、卫生健康支出", "45.32"),
    ("八、城乡社区支出", "20.00"),
    ("九、住房保障支出", "100.88"),
]
INCOME_END = [
    ("本年收入合计", "1845.06"),
    ("使用非财政拨款结余", "0"),
    ("年初结转和结余", "5.00"),
    ("总计", "1850.06"),
]
OUTGO_END = [("本年支出合计", "1845.06"), ("结余分配", "0"), ("年末结转和结余", "5.00"), ("总计", "1850.06")]


def summary(habit: Habit, word: str = "金额") -> Form:
    left = [*_numbered(habit, INCOME, 1, len(OUTGO) - len(INCOME))]
    left += _numbered(habit, INCOME_END, len(OUTGO) + 1)
    right = _numbered(habit, [*OUTGO, *OUTGO_END], len(OUTGO) + 5)
    n = ["行次"] if habit.line_numbers else []
    wide = ["<"] * len(n)
    head = [["收入", *wide, "<", "支出", *wide, "<"], ["项目", *n, word, "项目", *n, word]]
    if habit.number_row:
        head.append(["栏次", *[""] * len(n), "1", "栏次", *[""] * len(n), "2"])
    numbers = [0.5] * len(n)
    body: Rows = [[a, b] for a, b in zip(left, right, strict=True)]
    return habit.form(FINAL_CODES[1], _title(habit, 1), head, body, widths=[3, *numbers, 1.2, 3, *numbers, 1.2], measures=[])


def _title(habit: Habit, number: int) -> str:
    return (habit.titles or FINAL_TITLES).get(number, FINAL_TITLES[number])


def _number_row(habit: Habit, count: int) -> list[list[str]]:
    if not habit.number_row:
        return []
    keys = ["栏次", *["<"] * (len(habit.key_widths) - 1)]
    return [[*keys, *[str(i) for i in range(1, count + 1)]]]


def revenue(habit: Habit) -> Form:
    heads = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    head = [
        [*habit.key_head(2)[0], *heads],
        [*habit.key_head(2)[1], *["^"] * 7],
        *_number_row(habit, 7),
    ]
    body = by_function(habit, lambda b, p: [str(b + p), str(b), "0", "0", "0", "0", str(p)])
    return habit.form(
        FINAL_CODES[2],
        _title(habit, 2),
        head,
        body,
        widths=[*habit.key_widths, *[1] * 7],
        measures=[
            "total",
            "fiscal",
            "superior_subsidy",
            "business_revenue",
            "operating_revenue",
            "affiliate_remittance",
            "other_revenue",
        ],
    )


def expenditure(habit: Habit) -> Form:
    heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    head = [[*habit.key_head(2)[0], *heads], [*habit.key_head(2)[1], *["^"] * 6], *_number_row(habit, 6)]
    body = by_function(habit, lambda b, p: [str(b + p), str(b), str(p), "0", "0", "0"])
    return habit.form(
        FINAL_CODES[3],
        _title(habit, 3),
        head,
        body,
        widths=[*habit.key_widths, *[1] * 6],
        measures=["total", "basic", "project", "remit_to_superior", "operating", "subsidy_to_affiliates"],
    )


def appropriation(habit: Habit) -> Form:
    n = ["行次"] if habit.line_numbers else []
    wide = ["<"] * len(n)
    funds = ["合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
    head = [
        ["收入", *wide, "<", "支出", *wide, "<", "<", "<", "<"],
        ["项目", *n, "金额", "项目", *n, *funds],
    ]
    if habit.number_row:
        head.append(["栏次", *[""] * len(n), "1", "栏次", *[""] * len(n), "2", "3", "4", "5"])
    income = [
        ("一、一般公共预算财政拨款", "1700.06"),
        ("二、政府性基金预算财政拨款", "20.00"),
        ("三、国有资本经营预算财政拨款", "0"),
        *[("", "")] * 6,
        ("本年收入合计", "1720.06"),
        ("年初财政拨款结转和结余", "0"),
        ("一般公共预算财政拨款", "0"),
        ("总计", "1720.06"),
    ]
    outgo = [
        *[(name, "1455.16" if number == 0 else value) for number, (name, value) in enumerate(OUTGO)],
        ("本年支出合计", "1720.06"),
        ("年末财政拨款结转和结余", "0"),
        ("", ""),
        ("总计", "1720.06"),
    ]
    body: Rows = []
    left = _numbered(habit, income, 1)
    for number, (label, value) in enumerate(outgo):
        fund = "20.00" if label.startswith("八、") or "合计" in label or label == "总计" else "0"
        public = str(Decimal(value or 0) - Decimal(fund))
        figures = [value, public, fund, "0"] if label else [""] * 4
        cells = [label, *([str(number + 14)] if n else []), *(habit.money(f) if f else "" for f in figures)]
        body.append([left[number], ("", label, cells)])
    return habit.form(
        FINAL_CODES[4],
        _title(habit, 4),
        head,
        body,
        widths=[2.6, *[0.5] * len(n), 1, 2.4, *[0.5] * len(n), 1, 1, 1, 1],
    )


def general_public(habit: Habit) -> Form:
    head = [
        [*habit.key_head(2)[0], "本年支出", "<", "<"],
        [*habit.key_head(2)[1], "小计", "基本支出", "项目支出"],
        *_number_row(habit, 3),
    ]
    body = by_function(habit, lambda b, p: [str(b + p), str(b), str(p)])
    return habit.form(
        FINAL_CODES[5],
        _title(habit, 5),
        head,
        body,
        widths=[*habit.key_widths, 1, 1, 1],
        measures=["total", "basic", "project"],
    )


PEOPLE = [
    ("301", "工资福利支出"),
    ("30101", "基本工资"),
    ("30102", "津贴补贴"),
    ("30113", "住房公积金"),
    ("303", "对个人和家庭的补助"),
    ("30302", "退休费"),
]
GOODS = [
    ("302", "商品和服务支出"),
    ("30201", "办公费"),
    ("30202", "印刷费"),
    ("30228", "工会经费"),
    ("30239", "其他交通费用"),
    ("30299", "其他商品和服务支出"),
]
OTHERS = [
    ("307", "债务利息及费用支出"),
    ("30701", "国内债务付息"),
    ("310", "资本性支出"),
    ("31002", "办公设备购置"),
    ("399", "其他支出"),
    ("39999", "其他支出"),
]
ECONOMY = {"301": "1089.18", "30101": "800.10", "30102": "200.20", "30113": "88.88", "303": "200.00", "30302": "200.00"}
ECONOMY |= {"302": "178.28", "30201": "150.00", "30228": "28.28", "310": "12.00", "31002": "12.00"}


def basic_three_blocks(habit: Habit, name: str = "科目名称", amount: str = "金额") -> Form:
    """公开06表: people ‖ goods ‖ other goods, each with codes of its own."""
    head = [
        ["人员经费", "<", "<", "公用经费", "<", "<", "<", "<", "<"],
        ["科目编码", name, amount] * 3,
    ]
    body: Rows = []
    for row in zip(PEOPLE, GOODS, OTHERS, strict=True):
        body.append([(code, label, [code, label, habit.money(ECONOMY.get(code, "0"))]) for code, label in row])
    body.append(
        [
            ("", "人员经费合计", ["人员经费合计", "<", habit.money("1289.18")]),
            ("", "公用经费合计", ["公用经费合计", "<", "<", "<", "<", habit.money("190.28")]),
        ]
    )
    return habit.form(FINAL_CODES[6], _title(habit, 6), head, body, widths=[0.8, 2, 1] * 3)


def basic_vertical(habit: Habit) -> Form:
    head = [["经济分类科目", "<", "本年支出", "<", "<"], ["科目编码", "科目名称", "合计", "人员经费", "公用经费"]]
    body: Rows = []
    for code, label in [*PEOPLE, *GOODS]:
        value = ECONOMY.get(code, "0")
        people = value if code.startswith(("301", "303")) else "0"
        goods = value if code.startswith("302") else "0"
        body.append([(code, label, [code, label, habit.money(value), habit.money(people), habit.money(goods)])])
    body.append([("", "合计", ["合计", "<", habit.money("1467.46"), habit.money("1289.18"), habit.money("178.28")])])
    return habit.form(
        FINAL_CODES[6],
        _title(habit, 6),
        head,
        body,
        widths=[0.8, 2, 1, 1, 1],
        measures=["total", "basic_personnel", "basic_public"],
    )


def fund(habit: Habit, empty: bool = False) -> Form:
    keys = habit.key_head(3)
    head = [
        [*keys[0], "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
        [*keys[1], "^", "^", "小计", "基本支出", "项目支出", "^"],
        *_number_row(habit, 6),
    ]
    figures = ["0", "20.00", "20.00", "0", "20.00", "0"]
    body: Rows = []
    if empty:
        body = [[("", "", [""] * (len(keys[0]) + 6))]] * 4
    else:
        shown = [habit.money(f) for f in figures]
        body.append([("", "合计", [*habit.total_keys, *shown])])
        for code, name in (("212", "城乡社区支出"), ("21208", "国有土地使用权出让收入安排的支出"), ("2120803", "城市建设支出")):
            body.append([(code, name, [*habit.keys(code, name), *shown])])
    return habit.form(
        FINAL_CODES[7],
        _title(habit, 7),
        head,
        body,
        widths=[*habit.key_widths, *[1] * 6],
        measures=["opening_balance", "current_year", "total", "basic", "project", "closing_balance"],
    )


def capital(habit: Habit, empty: bool = True) -> Form:
    head = [
        [*habit.key_head(2)[0], "本年支出", "<", "<"],
        [*habit.key_head(2)[1], "合计", "基本支出", "项目支出"],
        *_number_row(habit, 3),
    ]
    blank = [[("", "", [""] * (len(habit.key_widths) + 3))]] * 3
    zero: Rows = [[("", "合计", [*habit.total_keys, *["=0.00"] * 3])]]
    return habit.form(
        FINAL_CODES[8],
        _title(habit, 8),
        head,
        blank if empty else zero,
        widths=[*habit.key_widths, 1, 1, 1],
        measures=["total", "basic", "project"],
    )


TWELVE = [
    ["预算数", "<", "<", "<", "<", "<", "决算数", "<", "<", "<", "<", "<"],
    ["合计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费"] * 2,
    ["^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^"] * 2,
    [str(i) for i in range(1, 13)],
]
SIX = ["three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception"]


def three_public_twelve(habit: Habit) -> Form:
    figures = ["10.50", "0", "8.00", "0", "8.00", "2.50", "9.00", "0", "7.50", "0", "7.50", "1.50"]
    body: Rows = [[("", "", [habit.money(f) for f in figures])]]
    return habit.form(
        FINAL_CODES[9], _title(habit, 9), TWELVE if habit.number_row else TWELVE[:3], body, widths=[1] * 12, measures=SIX * 2
    )


def finals(habit: Habit) -> list[Form]:
    """All nine in the national order."""
    return [
        summary(habit),
        revenue(habit),
        expenditure(habit),
        appropriation(habit),
        general_public(habit),
        basic_three_blocks(habit),
        fund(habit),
        capital(habit),
        three_public_twelve(habit),
    ]
