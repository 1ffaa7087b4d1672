"""Claims of a PDF, claims of sentences set on a page by hand, and the score against a truth file."""

import csv
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from ingest.page.model import Glyph, Page
from ingest.page.pdf import read_pages
from ingest.prose.claim_times import OwnTime
from ingest.prose.claims import read_claims
from ingest.prose.paragraphs import read_paragraphs
from ingest.tables.ruled import ruled_grids

Row = dict[str, Any]

#: Words of the truth files for a measure kind, and ours.
KINDS = {
    "amount": {"amount"},
    "count": {"count"},
    "area": {"area"},
    "share %": {"share_pct"},
    "change amount": {"change_amount"},
    "change %": {"change_pct", "deviation_pct"},  # the truth counts 预决算差异率 among the changes
    "completion %": {"execution_pct"},
}
SIZE, LEFT, TOP, WIDTH, HEIGHT = 10.0, 60.0, 100.0, 595.0, 842.0


@dataclass
class Score:
    """What a reading got right, one figure of the truth against one claim."""

    matched: list[tuple[Row, Row]] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    spurious: list[Row] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return len(self.matched) / (len(self.matched) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.matched) / (len(self.matched) + len(self.spurious))

    def agreement(self, same: Callable[[Row, Row], bool]) -> float:
        return sum(same(claim, truth) for claim, truth in self.matched) / len(self.matched)


def plain(text: object) -> str:
    """Half-width, without blanks and quotation marks: how printed words are compared."""
    return re.sub(r"[\s\"“”]", "", unicodedata.normalize("NFKC", str(text or "")))


def score(claims: list[Row], truth: list[Row]) -> Score:
    """Match figure by figure (value, unit, measure kind); statements without a figure are not in the truth files."""
    left = [claim for claim in claims if claim["value"] is not None and claim["direction"] != "unchanged"]
    result = Score()
    for row in truth:
        value = Decimal(re.sub(r"[,\s]", "", row["value"]))
        found = next(
            (
                claim
                for claim in left
                if claim["value"] == value
                and plain(claim["unit"]) == plain(row["unit"])
                and claim["measure_kind"] in KINDS[row["measure_kind"]]
            ),
            None,
        )
        if found is None:
            result.missed.append(row)
        else:
            left.remove(found)
            result.matched.append((found, row))
    result.spurious = left
    return result


def claims_of_pdf(path: Path, disclosure_kind: str) -> list[Row]:
    pages = list(read_pages(pdfium.PdfDocument(path)))
    grids = {page.page_number: ruled_grids(page) for page in pages}
    return read_claims("key", read_paragraphs(pages, grids), OwnTime(None, disclosure_kind))


def truth_rows(path: Path, document: str) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["doc"] == document]


def page_of(*lines: str, number: int = 1, left: float = LEFT) -> Page:
    """A page with these lines as printed; a line that begins with two full-width blanks is indented."""
    glyphs = []
    for row, line in enumerate(lines):
        x, baseline = left, TOP + row * 1.8 * SIZE
        for character in line:
            width = SIZE / 2 if character.isascii() else SIZE
            if not character.isspace():
                text = unicodedata.normalize("NFKC", character)
                glyphs.append(Glyph(text, x, x + width, baseline, SIZE))
            x += width
    return Page(number, WIDTH, HEIGHT, 0, tuple(glyphs), (), False)


@pytest.fixture
def stated() -> Callable[..., list[Row]]:
    """Claims of paragraphs, each on a page of its own lines."""

    def read(*paragraphs: str, kind: str = "budget", year: int | None = 2026) -> list[Row]:
        pages = [page_of(*paragraphs)]
        return read_claims("key", read_paragraphs(pages, {}), OwnTime(year, kind))

    return read


@pytest.fixture
def page() -> Callable[..., Page]:
    return page_of


@pytest.fixture
def score_pdf() -> Callable[[Path, Path, str], Score]:
    """The score of one PDF against its rows in a truth file."""

    def run(pdf: Path, truth: Path, document: str) -> Score:
        kind = "final" if "final" in pdf.name else "budget"
        return score(claims_of_pdf(pdf, kind), truth_rows(truth, document))

    return run
