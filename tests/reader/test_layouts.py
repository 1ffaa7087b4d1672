"""Imaginary cities: every amount under its statement, code, label and measure, and no other amount."""

import pytest

from tests.reader.layouts.cities import layouts
from tests.reader.layouts.judge import Verdict, judge
from tests.reader.layouts.press import Layout


@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout.name)
def test_a_layout_that_no_filing_of_the_corpus_has_is_read_exactly(layout: Layout) -> None:
    verdict: Verdict = judge(layout)
    assert verdict.missed == [], verdict.messages
    assert verdict.surplus == []
