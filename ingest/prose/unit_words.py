"""The vocabulary of listed units (units.yml) compiled once, and what a unit's name looks like."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.prose.claim_words import any_of
from ingest.vocabulary import load

#: A bracket behind a name that says what kind of unit it is: (非独立编制预算单位)
_REMARK = re.compile(r"\(([^()]*(?:独立|编制|核算|预算单位|参公|参照|全额|差额|公益)[^()]*)\)$")
_NAME = re.compile(r"[\u4e00-\u9fff\dA-Za-z()“”\"·\-—、]{3,60}")
_COUNTED = re.compile(r"\d+[个家]")
_STOP = re.compile("[,。;:]")


@dataclass(frozen=True)
class UnitWords:
    """Patterns that announce a list of units, and those of its items."""

    announcement: re.Pattern[str]
    not_listed: re.Pattern[str]
    heading: re.Pattern[str]
    name_end: re.Pattern[str]
    after_name: re.Pattern[str]
    nature: re.Pattern[str]
    columns: dict[str, str]

    def is_name(self, text: str) -> bool:
        """Whether a text is the name of an organisation, brackets behind it included: 某中心(某办公室)."""
        plain = re.sub(r"(?:\([^()]*\))+$", "", text)
        is_whole = bool(_NAME.fullmatch(text)) and text.count("(") == text.count(")")
        return is_whole and bool(self.name_end.search(plain)) and not _COUNTED.search(text)

    def name_stop(self, text: str, start: int, end: int) -> int:
        """Where the name that begins at `start` ends: at a stop, or at a verb that follows the end of a name."""
        stop = _STOP.search(text, start, end)
        until = stop.start() if stop else end
        verbs = (match.start() for match in self.after_name.finditer(text, start, until))
        return next((at for at in verbs if self.is_name(text[start:at])), until)

    def split_remark(self, name: str) -> tuple[str, str | None]:
        """A name and what a bracket behind it says about the kind of unit."""
        match = _REMARK.search(name)
        return (name[: match.start()], match.group(1)) if match else (name, None)


@cache
def unit_words() -> UnitWords:
    v = load("units")
    listed, lists = "|".join(v["listed"]), "|".join(v["lists"])
    ends = any_of([*load("claims")["organisation_ends"], *v["name_ends"]])
    return UnitWords(
        announcement=re.compile(rf"(?:{listed})(?P<between>[^。;]{{0,40}}?)(?:{lists})(?:\([^()]*\))?:?"),
        not_listed=re.compile(any_of(v["not_listed"])),
        heading=re.compile(
            rf"\(?[一二三四五六七八九十\d]+[)、.]+(?:\w{{0,12}}的)?{any_of(v['headings'])}(?:情况|构成|名单)?[:。]?"
        ),
        name_end=re.compile(ends + "$"),
        after_name=re.compile(any_of(v["after_name"])),
        nature=re.compile(any_of(v["natures"])),
        columns={word: column for column, words in v["columns"].items() for word in words},
    )
