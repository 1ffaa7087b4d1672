"""Before a department is accused, the form is asked: another structure of the same cells may close the sum."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing

Answer = Callable[[str, str], list[tuple[Any, ...]]]

FINDINGS = "select severity, verdict, finding_kind from marts.fact_finding where document_key = $key order by all"
STATUSES = "select distinct status from marts.fact_reconciliation where document_key = $key and rule_id = '{}'"


def _named_only() -> Filing:
    """类, 款 and 项 below each other without codes; 其他教育支出 is a 款 and an 项; a last 类 whose 款 nobody knows."""
    filing = Filing("named", department="名称局")
    filing.statement("general_public_expenditure").table(
        ["total", "basic", "project"],
        [
            ("合计", "", ["100.00", "60.00", "40.00"]),
            ("教育支出", "", ["70.00", "40.00", "30.00"]),
            ("普通教育", "", ["50.00", "30.00", "20.00"]),
            ("小学教育", "", ["50.00", "30.00", "20.00"]),
            ("其他教育支出", "", ["20.00", "10.00", "10.00"]),
            ("其他教育支出", "", ["20.00", "10.00", "10.00"]),
            ("住房保障支出", "", ["30.00", "20.00", "10.00"]),
            ("某种没有名目的支出", "", ["30.00", "20.00", "10.00"]),
        ],
    )
    return filing


def _of_which(name: str, whole: str) -> Filing:
    """其中 over 事业单位经营支出: within the project expenditure, or the rest beside it, as the totals say."""
    filing = Filing(name, department=f"{name}局")
    statement = filing.statement("expenditure")
    for label, code, amounts in (
        ("合计", "", [whole, "60.00", "40.00", "12.00"]),
        ("教育支出", "205", [whole, "60.00", "40.00", "12.00"]),
        ("普通教育", "20502", [whole, "60.00", "40.00", "12.00"]),
        ("小学教育", "2050202", [str(float(whole) - 50) + "0", "30.00", "20.00", "12.00"]),
        ("初中教育", "2050203", ["50.00", "30.00", "20.00", None]),
    ):
        statement.row(label, dict(zip(["total", "basic", "project", "operating"], amounts, strict=True)), code)
    for line in filing.rows["statement_lines"]:
        if line["measure_code"] == "operating":
            line["measure_path"] = "其中/事业单位经营支出"
    return filing


def _revenue(name: str, rows: list[tuple[str, list[str]]], department: str | None = None) -> Filing:
    """The revenue of units: total, general public, business revenue."""
    filing = Filing(name, department=department or f"{name}局")
    statement = filing.statement("revenue")
    for label, amounts in rows:
        unit = {} if label == "合计" else {"unit_name": label, "row_kind": "unit"}
        statement.row(label, dict(zip(["total", "general_public", "business_revenue"], amounts, strict=True)), **unit)
    return filing


UNITS = [("甲中心", ["30.00", "20.00", "10.00"]), ("乙中心", ["20.00", "15.00", "5.00"]), ("丙中心", ["50.00", "30.00", "20.00"])]


def _units(name: str, total: list[str], *more: tuple[str, list[str]]) -> Filing:
    return _revenue(name, [("合计", total), *more, *UNITS])


def _untitled_after(filing: Filing) -> Filing:
    """A table without a title on the page after the first statement, not read with it."""
    for number, statement in ((1, 1), (2, None)):
        filing.add(
            "tables",
            table_number=number,
            statement_number=statement,
            page_number=number,
            title_text="收入总表" if statement else None,
            is_continuation=False,
            outcome="statement" if statement else "unrecognised",
            found_by="ruled",
            row_count=3,
            column_count=3,
            cell_count=9,
        )
    return filing


def _debt_among_department_classes() -> Filing:
    """[512]债务还本支出 in a list of the classes 301 to 310."""
    filing = Filing("mixed", department="混合局")
    filing.statement("basic_expenditure").table(
        ["total"],
        [("合计", "", ["106.00"]), ("债务还本支出", "512", ["6.00"])]
        + [(f"科目{code}", str(code), ["10.00"]) for code in range(301, 311)],
    )
    return filing


def _withheld(name: str, summary_class: str) -> Filing:
    """Items of 40.00 below a total of 100.00 that the summary prints too; the summary may name the class that is left out."""
    filing = Filing(name, department=f"{name}局")
    summary = filing.statement("income_expenditure_summary")
    summary.row("收入总计", {"total": "100.00"}, row_number=1, side="income")
    for number, (label, amount) in enumerate(
        (("一、教育支出", "40.00"), (summary_class, "60.00"), ("支出总计", "100.00")), start=1
    ):
        summary.row(label, {"total": amount}, block=2, row_number=number, side="expenditure")
    listed = "39.50" if name == "missing" else "25.00"
    filing.statement("expenditure").table(
        ["total"], [("合计", "", ["100.00"]), ("小学教育", "2050202", [listed]), ("普法宣传", "2040605", ["0.50"])]
    )
    return filing


def _units_with_classes() -> Filing:
    """A general public budget that lists its classes below each unit only (Xi'an)."""
    filing = Filing("byunit", department="分列局")
    statement = filing.statement("general_public_expenditure")
    columns = ["total", "basic", "project"]
    statement.table(columns, [("合计", "", ["90.00", "60.00", "30.00"])])
    for unit, amounts in (("甲中心", ["50.00", "40.00", "10.00"]), ("乙中心", ["40.00", "20.00", "20.00"])):
        statement.table(columns, [(unit, "", amounts)], unit_name=unit, row_kind="unit")
        statement.table(columns, [("小学教育", "2050202", amounts)], unit_name=unit)
    return filing


def _list() -> Filing:
    """Purchases of one column and their total."""
    filing = Filing("list", department="清单局")
    filing.statement("procurement").table(["total"], [("合计", "", ["60.00"]), ("甲物", "", ["20.00"]), ("乙物", "", ["40.00"])])
    return filing


def _weights() -> Filing:
    """Weights of three projects in one table."""
    filing = Filing("weights", department="权重局")
    filing.add("projects", project_number=1, project_name="一般性项目", page_number=3)
    for number in range(1, 7):
        filing.add(
            "indicators", project_number=1, indicator_number=number, page_number=3, level3="指标", weight=50.0, weight_text="50"
        )
    return filing


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    folder: Path = tmp_path_factory.mktemp("structure")
    filings = [
        _named_only(),
        _of_which("within", "100.00"),
        _of_which("beside", "112.00"),
        _units("levels", ["100.00", "65.00", "35.00"], ("全额单位", ["100.00", "65.00", "35.00"])),
        _units("accused", ["100.00", "65.00", "36.00"]),
        _untitled_after(_units("continued", ["140.00", "95.00", "45.00"])),
        _debt_among_department_classes(),
        _withheld("withheld", "二、公共安全支出"),
        _withheld("missing", "二、公共安全支出"),
        _units_with_classes(),
        _list(),
        _weights(),
    ]
    for filing in filings:
        filing.look()
    landing = write_landing(folder / "landing.duckdb", filings)
    create_next(folder / "next.duckdb")
    run_models(
        landing, folder / "next.duckdb", folder, "+fact_finding +fact_reconciliation +fact_expenditure +fact_statement_line"
    )
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:

        def ask(name: str, query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query, {"key": Filing(name).key}).fetchall()

        yield ask


def test_classes_without_codes_are_found_by_the_names_above_them(answer: Answer) -> None:
    query = """
        select distinct row_number, class_code from intermediate.int_cells where document_key = $key and placement = 'class' order by all
    """
    assert answer("named", query) == [(2, "205"), (3, "20502"), (4, "2050202"), (5, "20599"), (6, "2059999"), (7, "221")]
    assert answer("named", STATUSES.format("function_class_sum")) == [("exact",)]
    assert answer("named", FINDINGS) == []


def test_expenditure_of_uncoded_lists_stands_at_items(answer: Answer) -> None:
    query = """
        select function_class_code, sum(amount_yuan) from marts.fact_expenditure where document_key = $key group by all order by all
    """
    assert answer("named", query) == [("2050202", 500000), ("2059999", 200000), ("221", 300000)]


@pytest.mark.parametrize("name", ["within", "beside"])
def test_columns_below_of_which_are_parts_only_where_the_rows_say_so(answer: Answer, name: str) -> None:
    assert answer(name, STATUSES.format("expenditure_type_sum")) == [("exact",)]
    assert answer(name, FINDINGS) == []


def test_units_that_stand_on_two_levels_accuse_nobody(answer: Answer) -> None:
    assert answer("levels", STATUSES.format("unit_sum")) == [("exact",)]
    assert answer("levels", FINDINGS) == []


def test_a_sum_that_the_form_keeps_elsewhere_accuses(answer: Answer) -> None:
    """合计 is 100.00 of 65.00 and 36.00, the units hold: the sum of columns is kept in three rows, that of units in two columns."""
    assert {(severity, verdict) for severity, verdict, _ in answer("accused", FINDINGS)} == {("error", "source_error")}


def test_what_may_go_on_in_an_untitled_table_is_no_error_of_the_department(answer: Answer) -> None:
    assert {(severity, verdict) for severity, verdict, _ in answer("continued", FINDINGS)} == {("warning", "unknown")}


def test_a_class_of_the_other_list_among_its_neighbours_is_one_of_them(answer: Answer) -> None:
    assert answer("mixed", STATUSES.format("department_economic_sum")) == [("exact",)]
    assert answer("mixed", STATUSES.format("government_economic_sum")) == [("not_checkable",)]


def test_rows_that_the_filing_withholds_are_told_from_a_missing_row(answer: Answer) -> None:
    assert ("warning", "lines_withheld", "missing_row") in answer("withheld", FINDINGS)
    assert "lines_withheld" not in {verdict for _, verdict, _ in answer("missing", FINDINGS)}
    assert ("error", "source_error") in {(severity, verdict) for severity, verdict, _ in answer("missing", FINDINGS)}


def test_weights_of_several_projects_in_one_table_are_not_summed(answer: Answer) -> None:
    assert answer("weights", STATUSES.format("performance_weights")) == [("not_checkable",)]


def test_what_could_not_be_refuted_is_not_proved(answer: Answer) -> None:
    """A list of one column says only by its closing that it sums to its last row."""
    query = "select distinct proof_status from marts.fact_statement_line where document_key = $key"
    assert answer("list", STATUSES.format("row_sum")) == [("exact",)]
    assert answer("list", query) == [("consistent",)]


def test_classes_listed_below_units_only_are_summed_over_the_units(answer: Answer) -> None:
    query = """
        select function_class_code, expenditure_type, amount_yuan, source_statement
        from marts.fact_expenditure where document_key = $key order by all
    """
    assert answer("byunit", query) == [
        ("2050202", "basic", 600000, "fund_statements"),
        ("2050202", "project", 300000, "fund_statements"),
    ]
