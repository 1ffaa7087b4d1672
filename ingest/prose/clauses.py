"""Parts of a paragraph around its figures: segments between stops, titles of items, labels of charts, things counted."""

import re
from dataclasses import replace
from itertools import pairwise

from ingest.lexicon import pattern, word
from ingest.lexicon.claim_words import ClaimWords
from ingest.prose.figures import Figure, list_mark_length
from ingest.prose.leads import Lead, clean_subject

#: Before a counted thing these only say that there is some: 机构设置包括|23个内设机构. 下设 and 内设 are part of its name.
_ONLY_HAS = pattern("prose", "only_has")
_THING, _END_OF_THING = pattern("prose", "thing"), pattern("prose", "end_of_thing")
_TITLE_END, _NO_TITLE = pattern("prose", "title_end"), pattern("prose", "no_title")
_CHART_LABEL = pattern("prose", "chart_label")
_AND_OTHERS, _TOGETHER = word("prose", "and_others"), word("prose", "together")
_STOPS = re.compile(r"[,;。:!?]")


def title_subject(title: str, words: ClaimWords) -> str | None:
    """What a section is about: （二）公务接待费 → 公务接待费, 一、收入支出决算总体情况说明 → 收入支出决算."""
    bare = _TITLE_END.sub("", title)
    return clean_subject(bare.removeprefix(word("prose", "about")), words)


def is_chart_label(text: str) -> bool:
    """A figure that stands alone, or name, figure, share: the label of a slice or a bar of a chart."""
    return _CHART_LABEL.fullmatch(text) is not None


def is_item_title(text: str, start: int, end: int) -> bool:
    """Words that announce what follows: "1.因公出国（境）费用。2026年…", "预算安排规模:"."""
    body = text[start:end].strip("。:")
    is_short = 2 <= len(body) - list_mark_length(body) <= 30 and not _NO_TITLE.search(body)
    begins_sentence = start == 0 or text[start - 1] == "。"
    return is_short and begins_sentence and text[end : end + 1] in ((":",) if start else (":", "。"))


def segments(text: str, start: int, end: int, *, complete: bool) -> list[tuple[int, int, bool]]:
    """Spans between stops; the last one leads to the figure unless the text is complete."""
    cuts = [start, *(match.end() for match in _STOPS.finditer(text, start, end)), end]
    spans = [(a, b - 1 if text[b - 1 : b] and _STOPS.match(text[b - 1 : b]) else b) for a, b in pairwise(cuts)]
    last = len(spans) - 1
    return [(a, b, i == last and not complete) for i, (a, b) in enumerate(spans) if b > a or (i == last and not complete)]


def with_counted_thing(lead: Lead, near: str, text: str, figure: Figure, words: ClaimWords) -> tuple[Lead, int]:
    """下设 + 9个 + 处室: the thing counted stands after its number; how long it is, so that it is not read again."""
    if figure.kind != "count" or lead.kind != "count":
        return lead, 0
    is_list = near.endswith(_AND_OTHERS) or ("、" in near and near.endswith(_TOGETHER))
    subject = "" if is_list else lead.subject or ""
    having = words.having_end.search(subject) or words.having_end.search(near)
    thing = _THING.match(text[figure.end :])
    if (subject and not having) or thing is None:
        return lead, 0
    name = _END_OF_THING.split(thing.group())[0]
    kept = "" if _ONLY_HAS.search(subject) else subject
    return (replace(lead, subject=kept + name), len(name)) if name else (lead, 0)
