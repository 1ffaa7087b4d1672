"""Bring one document to disk: only if it changed, from where the last try broke off, within limits, and only if it is of a
format that is read, going by its bytes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

import httpx

from ingest.durable_files import write_whole
from ingest.fetch.addresses import DOCUMENT_SUFFIXES, extension, last_name
from ingest.fetch.answers import check_status, chunks, disposition_name, read_limited
from ingest.fetch.errors import ContentRefused, CutOff, Interrupted, TimedOut, TooLarge, UnknownFormat, WrongType
from ingest.fetch.http import Http, MayAsk
from ingest.fetch.store import Known
from ingest.fetch.wholeness import kind_of_file, missing_end
from ingest.formats.kind import HEADER_REACH, Kind, begins_as_known, kind_of

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
#: What is no document, whatever its bytes: it is refused before it is sent.
_REFUSED_TYPES = re.compile(
    r"(image|audio|video|font|model|multipart|message)/|text/(?!plain|html|rtf|richtext)|application/(json|javascript)"
)
#: Office programs write tables as web pages and call them workbooks; anything else that is a page under another name is a mistake.
_OFFICE_TYPES = re.compile(r"excel|word|office|opendocument|wps")


@dataclass(frozen=True)
class Unchanged:
    """The server says that we have it."""


@dataclass(frozen=True)
class Page:
    """A web page came; filings may be attached to it."""

    final_address: str
    status: int
    content: bytes
    content_type: str
    is_whole: bool  # nothing speaks for its having been cut off


@dataclass(frozen=True)
class Downloaded:
    """A whole document lies in the part file."""

    kind: Kind
    final_address: str
    status: int
    name: str
    etag: str | None
    last_modified: str | None


class Part:
    """An unfinished download and the tag of what it is a part of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._tag_file = path.with_name(path.name + ".tag")

    def resumable(self) -> tuple[int, str] | None:
        """Bytes that are there and the tag under which the rest may be asked for."""
        try:
            size, tag = self.path.stat().st_size, self._tag_file.read_text(encoding="utf-8")
        except OSError:
            return None
        return (size, tag) if size and tag else None

    @contextmanager
    def open(self, offset: int, tag: str | None) -> Iterator[BinaryIO]:
        """Go on at an offset, or begin anew at 0."""
        if offset == 0:
            self.discard()  # first: old bytes under a new tag would be taken for the beginning of the new document
            if tag:
                write_whole(self._tag_file, tag)
        with self.path.open("ab") as file:
            yield file

    def discard(self) -> None:
        """Forget what was downloaded."""
        self.path.unlink(missing_ok=True)
        self._tag_file.unlink(missing_ok=True)


def download(
    http: Http, address: str, may_ask: MayAsk, part: Part, known: Known | None, pages_welcome: bool
) -> Unchanged | Page | Downloaded:
    """Ask for an address once. What breaks off stays in the part file for the next try; what is refused does not."""
    resumable = part.resumable()
    came = _ask(http, address, may_ask, part, resumable, known, pages_welcome)
    if resumable and isinstance(came, Downloaded) and came.status == 206:
        _look_again(http, address, may_ask, part, resumable[0])
    return came


def _ask(
    http: Http,
    address: str,
    may_ask: MayAsk,
    part: Part,
    resumable: tuple[int, str] | None,
    known: Known | None,
    pages_welcome: bool,
) -> Unchanged | Page | Downloaded:
    headers = _resume_headers(*resumable) if resumable else _conditional_headers(known)
    with http.get(address, may_ask, headers) as response:
        if response.status_code == 304 and known and not resumable:
            return Unchanged()
        if response.status_code == 416 and resumable:
            part.discard()
            raise Interrupted(f"{address}: the server has no rest to the part that we have; from the start")
        check_status(response, http.clock)
        if _kind(response, pages_welcome and extension(address) not in DOCUMENT_SUFFIXES) == "page":
            with http.patience.within(http.settings.page_limit_seconds, TimedOut, f"{address}: the page takes too long"):
                content = read_limited(response, http.settings.max_page_bytes)
            if len(content) > http.settings.max_page_bytes:
                raise TooLarge(f"the page has more than {http.settings.max_page_bytes:,} bytes")
            content_type = response.headers.get("content-type", "")
            return Page(
                str(response.url), response.status_code, content, content_type, _is_measured(response) or _closes(content)
            )
        try:
            kind = _receive(http, response, part)
        except ContentRefused:
            part.discard()
            raise
        name = disposition_name(response) or last_name(str(response.url))
        etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
        return Downloaded(kind, str(response.url), response.status_code, name, etag, last_modified)


def _look_again(http: Http, address: str, may_ask: MayAsk, part: Part, byte_count: int) -> None:
    """Compare what lay here before a download was resumed with what the server sends for it now, byte by byte.

    A tag is a promise. A server that kept the tag and changed the document would have two filings sewn into one, which opens
    like any other.
    """
    with part.path.open("rb") as file, http.get(address, may_ask, {}) as response:
        check_status(response, http.clock)
        for chunk in chunks(response):
            ours = file.read(min(len(chunk), byte_count - file.tell()))
            if not chunk.startswith(ours):
                break
            if file.tell() >= byte_count:
                return
    part.discard()
    raise Interrupted(f"{address}: the server sends two documents under one tag; from the start")


def _conditional_headers(known: Known | None) -> dict[str, str]:
    if known is None:
        return {}
    validators = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in validators.items() if value}


def _resume_headers(size: int, tag: str) -> dict[str, str]:
    return {"Range": f"bytes={size}-", "If-Range": tag}  # whoever has another version by now answers with all of it


def _tag(response: httpx.Response) -> str | None:
    """What a part may be continued under. Without it nobody can tell whether the rest belongs to the same document."""
    etag: str = response.headers.get("etag", "")
    if response.headers.get("content-encoding") or etag.startswith("W/"):
        return None
    last_modified: str | None = response.headers.get("last-modified")
    return etag or last_modified


def _kind(response: httpx.Response, pages_welcome: bool) -> Literal["document", "page"]:
    content_type = _content_type(response)
    if content_type in PAGE_TYPES and not disposition_name(response).lower().endswith(DOCUMENT_SUFFIXES):
        if pages_welcome:
            return "page"
        raise WrongType(f"{response.url}: a web page came instead of a document")
    if _REFUSED_TYPES.match(content_type):
        raise WrongType(f"{response.url}: {content_type} came instead of a document")
    return "document"


def _content_type(response: httpx.Response) -> str:
    told: str = response.headers.get("content-type", "")
    return told.split(";")[0].strip().lower()


def _is_measured(response: httpx.Response) -> bool:
    """Whether an end that comes too early would be noticed."""
    return "content-length" in response.headers or "transfer-encoding" in response.headers


def _closes(page: bytes) -> bool:
    return b"</html" in page[-HEADER_REACH:].lower()


def _receive(http: Http, response: httpx.Response, part: Part) -> Kind:
    offset = _offset(response, part)
    length = response.headers.get("content-length", "")
    limit = http.settings.max_bytes
    if length.isdecimal() and offset + int(length) > limit:
        raise TooLarge(f"{response.url}: {offset + int(length):,} bytes announced; no disclosure is larger than {limit:,}")
    size, is_checked = offset, offset >= HEADER_REACH
    with part.open(offset, _tag(response)) as file:
        for chunk in chunks(response):
            file.write(chunk)
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"{response.url}: stopped after {limit:,} bytes; no disclosure is larger")
            if not is_checked and size >= HEADER_REACH:
                file.flush()
                _check_header(response, part.path)
                is_checked = True
    _check_header(response, part.path)
    return _kind_of_whole(response, part.path, length_was_given=bool(length))


def _offset(response: httpx.Response, part: Part) -> int:
    """Where in the document the answer begins: 0, unless it continues exactly our part."""
    if response.status_code != 206:
        return 0
    resumable = part.resumable()
    begins = response.headers.get("content-range", "").removeprefix("bytes ").split("-")[0].strip()
    if not resumable or begins != str(resumable[0]) or _tag(response) not in (None, resumable[1]):
        part.discard()
        raise Interrupted(f"{response.url}: the server sent another part than the one that is missing; from the start")
    return resumable[0]


def _check_header(response: httpx.Response, path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(HEADER_REACH)
    if not begins_as_known(start):
        raise UnknownFormat(f"{response.url}: what came begins as no format that is read")
    if kind_of(start) is Kind.HTML and not _OFFICE_TYPES.search(_content_type(response)):
        raise WrongType(f"{response.url}: a web page came instead of a document")


def _kind_of_whole(response: httpx.Response, path: Path, length_was_given: bool) -> Kind:
    kind = kind_of_file(path)
    if missing := missing_end(path, kind):
        raise CutOff(f"{response.url}: {missing}", length_was_given)
    if kind is Kind.UNKNOWN:
        raise UnknownFormat(f"{response.url}: what came is of no format that is read")
    return kind
