"""What prose states of wholes and parts, of rates and their bases, and classes under names that are not their own."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing

Answer = Callable[[str, str], list[tuple[Any, ...]]]


def _amount(filing: Filing, subject: str, value: str, **more: Any) -> None:
    filing.claim(
        **{
            "subject": subject,
            "measure_kind": "amount",
            "value_text": value,
            "value": Decimal(value),
            "unit": "万元",
            "printed_decimals": len(value.partition(".")[2]),
            "amount_yuan": Decimal(value) * 10000,
            "phase": filing.kind,
            "section": "政府采购支出说明",
        }
        | more
    )


def _share(filing: Filing, subject: str, value: str, **more: Any) -> None:
    filing.claim(
        subject=subject,
        measure_kind=more.pop("measure_kind", "share_pct"),
        value_text=value,
        value=Decimal(value),
        unit="%",
        printed_decimals=2,
        phase=filing.kind,
        section="政府采购支出说明",
        **more,
    )


def _procurement(name: str, services: str, goods_share: str, won_elsewhere: str) -> Filing:
    filing = Filing(name, kind="final", department=f"{name}局")
    for subject, value in (("政府采购支出总额", "100.00"), ("政府采购货物支出", "40.00"), ("政府采购工程支出", "0.00")):
        _amount(filing, subject, value)
    _amount(filing, "政府采购服务支出", services)
    _amount(filing, "面向中小企业预留的政府采购项目采购金额", "30.00")
    _amount(filing, "其他政府采购项目采购金额", won_elsewhere)
    _amount(filing, "授予中小企业合同金额", "50.00")
    _share(filing, "货物采购授予中小企业合同金额", goods_share)
    _share(filing, "服务采购授予中小企业合同金额", "50.00")
    return filing


def _rates(name: str, base: str, rate: str) -> Filing:
    """年初预算为 0, 全年预算为 200, 支出决算为 190, 完成 … 的."""
    filing = Filing(name, kind="final", department=f"{name}局")
    subject = "一般公共预算财政拨款支出"
    _amount(filing, subject, "0", basis="年初预算", phase="budget")
    _amount(filing, subject, "200.00", basis="全年预算", phase="budget")
    _amount(filing, subject, "190.00", basis="支出决算")
    _share(filing, subject, rate, measure_kind="execution_pct", comparison_base=base)
    return filing


def _deviation(name: str, rate: str) -> Filing:
    """年初预算 100, 支出决算 90, 预决算差异率 …."""
    filing = Filing(name, kind="final", department=f"{name}局")
    _amount(filing, "公务接待费", "100.00", basis="年初预算", phase="budget")
    _amount(filing, "公务接待费", "90.00", basis="支出决算")
    _share(filing, "公务接待费", rate, measure_kind="deviation_pct")
    return filing


def _names() -> Filing:
    """A list numbered afresh, a class under its former name, and one level named as another."""
    filing = Filing("names", department="名称局")
    filing.statement("basic_expenditure").table(
        ["total"],
        [
            ("印刷费", "30202", ["1.00"]),
            ("水费", "30203", ["2.00"]),
            ("电费", "30204", ["2.00"]),
            ("我局特有的费用", "30205", ["2.00"]),
        ],
        code_basis="printed",
    )
    _amount(filing, "事业单位医疗", "1.00", class_kind="function", class_name="医疗卫生与计划生育支出", section="收支")
    _amount(filing, "计划生育事务", "1.00", class_kind="function", item_name="计划生育事务", section="收支")
    _amount(filing, "住房保障", "1.00", class_kind="function", class_name="住房保障", section="收支")
    return filing


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    folder = tmp_path_factory.mktemp("stated")
    filings = [
        _procurement("sound", "60.00", "50.00", "20.00"),
        _procurement("kinds", "70.00", "37.50", "20.00"),
        _procurement("shares", "60.00", "9.16", "20.00"),
        _procurement("won", "60.00", "50.00", "80.00"),
        _rates("named_base", "年初预算", "95.00"),
        _rates("right_base", "全年预算数", "95.00"),
        _rates("nothing_of_nothing", "年初预算", "100.00"),
        _deviation("deviation", "-10.00"),
        _deviation("deviation_without_sign", "10.00"),
        _deviation("wrong_deviation", "-9.00"),
        _names(),
    ]
    filings[-1].look()
    landing = write_landing(folder / "landing.duckdb", filings)
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, "+fact_finding +fact_reconciliation")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        yield lambda name, query: connection.execute(query, [Filing(name).key]).fetchall()


STATUSES = """
    select rule_id, status from marts.fact_reconciliation
    where document_key = ? and status != 'not_checkable' order by all
"""


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("sound", set()),
        ("kinds", {"concept_procurement_kinds"}),
        ("shares", {"concept_sme_shares"}),
        ("won", {"concept_procurement_won"}),
        ("named_base", {"claim_execution_rate"}),
        ("right_base", set()),
        ("nothing_of_nothing", set()),
        ("deviation", set()),
        ("deviation_without_sign", set()),
        ("wrong_deviation", {"claim_deviation_rate"}),
    ],
)
def test_only_the_promise_that_is_not_kept_is_broken(answer: Answer, name: str, broken: set[str]) -> None:
    statuses = answer(name, STATUSES)
    assert {rule for rule, status in statuses if status == "broken"} == broken
    assert any(status in ("exact", "convention") for _, status in statuses) or name in ("named_base", "wrong_deviation")


def test_parts_that_are_less_than_the_whole_are_not_said_to_be_checked(answer: Answer) -> None:
    query = "select status, message from marts.fact_reconciliation where document_key = ? and rule_id = 'concept_procurement_won'"
    [(status, message)] = answer("sound", query)
    assert status == "not_checkable"
    assert "less than the whole" in message


def test_classes_under_other_names_are_told_once_for_a_statement_and_once_for_the_prose(answer: Answer) -> None:
    query = "select severity, verdict, message from marts.fact_finding where document_key = ? and finding_kind = 'class_name' order by all"
    statement, prose = sorted(answer("names", query), key=lambda row: "30203" not in row[2])
    assert statement[:2] == prose[:2] == ("warning", "source_error")
    assert "30203 水费: that is the name of 30205, 30203 is 咨询费; 30204 电费: that is the name of 30206" in statement[2]
    assert "印刷费" not in statement[2]
    assert "我局特有的费用" not in statement[2]
    assert "医疗卫生与计划生育支出: the name until 2018, since then 卫生健康支出" in prose[2]
    assert "计划生育事务 (item): that is the name of the section 21007" in prose[2]
    assert "住房保障" not in prose[2]
