"""The process in which documents are read: bounded in memory, one document after the other, and gone with the thread that made it.

`ingest.landing.bounded` starts it. Libraries that read PDFs can take all memory, hang or die in C code, where nothing in their own process
can stop them; here they take nobody with them.
"""

import ctypes
import gc
import os
import pickle
import pkgutil
import resource
import signal
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ingest.errors import ReaderFailed, TooBigInMemory, UnreadableDocument
from ingest.printable import printable
from ingest.recognition.progress import listen

#: What is read of a document may take this many bytes; the largest known filing takes two million.
MAX_ANSWER_BYTES = 128 << 20
#: A reader writes no files, and a library that floods its error output is cut off.
MAX_WRITTEN_BYTES = 1 << 20
#: The models of the recogniser, and what they make of a page of 200 dpi.
RECOGNITION_BYTES = 1500 << 20
#: Characters of a reason: a message may quote half a document.
MAX_REASON = 500
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class PageBegun(NamedTuple):
    """Said before each page that is recognised, which takes seconds."""

    number: int
    total: int


def serve(descriptor: int, parent: int, memory_bytes: int, kept_bytes: int) -> None:
    """Read what comes through the connection until it is closed. The first message names the reader, as module:function.

    Each answer is a pickled pair: a reading or why there is none, and whether the process should be replaced. Before it, a pair of
    numbers may come for each page that is recognised.
    """
    _die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ctrl-c ends it without a word
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_DATA, memory_bytes)
    connection = Connection(descriptor)
    read = pkgutil.resolve_name(connection.recv())  # imports take seconds: they count for no document
    _limit(resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES)
    gc.collect()
    gc.freeze()  # what is imported stays; walking it after each document would take half a second
    listen(partial(_begin_page, connection, memory_bytes))
    connection.send_bytes(b"ready")
    kept_at_first = _data_bytes()
    while True:
        try:
            document = connection.recv()
        except EOFError:
            return
        outcome = _outcome(read, document, memory_bytes)
        del document
        gc.collect()
        connection.send_bytes(_packed(outcome, _data_bytes() - kept_at_first > kept_bytes))


def _begin_page(connection: Connection, memory_bytes: int, number: int, count: int) -> None:
    """Ask for the time and the memory that recognising a page takes. The process keeps the models, is worn by them, and is replaced."""
    _limit(resource.RLIMIT_DATA, memory_bytes + RECOGNITION_BYTES)
    connection.send_bytes(pickle.dumps(PageBegun(number, count)))


def too_big(memory_bytes: int) -> TooBigInMemory:
    return TooBigInMemory(f"reading it needs more than {memory_bytes >> 20:,} MB of memory; no disclosure does")


def _die_with_parent(parent: int) -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it died before this was said
        os._exit(1)


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _data_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()


def _outcome(read: Callable[..., Any], document: tuple[Any, ...], memory_bytes: int) -> Any:
    try:
        return read(*document)
    except UnreadableDocument as problem:
        return type(problem)(printable(str(problem))[:MAX_REASON])
    except MemoryError:
        return too_big(memory_bytes)
    except Exception as problem:  # noqa: BLE001 - whatever a strange PDF provokes is one document's reason
        return ReaderFailed(printable(f"{type(problem).__name__}: {problem}")[:MAX_REASON])


def _packed(outcome: Any, is_worn: bool) -> bytes:
    packed = pickle.dumps((outcome, is_worn), pickle.HIGHEST_PROTOCOL)
    if len(packed) <= MAX_ANSWER_BYTES:
        return packed
    size = f"what can be read of it takes {len(packed) >> 20:,} MB, more than {MAX_ANSWER_BYTES >> 20:,}; no disclosure does"
    return pickle.dumps((TooBigInMemory(size), True))
