"""Columns of one row that mean the same: no two may share a measure, or whoever adds it up counts money twice."""

from collections.abc import Callable, Iterable, Iterator

from ingest.lexicon import word
from ingest.lexicon.measures import Measure, names_source
from ingest.statements.headers import Column
from ingest.statements.recognise import Statement

Meaning = Callable[[Column], Measure]
_OF_WHICH = word("rows", "of_which")


def shared_measures(columns: Iterable[Column], meaning: Meaning) -> Iterator[list[Column]]:
    """Amount columns of one block whose headers mean the same, the widest of them first: 总计 before 财政拨款/合计."""
    groups: dict[tuple[int, Measure], list[Column]] = {}
    for column in columns:
        if column.role == "amount":
            groups.setdefault((column.block, meaning(column)), []).append(column)
    yield from (sorted(group, key=lambda column: len(column.path)) for group in groups.values() if len(group) > 1)


def marks_of_alike(statement: Statement, meaning: Meaning) -> dict[Column, str]:
    """The mark that tells a column from those before it of the same measure: `repeated_2`, `further_3`.

    捐赠收入 beside 利息收入 is further money of one kind and adds to it; 部门预算/合计 beside 总计 repeats what is counted already.
    """
    marks: dict[Column, str] = {}
    for sheet in statement.sheets:
        beside = sheet.left.header.columns if sheet.left else ()
        for first, *others in shared_measures((*beside, *sheet.header.columns), meaning):
            seen = {first.path}
            for number, column in enumerate(others, start=2):
                is_further = _is_further(column, meaning(column)) and column.path not in seen
                marks[column] = f"{'further' if is_further else 'repeated'}_{number}"
                seen.add(column.path)
    return marks


def _is_further(column: Column, measure: Measure) -> bool:
    concepts = set(measure.code.split("+"))
    return bool(concepts & {"unclassified", "of_which"}) or (
        names_source(measure.code) and not any(_OF_WHICH in words for words in column.path)
    )
