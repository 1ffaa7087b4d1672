"""The vocabulary of listed units (units.yml) compiled once, and what a unit's name looks like."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest.lexicon import any_of, filled, load, pattern

#: Marks of a footnote, which may stand amid a name at the end of its line.
NOTE_MARKS = re.compile("[*＊※]")
_NAME = re.compile(filled(r"[{han}\dA-Za-z()“”\"·\-—、]{3,60}"))
_WORD = re.compile(filled("[{han}]{2}"))
_STOP = re.compile("[,。;:]")
#: What kind of filing it is, behind the name of the unit: 某局本级预算
_FILING = pattern("units", "filing")
#: A bracket at the end, one pair of brackets within it at most.
_LAST_BRACKET = re.compile(r"\(([^()]*)\)$")


@dataclass(frozen=True)
class UnitWords:
    """Patterns that announce a list of units, and those of its items."""

    announcement: re.Pattern[str]
    not_listed: re.Pattern[str]
    heading: re.Pattern[str]
    name_end: re.Pattern[str]
    after_name: re.Pattern[str]
    nature: re.Pattern[str]
    prefix: re.Pattern[str]
    kind: re.Pattern[str]
    not_in_name: re.Pattern[str]
    several: re.Pattern[str]
    counted: re.Pattern[str]
    columns: dict[str, str]

    def is_name(self, text: str) -> bool:
        """Whether a text is the name of one organisation, brackets behind it included: 某中心(某办公室)."""
        text = NOTE_MARKS.sub("", text)
        plain = re.sub(r"(?:\([^()]*\))+$", "", text)
        is_whole = bool(_NAME.fullmatch(text)) and text.count("(") == text.count(")")
        return is_whole and bool(self.name_end.search(plain)) and not self.not_in_name.search(text)

    def is_unclear(self, text: str) -> bool:
        """Whether an item of a list is neither a name nor words that speak of several units."""
        return bool(_WORD.search(text)) and not self.is_name(text) and not self.several.search(text)

    def name_stop(self, text: str, start: int, end: int) -> int:
        """Where the name that begins at `start` ends: at a stop, or at a verb that follows the end of a name."""
        stop = _STOP.search(text, start, end)
        until = stop.start() if stop else end
        verbs = (match.start() for match in self.after_name.finditer(text, start, until))
        return next((at for at in verbs if self.is_name(text[start:at])), until)

    def bare(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span of the name within an item: 局属某所预算(事业单位) → 某所."""
        while (length := len(self._without_remarks(text[start:end]))) < end - start:
            end = start + length
        prefix = self.prefix.match(text, start, end)
        return (prefix.end(), end) if prefix and self.is_name(text[prefix.end() : end]) else (start, end)

    def _without_remarks(self, item: str) -> str:
        item = _FILING.sub("", item)
        return self.split_remark(item)[0]

    def split_remark(self, name: str) -> tuple[str, str | None]:
        """A name and what a bracket behind it says about the kind of unit."""
        match = _LAST_BRACKET.search(name)
        return (name[: match.start()], match.group(1)) if match and self.kind.fullmatch(match.group(1)) else (name, None)


def _either(patterns: Iterable[str]) -> str:
    """Alternation of regular expressions."""
    return "(?:" + "|".join(patterns) + ")"


@cache
def unit_words() -> UnitWords:
    v = load("units")
    listed, lists = "|".join(v["listed"]), "|".join(v["lists"])
    ends = any_of([*load("claims")["organisation_ends"], *v["name_ends"]])
    return UnitWords(
        announcement=re.compile(rf"(?:{listed})(?P<between>[^。;]{{0,40}}?)(?:{lists})(?:\([^()]*\))?:?"),
        not_listed=re.compile(any_of(v["not_listed"])),
        heading=pattern("units", "heading"),
        name_end=re.compile(ends + "$"),
        after_name=re.compile(any_of(v["after_name"])),
        nature=re.compile(any_of(v["natures"])),
        prefix=re.compile(_either(v["prefixes"])),
        kind=re.compile(_either([*v["natures"], *v["kinds"]])),
        not_in_name=re.compile(_either(v["not_in_name"])),
        several=re.compile(_either(v["several"])),
        counted=pattern("units", "counted"),
        columns={word: column for column, words in v["columns"].items() for word in words},
    )
