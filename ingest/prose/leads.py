"""The words before a figure, read backwards from it: copula, direction, base, basis, share, and what is left is the subject.

"国家信访局2024年度财政拨款支出比上年增加" + 5.2万元 → change_amount, increase, base 上年, subject 财政拨款支出.
"""

from dataclasses import dataclass

from ingest.lexicon import pattern, word, word_list
from ingest.lexicon.claim_words import ClaimWords
from ingest.prose.figures import Figure, list_mark_length
from ingest.prose.named_classes import NO_CLASS, NamedClass, named_class

_THROUGH_YEAR, _FROM_YEAR = pattern("prose", "through_year"), pattern("prose", "from_year")
_YEAR_END = pattern("prose", "year_end")
_STRAY, _OF = word("prose", "stray"), word("prose", "of")
_NUMBER_OF = pattern("prose", "number_of")
_POINTS = word("prose", "percentage_points")
_GROWTH, _DECLINE, _EITHER_WAY = pattern("prose", "growth"), pattern("prose", "decline"), word("prose", "either_way")
_CARRIED_OUT = pattern("prose", "carried_out")
_OF_PHASE, _BASIS_END = pattern("prose", "of_phase"), pattern("prose", "basis_end")
_SIDES = word_list("prose", "sides")
_PLAIN = {"money": "amount", "area": "area", "score": "score", "count": "count", "none": "count", "percent": "ratio_pct"}


@dataclass(frozen=True)
class Lead:
    """What the words before a figure say about it; `subject` is None when they name none."""

    kind: str
    subject: str | None
    named: NamedClass = NO_CLASS
    direction: str | None = None
    base: str | None = None
    basis: str | None = None
    share_base: str | None = None


@dataclass(frozen=True)
class _Words:
    """What remains of the lead after its end has been read, and what the end said."""

    rest: str
    kind: str
    direction: str | None = None
    share_base: str | None = None
    base: str | None = None


def parse_lead(near: str, figure: Figure, words: ClaimWords, *, in_item: bool = False) -> Lead:
    """Read the words between the last stop and the figure; `in_item`: the sentence is about a named class."""
    end = _percent_end(near, words) if figure.kind == "percent" else None
    end = end or _direction_end(near, figure, words) or _Words(near, _PLAIN[figure.kind])
    rest, base = _without_base(end.rest, words)
    rest = _without_copula(rest, words)
    named = named_class(rest, words, list_mark_length(rest))
    basis = None
    if named:
        rest = named[1]
    rest, basis = _without_basis(rest, bool(named), in_item or bool(named), words)
    subject = clean_subject(rest, words)
    if named:
        subject = subject if subject and len(subject) > 2 else None
    return Lead(
        kind=_unit_fits(end.kind, figure),
        subject=subject or (clean_subject(named[0].leaf or "", words) if named else None),
        named=named[0] if named else NO_CLASS,
        direction=end.direction,
        base=end.base or base,
        basis=basis,
        share_base=clean_subject(end.share_base, words) if end.share_base else None,
    )


def _unit_fits(kind: str, figure: Figure) -> str:
    if figure.unit.endswith(_POINTS) and kind in ("change_pct", "ratio_pct"):
        return "change_points"
    return kind


def _percent_end(near: str, words: ClaimWords) -> _Words | None:
    """占…的 / 完成年初预算的 / 预决算差异率 / 增长率为 before a percentage."""
    if match := words.deviation_end.search(near):
        return _Words(near[: match.start()], "deviation_pct")
    if match := words.change_rate_end.search(near):
        word = match.group()
        direction = "increase" if _GROWTH.match(word) else "decrease" if _DECLINE.match(word) else None
        return _Words(near[: match.start()], "change_pct", None if _EITHER_WAY in word else direction)
    if match := words.execution_end.search(near):
        base = _CARRIED_OUT.search(match.group())
        return _Words(near[: match.start()], "execution_pct", base=base.group() if base else None)
    share = words.share.match(near)
    if share and words.direction_end.search(near) is None:
        word_at = near.rindex(share["word"], 0, share.start("base"))
        return _Words(near[:word_at], "share_pct", share_base=share["base"] or None)
    return None


def _direction_end(near: str, figure: Figure, words: ClaimWords) -> _Words | None:
    """A direction word right before the figure; a short one (增, 多, 少) only where the base is named beside it."""
    kind = "change_pct" if figure.kind == "percent" else "change_amount"
    if compared := words.compared_end.search(near):
        return _Words("", kind, words.compared[compared["word"]], base=compared["base"])
    match = words.direction_end.search(near)
    if match is None or match["after"] in words.reaches or (figure.kind != "percent" and words.name_end.search(near)):
        return None
    word, before = match["word"], near[: match.start()]
    unsure = len(word) == 1 or (word in words.needs_base and figure.kind != "percent")
    if unsure and not (words.base.search(before) or words.same_period.search(near[: match.start("word")])):
        return None
    name = words.directions[word]
    return _Words(before + match["before"], kind, None if name == "neutral" else name)


def _without_base(text: str, words: ClaimWords) -> tuple[str, str | None]:
    """Take "比上年预算", "与2023年度相比", "同比" out of the words."""
    matches = list(words.base.finditer(text))
    if matches:
        match = matches[-1]
        return text[: match.start()] + text[match.end() :], match["base"]
    if same := words.same_period.search(text):
        return text[: same.start()] + text[same.end() :], word("prose", "same_period")
    return text, None


def find_base(text: str, words: ClaimWords) -> tuple[str, str] | None:
    """Base named in a clause without figure ("财政拨款支出与上年相比"), and the words around it."""
    matches = [match for match in words.base.finditer(text) if match["closer"] or match.end() == len(text)]
    return (text[: matches[-1].start()] + text[matches[-1].end() :], matches[-1]["base"]) if matches else None


def _without_copula(text: str, words: ClaimWords) -> str:
    while match := words.copula_end.search(text):
        text = text[: match.start()]
    return text


def _without_basis(text: str, has_class: bool, in_item: bool, words: ClaimWords) -> tuple[str, str | None]:
    """Split off 年初预算数, 决算数 … A weak word (预算, 支出决算) belongs to the subject unless it stands alone."""
    match = (words.item_basis_end if in_item else words.basis_end).search(text)
    if match is None:
        return text, None
    rest, basis = text[: match.start()], match.group()
    if (clean_subject(rest, words) or rest in words.years) and not has_class:
        if match["weak"]:
            return text, None
        if basis[:2] in _SIDES:  # 基本支出|预算数
            rest, basis = rest + basis[:2], basis[2:]
    return rest, basis if _OF_PHASE.search(basis) else None


def without_basis_end(subject: str) -> str:
    """A subject that is carried to a figure with a basis of its own: 三公经费支出预算 … 支出决算为 → 三公经费支出."""
    return _BASIS_END.sub("", subject)


def clean_subject(text: str, words: ClaimWords) -> str | None:
    """The noun phrase without list number, 其中, year, department name and loose stops; None when nothing is left."""
    text = text[list_mark_length(text) :]
    before = None
    while before != text:
        before = text
        text = _without_year(text.strip(_STRAY), words)
        if lead := words.lead_in.match(text):
            text = text[lead.end() :]
        text = words.organisation.sub("", text, count=1) if words.organisation.match(text) else text
        text = _YEAR_END.sub("", _balanced(text.strip(_STRAY)))
    text = _balanced_quotes(_NUMBER_OF.sub("", _without_copula(text, words)))
    return text if len(text) >= 2 and not text.isdigit() and text not in words.years else None


def _without_year(text: str, words: ClaimWords) -> str:
    """What stands after the year; where nothing does, what stands before it, unless that is the department."""
    match = _THROUGH_YEAR.match(text)
    if match is None:
        return text
    before = _FROM_YEAR.sub("", match.group())
    after = text[match.end() :]
    if after and before.endswith(_OF) and not words.organisation_end.search(before[:-1]):
        return before + after  # 编报绩效目标的|2024年度|项目
    return after if after or words.organisation_end.search(before) else before


def _balanced_quotes(text: str) -> str:
    """Without a quotation mark at either end that has no partner."""
    if text.count("“") > text.count("”"):
        text = text.removeprefix("“").removesuffix("“")
    elif text.count("”") > text.count("“"):
        text = text.removeprefix("”").removesuffix("”")
    return text.strip('"') if text.count('"') % 2 else text


def _balanced(text: str) -> str:
    """Without a bracket that is opened or closed outside the text."""
    if text.count("(") > text.count(")"):
        head, _, tail = text.rpartition("(")
        return tail if len(tail) >= 2 else head
    if text.count(")") > text.count("("):
        return text[text.index(")") + 1 :] if "(" not in text[: text.index(")")] else text
    return text
