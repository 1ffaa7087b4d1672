"""What is to be said about a page whose text and whose print are not the same: nothing of it is lost or guessed in silence."""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.page.text_objects import Drawn

#: A page of letters drawn as outlines has thousands of curves, a logo some hundred.
MANY_CURVES = 1_000
#: Of printed text there is less than one character for so many curves on such a page.
CURVES_A_CHARACTER = 8


class Remark(NamedTuple):
    """One sentence about a page; `code` is the message code that lands in raw.reader_messages."""

    code: str
    message: str
    severity: str = "warning"


def shown(text: str, length: int = 24) -> str:
    """The beginning of a text, as it is quoted in a remark."""
    return text if len(text) <= length else f"{text[:length]} …"


def outlined_text(drawn: Drawn, glyph_count: int) -> Iterator[Remark]:
    """A page whose letters are drawn as curves or polygons."""
    if drawn.outline_count >= MANY_CURVES and drawn.outline_count > CURVES_A_CHARACTER * glyph_count:
        message = f"{drawn.outline_count:,} curves and {glyph_count:,} characters: what is drawn as outlines (text, a chart) was not read"
        yield Remark("text_as_outlines", message)
