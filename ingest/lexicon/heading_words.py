"""What the words of a heading say of its column: its role, or that they only number the columns (栏次)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from ingest.lexicon import load, normalize, pattern, word

#: Columns that name a row.
KEY_ROLES = ("code", "label", "unit_code", "unit_name", "project_name")
#: A list mark before a label.
ORDINAL = pattern("headings", "ordinal")
_COLUMN_NUMBER = pattern("headings", "column_number")
_A_NUMBER = pattern("headings", "a_number")
_NUMBERED, _NOT_NUMBERED = word("headings", "column_numbers"), word("headings", "not_column_numbers")


def numbers_columns(words: Sequence[str]) -> bool:
    """栏次 1 2 3, ※ ※ 1 2, 甲 乙 1 2: small numbers in order that number the columns."""
    if not all(_COLUMN_NUMBER.fullmatch(word) for word in words):
        return False
    numbers = [_number(match[0]) for word in words if (match := _A_NUMBER.search(word))]
    if all(re.match(r"[A-Z]", word) for word in words):
        return all(ord(b[0]) - ord(a[0]) == 1 for a, b in pairwise(words))
    if not numbers:
        return any(word == _NUMBERED or set(word) <= set("*※#—-") for word in words) and _NOT_NUMBERED not in words
    in_order = all(b - a == 1 for a, b in pairwise(numbers))
    is_named = any(word == _NUMBERED or "※" in word for word in words)
    goes_on = len(numbers) >= 3 or is_named  # the right half of a wide sheet begins with 4 5 6
    return in_order and (goes_on or (numbers[0] <= 2 and len(numbers) >= 2))


def _number(printed: str) -> int:
    return int(unicodedata.numeric(printed)) if len(printed) == 1 else int(printed)


@cache
def role_of_heading(words: str) -> str | None:
    """The role of a column that the words of one header cell name."""
    text = re.sub(r"[()（）]", "", normalize(words))
    for role, patterns in load("measures")["roles"].items():
        if any(re.fullmatch(pattern, text) for pattern in patterns):
            return str(role)
    return None
