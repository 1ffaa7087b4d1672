"""The unit of each statement of a document: printed on it, else the one in which it says the same as those that print theirs.

A form in 元 beside forms in 万元 often does not say so. What is ten thousand times too large would add up all the same.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.lexicon import word, word_list
from ingest.lexicon.amounts import UNITS, Style, is_absurd, read_amount
from ingest.statements.lines import main_unit
from ingest.statements.recognise import Statement

#: The largest figures of a statement that are looked for in the others.
LARGEST = 12
#: Units are tried in this order after the usual one of the document.
_TRIED = word_list("rows", "tried_units")
_SMALLEST = word("rows", "smallest_unit")
#: A statement does not hold figures so many times larger than any other of its document.
TOO_LARGE = 1_000


def units_of(statements: Sequence[Statement], styles: Sequence[Style]) -> list[tuple[str | None, str]]:
    """Per statement the unit, and `printed` or `inferred`; no unit where the others contradict each other or the statement."""
    common = main_unit([statement.printed_unit for statement in statements])
    figures = [_largest(statement, style) for statement, style in zip(statements, styles, strict=True)]
    known = [
        (value * UNITS[statement.printed_unit], half * UNITS[statement.printed_unit])
        for statement, values in zip(statements, figures, strict=True)
        if statement.printed_unit
        for value, half in values
    ]
    is_mixed = len({statement.printed_unit for statement in statements if statement.printed_unit}) > 1
    return [
        (statement.printed_unit, "printed")
        if statement.printed_unit
        else (_inferred(values, known, common, is_mixed=is_mixed), "inferred")
        for statement, values in zip(statements, figures, strict=True)
    ]


_Value = tuple[Decimal, Decimal]  # a figure and half of its last place


def _inferred(values: Sequence[_Value], known: Sequence[_Value], common: str | None, *, is_mixed: bool) -> str | None:
    if common is None:
        return None
    tried = [common, *(unit for unit in _TRIED if unit != common)]
    agreeing = {unit: sum(_is_known(value, half, unit, known) for value, half in values) for unit in tried}
    best = max(tried, key=lambda unit: agreeing[unit])
    if agreeing[best] >= (1 if best == common else min(2, len(values))) > 0:
        return best
    is_too_large = max((value for value, _ in values), default=Decimal(0)) * UNITS[common] > TOO_LARGE * max(
        (value for value, _ in known), default=Decimal(0)
    )
    return None if values and (is_mixed or is_too_large) else common


def _is_known(value: Decimal, half: Decimal, unit: str, known: Sequence[_Value]) -> bool:
    yuan, reach = value * UNITS[unit], half * UNITS[unit]
    return any(abs(yuan - other) <= reach + other_half for other, other_half in known)


def _largest(statement: Statement, style: Style) -> list[_Value]:
    """The largest figures of a statement, each once, with half of the last place printed."""
    found = {value: half for value, half in _figures(statement, style) if value}
    return sorted(found.items(), reverse=True)[:LARGEST]


def _figures(statement: Statement, style: Style) -> Iterator[_Value]:
    for sheet in statement.sheets:
        amounts = [
            index for index, column in enumerate(sheet.header.columns) if column.role == "amount" and not column.printed_unit
        ]
        for row in range(sheet.header.data_row, sheet.grid.row_count):
            for index in amounts:
                amount = read_amount(sheet.grid.at(row, index).figure, style)
                if amount and amount.value > 100 and not is_absurd(amount, _SMALLEST):
                    yield amount.value, Decimal(5).scaleb(-amount.decimals - 1)
