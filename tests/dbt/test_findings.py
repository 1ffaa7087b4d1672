"""What the findings make of faults put into small filings, one fault each."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.dbt.filings import Filing, write_landing

Rows = dict[str, list[str | None]]
COLUMNS = ["total", "basic", "project"]
BOX = {"x0": 0.0, "y0": 0.0, "x1": 500.0, "y1": 500.0}
ROWS: Rows = {
    "": ["100.00", "73.25", "26.75"],
    "201": ["61.50", "34.75", "26.75"],
    "20108": ["61.50", "34.75", "26.75"],
    "2010801": ["34.75", "34.75", None],
    "2010804": ["26.75", None, "26.75"],
    "205": ["38.50", "38.50", None],
    "20502": ["38.50", "38.50", None],
    "2050202": ["38.50", "38.50", None],
}


def _filing(name: str, rows: Rows, unit: str = "万元", **more: Any) -> Filing:
    """The same expenditure in two statements; faults go into the second one."""
    filing = Filing(name, department=f"{name}局", **more)
    summary = filing.statement("income_expenditure_summary")
    for number, (left, right) in enumerate((("一、财政拨款收入", "一、本年支出"), ("收入总计", "支出总计")), start=1):
        summary.row(left, {"total": "100.00"}, row_number=number, side="income")
        summary.row(right, {"total": "100.00"}, block=2, row_number=number, side="expenditure")
    for printed, printed_unit in ((ROWS, "万元"), (rows, unit)):
        filing.statement("expenditure" if printed is ROWS else "general_public_expenditure", unit=printed_unit).table(
            COLUMNS, [(f"科目{code}" if code else "合计", code, amounts) for code, amounts in printed.items()], side="expenditure"
        )
    return filing


def _with(**changes: list[str | None]) -> Rows:
    return ROWS | {code.removeprefix("c"): amounts for code, amounts in changes.items()}


def _prose() -> Filing:
    """A stated change whose rate is misprinted, and one from nothing."""
    filing = Filing("prose", department="文字局", kind="final")
    for number, rate in ((0, "35.74"), (22066, "100")):
        subject = "收、支总计" if number == 0 else "公务接待费"
        amount, change = (Decimal("22066.59"), Decimal("5834.37")) if number == 0 else (Decimal(5), Decimal(5))
        claim = {"subject": subject, "unit": "万元", "printed_decimals": 2, "phase": "final"}
        base = {"comparison_base": "2023年", "direction": "increase"}
        filing.claim(
            **claim, measure_kind="amount", value_text=str(amount), value=amount, amount_yuan=amount * 10000, quote="总计"
        )
        filing.claim(
            **claim, **base, measure_kind="change_amount", value_text=str(change), value=change, amount_yuan=change * 10000
        )
        filing.claim(
            **claim | {"unit": "%", "printed_decimals": len(rate.partition(".")[2])},
            **base,
            measure_kind="change_pct",
            value_text=rate,
            value=Decimal(rate),
        )
    return filing


def _years() -> list[Filing]:
    """A budget, and the final account of the year, which prints another budget figure for one item."""
    budget, final = _filing("years_budget", ROWS), _filing("years_final", ROWS, kind="final")
    final.department = budget.department
    rows = _with(c2050202=["38.00", "38.00", None])
    final.statement("government_fund").table(
        COLUMNS, [(f"科目{code}" if code else "合计", code, amounts) for code, amounts in rows.items()], value_phase="budget"
    )
    budget.statement("government_fund").table(
        COLUMNS, [(f"科目{code}" if code else "合计", code, amounts) for code, amounts in ROWS.items()]
    )
    return [budget, final]


MISPRINTED = _with(c2010801=["84.75", "34.75", None])


def _looked_at() -> list[Filing]:
    """One misprint, and what the picture of its page shows."""
    found = {}
    for name in ("agrees", "differs", "nothing", "unseeable", "ignored", "beside", "unread_beside", "contact_beside"):
        found[name] = _filing(name, MISPRINTED)
        for line in found[name].rows["statement_lines"]:  # each cell in its own place
            line |= {"x0": 10.0 * line["column_number"], "x1": 10.0 * line["column_number"] + 9}
    found["agrees"].look()
    found["differs"].look(t84_75="34.75")
    found["nothing"].look(t84_75=None)
    found["unseeable"].add("witness_pages", page_number=3, rotation=0, outcome="failed", reason="it cannot be rendered")
    for name, reason in (("unread_beside", "picture"), ("contact_beside", "contact")):
        found[name].look()
        entry = {"entry_number": 1, "booked_as": "declared_unread", "reason": reason}
        found[name].add("page_ledger", page_number=3, character_count=0, amount_count=0, ink_square_points=900, **entry)
    found["beside"].look()
    found["beside"].add("tables", table_number=3, page_number=3, statement_number=3, outcome="statement", **BOX)
    unseen = {"recognised_text": "50.00", "is_in_text_layer": False, "reading_number": 999, "page_number": 3}
    found["beside"].add("witness_readings", **unseen, **BOX)
    return list(found.values())


def _of_unread_parts() -> list[Filing]:
    """The classes lack a part of the total, and the pictures agree; a table after the statement was read, or was not."""
    printed = _with(c=["110.00", "83.25", "26.75"])
    rows = [(f"科目{code}" if code else "合计", code, amounts) for code, amounts in printed.items()]
    found = [Filing(name, department=f"{name}局") for name in ("parts_read", "parts_unread", "parts_indented")]
    for filing, outcome in zip(found, ("contents", "unrecognised", "contents"), strict=True):
        filing.statement("expenditure", recognised_by="title", unit_basis="printed").table(COLUMNS, rows, side="expenditure")
        filing.look()
        filing.add("tables", table_number=9, page_number=2, outcome=outcome, **BOX)
    for line in found[2].rows["statement_lines"]:
        line["code_basis"] = "indented" if line["class_code"] else None
    return found


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    folder = tmp_path_factory.mktemp("findings")
    filings = [
        _filing("sound", ROWS),
        _filing("digit", _with(c2010801=["84.75", "34.75", None])),
        _filing("swapped", _with(c20108=["34.75", "61.50", "26.75"])),
        _filing("shifted", _with(c2010804=["26.75", "26.75", None])),
        _filing("unit", ROWS, unit="元"),
        _prose(),
        *_years(),
        *_looked_at(),
        *_of_unread_parts(),
    ]
    landing = write_landing(folder / "landing.duckdb", filings)
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, "+fact_finding +fact_reconciliation")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:

        def answer(
            name: str, query: str = "select finding_kind, printed_text, proposed_text from marts.fact_finding"
        ) -> list[Any]:
            key = Filing(name).key
            return connection.execute(
                f"select columns(* exclude (document_key)) from ({query.replace('select ', 'select document_key, ', 1)}) where document_key = ? order by all",
                [key],
            ).fetchall()

        yield answer


Findings = Callable[..., list[tuple[Any, ...]]]


def test_a_sound_filing_has_no_finding(findings: Findings) -> None:
    assert findings("sound") == []


def test_a_wrong_digit_is_located_and_its_value_proposed(findings: Findings) -> None:
    assert findings("digit") == [("misprint", "84.75", "34.75")]


def test_exchanged_neighbours_are_recognised(findings: Findings) -> None:
    assert findings("swapped") == [("swapped", "34.75", "61.50")]


def test_an_amount_in_the_wrong_column_is_sent_back_to_its_own(findings: Findings) -> None:
    [(kind, place, verdict)] = findings("shifted", "select finding_kind, proposed_place, verdict from marts.fact_finding")
    assert (kind, verdict) == ("shifted_column", "reading_error")
    assert place.endswith(":r5:b1:c14")


def test_a_statement_in_the_wrong_unit_is_one_finding(findings: Findings) -> None:
    assert [row[0] for row in findings("unit")] == ["unit"]


def test_a_misprinted_rate_is_found_and_growth_from_nothing_is_a_convention(findings: Findings) -> None:
    assert findings("prose") == [("claim_contradiction", "35.74", "35.94")]
    statuses = findings("prose", "select status from marts.fact_reconciliation where rule_id = 'claim_change_rate'")
    assert statuses == [("broken",), ("convention",)]


def test_a_final_account_is_compared_with_the_filed_budget(findings: Findings) -> None:
    query = "select status, count(*) from marts.fact_reconciliation where rule_id = 'document_other_year' and status != 'not_checkable' group by all"
    assert dict(findings("years_final", query)) == {"exact": 17, "broken": 2}


@pytest.mark.parametrize(
    ("name", "verdict", "status", "reason"),
    [
        ("agrees", "source_error", "agrees", "as the text says"),
        ("unread_beside", "unknown", "agrees", "something printed was not read, page 3"),
        ("contact_beside", "source_error", "agrees", "as the text says"),
        ("differs", "unknown", "differs", "page 3: the picture shows 34.75"),
        ("nothing", "unknown", "not_recognised", "page 3: not recognised at the place of 84.75"),
        ("unseeable", "unknown", "not_recognised", "page 3: it cannot be rendered"),
        ("ignored", "unknown", "not_asked", "page 3: the page was not looked at"),
        ("beside", "unknown", "differs", "page 3: the picture shows 50.00 where the text layer has nothing"),
    ],
)
def test_a_misprint_is_the_departments_only_when_the_picture_of_the_page_says_so(
    findings: Findings, name: str, verdict: str, status: str, reason: str
) -> None:
    query = "select verdict, witness_status, witness_reason from marts.fact_finding"
    [(found, seen, told)] = findings(name, query)
    assert (found, seen) == (verdict, status)
    assert reason in told


def test_a_missing_part_is_the_departments_only_when_every_table_was_read_and_the_codes_are_printed(findings: Findings) -> None:
    query = "select verdict, witness_reason from marts.fact_finding where finding_kind = 'missing_row'"
    [(verdict, told)] = findings("parts_read", query)
    assert verdict == "source_error", told
    [(verdict, told)] = findings("parts_unread", query)
    assert (verdict, told) == ("unknown", "a table was not read, page 2")
    [(verdict, told)] = findings("parts_indented", query)
    assert (verdict, told) == ("unknown", "the levels of the classes are read off their indentation, page 1")
