"""Which year and phase a figure is about: the words of its sentence, else those of its heading, else the filing's own.

2025年执行数3万元,2026年预算安排4万元     final 2025, budget 2026
截至2024年12月31日,共有车辆9辆            final 2024
上年结转5万元                            names no year: the money is this year's
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon.claim_words import ClaimWords
from ingest.lexicon.headings import Heading
from ingest.prose.figures import list_mark_length

_QUOTED = re.compile('“[^”]*”|《[^》]*》|"[^"]*"|〔[^〕]*〕')


@dataclass(frozen=True)
class Time:
    """What words name: a year (NULL for 2021—2023年, which is not one) and perhaps its phase."""

    year: int | None
    phase: str | None = None
    is_date: bool = False  # 截至2024年12月31日: holds for the sentences after it too


@dataclass(frozen=True)
class OwnTime:
    """Year and kind (budget, final) of the filing: what is meant where nothing is named."""

    year: int | None
    phase: str | None

    def phase_of(self, year: int | None) -> str | None:
        """The phase of a year named without one: accounts compare with accounts, a budget with either."""
        if self.year is None or year == self.year:
            return self.phase
        return "final" if self.phase == "final" and year is not None and year < self.year else None


def times(text: str, words: ClaimWords, own_year: int | None) -> Iterator[tuple[int, Time]]:
    """The years that words name, and where: not those of titles, of what money is spent on, or of carried-over balances."""
    bare = _QUOTED.sub(lambda match: "\0" * len(match.group()), text)
    seen = False
    for match in words.time.finditer(bare):
        # 2024年本年支出: the number says which year 本年 is
        if words.time_object.search(bare, 0, match.start()) or (seen and match["relative"] in words.this_year):
            continue
        seen = True
        year = None if match["span"] else _year(match, words, own_year)
        phase = "final" if match["end"] else phase_in(bare[match.end() :], words)
        yield match.start(), Time(year, phase, is_date=bool(match["end"]))


def _year(match: re.Match[str], words: ClaimWords, own_year: int | None) -> int | None:
    """The year of a match; 上年及本年度 speaks of this year too."""
    if match["year"]:
        return int(match["year"])
    if own_year is None or match["relative"] in words.this_year:
        return own_year
    return own_year - 1


def phase_in(text: str, words: ClaimWords) -> str | None:
    """budget or final, by the last word that says so: 预算执行数 is what was spent, 一般公共预算 the name of a fund."""
    found = [match.lastgroup for match in words.phase.finditer(text)]
    return found[-1] if found else None


def time_of_words(text: str, words: ClaimWords, own_year: int | None) -> Time | None:
    """The last time named in the words before a figure, but for what the figure is compared with.

    A year amid other words, without a phase after it, belongs to a name: 古树名木2025年健康管养19.74万元.
    """
    bare = without_bases(text, words)
    found = None
    for start, time in times(bare, words, own_year):
        before = bare[list_mark_length(bare) : start]
        if time.phase or words.lead_in.sub("", before) == "" or words.organisation_end.search(before):
            found = time
    return found


def time_at_start(text: str, words: ClaimWords, own_year: int | None) -> Time | None:
    """The time with which a clause without figure begins: 2025年,… elsewhere in it a year belongs to what it tells."""
    bare = without_bases(text[list_mark_length(text) :], words)
    return time_of_words(bare, words, own_year) if words.time.match(bare) else None


def without_bases(text: str, words: ClaimWords) -> str:
    """The words but for what something is compared with: 比2024年预算数."""
    return words.compared_end.sub("", words.base.sub("", text))


def time_of_heading(heading: Heading, words: ClaimWords, own_year: int | None) -> Time | None:
    """The time that the section, else the part, names; a title that names two says nothing of one figure."""
    for title in (*reversed((heading.section or "").split(" / ")), heading.part or ""):
        named = [time for _, time in times(title, words, own_year)]
        if named:
            return named[0] if len({time.year for time in named}) == 1 else None
    return None


def settled(basis_phase: str | None, named: Time | None, own: OwnTime) -> tuple[int | None, str | None]:
    """Year and phase of a figure whose basis (预算数, 决算数) and whose sentence or heading may name them."""
    if named is None:
        return own.year, basis_phase or own.phase
    return named.year, basis_phase or named.phase or own.phase_of(named.year)
