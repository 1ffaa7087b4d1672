"""Printed text to exact money: Decimal, never float; what is no amount is None, never 0."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from ingest.vocabulary import load, squash

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

_MINUS = str.maketrans({"−": "-", "－": "-", "﹣": "-", "﹤": "<", "，": ",", "．": ".", "。": "."})
_AMOUNT = re.compile(r"(?P<sign>-?)[¥￥]?(?P<whole>\d+(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?")
_WITH_UNIT = re.compile(r"([^\u4e00-\u9fff]*\d\)?)(亿元|百万元|万元|千元|百元|元)")
_UNIT = re.compile(r"(?:单位|金额单位|计量单位)[:：]?(?:人民币)?[(（]?(亿元|百万元|万元|千元|百元|元)")
_UNIT_IN_BRACKETS = re.compile(r"[(（](?:单位[:：]?)?(亿元|百万元|万元|千元|百元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed figure: its exact value in the printed unit and how many digits stand after the point."""

    value: Decimal
    decimals: int

    def in_yuan(self, unit: str) -> Decimal:
        """The value in yuan to the fen; figures printed finer than a fen are rounded half to even."""
        return (self.value * UNITS[unit]).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)


@lru_cache(maxsize=1 << 16)
def read_amount(text: str) -> Amount | None:
    """Read a cell that holds one figure and nothing else: 1,234.50, -3.2, (12.00), ¥5. Anything else is None.

    Thousands may be grouped only in part (120258,600): every group after a comma must have three digits.
    """
    compact = squash(text).translate(_MINUS)
    negative = compact.startswith("(") and compact.endswith(")")
    match = _AMOUNT.fullmatch(compact[1:-1] if negative else compact)
    if not match or (negative and (match["sign"] or not match["part"])):
        return None  # (1) is a list number, (1.00) a negative amount
    part = match["part"] or ""
    value = Decimal(match["whole"].replace(",", "") + ("." + part if part else ""))
    if match["whole"].startswith("0") and len(match["whole"]) > 1:
        return None  # 01, 003: a code or a list number
    return Amount(-value if negative or match["sign"] else value, len(part))


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
    return squash(words) in load("rows")["nil_marks"]


def is_overflow(words: str) -> bool:
    """Whether a spreadsheet printed ##### for an amount that is wider than its cell."""
    return len(words) > 1 and set(words) == {"#"}


def split_unit(text: str) -> tuple[str, str | None]:
    """A figure that carries its unit in its own cell: '12.50万元' → '12.50' and 万元."""
    match = _WITH_UNIT.fullmatch(squash(text)) if "元" in text else None
    return (match[1], match[2]) if match else (text, None)


def read_unit(text: str) -> str | None:
    """The unit that a line or header cell declares: 单位：万元, (元)."""
    compact = squash(text)
    match = _UNIT.search(compact) or _UNIT_IN_BRACKETS.search(compact)
    return match[1] if match else None
