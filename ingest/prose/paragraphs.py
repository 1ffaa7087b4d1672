"""Prose: the text outside the grids as paragraphs, joined over line and page breaks, each with its place in the headings.

Text is kept without blanks, so that "28. 49%" and a name broken at the end of a line read as one; every character still
knows its glyph and page. Contents lines, page numbers and running headers are no prose. Contact persons and telephone
numbers are cut out here, before anything else sees the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.lexicon import pattern, word_list
from ingest.lexicon.contacts import contact_spans
from ingest.lexicon.headings import Heading, HeadingStack, heading_marker
from ingest.page.model import Glyph, Page, TextLine
from ingest.prose.spilled import spilled_lines
from ingest.tables.grid import Box, Grid
from ingest.tables.outside import lines_outside

#: Share of the page height at top and bottom where running headers and page numbers stand.
MARGIN = 0.12
#: A line that ends this many glyph sizes before the right edge of the text is a last line ...
SHORT_BY = 1.6
#: ... and this many when it ends in mid-sentence and the next line is not indented (ragged setting).
RAGGED_BY = 3.5
#: A line that begins this many glyph sizes right of the left edge of the text is indented.
INDENT = 1.2
#: Sizes that differ by more than this factor are different kinds of text (heading and body).
OTHER_SIZE = 1.18

#: Why a text outside the grids is no prose.
PAGE_NUMBER, RUNNING, CONTENTS, SPILLED, CONTACT = "page_number", "running_title", "contents", "spilled_out_of_table", "contact"

_PAGE_NUMBER = pattern("prose", "page_number")
_LEADER = re.compile(r"(?:[.．·•]{4,}|…{2,}|-{5,}|_{5,})\d*$")
_UNBREAKABLE = re.compile(r"[0-9A-Za-z.,%\-〔\[《“(]+")
_ENDS_SENTENCE = re.compile(r"[。;!?:]$")
#: After these a number in brackets is a reference, not a heading.
_REFERS = word_list("prose", "refers")
_CONTENTS_HEADINGS = word_list("prose", "contents")
_DIGITS = re.compile(r"\d+")


#: What is no prose: page number, reason, glyphs.
Aside = list[tuple[int, str, Sequence[Glyph]]]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: `text[i]` was printed as `places[i]` (page number and glyph)."""

    text: str
    places: tuple[tuple[int, Glyph], ...]
    heading: Heading

    def box(self, start: int, end: int) -> tuple[int, Box]:
        """Page of the first character of the span, and the box of the span's characters on that page."""
        page_number = self.places[start][0]
        glyphs = [glyph for number, glyph in self.places[start:end] if number == page_number]
        return page_number, (
            min(g.x0 for g in glyphs),
            min(g.baseline - g.size for g in glyphs),
            max(g.x1 for g in glyphs),
            max(g.baseline + 0.2 * g.size for g in glyphs),
        )


@dataclass(frozen=True, slots=True)
class _Line:
    page_number: int
    line: TextLine
    text: str  # without blanks
    left: float
    right: float  # edges of the text block that the line belongs to
    after_grid: bool  # a table stands between this line and the one before


def read_paragraphs(pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], aside: Aside | None = None) -> list[Paragraph]:
    """All paragraphs of a document in reading order; none of them holds a contact person or a telephone number.

    What stands outside the grids and is in no paragraph is added to `aside`.
    """
    outside = [(page, lines_outside(page, grids.get(page.page_number, ()))) for page in pages]
    running = _running_texts(outside)
    aside = [] if aside is None else aside
    lines = [
        line for page, found in outside for line in _body_lines(page, found, grids.get(page.page_number, ()), running, aside)
    ]
    stack = HeadingStack()
    return [paragraph for group in _groups(lines) for paragraph in _paragraph(group, stack, aside)]


def _compact(line: TextLine) -> str:
    return "".join(glyph.text for glyph in line.glyphs)


def _running_texts(outside: Iterable[tuple[Page, list[TextLine]]]) -> frozenset[str]:
    """Texts (figures masked) that stand in the margins of three pages or more: running headers and footers."""
    seen: Counter[str] = Counter()
    for page, lines in outside:
        seen.update({_masked(line) for line in lines if _in_margin(page, line)})
    return frozenset(text for text, count in seen.items() if count >= 3)


def _masked(line: TextLine) -> str:
    return _DIGITS.sub("#", _compact(line))


def _in_margin(page: Page, line: TextLine) -> bool:
    return line.baseline < MARGIN * page.height or line.baseline > (1 - MARGIN) * page.height


def _body_lines(
    page: Page, lines: list[TextLine], grids: Sequence[Grid], running: frozenset[str], aside: Aside
) -> Iterator[_Line]:
    spilled = spilled_lines(lines, grids)
    told = [(line, _furniture(page, line, running) or (SPILLED if id(line) in spilled else None)) for line in lines]
    kept = [line for line, reason in told if reason is None]
    aside += [(page.page_number, reason, line.glyphs) for line, reason in told if reason]
    is_contents = _is_contents(kept)
    aside += [(page.page_number, CONTENTS, line.glyphs) for line in kept if is_contents or _LEADER.search(_compact(line))]
    if is_contents:
        return
    long_lines = [line for line in kept if len(line.glyphs) >= 12] or kept
    left = min((line.x0 for line in long_lines), default=0.0)
    right = max((line.x1 for line in long_lines), default=page.width)
    tops = [grid.box[1] for grid in grids]
    previous = 0.0
    for line in kept:
        if not _LEADER.search(_compact(line)):
            between = any(previous <= top <= line.baseline for top in tops)
            yield _Line(page.page_number, line, _compact(line), left, right, between)
        previous = line.baseline


def _furniture(page: Page, line: TextLine, running: frozenset[str]) -> str | None:
    """What a line in the margin is; None for text."""
    if not _in_margin(page, line):
        return None
    if _PAGE_NUMBER.fullmatch(_compact(line)):
        return PAGE_NUMBER
    return RUNNING if _masked(line) in running and heading_marker(_compact(line)) is None else None


def _is_contents(lines: list[TextLine]) -> bool:
    """A contents page: headed 目录, or a third of its lines end in dot leaders."""
    texts = [_compact(line) for line in lines]
    leaders = sum(bool(_LEADER.search(text)) for text in texts)
    return any(text in _CONTENTS_HEADINGS for text in texts[:4]) or (leaders >= 3 and leaders * 3 >= len(texts))


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in lines:
        if group and not _continues(group, line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: list[_Line], line: _Line) -> bool:
    """Whether a line goes on with the paragraph of the lines above."""
    above = group[-1]
    size = min(above.line.size, line.line.size)
    if line.after_grid or max(above.line.size, line.line.size) > OTHER_SIZE * size:
        return False
    if above.page_number == line.page_number and line.line.baseline - above.line.baseline > 4 * size:
        return False
    indented = line.line.x0 > line.left + INDENT * size
    plain = not indented and heading_marker(line.text) is None and heading_marker(above.text) is None
    ragged = plain and not _ENDS_SENTENCE.search(above.text)
    if not _is_full(above, line, RAGGED_BY if ragged else SHORT_BY):
        return False
    if heading_marker(line.text) in (0, 1, 2) and not above.text.endswith(_REFERS):
        return False
    if _ENDS_SENTENCE.search(above.text):
        return not indented and heading_marker(line.text) is None
    if indented and _is_hanging(group, line):
        return True
    return not indented or (heading_marker(line.text) is None and heading_marker(group[0].text) not in (0, 1, 2))


def _is_hanging(group: list[_Line], line: _Line) -> bool:
    """Whether an indented line goes on with a numbered sentence that was set with the same indent, unlike a title."""
    same_left = abs(line.line.x0 - group[0].line.x0) < INDENT * line.line.size
    return same_left and heading_marker(line.text) is None and "," in "".join(above.text for above in group)


def _is_full(above: _Line, line: _Line, short_by: float) -> bool:
    """Whether the line above reaches the right edge, or would with the first word of the next line."""
    size = above.line.size
    word = _UNBREAKABLE.match(line.text)
    width = sum(g.x1 - g.x0 for g in line.line.glyphs[: word.end()]) if word else 0.0
    return above.line.x1 + width > above.right - short_by * size


def _paragraph(group: list[_Line], stack: HeadingStack, aside: Aside) -> Iterator[Paragraph]:
    text, places = [], []
    for line in group:
        for glyph in line.line.glyphs:
            for character in glyph.text:
                if not character.isspace():
                    text.append(character)
                    places.append((line.page_number, glyph))
    whole = "".join(text)
    for start, end in reversed(contact_spans(whole)):
        aside += [(page_number, CONTACT, (glyph,)) for page_number, glyph in places[start:end]]
        del text[start:end], places[start:end]
    whole = "".join(text)
    if whole:
        yield Paragraph(whole, tuple(places), stack.place(whole))
