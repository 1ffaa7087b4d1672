"""Units that a department lists as its own, as rows of raw table `listed_units`: in a sentence, a numbered list or a table.

    下属单位具体包括：甲中心、乙站和丙所。      sentence
    预算单位共有2个，包括： 1.甲局本级 2.乙中心   list
    序号 | 单位名称 | 备注                      table (unit_tables)

Only names of organisations are taken. What is inside one of them (内设机构) is not a unit of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from ingest.page.grid import Grid
from ingest.prose.figures import list_mark_length
from ingest.prose.headings import heading_marker
from ingest.prose.paragraphs import Paragraph
from ingest.prose.unit_tables import read_unit_tables
from ingest.prose.unit_words import UnitWords, unit_words

#: The text kept as evidence of one name: a list of sixty units would repeat itself sixty times.
QUOTE_LENGTH = 200

#: What follows a name in its list item is kept when it is short: 不单列预算，并入本部.
REMARK_LENGTH = 40

_SENTENCE = re.compile(r"[^。;]+[。;]?")
_MONEY = re.compile(r"\d[万亿]?元")
_MARK_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff)。;,])\d{1,2}[.、](?=[\u4e00-\u9fff])")
_CONJUNCTION = re.compile("以及|和|及|与")
_COUNT_AFTER = re.compile(r"等?(?:共|共计)?\d*[家个]?(?:基层|二级|预算|行政|事业)*单位(?:组成)?$|等\d*[家个].*$")

Row = dict[str, Any]


def read_listed_units(paragraphs: Sequence[Paragraph], grids: Mapping[int, Sequence[Grid]]) -> list[Row]:
    """All units listed in a document, the first mention of each name, tables first: they carry more than the name."""
    words = unit_words()
    rows: dict[str, Row] = {}
    for row in [*read_unit_tables(grids, words), *_in_prose(paragraphs, words)]:
        name, remark = words.split_remark(row["unit_name"])
        row |= {"unit_name": name, "remark": row.get("remark") or remark}
        rows.setdefault(name, row)
    return [{"unit_number": number, **row} for number, row in enumerate(rows.values(), start=1)]


def _in_prose(paragraphs: Sequence[Paragraph], words: UnitWords) -> Iterator[Row]:
    awaits_list = False
    for paragraph in paragraphs:
        if awaits_list and heading_marker(paragraph.text) == 3:
            listed = list(_list_items(paragraph, words))
            awaits_list = bool(listed)
            if listed:
                yield from listed
                continue
        awaits_list = bool(words.heading.fullmatch(paragraph.text))
        for sentence in _SENTENCE.finditer(paragraph.text):
            match = words.announcement.search(sentence.group())
            if match is None or _MONEY.search(sentence.group()) or words.not_listed.search(sentence.group()[: match.end()]):
                continue
            start = sentence.start() + match.end()
            yield from _sentence_items(paragraph, sentence, start, words)
            awaits_list = start >= len(paragraph.text.rstrip(":。"))


def _list_items(paragraph: Paragraph, words: UnitWords) -> Iterator[Row]:
    """The units that the numbered parts of a paragraph begin with; lines that ran together are several parts."""
    text = paragraph.text
    starts = [0, *(match.start() for match in _MARK_WITHIN.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        begin = start + list_mark_length(text[start:end])
        nature = words.nature.match(text, begin, end)
        begin = nature.end() if nature else begin
        stop = words.name_stop(text, begin, end)
        if not words.is_name(text[begin:stop]):
            continue
        remark = text[stop:end].strip(",。;:")
        row = _row(paragraph, begin, stop, "list", text[start:end])
        row["unit_nature"] = nature.group().removeprefix("下属") if nature else None
        row["remark"] = remark if 0 < len(remark) < REMARK_LENGTH else None
        yield row


def _sentence_items(paragraph: Paragraph, sentence: re.Match[str], start: int, words: UnitWords) -> Iterator[Row]:
    for item_start, item_end in _items(paragraph.text, start, sentence.end(), words):
        yield _row(paragraph, item_start, item_end, "sentence", sentence.group())


def _items(text: str, start: int, end: int, words: UnitWords) -> Iterator[tuple[int, int]]:
    """Spans of the names between the separators that stand outside brackets; 和 divides only two names."""
    depths = list(accumulate((c == "(") - (c == ")") for c in text[start:end]))
    cuts = [start - 1, *(start + i for i, c in enumerate(text[start:end]) if c in "、,;。:" and depths[i] == 0), end]
    for left, right in pairwise(cuts):
        yield from _names(text, left + 1, right, words)


def _names(text: str, start: int, end: int, words: UnitWords) -> Iterator[tuple[int, int]]:
    item = text[start:end]
    bare = _COUNT_AFTER.sub("", re.sub("[预决]算$", "", item))
    bare = re.sub("[预决]算$", "", bare)
    for conjunction in _CONJUNCTION.finditer(bare):
        first, second = re.sub("[预决]算$", "", bare[: conjunction.start()]), bare[conjunction.end() :]
        if words.is_name(first) and (words.is_name(second) or second.endswith("单位")):
            yield start, start + len(first)
            yield from _names(text, start + conjunction.end(), end, words)
            return
    bare = re.sub("^(?:以及|和|及)", "", bare)
    at = start + item.find(bare)
    if words.is_name(bare):
        yield at, at + len(bare)


def _row(paragraph: Paragraph, start: int, end: int, source: str, quote: str) -> Row:
    page_number, (x0, y0, x1, y1) = paragraph.box(start, end)
    return {
        "page_number": page_number,
        "unit_name": paragraph.text[start:end],
        "source": source,
        "quote": quote[:QUOTE_LENGTH],
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
    }
