"""How many units a filing says it has, held to the names that were read: 二级预算单位共53个, 下属7个预算单位.

A list that is not read to its end is no list: what differs is said, with its page, and so is each item that is no clean name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.lexicon import word, word_list
from ingest.lexicon.unit_words import UnitWords

_DIGITS = {digit: value for value, digit in enumerate(word("units", "digits"))} | {word("units", "two"): 2}
#: How the organ itself is printed among its units: it is counted or it is not.
_ORGAN_ENDS = word_list("units", "organ_ends")

Row = dict[str, Any]


@dataclass
class UnitList:
    """One list of units: what it says about itself, and what was read of it."""

    page_number: int
    announcement: str
    stated_count: int | None
    rows: list[Row] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def has_count(self, count: int, department_name: str | None) -> bool:
        """Whether so many units were read, with the organ itself or without it."""
        organs = sum(_is_organ(row["unit_name"], department_name) for row in self.rows)
        return len(self.rows) - organs <= count <= len(self.rows)


def stated_count(text: str, words: UnitWords) -> int | None:
    """The number of units in a sentence; those of several kinds (行政单位1家,事业单位4家) are summed where no whole is stated."""
    found = [
        (match["nature"] or match["nature_behind"] or "", _number(match["after"] or match["before"]))
        for match in words.counted.finditer(text)
    ]
    whole = [number for nature, number in found if not nature]
    return whole[0] if whole else sum(number for _, number in found) or None


def list_messages(lists: Sequence[UnitList], department_name: str | None) -> Iterator[Row]:
    """What a list states and the reader did not find, and the items that are no names."""
    for units in lists:
        if units.stated_count is not None and not _is_read(units, lists, department_name):
            read = len(units.rows) or max((len(other.rows) for other in lists), default=0)
            yield _message(units, "unit_count_differs", f"{units.stated_count} units are stated, {read} names were read")
        elif units.unclear and units.rows:
            yield _message(units, "unit_name_unclear", f"{len(units.rows)} names were read, the rest is no name")


def _is_read(units: UnitList, lists: Sequence[UnitList], department_name: str | None) -> bool:
    """A sentence that only announces is answered by a list or table that stands elsewhere."""
    answers = [units] if units.rows else lists
    return any(answer.has_count(units.stated_count or 0, department_name) for answer in answers)


def _message(units: UnitList, code: str, text: str) -> Row:
    left_out = f"; left out: {' | '.join(units.unclear)}" if units.unclear else ""
    return {
        "page_number": units.page_number,
        "severity": "warning" if code == "unit_count_differs" else "info",
        "message_code": code,
        "message": f"{text}{left_out} ({units.announcement[:80]})",
    }


def _is_organ(name: str, department_name: str | None) -> bool:
    return name == department_name or name.endswith(_ORGAN_ENDS)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition(word("units", "ten"))
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
