"""Units that a department lists as its own, as rows of raw table `listed_units`: in a sentence, a numbered list or a table.

    下属单位具体包括：甲中心、乙站和丙所。      sentence
    预算单位共有2个，包括： 1.甲局本级 2.乙中心   list
    序号 | 单位名称 | 备注                      table (unit_tables)

Only names of organisations are taken. What is inside one of them (内设机构) is not a unit of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from ingest.lexicon import pattern, word
from ingest.lexicon.headings import heading_marker
from ingest.lexicon.unit_words import NOTE_MARKS, UnitWords, unit_words
from ingest.prose.figures import list_mark_length
from ingest.prose.paragraphs import Paragraph
from ingest.prose.torn_lists import MONEY, whole_lists
from ingest.prose.unit_counts import UnitList, list_messages, stated_count
from ingest.prose.unit_tables import read_unit_tables
from ingest.tables.grid import Grid

#: The text kept as evidence of one name: a list of sixty units would repeat itself sixty times.
QUOTE_LENGTH = 200

#: What follows a name in its list item is kept when it is short: 不单列预算，并入本部.
REMARK_LENGTH = 40

_SENTENCE = re.compile(r"[^。;]+[。;]?")
_MARK_WITHIN = pattern("units", "mark_within")
_CONJUNCTION = pattern("units", "conjunction")
_BRACKET = pattern("units", "bracket_behind")
_LEADING = pattern("units", "leading_conjunction")
#: The level of a paragraph numbered 1. (heading_marker)
_NUMBERED = 3
_COUNT_AFTER = pattern("units", "count_behind")
_UNIT, _SUBORDINATE = word("units", "unit"), word("units", "subordinate")

Row = dict[str, Any]


def read_listed_units(
    paragraphs: Sequence[Paragraph], grids: Mapping[int, Sequence[Grid]], department_name: str | None = None
) -> tuple[list[Row], list[Row]]:
    """All units listed in a document, the first mention of each name, tables first (they carry more than the name); and the messages
    about lists that are not whole."""
    words = unit_words()
    tables = [_table(rows, words) for rows in read_unit_tables(grids, words)]
    lists = [*tables, *_in_prose(paragraphs, words)]
    rows: dict[str, Row] = {}
    for row in (row for units in lists for row in units.rows):
        name, remark = words.split_remark(row["unit_name"])
        row |= {"unit_name": name, "remark": row.get("remark") or remark}
        rows.setdefault(name, row)
    numbered = [{"unit_number": number, **row} for number, row in enumerate(rows.values(), start=1)]
    return numbered, list(list_messages(lists, department_name))


def _table(rows: Sequence[Row], words: UnitWords) -> UnitList:
    """A table is a list whose cells are names, but for those that speak of several units."""
    unclear = [row for row in rows if words.not_in_name.search(row["unit_name"]) or words.several.search(row["unit_name"])]
    named = [row for row in rows if row not in unclear]
    return UnitList(rows[0]["page_number"], "table of units", None, named, [row["unit_name"] for row in unclear])


def _in_prose(paragraphs: Sequence[Paragraph], words: UnitWords) -> Iterator[UnitList]:
    """The lists of the sentences and those of the numbered paragraphs below them."""
    above: _Awaited | None = None
    for paragraph in whole_lists(paragraphs, words):
        if above and above.takes(paragraph, words):
            continue
        above = None
        if words.heading.fullmatch(paragraph.text):
            above = _Awaited(_list(paragraph, paragraph.text, words), is_strict=False)
            yield above.units
        for sentence in _SENTENCE.finditer(paragraph.text):
            match = words.announcement.search(sentence.group())
            if match is None or MONEY.search(sentence.group()) or words.not_listed.search(sentence.group()[: match.end()]):
                continue
            units = _list(paragraph, sentence.group(), words)
            start = sentence.start() + match.end()
            _take_sentence(units, paragraph, sentence, start, words)
            above = _Awaited(units, is_strict=start < len(paragraph.text.rstrip(":。")))
            yield units


@dataclass
class _Awaited:
    """A list that was announced and goes on in numbered paragraphs; strict: each of them is a name and nothing else."""

    units: UnitList
    is_strict: bool
    level: int | None = None

    def takes(self, paragraph: Paragraph, words: UnitWords) -> bool:
        """Whether a paragraph belongs to the list; its names are added."""
        level = heading_marker(paragraph.text)
        if level is None or self.level not in (None, level):
            return False
        is_strict = self.is_strict or level != _NUMBERED
        listed = list(_list_items(paragraph, words, is_strict=is_strict))
        if listed and is_strict and self.level is None:
            self.units.rows.clear()  # what the sentence named was a summary: 包括局机关预算、局属事业单位预算
        if not listed and self.level is not None and len(paragraph.text) < REMARK_LENGTH:
            self.units.unclear.append(paragraph.text[list_mark_length(paragraph.text) :])
            return True
        self.units.rows += listed
        self.level = level if listed else self.level
        return bool(listed)


def _list(paragraph: Paragraph, text: str, words: UnitWords) -> UnitList:
    return UnitList(paragraph.places[0][0], text[:QUOTE_LENGTH], stated_count(text, words))


def _list_items(paragraph: Paragraph, words: UnitWords, *, is_strict: bool) -> Iterator[Row]:
    """The units that the numbered parts of a paragraph begin with; lines that ran together are several parts."""
    text = paragraph.text
    starts = [0, *(match.start() for match in _MARK_WITHIN.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        begin = start + list_mark_length(text[start:end])
        nature = words.nature.match(text, begin, end)
        begin = nature.end() if nature else begin
        stop = words.name_stop(text, begin, end)
        remark = text[stop:end].strip(",。;:")
        first, last = words.bare(text, begin, stop)
        if not words.is_name(text[first:last]) or (is_strict and remark):
            continue
        row = _row(paragraph, first, last, "list", text[start:end])
        row["unit_nature"] = nature.group().removeprefix(_SUBORDINATE) if nature else None
        row["remark"] = remark if 0 < len(remark) < REMARK_LENGTH else None
        yield row | _kind(text, last, words)


def _take_sentence(units: UnitList, paragraph: Paragraph, sentence: re.Match[str], start: int, words: UnitWords) -> None:
    """Add the names of a sentence to its list, and what stands between them and is none."""
    text = paragraph.text
    for item_start, item_end in _items(text, start, sentence.end(), words):
        if words.is_name(text[item_start:item_end]):
            units.rows.append(_row(paragraph, item_start, item_end, "sentence", sentence.group()) | _kind(text, item_end, words))
        elif words.is_unclear(text[item_start:item_end]) and not (units.rows and text[item_start - 1] == ","):
            # (a comma behind the names begins another clause)
            units.unclear.append(text[item_start:item_end])


def _items(text: str, start: int, end: int, words: UnitWords) -> Iterator[tuple[int, int]]:
    """Spans of the items between the separators that stand outside brackets; 和 divides only two names."""
    depths = list(accumulate((c == "(") - (c == ")") for c in text[start:end]))
    cuts = [start - 1, *(start + i for i, c in enumerate(text[start:end]) if c in "、,;。:" and depths[i] == 0), end]
    for left, right in pairwise(cuts):
        yield from _parts(text, left + 1, right, words)


def _parts(text: str, start: int, end: int, words: UnitWords) -> Iterator[tuple[int, int]]:
    """The one or two names of an item, without the words around them: 以及某所和某站共5家预算单位."""
    start += len(leading.group()) if (leading := _LEADING.match(text[start:end])) else 0
    end -= len(counted.group()) if (counted := _COUNT_AFTER.search(text[start:end])) else 0
    item = text[start:end]
    for conjunction in _CONJUNCTION.finditer(item):
        first = words.bare(text, start, start + conjunction.start())
        rest = start + conjunction.end()
        second = words.bare(text, rest, end)
        if words.is_name(text[slice(*first)]) and (words.is_name(text[slice(*second)]) or item.endswith(_UNIT)):
            yield first
            yield from _parts(text, rest, end, words)
            return
    yield words.bare(text, start, end)


def _kind(text: str, end: int, words: UnitWords) -> Row:
    """What a bracket behind a name says about the kind of the unit, as its nature where that is all it says."""
    bracket = _BRACKET.match(text, end)
    if bracket is None or not words.kind.fullmatch(bracket.group(1)):
        return {}
    return {"unit_nature" if words.nature.fullmatch(bracket.group(1)) else "remark": bracket.group(1)}


def _row(paragraph: Paragraph, start: int, end: int, source: str, quote: str) -> Row:
    page_number, (x0, y0, x1, y1) = paragraph.box(start, end)
    return {
        "page_number": page_number,
        "unit_name": NOTE_MARKS.sub("", paragraph.text[start:end]),
        "source": source,
        "quote": quote[:QUOTE_LENGTH],
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
    }
