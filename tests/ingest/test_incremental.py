"""A filing is read once per reader version, and an interrupted run goes on where it stopped."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import BinaryIO

import duckdb
import pytest
from structlog.testing import capture_logs

from ingest.document.schema import DOCUMENT_TABLES, DocumentReading, frame
from ingest.landing import find
from ingest.landing import ingest as run
from ingest.landing.executors import Workers
from ingest.landing.ingest import FileReport, ingest_folder
from ingest.landing.land import Landing


class Reader:
    """Stands in for the reader: notes what it is asked to read, and yields one document row."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, content: bytes, file_name: str, document_key: str) -> DocumentReading:
        self.names.append(file_name)
        document = {
            "document_key": document_key,
            "file_name": file_name,
            "status": "read",
            "reader_version": run.reader_version(),
        }
        frames = {name: frame(name, [document] if name == "documents" else []) for name in DOCUMENT_TABLES}
        return DocumentReading(document_key, frames)

    def workers(self) -> Workers:
        return Workers(lambda: ThreadPoolExecutor(1), 1, (), self)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (raw / name).write_bytes(b"%PDF-1.4\n" + name.encode() + b"\n%%EOF\n")
    return raw


def _documents(landing: Path) -> list[str]:
    with duckdb.connect(str(landing), read_only=True) as connection:
        return [row[0] for row in connection.execute("SELECT file_name FROM raw.documents ORDER BY ALL").fetchall()]


def test_a_run_with_nothing_new_reads_nothing(folder: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing.duckdb"
    first = ingest_folder(folder, landing, Reader().workers())
    again = Reader()
    report = ingest_folder(folder, landing, again.workers())
    assert not first.is_unchanged and report.is_unchanged
    assert again.names == []
    assert [file.file_path for file in report.read] == ["a.pdf", "b.pdf", "c.pdf"]


def test_what_can_be_done_meanwhile_is_done_when_there_is_something_to_read_and_only_then(folder: Path, tmp_path: Path) -> None:
    done = Event()
    ingest_folder(folder, tmp_path / "landing.duckdb", Reader().workers(), meanwhile=done.set)
    assert done.wait(10)
    done.clear()
    ingest_folder(folder, tmp_path / "landing.duckdb", Reader().workers(), meanwhile=done.set)
    assert not done.is_set()


def test_only_a_new_file_is_read(folder: Path, tmp_path: Path) -> None:
    landing, reader = tmp_path / "landing.duckdb", Reader()
    ingest_folder(folder, landing, Reader().workers())
    (folder / "d.pdf").write_bytes(b"%PDF-1.4\nd\n%%EOF\n")
    ingest_folder(folder, landing, reader.workers())
    assert reader.names == ["d.pdf"]
    assert _documents(landing) == ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]


def test_a_changed_reader_reads_everything_anew_and_doubles_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing, reader = tmp_path / "landing.duckdb", Reader()
    ingest_folder(folder, landing, Reader().workers())
    monkeypatch.setattr(run, "reader_version", lambda: "another")
    ingest_folder(folder, landing, reader.workers())
    assert sorted(reader.names) == ["a.pdf", "b.pdf", "c.pdf"]
    assert _documents(landing) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_removed_file_leaves_and_is_reported(folder: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing.duckdb"
    ingest_folder(folder, landing, Reader().workers())
    (folder / "b.pdf").unlink()
    report = ingest_folder(folder, landing, Reader().workers())
    assert report.gone == ["b.pdf"] and not report.is_unchanged
    assert _documents(landing) == ["a.pdf", "c.pdf"]


def test_a_silently_replaced_file_is_read_as_the_new_document_that_it_is(folder: Path, tmp_path: Path) -> None:
    landing, reader = tmp_path / "landing.duckdb", Reader()
    ingest_folder(folder, landing, Reader().workers())
    (folder / "b.pdf").write_bytes(b"%PDF-1.4\ncorrected\n%%EOF\n")
    report = ingest_folder(folder, landing, reader.workers())
    assert reader.names == ["b.pdf"] and report.gone == ["b.pdf"]


def test_an_interrupted_run_keeps_what_it_landed(folder: Path, tmp_path: Path) -> None:
    landing, reader = tmp_path / "landing.duckdb", Reader()

    def interrupt(file: FileReport, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest_folder(folder, landing, Reader().workers(), interrupt)
    kept = _documents(landing)
    ingest_folder(folder, landing, reader.workers())
    assert 1 <= len(kept) <= 2, "what was finished at the time"
    assert sorted([*kept, *reader.names]) == ["a.pdf", "b.pdf", "c.pdf"]
    assert _documents(landing) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_landing_file_of_an_older_contract_is_replaced(folder: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing.duckdb"
    with duckdb.connect(str(landing)) as connection:
        connection.execute("CREATE SCHEMA raw; CREATE TABLE raw.documents (document_key VARCHAR)")
    ingest_folder(folder, landing, Reader().workers())
    assert _documents(landing) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_copy_of_the_folder_has_the_same_documents(folder: Path, tmp_path: Path) -> None:
    landing, reader = tmp_path / "landing.duckdb", Reader()
    ingest_folder(folder, landing, Reader().workers())
    ingest_folder(Path(shutil.copytree(folder, tmp_path / "copy")), landing, reader.workers())
    assert reader.names == []


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files whose bytes were read to find out what they are."""
    names: list[str] = []
    read_file = find.read_file

    def noting(path: Path) -> bytes:
        names.append(path.name)
        return read_file(path)

    monkeypatch.setattr(find, "read_file", noting)
    return names


def _settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files of the folder had been written long ago."""
    monkeypatch.setattr(find, "SETTLED_SECONDS", -60.0)


def test_files_that_nobody_touched_are_not_hashed_again_unless_all_are_to_be(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    _settle(monkeypatch)
    landing = tmp_path / "landing.duckdb"
    ingest_folder(folder, landing, Reader().workers())
    reads.clear()
    report = ingest_folder(folder, landing, Reader().workers())
    assert reads == [] and report.is_unchanged and len(report.read) == 3
    ingest_folder(folder, landing, Reader().workers(), verify_all=True)
    assert sorted(reads) == ["a.pdf", "b.pdf", "c.pdf"]


def test_a_file_that_was_replaced_a_moment_ago_is_hashed_again(folder: Path, tmp_path: Path, reads: list[str]) -> None:
    """Within one tick of the clock a second replacement leaves no other time behind."""
    landing = tmp_path / "landing.duckdb"
    ingest_folder(folder, landing, Reader().workers())
    reads.clear()
    ingest_folder(folder, landing, Reader().workers())
    assert sorted(reads) == ["a.pdf", "b.pdf", "c.pdf"]


@pytest.mark.parametrize("replaced_by", ["writing", "renaming"])
def test_a_replacement_of_the_same_size_with_the_old_time_is_seen(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replaced_by: str
) -> None:
    _settle(monkeypatch)
    landing, reader = tmp_path / "landing.duckdb", Reader()
    ingest_folder(folder, landing, Reader().workers())
    path, before = folder / "b.pdf", (folder / "b.pdf").stat()
    other = path if replaced_by == "writing" else tmp_path / "other.pdf"
    other.write_bytes(path.read_bytes().replace(b"b.pdf", b"B.pdf"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    after = path.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    ingest_folder(folder, landing, reader.workers())
    assert reader.names == ["b.pdf"]


def test_a_file_that_can_no_longer_be_opened_is_not_taken_for_the_one_that_was_hashed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _settle(monkeypatch)
    landing = tmp_path / "landing.duckdb"
    ingest_folder(folder, landing, Reader().workers())
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b.pdf")
    monkeypatch.setattr(find, "_opened", _refusing("b.pdf", find._opened))
    report = ingest_folder(folder, landing, Reader().workers())
    assert [(file.file_path, file.outcome) for file in report.skipped] == [("b.pdf", "skipped")]


def _refusing(name: str, opened: Callable[[Path], BinaryIO]) -> Callable[[Path], BinaryIO]:
    def refusing(path: Path) -> BinaryIO:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path)

    return refusing


def test_one_line_of_the_log_tells_of_all_that_was_known(folder: Path, tmp_path: Path) -> None:
    ingest_folder(folder, tmp_path / "landing.duckdb", Reader().workers())
    with capture_logs() as told:
        ingest_folder(folder, tmp_path / "landing.duckdb", Reader().workers())
    assert [line for line in told if line["event"] in ("file", "known")] == [{"event": "known", "log_level": "info", "read": 3}]


def test_a_changed_reader_forgets_all_that_it_reads_anew_in_one_search(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search through every table for each document took the square of the folder."""
    searches: list[int] = []
    remove = Landing._remove

    def noting(self: Landing, *keys: object) -> None:
        searches.append(len(self._landed.intersection(map(str, keys))))
        remove(self, *keys)

    landing = tmp_path / "landing.duckdb"
    ingest_folder(folder, landing, Reader().workers())
    monkeypatch.setattr(run, "reader_version", lambda: "another")
    monkeypatch.setattr(Landing, "_remove", noting)
    ingest_folder(folder, landing, Reader().workers())
    assert [count for count in searches if count] == [3]
    assert _documents(landing) == ["a.pdf", "b.pdf", "c.pdf"]
