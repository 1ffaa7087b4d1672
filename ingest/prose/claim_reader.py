"""Walks the paragraphs from figure to figure and keeps what carries over: subject, total, base, class.

The words between two figures fall into segments at the stops; the last segment leads to the figure (see leads), earlier
ones set what carries over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lexicon import word
from ingest.lexicon.claim_words import ClaimWords
from ingest.prose.claim import Claim
from ingest.prose.claim_times import Time, time_at_start, time_of_heading, time_of_words
from ingest.prose.clauses import is_chart_label, is_item_title, segments, title_subject, with_counted_thing
from ingest.prose.figures import Figure, find_figures, list_mark_length
from ingest.prose.leads import Lead, clean_subject, find_base, parse_lead, without_basis_end
from ingest.prose.named_classes import NO_CLASS, NamedClass, named_class
from ingest.prose.paragraphs import Paragraph
from ingest.prose.reasons import Reason, find_reasons
from ingest.prose.statements_without_figure import Stated, stated_without_figure

#: What was counted in one sentence is not explained by the reason in another: that is about what was not reached.
_OF_WHICH = word("rows", "of_which")
_UNEXPLAINED = ("count", "score", "area")


@dataclass(frozen=True)
class _Context:
    """What carries over from figure to figure."""

    subject: str | None = None
    total: str | None = None
    scope: str | None = None  # 在其他政府采购项目中, …: the next figure is about no more than these
    base: str | None = None
    named: NamedClass = NO_CLASS
    time: Time | None = None  # the last that the sentence names
    newest: Time | None = None  # ... and that of the latest year: what has changed
    is_money: bool = True
    whole_unit: str | None = None  # of the figure before 其中
    is_part: bool = False  # after 其中: parts of the named class keep its names


class ClaimReader:
    """Reads paragraph after paragraph; what one leaves behind (subject, total) is known to the next."""

    def __init__(self, words: ClaimWords, own_year: int | None) -> None:
        self.words = words
        self._own_year = own_year
        self._heading_time: Time | None = None
        self._section: str | None = None
        self._section_class = NO_CLASS
        self._context = _Context()
        self._first_subject: str | None = None
        self._last: list[Claim] = []
        self._lists = False  # 比上年减少5万元,其中: the numbered paragraphs after it have its base
        self._previous: Claim | None = None  # the figure before, in the same paragraph

    def read(self, paragraph: Paragraph) -> list[Claim]:
        self._enter(paragraph)
        self._heading_time = time_of_heading(paragraph.heading, self.words, self._own_year)
        if paragraph.heading.is_glossary or paragraph.heading.own_length == len(paragraph.text) or is_chart_label(paragraph.text):
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
            subject = named[0].leaf if named else title_subject(title, self.words)
            self._context = replace(self._context, subject=subject)
        elif self._first_subject:
            self._context = replace(self._context, subject=self._first_subject)
        self._previous = None
        base = self._context.base if self._lists and list_mark_length(paragraph.text) else None
        self._lists = paragraph.text.endswith(":") or (self._lists and base is not None)
        self._context = replace(self._context, base=base, named=self._section_class, is_part=False, is_money=True)
        if not self._lists or not list_mark_length(paragraph.text):
            self._context = replace(self._context, time=None, newest=None)

    def _walk(self, paragraph: Paragraph) -> Iterator[Claim]:
        text, words = paragraph.text, self.words
        figures = find_figures(text, words)
        reasons = find_reasons(text, figures, words)
        brackets: list[_Context] = []
        position = paragraph.heading.own_length
        since_reason: list[Claim] = []
        for figure in [*figures, None]:
            if figure is not None and figure.start < position:
                continue
            stop = figure.start if figure else len(text)
            reason = _reason_at(reasons, stop)
            if reason is not None and stop < reason.marker_start:
                reason = None  # 下降5%的主要原因是: the figure stands before its reason
            spans = segments(text, position, stop, complete=figure is None)
            for start, end, is_near in spans:
                inside = _reason_at(reasons, start)
                if inside is None or start <= inside.marker_start < end:
                    until = min(end, inside.marker_start) if inside else end
                    yield from self._take(self._segment(paragraph, start, until, brackets, is_near), since_reason)
                if inside is not None and start <= inside.marker_start < end:
                    _explain(since_reason or self._last, inside)
                    since_reason = []
            if figure is not None:
                near_start = spans[-1][0] if spans else position
                claim = self._figure(paragraph, near_start, figure, reason)
                position = figure.end + claim.thing_length
                yield from self._take([claim], since_reason if reason is None else [])

    @staticmethod
    def _take(claims: Sequence[Claim], since_reason: list[Claim]) -> Sequence[Claim]:
        since_reason.extend(claims)
        return claims

    def _segment(self, paragraph: Paragraph, start: int, end: int, brackets: list[_Context], is_near: bool) -> list[Claim]:
        """Take in words without figure: brackets, 其中, base, class, subject, absence and standstill."""
        text, words = paragraph.text[start:end], self.words
        self._follow_brackets(text, brackets)
        self._follow_time(paragraph.text, start, None if is_near else time_at_start(text, words, self._own_year))
        if _OF_WHICH in text or words.total_end.search(text.rstrip(":,")):
            unit = self._previous.figure.unit if self._previous and self._previous.figure else None
            total = self._context.subject or self._context.total
            self._context = replace(self._context, total=total, whole_unit=unit, is_part=True)
        if scope := words.scope.fullmatch(text):
            self._context = replace(self._context, scope=scope["name"])
        if is_near:
            return []
        if self._previous and (order := words.order.search(text)):
            self._previous.order_to_budget = words.orders[order["word"]]
        stated = stated_without_figure(text, words)
        found = find_base(text, words)
        around = found[0] if found else text
        if found:
            self._context = replace(self._context, base=found[1])
        named = named_class(around, words, list_mark_length(around) if start == 0 else 0)
        if named:
            whole = named[0].under(self._section_class)
            self._context = replace(self._context, named=whole, subject=named[0].leaf, is_part=False)
        elif stated is None and (found or is_item_title(paragraph.text, start, end)):
            subject = clean_subject(words.total_end.sub("", around.rstrip(":。")), words)
            if subject and len(subject) <= 40:
                self._context = replace(self._context, subject=subject)
        return [self._stated(paragraph, start, text, stated)] if stated else []

    def _follow_brackets(self, text: str, brackets: list[_Context]) -> None:
        """A bracket that holds figures is an aside: after it the words go on where they were."""
        depth = text.count("(") - text.count(")")
        if depth > 0:
            brackets.append(self._context)
        elif depth < 0 and brackets:
            self._context = brackets.pop()

    def _follow_time(self, text: str, start: int, named: Time | None) -> None:
        """A time holds to the end of its sentence, a date (截至2024年12月31日) until another one is named."""
        context = self._context
        if start and text[start - 1] == "。" and not (context.time and context.time.is_date):
            context = replace(context, time=None, newest=None)
        if named is not None:
            is_newer = (named.year or 0) >= (context.newest.year or 0 if context.newest else 0)
            context = replace(context, time=named, newest=named if is_newer else context.newest)
        self._context = context

    def _whole(self, paragraph: Paragraph, claim: Claim) -> str | None:
        """The whole named before 其中 in the same sentence, counted in the same unit: 车辆5辆,其中…,设备2台 ends the parts.

        The percentage behind a change (减少5万元,下降3%) is about what changed.
        """
        context, text, previous = self._context, paragraph.text, self._previous
        if (
            claim.lead.kind == "change_pct"
            and previous
            and previous.lead.kind == "change_amount"
            and previous.subject == claim.subject
        ):
            return previous.part_of
        begin = max(text.rfind("。", 0, claim.start), text.rfind(";", 0, claim.start)) + 1
        unit = claim.figure.unit if claim.figure else None
        is_part = context.is_part and unit == context.whole_unit and _OF_WHICH in text[begin : claim.start]
        return context.total if is_part and context.total != claim.subject else None

    def _time(self, near: str, claim: Claim) -> Time | None:
        """What the words before a figure name, else what carries over, else the heading; the figure's own time carries on."""
        lead, words = claim.lead, self.words
        named = time_of_words(near, words, self._own_year)
        if lead.kind == "amount" and lead.base and named is None:
            return time_of_words(lead.base, words, self._own_year)  # 较上年的5万元增加: the figure of the other year
        is_change = lead.kind.startswith(("change", "deviation", "execution"))
        carried = self._context.newest if is_change else self._context.time
        if carried and carried.is_date and words.plan.search(near):
            carried = None
        around = carried or self._heading_time
        if named is None and lead.basis and not is_change:
            named = replace(around or Time(self._own_year), phase=claim.stated_phase)
        if named is None and not is_change and self._context.newest is None:
            self._context = replace(self._context, newest=around or Time(self._own_year))
        if named and (named.phase or named.year == self._own_year):
            self._follow_time("", 0, named)
        return named or around

    def _stated(self, paragraph: Paragraph, start: int, text: str, stated: Stated) -> Claim:
        base = self.words.base.search(text)
        lead = Lead(stated.kind, stated.subject, direction=stated.direction, base=base["base"] if base else None)
        claim = self._claim(paragraph, start + stated.start, start + stated.end, start, lead, None)
        claim.value = stated.value
        claim.time = self._time(text, claim)
        claim.yuan = stated.value if self._context.is_money else None
        return claim

    def _figure(self, paragraph: Paragraph, near_start: int, figure: Figure, reason: Reason | None) -> Claim:
        text, words = paragraph.text, self.words
        near_start = max(near_start, min(reason.start, figure.start)) if reason else near_start
        near = text[near_start : figure.start]
        near = near[near.rindex("(") + 1 :] if near.count("(") > near.count(")") else near
        lead = parse_lead(near, figure, words, in_item=self._context.named.leaf is not None)
        if self._previous is not None and self._previous.is_change_before(figure, text):
            lead = replace(self._previous.lead, kind="change_pct", subject=None, named=NO_CLASS)
        elif self._previous is not None and self._previous.is_repeated_by(figure, text):
            lead = replace(self._previous.lead, subject=None, named=NO_CLASS)
        lead, thing_length = with_counted_thing(lead, near, text, figure, words)
        outside = self._context
        if reason is not None:  # a figure inside a reason speaks for itself and changes nothing outside
            self._context = _Context(base=outside.base)
        claim = self._claim(paragraph, figure.start, figure.end, near_start, lead, figure)
        claim.thing_length = thing_length
        claim.time = self._time(near, claim)
        claim.part_of = self._whole(paragraph, claim)
        claim.is_in_reason = reason is not None
        self._previous = claim
        if reason is not None:
            self._context = outside
        return claim

    def _claim(self, paragraph: Paragraph, start: int, end: int, near_start: int, lead: Lead, figure: Figure | None) -> Claim:
        context = self._context
        named = lead.named.under(self._section_class) if lead.named.leaf else context.named
        subject = lead.subject or context.subject
        if lead.basis and not lead.subject and subject:
            subject = without_basis_end(subject)
        if context.scope and lead.subject and lead.kind == "amount":
            subject = context.scope + lead.subject
            self._context = replace(context, scope=None)
        elif lead.subject in self.words.attributes:
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
        return Claim(paragraph, start, end, quote_start, lead, figure, subject, base, named, figure.value if figure else None)


def _reason_at(reasons: Sequence[Reason], position: int) -> Reason | None:
    return next((reason for reason in reasons if reason.segment_start <= position < reason.end), None)


def _explain(claims: Sequence[Claim], reason: Reason) -> None:
    """Link a reason to the claims right before it that have the same subject."""
    last = claims[-1] if claims else None
    if last is None or (last.lead.kind in _UNEXPLAINED and "。" in last.paragraph.text[last.end : reason.marker_start]):
        return
    subject = last.subject
    for claim in reversed(claims):
        if claim.subject != subject:
            break
        claim.reason = claim.reason or reason.text
