"""An identity written out."""

from decimal import Decimal
from pathlib import Path

import duckdb

from mingzhang.report.arithmetic import write_out
from mingzhang.report.filing import Proof
from mingzhang.report.marts import Figure, Reconciliation
from mingzhang.report.queries import expected_forms


def _figure(key: str, text: str, unit: str = "万元") -> Figure:
    yuan = Decimal(text) * (10_000 if unit == "万元" else 1)
    return Figure(key, "d", "a.pdf", 3, key, "合计", "支出总表", 1, text, unit, yuan, None, 1, 2, 3, 4)


def _identity(left: list[str], right: list[str], left_yuan: str, right_yuan: str) -> Reconciliation:
    yuan = Decimal(left_yuan), Decimal(right_yuan)
    return Reconciliation(
        document_key="d",
        reconciliation_key="k",
        rule_id="rule",
        rule_name="合计",
        rule_description=None,
        status="broken",
        severity="error",
        left_label="合计",
        right_label="parts",
        first_page=3,
        last_page=3,
        left_yuan=yuan[0],
        right_yuan=yuan[1],
        difference_yuan=yuan[0] - yuan[1],
        allowed_yuan=Decimal(100),
        left_line_keys=left,
        right_line_keys=right,
        message=None,
    )


def test_the_difference_is_given_in_the_printed_unit_too() -> None:
    figures = {key: _figure(key, text) for key, text in (("a", "468.35"), ("b", "460.00"))}
    written = write_out(_identity(["a"], ["b"], "4683500", "4600000"), figures)
    assert (written.unit, written.difference_in_unit) == ("万元", Decimal("8.35"))
    figures["b"] = _figure("b", "4600000", "元")
    assert write_out(_identity(["a"], ["b"], "4683500", "4600000"), figures).unit is None


def test_a_figure_that_is_printed_several_times_counts_once_and_the_report_says_so() -> None:
    figures = {key: _figure(key, "5.02") for key in "abcd"}
    written = write_out(_identity(["a"], ["b", "c", "d"], "50200", "50200"), figures)
    assert written.left.note is None
    assert written.right.note is not None
    assert written.right.note.startswith("printed 3 times, counted once")


def test_zeros_of_a_long_sum_are_counted_not_listed_and_unknown_terms_are_not_dropped() -> None:
    figures = {f"z{n}": _figure(f"z{n}", "0") for n in range(20)} | {"a": _figure("a", "1")}
    side = write_out(_identity(["a"], [*figures, "elsewhere"], "10000", "10000"), figures).right
    assert ([term.figure_key for term in side.terms], side.zero_count, side.missing_keys) == (["a"], 20, ("elsewhere",))


def test_a_hundred_percent_is_said_of_nothing_less() -> None:
    assert Proof(2999, 1, 0, 0).proved_pct == Decimal("99.9")
    assert Proof(3000, 0, 0, 0).proved_pct == Decimal("100.0")
    assert Proof(0, 0, 0, 0).proved_pct is None


def test_zeros_do_not_lessen_the_share_that_is_proved() -> None:
    assert Proof(3, 5, 1, 0, zeros=5).proved_pct == Decimal("75.0")
    assert Proof(0, 5, 0, 0, zeros=5).proved_pct is None


def test_forms_are_expected_by_kind_and_year(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        assert len(expected_forms(connection, "final", 2024)) == 9
        assert "state_capital" not in expected_forms(connection, "budget", 2018)
        assert expected_forms(connection, None, 2024) == []
