"""One document cannot take more memory or time than it may have, on any executor, and takes no other one with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import structlog

from ingest.errors import ReaderFailed, TooBigInMemory, TookTooLong
from ingest.landing import bounded
from ingest.landing.bounded import Bounded
from ingest.landing.executors import Workers, workers_of
from ingest.landing.ingest import IngestReport, ingest_folder
from tests.ingest import hostile_reader as hostile

BOUNDED = Bounded("tests.ingest.hostile_reader:read", seconds=8, memory_bytes=300 << 20)


def pdf(word: bytes, more: bytes = b"") -> bytes:
    return b"%PDF-1.4\n" + word + b"\n" + more + b"\n%%EOF\n"


def process_of(document: bytes) -> int:
    return int(BOUNDED(document, "x.pdf", "key").frames["documents"]["byte_size"][0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for word in (hostile.HANG, hostile.EAT, hostile.RECURSE, hostile.CODE, hostile.HALF):
        (raw / f"{word.decode()}.pdf").write_bytes(pdf(word))
    for number in range(6):
        (raw / f"good {number}.pdf").write_bytes(pdf(b"%d" % number))
    return raw


def told(report: IngestReport) -> dict[str, str | None]:
    return {file.file_path: file.reason_code for file in (*report.skipped, *report.failed)}


EXPECTED = {
    "hang.pdf": "took_too_long",
    "eat.pdf": "too_big_in_memory",
    "recurse.pdf": "reader_failed",
    "code.pdf": "reader_failed",
    "half.pdf": "reader_failed",
}


def test_each_hostile_file_is_named_with_its_reason_and_those_beside_it_are_read(folder: Path, tmp_path: Path) -> None:
    report = ingest_folder(folder, tmp_path / "landing.duckdb", Workers(lambda: ThreadPoolExecutor(2), 2, (), BOUNDED))
    assert told(report) == EXPECTED
    assert len(report.read) == 6


@pytest.fixture
def cluster_of_threads() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running.scheduler_address.removeprefix("tcp://")


def test_the_bounds_hold_in_the_threads_of_a_cluster(folder: Path, tmp_path: Path, cluster_of_threads: str) -> None:
    with workers_of(f"dask://{cluster_of_threads}", None) as workers:
        within = Workers(workers.open, workers.count, workers.lost, BOUNDED)
        report = ingest_folder(folder, tmp_path / "landing.duckdb", within)
    assert told(report) == EXPECTED
    assert len(report.read) == 6


def test_what_exceeded_a_bound_is_not_tried_again_by_the_same_reader(folder: Path, tmp_path: Path) -> None:
    workers = Workers(lambda: ThreadPoolExecutor(2), 2, (), BOUNDED)
    ingest_folder(folder, tmp_path / "landing.duckdb", workers)
    again = ingest_folder(folder, tmp_path / "landing.duckdb", workers)
    assert {file.file_path for file in again.skipped if not file.is_new} == {"hang.pdf", "eat.pdf"}


def test_documents_are_read_in_one_process_after_the_other_until_one_of_them_ends_it() -> None:
    first = process_of(pdf(b"1"))
    assert process_of(pdf(b"2")) == first != os.getpid()
    with pytest.raises(TooBigInMemory, match="300 MB"):
        process_of(pdf(hostile.EAT))
    assert process_of(pdf(b"3")) != first


def test_a_reading_that_would_fill_the_memory_of_the_one_who_lands_it_is_refused() -> None:
    big = Bounded(BOUNDED.reader, seconds=20)
    with pytest.raises(TooBigInMemory, match="what can be read of it"):
        big(pdf(hostile.GIVE_MUCH), "x.pdf", "key")


def test_an_unforeseen_error_comes_back_in_words_that_can_be_shown() -> None:
    with pytest.raises(ReaderFailed, match=r"OfTwoParts: a b \\u001b\[31m \\ud800"):
        process_of(pdf(hostile.HALF))


def test_what_libraries_print_reaches_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    process_of(pdf(hostile.SHOUT))
    assert capfd.readouterr() == ("", "")


def test_a_reader_that_cannot_be_imported_is_said_and_not_blamed_on_the_bounds() -> None:
    with pytest.raises(ReaderFailed, match=r"does not start: ModuleNotFoundError.*no_such_reader"):
        Bounded("tests.ingest.no_such_reader:read")(pdf(b"1"), "x.pdf", "key")


def test_reading_processes_die_with_their_parent_however_it_dies(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    program = (
        "import threading, pathlib, sys\n"
        "from tests.ingest.test_bounded import BOUNDED, process_of, pdf, hostile\n"
        f"pathlib.Path({str(ready)!r}).write_text(str(process_of(pdf(b'1'))))\n"
        "from ingest.landing.bounded import Bounded\n"
        "process_of(pdf(hostile.HANG))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    deadline = time.monotonic() + 60
    while not (ready.exists() and ready.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    child = int(ready.read_text())
    time.sleep(0.3)
    assert Path(f"/proc/{child}").exists()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 5
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process: int) -> bool:
    """A zombie lives no more; who is to bury it may take their time."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_time_of_a_document_is_bounded_although_its_library_listens_to_nobody() -> None:
    process_of(pdf(b"1"))
    started = time.monotonic()
    with pytest.raises(TookTooLong, match="more than 8 seconds"):
        process_of(pdf(hostile.HANG))
    assert time.monotonic() - started < 30


def test_each_recognised_page_is_given_its_time_and_said() -> None:
    short = Bounded(BOUNDED.reader, seconds=1, memory_bytes=BOUNDED.memory_bytes)
    with structlog.testing.capture_logs() as said:
        assert short(pdf(hostile.SCAN, b"1.5"), "scan.pdf", "key").document_key == "key"
    assert [(line["file_name"], line["page"], line["of"]) for line in said] == [("scan.pdf", 1, 2), ("scan.pdf", 2, 2)]


def test_a_document_of_many_pages_to_recognise_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_SECONDS", 2)
    with pytest.raises(TookTooLong):
        Bounded(BOUNDED.reader, seconds=1, memory_bytes=BOUNDED.memory_bytes)(pdf(hostile.SCAN, b"3"), "scan.pdf", "key")


_READS_FOR_EVER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from ingest.landing.bounded import Bounded
with ThreadPoolExecutor(1) as executor:
    future = executor.submit(Bounded("time:sleep").ask, 0)
    future.result()
    print("reading", flush=True)
    executor.submit(Bounded("time:sleep").ask, 100)
"""


def test_a_main_process_that_is_killed_alone_leaves_no_orphan(root: Path) -> None:
    main = subprocess.Popen([sys.executable, "-c", _READS_FOR_EVER], cwd=root, stdout=subprocess.PIPE, text=True)
    assert main.stdout is not None and main.stdout.readline() == "reading\n"
    children = Path(f"/proc/{main.pid}/task").glob("*/children")
    readers = [int(pid) for file in children for pid in file.read_text(encoding="ascii").split()]
    main.kill()
    main.wait()
    main.stdout.close()
    assert readers
    deadline = time.monotonic() + 20
    while any(_lives(pid) for pid in readers):
        assert time.monotonic() < deadline, "a reading process outlives the main one"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
