"""Figures in running text: number and unit, and whether it can be a claim at all.

Years, dates, durations, list numbers, document numbers, thresholds (100万元（含）以上), ranges and figures inside names
are no claims. The text has no blanks (see prose), so "28. 49%" arrives as one number.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.lexicon import pattern, word, word_list
from ingest.lexicon.amounts import ABSURD_YUAN, UNITS
from ingest.lexicon.claim_words import ClaimWords

_NUMBER = pattern("figures", "in_sentence")
#: Counted units that take a decimal figure; a "1.5项" is list number 1. and 5项 run together.
_MEASURED = word_list("prose", "measured")
#: Counted units that begin with a unit of time.
_NOT_TIMES = word_list("prose", "not_times")
_LIST_MARK = pattern("prose", "list_mark")
_RANGE_BEFORE = pattern("figures", "range_before")
_RANGE_AFTER = pattern("figures", "range_after")
#: 公共安全支出(204类): the code of the class, no count.
_LEVEL_AFTER = pattern("prose", "level_after")
#: 国有资本经营预算拨款支出预算为0: nothing needs no unit.
_NIL_BEFORE = pattern("prose", "nil_before")
_NIL_AFTER = re.compile("[,;。]|$")
#: 增加185.24（1026.00%）: the unit of the change is forgotten, the percentage beside it tells what it is.
_PERCENT_BESIDE = re.compile(r"\(-?\d[\d,.]*%\)")
#: 较上年减少33.10万元（46.85）: a font without a code for % leaves the bare number in the text.
_CHANGE_BEFORE = pattern("prose", "change_before")
_ABOUT_AS_MANY = pattern("prose", "about_as_many")
_MAGNITUDES = word_list("prose", "magnitudes")
_BEFORE_UNIT = word("prose", "before_unit")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit: text[start:end]; `kind` is money, percent, area, score, count or none (编制数53)."""

    start: int
    end: int
    number: str
    value: Decimal | None  # None when what is printed is no number: 1,541.50.00
    decimals: int
    kind: str
    unit: str

    @property
    def yuan(self) -> Decimal | None:
        """Exact yuan of a money figure; None when it is no money, more than any department has, or finer than a fen."""
        if self.value is None or self.kind != "money":
            return None
        if not self.unit:
            return self.value if self.value == 0 else None  # nothing is nothing in any unit
        if self.unit not in UNITS:
            return None
        yuan = self.value * UNITS[self.unit]
        if abs(yuan) >= ABSURD_YUAN:
            return None
        return yuan if yuan == yuan.quantize(Decimal("0.01")) else None


def list_mark_length(text: str) -> int:
    """How many characters at the beginning number the item: 1. / （2） / 三、"""
    match = _LIST_MARK.match(text)
    return match.end() if match else 0


def find_figures(text: str, words: ClaimWords) -> list[Figure]:
    """All figures of a paragraph that can be claims, from left to right."""
    begin = list_mark_length(text)
    found = (_figure(text, match, words) for match in _NUMBER.finditer(text, begin))
    return [figure for figure in found if figure is not None]


def _figure(text: str, match: re.Match[str], words: ClaimWords) -> Figure | None:
    start, end = match.start(), match.end()
    if text[start - 1 : start] == "(" and _LEVEL_AFTER.match(text, end):
        return None
    if _RANGE_BEFORE.search(text[max(0, start - 2) : start]) or _RANGE_AFTER.match(text, end):
        return None
    if text[end : end + 1].isascii() and text[end : end + 1].isalpha() and not text.startswith("m2", end):
        return None
    unit = words.unit.match(text, end)
    kind, name = _unit(unit)
    if match["misprint"]:
        return Figure(start, unit.end(), match.group(), None, 0, kind, name) if unit is not None and kind == "money" else None
    if kind == "none" and match["part"] and _is_percent_without_sign(text, start, end, words):
        return Figure(start, end, match.group(), Decimal(match.group()), len(match["part"]) - 1, "percent", "%")
    if (
        kind == "none"
        and set(match.group()) <= {"0", "."}
        and _NIL_BEFORE.search(text, max(0, start - 8), start)
        and _NIL_AFTER.match(text, end)
    ):
        return Figure(start, end, match.group(), Decimal(0), max(len(match["part"] or "") - 1, 0), "money", "")
    if unit is not None and _is_part_of_word(text, unit, words):
        unit, kind, name = None, "none", ""
    if kind in ("none", "count", "score") and words.time_unit.match(text, end) and name not in _NOT_TIMES:
        return None
    after = unit.end() if unit else end
    part = match["part"] or ""
    is_bare_change = (
        kind == "none"
        and bool(_PERCENT_BESIDE.match(text, end))
        and bool(words.direction_end.search(text, max(0, start - 8), start))
    )
    if kind in ("none", "count") and part and not is_bare_change and name[:1] not in _MAGNITUDES and name not in _MEASURED:
        return None
    if _is_threshold(text, start, after, words):
        return None
    if kind == "none" and not is_bare_change and not words.unitless_end.search(text, max(0, start - 12), start):
        return None
    number = (match["sign"] or "") + match["whole"] + part
    return Figure(start, after, number, Decimal(number.replace(",", "")), max(len(part) - 1, 0), kind, name)


def _is_percent_without_sign(text: str, start: int, end: int, words: ClaimWords) -> bool:
    """Whether a bare number stands in brackets right behind a change in money."""
    behind_money = text.startswith(")", end) and _CHANGE_BEFORE.search(text, max(0, start - 6), start)
    return bool(behind_money) and bool(words.changed.search(text, max(0, start - 24), start))


def _unit(unit: re.Match[str] | None) -> tuple[str, str]:
    if unit is None:
        return "none", ""
    if unit["bare"]:
        return "money", unit["bare"] + word("prose", "base_unit")
    kind = unit.lastgroup or "none"
    return kind, _ABOUT_AS_MANY.sub("", unit[kind])


def _is_part_of_word(text: str, unit: re.Match[str], words: ClaimWords) -> bool:
    """Whether what looks like a unit begins another word: 项 of 项目, 部 of 部门."""
    name = unit.group().lstrip(_BEFORE_UNIT)
    return any(text.startswith(rest, unit.end()) for rest in words.not_before.get(name, ()))


def _is_threshold(text: str, start: int, end: int, words: ClaimWords) -> bool:
    before = text[max(0, start - 6) : start]
    if words.threshold_before.search(before):
        return True
    return bool(words.threshold_after.match(text, end)) and not before.endswith(words.reached)
