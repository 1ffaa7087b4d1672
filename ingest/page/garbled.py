"""Text that its font does not tell rightly: a font embedded without its table of characters shows 预算 and says ÿþ.

Amounts are often right on such pages, since figures are set in another font, and nothing but the letters gives them away.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from ingest.page.model import UNMAPPED, Page

#: Fewer letters of other scripts than this are meant: units (μg), names.
MEANT = 20
#: Scripts that filings in China are set in, as the names of their characters begin.
SCRIPTS = ("CJK ", "TIBETAN ", "MONGOLIAN ", "ARABIC ", "HANGUL ", "YI ", "IDEOGRAPHIC ")


def garbled_text(pages: Sequence[Page]) -> str | None:
    """What is to be said about letters that no Chinese filing has; None when there are next to none."""
    letters: Counter[str] = Counter()
    numbers: list[str] = []
    for page in pages:
        found = [glyph.text for glyph in page.glyphs if _is_foreign(glyph.text)]
        letters.update(found)
        numbers += [str(page.page_number)] if found else []
    if letters.total() < MEANT:
        return None
    shown = " ".join(letter for letter, _ in letters.most_common(5))
    return (
        f"{letters.total():,} characters are of no Chinese text ({shown} …): a font without its table of characters; "
        f"words are misread on pages {', '.join(numbers)}"
    )


@cache
def _is_foreign(text: str) -> bool:
    return text == UNMAPPED or any(unicodedata.category(letter)[0] in "LM" and not _is_common(letter) for letter in text)


def _is_common(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(SCRIPTS)
