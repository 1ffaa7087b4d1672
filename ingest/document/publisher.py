"""Who published a filing, for which year, and what it is: read from its content, since file names lie.

Cover, statement captions (编制部门：…) and running headers are asked in this order; where places name different departments or
years the conflict is reported. What told is kept beside what was told.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.document.fiscal_year import vote_on_year
from ingest.document.places import Places
from ingest.document.region import region_of
from ingest.document.reporter import DEPARTMENT_LABEL, clean, name_reporter, same
from ingest.lexicon import load, pattern
from ingest.page.model import Page

_NO_BUDGET = pattern("identity", "no_budget")
_IS_ORGAN = pattern("identity", "is_organ")


@dataclass(frozen=True)
class Identity:
    """The identity of a document; what could not be told is None."""

    department_name: str | None = None
    region_name: str | None = None
    region_code: str | None = None
    fiscal_year: int | None = None
    disclosure_kind: str | None = None
    scope: str | None = None
    conflict: str | None = None
    evidence: str | None = None  # per property the place that told it


@dataclass(frozen=True)
class Told:
    """A property and the place that told it."""

    value: str | None = None
    place: str | None = None


def read_identity(
    pages: Sequence[Page],
    caption_names: Sequence[str],
    titles: Sequence[str],
    labelled_names: Sequence[str],
    is_disclosure: bool = True,
) -> Identity:
    """Read the identity of a document.

    `caption_names`: reporters printed on its statements; `titles`: statement titles; `labelled_names`: what stands beside
    部门名称 in its tables. What is no disclosure has neither kind nor scope.
    """
    places = Places(pages)
    reporter = name_reporter(places, caption_names, labelled_names)
    kind = _kind(places, titles) if is_disclosure else Told()
    scope = _scope(places, titles, reporter.name, labelled_names) if is_disclosure else Told()
    vote = vote_on_year(places, titles, kind.value)
    region_code, region = region_of(reporter.name, "".join(places.cover), "".join(places.text))
    told = {"department": reporter.place, "year": vote.evidence, "kind": kind.place, "scope": scope.place}
    return Identity(
        department_name=reporter.name,
        region_name=region,
        region_code=region_code,
        fiscal_year=vote.year,
        disclosure_kind=kind.value,
        scope=scope.value,
        conflict="; ".join(filter(None, (reporter.conflict, vote.conflict))) or None,
        evidence="; ".join(f"{what}: {place}" for what, place in told.items() if place) or None,
    )


def _kind(places: Places, titles: Sequence[str]) -> Told:
    for place, source in (("cover", places.cover), ("statement titles", titles), ("text", places.text)):
        counts = _kind_counts("".join(source))
        if counts["final"] != counts["budget"]:
            kind = max(counts, key=lambda kind: counts[kind])
            budget, final = (load("identity")["kinds"][name][0] for name in ("budget", "final"))
            return Told(kind, f"{place}, {counts['budget']} times {budget} and {counts['final']} times {final}")
    return Told()


def _kind_counts(source: str) -> dict[str, int]:
    """How often a text says 预算 and 决算; the statements of final accounts name the 一般公共预算财政拨款 too."""
    counts = {kind: sum(source.count(word) for word in words) for kind, words in load("identity")["kinds"].items()}
    if counts["final"] and counts["budget"] and counts["final"] != counts["budget"]:
        counts["budget"] -= len(_NO_BUDGET.findall(source))
    return counts


def _scope(places: Places, titles: Sequence[str], department: str | None, labelled: Sequence[str]) -> Told:
    if department and _IS_ORGAN.search(department):
        return Told("unit", "the name")
    signs, hints = load("identity")["scopes"], load("identity")["scope_hints"]
    for place, source, words_of in (("cover", places.cover, signs), ("statement titles", titles, signs)):
        if told := _more_often("".join(source), words_of):
            return Told(told, place)
    if department and any((name := clean(label)) and same(name, department) for label in labelled):
        return Told("department", DEPARTMENT_LABEL)
    whole = "\n".join(places.text)
    for place, words_of in (("text", signs), ("labels", hints)):
        if told := _more_often(whole, words_of):
            return Told(told, place)
    return Told()


def _more_often(source: str, words_of: Mapping[str, Sequence[str]]) -> str | None:
    counts = {scope: sum(len(re.findall(word, source)) for word in words) for scope, words in words_of.items()}
    return max(counts, key=lambda scope: counts[scope]) if counts["unit"] != counts["department"] else None
