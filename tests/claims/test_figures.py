"""Properties of the figures: exact whatever is printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon.amounts import ABSURD_YUAN
from ingest.lexicon.claim_words import claim_words
from ingest.prose.figures import find_figures

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("99999999"), places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, st.booleans(), st.sampled_from(["元", "万元", "亿元"]))
def test_a_printed_amount_is_read_exactly(amount: Decimal, grouped: bool, unit: str) -> None:
    text = f"基本支出{amount:,}{unit},占" if grouped else f"基本支出{amount}{unit}。"
    (figure,) = find_figures(text, claim_words())
    assert figure.value == amount
    assert figure.unit == unit
    yuan = amount * {"元": 1, "万元": 10_000, "亿元": 100_000_000}[unit]
    assert figure.yuan == (yuan if yuan < ABSURD_YUAN else None)  # ten trillion yuan are no department's money
    assert figure.decimals == 2
    assert text[figure.start : figure.end].endswith(unit)


@given(st.integers(min_value=1990, max_value=2035), st.integers(min_value=1, max_value=12))
def test_dates_are_no_figures(year: int, month: int) -> None:
    assert find_figures(f"{year}年度，截至{year}年{month}月31日，{year}-{year + 1}年", claim_words()) == []


@given(AMOUNTS, AMOUNTS)
def test_two_amounts_do_not_run_together(first: Decimal, second: Decimal) -> None:
    found = find_figures(f"其中:货物{first:,}万元,工程{second:,}万元。", claim_words())
    assert [figure.value for figure in found] == [first, second]


@given(st.text(alphabet="收支预算1234567890.,%()类款项万元:;。占比上年增加减少台套年月日-“”", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for figure in find_figures(text, claim_words()):
        assert 0 <= figure.start < figure.end <= len(text)
