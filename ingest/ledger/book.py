"""The book of one page: every glyph is booked once, by the first that claims it; what nobody claims is `unbooked`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ingest.lexicon import pattern
from ingest.lexicon.amounts import is_money
from ingest.page.model import UNMAPPED, Glyph, Page, text_lines
from ingest.tables.grid import Box, Cell

#: What was read.
CELL, CLAIM, PROSE, PERFORMANCE, FURNITURE = "cell", "claim", "prose", "performance", "furniture"
#: What was not: listed cell by cell, declared with a reason, or noticed here only.
LEFT_OVER, DECLARED_UNREAD, UNBOOKED = "left_over", "declared_unread", "unbooked"
#: In the text layer and not on the page.
NOT_PRINTED = "not_printed"
#: What is left out as belonging to no page of the document.
FURNISHING = ("watermark", "navigation")
#: Of these the ledger says where they stand.
PLACED = (LEFT_OVER, DECLARED_UNREAD, UNBOOKED)

#: A figure in running text that is shaped like an amount of money, and neither a percentage nor a number before a year (表1.2024年).
AMOUNT = pattern("figures", "amount_in_text")


class Entry(NamedTuple):
    """How something is booked, and as what exactly or why not."""

    booked_as: str
    reason: str


_UNMAPPED = Entry(DECLARED_UNREAD, "characters_unmapped")
_REST = Entry(UNBOOKED, "text_in_nothing")


class PageBook:
    """Books the glyphs of one page. The order of the bookings is their rank."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._entry_of: dict[int, Entry] = {id(glyph): _UNMAPPED for glyph in page.glyphs if glyph.text == UNMAPPED}
        self._amounts: Counter[Entry] = Counter()

    def book(self, glyphs: Iterable[Glyph], entry: Entry, amount_count: int = 0) -> None:
        """Book what is not booked yet, with the number of amounts in it."""
        is_new = False
        for glyph in glyphs:
            if id(glyph) not in self._entry_of:
                self._entry_of[id(glyph)] = entry
                is_new = True
        if amount_count and is_new:
            self._amounts[entry] += amount_count

    def book_cell(self, cell: Cell, entry: Entry, amount_count: int | None = None) -> None:
        amounts = amounts_in(cell) if amount_count is None else amount_count
        self.book((glyph for line in cell.lines for glyph in line.glyphs), entry, amounts)

    def is_booked(self, glyph: Glyph) -> bool:
        return id(glyph) in self._entry_of

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row for each entry of the text, those that are not printed last."""
        rest = [glyph for glyph in self.page.glyphs if id(glyph) not in self._entry_of]
        self.book(rest, _REST, sum(len(AMOUNT.findall(line.text)) for line in text_lines(rest)))
        printed: Mapping[Entry, list[Glyph]] = defaultdict(list)
        for glyph in self.page.glyphs:
            printed[self._entry_of[id(glyph)]].append(glyph)
        for entry, glyphs in sorted(printed.items()):
            box = _around(glyphs) if entry.booked_as in PLACED else None
            yield row(self.page, entry, len(glyphs), self._amounts[entry], box=box)
        for reason, count in self.page.left_out:
            if count:
                yield row(self.page, Entry(FURNITURE if reason in FURNISHING else NOT_PRINTED, reason), count)


def row(
    page: Page, entry: Entry, character_count: int = 0, amount_count: int = 0, ink: int = 0, box: Box | None = None
) -> dict[str, Any]:
    """A row of raw table page_ledger."""
    x0, y0, x1, y1 = box or (None,) * 4
    return {
        "page_number": page.page_number,
        "booked_as": entry.booked_as,
        "reason": entry.reason,
        "character_count": character_count,
        "amount_count": amount_count,
        "ink_square_points": ink,
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
    }


def amounts_in(cell: Cell) -> int:
    """How many amounts a cell holds: one that fills it, however broken, or those of its lines."""
    return 1 if is_money(cell.figure) else sum(len(AMOUNT.findall(line.text)) for line in cell.lines)


def _around(glyphs: Iterable[Glyph]) -> Box:
    x0, x1, top, bottom = zip(*((g.x0, g.x1, g.baseline - g.size, g.baseline + 0.2 * g.size) for g in glyphs), strict=True)
    return min(x0), min(top), max(x1), max(bottom)
