"""A filing in several files is one disclosure: compared as a whole, counted once; what may belong together and may not is said."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing

Ask = Callable[[str], list[tuple[Any, ...]]]
MODELS = "+fact_reconciliation +fact_expenditure +fact_three_public +fact_procurement +fact_mart_coverage +dim_disclosure +dim_document"


def tables(name: str, department: str, total: str = "100.00", **more: Any) -> Filing:
    """Expenditure, 三公 and procurement of one department, and nothing in prose."""
    filing = Filing(name, department=department, **more)
    summary = filing.statement("income_expenditure_summary")
    summary.row("收入总计", {"total": total}, row_number=1, side="income")
    summary.row("支出总计", {"total": total}, row_number=1, block=2, side="expenditure")
    filing.statement("expenditure").table(
        ["total", "basic"], [("行政运行", "2010601", [total, total]), ("合计", "", [total, total])], side="expenditure"
    )
    filing.statement("three_public").row(None, {"three_public": "3.00", "reception": "3.00"}, side="expenditure")
    return filing


def state(filing: Filing, subject: str, amount: str, **more: Any) -> None:
    filing.claim(
        **{"measure_kind": "amount", "unit": "万元", "printed_decimals": 2, "subject": subject, "value_text": amount}
        | {"value": Decimal(amount), "amount_yuan": Decimal(amount) * 10_000}
        | more
    )


def prose(name: str, department: str, total: str = "100.00", **more: Any) -> Filing:
    filing = Filing(name, department=department, **more)
    state(filing, "收入预算", total, section="一、收入预算情况说明")
    state(filing, "支出预算", total, section="二、支出预算情况说明")
    state(filing, "公务接待费", "3.00", section="三、“三公”经费情况说明")
    return filing


def procurement_in_two_files() -> list[Filing]:
    """The form prints kinds without 工程, the prose of the other file all three and the share of small enterprises."""
    form, words = tables("form", "采购局"), prose("words", "采购局")
    form.statement("procurement").table(["total"], [("A/货物", "", ["4.00"]), ("C/服务", "", ["6.00"]), ("合计", "", ["10.00"])])
    for subject, amount in (("政府采购预算总额", "10.00"), ("政府采购货物预算", "4.00"), ("政府采购服务预算", "6.00")):
        state(words, subject, amount, section="四、政府采购情况说明")
    words.claim(subject="货物采购授予中小企业份额", measure_kind="share_pct", value=Decimal(80), value_text="80", unit="%")
    return [form, words]


def procurement_of_units() -> Filing:
    """Coded items below units; the codes of the catalogue say what is goods and what is a service."""
    filing = Filing("items", department="项目局")
    form = filing.statement("procurement")
    form.table(["total"], [("合计", "", ["9.00"])])
    for unit, label, amount in (
        ("甲中心", "办公设备/A02010104台式计算机", "2.00"),
        ("甲中心", "保安/C0810安全服务", "3.00"),
        ("乙中心", "修缮/B08修缮工程", "4.00"),
    ):
        form.row(label, {"total": amount}, unit_name=unit)
    return filing


def procurement_by_fund_and_by_kind() -> Filing:
    """The form divides by fund, the sentences by kind: kinds count, and the fund because all is of one."""
    filing = Filing("funds", department="资金局")
    form = filing.statement("procurement")
    columns = ["total", "fiscal", "general_public"]
    form.table(columns, [("合计", "", ["7.00"] * 3), ("行政运行", "2010601", ["7.00"] * 3)])
    for subject, amount in (("政府采购预算", "7.00"), ("政府采购货物预算", "1.00"), ("政府采购服务预算", "6.00")):
        state(filing, subject, amount, section="一、政府采购情况说明")
    return filing


def items_without_basis(name: str, department: str, amounts: tuple[str, str]) -> Filing:
    """Sentences that name items and amounts, and no table at all."""
    filing = Filing(name, department=department)
    state(filing, "支出预算", "30.00", section="一、支出预算情况说明")
    for item, amount in zip(("行政运行", "一般行政管理事务"), amounts, strict=True):
        state(filing, item, amount, section="二、财政拨款支出预算情况说明", section_name="财政事务", item_name=item)
    return filing


def replaced_prose() -> list[Filing]:
    """The prose is issued again: the earlier version is no part of the disclosure."""
    old, new = prose("old", "更正局", "90.00"), prose("new", "更正局")
    new.rows["supersessions"] = [
        {
            "document_key": old.key,
            "superseded_by_document_key": new.key,
            "address": "https://example.org/prose.pdf",
            "superseded_at": "2024-03-01T00:00:00Z",
        }
    ]
    return [old, new, tables("newest", "更正局")]


def goals(name: str, page: str) -> Filing:
    """A list of projects that does not say whose it is; a page links it."""
    filing = Filing(name, department=None)  # type: ignore[arg-type]
    filing.add("projects", project_number=1, project_name=f"{name}项目", page_number=1)
    filing.add("found_on_pages", page_address=page)
    return filing


def linked_by_pages() -> list[Filing]:
    """One page links one filing and its goals, another one two filings and goals of one of them."""
    one, two = tables("single", "单页局"), [tables("left", "左页局"), tables("right", "右页局")]
    one.add("found_on_pages", page_address="https://example.org/one")
    for filing in two:
        filing.add("found_on_pages", page_address="https://example.org/two")
    return [one, goals("goals", "https://example.org/one"), *two, goals("stray", "https://example.org/two")]


def all_filings() -> list[Filing]:
    return [
        *procurement_in_two_files(),
        *(tables("first", "重发局"), tables("again", "重发局"), prose("about", "重发局")),
        *(prose("whole", "分级局"), tables("unit", "分级局", scope="unit")),
        *(prose("other", "错配局", "555.00"), tables("figures", "错配局")),
        *replaced_prose(),
        *linked_by_pages(),
        procurement_of_units(),
        procurement_by_fund_and_by_kind(),
        items_without_basis("exact", "精确局", ("12.00", "18.00")),
        items_without_basis("inexact", "不足局", ("12.00", "17.00")),
    ]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("disclosures")
    landing = write_landing(folder / "landing.duckdb", all_filings())
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, MODELS)
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        connection.execute("USE marts")
        yield lambda query: connection.execute(query).fetchall()


def parts(ask: Ask, department: str) -> list[tuple[Any, ...]]:
    return ask(
        f"""
        SELECT disclosures.is_current, list(file_name ORDER BY list_position(document_keys, documents.document_key)), any_value(part_roles)
        FROM dim_disclosure AS disclosures JOIN dim_document AS documents USING (disclosure_key)
        WHERE disclosures.department_name = '{department}' GROUP BY disclosure_key, disclosures.is_current ORDER BY ALL
        """
    )


def test_prose_and_tables_in_two_files_are_one_disclosure_led_by_the_tables(ask: Ask) -> None:
    assert parts(ask, "采购局") == [(True, ["form.pdf", "words.pdf"], ["statements", "prose"])]


def test_what_prose_states_is_compared_with_the_tables_of_the_other_file(ask: Ask) -> None:
    rows = ask(
        """
        SELECT rule_id, fact_reconciliation.status, right_label, first_page, last_page
        FROM fact_reconciliation JOIN dim_document USING (document_key)
        WHERE file_name = 'words.pdf' AND right_label LIKE 'table%' ORDER BY ALL
        """
    )
    assert {rule for rule, *_ in rows} >= {
        "claim_total_expenditure_budget",
        "claim_total_revenue_budget",
        "claim_three_public",
        "claim_procurement",
    }
    assert {status for _, status, *_ in rows} == {"exact"}
    assert all(" of form.pdf: " in label for _, _, label, *_ in rows)
    assert {tuple(row[3:]) for row in rows} == {(9, 9)}


def test_sums_of_a_disclosure_in_two_files_count_once(ask: Ask) -> None:
    marts = {"fact_expenditure": 1_000_000, "fact_three_public": 30_000, "fact_procurement": 100_000}
    for mart, yuan in marts.items():
        additive = " AND is_additive" if mart == "fact_three_public" else ""
        rows = ask(
            f"""
            SELECT sum(amount_yuan) FROM {mart} JOIN dim_disclosure USING (disclosure_key)
            WHERE department_name = '采购局'{additive}
            """
        )
        assert rows == [(Decimal(yuan),)], mart


def test_the_coverage_of_a_disclosure_has_one_row_for_each_mart(ask: Ask) -> None:
    rows = ask(
        """
        SELECT mart, count(*) FROM fact_mart_coverage JOIN dim_disclosure USING (disclosure_key)
        WHERE department_name = '采购局' GROUP BY ALL ORDER BY ALL
        """
    )
    assert len(rows) == 6
    assert {count for _, count in rows} == {1}


def test_a_filing_issued_again_is_no_part_and_leaves_open_which_one_the_prose_is_about(ask: Ask) -> None:
    assert [(files, roles) for _, files, roles in parts(ask, "重发局")] == [
        (["about.pdf"], ["prose"]),
        (["again.pdf"], ["statements"]),
        (["first.pdf"], ["statements"]),
    ]
    doubts = ask("SELECT file_name, part_doubt FROM dim_document WHERE department_name = '重发局' ORDER BY file_name")
    assert [name for name, _ in doubts] == ["about.pdf", "again.pdf", "first.pdf"]
    assert all("both print expenditure, income_expenditure_summary, three_public" in doubt for _, doubt in doubts)


def test_the_budget_of_a_department_and_that_of_its_unit_are_two_disclosures_without_a_doubt(ask: Ask) -> None:
    rows = ask("SELECT scope, part_count, doubt FROM dim_disclosure WHERE department_name = '分级局' ORDER BY scope")
    assert rows == [("department", 1, None), ("unit", 1, None)]


def test_prose_whose_total_the_tables_do_not_print_is_not_joined_and_says_so(ask: Ask) -> None:
    assert len(parts(ask, "错配局")) == 2
    doubts = ask("SELECT DISTINCT part_doubt FROM dim_document WHERE department_name = '错配局'")
    assert len(doubts) == 1
    assert "the prose states a total of 5550000.00 yuan, the tables print 1000000.00" in doubts[0][0]
    assert ask("SELECT count(*) FROM fact_reconciliation WHERE right_label LIKE '%figures.pdf%'") == [(0,)]


def test_a_part_that_was_replaced_stands_by_itself_and_the_new_one_takes_its_place(ask: Ask) -> None:
    assert parts(ask, "更正局") == [
        (False, ["old.pdf"], ["prose"]),
        (True, ["newest.pdf", "new.pdf"], ["statements", "prose"]),
    ]


def test_a_file_that_does_not_say_whose_it_is_is_part_of_the_only_filing_of_its_page(ask: Ask) -> None:
    assert parts(ask, "单页局") == [(True, ["single.pdf", "goals.pdf"], ["statements", "performance"])]


def test_a_file_on_a_page_of_several_filings_is_joined_to_none_and_all_are_named(ask: Ask) -> None:
    rows = ask("SELECT part_count, len(doubtful_document_keys), doubt FROM dim_disclosure WHERE department_name IS NULL")
    assert [row[:2] for row in rows] == [(1, 2)]
    assert "the page links several filings" in rows[0][2]
    assert [len(parts(ask, name)) for name in ("左页局", "右页局")] == [1, 1]


def test_items_without_a_basis_are_expenditure_only_where_they_sum_exactly_to_the_stated_total(ask: Ask) -> None:
    rows = ask(
        """
        SELECT file_name, function_class_code, evidence_kind, is_reconciled, amount_yuan
        FROM fact_expenditure JOIN dim_document USING (document_key) WHERE file_name LIKE '%exact.pdf' ORDER BY ALL
        """
    )
    assert rows == [
        ("exact.pdf", "2010601", "prose", True, Decimal(120_000)),
        ("exact.pdf", "2010602", "prose", True, Decimal(180_000)),
    ]


def procurement(ask: Ask, department: str) -> list[tuple[Any, ...]]:
    return ask(
        f"""
        SELECT procurement_kind, fund_type, unit_name, facts.amount_yuan, facts.is_reconciled, sme_share_pct
        FROM fact_procurement AS facts JOIN dim_disclosure USING (disclosure_key) WHERE department_name = '{department}' ORDER BY ALL
        """
    )


def test_procurement_of_a_form_has_the_kinds_of_its_rows_and_the_share_that_the_prose_states(ask: Ask) -> None:
    assert procurement(ask, "采购局") == [
        ("goods", "not_split", None, Decimal(40_000), True, Decimal(80)),
        ("services", "not_split", None, Decimal(60_000), True, None),
    ]


def test_coded_items_give_kind_and_unit_of_procurement(ask: Ask) -> None:
    assert [row[:4] for row in procurement(ask, "项目局")] == [
        ("goods", "not_split", "甲中心", Decimal(20_000)),
        ("services", "not_split", "甲中心", Decimal(30_000)),
        ("works", "not_split", "乙中心", Decimal(40_000)),
    ]


def test_a_form_by_fund_and_prose_by_kind_give_both_where_all_is_of_one_fund(ask: Ask) -> None:
    assert [row[:4] for row in procurement(ask, "资金局")] == [
        ("goods", "general_public", None, Decimal(10_000)),
        ("services", "general_public", None, Decimal(60_000)),
    ]
