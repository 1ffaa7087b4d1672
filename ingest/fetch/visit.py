"""Visit one source: keep its document, or those that its page lists."""

from collections.abc import Iterator
from typing import Any

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.fetch.addresses import place_of
from ingest.fetch.download import Downloaded, Page, Part, Unchanged, download
from ingest.fetch.errors import FetchError, ForeignHost, NoAttachments, NotAPdf, OutOfTime, PageUnreadable, TooLarge, WrongType
from ingest.fetch.http import Http
from ingest.fetch.landing_pages import Attachment, title_name
from ingest.fetch.settings import Clock
from ingest.fetch.sources import Source
from ingest.fetch.store import Known, Store
from ingest.landing.bounded import Bounded
from ingest.manifest import Entry, Outcome

#: Finds what a page lists in a process of its own: the parser of the standard library takes hours for eight megabytes of "<!--".
_find_attachments = Bounded("ingest.fetch.landing_pages:attachments", seconds=30, memory_bytes=1 << 30)


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
        listed = _listed(came)
        self._check_list(source, listed)
        yield self._entry(
            source,
            source.address,
            "page",
            final_address=came.final_address,
            status=came.status,
            reason=f"{len(listed)} attachments",
        )
        for attachment in listed:
            yield self._visit_attachment(source, attachment)

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

    def _check_list(self, source: Source, listed: list[Attachment]) -> None:
        most = self._http.settings.max_attachments
        if len(listed) > most:
            raise TooLarge(
                f"the page lists {len(listed)} attachments, no filing has more than {most}; list those that are wanted one by one"
            )
        if not any(not attachment.ignored and source.allows(attachment.address) for attachment in listed):
            hosts = sorted({place_of(a.address) for a in listed if not a.ignored})
            where = f", only on hosts that are not declared: {', '.join(hosts)}" if hosts else ""
            raise NoAttachments(f"the page lists no PDF{where}")

    def _visit_attachment(self, source: Source, attachment: Attachment) -> Entry:
        address = attachment.address
        if attachment.ignored:
            return self._entry(source, address, "ignored", reason_code="wrong_type", reason=attachment.ignored)
        if not source.allows(address):
            return self.failed(source, address, ForeignHost(f"{place_of(address)} is not declared in allowed_hosts"), "ignored")
        try:
            came = self._bring(source, address, attachment.title, pages_welcome=False)
        except (WrongType, NotAPdf) as problem:
            # a link that is merely called 附件 may well lead to a workbook or a page
            return self.failed(source, address, problem, "failed" if attachment.is_certain else "ignored")
        except (FetchError, OSError) as problem:
            return self.failed(source, address, problem)
        if isinstance(came, Page):
            raise AssertionError(f"{address}: a page where none was welcome")
        return came

    def _bring(self, source: Source, address: str, title: str, pages_welcome: bool) -> Entry | Page:
        known, part = self._store.known(address), Part(self._store.part_file(address))
        came = self._http.with_retries(lambda: download(self._http, address, source.allows, part, known, pages_welcome))
        if isinstance(came, Page):
            return came
        if isinstance(came, Unchanged):
            if known is None:
                raise AssertionError(f"{address}: unchanged, and nothing is known")
            return self._document_entry(source, known, "unchanged", 304)
        return self._keep(source, address, title, came, part, known)

    def _keep(self, source: Source, address: str, title: str, came: Downloaded, part: Part, known: Known | None) -> Entry:
        sha256, file_name, byte_size = self._store.keep(part.path, title_name(title) or came.name)
        part.discard()
        is_same = known is not None and known.sha256 == sha256
        outcome: Outcome = "new" if known is None else "unchanged" if is_same else "replaced"
        fetched_at, supersedes = self._now(), known.sha256 if known else None
        if known and is_same:
            fetched_at, supersedes = known.fetched_at, known.supersedes
        now_known = Known(
            address, came.final_address, came.etag, came.last_modified, sha256, file_name, byte_size, fetched_at, supersedes
        )
        self._store.remember(now_known)
        return self._document_entry(source, now_known, outcome, came.status)

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


def _listed(page: Page) -> list[Attachment]:
    try:
        listed: list[Attachment] = _find_attachments.ask(page.content, page.content_type, page.final_address)
    except (UnreadableDocument, ReaderFailed) as problem:
        raise PageUnreadable(f"the page cannot be read: {problem}") from problem
    return listed
