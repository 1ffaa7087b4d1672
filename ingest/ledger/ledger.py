"""The ledger of a document, made of what the readers say they read: nothing is recognised here a second time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.ledger.book import DECLARED_UNREAD, LEFT_OVER, UNBOOKED, Entry, PageBook, row
from ingest.ledger.ink import ink_rows
from ingest.ledger.prose import book_aside, book_prose
from ingest.ledger.tables import Landed, book_table
from ingest.page.model import Page
from ingest.performance.aside import SetAside
from ingest.prose.claim import Claim
from ingest.prose.paragraphs import CONTACT, Aside, Paragraph
from ingest.statements.recognise import Statement, TableOutcome
from ingest.tables.grid import Grid

Row = dict[str, Any]

#: Booked like this something printed was not read.
UNREAD = (LEFT_OVER, DECLARED_UNREAD, UNBOOKED)


@dataclass(frozen=True)
class Read:
    """What the readers made of a document, on its way to the rows."""

    pages: Sequence[Page]
    grids: Mapping[int, Sequence[Grid]]
    fates: Sequence[TableOutcome]
    statements: Sequence[Statement]
    paragraphs: Sequence[Paragraph]
    aside: Aside
    claims: Sequence[Claim]
    performance_aside: Sequence[SetAside] = ()


def page_ledger(read: Read, rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The rows of raw table page_ledger: tables before prose, since text without rules is in both."""
    books = {page.page_number: PageBook(page) for page in read.pages}
    landed = Landed.of(rows, (sheet for statement in read.statements for sheet in statement.sheets), read.performance_aside)
    for fate in read.fates:
        book_table(books[fate.grid.page_number], fate, landed)
    book_prose(books, read.paragraphs, read.claims)
    book_aside(books, read.aside)
    booked = [entry for book in books.values() for entry in book.rows()]
    return _numbered([*booked, *ink_rows(read.pages), *_bare_grids(read)])


def _bare_grids(read: Read) -> Iterator[Row]:
    """Ruled grids without any text."""
    for page in read.pages:
        for grid in read.grids.get(page.page_number, ()):
            if not any(cell.lines for cell in grid.cells):
                yield row(page, Entry(DECLARED_UNREAD, "grid_without_text"), box=grid.box)


def _numbered(rows: list[Row]) -> list[Row]:
    by_page: Mapping[int, list[Row]] = defaultdict(list)
    for entry in rows:
        by_page[entry["page_number"]].append(entry)
    return [{"entry_number": n, **entry} for page in sorted(by_page) for n, entry in enumerate(by_page[page], start=1)]


def unread_pages(ledger: Sequence[Row]) -> frozenset[int]:
    """Pages on which something printed was not read. Contact persons are left out on purpose."""
    return frozenset(entry["page_number"] for entry in ledger if entry["booked_as"] in UNREAD and entry["reason"] != CONTACT)
