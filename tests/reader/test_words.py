"""Figures, units, codes and words: the smallest readers, by property and by example."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import normalize
from ingest.lexicon.amounts import UNITS, is_absurd, read_amount, read_unit, storable
from ingest.lexicon.class_codes import carry_down, is_class_code, split_code_name
from ingest.lexicon.heading_words import role_of_heading
from ingest.lexicon.measures import read_measure
from ingest.statements.row_keys import is_counted

money = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False)


@given(money, st.booleans())
def test_a_printed_decimal_comes_back_exactly(value: Decimal, grouped: bool) -> None:
    amount = read_amount(f"{value:,.2f}" if grouped else f"{value:.2f}")
    assert amount is not None
    assert isinstance(amount.value, Decimal)
    assert (amount.value, amount.decimals) == (value, 2)


@given(money.filter(lambda value: value > 0))
def test_a_figure_in_brackets_is_negative(value: Decimal) -> None:
    amount = read_amount(f"（{value:.2f}）")
    assert amount is not None and amount.value == -value


@given(money, st.sampled_from(sorted(UNITS)))
def test_yuan_are_exact_to_the_fen(value: Decimal, unit: str) -> None:
    amount = read_amount(f"{value:.2f}")
    assert amount is not None and amount.in_yuan(unit) == value * UNITS[unit]


@given(st.text(alphabet="0123456789,.-()% 无一", max_size=12))
def test_what_is_read_is_a_decimal_or_nothing(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or isinstance(amount.value, Decimal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("1,234\n.50", "1234.50"),
        ("120258,600", "120258600"),
        ("￥5.00", "5.00"),
        ("−3.20", "-3.20"),
        ("0", "0"),
        ("0.000000", "0.000000"),
    ],
)
def test_figures_are_read_however_they_are_set(text: str, value: str) -> None:
    amount = read_amount(text)
    assert amount is not None and str(amount.value) == value


@pytest.mark.parametrize(
    "text", ["", "-", "—", "无", "(1)", "（一）", "01", "12.5%", "1,23.00", "12人", "1.2.3", "2024年", "一、"]
)
def test_what_is_no_amount_is_nothing_and_never_zero(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("单位：万\n元", "万元"),
        ("金额单位：人民币亿元", "亿元"),
        ("预算数（万元）", "万元"),
        ("单位：千元", "千元"),
        ("编制单位：某某局", None),
        ("单位：辆", None),
    ],
)
def test_units_are_read_from_lines_and_header_cells(text: str, unit: str | None) -> None:
    assert read_unit(text) == unit


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[2060503]科技条件专项", ("2060503", "科技条件专项")),
        ("2040601-行政运行", ("2040601", "行政运行")),
        ("201一般公共服务支出", ("201", "一般公共服务支出")),
        ("（30101）基本工资", ("30101", "基本工资")),
        ("2024年专项", None),
        ("2130.50", None),
    ],
)
def test_a_code_and_a_name_in_one_cell_are_told_apart(text: str, parts: tuple[str, str] | None) -> None:
    assert split_code_name(text) == parts


levels = st.tuples(st.integers(201, 234).map(str), st.integers(1, 99).map("{:02}".format), st.integers(1, 99).map("{:02}".format))


@given(st.lists(levels, min_size=1, max_size=8))
def test_codes_printed_only_where_they_change_are_carried_down(rows: list[tuple[str, str, str]]) -> None:
    previous: list[str] = []
    for above, row in zip([("", "", ""), *rows], rows, strict=False):
        kept = next((i for i in range(3) if row[i] != above[i]), 2)
        printed = [part if i >= kept else "" for i, part in enumerate(row)]
        previous = carry_down(printed, previous)
        assert previous == list(row)
        assert is_class_code("".join(previous))


def test_a_parent_row_drops_the_levels_below_it() -> None:
    assert carry_down(["", "05", ""], ["201", "03", "01"]) == ["201", "05"]
    assert carry_down(["", "", ""], ["201", "03", "01"]) == []


@given(st.text(alphabet="一般公共预算（）()：:“” 　\n２0⽬⼈ab", max_size=30))
def test_squashing_twice_changes_nothing_more(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize("text", ["基 本 支 出", "基\n本\n支\n出", "“基本支出”", "基本 支出"])
def test_letter_spaced_words_are_the_words(text: str) -> None:
    assert normalize(text) == "基本支出"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("本年支出", "基本支出", "人员经费"), "basic_personnel"),
        (("一般公共预算", "其中", "项目支出"), "project+general_public"),
        (("人员经费", "其中"), "basic_personnel+of_which"),
        (("合计",), "total"),
        (("2024年预算数",), "total"),
        (("三公经费合计",), "three_public"),
        (("从前没有的话",), "unclassified"),
    ],
)
def test_header_words_give_the_measure(path: tuple[str, ...], code: str) -> None:
    assert read_measure(path, None).code == code


@pytest.mark.parametrize(("words", "offset"), [("上年执行数", -1), ("本年预算数", 0), ("上年结转", None), ("本年收入", None)])
def test_the_year_of_a_column_is_apart_from_its_measure(words: str, offset: int | None) -> None:
    assert read_measure((words,), None).year_offset == offset


@pytest.mark.parametrize(
    ("words", "phase"),
    [
        ("增减变化情况", "change"),
        ("比上年增减额", "change"),
        ("与上年差额", "change"),
        ("差额", "change"),
        ("用事业基金弥补收支差额", None),
        ("使用非财政拨款结余弥补收支差额", None),
        ("差额拨款单位", None),
        ("年初预算数", "budget"),
        ("决算数", "final"),
    ],
)
def test_a_column_of_changes_is_told_from_one_of_figures(words: str, phase: str | None) -> None:
    assert read_measure((words,), None).phase == phase


with (Path(__file__).parent / "headings.csv").open(encoding="utf-8", newline="") as handle:
    HEADINGS = [(row["heading"], row["measure_code"]) for row in csv.DictReader(handle)]


@pytest.mark.parametrize(("heading", "code"), HEADINGS)
def test_a_heading_means_the_same_whoever_words_it(heading: str, code: str) -> None:
    assert read_measure(heading.split("/"), None).code == code


@pytest.mark.parametrize("words", ["预算完成率", "占总支出的比重", "公务用车保有量（辆）", "增减%"])
def test_rates_and_counts_are_no_money(words: str) -> None:
    assert role_of_heading(words) == "count"


@pytest.mark.parametrize(
    "label", ["公务用车保有量（辆）", "其中：外事接待批次（个）", "国内公务接待人次（人）", "车辆数（台）", "面积（平方米）"]
)
def test_a_row_that_counts_holds_no_money(label: str) -> None:
    assert is_counted(label)


@pytest.mark.parametrize(
    "label", ["公务用车购置费", "因公出国（境）费", "一般公共服务支出", "对个人和家庭的补助", "行政单位（个人所得税）"]
)
def test_a_row_of_money_is_not_taken_for_a_count(label: str) -> None:
    assert not is_counted(label)


def test_a_figure_larger_than_any_public_money_is_absurd_however_many_digits_it_has() -> None:
    amount = read_amount("999,999,999,999.00")
    assert amount is not None
    assert is_absurd(amount, "万元") and not is_absurd(amount, "元")
    forty = read_amount("1" * 40)
    assert forty is not None and is_absurd(forty, "元")


def test_a_figure_is_stored_as_printed_or_not_at_all() -> None:
    assert storable(Decimal("1.234567")) == Decimal("1.234567")
    assert storable(Decimal("1.2345678")) is None
    assert storable(Decimal("9" * 40)) is None
