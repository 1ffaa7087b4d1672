"""Typeset the three specimen disclosures into data/raw, byte for byte the same on every run.

Run as ``python -m tools.specimens.typeset``; ``python -m tools.specimens`` (``make specimens``) writes the truth too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typst

from tests.fonts.typesetting import compiler, pdf_of

SOURCE = Path(__file__).resolve().parent
RAW = SOURCE.parents[1] / "data" / "raw"
# typst writes the time of the run into the PDF unless told one; a fixed one keeps the files identical.
TYPESET_AT = datetime(2025, 9, 1, tzinfo=UTC)

# Template and figures folder -> published file.
SPECIMENS = {
    "xinjiang_budget": "2024_budget_xinjiang_digital_development.pdf",
    "urumqi_final": "2024_final_urumqi_digital_development.pdf",
    "petition_final": "2024_final_petition_administration.pdf",
}


def source(specimen: str) -> typst.Compiler:
    """Return the typst compiler of one specimen, rooted so that templates find their figures."""
    return compiler(SOURCE / f"{specimen}.typ", root=SOURCE)


def typeset(specimen: str) -> bytes:
    """Return the PDF of one specimen."""
    return pdf_of(source(specimen), timestamp=TYPESET_AT, pdf_tags=False)


def main() -> None:
    """Write all specimens to data/raw."""
    RAW.mkdir(parents=True, exist_ok=True)
    for specimen, file_name in SPECIMENS.items():
        (RAW / file_name).write_bytes(typeset(specimen))
        print(f"typeset: data/raw/{file_name}")


if __name__ == "__main__":
    main()
