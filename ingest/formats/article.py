"""A running text with tables in it (a web page, a Word file), laid out as pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.formats.layout import LaidCell, Paper
from ingest.page.model import Page
from ingest.page.remarks import Remark

#: A page is full from here on (points); it ends behind a table or between paragraphs that do not lead to one.
FULL = 700.0
#: So many paragraphs above a table may be its title, label and unit.
LEADING_UP = 6


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Table:
    cells: tuple[LaidCell, ...]


@dataclass(frozen=True)
class PageBreak:
    """Where the program that made the file began a new page."""


Block = Paragraph | Table | PageBreak


def article_pages(
    blocks: Sequence[Block], remarks: Sequence[Remark] = (), left_out: Sequence[tuple[str, int]] = ()
) -> Iterator[Page]:
    """The blocks from top to bottom. What was remarked and left out is told on the first page."""
    for number, paper in enumerate(_papers(blocks), start=1):
        yield paper.page(number, remarks if number == 1 else (), left_out if number == 1 else ())


def _papers(blocks: Sequence[Block]) -> Iterator[Paper]:
    paper, is_paged = Paper(), any(isinstance(block, PageBreak) for block in blocks)
    for place, block in enumerate(blocks):
        if isinstance(block, PageBreak) or (
            not is_paged and paper.y > FULL and not _leads_to_table(blocks[place : place + LEADING_UP])
        ):
            yield paper
            paper = Paper()
        if isinstance(block, Paragraph):
            paper.paragraph(block.text)
        elif isinstance(block, Table):
            paper.table(block.cells)
    yield paper


def _leads_to_table(blocks: Sequence[Block]) -> bool:
    return any(isinstance(block, Table) for block in blocks)
