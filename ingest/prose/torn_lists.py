"""Lists of units that a note mark or the end of a page tore within a name, joined before they are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.lexicon import pattern
from ingest.lexicon.headings import heading_marker
from ingest.lexicon.unit_words import UnitWords
from ingest.prose.paragraphs import Paragraph

#: A sentence with money lists no units.
MONEY = pattern("units", "money")
#: What a footnote leaves between two lines of a paragraph.
_NOTE_MARK = re.compile(r"[*＊※①-⑳\d]{1,3}")


def whole_lists(paragraphs: Sequence[Paragraph], words: UnitWords) -> Iterator[Paragraph]:
    """The paragraphs; a list of names that a note mark or a page tore within a name is one again."""
    torn: Paragraph | None = None
    for paragraph in paragraphs:
        if torn and _NOTE_MARK.fullmatch(paragraph.text):
            continue
        if torn and heading_marker(paragraph.text) is None:
            paragraph = replace(torn, text=torn.text + paragraph.text, places=torn.places + paragraph.places)
        elif torn:
            yield torn
        torn = paragraph if _is_torn(paragraph.text, words) else None
        if torn is None:
            yield paragraph
    if torn:
        yield torn


def _is_torn(text: str, words: UnitWords) -> bool:
    """Whether a text ends within a list of names, after a mark that promises one more or amid a name."""
    sentence = text[max(text.rfind("。"), text.rfind(";")) + 1 :]
    match = words.announcement.search(sentence)
    if (
        match is None
        or "、" not in sentence[match.end() :]
        or MONEY.search(sentence)
        or words.not_listed.search(sentence[: match.end()])
    ):
        return False
    return not words.is_name(re.split("[、,]", sentence)[-1])
