"""Titles of statements below which no table was found: a table pasted as a picture, or drawn in a way that no reading sees."""

from collections.abc import Iterator, Sequence

from ingest.lexicon import normalize, pattern
from ingest.lexicon.headings import heading_marker
from ingest.page.model import Page
from ingest.statements.recognise import TableOutcome
from ingest.tables.captions import names_statement

#: On a page with more titles than this they are a table of contents.
MAX_TITLES = 3
#: A sentence or an entry of the contents is no title.
_NO_TITLE = pattern("captions", "no_title")


def titles_without_table(pages: Sequence[Page], fates: Sequence[TableOutcome]) -> Iterator[tuple[int, str]]:
    """Page and sentence for each page that has a title and no table, with what is seen where the table should be."""
    with_table = {fate.grid.page_number for fate in fates}
    for number, page in enumerate(pages):
        following = pages[number + 1].page_number if number + 1 < len(pages) else None
        if page.page_number in with_table or following in with_table:
            continue
        titles = [normalize(line.text) for line in page.lines if names_statement(line) and not _is_entry(line.text)]
        seen = _seen(page)
        if not seen:  # 十、…表 in a list of what the filing has
            titles = [title for title in titles if heading_marker(title) is None]
        if 0 < len(titles) <= MAX_TITLES:
            yield page.page_number, f"{titles[0]}: a title{seen}, and no table that could be read"


def _seen(page: Page) -> str:
    if page.has_image:
        return " and a picture"
    return " and a drawing" if page.ink or page.rules or page.remarks else ""


def _is_entry(text: str) -> bool:
    return _NO_TITLE.search(text) is not None
