"""Typeset with the fonts of this folder and no others: a page comes out the same on every machine, without gaps."""

import re
from pathlib import Path

import playa
import typst

FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[Path(__file__).parent])
#: Glyph 0 of every font stands for what the font lacks; typst sets it without a word.
MISSING = 0


class TypesettingError(RuntimeError):
    """The page would not show what its source says: a font or a character is missing."""


def compiler(source: Path | bytes, root: Path | None = None) -> typst.Compiler:
    """The compiler of one source, which finds files below `root`."""
    return typst.Compiler(source, root=root, font_paths=FONTS, ignore_system_fonts=True)


def pdf_of(source: typst.Compiler, **options: object) -> bytes:
    """The PDF of a source; TypesettingError where typst had to warn or a character has no glyph."""
    pdf, warnings = source.compile_with_warnings(format="pdf", **options)  # type: ignore[arg-type]
    if warnings or not isinstance(pdf, bytes):
        raise TypesettingError("; ".join(warning.message for warning in warnings) or "typst returned no single PDF")
    if gaps := _gaps(pdf):
        raise TypesettingError(f"no glyph where ▯ stands (tests/fonts/subset.py says what the fonts have): {', '.join(gaps)}")
    return pdf


def _gaps(pdf: bytes) -> list[str]:
    """What stands around each missing glyph, with its page."""
    found = []
    with playa.parse(pdf) as document:
        for page in document.pages:
            text = "".join("▯" if glyph.cid == MISSING else glyph.text or "" for glyph in page.glyphs)
            found += [f"page {page.page_idx + 1}: {around}" for around in re.findall(r"[^▯]{0,9}▯+[^▯]{0,9}", text)]
    return found
