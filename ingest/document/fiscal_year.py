"""The fiscal year (预算年度, 决算年度) of a filing: a vote of all places that name a year.

Each place has one weight, shared among the years that it names, so that neither a cover left over from last year nor a hundred
comparisons with last year decide alone. A budget is compared with the year before in nearly every sentence.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.document.places import YEAR, Places, without_dates, without_registry
from ingest.lexicon import pattern

#: The first departments of the central government published their budgets in 2010, those of Guangdong in 2009 for 2008.
FIRST_YEAR = 2008
#: What a place weighs. The cover is outvoted only by two others that agree.
WEIGHTS = {"cover": 10, "statement titles": 8, "periods above forms": 6, "headings": 4, "sentences": 2, "any mention": 1}
#: Half of all mentions anywhere in the text, where no other place names a year, do not tell it.
LEAST_VOTE = 0.5
#: Places whose year is the filing's own: one that the vote does not follow is reported.
DECISIVE = ("cover", "statement titles", "periods above forms")

_PERIOD = pattern("identity", "period")
_YEAR_OF = {"budget": pattern("identity", "year_of_budget"), "final": pattern("identity", "year_of_final")}
_YEAR_OF_EITHER = pattern("identity", "year_of_either")
_YEAR_NAMED = pattern("identity", "year_named")
_YEAR_MENTIONED = pattern("identity", "year_mentioned")


@dataclass(frozen=True)
class YearVote:
    """The year that won (None: none did), where it stands, and what speaks against it."""

    year: int | None
    evidence: str | None = None
    conflict: str | None = None


def vote_on_year(places: Places, titles: Sequence[str], kind: str | None) -> YearVote:
    """`titles`: titles of the statements; `kind`: budget or final, whose word stands beside the year."""
    mentions = {place: Counter(years) for place, years in _mentions(places, titles, kind).items()}
    possible = {place: Counter({y: n for y, n in years.items() if _is_possible(y)}) for place, years in mentions.items()}
    votes: defaultdict[int, float] = defaultdict(float)
    for place, years in possible.items():
        for year, count in years.items():
            votes[year] += WEIGHTS[place] * count / years.total()
    elected = max(votes, key=lambda year: (votes[year], year), default=None)
    if elected and votes[elected] <= LEAST_VOTE:
        return YearVote(None, conflict=f"no place names the year, and the text speaks of {elected} and of others")
    return YearVote(elected, _evidence(elected, possible), "; ".join(_doubts(elected, mentions)) or None)


def _is_possible(year: int) -> bool:
    return FIRST_YEAR <= year <= _last_year()


def _last_year() -> int:
    """Budgets are published for the year to come at the latest."""
    return datetime.now(UTC).year + 1


def _doubts(elected: int | None, mentions: Mapping[str, Counter[int]]) -> Iterator[str]:
    """What decisive places say against the year that was elected."""
    for place in DECISIVE:
        years = mentions[place]
        if strange := [year for year in years if not _is_possible(year)]:
            yield f"{place}: the year {strange[0]} is out of {FIRST_YEAR} to {_last_year()}"
        elif years and elected not in years:
            yield f"{place}: the year {max(years, key=lambda year: (years[year], year))}; all places together: {elected}"


def _mentions(places: Places, titles: Sequence[str], kind: str | None) -> Mapping[str, list[int]]:
    near = _YEAR_OF.get(kind or "", _YEAR_OF_EITHER)
    cover = set(places.cover)
    body = [line for line in places.text if line not in cover]
    headings = [line for line in places.headings if line not in cover]
    short = set(headings)
    sentences = [line for line in body if line not in short]
    return {
        "cover": _on_cover(places),
        "statement titles": [int(year) for title in titles for year in YEAR.findall(title)],
        "periods above forms": [int(match[1] or match[2]) for line in body if (match := _PERIOD.fullmatch(line))],
        "headings": [int(year) for line in headings for year in near.findall(line)],
        "sentences": [int(year) for line in sentences for year in near.findall(line)],
        "any mention": [int(year) for line in body for year in _YEAR_MENTIONED.findall(without_dates(line))],
    }


def _on_cover(places: Places) -> list[int]:
    plain = "\n".join(without_registry(places.cover))
    return [int(year) for year in _YEAR_NAMED.findall(plain) or YEAR.findall(plain)]


def _evidence(year: int | None, mentions: Mapping[str, Counter[int]]) -> str | None:
    """'2026: cover 1 of 1, sentences 12 of 30'."""
    if year is None:
        return None
    shares = [f"{place} {years[year]} of {years.total()}" for place, years in mentions.items() if year in years]
    return f"{year}: {', '.join(shares)}" if shares else None
