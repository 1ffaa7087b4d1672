"""Whether a document is a disclosure (部门预算, 部门决算), told by what it says of itself before a figure of it is believed.

Titles speak for it or for something else; where they are silent or contested, the official statements decide, as forms or in the
list of contents. Performance forms in a file of their own are an attachment of a disclosure: they are read, statements are not
looked for in them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.document.places import TITLE_LINES, Places
from ingest.lexicon import load, pattern
from ingest.lexicon.titles import recognise_title

#: So many different official statements make a disclosure of a document that calls itself something else.
STATEMENTS_OF_A_FILING = 3
#: So many sections of the prescribed prose make one of a document without a title.
SECTIONS_OF_A_FILING = 2

_LISTED_FORM = pattern("captions", "title_in_contents")


class Genre(StrEnum):
    DISCLOSURE = "disclosure"
    PERFORMANCE = "performance"
    OTHER = "other"


@dataclass(frozen=True)
class Verdict:
    """The genre of a document and what was found that says so, as a sentence for people."""

    genre: Genre
    reason: str


def judge(places: Places, codes: Sequence[str], is_illegible: bool = False) -> Verdict:
    """`codes`: codes of the statements found. What mostly could not be read is not judged: it counts as a disclosure."""
    own, other = _own_title(places), _other_title(places)
    forms = _official_forms(places, codes)
    if len(forms) >= STATEMENTS_OF_A_FILING:
        return Verdict(Genre.DISCLOSURE, f"it has {len(forms)} official statements")
    has_its_prose = len(_sections(places)) >= SECTIONS_OF_A_FILING
    if own and has_its_prose:
        return Verdict(Genre.DISCLOSURE, f"its title is {own}")
    if form := _performance_title(places):
        return Verdict(Genre.PERFORMANCE, f"performance forms without statements ({form})")
    if own and not other:
        return Verdict(Genre.DISCLOSURE, f"its title is {own}")
    if other:
        return Verdict(Genre.OTHER, f"it is {other[0]}: its title is “{other[1]}”{_found(forms)}")
    if forms or has_its_prose or is_illegible:
        return Verdict(Genre.DISCLOSURE, "it has official statements or their explanations")
    return Verdict(Genre.OTHER, "it has neither the title of a budget or of final accounts nor an official statement")


def _own_title(places: Places) -> str | None:
    return next((line for line in _titles(places) if _matches(line, load("genres")["disclosure_titles"])), None)


def _other_title(places: Places) -> tuple[str, str] | None:
    """What else the front says that the document is, with the words."""
    front = "".join(places.front)
    for genre, sign in load("genres")["other_titles"].items():
        if line := next((line for line in (*places.front, front) if re.search(sign, line)), None):
            return genre, line[:60]
    return None


def _titles(places: Places) -> list[str]:
    """The title as a whole and by line, and what runs on most pages."""
    return ["".join(places.front), "".join(places.cover), *places.front, *places.cover, *places.running]


def _official_forms(places: Places, codes: Sequence[str]) -> set[str]:
    """The prescribed statements that were found, or that a heading or an entry of the contents names."""
    named = (recognise_title(line) for line in places.headings if _LISTED_FORM.search(line))
    found = {rule.code for rule in named if rule} | set(codes)
    return {code for code in found if not code.startswith("other_")}


def _sections(places: Places) -> set[str]:
    return {line for line in places.headings if _matches(line, load("genres")["disclosure_sections"])}


def _performance_title(places: Places) -> str | None:
    return next((line for line in places.front[:TITLE_LINES] if re.search(load("genres")["performance_titles"], line)), None)


def _matches(line: str, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, line) for pattern in patterns)


def _found(forms: set[str]) -> str:
    return f", and of the official statements it has only {', '.join(sorted(forms))}" if forms else ""
