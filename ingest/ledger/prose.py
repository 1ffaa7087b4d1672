"""Books what stands outside the tables: figures that became claims, the paragraphs around them, and what is no prose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.ledger.book import AMOUNT, CLAIM, DECLARED_UNREAD, FURNITURE, PROSE, UNBOOKED, Entry, PageBook
from ingest.page.model import Glyph
from ingest.prose.claim import Claim
from ingest.prose.figures import list_mark_length
from ingest.prose.paragraphs import CONTACT, SPILLED, Aside, Paragraph

_CLAIM, _PARAGRAPH = Entry(CLAIM, "figure"), Entry(PROSE, "paragraph")
_NO_CLAIM = Entry(UNBOOKED, "amount_in_no_claim")
#: What of the text is set aside and was not read; the rest is furniture of the page.
_UNREAD = (CONTACT, SPILLED)


def book_prose(books: Mapping[int, PageBook], paragraphs: Sequence[Paragraph], claims: Iterable[Claim]) -> None:
    """Book the paragraphs; an amount in one that is part of no claim is not booked as read."""
    spans: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for claim in claims:
        spans[id(claim.paragraph)].append((claim.start, claim.end))
    for paragraph in paragraphs:
        of_claims = spans[id(paragraph)]
        for start, end in of_claims:
            _book(books, paragraph, start, end, _CLAIM)
        for found in AMOUNT.finditer(paragraph.text, list_mark_length(paragraph.text)):  # 1.2024年: the number of a list
            if not any(start < found.end() and found.start() < end for start, end in of_claims):
                _book(books, paragraph, *found.span(), _NO_CLAIM)
        _book(books, paragraph, 0, len(paragraph.text), _PARAGRAPH)


def _book(books: Mapping[int, PageBook], paragraph: Paragraph, start: int, end: int, entry: Entry) -> None:
    """Book a span of a paragraph on the pages that it stands on. An amount counts where it begins, unless a table has it."""
    by_page: dict[int, list[Glyph]] = {}
    for page_number, glyph in paragraph.places[start:end]:
        by_page.setdefault(page_number, []).append(glyph)
    is_amount = entry is not _PARAGRAPH and AMOUNT.search(paragraph.text, start, end) is not None
    for page_number, glyphs in by_page.items():
        is_new = is_amount and not books[page_number].is_booked(glyphs[0])
        books[page_number].book(glyphs, entry, int(is_new))
        is_amount = False


def book_aside(books: Mapping[int, PageBook], aside: Aside) -> None:
    """Book what the prose leaves out."""
    for page_number, reason, glyphs in aside:
        booked_as = DECLARED_UNREAD if reason in _UNREAD else FURNITURE
        text = "".join(glyph.text for glyph in glyphs)
        amounts = 0 if reason == CONTACT else len(AMOUNT.findall(text, list_mark_length(text)))
        books[page_number].book(glyphs, Entry(booked_as, reason), amounts)
