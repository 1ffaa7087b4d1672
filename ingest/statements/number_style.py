"""How a statement writes its figures: 1,234.50 as nearly all do, 1.234,50, or 1.234.500 with points between the groups.

One figure does not tell: 80.000 is eighty thousand beside 1.486.000, and eighty beside 12.345. All figures of a statement together do;
where they contradict each other, a figure that could be either is left over.
"""

import re
from collections import Counter
from collections.abc import Iterable

from ingest.lexicon.amounts import Style, figure
from ingest.statements.recognise import Statement

#: One figure of another style among so many is a slip.
SLIPS = 10

_COMMA = re.compile(r"\d,\d{1,2}-?$|\.\d{3},\d+-?$")
_POINTS_GROUP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3}){2,}-?$")
_POINT = re.compile(r"(?:^|[^.\d])\d+\.(?:\d{1,2}|\d{4,})-?$|,\d{3}\.\d+-?$|(?:^|[^.\d])\d{4,}\.\d+-?$")


def styles_of(statements: Iterable[Statement]) -> list[Style]:
    """The style of each statement of a document; one that shows none is written as the others are."""
    shown = [Counter(_shown(statement)) for statement in statements]
    everywhere = _style(sum(shown, Counter()))
    return [_style(styles) if styles else everywhere for styles in shown]


def _shown(statement: Statement) -> Iterable[Style]:
    for sheet in statement.sheets:
        amounts = [index for index, column in enumerate(sheet.header.columns) if column.role == "amount"]
        for row in range(sheet.header.data_row, sheet.grid.row_count):
            for index in amounts:
                words = figure(sheet.grid.at(row, index).figure)
                if _POINT.search(words):
                    yield Style.POINT
                elif _COMMA.search(words):
                    yield Style.COMMA
                elif _POINTS_GROUP.search(words):
                    yield Style.POINTS_GROUP


def _style(shown: Counter[Style]) -> Style:
    others = shown.total() - shown[Style.POINT]
    if SLIPS * others <= shown[Style.POINT]:
        return Style.POINT  # nearly all of them: 12,34 is a slip, and no amount
    if shown[Style.POINT]:
        return Style.MIXED
    return Style.COMMA if shown[Style.COMMA] else Style.POINTS_GROUP
