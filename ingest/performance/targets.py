"""Target values: "≥1项" is comparator ≥, value 1, unit 项; a target in words (有效提升) has none of them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.lexicon import load

_NUMBER = r"(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
_UNIT = r"(?P<unit>[^\d,;。:、≥≤<>=~\-—]{0,10}?)"


@dataclass(frozen=True, slots=True)
class Target:
    comparator: str | None = None
    value: Decimal | None = None
    unit: str | None = None


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    comparators = {word: sign for sign, words in load("performance")["comparators"].items() for word in words}
    alternatives = "|".join(re.escape(word) for word in sorted(comparators, key=len, reverse=True))
    return re.compile(
        f"(?:[\u4e00-\u9fff]{{0,10}}?(?=[≥≤]))?(?P<before>{alternatives})?{_NUMBER}{_UNIT}(?P<after>{alternatives})?"
    ), comparators


def read_target(text: str, sign: str = "", unit: str = "") -> Target:
    """Read a target cell; sign and unit are given where the form has columns of their own for them."""
    pattern, comparators = _pattern()
    compact = re.sub(r"\s", "", text)
    match = pattern.fullmatch(compact)
    if match is None:
        return Target(comparators.get(sign))
    word = match["before"] or match["after"] or sign
    return Target(comparators.get(word), Decimal(match["number"].replace(",", "")), match["unit"] or unit or None)


def read_figure(text: str) -> Decimal | None:
    """The figure of a weight or score cell ("10.00分", "9.2", "25. 66"); "-" and words are None."""
    match = re.fullmatch(rf"{_NUMBER}(?:分|%)?", re.sub(r"\s", "", text))
    return Decimal(match["number"].replace(",", "")) if match else None
