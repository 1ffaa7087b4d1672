"""Ingest a folder: every document read once or listed with its reason; workers read, one writer lands.

A document is read once per (sha256, reader version): what the landing file already holds in this reader's version is kept, what
the folder no longer holds leaves it. What the workers have finished at a time is landed in one transaction, which costs a third of one
for each document where there are many workers; an interrupted run continues where it stopped.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread

import structlog

from ingest.document.reader_version import reader_version
from ingest.document.schema import DocumentReading
from ingest.errors import ChangedWhileReading, NeedsLibreOffice, Quarantined, ReaderFailed, UnreadableDocument, UnreadablePath
from ingest.formats.libreoffice import is_installed
from ingest.landing.executors import Workers, local_workers
from ingest.landing.find import FoundFile, find_files, read_found, sha256
from ingest.landing.land import Landing
from ingest.landing.manifests import manifest_tables
from ingest.printable import printable

#: Documents handed out ahead of each worker: enough to keep it busy, few enough that memory does not grow with the folder.
AHEAD = 2

log = structlog.get_logger("ingest")


@dataclass(frozen=True)
class FileReport:
    """What became of one path."""

    file_path: str
    document_key: str | None
    outcome: str  # read | duplicate | skipped | failed
    reason_code: str | None = None
    reason: str | None = None
    statement_count: int = 0
    line_count: int = 0
    is_new: bool = True  # read in this run; False when the landing file had it already

    def __str__(self) -> str:
        return f"{self.file_path}: {self.reason_code}: {self.reason}" if self.reason_code else self.file_path


@dataclass
class IngestReport:
    """What became of every path of a folder, and what left the landing file."""

    files: list[FileReport] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # file names of documents that the folder no longer holds

    @property
    def read(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome == "read"]

    @property
    def skipped(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome in ("skipped", "duplicate")]

    @property
    def failed(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome == "failed"]

    @property
    def is_unchanged(self) -> bool:
        """Whether the landing file holds after the run what it held before."""
        return not self.gone and not any(file.is_new for file in self.files)


Progress = Callable[[FileReport, int], None]  # called with each finished file and the number of all


def ingest_folder(
    raw_folder: Path,
    landing_file: Path,
    workers: Workers | int | None = None,
    progress: Progress | None = None,
    meanwhile: Callable[[], None] | None = None,
    verify_all: bool = False,
) -> IngestReport:
    """Bring a landing file in line with a folder. A document that cannot be read stops nobody else.

    When there is something to read, imports that the next step needs can be done meanwhile: workers read, this process waits for them.
    Files that nobody touched are not hashed again, unless all are to be verified.
    """
    workers = workers if isinstance(workers, Workers) else local_workers(workers)
    report = IngestReport()
    with Landing(landing_file) as landing:
        found = list(find_files(raw_folder, {} if verify_all else landing.hashed()))
        here = {file.document_key for file in found if file.document_key}
        if here:  # a folder that is not mounted tonight is no reason to forget what was read
            report.gone = landing.remove_all_but(here)
        for entry in _outcomes(found, landing, workers, meanwhile):
            report.files.append(entry)
            if not _is_known(entry):
                log.info("file", **{key: value for key, value in vars(entry).items() if value is not None})
            if progress:
                progress(entry, len(found))
        report.files.sort(key=lambda entry: entry.file_path)
        sizes = {file.relative_path: file.byte_size for file in found}
        landing.land_files([_file_row(entry, sizes[entry.file_path]) for entry in report.files])
        landing.land_manifests(manifest_tables(raw_folder, found))
        landing.note_hashed(found)
    _log_known(report)
    for name in report.gone:
        log.info("gone", file_name=name)
    return report


def _log_known(report: IngestReport) -> None:
    """One line for all that was known: ten thousand lines a night hide the one that matters."""
    known = Counter(file.outcome for file in report.files if _is_known(file))
    if known:
        log.info("known", **known)


def _is_known(file: FileReport) -> bool:
    """Whether there is nothing to tell of a file that was not told before, or in the closing table."""
    return not file.is_new or file.outcome == "duplicate"


def _outcomes(
    found: list[FoundFile], landing: Landing, workers: Workers, meanwhile: Callable[[], None] | None
) -> Iterator[FileReport]:
    first: dict[str, FoundFile] = {}
    todo: list[FoundFile] = []
    readings = landing.readings(reader_version())
    for file in found:
        if file.document_key in first:
            reason = f"the same bytes as {first[file.document_key].relative_path}"
            yield FileReport(file.relative_path, file.document_key, "duplicate", "duplicate", reason)
            continue
        if file.document_key:
            first[file.document_key] = file
        if (known := readings.get(file.document_key or "")) and not _can_be_printed_now(known):
            yield _known(file, known)
        elif file.problem:
            yield _land_problem(landing, file, file.problem)
        else:
            todo.append(file)
    landing.forget(file.document_key or "" for file in todo)
    if todo and meanwhile:
        Thread(target=meanwhile, name="meanwhile").start()
    for finished in _read_all(todo, workers):
        if readings_now := [outcome for _, outcome in finished if isinstance(outcome, DocumentReading)]:
            landing.land(*readings_now)
        for file, outcome in finished:
            yield _read_now(file, outcome) if isinstance(outcome, DocumentReading) else _land_problem(landing, file, outcome)


Outcome = DocumentReading | Exception
#: What the workers finished at a time.
Finished = list[tuple[FoundFile, Outcome]]


def _read_all(todo: list[FoundFile], workers: Workers) -> Iterator[Finished]:
    """Read documents, the largest first. Those in flight when a worker died are tried once more, each alone."""
    waiting = deque(sorted(todo, key=lambda file: -(file.byte_size or 0)))
    suspects: list[FoundFile] = []
    while waiting:
        with workers.open() as executor:
            for finished in _in_flight(executor, waiting, workers):
                suspects += [file for file, outcome in finished if outcome is None]
                yield [(file, outcome) for file, outcome in finished if outcome is not None]
    for file in suspects:  # only on a cluster: here it is the reading process that dies, and not the worker
        with workers.open() as executor:
            [[(_, outcome)]] = _in_flight(executor, deque([file]), workers)
        yield [(file, outcome or Quarantined("two processes that read it died; it is left aside until the reader changes"))]


def _in_flight(
    executor: Executor, waiting: deque[FoundFile], workers: Workers
) -> Iterator[list[tuple[FoundFile, Outcome | None]]]:
    """Keep the workers busy until nothing waits or a worker died; None is the outcome of a document whose worker died."""
    futures: dict[Future[DocumentReading], FoundFile] = {}
    has_lost = False
    try:
        while futures or (waiting and not has_lost):
            while waiting and not has_lost and len(futures) < AHEAD * workers.count:
                file = waiting.popleft()
                try:
                    futures[executor.submit(workers.read, _bytes_of(file), file.file_name, file.document_key or "")] = file
                except workers.lost:
                    waiting.appendleft(file)
                    has_lost = True
                except UnreadablePath as problem:
                    yield [(replace(file, document_key=None), problem)]
            if done := wait(futures, return_when=FIRST_COMPLETED).done:
                finished = [(futures.pop(future), _outcome(future, workers)) for future in done]
                has_lost = has_lost or any(outcome is None for _, outcome in finished)
                yield finished
    finally:  # interrupted: what is not begun is not waited for
        for future in futures:
            future.cancel()


def _bytes_of(file: FoundFile) -> bytes:
    """The bytes that the file's key stands for. Other ones would land another filing's figures under it, for good."""
    try:
        content = read_found(file)
    except UnreadablePath:
        raise
    except UnreadableDocument as problem:
        raise ChangedWhileReading(f"the file was replaced after it was listed, and now {problem}") from problem
    if sha256(content) != file.document_key:
        raise ChangedWhileReading("the file was replaced after it was listed; the next run reads the new one")
    return content


def _outcome(future: Future[DocumentReading], workers: Workers) -> Outcome | None:
    try:
        return future.result()
    except workers.lost:
        return None
    except Exception as problem:  # noqa: BLE001 - whatever a strange PDF provokes is reported with its name, the run goes on
        return problem


def _can_be_printed_now(known: tuple[str, str | None, int, int]) -> bool:
    """Whether a document was left unread for want of a program that is there by now."""
    return (known[1] or "").startswith(NeedsLibreOffice.code) and is_installed()


def _known(file: FoundFile, known: tuple[str, str | None, int, int]) -> FileReport:
    """A document that the landing file holds already, read or not, in this reader's version."""
    status, status_reason, statements, lines = known
    if status in ("read", "no_statements"):
        return FileReport(
            file.relative_path, file.document_key, "read", statement_count=statements, line_count=lines, is_new=False
        )
    code, _, reason = (status_reason or "").partition(": ")
    return FileReport(file.relative_path, file.document_key, "skipped", code, reason, is_new=False)


def _read_now(file: FoundFile, reading: DocumentReading) -> FileReport:
    counts = {name: reading.frames[name].height for name in ("statements", "statement_lines")}
    return FileReport(
        file.relative_path, file.document_key, "read", statement_count=counts["statements"], line_count=counts["statement_lines"]
    )


def _land_problem(landing: Landing, file: FoundFile, problem: Exception) -> FileReport:
    is_foreseen = isinstance(problem, UnreadableDocument)
    code = problem.code if isinstance(problem, UnreadableDocument) else "reader_failed"
    told = problem if isinstance(problem, ReaderFailed) else f"{type(problem).__name__}: {problem}"
    reason = printable(str(problem) if is_foreseen else f"the reader failed: {told}")
    if file.document_key:
        landing.land_skipped_document(
            {
                "document_key": file.document_key,
                "file_name": file.file_name,
                "byte_size": file.byte_size,
                "status": "image_only" if code == "image_only" else "skipped",
                "status_reason": f"{code}: {reason}",
                "reader_version": reader_version(),
            }
        )
    return FileReport(file.relative_path, file.document_key, "skipped" if is_foreseen else "failed", code, reason)


def _file_row(entry: FileReport, byte_size: int | None) -> dict[str, object]:
    return {
        "file_path": entry.file_path,
        "file_name": entry.file_path.rpartition("/")[2],
        "document_key": entry.document_key,
        "byte_size": byte_size,
        "outcome": "skipped" if entry.outcome == "failed" else entry.outcome,
        "reason_code": entry.reason_code,
        "reason": entry.reason,
    }
