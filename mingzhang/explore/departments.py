"""Who publishes: departments with their disclosures, found by name, former or other name, pinyin, or region.

The directory is read once per published file and kept: at ten thousand filings it is a few megabytes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

import duckdb

from mingzhang.report import queries


@dataclass(frozen=True)
class Disclosure:
    """One filing that counts; its fields are columns of dim_document and what is counted beside."""

    document_key: str
    department_key: str | None
    file_name: str
    department_name: str | None
    region_name: str | None
    fiscal_year: int | None
    disclosure_kind: str | None
    scope: str | None
    status: str
    statement_count: int | None
    statement_line_count: int | None
    finding_count: int


@dataclass(frozen=True)
class Unit:
    """A unit that a department lists and that does not publish by itself."""

    department_key: str
    parent_department_key: str
    department_name: str


@dataclass(frozen=True)
class Department:
    """One publisher. A filing that does not say whose it is stands for itself, under its file name."""

    key: str | None
    name: str
    region: str | None
    disclosures: tuple[Disclosure, ...]
    names: tuple[str, ...]  # the name, as each filing prints it, and by the rules of other names

    @cached_property
    def words(self) -> "Words":
        return Words([*self.names, self.region or ""])


class Words:
    """Texts that are looked in: as they stand, and by the syllables of their pinyin."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [text.lower() for text in texts if text]

    @cached_property
    def _spelt(self) -> list["Spelling"]:
        return [_spelling(text) for text in self._texts]

    def hold(self, word: str) -> bool:
        """Whether a word is part of a text, or of its pinyin from the beginning of a syllable on, or of the initials."""
        if any(word in text for text in self._texts):
            return True
        return word.isascii() and word.isalpha() and any(spelling.holds(word) for spelling in self._spelt)


@dataclass(frozen=True)
class Spelling:
    """A text in pinyin without spaces, where its syllables begin, and their first letters."""

    letters: str
    beginnings: frozenset[int]
    initials: str

    def holds(self, word: str) -> bool:
        if word in self.initials:
            return True
        place = self.letters.find(word)
        while place >= 0 and place not in self.beginnings:
            place = self.letters.find(word, place + 1)
        return place >= 0


@lru_cache(maxsize=50_000)
def _spelling(text: str) -> Spelling:
    from pypinyin import lazy_pinyin  # a dictionary of four megabytes: only who searches needs it

    syllables = [syllable for syllable in lazy_pinyin(text, errors="ignore") if syllable]
    beginnings = frozenset(accumulate((len(syllable) for syllable in syllables), initial=0))
    return Spelling("".join(syllables), beginnings, "".join(syllable[0] for syllable in syllables))


@dataclass(frozen=True)
class Filter:
    """What is looked for; an empty one finds everything."""

    words: tuple[str, ...] = ()
    region: str | None = None
    year: int | None = None
    kind: str | None = None
    scope: str | None = None

    def takes(self, disclosure: Disclosure) -> bool:
        return (
            self.year in (None, disclosure.fiscal_year)
            and self.kind in (None, disclosure.disclosure_kind)
            and self.scope in (None, disclosure.scope)
            and self.region in (None, disclosure.region_name)
        )


@dataclass(frozen=True)
class Found:
    department: Department
    disclosures: tuple[Disclosure, ...]
    unit: Unit | None = None  # the unit by whose name the department was found


@dataclass(frozen=True)
class Directory:
    departments: tuple[Department, ...]
    units: tuple[Unit, ...]

    @cached_property
    def by_key(self) -> dict[str, Department]:
        return {department.key: department for department in self.departments if department.key}

    @cached_property
    def disclosures(self) -> dict[str, Disclosure]:
        return {each.document_key: each for department in self.departments for each in department.disclosures}

    @cached_property
    def regions(self) -> list[str]:
        return sorted({each.region_name for each in self.disclosures.values() if each.region_name})

    @cached_property
    def years(self) -> list[int]:
        return sorted({each.fiscal_year for each in self.disclosures.values() if each.fiscal_year}, reverse=True)

    def find(self, wanted: Filter) -> list[Found]:
        """Departments by name, then those that only a unit of theirs was found by."""
        by_name = [
            Found(each, own) for each in self.departments if self._holds(each.words, wanted) and (own := _taken(each, wanted))
        ]
        if not wanted.words:
            return by_name
        known = {found.department.key for found in by_name}
        return by_name + [
            Found(parent, own, unit)
            for unit in self.units
            if unit.parent_department_key not in known
            and (parent := self.by_key.get(unit.parent_department_key))
            and self._holds(self._unit_words[unit.department_key], wanted)
            and (own := _taken(parent, wanted))
        ]

    @cached_property
    def _unit_words(self) -> dict[str, Words]:
        return {unit.department_key: Words([unit.department_name]) for unit in self.units}

    @staticmethod
    def _holds(words: Words, wanted: Filter) -> bool:
        return all(words.hold(word) for word in wanted.words)


def _taken(department: Department, wanted: Filter) -> tuple[Disclosure, ...]:
    return tuple(each for each in department.disclosures if wanted.takes(each))


_DISCLOSURES = """(
    SELECT documents.*, coalesce(findings.finding_count, 0) AS finding_count
    FROM marts.dim_document AS documents
    LEFT JOIN (
        SELECT document_key, count(*) AS finding_count FROM marts.fact_finding
        WHERE acceptance_status IS DISTINCT FROM 'accepted' GROUP BY document_key
    ) AS findings USING (document_key)
    WHERE documents.is_current
) ORDER BY region_name NULLS LAST, department_name NULLS LAST, scope, fiscal_year DESC, disclosure_kind, file_name"""
_UNITS = (
    "marts.dim_department WHERE document_count = 0 AND parent_department_key IS NOT NULL ORDER BY department_name, department_key"
)
_VARIANTS = "SELECT pattern, coalesce(replacement, '') FROM staging.department_name_variants ORDER BY rule_number"


def read_directory(connection: duckdb.DuckDBPyConnection) -> Directory:
    """Everyone who publishes in a warehouse."""
    rules = connection.execute(_VARIANTS).fetchall()
    groups: dict[str, list[Disclosure]] = {}
    for disclosure in queries.read_rows(connection, Disclosure, _DISCLOSURES):
        groups.setdefault(disclosure.department_key or disclosure.document_key, []).append(disclosure)
    departments = tuple(_department(group, rules) for group in groups.values())
    return Directory(departments, tuple(queries.read_rows(connection, Unit, _UNITS)))


def _department(disclosures: Sequence[Disclosure], rules: Iterable[tuple[str, str]]) -> Department:
    first = disclosures[0]
    names = [each.department_name for each in disclosures if each.department_name] or [first.file_name]
    variants = [re.sub(pattern, replacement, name) for name in names for pattern, replacement in rules]
    key = first.department_key if first.department_name else None
    return Department(key, names[0], first.region_name, tuple(disclosures), tuple(dict.fromkeys([*names, *variants])))
