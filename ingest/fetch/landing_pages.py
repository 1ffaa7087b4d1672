"""Find the files that a web page lists: links to documents, links called 附件, and documents shown in a frame."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from ingest.fetch.addresses import DOCUMENT_SUFFIXES, extension, last_name, sendable, without_suffix
from ingest.fetch.errors import BadAddress
from ingest.lexicon import pattern, word

#: Characters of a title that are read; the longest title of a filing has about a hundred.
MAX_TITLE = 300
#: Formats that departments attach and that nothing here reads. They are named in the manifest.
UNREAD_SUFFIXES = frozenset((".csv", ".ofd", ".rar", ".7z", ".odt", ".ppt", ".pptx"))
#: Where a link called 附件 leads to one of these, it is a page or a picture, not a file.
PAGE_OR_PICTURE = frozenset((".html", ".htm", ".shtml", ".shtm", ".jpg", ".jpeg", ".png", ".gif", ".mp4"))
_ATTACHMENT, _NO_NAME = word("attachments", "attachment"), pattern("attachments", "no_name")
_UNSHOWN = frozenset(("script", "style"))
_VIEWER = frozenset((".html", ".htm"))


@dataclass(frozen=True)
class Attachment:
    """One link of a page. `is_certain`: its name is that of a document; otherwise only the answer will tell."""

    address: str
    title: str
    is_certain: bool
    ignored: str | None = None  # why it is not fetched


@dataclass(frozen=True)
class Links:
    """The files that a page lists, each address once, in the order of the page, also those that are of no use to us; and the
    characters of text that the page has outside links."""

    attachments: tuple[Attachment, ...]
    said: int


@dataclass
class _Link:
    target: str
    title: str = ""
    text: str = ""
    is_download: bool = False


@dataclass
class _Links(HTMLParser):
    """Collects links, frames and the base of a page."""

    links: list[_Link] = field(default_factory=list)
    base: str = ""
    said: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: _Link | None = None
        self._unshown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        target = given.get({"a": "href", "iframe": "src", "embed": "src", "object": "data"}.get(tag, ""), "")
        if tag == "base":
            self.base = self.base or given.get("href", "")
        if target:
            link = _Link(target, given.get("title", "")[:MAX_TITLE], is_download="download" in given)
            self.links.append(link)
        if tag == "a":
            self._open = self.links[-1] if target else None
        if tag in _UNSHOWN:
            self._unshown = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None
        if tag == self._unshown:
            self._unshown = ""

    def handle_data(self, data: str) -> None:
        if self._open is None and not self._unshown:
            self.said += len("".join(data.split()))
        if self._open is not None and len(self._open.text) < MAX_TITLE:
            self._open.text += data[:MAX_TITLE]


def links_of(content: bytes, content_type: str, address: str) -> Links:
    """What a page leads to, and how much it says itself."""
    charset = charset_of(content, content_type)
    page = _Links()
    page.feed(content.decode(charset, errors="replace"))
    page.close()
    try:
        base = sendable(page.base, address, charset) if page.base else address
    except BadAddress:
        base = address
    found: dict[str, Attachment] = {}
    for attachment in _judged(page.links, base, charset):
        found.setdefault(attachment.address, attachment)
    return Links(tuple(found.values()), page.said)


def charset_of(content: bytes, content_type: str) -> str:
    """Charset of a page: the header's, the page's own, UTF-8 if it is that, else GB 18030 (which covers GB 2312 and GBK)."""
    stated = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.IGNORECASE)
    declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", content[:4096], re.IGNORECASE)
    name = (stated[1] if stated else declared[1].decode() if declared else "").lower()
    if name.startswith("gb"):
        return "gb18030"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _judged(links: Iterable[_Link], base: str, charset: str) -> Iterable[Attachment]:
    for link in links:
        try:
            address = sendable(link.target, base, charset)
        except BadAddress:  # javascript:, mailto: and the like
            continue
        title = " ".join((link.title or link.text).split())
        yield from _judge(_behind_viewer(address), title, link)


def _judge(address: str, title: str, link: _Link) -> Iterable[Attachment]:
    kind = extension(address)
    if last_name(address).lower().endswith(DOCUMENT_SUFFIXES):
        yield Attachment(address, title, is_certain=True)
    elif kind in UNREAD_SUFFIXES:
        yield Attachment(address, title, is_certain=False, ignored=f"a {kind} file; nothing here reads that format")
    elif kind not in PAGE_OR_PICTURE and _is_called_attachment(title, link):
        yield Attachment(address, title, is_certain=False)


def _is_called_attachment(title: str, link: _Link) -> bool:
    said = (title, link.text.strip())
    return link.is_download or any(_ATTACHMENT in text or text.lower().endswith(DOCUMENT_SUFFIXES) for text in said)


def _behind_viewer(address: str) -> str:
    """The document itself where a link opens it in a viewer page (viewer.html?file=…)."""
    if extension(address) not in _VIEWER:
        return address
    files = [value for _, value in parse_qsl(urlsplit(address).query) if value.lower().endswith(DOCUMENT_SUFFIXES)]
    try:
        return sendable(files[0], address) if files else address
    except BadAddress:
        return address


def title_name(title: str) -> str:
    """File name from a link's title (附件1：某局2023年度部门决算.pdf), or '' where it says no more than 附件."""
    name = _NO_NAME.sub("", title)
    name = without_suffix(re.sub(r"\W+$", "", name))
    return name if len(name) >= 6 else ""
