"""What analysts ask of the marts, on filings whose answers are known."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from mingzhang.warehouse.sentences import SAID
from tests.dbt.conftest import Ask

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "warehouse.md"
QUESTIONS = re.findall(r"^```sql\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)

EXPENDITURE = """
    select function_class_code, expenditure_type, fund_type, amount_yuan
    from marts.fact_expenditure join marts.dim_document using (document_key)
    where file_name = $file order by all
"""
STATUSES = """
    select r.left_label, r.status, r.difference_yuan, r.allowed_yuan, r.verdict, r.message
    from marts.fact_reconciliation r join marts.dim_document using (document_key)
    where file_name = $file and rule_id = 'RULE' order by r.status, r.left_label
"""


THREE_PUBLIC_SUMS = """
    select value_year, phase, sum(amount_yuan), bool_and(is_reconciled)
    from marts.fact_three_public join marts.dim_document using (document_key)
    where file_name = $file and is_additive group by all order by all
"""

THREE_PUBLIC = """
    select item, not is_additive, amount_yuan from marts.fact_three_public join marts.dim_document using (document_key)
    where file_name = $file order by item
"""


def statuses(ask: Ask, file: str, rule: str) -> dict[str, str]:
    return {label: status for label, status, *_ in ask(STATUSES.replace("RULE", rule), file)}


def test_expenditure_is_split_by_fund_and_the_rest_is_other_funds(ask: Ask) -> None:
    assert ask(EXPENDITURE, "shanghai") == [
        ("2010801", "basic", "general_public", Decimal(400)),
        ("2010804", "project", "general_public", Decimal(200)),
        ("2010804", "project", "other_funds", Decimal(100)),
        ("2080501", "basic", "general_public", Decimal(300)),
    ]


def test_several_lines_of_one_class_are_summed_without_a_subtotal(ask: Ask) -> None:
    assert ask(EXPENDITURE, "beijing") == [
        ("2040601", "basic", "not_split", Decimal("141234.56")),
        ("2040601", "project", "not_split", Decimal("10000.00")),
        ("2040607", "project", "not_split", Decimal("25000.00")),
    ]


def test_units_are_not_counted_beside_the_department(ask: Ask) -> None:
    assert ask(EXPENDITURE, "units") == [
        ("2010601", "basic", "not_split", Decimal(200000)),
        ("2010605", "project", "not_split", Decimal(100000)),
    ]


def test_the_summary_gives_what_the_fund_statements_lack(ask: Ask) -> None:
    assert ask(EXPENDITURE, "jiangsu") == [
        ("2040401", "not_split", "general_public", Decimal(800000)),
        ("221", "not_split", "other_funds", Decimal(200000)),
    ]


def test_prose_items_are_expenditure_only_where_no_statement_is(ask: Ask) -> None:
    assert ask(EXPENDITURE, "prose") == [
        ("2010801", "not_split", "general_public", Decimal(123400)),
        (None, "not_split", "general_public", Decimal(10000)),
        (None, "not_split", "other_funds", Decimal(66600)),
    ]
    assert ask("select distinct evidence_kind from marts.fact_expenditure where phase = 'final' order by 1") == [
        ("prose",),
        ("statement",),
    ]


def test_money_without_a_named_class_is_told(ask: Ask) -> None:
    assert ask(
        """
        select unnamed_yuan, message from marts.fact_expenditure_coverage join marts.dim_document using (document_key)
        where file_name = $file
        """,
        "prose",
    ) == [(Decimal(76600), "the items and 7.66 万元 without a function class sum to the printed total")]


def test_expenditure_of_a_document_sums_to_its_printed_total(ask: Ask) -> None:
    rows = ask(
        """
        select file_name, coverage_status, printed_total_yuan, sum(amount_yuan) as total, any_value(is_reconciled)
        from marts.fact_expenditure_coverage
        join marts.dim_document using (document_key)
        left join marts.fact_expenditure using (document_key)
        group by all order by file_name
        """
    )
    assert rows == [
        ("balances.pdf", "no_items", None, None, None),
        ("beijing.pdf", "reconciled", Decimal("176234.56"), Decimal("176234.56"), True),
        ("final.pdf", "reconciled", Decimal("1000100.00"), Decimal("1000000.00"), True),
        ("jiangsu.pdf", "reconciled", Decimal(1000000), Decimal(1000000), True),
        ("meetings.pdf", "no_items", None, None, None),
        ("names.pdf", "no_items", None, None, None),
        ("phases.pdf", "no_items", None, None, None),
        ("prose.pdf", "reconciled", Decimal(200000), Decimal(200000), True),
        ("shanghai.pdf", "reconciled", Decimal(1000), Decimal(1000), True),
        ("units.pdf", "reconciled", Decimal(300000), Decimal(300000), True),
        ("xian.pdf", "reconciled", Decimal(100), Decimal(100), True),
        ("years.pdf", "no_items", None, None, None),
    ]


def test_every_amount_of_expenditure_leads_to_its_printed_lines(ask: Ask) -> None:
    assert ask(
        """
        select count(*) from (select evidence_kind, unnest(evidence_keys) as key from marts.fact_expenditure) as evidence
        anti join (
            select statement_line_key as key from marts.fact_statement_line
            union all select claim_key from marts.fact_claim
        ) as known using (key)
        """
    ) == [(0,)]


def test_revenue_is_additive_by_source_and_class(ask: Ask) -> None:
    assert ask(
        """
        select function_class_code, revenue_source, amount_yuan
        from marts.fact_revenue join marts.dim_document using (document_key) where file_name = $file order by all
        """,
        "shanghai",
    ) == [
        ("2010801", "fiscal", Decimal(400)),
        ("2010804", "business_revenue", Decimal(100)),
        ("2010804", "fiscal", Decimal(200)),
        ("2080501", "fiscal", Decimal(300)),
    ]


def test_economic_expenditure_is_split_into_personnel_and_public(ask: Ask) -> None:
    assert ask(
        """
        select economic_class_code, expenditure_type, amount_yuan, c.name
        from marts.fact_economic_expenditure e join marts.dim_economic_class c using (economic_class_key)
        join marts.dim_document using (document_key) where file_name = $file order by all
        """,
        "shanghai",
    ) == [
        ("30101", "basic_personnel", Decimal(450), "基本工资"),
        ("30113", "basic_personnel", Decimal(150), "住房公积金"),
        ("30201", "basic_public", Decimal(100), "办公费"),
    ]


def test_three_public_items_add_up_without_their_subtotals(ask: Ask) -> None:
    assert ask(THREE_PUBLIC, "shanghai") == [
        ("reception", False, Decimal(5000)),
        ("three_public", True, Decimal(15000)),
        ("vehicle_purchase", False, Decimal(0)),
        ("vehicle_running", False, Decimal(10000)),
        ("vehicles", True, Decimal(10000)),
    ]


def test_three_public_of_a_department_is_not_summed_with_its_units_and_its_changes(ask: Ask) -> None:
    assert ask(THREE_PUBLIC_SUMS, "years") == [
        (2023, "budget", Decimal(90000), True),
        (2024, "budget", Decimal(70000), True),
    ]


def test_meetings_are_no_three_public_and_a_whole_that_its_parts_do_not_make_is_one_row(ask: Ask) -> None:
    assert ask(THREE_PUBLIC_SUMS, "meetings") == [
        (2023, "budget", Decimal(20000), False),
        (2024, "budget", Decimal(80000), True),
    ]
    rows = ask(
        """
        select value_year, list(item order by item) filter (is_additive), list(item order by item) filter (row_role = 'beside')
        from marts.fact_three_public join marts.dim_document using (document_key) where file_name = $file group by all order by all
        """,
        "meetings",
    )
    assert rows == [
        (2023, ["not_split"], ["meeting", "training"]),
        (2024, ["reception", "vehicle_running"], ["meeting", "training"]),
    ]


def test_rows_of_budget_and_final_accounts_are_two_phases_of_a_year(ask: Ask) -> None:
    assert ask(THREE_PUBLIC_SUMS, "phases") == [
        (2024, "budget", Decimal(105000), True),
        (2024, "final", Decimal(90000), True),
    ]


def test_revenue_is_all_there_is_to_spend_with_what_was_carried_over(ask: Ask) -> None:
    assert ask(
        """
        select function_class_code, revenue_timing, amount_yuan, is_reconciled
        from marts.fact_revenue join marts.dim_document using (document_key) where file_name = $file order by revenue_timing desc
        """,
        "balances",
    ) == [
        ("2010308", "current", Decimal(900000), True),
        (None, "carried_over", Decimal(70000), True),
        (None, "balance_used", Decimal(30000), True),
    ]


def test_the_coverage_says_what_each_mart_sums_to_and_what_is_printed(ask: Ask) -> None:
    coverage = """
        select mart, value_year, coverage.status, printed_yuan, summed_yuan
        from marts.fact_mart_coverage as coverage join marts.dim_document using (document_key)
        where file_name = $file and mart in ('fact_revenue', 'fact_three_public') and coverage.status != 'no_items' order by all
    """
    assert ask(coverage, "balances") == [("fact_revenue", None, "reconciled", Decimal(1000000), Decimal(1000000))]
    assert ask(coverage, "meetings") == [
        ("fact_three_public", 2023, "not_reconciled", Decimal(20000), Decimal(20000)),
        ("fact_three_public", 2024, "reconciled", Decimal(80000), Decimal(80000)),
    ]


def test_economic_classes_without_codes_are_told_by_name_and_place(ask: Ask) -> None:
    assert ask(
        """
        select economic_class_code, expenditure_type, amount_yuan, is_reconciled
        from marts.fact_economic_expenditure join marts.dim_document using (document_key) where file_name = $file order by all
        """,
        "names",
    ) == [
        ("30101", "basic_personnel", Decimal(150000), True),
        ("30199", "basic_personnel", Decimal(50000), True),
        ("31001", "basic_public", Decimal(80000), True),
        ("31099", "basic_public", Decimal(20000), True),
    ]
    assert set(statuses(ask, "names", "department_economic_sum").values()) == {"exact"}


def test_three_public_items_below_each_other_sum_to_their_whole(ask: Ask) -> None:
    assert ask(THREE_PUBLIC, "names") == [
        ("abroad", False, Decimal(50000)),
        ("reception", False, Decimal(10000)),
        ("three_public", True, Decimal(100000)),
        ("vehicle_purchase", False, Decimal(0)),
        ("vehicle_running", False, Decimal(40000)),
        ("vehicles", True, Decimal(40000)),
    ]
    assert set(statuses(ask, "names", "three_public_sum").values()) == {"exact"}


def test_side_by_side_blocks_of_a_summary_are_summed_each_by_itself(ask: Ask) -> None:
    assert ask(
        """
        select rule_id, r.status, count(*) from marts.fact_reconciliation r join marts.dim_document using (document_key)
        where file_name = $file and r.status != 'not_checkable' group by all order by all
        """,
        "xian",
    ) == [
        ("expenditure_type_sum", "exact", 1),
        ("function_class_sum", "exact", 1),
        ("income_equals_expenditure", "exact", 1),
        ("repeated_total", "exact", 6),
        ("source_sum", "exact", 2),
        ("summary_side_sum", "exact", 1),
    ]


def test_a_class_is_named_as_it_was_called_in_the_year_of_the_document(ask: Ask) -> None:
    rows = ask(
        """
        select fiscal_year, section_name from marts.fact_expenditure join marts.dim_function_class using (function_class_key)
        where function_class_code = '2080501' order by 1
        """
    )
    assert rows == [(2019, "行政事业单位离退休"), (2024, "行政事业单位养老支出")]


def test_a_sum_that_rounding_explains_is_no_finding(ask: Ask) -> None:
    total = [row for row in ask(STATUSES.replace("RULE", "function_class_sum"), "final") if row[0] == "合计" and row[2]]
    assert {row[1] for row in total} == {"rounding"}
    # three figures of two decimals in 万元: half of 100 yuan each
    assert {(row[2], row[3]) for row in total} == {(Decimal("100.00"), Decimal("150.000000"))}


def test_a_total_printed_first_and_last_is_counted_once(ask: Ask) -> None:
    assert statuses(ask, "final", "expenditure_type_sum")["合计"] == "exact"


def test_a_broken_sum_with_a_differing_reading_is_a_reading_error(ask: Ask) -> None:
    broken = [row for row in ask(STATUSES.replace("RULE", "function_class_sum"), "final") if row[1] == "broken"]
    assert [(row[0], row[2], row[4]) for row in broken] == [("20108 审计事务", Decimal("-60000.00"), "reading_error")]
    assert broken[0][5] == (
        "sum of function classes, page 2: 20108 审计事务 60.00 万元 ≠ 66.00 万元 (1 parts); difference -6.00 万元, rounding explains 0.01 万元"
    )


def test_the_located_figure_is_contradicted_and_no_other(ask: Ask) -> None:
    lines = """
        select line_label, measure_code, proof_status from marts.fact_statement_line join marts.dim_document using (document_key)
        where file_name = $file and statement_code = 'general_public_expenditure' and class_code = '2010801' order by all
    """
    assert ask(lines, "final") == [("行政运行", "basic", "proved"), ("行政运行", "total", "contradicted")]
    assert ask(lines, "shanghai") == [("行政运行", "basic", "proved"), ("行政运行", "total", "proved")]


def test_one_wrong_figure_is_one_finding_with_all_the_sums_that_it_breaks(ask: Ask) -> None:
    found = ask(
        """
        select printed_text, proposed_text, slip_kind, broken_count, verdict, acceptance_status, message
        from marts.fact_finding join marts.dim_document using (document_key) where file_name = $file
        """,
        "final",
    )
    assert [row[:6] for row in found] == [("66.00", "60.00", "digit_changed", 3, "reading_error", "open")]
    assert found[0][6] == (
        "final.pdf, page 2: 2010801 行政运行 · total 66.00 should be 60.00. basic + project expenditure: 2010801 行政运行 66.00 万元 ≠ 60.00 万元 "
        "(1 parts), difference 6.00 万元, rounding explains 0.01 万元 (and 2 more sums)"
    )


def test_the_two_sides_of_the_summary_balance(ask: Ask) -> None:
    assert list(statuses(ask, "shanghai", "income_equals_expenditure").values()) == ["exact"]
    assert list(statuses(ask, "jiangsu", "expenditure_equals_summary").values()) == ["exact"]


def test_a_rule_that_found_nothing_says_what_was_missing(ask: Ask) -> None:
    [(*_, message)] = ask(STATUSES.replace("RULE", "income_equals_expenditure"), "beijing")
    assert message == (
        "total income = total expenditure: not checked, income and expenditure summary · total and "
        "income and expenditure summary · total are not printed"
    )
    [(*_, message)] = ask(STATUSES.replace("RULE", "function_class_sum"), "prose")
    assert message == "sum of function classes: not checked, no statement was read"


def test_sentences_are_said_in_chinese_too_in_the_unit_of_the_page(ask: Ask) -> None:
    query = """
        select message_zh, arithmetic_zh, details ->> 'say', details -> 'what' -> 1 ->> 'unit'
        from marts.fact_finding join marts.dim_document using (document_key) where file_name = $file
    """
    [(message, arithmetic, sentence, unit)] = ask(query, "final")
    assert message == (
        "final.pdf，第2页：2010801 行政运行 · total 66.00 应为 60.00。 基本支出+项目支出：2010801 行政运行 66.00 万元 ≠ 60.00 万元"
        "（1个组成部分），相差6.00 万元，舍入可解释0.01 万元 （另有2个等式不符）"
    )
    assert len(arithmetic.split("；")) == 3
    assert (sentence, unit) == ("finding_told", "万元")


def test_every_row_with_a_phrase_is_said_in_both_languages(ask: Ask) -> None:
    for mart in SAID:
        assert ask(f"select count(*) from marts.{mart} where message is null or message_zh is null") == [(0,)], mart
    assert ask(
        "select count(*) from marts.fact_reconciliation where status = 'not_checkable' and unchecked_reason_zh is null"
    ) == [(0,)]


def test_the_built_file_holds_no_view_and_nothing_of_the_landing(ask: Ask) -> None:
    assert ask("select count(*) from duckdb_views() where not internal") == [(0,)]
    assert ask("select distinct schema_name from duckdb_tables() order by 1") == [
        ("intermediate",),
        ("marts",),
        ("meta",),
        ("staging",),
    ]


def test_every_mart_and_every_column_of_it_is_described(ask: Ask) -> None:
    assert (
        ask(
            "select table_name from duckdb_tables() where schema_name = 'marts' and comment is null"
            " union all select table_name || '.' || column_name from duckdb_columns() where schema_name = 'marts' and comment is null"
        )
        == []
    )


def test_the_declared_keys_hold_in_the_file(ask: Ask) -> None:
    keys = ask("select table_name, column_name, key_kind, references_table, references_column from meta.keys")
    assert {kind for _, _, kind, *_ in keys} == {"primary", "foreign"}
    for table, column, kind, other, other_column in keys:
        if kind == "primary":
            assert ask(f"select count(*) - count(distinct {column}) from marts.{table}") == [(0,)], (table, column)
        else:
            assert ("primary", other_column) in {(k, c) for t, c, k, *_ in keys if t == other}
            rows = f"select {column} from marts.{table} where {column} is not null"
            assert ask(f"{rows} except select {other_column} from marts.{other}") == [], (table, column)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_of_the_warehouse_guide_is_answered(ask: Ask, question: str) -> None:
    ask(question)
