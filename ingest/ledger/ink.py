"""Books the ink of the pages: what is drawn at the same place of several pages is furniture, everything else was not read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.ledger.book import DECLARED_UNREAD, FURNITURE, Entry, row
from ingest.page.ink import Ink
from ingest.page.model import Page

#: On so many pages the same ink is a running mark: a logo, a border.
SEVERAL = 3


def ink_rows(pages: Sequence[Page]) -> Iterator[dict[str, Any]]:
    """A row for each inked area."""
    seen = Counter(ink for page in pages for ink in set(page.ink))
    for page in pages:
        for ink in page.ink:
            yield row(page, _entry(ink, seen[ink]), ink=ink.square_points, box=ink.box)


def _entry(ink: Ink, page_count: int) -> Entry:
    if page_count >= SEVERAL:
        return Entry(FURNITURE, f"running_{ink.kind}")
    return Entry(DECLARED_UNREAD, ink.kind)
