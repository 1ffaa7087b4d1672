"""Rows of a form from their printed cells."""

from tests.reader.layouts.press import Segment

Rows = list[list[Segment]]


def labelled(*rows: tuple[str, ...]) -> Rows:
    """Rows of one label and figures."""
    return [[("", row[0], list(row))] for row in rows]


def coded(*rows: tuple[str, ...]) -> Rows:
    """Rows of code, label and figures."""
    return [[("" if row[0] in ("", "合计") else row[0], row[1] if row[1] != "<" else row[0], list(row))] for row in rows]
