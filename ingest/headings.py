"""Headings of the explanatory text: 第二部分 / 一、/ （一）/ 1., and where in them a paragraph stands."""

import re
from dataclasses import dataclass

_NUMERALS = "一二三四五六七八九十百零〇"
_MARKERS = (
    re.compile(rf"第[{_NUMERALS}\d]{{1,3}}(?:部分|章|篇)"),
    re.compile(rf"[{_NUMERALS}]{{1,3}}(?:、|[.](?!\d))"),
    re.compile(rf"\([{_NUMERALS}]{{1,3}}\)、?"),
    re.compile(r"(?:\d{1,2}(?:、|[.](?!\d\d?(?:%|[万亿]?元))|\))|\(\d{1,2}\)|[①-⑳])"),
)
_FIGURE = re.compile(r"\d[\d,.]*(?:%|[万亿]?元|人|辆|个|台)")
#: A heading is at most this long (characters), a part heading this long.
LONGEST = 60


@dataclass(frozen=True)
class Heading:
    """Where a paragraph stands: the part, its section path, and how much of its own text is its heading."""

    part: str | None = None
    section: str | None = None
    own_length: int = 0

    @property
    def is_glossary(self) -> bool:
        return "名词解释" in (self.part or "")


def heading_marker(text: str) -> int | None:
    """Level of the list or heading number that a text begins with: 0 第一部分, 1 一、, 2 （一）, 3 1.; None without one."""
    for level, pattern in enumerate(_MARKERS):
        if pattern.match(text):
            return level
    return None


class HeadingStack:
    """Follows the headings from paragraph to paragraph."""

    def __init__(self) -> None:
        self._part: str | None = None
        self._sections: list[str | None] = [None, None]
        self._awaits_title = False

    def place(self, text: str) -> Heading:
        """Take in one paragraph; the answer already counts the heading that it begins with."""
        level = heading_marker(text)
        title = _title(text, level)
        if title is None:
            if self._awaits_title and len(text) <= LONGEST and not _FIGURE.search(text):
                self._part = f"{self._part}{text}"  # 第三部分 on one line, its title on the next
                title = text
            self._awaits_title = False
        elif level == 0:
            self._part, self._sections = title, [None, None]
            self._awaits_title = bool(_MARKERS[0].fullmatch(title))
        elif level == 1:
            self._sections = [title, None]
        elif level == 2:
            self._sections[1] = title
        section = " / ".join(filter(None, self._sections)) or None
        return Heading(self._part, section, len(title) if title and level != 3 else 0)


def _title(text: str, level: int | None) -> str | None:
    """The heading that a paragraph is or begins with: up to the first stop, without any figure in it."""
    if level is None or level == 3:
        return None
    first = re.split(r"[。:]", text, maxsplit=1)[0]
    if len(first) > LONGEST or _FIGURE.search(first) or re.search(r"[,;]", first):
        return None
    return first
