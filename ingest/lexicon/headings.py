"""Headings of the explanatory text: 第二部分 / 一、/ （一）/ 1., and where in them a paragraph stands."""

import re
from dataclasses import dataclass

from ingest.lexicon import pattern, word

_MARKERS = (
    pattern("headings", "part"),
    pattern("headings", "section"),
    pattern("headings", "subsection"),
    pattern("headings", "item"),
)
_FIGURE = pattern("headings", "figure")
_UNNUMBERED = pattern("headings", "unnumbered")
_ENDS_TITLE = pattern("headings", "end_of_title")
#: A heading is at most this long (characters), a part heading this long.
LONGEST = 60
#: A title of this length may be torn: the line was full, the rest of it is on the next.
TORN = 20


@dataclass(frozen=True)
class Heading:
    """Where a paragraph stands: the part, its section path, and how much of its own text is its heading."""

    part: str | None = None
    section: str | None = None
    own_length: int = 0

    @property
    def is_glossary(self) -> bool:
        return word("headings", "glossary") in (self.part or "")


def heading_marker(text: str) -> int | None:
    """Level of the list or heading number that a text begins with: 0 第一部分, 1 一、, 2 （一）, 3 1.; None without one."""
    for level, mark in enumerate(_MARKERS):
        if mark.match(text):
            return level
    return None


class HeadingStack:
    """Follows the headings from paragraph to paragraph."""

    def __init__(self) -> None:
        self._part: str | None = None
        self._sections: list[str | None] = [None, None]
        self._awaits_title = False
        self._torn: int | None = None  # level of the heading right above when its words stop in mid-title

    def place(self, text: str) -> Heading:
        """Take in one paragraph; the answer already counts the heading that it begins with."""
        level = heading_marker(text)
        title = _title(text, level)
        torn, self._torn = self._torn, None
        if title is None:
            title = self._unnumbered(text, torn)
        elif level == 0:
            self._part, self._sections = title, [None, None]
            self._awaits_title = bool(_MARKERS[0].fullmatch(title))
        elif level == 1:
            self._sections = [title, None]
        elif level == 2:
            self._sections[1] = title
        if title == text and level in (0, 1) and len(text) >= TORN and not _ENDS_TITLE.search(text):
            self._torn = level
        section = " / ".join(filter(None, self._sections)) or None
        return Heading(self._part, section, len(title) if title and level != 3 else 0)

    def _unnumbered(self, text: str, torn: int | None) -> str | None:
        """A title without a number: the second line of the one above, or the beginning of a part of its own."""
        awaited, self._awaits_title = self._awaits_title, False
        if awaited and len(text) <= LONGEST and not _FIGURE.search(text):
            self._part = f"{self._part}{text}"  # 第三部分 on one line, its title on the next
            return text
        if not _UNNUMBERED.fullmatch(text):
            return None
        if torn == 0:
            self._part = f"{self._part}{text}"
        elif torn == 1:
            self._sections = [f"{self._sections[0]}{text}", None]
        else:
            self._part, self._sections = text, [None, None]
        return text


def _title(text: str, level: int | None) -> str | None:
    """The heading that a paragraph is or begins with: up to the first stop, without any figure in it."""
    if level is None or level == 3:
        return None
    first = re.split("。" if level == 0 else "[。:]", text, maxsplit=1)[0]  # 第一部分：部门概况 is one title
    if len(first) > LONGEST or _FIGURE.search(first) or re.search(r"[,;]", first):
        return None
    return first
