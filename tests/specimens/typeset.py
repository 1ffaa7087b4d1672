"""Typeset the three specimen disclosures into data/raw, byte for byte the same on every run.

Run as ``python -m tests.specimens.typeset``; ``python -m tests.specimens`` (``make specimens``) writes the truth too.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

SOURCE = Path(__file__).resolve().parent
RAW = SOURCE.parents[1] / "data" / "raw"
FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC")
# typst writes the time of the run into the PDF unless told one; a fixed one keeps the files identical.
TYPESET_AT = datetime(2025, 9, 1, tzinfo=UTC)

# Template and figures folder -> published file.
SPECIMENS = {
    "xinjiang_budget": "2024_budget_xinjiang_digital_development.pdf",
    "urumqi_final": "2024_final_urumqi_digital_development.pdf",
    "petition_final": "2024_final_petition_administration.pdf",
}


class MissingFontError(RuntimeError):
    """A CJK font is not installed; typst would print boxes and only warn."""


def require_fonts() -> None:
    """Raise MissingFontError when a font of the templates is missing."""
    missing = [family for family in FONTS if family not in typst.Fonts().families()]
    if missing:
        raise MissingFontError(f"font not installed: {', '.join(missing)} (Debian: apt install fonts-noto-cjk)")


def compiler(specimen: str) -> typst.Compiler:
    """Return the typst compiler of one specimen, rooted so that templates find their figures."""
    return typst.Compiler(str(SOURCE / f"{specimen}.typ"), root=str(SOURCE))


def typeset(specimen: str) -> bytes:
    """Return the PDF of one specimen."""
    pdf = compiler(specimen).compile(format="pdf", timestamp=TYPESET_AT, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned {type(pdf).__name__} for {specimen}, expected one PDF")
    return pdf


def main() -> int:
    """Write all specimens to data/raw."""
    try:
        require_fonts()
    except MissingFontError as error:
        print(f"typeset: {error}", file=sys.stderr)
        return 1
    RAW.mkdir(parents=True, exist_ok=True)
    for specimen, file_name in SPECIMENS.items():
        (RAW / file_name).write_bytes(typeset(specimen))
        print(f"typeset: data/raw/{file_name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
