"""Printed text to exact money: Decimal, never float; what is no amount is None, never 0."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from functools import lru_cache

from ingest.lexicon import filled, load, normalize

#: Yuan in one printed unit (单位).
UNITS = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}

#: No department, nor all together, comes near ten trillion yuan (十万亿元): such a figure is a misprint, or two run together.
ABSURD_YUAN = Decimal(10) ** 13
#: A figure of another kind (a target, a count) beyond this is none.
ABSURD_FIGURE = Decimal(10) ** 15
#: Digits after the point that the warehouse keeps of a figure.
_FINEST = Decimal("0.000001")

_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣﹘△▲", "-") | dict.fromkeys("．。·‧∙•⋅・", ".") | {"﹤": "<", "，": ","})
#: What stands beside a figure and is no part of it: ①, ⑴, ², *. A digit of these kinds (category No) is never one of the figure.
_NUMBERS = r"\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3248-\u324f\u3280-\u3289"
_NOTES = rf"[*※†‡{_NUMBERS}]+"
_NUMBER = re.compile(f"[{_NUMBERS}]")
_BESIDE = re.compile(rf"^(?:{_NOTES})(?=\S)|(?<=\S)(?:{_NOTES})$|(?<=\.\d\d)\[(?:注?\d{{1,2}}|注)\]$")
_AMOUNT = re.compile(r"(?P<sign>-?)[¥￥]?(?P<whole>\d+(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<behind>-?)")
#: A figure that can be nothing but money: with a point, or with separators, whatever they are.
_MONEY = re.compile(r"-?[¥￥]?(?:\d[\d,]*\.\d+|\d+(?:,\d{3})+|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+,\d{2})-?")
#: A year in brackets is no negative amount, nor is the number of a list.
_BRACKETED = re.compile(r"\((?!(?:19|20)\d\d\))[¥￥]?(?:\d[\d,]*\.\d+|\d+(?:,\d{3})+|\d{3,})\)")
_EXCHANGED = str.maketrans(",.", ".,")
_GROUPED = re.compile(r"-?[¥￥]?(?:\d{1,3}(?:\.\d{3})+|\d+)-?")
_DOUBTFUL = re.compile(r"(?<!\d)\d{1,3}[.,]\d{3}-?$")
_MONEY_UNIT = filled("({money_unit})")
_OLD_CHARACTERS = str.maketrans("億萬仟佰單額幣為計", "亿万千百单额币为计")
_WITH_UNIT = re.compile(filled(r"([^{han}]*\d\)?)") + _MONEY_UNIT)
_UNIT = re.compile(
    rf"(?:单位|金额单位|计量单位)(?:[:：]|均?[为是])?(?:人民币)?[:：]?[(（]?{_MONEY_UNIT}|以(?:人民币)?{_MONEY_UNIT}为(?:金额|计量|货币)?单位"
)
_UNIT_IN_BRACKETS = re.compile(rf"[(（](?:单位[:：]?)?(?:人民币)?{_MONEY_UNIT}[)）]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed figure: its exact value in the printed unit and how many digits stand after the point."""

    value: Decimal
    decimals: int

    def in_yuan(self, unit: str) -> Decimal:
        """The value in yuan to the fen; figures printed finer than a fen are rounded half to even."""
        return (self.value * UNITS[unit]).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


class Style(Enum):
    """How figures are written: which of point and comma parts whole and part, as the figures of a statement show together."""

    POINT = "1,234.50"
    COMMA = "1.234,50"
    POINTS_GROUP = "1.234.500"
    MIXED = "both"


@lru_cache(maxsize=1 << 16)
def figure(text: str) -> str:
    """A printed figure in one form: no spaces, no marks of notes, every sign a hyphen, every decimal point a point."""
    words = _BESIDE.sub("", "".join(text.split()))
    return words if _NUMBER.search(words) else normalize(words).translate(_SIGNS)


def is_money(text: str) -> bool:
    """Whether a text is shaped like an amount of money, and not like a number, a year or a code."""
    words = figure(text)
    return bool(_MONEY.fullmatch(words) or _BRACKETED.fullmatch(words))


# Figures come again and again: a statement repeats its sums, and a document asks about a cell for several reasons.
@lru_cache(maxsize=1 << 16)
def read_amount(text: str, style: Style = Style.POINT) -> Amount | None:
    """The figure if the text holds one figure and nothing else: 1,234.50, -3.2, (12.00), △5, 3.2-, ¥5. Anything else is None.

    Thousands may be grouped only in part (120258,600): every group after a comma must have three digits.
    """
    words = figure(text)
    negative = bool(_BRACKETED.fullmatch(words))
    match = _AMOUNT.fullmatch(in_points(words[1:-1] if negative else words, style) or "")
    if not match or sum((negative, bool(match["sign"]), bool(match["behind"]))) > 1:
        return None
    whole, part = match["whole"], match["part"] or ""
    if match["behind"] and not part and len(whole) < 3:
        return None  # 1-: the beginning of a range
    if whole.startswith("0") and len(whole) > 1:
        return None  # 01, 003: a code or a list number
    value = Decimal(whole.replace(",", "") + ("." + part if part else ""))
    return Amount(-value if negative or match["sign"] or match["behind"] else value, len(part))


def in_points(words: str, style: Style) -> str | None:
    """A figure written with commas between groups and a point before the part; None where its style leaves in doubt what it is."""
    if style is Style.COMMA:
        return words.translate(_EXCHANGED)
    if style is Style.POINTS_GROUP:
        return words.replace(".", "") if _GROUPED.fullmatch(words) else None
    return None if style is Style.MIXED and _DOUBTFUL.search(words) else words


def is_absurd(amount: Amount, unit: str) -> bool:
    """Whether a printed figure is larger than any public money. Decimal cannot scale 40 digits, so it is not tried."""
    return abs(amount.value) * UNITS[unit] >= ABSURD_YUAN


def storable(value: Decimal | None, bound: Decimal = ABSURD_FIGURE) -> Decimal | None:
    """A figure that the warehouse can hold as it is printed; None when it is absurdly large or finer than a millionth, never rounded."""
    if value is None or abs(value) >= bound:
        return None
    return value if value == value.quantize(_FINEST) else None


def is_nil_mark(words: str) -> bool:
    """Whether a cell says that there is nothing: -, —, /, 无."""
    return normalize(words) in load("rows")["nil_marks"]


def is_overflow(words: str) -> bool:
    """Whether a spreadsheet printed ##### for an amount that is wider than its cell."""
    return len(words) > 1 and set(words) == {"#"}


def split_unit(text: str) -> tuple[str, str | None]:
    """A figure that carries its unit in its own cell: '12.50万元' → '12.50' and 万元."""
    match = _WITH_UNIT.fullmatch(normalize(text).translate(_OLD_CHARACTERS)) if "元" in text else None
    return (match[1], match[2]) if match else (text, None)


def read_unit(text: str) -> str | None:
    """The unit that a line or header cell declares: 单位：万元, (元), 以万元为单位; in the characters of UNITS (仟元 is 千元)."""
    if "元" not in text:
        return None
    compact = normalize(text).translate(_OLD_CHARACTERS)
    match = _UNIT.search(compact) or _UNIT_IN_BRACKETS.search(compact)
    return next(group for group in match.groups() if group) if match else None
