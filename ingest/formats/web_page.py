"""Web pages (.html): the article with its tables, or text that an exporter put at places. Nothing is fetched, no script is run."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from ingest.errors import Damaged, TooLarge
from ingest.formats.article import Block, Paragraph, Table, article_pages
from ingest.formats.layout import LaidCell
from ingest.formats.positioned import is_positioned, positioned_pages
from ingest.page.model import Page

#: Elements of a page; the largest seen has 26 thousand.
MAX_ELEMENTS = 400_000
#: The element that holds this share of the text outside links holds the article.
MOST = 0.8
#: Columns or rows that a cell may span.
MAX_SPAN = 1000

_UNSHOWN = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "select",
    "input",
    "button",
    "textarea",
    "form",
    "head",
)
_AROUND = ("nav", "header", "footer", "aside")
_BLOCKS = (
    *(
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "center",
        "blockquote",
        "pre",
        "hr",
        "caption",
    ),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "figure", "figcaption"),
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHINESE_CHARSETS = ("gb2312", "gbk", "gb_2312-80", "x-gbk")

Element = Any


def read_html(content: bytes) -> Iterator[Page]:
    """The pages of a web page: those that its exporter made, or the article laid out."""
    root = _parsed(content)
    if is_positioned(root):
        return positioned_pages(root)
    title = _title(root)
    left_out = _without_surroundings(root)
    article = _article(root)
    left_out += _characters(root) - _characters(article)
    reader = _Reader()
    blocks = list(reader.blocks(article))
    if title and not any(isinstance(block, Paragraph) and title in "".join(block.text.split()) for block in blocks[:5]):
        blocks.insert(0, Paragraph(title))
    return article_pages(blocks, left_out=(("navigation", left_out + reader.left_out),))


def _parsed(content: bytes) -> Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_decoded(content).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise Damaged(f"the web page cannot be read: {problem}") from problem
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise TooLarge(f"more than {MAX_ELEMENTS:,} elements; no disclosure has so many")
    return root


def _decoded(content: bytes) -> str:
    """The text in the encoding that the page names, or in the one of the two usual ones that fits."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").replace("\0", "")
    told = _CHARSET.search(content[:4096])
    name = told[1].decode("ascii", "ignore").lower() if told else "utf-8"
    for encoding in ("gb18030" if name in _CHINESE_CHARSETS else name, "utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\0", "").removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace").replace("\0", "")


def _title(root: Element) -> str:
    """The headline, or what the window is called up to the name of the site."""
    for heading in root.iter("h1"):
        if words := "".join(heading.text_content().split()):
            return words
    title = root.find(".//title")
    return re.split(r"[-_|—]", "".join((title.text_content() or "").split()))[0] if title is not None else ""


def _without_surroundings(root: Element) -> int:
    """Take away what is not shown and what stands around every page of the site; returns how many characters of it are shown."""
    left_out = 0
    for element in [e for e in root.iter() if e.tag in _UNSHOWN or e.tag in _AROUND or _NO_DISPLAY.search(e.get("style") or "")]:
        if element.getparent() is not None:
            left_out += _characters(element) if element.tag in _AROUND else 0
            element.drop_tree()
    return left_out


def _article(root: Element) -> Element:
    """The innermost element with most of the text that is not in links."""
    body = root.find("body")
    article: Element = body if body is not None else root
    wanted = MOST * _worth(article)
    inner: Element | None = article if wanted else None
    while inner is not None:
        article = inner
        inner = next((child for child in article if child.tag not in ("p", "table") and _worth(child) >= wanted), None)
    return article


def _worth(element: Element) -> int:
    return _characters(element) - sum(_characters(link) for link in element.iter("a"))


def _characters(element: Element) -> int:
    return len("".join(element.text_content().split()))


class _Reader:
    """The blocks of an article. Paragraphs that are nothing but links lead elsewhere and are left out."""

    def __init__(self) -> None:
        self.left_out = 0
        self._text, self._linked = "", 0

    def blocks(self, element: Element) -> Iterator[Block]:
        yield from self._walk(element, in_link=False)
        yield from self._paragraph()

    def _walk(self, element: Element, *, in_link: bool) -> Iterator[Block]:
        self._add(element.text, in_link)
        for child in element:
            if child.tag == "table" and (cells := table_cells(child)):
                yield from self._paragraph()
                yield Table(cells)
            elif child.tag == "br":
                yield from self._paragraph()
            else:
                is_block = child.tag in _BLOCKS
                if is_block:
                    yield from self._paragraph()
                yield from self._walk(child, in_link=in_link or child.tag == "a")
                if is_block:
                    yield from self._paragraph()
            self._add(child.tail, in_link)

    def _add(self, text: str | None, in_link: bool) -> None:
        shown = _one_blank(text)
        self._text += shown
        self._linked += len("".join(shown.split())) if in_link else 0

    def _paragraph(self) -> Iterator[Block]:
        text, linked = self._text.strip("\n\r\t "), self._linked
        self._text, self._linked = "", 0
        characters = len("".join(text.split()))
        if linked and linked == characters:
            self.left_out += characters
        elif characters:
            yield Paragraph(text)


def _one_blank(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "").replace("\xa0", " ")


def table_cells(table: Element) -> tuple[LaidCell, ...]:
    """The cells of a table of data; none for one that only arranges what is on the page."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells: list[LaidCell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for entry in row:
            if entry.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            across, down = _span(entry, "colspan"), min(_span(entry, "rowspan"), len(rows) - number)
            taken.update((r, c) for r in range(number, number + down) for c in range(column, column + across))
            cells.append(LaidCell(number, column, number + down - 1, column + across - 1, _cell_text(entry)))
            column += across
            if len(taken) > MAX_ELEMENTS:
                raise TooLarge(f"a table of more than {MAX_ELEMENTS:,} cells; no disclosure has so many")
    columns = max((cell.column_end for cell in cells), default=0) + 1
    arranges = any(other is not table for other in table.iter("table"))
    return tuple(cells) if len(rows) > 1 and columns > 1 and not arranges else ()


def _span(entry: Element, name: str) -> int:
    told = (entry.get(name) or "1").strip()
    return min(max(int(told), 1), MAX_SPAN) if told.isdecimal() and len(told) < 6 else 1


def _cell_text(entry: Element) -> str:
    for line_break in entry.iter("br", "p", "div"):
        line_break.tail = "\n" + (line_break.tail or "") if line_break.tag == "br" else (line_break.tail or "")
        if line_break.tag != "br" and line_break.getprevious() is not None:
            line_break.text = "\n" + (line_break.text or "")
    lines = (_one_blank(line).strip(" ") for line in entry.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
