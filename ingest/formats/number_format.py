"""A number as a workbook shows it: 1234.5 in the format #,##0.00 is printed 1,234.50, and that is what is read."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from ingest.lexicon import pattern, word

#: Formats that a workbook need not spell out (ECMA-376, 18.8.30).
BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    49: "@",
    14: "yyyy/m/d",
    31: word("office_formats", "date"),
    57: word("office_formats", "month"),
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
}
#: Digits of a number that a workbook keeps.
SIGNIFICANT = 15
NOT_UNDERSTOOD = "its number format is not understood"
WITHOUT_SIGN = "below zero, and its number format prints no sign"

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<room>[_*].)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>(?:[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+),*)|(?P<date>(?i:yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|s|AM/PM|{noon}))|(?P<other>.)".replace(
        "{noon}", word("office_formats", "noon")
    ),
    re.S,
)
_COLOURS = pattern("office_formats", "colour")
_DATES = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d", "hh": "%H", "ss": "%S"}


class Printed(NamedTuple):
    """What is shown, and why it may say something else than what is kept."""

    text: str
    doubt: str | None = None


def printed(value: str | float, code: str, *, from_1904: bool = False) -> Printed:
    """A number in a format."""
    number = _kept(value)
    sections = _sections(code)
    if code.strip().lower() in ("general", "@", "") or not sections:
        return Printed(_plain(number))
    section, shown = _chosen(number, sections)
    tokens = _tokens(section)
    if any(kind == "general" for kind, _ in tokens):
        return Printed(_plain(number))
    if any(kind == "date" for kind, _ in tokens):
        return _as_date(number, tokens, from_1904)
    text = _filled(shown, tokens)
    if text is None:
        return Printed(_plain(number), NOT_UNDERSTOOD)
    return Printed(
        text, WITHOUT_SIGN if number < 0 and any(d.isdecimal() and d != "0" for d in text) and not _has_sign(text) else None
    )


def _kept(value: str | float) -> Decimal:
    """The number without the tail of binary fractions: 0.30000000000000004 is 0.3."""
    number = Decimal(value) if isinstance(value, str) else Decimal(repr(value))
    digits = SIGNIFICANT - 1 - number.adjusted()
    kept = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if number.is_finite() and number else number
    return min(kept, number, key=lambda each: len(each.as_tuple().digits))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _sections(code: str) -> tuple[str, ...]:
    sections, current = [], ""
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append(current)
            current = ""
        else:
            current += match[0]
    return (*sections, current)


def _chosen(number: Decimal, sections: tuple[str, ...]) -> tuple[str, Decimal]:
    """The section for a number, and what it is shown of: the section for what is below zero writes its own sign."""
    if number == 0 and len(sections) > 2:
        return sections[2], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return sections[0], number


@cache
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    tokens: list[tuple[str, str]] = []
    rest = pattern("office_formats", "general").sub("\0", section)
    for match in _TOKEN.finditer(rest):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "other" and text == "\0":
            tokens.append(("general", ""))
        elif kind == "bracket":
            if not _COLOURS.fullmatch(text):
                tokens.append(("unknown", text))  # a condition, a number of hours
        elif kind == "room":
            continue
        elif kind in ("quoted", "escaped", "currency", "other"):
            tokens.append(("unknown" if kind == "other" and text in "Ee/@" else "text", text))
        else:
            tokens.append((kind, text))
    return tuple(tokens)


def _filled(number: Decimal, tokens: tuple[tuple[str, str], ...]) -> str | None:
    """The digits in their places; None for a format with fractions, exponents, conditions or digits in several places."""
    kinds = [kind for kind, _ in tokens]
    if "unknown" in kinds or kinds.count("digits") > 1:
        return None
    percents = sum(text.count("%") for kind, text in tokens if kind == "text")
    sign = "-" if number < 0 else ""
    parts = [_digits(abs(number) * 100**percents, text) if kind == "digits" else text for kind, text in tokens]
    body = "".join(parts)
    return sign * any(d.isdecimal() and d != "0" for d in body) + body.strip()


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.rstrip(",").partition(".")
    scale = len(pattern) - len(pattern.rstrip(","))  # each comma behind the digits leaves out three of them
    grouping = "," in whole
    rounded = (number / 1000**scale).quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    units, _, cents = f"{rounded:,f}".partition(".") if grouping else f"{rounded:f}".partition(".")
    least = whole.count("0")
    if not least and units == "0":
        units = ""
    units = units.zfill(least) if not grouping else units
    while cents and fraction[len(cents) - 1] in "#?" and cents.endswith("0"):
        cents = cents[:-1]
    return units + ("." + cents if fraction and (cents or "0" in fraction) else "")


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in "-−(（△▲")


def _as_date(number: Decimal, tokens: tuple[tuple[str, str], ...], from_1904: bool) -> Printed:
    if not 0 <= number < 2_958_466 or any(kind in ("digits", "unknown") for kind, _ in tokens):
        return Printed(_plain(number), NOT_UNDERSTOOD)
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a day on a sheet has no time zone
    day = first + timedelta(days=float(number))
    parts = []
    for kind, text in tokens:
        short = {"m": str(day.month), "d": str(day.day), "h": str(day.hour), "s": str(day.second)}
        told = text.lower()
        parts.append(text if kind != "date" else day.strftime(_DATES[told]) if told in _DATES else short.get(told, text))
    return Printed("".join(parts).strip())
