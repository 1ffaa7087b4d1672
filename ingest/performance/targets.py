"""Target values: "≥1项" is comparator ≥, value 1, unit 项; a target in words (有效提升) has none of them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.lexicon import load, pattern

_TARGET = pattern("performance", "target")
_POINTS = pattern("figures", "points")


@dataclass(frozen=True, slots=True)
class Target:
    comparator: str | None = None
    value: Decimal | None = None
    unit: str | None = None


@cache
def _comparators() -> dict[str, str]:
    return {word: sign for sign, words in load("performance")["comparators"].items() for word in words}


def read_target(text: str, sign: str = "", unit: str = "") -> Target:
    """Read a target cell; sign and unit are given where the form has columns of their own for them."""
    comparators = _comparators()
    match = _TARGET.fullmatch(re.sub(r"\s", "", text))
    if match is None:
        return Target(comparators.get(sign))
    word = match["before"] or match["after"] or sign
    return Target(comparators.get(word), Decimal(match["number"].replace(",", "")), match["unit"] or unit or None)


def read_figure(text: str) -> Decimal | None:
    """The figure of a weight or score cell ("10.00分", "9.2", "25. 66"); "-" and words are None."""
    match = _POINTS.fullmatch(re.sub(r"\s", "", text))
    return Decimal(match["number"].replace(",", "")) if match else None
