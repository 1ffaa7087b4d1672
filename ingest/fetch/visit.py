"""Visit one source: keep its document, or those that its page lists, and the page itself where it is part of a filing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import structlog

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.fetch.addresses import last_name, place_of
from ingest.fetch.download import Downloaded, Page, Part, Unchanged, download
from ingest.fetch.errors import (
    FetchError,
    ForeignHost,
    NoAttachments,
    OutOfTime,
    PageUnreadable,
    TooLarge,
    UnknownFormat,
    WrongType,
)
from ingest.fetch.http import Http
from ingest.fetch.landing_pages import Attachment, Links, title_name
from ingest.fetch.page_reading import FilingPage
from ingest.fetch.settings import Clock
from ingest.fetch.sources import Source
from ingest.fetch.store import Known, Store
from ingest.formats.kind import Kind
from ingest.landing.bounded import Bounded
from ingest.manifest import Entry, Outcome

log = structlog.get_logger("fetch")

#: Reads pages in a process of its own: the parser of the standard library takes hours for eight megabytes of "<!--".
_read_page = Bounded("ingest.fetch.page_reading:answer", seconds=60, memory_bytes=1 << 30)
#: A page that says less is no part of a filing, and is not read as one.
PROSE = 300


class Visitor:
    """Asks, keeps and tells, one address at a time."""

    def __init__(self, http: Http, store: Store, clock: Clock) -> None:
        self._http, self._store, self._clock = http, store, clock

    def visit(self, source: Source) -> Iterator[Entry]:
        """One line for the source, and one for each attachment where it is a page."""
        limit = self._http.settings.source_limit_seconds
        says = f"the time of this source is up ({limit:,.0f} s)"
        with self._http.patience.within(limit, OutOfTime, says):
            yield from self._visit(source)

    def _visit(self, source: Source) -> Iterator[Entry]:
        came = self._bring(source, source.address, "", pages_welcome=True)
        if isinstance(came, Entry):
            yield came
            return
        links = _links(came)
        filing = _as_filing(came) if came.is_whole and links.said >= PROSE else None
        self._check_list(source, links.attachments, is_filing=filing is not None)
        yield self._keep_page(source, came, filing, links) if filing else self._page_entry(source, came, links)
        for attachment in links.attachments:
            yield self._visit_attachment(source, attachment)

    def _page_entry(self, source: Source, page: Page, links: Links) -> Entry:
        count = len(links.attachments)
        told = {"final_address": page.final_address, "status": page.status, "attachment_count": count}
        return self._entry(source, source.address, "page", reason=f"{count} attachments", **told)

    def failed(self, source: Source, address: str, problem: Exception, outcome: Outcome = "failed") -> Entry:
        """The line of an address that brought nothing."""
        if isinstance(problem, FetchError):
            return self._entry(
                source,
                address,
                outcome,
                status=problem.status,
                reason_code=problem.code,
                reason=str(problem),
                attempts=problem.attempts,
            )
        if isinstance(problem, OSError):
            return self._entry(
                source, address, outcome, reason_code="store", reason=f"could not be kept: {problem.strerror or problem}"
            )
        return self._entry(
            source,
            address,
            outcome,
            reason_code="fetcher_failed",
            reason=f"the fetcher failed: {type(problem).__name__}: {problem}",
        )

    def _check_list(self, source: Source, listed: Sequence[Attachment], is_filing: bool) -> None:
        most = self._http.settings.max_attachments
        if len(listed) > most:
            raise TooLarge(
                f"the page lists {len(listed)} attachments, no filing has more than {most}; list those that are wanted one by one"
            )
        if not is_filing and not any(not attachment.ignored and source.allows(attachment.address) for attachment in listed):
            hosts = sorted({place_of(a.address) for a in listed if not a.ignored})
            where = f", only on hosts that are not declared: {', '.join(hosts)}" if hosts else ""
            raise NoAttachments(f"the page lists no document{where}, and is no part of a filing itself")

    def _visit_attachment(self, source: Source, attachment: Attachment) -> Entry:
        return replace(self._brought(source, attachment), title=attachment.title or None)

    def _brought(self, source: Source, attachment: Attachment) -> Entry:
        address = attachment.address
        if attachment.ignored:
            return self._entry(source, address, "ignored", reason_code="unsupported_format", reason=attachment.ignored)
        if not source.allows(address):
            return self.failed(source, address, ForeignHost(f"{place_of(address)} is not declared in allowed_hosts"), "ignored")
        try:
            came = self._bring(source, address, attachment.title, pages_welcome=False)
        except (WrongType, UnknownFormat) as problem:
            # a link that is merely called 附件 may well lead to a picture or a page
            return self.failed(source, address, problem, "failed" if attachment.is_certain else "ignored")
        except (FetchError, OSError) as problem:
            return self.failed(source, address, problem)
        if isinstance(came, Page):
            raise AssertionError(f"{address}: a page where none was welcome")
        return came

    def _bring(self, source: Source, address: str, title: str, pages_welcome: bool) -> Entry | Page:
        known, part = self._store.known(address), Part(self._store.part_file(address))
        to_compare = None if known and known.text_digest else known  # a page is asked for whole, for its links
        came = self._http.with_retries(lambda: download(self._http, address, source.allows, part, to_compare, pages_welcome))
        if isinstance(came, Page):
            return came
        if isinstance(came, Unchanged):
            if known is None:
                raise AssertionError(f"{address}: unchanged, and nothing is known")
            return self._document_entry(source, known, "unchanged", 304)
        return self._keep(source, address, title, came, part, known)

    def _keep(self, source: Source, address: str, title: str, came: Downloaded, part: Part, known: Known | None) -> Entry:
        sha256, file_name, byte_size = self._store.keep(part.path, title_name(title) or came.name, came.kind)
        part.discard()
        now_known = Known(address, came.final_address, came.etag, came.last_modified, sha256, file_name, byte_size, self._now())
        return self._remembered(source, now_known, known, came.status)

    def _keep_page(self, source: Source, page: Page, filing: FilingPage, links: Links) -> Entry:
        """Keep a page as a document, unless it shows what it showed before."""
        known, part = self._store.known(source.address), Part(self._store.part_file(source.address))
        if known and known.text_digest == filing.text_digest:
            entry = self._document_entry(source, known, "unchanged", page.status)
        else:
            with part.open(0, None) as file:
                file.write(page.content)
            sha256, file_name, byte_size = self._store.keep(part.path, filing.title or last_name(page.final_address), Kind.HTML)
            now_known = Known(
                source.address,
                page.final_address,
                None,
                None,
                sha256,
                file_name,
                byte_size,
                self._now(),
                None,
                filing.text_digest,
            )
            entry = self._remembered(source, now_known, known, page.status)
        return replace(entry, attachment_count=len(links.attachments))

    def _remembered(self, source: Source, came: Known, known: Known | None, status: int) -> Entry:
        """What an address brought now, beside what was known of it."""
        is_same = known is not None and known.sha256 == came.sha256
        outcome: Outcome = "new" if known is None else "unchanged" if is_same else "replaced"
        came = replace(came, supersedes=known.sha256 if known else None)
        if known and is_same:
            came = replace(came, fetched_at=known.fetched_at, supersedes=known.supersedes)
        self._store.remember(came)
        return self._document_entry(source, came, outcome, status)

    def _document_entry(self, source: Source, known: Known, outcome: Outcome, status: int) -> Entry:
        return self._entry(
            source,
            known.address,
            outcome,
            final_address=known.final_address,
            status=status,
            sha256=known.sha256,
            file_name=known.file_name,
            byte_size=known.byte_size,
            etag=known.etag,
            last_modified=known.last_modified,
            fetched_at=known.fetched_at,
            supersedes=known.supersedes,
        )

    def _entry(self, source: Source, address: str, outcome: Outcome, **answer: Any) -> Entry:
        return Entry(
            source.address,
            address,
            outcome,
            self._now(),
            source.department,
            source.region,
            source.fiscal_year,
            source.disclosure_kind,
            source.licence_note,
            **answer,
        )

    def _now(self) -> str:
        return self._clock.time_of_day().isoformat(timespec="seconds")


def _links(page: Page) -> Links:
    try:
        links: Links = _read_page.ask("links", page.content, page.content_type, page.final_address)
    except (UnreadableDocument, ReaderFailed) as problem:
        raise PageUnreadable(f"the page cannot be read: {problem}") from problem
    return links


def _as_filing(page: Page) -> FilingPage | None:
    """The page as a part of a filing; one that the reader cannot cope with is not kept, what it lists is fetched all the same."""
    try:
        filing: FilingPage | None = _read_page.ask("filing", page.content, page.final_address)
    except (UnreadableDocument, ReaderFailed) as problem:
        log.warning("page not read", address=page.final_address, reason=str(problem))
        return None
    return filing
