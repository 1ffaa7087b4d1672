"""Whole filings of imaginary places: who published them, every amount of every form, nothing surplus, and what the prose states."""

from decimal import Decimal

import pytest

from tests.reader.layouts.filings import Filing, combined, filings
from tests.reader.layouts.judge import read, verdict_on


@pytest.mark.parametrize("filing", list(filings()), ids=lambda filing: filing.layout.name)
def test_a_whole_filing_in_the_manner_of_another_place_is_read_exactly(filing: Filing) -> None:
    frames = read(filing.layout)
    document = frames["documents"].to_dicts()[0]
    told = tuple(document[name] for name in ("department_name", "region_code", "fiscal_year", "disclosure_kind", "scope"))
    assert told == (filing.department, filing.region_code, filing.year, filing.kind, filing.scope)
    verdict = verdict_on(filing.layout, frames)
    assert verdict.missed == [], verdict.messages
    assert verdict.surplus == []
    claims = {(claim["subject"], claim["measure_kind"], claim["value"]) for claim in frames["claims"].to_dicts()}
    assert {(subject, kind, Decimal(value)) for subject, kind, value in filing.stated} <= claims


@pytest.mark.parametrize("seed", range(12))
def test_final_accounts_with_every_habit_drawn_by_lot_are_read_exactly(seed: int) -> None:
    layout = combined(seed)
    verdict = verdict_on(layout, read(layout))
    assert verdict.missed == [], verdict.messages
    assert verdict.surplus == []
