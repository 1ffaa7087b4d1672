"""Claims: every figure stated in the prose, as rows of raw table `claims`.

A paragraph is walked from figure to figure. The words between two figures fall into segments at the stops; the last
segment leads to the figure (see leads), earlier ones set what carries over: subject, base of comparison, class, reason.
Conventions of the rows are in docs/prose_and_performance.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from ingest.claim_words import ClaimWords, claim_words
from ingest.figures import Figure, find_figures, list_mark_length
from ingest.grid import Grid
from ingest.leads import Lead, clean_subject, find_base, parse_lead, without_basis_end
from ingest.named_classes import NO_CLASS, NamedClass, named_class
from ingest.pages import Page
from ingest.prose import Paragraph, read_paragraphs
from ingest.reasons import Reason, find_reasons
from ingest.statements_without_figure import Stated, stated_without_figure

_STOPS = re.compile(r"[,;。:!?]")
_FINEST = Decimal("0.000001")


def read_claims(
    document_key: str,
    pages: Sequence[Page],
    grids: Mapping[int, Sequence[Grid]],
    *,
    disclosure_kind: str | None,
    fiscal_year: int | None,
) -> list[dict[str, object]]:
    """Every figure (and stated absence or standstill) of the prose of one document, in reading order."""
    reader = _Reader(claim_words())
    claims = [claim for paragraph in read_paragraphs(pages, grids) for claim in reader.read(paragraph)]
    return [
        {"document_key": document_key, "claim_number": number, **claim.row(disclosure_kind, reader.words)}
        for number, claim in enumerate(claims, start=1)
    ]


@dataclass(frozen=True)
class _Context:
    """What carries over from figure to figure."""

    subject: str | None = None
    total: str | None = None
    base: str | None = None
    named: NamedClass = NO_CLASS
    is_money: bool = True
    is_part: bool = False  # after 其中: parts of the named class keep its names


@dataclass
class _Claim:
    paragraph: Paragraph
    start: int
    end: int
    quote_start: int
    lead: Lead
    figure: Figure | None
    subject: str | None
    base: str | None
    named: NamedClass
    value: Decimal | None
    yuan: Decimal | None = None
    thing_length: int = 0
    reason: str | None = field(default=None)

    def is_change_before(self, figure: Figure, text: str) -> bool:
        """Whether this is a change in money or number right before a percentage: 增加5.2万元（3.1%）."""
        is_change = self.lead.kind == "change_amount" and figure.kind == "percent"
        return is_change and text[self.end : figure.start] in ("(", "、", "")

    def row(self, disclosure_kind: str | None, words: ClaimWords) -> dict[str, object]:
        figure = self.figure
        page_number, (x0, y0, x1, y1) = self.paragraph.box(self.start, self.end)
        value = self.value if self.value is None or self.value == self.value.quantize(_FINEST) else None
        return {
            "page_number": page_number,
            "part": self.paragraph.heading.part,
            "section": self.paragraph.heading.section,
            "subject": self.subject,
            "measure_kind": self.lead.kind,
            "basis": self.lead.basis,
            "comparison_base": self.base,
            "direction": self.lead.direction,
            "is_direction_stated": self.lead.direction is not None,
            "value_text": figure.number if figure else self.paragraph.text[self.start : self.end],
            "value": value,
            "unit": (figure.unit or None) if figure else None,
            "amount_yuan": figure.yuan if figure else self.yuan,
            "printed_decimals": figure.decimals if figure else None,
            "class_name": self.named.class_name,
            "section_name": self.named.section_name,
            "item_name": self.named.item_name,
            "class_code": self.named.class_code,
            "class_kind": self.named.class_kind,
            "phase": _phase(self.lead.basis, disclosure_kind),
            "quote": self.paragraph.text[self.quote_start : self.end],
            "reason_text": self.reason,
            "x0": x0,
            "y0": y0,
            "x1": x1,
            "y1": y1,
        }


def _phase(basis: str | None, disclosure_kind: str | None) -> str | None:
    """A final-accounts text also states budgets (年初预算数): the basis says which."""
    if basis and "预算" in basis:
        return "budget"
    if basis and ("决算" in basis or "执行" in basis or "实际" in basis):
        return "final"
    return disclosure_kind


class _Reader:
    """Reads paragraph after paragraph; what one leaves behind (subject, total) is known to the next."""

    def __init__(self, words: ClaimWords) -> None:
        self.words = words
        self._section: str | None = None
        self._section_class = NO_CLASS
        self._context = _Context()
        self._first_subject: str | None = None
        self._last: list[_Claim] = []
        self._previous: _Claim | None = None  # the figure before, in the same paragraph

    def read(self, paragraph: Paragraph) -> list[_Claim]:
        self._enter(paragraph)
        if paragraph.heading.is_glossary or paragraph.heading.own_length == len(paragraph.text) or _is_label(paragraph.text):
            return []
        claims = list(self._walk(paragraph))
        self._first_subject = self._first_subject or next((claim.subject for claim in claims if claim.subject), None)
        self._last = claims or self._last
        return claims

    def _enter(self, paragraph: Paragraph) -> None:
        """A new section names the subject; within a section the first subject of the paragraph before carries on."""
        section = paragraph.heading.section
        if section != self._section:
            title = (section or "").split(" / ")[-1]
            named = named_class(title, self.words, list_mark_length(title))
            self._section, self._first_subject = section, None
            self._section_class = named[0] if named else NO_CLASS
            subject = named[0].leaf if named else _title_subject(title, self.words)
            self._context = replace(self._context, subject=subject)
        elif self._first_subject:
            self._context = replace(self._context, subject=self._first_subject)
        self._previous = None
        self._context = replace(self._context, base=None, named=self._section_class, is_part=False, is_money=True)

    def _walk(self, paragraph: Paragraph) -> Iterator[_Claim]:
        text, words = paragraph.text, self.words
        figures = find_figures(text, words)
        reasons = find_reasons(text, figures, words)
        brackets: list[_Context] = []
        position = paragraph.heading.own_length
        since_reason: list[_Claim] = []
        for figure in [*figures, None]:
            if figure is not None and figure.start < position:
                continue
            stop = figure.start if figure else len(text)
            reason = _reason_at(reasons, stop)
            segments = _segments(text, position, stop, complete=figure is None)
            for start, end, is_near in segments:
                inside = _reason_at(reasons, start)
                if inside is None or start <= inside.marker_start < end:
                    until = min(end, inside.marker_start) if inside else end
                    yield from self._take(self._segment(paragraph, start, until, brackets, is_near), since_reason)
                if inside is not None and start <= inside.marker_start < end:
                    _explain(since_reason or self._last, inside)
                    since_reason = []
            if figure is not None:
                near_start = segments[-1][0] if segments else position
                claim = self._figure(paragraph, near_start, figure, reason)
                position = figure.end + claim.thing_length
                yield from self._take([claim], since_reason if reason is None else [])

    @staticmethod
    def _take(claims: Sequence[_Claim], since_reason: list[_Claim]) -> Sequence[_Claim]:
        since_reason.extend(claims)
        return claims

    def _segment(self, paragraph: Paragraph, start: int, end: int, brackets: list[_Context], is_near: bool) -> list[_Claim]:
        """Take in words without figure: brackets, 其中, base, class, subject, absence and standstill."""
        text, words = paragraph.text[start:end], self.words
        _follow_brackets(text, brackets, self)
        if "其中" in text or words.total_end.search(text.rstrip(":,")):
            self._context = replace(self._context, total=self._context.subject or self._context.total, is_part=True)
        if is_near:
            return []
        stated = stated_without_figure(text, words)
        found = find_base(text, words)
        around = found[0] if found else text
        if found:
            self._context = replace(self._context, base=found[1])
        named = named_class(around, words, list_mark_length(around) if start == 0 else 0)
        if named:
            whole = named[0].under(self._section_class)
            self._context = replace(self._context, named=whole, subject=named[0].leaf, is_part=False)
        elif stated is None and (found or _is_item_title(paragraph.text, start, end)):
            subject = clean_subject(words.total_end.sub("", around.rstrip(":。")), words)
            if subject and len(subject) <= 40:
                self._context = replace(self._context, subject=subject)
        return [self._stated(paragraph, start, text, stated)] if stated else []

    def _stated(self, paragraph: Paragraph, start: int, text: str, stated: Stated) -> _Claim:
        base = self.words.base.search(text)
        lead = Lead(stated.kind, stated.subject, direction=stated.direction, base=base["base"] if base else None)
        claim = self._claim(paragraph, start + stated.start, start + stated.end, start, lead, None)
        claim.value = stated.value
        claim.yuan = stated.value if self._context.is_money else None
        return claim

    def _figure(self, paragraph: Paragraph, near_start: int, figure: Figure, reason: Reason | None) -> _Claim:
        text, words = paragraph.text, self.words
        near_start = max(near_start, min(reason.start, figure.start)) if reason else near_start
        near = text[near_start : figure.start]
        near = near[near.rindex("(") + 1 :] if near.count("(") > near.count(")") else near
        lead = parse_lead(near, figure, words, in_item=self._context.named.leaf is not None)
        if self._previous is not None and self._previous.is_change_before(figure, text):
            lead = replace(self._previous.lead, kind="change_pct", subject=None, named=NO_CLASS)
        lead, thing_length = _with_counted_thing(lead, near, text, figure, words)
        outside = self._context
        if reason is not None:  # a figure inside a reason speaks for itself and changes nothing outside
            self._context = _Context(base=outside.base)
        claim = self._claim(paragraph, figure.start, figure.end, near_start, lead, figure)
        claim.thing_length = thing_length
        self._previous = claim
        if reason is not None:
            self._context = outside
        return claim

    def _claim(self, paragraph: Paragraph, start: int, end: int, near_start: int, lead: Lead, figure: Figure | None) -> _Claim:
        context = self._context
        named = lead.named.under(self._section_class) if lead.named.leaf else context.named
        subject = lead.subject or context.subject
        if lead.basis and not lead.subject and subject:
            subject = without_basis_end(subject)
        if lead.subject in self.words.attributes:
            subject = f"{context.subject or ''}{lead.subject}"
        elif lead.subject and figure is not None and lead.kind != "score":
            if not lead.named.leaf and not context.is_part:
                named = self._section_class if self._section_class.leaf else NO_CLASS
            self._context = replace(context, subject=lead.subject, named=named)
            if lead.kind == "amount" and (context.total is None or self._first_subject is None) and not named.leaf:
                self._context = replace(self._context, total=lead.subject)
                self._first_subject = lead.subject
        if figure is not None and figure.kind != "percent":
            self._context = replace(self._context, is_money=figure.kind == "money")
        base = lead.base or (context.base if lead.kind.startswith(("change", "deviation", "execution")) else None)
        if lead.base:
            self._context = replace(self._context, base=lead.base)
        if lead.kind == "share_pct":
            base = lead.share_base or (context.total if context.total != subject else None)
        before = paragraph.text[near_start:start]
        quote_start = near_start + len(before) - len(before.lstrip("、,;。: "))
        return _Claim(paragraph, start, end, quote_start, lead, figure, subject, base, named, figure.value if figure else None)


def _title_subject(title: str, words: ClaimWords) -> str | None:
    """What a section is about: （二）公务接待费 → 公务接待费, 一、收入支出决算总体情况说明 → 收入支出决算."""
    bare = re.sub(r"(?:的)?(?:总体|具体|安排|支出)?(?:情况)?(?:的)?(?:总体|具体)?(?:说明|情况)$", "", title)
    return clean_subject(bare.removeprefix("关于"), words)


def _is_label(text: str) -> bool:
    """A figure that stands alone, or name, figure, share: the label of a slice or a bar of a chart."""
    return re.fullmatch(r"(?:[^\d,。]{1,16},)?[\d,.]+(?:%|[万亿]?元)?(?:[,;][\d.]+%)?", text) is not None


def _is_item_title(text: str, start: int, end: int) -> bool:
    """Words that announce what follows: "1.因公出国（境）费用。2026年…", "预算安排规模:"."""
    body = text[start:end].strip("。:")
    is_short = 2 <= len(body) - list_mark_length(body) <= 30 and not re.search("用于|包括|如下", body)
    begins_sentence = start == 0 or text[start - 1] == "。"
    return is_short and begins_sentence and text[end : end + 1] in ((":",) if start else (":", "。"))


def _segments(text: str, start: int, end: int, *, complete: bool) -> list[tuple[int, int, bool]]:
    """Spans between stops; the last one leads to the figure unless the text is complete."""
    cuts = [start, *(match.end() for match in _STOPS.finditer(text, start, end)), end]
    spans = [(a, b - 1 if text[b - 1 : b] and _STOPS.match(text[b - 1 : b]) else b) for a, b in pairwise(cuts)]
    last = len(spans) - 1
    return [(a, b, i == last and not complete) for i, (a, b) in enumerate(spans) if b > a or (i == last and not complete)]


def _reason_at(reasons: Sequence[Reason], position: int) -> Reason | None:
    return next((reason for reason in reasons if reason.segment_start <= position < reason.end), None)


def _explain(claims: Sequence[_Claim], reason: Reason) -> None:
    """Link a reason to the claims right before it that have the same subject."""
    subject = claims[-1].subject if claims else None
    for claim in reversed(claims):
        if claim.subject != subject:
            break
        claim.reason = claim.reason or reason.text


def _follow_brackets(text: str, brackets: list[_Context], reader: _Reader) -> None:
    """A bracket that holds figures is an aside: after it the words go on where they were."""
    depth = text.count("(") - text.count(")")
    if depth > 0:
        brackets.append(reader._context)
    elif depth < 0 and brackets:
        reader._context = brackets.pop()


def _with_counted_thing(lead: Lead, near: str, text: str, figure: Figure, words: ClaimWords) -> tuple[Lead, int]:
    """下设 + 9个 + 处室: the thing counted stands after its number; how long it is, so that it is not read again."""
    if figure.kind != "count" or lead.kind != "count":
        return lead, 0
    is_list = near.endswith("等") or ("、" in near and near.endswith("共"))
    subject = "" if is_list else lead.subject or ""
    having = words.having_end.search(subject) or words.having_end.search(near)
    thing = re.match(r"[\u4e00-\u9fff]{1,14}", text[figure.end :])
    if (subject and not having) or thing is None:
        return lead, 0
    name = re.split("[为的是在到和及与]", thing.group())[0]
    return (replace(lead, subject=subject + name), len(name)) if name else (lead, 0)
