"""Ingest a folder: every document read or listed with its reason; workers read, one writer lands."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ingest import READER_VERSION
from ingest.errors import UnreadableDocument
from ingest.find import FoundFile, find_files
from ingest.land import Landing
from ingest.read import DocumentReading, read_document

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


@dataclass
class IngestReport:
    """What became of every path of a folder."""

    files: list[FileReport] = field(default_factory=list)

    @property
    def read(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome == "read"]

    @property
    def skipped(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome in ("skipped", "duplicate")]

    @property
    def failed(self) -> list[FileReport]:
        return [file for file in self.files if file.outcome == "failed"]


Progress = Callable[[FileReport, int], None]  # called with each finished file and the number of all


def ingest_folder(raw_folder: Path, landing_file: Path, workers: int | None = None, progress: Progress | None = None) -> IngestReport:
    """Read all documents under a folder into a landing file. A document that cannot be read stops nobody else."""
    report = IngestReport()
    found = list(find_files(raw_folder))
    with Landing(landing_file) as landing:
        for file, outcome in _read_all(found, workers or os.cpu_count() or 1):
            entry = _land(landing, file, outcome)
            report.files.append(entry)
            log.info("file", **{key: value for key, value in vars(entry).items() if value is not None})
            if progress:
                progress(entry, len(found))
        report.files.sort(key=lambda entry: entry.file_path)
        sizes = {file.relative_path: file.byte_size for file in found}
        landing.land_files([_file_row(entry, sizes[entry.file_path]) for entry in report.files])
    return report


Outcome = DocumentReading | Exception


def _read_all(found: list[FoundFile], workers: int) -> Iterator[tuple[FoundFile, Outcome]]:
    """Read distinct documents in worker processes; yields in the order in which they are done."""
    first: dict[str, FoundFile] = {}
    todo: list[FoundFile] = []
    for file in found:
        if file.problem:
            yield file, file.problem
        elif file.document_key in first:
            yield file, Duplicate(f"the same bytes as {first[file.document_key].relative_path}")
        elif file.document_key:
            first[file.document_key] = file
            todo.append(file)
    context = multiprocessing.get_context("spawn")  # a fork would copy open libraries
    with ProcessPoolExecutor(min(workers, max(1, len(todo))), mp_context=context) as executor:
        yield from _gather(executor, todo)


def _gather(executor: Executor, todo: list[FoundFile]) -> Iterator[tuple[FoundFile, Outcome]]:
    largest_first = sorted(todo, key=lambda file: -(file.byte_size or 0))
    futures: dict[Future[DocumentReading], FoundFile] = {}
    for file in largest_first:
        assert file.document_key
        futures[executor.submit(read_document, file.path, file.path.name, file.document_key)] = file
    for future in as_completed(futures):
        try:
            yield futures[future], future.result()
        except BrokenProcessPool as problem:
            yield futures[future], ReaderFailed(f"the reading process died: {problem}")
        except Exception as problem:  # noqa: BLE001 - whatever a strange PDF provokes is reported with its name, the run goes on
            yield futures[future], problem


class Duplicate(UnreadableDocument):
    """Not an error: the same document under another name."""

    code = "duplicate"


class ReaderFailed(Exception):
    """The reader itself failed on a document."""


def _land(landing: Landing, file: FoundFile, outcome: Outcome) -> FileReport:
    if isinstance(outcome, DocumentReading):
        landing.land(outcome)
        frames = outcome.frames
        return FileReport(
            file.relative_path, file.document_key, "read", statement_count=frames["statements"].height, line_count=frames["statement_lines"].height
        )
    if isinstance(outcome, Duplicate):
        return FileReport(file.relative_path, file.document_key, "duplicate", outcome.code, str(outcome))
    is_foreseen = isinstance(outcome, UnreadableDocument)
    code = outcome.code if isinstance(outcome, UnreadableDocument) else "reader_failed"
    reason = str(outcome) if is_foreseen else f"the reader failed: {type(outcome).__name__}: {outcome}"
    if file.document_key:
        landing.land_skipped_document(
            {
                "document_key": file.document_key,
                "file_name": file.path.name,
                "byte_size": file.byte_size,
                "status": "image_only" if code == "image_only" else "skipped",
                "status_reason": f"{code}: {reason}",
                "reader_version": READER_VERSION,
            }
        )
    return FileReport(file.relative_path, file.document_key, "skipped" if is_foreseen else "failed", code, reason)


def _file_row(entry: FileReport, byte_size: int | None) -> dict[str, object]:
    return {
        "file_path": entry.file_path,
        "file_name": Path(entry.file_path).name,
        "document_key": entry.document_key,
        "byte_size": byte_size,
        "outcome": "skipped" if entry.outcome == "failed" else entry.outcome,
        "reason_code": entry.reason_code,
        "reason": entry.reason,
    }


