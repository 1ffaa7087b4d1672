"""What the words of one header path mean: a measure (concepts), a year and a phase."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.lexicon import CHINESE, bare, load, load_rows, normalize, pattern, word

_YEAR = pattern("measures", "year")
_HELD = pattern("measures", "held")
_VEHICLES = pattern("measures", "vehicles")
_NOT_YEARS = pattern("measures", "not_years")
_FINAL, _BUDGET = pattern("measures", "final"), pattern("measures", "budget")
_EXECUTED = pattern("measures", "executed")
_SIDES = frozenset((word("measures", "income"), word("measures", "expenditure")))


@dataclass(frozen=True, slots=True)
class Measure:
    """`code`: concepts joined by +; `year_offset`/`year`: the year it is about when the header says so."""

    code: str
    year: int | None = None
    year_offset: int | None = None
    phase: str | None = None


def read_measure(path: Sequence[str], implied: str | None) -> Measure:
    """Read the header words from top to bottom. `implied` is what the whole statement is about: it adds nothing."""
    found: list[str] = []
    above = ""
    for words in path:
        named = _concepts_in(_heading(words)) or _concepts_in(above + _heading(words))  # 公务用车 over 购置
        above = _heading(words)
        # 其中 over a column that names its own concept only says where the column belongs; alone it marks a part of a part
        found += [concept for concept in named if concept != "of_which"] or (named if words == path[-1] else [])
    code = _code(found, implied, path)
    text = "/".join(normalize(words) for words in path)
    return Measure(code, *_year(text), _phase(text))


def _heading(words: str) -> str:
    """The words that a concept is looked for in: what a heading says it holds or leaves out (不含财政专户管理资金) names none."""
    return bare(_VEHICLES.sub(word("measures", "vehicles_in_full"), _HELD.sub("", normalize(words))))


def _code(found: Iterable[str], implied: str | None, path: Sequence[str]) -> str:
    concepts = _most_specific([concept for concept in found if concept != "total"])
    said_by_title = {implied, *_ancestors(implied)} - {"current_year"}  # 本年收入 beside 本年支出 is a measure of its own
    concepts = [concept for concept in concepts if concept not in said_by_title]
    if concepts and concepts != ["of_which"]:
        return "+".join(concepts)
    if concepts == ["of_which"]:
        return "unclassified+of_which"
    is_total = (
        not path
        or any(concept in ("total", implied) or concept in _ancestors(implied) for concept in found)
        or _YEAR.search("".join(path))
    )
    return "total" if is_total else "unclassified"


def _year(text: str) -> tuple[int | None, int | None]:
    years = _YEAR.findall(text)
    if years:
        return int(years[0]), None
    plain = _NOT_YEARS.sub("", text)
    for name, offset in load("measures")["relative_years"].items():
        if name in plain:
            return None, int(offset)
    return None, None


def _phase(text: str) -> str | None:
    if any(re.search(words, text) for words in load("measures")["change"]):
        return "change"
    if _FINAL.search(text):
        return "final"
    if _BUDGET.search(text):
        return "budget"
    if _EXECUTED.search(text):
        return "final"
    return None


@cache
def _concept_words() -> tuple[re.Pattern[str], dict[str, str]]:
    vocabulary = load("measures")
    concept_of = {bare(word): concept for concept, words in vocabulary["concepts"].items() for word in words}
    concept_of |= _sources_within()
    concept_of |= {bare(word): "total" for word in vocabulary["totals"] if bare(word) not in concept_of}
    concept_of |= {bare(word): qualifier for qualifier in ("of_which", "deducted") for word in vocabulary[qualifier]}
    ordered = sorted(concept_of, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), concept_of


@cache
def _sources_within() -> dict[str, str]:
    return {bare(word): concept for concept, words in load("measures")["sources_within"].items() for word in words}


def is_source_within(words: str) -> bool:
    """Whether a header cell says where the money of one fund comes from (经费拨款, 非税收入), rather than which fund it is."""
    return any(word in bare(words) for word in _sources_within())


def _concepts_in(words: str) -> list[str]:
    vocabulary, (concepts, concept_of) = load("measures"), _concept_words()
    whole = next((concept for concept, names in vocabulary["whole_headings"].items() if words in names), None)
    if whole:
        return [whole]
    matches = concepts.findall(words)
    if set(matches) <= _SIDES and CHINESE.search(_beside_totals().sub("", concepts.sub("", words))):
        return []  # 捐赠收入: a kind of revenue, and not the whole of it
    return [concept_of[match] for match in matches]


@cache
def _beside_totals() -> re.Pattern[str]:
    return re.compile("|".join(sorted(load("measures")["beside_totals"], key=len, reverse=True)))


def has_measure_words(words: str) -> bool:
    """Whether a header cell speaks of a measure at all."""
    return bool(_concepts_in(_heading(words)))


@cache
def _tree() -> dict[str, tuple[str, str | None]]:
    """Dimension and parent of every concept; the same file is the dbt seed measure_concepts."""
    return {row["concept_code"]: (row["dimension"], row["parent_concept_code"] or None) for row in load_rows("measure_concepts")}


def names_source(code: str) -> bool:
    """Whether a measure is of one source of money and of no type of expenditure."""
    dimensions = {_tree()[concept][0] for concept in code.split("+") if concept in _tree()}
    return "source" in dimensions and "expenditure_type" not in dimensions


def _ancestors(concept: str | None) -> tuple[str, ...]:
    found: list[str] = []
    while concept in _tree() and (parent := _tree()[concept][1]):
        found.append(parent)
        concept = parent
    return tuple(found)


def _most_specific(concepts: list[str]) -> list[str]:
    """Drop repeats and everything that a more specific concept of the path contains; order by dimension."""
    unique = list(dict.fromkeys(concepts))
    types = [concept for concept in unique if _tree()[concept][0] == "expenditure_type"]
    if len(types) > 1:  # 运转类项目 over 公用经费: what stands below is the type, unless it only adds to the one above
        unique = [c for c in unique if c not in types[:-1] or c in _ancestors(types[-1]) or types[-1] in _ancestors(c)]
    covered = {ancestor for concept in unique for ancestor in _ancestors(concept)}
    order = list(dict.fromkeys(dimension for dimension, _ in _tree().values()))
    return sorted((c for c in unique if c not in covered), key=lambda c: (order.index(_tree()[c][0]), unique.index(c)))
