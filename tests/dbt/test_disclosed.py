"""What prose states beside the statements, and who belongs to whom, on filings whose answers are known."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import transform
from tests.dbt.conftest import Ask
from tests.dbt.filings import Filing, write_landing


def claim(filing: Filing, subject: str, kind: str, value: str | None, unit: str | None, **more: Any) -> None:
    yuan = Decimal(value) * 10_000 if unit == "万元" and value else None
    filing.claim(
        subject=subject, measure_kind=kind, value=Decimal(value) if value else None, unit=unit, amount_yuan=yuan,
        phase=filing.kind, quote=f"{subject}{value}{unit}", **more,
    )  # fmt: skip


def talkative_budget() -> Filing:
    """Staff with changes, vehicles owned and planned, procurement, a figure said twice, one that belongs to last year."""
    filing = Filing("talkative", year=2025)
    people, assets, buying = {"section": "四、人员情况说明"}, {"section": "五、国有资产占用情况"}, {"section": "六、政府采购情况"}
    claim(filing, "编制数", "count", "53", None, **people)
    claim(filing, "在职人员", "count", "115", "人", **people)
    claim(filing, "在职人员", "change_amount", "46", "人", direction="increase", comparison_base="上年", **people)
    claim(filing, "共有车辆", "count", "9", "辆", **assets)
    claim(filing, "执法执勤用车", "count", "4", "辆", **assets)
    claim(filing, "计划购置车辆", "count", "2", "辆", **assets)
    claim(filing, "执法执勤用车", "count", "1", "辆", **assets)
    claim(filing, "单价100万元以上设备", "count", "0", "台(套)", **assets)
    claim(filing, "政府采购货物预算", "amount", "5.00", "万元", **buying)
    claim(filing, "“三公”经费", "amount", "7.00", "万元")
    claim(
        filing,
        "“三公”经费",
        "change_amount",
        "1.00",
        "万元",
        direction="decrease",
        comparison_base="上年",
        reason_text="厉行节约",
    )
    claim(filing, "“三公”经费", "change_pct", "12.50", "%", direction="decrease", comparison_base="上年")
    claim(filing, "“三公”经费", "amount", "7.00", "万元")
    claim(filing, "机关运行经费", "amount", "30.00", "万元")
    claim(filing, "机关运行经费", "amount", "28.00", "万元", comparison_base="上年的")
    claim(filing, "因公出国(境)费", "absence", None, None)
    claim(filing, "机关运行经费", "amount", "29.00", "万元", value_year=2024)
    running = {"section": "七、机关运行经费", "part_of": "机关运行经费"}
    claim(filing, "公务接待费", "amount", "3.30", "万元", printed_decimals=2)
    claim(filing, "公务接待费", "amount", "3", "万元", printed_decimals=0)
    claim(filing, "公务接待费", "amount", "2.00", "万元", printed_decimals=2, **running)
    claim(filing, "公务接待费", "amount", "9.00", "万元", printed_decimals=2, is_in_reason=True)
    claim(filing, "政府采购预算", "amount", "9.00", "万元", **buying)
    claim(filing, "一般公共预算拨款政府采购", "amount", "4.00", "万元", **buying)
    claim(filing, "政府采购货物预算", "amount", "4.00", "万元", **buying)
    claim(filing, "公务用车运行维护费", "amount", "6.00", "万元", printed_decimals=2)
    claim(filing, "公务用车运行维护费", "amount", "7.00", "万元", printed_decimals=2)
    named = {"class_kind": "function", "class_name": "一般公共服务", "section_name": "审计事务"}
    claim(filing, "行政运行", "amount", "12.34", "万元", item_name="行政运行", **named)
    claim(filing, "其他支出", "amount", "1.00", "万元", item_name="没有的科目", **named)
    claim(filing, "行政运行", "amount", "3.00", "万元", item_name="行政运行", class_kind="function")
    return filing


def listing(name: str, year: int, units: list[str], **more: Any) -> Filing:
    filing = Filing(name, year=year, department="某市水务局")
    for number, unit in enumerate(units, start=1):
        filing.add("listed_units", unit_number=number, page_number=3, unit_name=unit, source="list", quote=unit, **more)
    return filing


def units_on_two_levels() -> Filing:
    """The department by its short name above its organ by the long one and the other units: one level holds the other."""
    filing = Filing("levels", year=2025, department="某市退役军人事务局")
    revenue = filing.statement("revenue")
    revenue.row("合计", {"total": "30.00"})
    for unit, amount in (("退役军人事务局", "30.00"), ("某市退役军人事务局", "20.00"), ("某市某站", "10.00")):
        revenue.row(unit, {"total": amount}, unit_name=unit, row_kind="unit")
    purchases = filing.statement("procurement")
    purchases.row("合计", {"total": "9.00"})
    purchases.row("全额", {"total": "9.00"}, "2040202", row_kind="subtotal")
    for unit, amounts in (("某市甲站", ("2.00", "3.00")), ("某市乙站", ("1.00", "3.00"))):
        purchases.row(unit, {"total": str(sum(map(Decimal, amounts)))}, "2040202", unit_name=unit, row_kind="unit")
        purchases.row("办公费", {"total": amounts[0]}, "2040202/30201", unit_name=unit)
        purchases.row("其他业务（内容涉密）", {"total": amounts[1]}, "2040202", unit_name=unit)
    return filing


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("disclosed")
    own = Filing("own", year=2026, department="某市民政局(本级)")
    later = listing("later", 2025, ["某市水务局局机关", "某市甲中心", "某市丙站"])
    by_unit = later.statement("revenue")
    by_unit.row("某市甲", {"total": "1.00"}, unit_name="某市甲", row_kind="unit")  # cut off: 某市甲中心
    by_unit.row("某市丙站", {"total": "1.00"}, unit_name="某市丙站", row_kind="unit")
    later.statement("three_public").row("某市政府", {"total": "1.00"}, unit_name="某市政府", row_kind="unit")
    filings = [
        talkative_budget(),
        listing("earlier", 2024, ["某市水务局(本级)", "某市甲中心", "某市乙站"]),
        later,
        own,
        units_on_two_levels(),
    ]
    landing = write_landing(folder / "landing.duckdb", filings)
    create_next(folder / "next.duckdb")
    transform(landing, folder / "next.duckdb", folder)
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        yield lambda query, file=None: connection.execute(query, {"file": f"{file}.pdf"} if file else {}).fetchall()


ITEMS = "select concept_code, value from marts.fact_disclosed_item where concept_family = 'FAMILY' order by concept_code"


def test_staff_is_told_with_its_change(ask: Ask) -> None:
    assert ask("""
        select concept_code, value, change_value, comparison_base from marts.fact_disclosed_item
        where concept_family = 'staffing' order by concept_code
    """) == [("staffing.authorised", Decimal(53), None, None), ("staffing.in_service", Decimal(115), Decimal(46), "上年")]


def test_vehicles_to_be_bought_are_not_counted_among_those_owned(ask: Ask) -> None:
    assert ask(ITEMS.replace("FAMILY", "state_asset")) == [
        ("state_asset.planned_equipment_1m", Decimal(0)),
        ("state_asset.planned_vehicles", Decimal(2)),
        ("state_asset.planned_vehicles_law_enforcement", Decimal(1)),
        ("state_asset.vehicles", Decimal(9)),
        ("state_asset.vehicles_law_enforcement", Decimal(4)),
    ]


def test_a_figure_said_twice_is_one_with_both_as_evidence(ask: Ask) -> None:
    assert ask("""
        select amount_yuan, change_yuan, change_pct, reason_text, len(claim_keys), len(change_claim_keys), stated_value_count
        from marts.fact_disclosed_item where concept_code = 'three_public.total'
    """) == [(Decimal(70000), Decimal(-10000), Decimal("-12.5"), "厉行节约", 2, 2, 1)]


def test_the_figure_of_another_year_is_not_this_years(ask: Ask) -> None:
    own = ITEMS.replace("FAMILY", "organ_running").replace(" order", " and value_year = 2025 order")
    assert ask(own) == [("organ_running.total", Decimal(30))]


ROLES = """select amount_yuan, value_year, is_primary, item_role, stated_value_count from marts.fact_disclosed_item
    where concept_code = ? order by amount_yuan"""


def test_one_figure_of_a_concept_is_primary_and_the_others_are_what_they_are(ask: Ask) -> None:
    assert ask(ROLES.replace("?", "'three_public.reception'")) == [
        (Decimal(20000), 2025, False, "part", 1),
        (Decimal(30000), 2025, False, "rounded", 1),
        (Decimal(33000), 2025, True, "primary", 1),
        (Decimal(90000), 2025, False, "in_passing", 1),
    ]


def test_what_one_fund_pays_is_no_second_total_nor_are_its_kinds(ask: Ask) -> None:
    total = ask(ROLES.replace("?", "'procurement.total'"))
    assert [row[2:] for row in total] == [(False, "other_basis", 1), (True, "primary", 1)]
    goods = ask(ROLES.replace("?", "'procurement.goods'"))
    assert [row[2:] for row in goods] == [(False, "other_basis", 1), (True, "primary", 1)]


def test_figures_that_contradict_each_other_are_told(ask: Ask) -> None:
    rows = ask(ROLES.replace("?", "'three_public.vehicle_running'"))
    assert [row[2:] for row in rows] == [(True, "primary", 2), (False, "differs", 2)]


def test_each_year_has_its_own_primary_figure(ask: Ask) -> None:
    rows = ask(ROLES.replace("?", "'organ_running.total'"))
    assert [(row[1], row[2]) for row in rows] == [(2024, True), (2025, True)]


def test_an_absence_has_no_value(ask: Ask) -> None:
    assert ask("select value, is_stated_absent from marts.fact_disclosed_item where concept_code = 'three_public.abroad'") == [
        (None, True)
    ]


def test_a_class_is_resolved_with_or_without_its_last_word_and_stays_open_when_several_fit(ask: Ask) -> None:
    assert ask(
        "select item_name, class_code, class_choice from marts.fact_claim where item_name is not null order by claim_number"
    ) == [
        ("行政运行", "2010801", "all_names"),
        ("没有的科目", None, None),
        ("行政运行", None, None),
    ]


def test_a_unit_that_a_later_list_leaves_out_has_ended(ask: Ask) -> None:
    assert ask("""
        select unit_name, is_own_organ, valid_from_year, valid_to_year from marts.dim_department_hierarchy
        where parent_name = '某市水务局' order by unit_name
    """) == [
        ("某市丙站", False, 2025, None),
        ("某市乙站", False, 2024, 2024),
        ("某市水务局(本级)", True, 2024, None),
        ("某市甲中心", False, 2024, None),
    ]


def test_an_organ_that_files_for_itself_belongs_to_its_department(ask: Ask) -> None:
    assert ask("""
        select unit.department_name, superior.department_name, unit.document_count, superior.document_count
        from marts.dim_department as unit
        join marts.dim_department as superior on unit.parent_department_key = superior.department_key
        where unit.department_name like '某市民政局%'
    """) == [("某市民政局(本级)", "某市民政局", 1, 0)]


UNIT_SUMS = """
    select results.status, results.left_yuan, results.right_yuan, results.term_count from marts.fact_reconciliation as results
    join marts.dim_document using (document_key) join marts.fact_statement_line as lines on lines.statement_line_key = results.left_line_keys[1]
    where file_name = $file and rule_id = 'unit_sum' and statement_code = 'CODE' order by results.left_yuan
"""


def test_a_department_above_its_units_is_their_sum_and_no_unit_beside_them(ask: Ask) -> None:
    assert ask(UNIT_SUMS.replace("CODE", "revenue"), "levels") == [("exact", Decimal(300000), Decimal(300000), 3)]


def test_what_stands_below_a_unit_that_prints_the_code_is_part_of_that_row_with_or_without_an_economic_class(ask: Ask) -> None:
    found = ask(UNIT_SUMS.replace("CODE", "procurement"), "levels")
    assert {(status, left, right) for status, left, right, _ in found} == {("exact", Decimal(90000), Decimal(90000))}
