"""The places of a document that say whose it is, for which year and what: cover, title above the text, running titles, headings."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.lexicon import load, normalize, pattern, word
from ingest.page.model import Page, TextLine

#: A four-digit year that is no part of a longer figure: 13,922.720000 names none.
YEAR = pattern("identity", "year")
#: A title on a page of text takes at most so many lines.
TITLE_LINES = 4
#: Cover pages are short; on a page with more text than this only the lines before the contents count.
COVER_LINES = 8
#: A front page without contents list has its title among so many lines.
FRONT_LINES = 12
#: A heading is no longer than this (characters).
HEADING = 45

_CHINESE_YEAR = pattern("identity", "year_in_characters")
_DIGITS = word("identity", "digits")
_ZEROS = str.maketrans(dict.fromkeys(word("identity", "zeros"), _DIGITS[0]))
_REGISTRY = pattern("identity", "registry")
_DATE = pattern("identity", "date")
_SECTION = pattern("identity", "section_or_sentence")
_CONTENTS = word("identity", "contents")


@dataclass(frozen=True)
class Places:
    """The lines of a document by place, squashed, years in figures."""

    pages: Sequence[Page]

    @cached_property
    def text(self) -> list[str]:
        return [_with_figures(normalize(line.text)) for page in self.pages for line in page.lines]

    @cached_property
    def cover(self) -> list[str]:
        """Lines of the cover; empty when the first page is already a statement."""
        if not self.pages:
            return []
        lines = _above_contents(self._first_page)
        return lines if len(lines) <= COVER_LINES else _heading(lines)

    @cached_property
    def front(self) -> list[str]:
        """The lines among which the title stands, cover or not: those above contents, first section and first sentence."""
        page = next((page for page in self.pages if page.lines), None)
        lines = _above_contents([_with_figures(normalize(line.text)) for line in page.lines[:FRONT_LINES]] if page else [])
        end = next((i for i, line in enumerate(lines) if re.search("[。,，;；]", line)), len(lines))
        return lines[:end]

    @cached_property
    def running(self) -> list[str]:
        """Headers and footers that stand on most pages."""
        return [text for text, _ in _running_lines(self.pages)]

    @cached_property
    def headings(self) -> list[str]:
        """Short lines that are no sentence: headings, running titles, entries of a contents list."""
        return [line for line in self.text if len(line) <= HEADING and not re.search("[。,，;；]", line)]

    @cached_property
    def _first_page(self) -> list[str]:
        running = _running_lines(self.pages[1:])
        return [_with_figures(normalize(line.text)) for line in self.pages[0].lines if _print(line) not in running]


def without_registry(cover: Sequence[str]) -> list[str]:
    """The cover without what a registry put on it: codes, numbers of documents, dates. Accounts are dated in the year after theirs."""
    lines = (without_dates(line) for line in cover if not _REGISTRY.search(line))
    return [line for line in lines if line]


def without_dates(line: str) -> str:
    return _DATE.sub("", line)


def names_a_kind(text: str) -> bool:
    """Whether a title speaks of budgets (预算) or of final accounts (决算)."""
    return any(word in text for words in load("identity")["kinds"].values() for word in words)


def _above_contents(lines: Sequence[str]) -> list[str]:
    contents = next((i for i, line in enumerate(lines) if line.startswith(_CONTENTS)), None)
    return list(lines[:contents])


def _running_lines(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Headers and footers that stand on most pages. On the cover they are no part of its title: 某某局, 某某局2024年部门预算."""
    margins = [{_print(line) for line in (*page.lines[:2], *page.lines[-2:])} for page in pages if page.lines]
    counts = Counter(line for lines in margins for line in lines)
    return {line for line, count in counts.items() if count > 2 and 2 * count > len(margins)}


def _print(line: TextLine) -> tuple[str, int]:
    """What a line says but for page numbers, and how large: the title of a cover may recur in a header in small letters."""
    return re.sub(r"\d", "", normalize(line.text)), round(line.size)


def _heading(lines: Sequence[str]) -> list[str]:
    """The title of a filing without cover: the lines above its first section, when they name year and kind."""
    first = next((i for i, line in enumerate(lines) if _SECTION.match(line)), len(lines))
    title = "".join(lines[:first])
    return list(lines[:first]) if first <= TITLE_LINES and YEAR.search(title) and names_a_kind(title) else []


def _with_figures(text: str) -> str:
    """二〇二四年 → 2024年."""
    return _CHINESE_YEAR.sub(lambda match: "".join(str(_DIGITS.index(digit) % 10) for digit in match[0].translate(_ZEROS)), text)
