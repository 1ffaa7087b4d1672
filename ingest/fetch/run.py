"""Fetch a list of sources into a folder: hosts side by side, each host's addresses one after the other."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import structlog

from ingest.fetch.addresses import host_of
from ingest.fetch.errors import FetchError, OutOfTime, SourceListError
from ingest.fetch.http import Http
from ingest.fetch.settings import Clock, FetchSettings
from ingest.fetch.sources import Source, read_sources
from ingest.fetch.store import Store
from ingest.fetch.visit import Visitor
from ingest.manifest import MANIFEST, Entry, Manifest, read_manifest

log = structlog.get_logger("fetch")

EXIT_FETCHED, EXIT_NOTHING_FETCHED, EXIT_FETCHED_IN_PART = 0, 1, 3


@dataclass(frozen=True)
class FetchReport:
    """What became of every address, in the order of the list."""

    entries: Sequence[Entry]

    def of(self, *outcomes: str) -> list[Entry]:
        """The entries with one of these outcomes."""
        return [entry for entry in self.entries if entry.outcome in outcomes]

    @property
    def exit_code(self) -> int:
        """0 nothing failed (also when nothing is listed), 3 something did, 1 everything did."""
        if not self.of("failed"):
            return EXIT_FETCHED
        return EXIT_FETCHED_IN_PART if self.of("new", "replaced", "unchanged") else EXIT_NOTHING_FETCHED


def fetch_sources(
    sources_file: Path,
    into: Path,
    only: Iterable[str] = (),
    settings: FetchSettings | None = None,
    clock: Clock | None = None,
    progress: Callable[[Entry], None] = lambda entry: None,
) -> FetchReport:
    """Fetch what is new at the listed addresses. One that fails stops nobody; only a CannotFetch ends the run."""
    settings, clock = settings or FetchSettings(), clock or Clock()
    listed = read_sources(sources_file)
    words = list(only)
    sources = [source for source in listed.sources if source.matches(words)]
    if words and not sources:
        raise SourceListError(f"{sources_file}: no source matches {' or '.join(words)}")
    if not sources and not listed.problems:
        return FetchReport([])
    store = Store(into)
    entries: list[Entry] = []
    with store.held(), closing(Http(settings, clock)) as http:
        manifest = Manifest(into / MANIFEST)

        def tell(entry: Entry) -> None:
            manifest.append(entry)
            entries.append(entry)
            log.info("address", address=entry.address, outcome=entry.outcome, reason_code=entry.reason_code, reason=entry.reason)
            progress(entry)

        try:
            for problem in listed.problems:
                tell(
                    Entry(
                        "",
                        "",
                        "failed",
                        clock.time_of_day().isoformat(timespec="seconds"),
                        reason_code=problem.code,
                        reason=str(problem),
                    )
                )
            _visit_all(_those_left_first(sources, manifest), Visitor(http, store, clock), tell, settings.hosts_at_once)
        finally:
            if manifest.path.exists():
                manifest.tidy()
    order = {source.address: number for number, source in enumerate(sources)}
    return FetchReport(sorted(entries, key=lambda entry: order.get(entry.source_address, -1)))


def _those_left_first(sources: Iterable[Source], manifest: Manifest) -> list[Source]:
    """Begin with what the last run had no time for: in the order of the list its end would never be reached."""
    last = {entry.source_address: entry.reason_code for entry in read_manifest(manifest.path)}
    return sorted(sources, key=lambda source: last.get(source.address) != OutOfTime.code)


def _visit_all(sources: Iterable[Source], visitor: Visitor, tell: Callable[[Entry], None], hosts_at_once: int) -> None:
    by_host: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_host[host_of(source.address)].append(source)
    stopped = threading.Event()

    def visit_host(its_sources: list[Source]) -> None:
        for source in its_sources:
            for entry in _visited(visitor, source):
                tell(entry)
                if stopped.is_set():
                    return

    with ThreadPoolExecutor(hosts_at_once, thread_name_prefix="fetch") as executor:
        try:
            for done in [executor.submit(visit_host, its_sources) for its_sources in by_host.values()]:
                done.result()
        except BaseException:  # ctrl-c: finish what is under way, begin nothing new
            stopped.set()
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _visited(visitor: Visitor, source: Source) -> Iterator[Entry]:
    """What visiting one source tells; never raises, since the next source must be asked all the same."""
    try:
        yield from visitor.visit(source)
    except (FetchError, OSError) as problem:
        yield visitor.failed(source, source.address, problem)
    except Exception as problem:  # noqa: BLE001 - whatever a strange answer provokes is reported with its address, the run goes on
        yield visitor.failed(source, source.address, problem)
