"""Bars as SVG that a phone shows without scrolling: each label above its bar, each value written beside it.

Colours come from the style sheet by class; the figures stand in a table beside every chart as well.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from mingzhang.messages import Language, say

#: A phone is about so many pixels wide, so that texts keep their size there.
WIDTH = 360
_BAR, _LABEL, _GAP = 16, 20, 10
#: How wide a character is in the size of the style sheet: of a Latin letter or digit, and of a Chinese character.
_NARROW, _WIDE = 7.5, 13.0
#: What the longest bar has at least, however long the values beside it.
_MIN_BARS = 60


@dataclass(frozen=True)
class Bar:
    """One bar: its kind (a class of the style sheet), what it is, and its value in yuan or pieces."""

    kind: str
    name: str
    value: Decimal | None
    text: str


@dataclass(frozen=True)
class BarGroup:
    label: str
    bars: Sequence[Bar]


def bars(title: str, groups: Sequence[BarGroup]) -> Markup:
    """Groups of horizontal bars on one scale that begins at zero; what is below zero has its value only."""
    all_bars = [bar for group in groups for bar in group.bars]
    largest = max((bar.value for bar in all_bars if bar.value is not None), default=Decimal(0))
    room = max(WIDTH - max((text_width(_beside(bar)) for bar in all_bars), default=0.0) - 6, _MIN_BARS)
    pieces, top = [], 4
    for group in groups:
        pieces.append(f'<text class="label" x="0" y="{top + 14}">{escape(_fitting(group.label))}</text>')
        top += _LABEL
        for bar in group.bars:
            pieces.append(_bar(bar, largest, room, top))
            top += _BAR + 3
        top += _GAP
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH} {top}" role="img" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"{''.join(pieces)}</svg>"
    )


def _bar(bar: Bar, largest: Decimal, room: float, top: int) -> str:
    share = bar.value / largest if bar.value and bar.value > 0 and largest else Decimal(0)
    width = round(float(share) * room, 1)
    return (
        f'<rect class="{bar.kind}" x="0" y="{top}" width="{width}" height="{_BAR}"></rect>'
        f'<text class="value" x="{width + 4:.1f}" y="{top + _BAR - 3}">{escape(_beside(bar))}</text>'
    )


def _beside(bar: Bar) -> str:
    return f"{bar.name} {bar.text}"


def _fitting(label: str) -> str:
    """A label that is wider than the frame loses its middle: names begin with the place and end with the year."""
    if text_width(label) <= WIDTH:
        return label
    head = tail = ""
    while text_width(head + "…" + tail) <= WIDTH - 2 * _WIDE:
        head, tail = label[: len(head) + 1], label[len(label) - len(tail) - 1 :]
    return f"{head}…{tail}"


def text_width(text: str) -> float:
    """How wide a text is drawn, about."""
    return sum(_WIDE if unicodedata.east_asian_width(character) in "WFA" else _NARROW for character in text)


def short_yuan(amount: Decimal | None) -> str:
    """For charts: in 亿元 or 万元, to four digits or so."""
    if amount is None:
        return "–"
    size, unit = (
        (100_000_000, say("hundred_million_yuan", Language.ZH))
        if abs(amount) >= 100_000_000
        else (10_000, say("ten_thousand_yuan", Language.ZH))
    )
    return f"{amount / size:,.2f} {unit}".replace("-", "−")


def proof(counts: Sequence[tuple[str, int]], title: str) -> Markup:
    """How far amounts are proved, as one bar of parts."""
    total = sum(count for _, count in counts)
    if not total:
        return Markup("")
    left, parts = 0.0, []
    for status, count in counts:
        width = 100 * count / total
        parts.append(f'<rect class="{status}" x="{left:.2f}" y="0" width="{width:.2f}" height="8"></rect>')
        left += width
    return Markup(
        f'<svg class="proof" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
