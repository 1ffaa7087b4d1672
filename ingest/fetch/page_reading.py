"""What a page holds beside links: prose or tables of a filing. Read by the reader itself, so that nothing is kept that it would not take."""

from dataclasses import dataclass
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.fetch.landing_pages import links_of
from ingest.formats.kind import Kind, kind_of
from ingest.landing.find import sha256
from ingest.lexicon import pattern

#: So many stated figures make prose of a page; one or two stand in any announcement.
FIGURES = 3

_COUNTER = pattern("attachments", "counter")


@dataclass(frozen=True)
class FilingPage:
    """A page that is part of a filing: its title, and the digest of what is shown of its article."""

    title: str
    text_digest: str


def answer(question: str, *page: Any) -> Any:
    """What is asked of a page, in one process for all questions."""
    return links_of(*page) if question == "links" else filing_page(*page)


def filing_page(content: bytes, address: str) -> FilingPage | None:
    """The page as a part of a filing: it calls itself a disclosure, and says figures of one. None for a page that only leads to files."""
    from ingest.document.read import read_document  # takes a second, and most pages are not asked about

    if kind_of(content) is not Kind.HTML:
        return None
    try:
        frames = read_document(content, address, sha256(content)).frames
    except UnreadableDocument:
        return None
    if not frames["statement_lines"].height and frames["claims"].height < FIGURES:
        return None
    return _shown(content)


def _shown(content: bytes) -> FilingPage:
    """The text without what counts visitors: a page that differs in nothing else is no new version."""
    from ingest.formats.web_page import read_html

    lines = [line.text for page in read_html(content) for line in page.lines]
    text = "\n".join(_COUNTER.sub("", line) for line in lines)
    return FilingPage(lines[0] if lines else "", sha256(text.encode()))
