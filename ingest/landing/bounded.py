"""Read one document within bounds of memory and time that hold on every executor, whatever a library does.

Each thread that reads has a reading process of its own (`ingest.landing.reading_process`), kept from document to document because its
imports take seconds. The bounds hold from outside: the kernel bounds its memory, the thread its time. The process dies with the thread.

A process that dies was reading one document, so that no other one is blamed; and what may be due to the documents before it is tried
again in a fresh process.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import structlog

from ingest.document.schema import DocumentReading
from ingest.errors import Quarantined, ReaderFailed, TooBigInMemory, TookTooLong
from ingest.landing.reading_process import PageBegun, too_big
from ingest.printable import printable

#: A document may take this many seconds; the largest known one (260 pages) takes about ten.
SECONDS_PER_DOCUMENT = 120
#: Each page that is recognised may take this many more; three to eight on an idle core. What is more than a few minutes of a page is lost.
SECONDS_PER_RECOGNISED_PAGE = 60
#: No document is waited for longer than this, however many pages it has recognised.
MOST_SECONDS = 1800
#: A reading process may hold so much data; real filings take up to 600 MB. With the code of its libraries it stays under 2 GB.
BYTES_PER_DOCUMENT = 1500 << 20
#: A process that keeps so much more than it began with makes room for a new one.
BYTES_KEPT = 256 << 20
#: The imports of the reader may take this long on a machine that is busy.
SECONDS_TO_START = 300
#: How often the memory of a reading process is looked at, to know what it died of.
LOOK_SECONDS = 0.1
_ENVIRONMENT = {
    # thread pools of numeric libraries: two workers with threaded ones are no faster than one
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1"),
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own one takes a gigabyte of the bound at the first frame, and does not use it
}
_BOOT = (
    "import sys; sys.path[:] = sys.argv[5:]; from ingest.landing.reading_process import serve; serve(*map(int, sys.argv[1:5]))"
)
#: What is said before a process ends for want of memory, by C++, Rust, C and Python.
_WANT_OF_MEMORY = (b"bad_alloc", b"memory allocation of", b"Cannot allocate memory", b"MemoryError")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

_of_this_thread = threading.local()

log = structlog.get_logger("ingest")


@dataclass(frozen=True)
class Bounded:
    """A reader, named as module:function, in a process of its own and within bounds. Can be sent to other machines."""

    reader: str = "ingest.document.read:read_document"
    seconds: float = SECONDS_PER_DOCUMENT
    memory_bytes: int = BYTES_PER_DOCUMENT
    kept_bytes: int = BYTES_KEPT

    def __call__(self, content: bytes, file_name: str, document_key: str) -> DocumentReading:
        """Raises TooBigInMemory, TookTooLong, Quarantined, any other UnreadableDocument that the reader raises, or ReaderFailed."""
        reading: DocumentReading = self.ask(content, file_name, document_key)
        return reading

    def ask(self, *question: Any) -> Any:
        """What the reader makes of the arguments, whatever it is that it reads; raises as above."""
        death, seconds = "", self.seconds
        for _ in range(2):
            process = _process_of_this_thread(self)
            was_fresh, began = process.is_fresh, time.monotonic()
            try:
                return process.read(question, seconds)
            except TooBigInMemory:
                if was_fresh:
                    raise
            except _Died as problem:
                death = f" ({problem})"
            seconds = max(seconds - (time.monotonic() - began), 0.0)  # both tries together take no longer than one may
        raise Quarantined(f"two processes that read it died{death}; it is left aside until the reader changes")


class _Died(Exception):
    """The reading process died, and not of its bounds."""


def _process_of_this_thread(bounds: Bounded) -> "_Process":
    process: _Process | None = getattr(_of_this_thread, "process", None)
    if process is None or process.is_ended or process.bounds != bounds:
        process = _of_this_thread.process = _Process(bounds)
    return process


class _Process:
    """A reading process, and what is known of it from outside. It needs no end(): its thread's end is its own."""

    def __init__(self, bounds: Bounded) -> None:
        self.bounds = bounds
        self.is_fresh, self.is_ended = True, False
        self._peak_bytes = 0
        self._said = TemporaryFile()  # noqa: SIM115 - closed in end()
        self._connection, theirs = Pipe()
        with theirs:
            numbers = map(str, (theirs.fileno(), os.getpid(), bounds.memory_bytes, bounds.kept_bytes))
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT, *numbers, *sys.path],
                pass_fds=[theirs.fileno()],
                env=os.environ | _ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
            )
        self._start()

    def _start(self) -> None:
        try:
            self._connection.send(self.bounds.reader)
            self._await(SECONDS_TO_START)
        except (EOFError, OSError, TookTooLong) as problem:
            *_, said = ["nothing is known of it", *self._last_words().decode(errors="replace").split("\n")[:-1]]
            self.end()
            raise ReaderFailed(f"the reading process does not start: {printable(said)}") from problem

    def read(self, document: tuple[Any, ...], seconds: float) -> Any:
        self.is_fresh, self._peak_bytes = False, 0
        with self._ended_unless_well():
            try:
                self._connection.send(document)
                outcome, is_worn = self._answer(document, seconds)
            except (EOFError, OSError) as problem:
                raise self._death() from problem
            if isinstance(outcome, TooBigInMemory):
                raise outcome
        if is_worn:
            self.end()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @contextmanager
    def _ended_unless_well(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.end()
            raise

    def _answer(self, document: tuple[Any, ...], seconds: float) -> Any:
        """The answer; each page that is recognised before it is given its time, and no document more than MOST_SECONDS."""
        latest = time.monotonic() + max(seconds, MOST_SECONDS)
        told = pickle.loads(self._await(seconds))
        while isinstance(told, PageBegun):
            log.info("recognising a page", file_name=str(document[1]), page=told.number, of=told.total)
            told = pickle.loads(self._await(min(seconds + SECONDS_PER_RECOGNISED_PAGE, latest - time.monotonic())))
        return told

    def _await(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        while not self._connection.poll(LOOK_SECONDS):  # also true when the process died
            self._peak_bytes = max(self._peak_bytes, self._resident_bytes())
            if time.monotonic() > deadline:
                raise TookTooLong(f"reading it takes more than {self.bounds.seconds:g} seconds; no disclosure does")
        return self._connection.recv_bytes()

    def _resident_bytes(self) -> int:
        with suppress(OSError, IndexError):  # it may be gone by now
            return int(Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES
        return 0

    def _last_words(self) -> bytes:
        self._said.seek(max(0, self._said.seek(0, os.SEEK_END) - 4096))
        return self._said.read()

    def _death(self) -> BaseException:
        code = self._process.wait()
        if code == -signal.SIGINT:
            return KeyboardInterrupt()
        wants_memory = any(words in self._last_words() for words in _WANT_OF_MEMORY)
        if wants_memory or self._peak_bytes > self.bounds.memory_bytes / 2:
            return too_big(self.bounds.memory_bytes)
        return _Died(signal.Signals(-code).name if code < 0 else f"status {code}")

    def end(self) -> None:
        """Kill it, if it still lives, and forget it."""
        if not self.is_ended:
            self.is_ended = True
            self._process.kill()
            self._process.wait()
            self._connection.close()
            self._said.close()


#: Reads one document within the usual bounds.
read_bounded = Bounded()
