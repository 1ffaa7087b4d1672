"""A reader that does at a word what broken libraries do with strange PDFs; it runs in a reading process."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from ingest.document.reader_version import reader_version
from ingest.document.schema import DOCUMENT_TABLES, DocumentReading, frame
from ingest.recognition.progress import tell

#: Digested at import, which no bound of time counts.
VERSION = reader_version()

KILL, STUMBLE, HANG, EAT, GIVE_MUCH, RECURSE, CODE, HALF, SHOUT, SCAN = (
    b"kill", b"stumble", b"hang", b"eat", b"much", b"recurse", b"code", b"half", b"shout", b"scan"
)  # fmt: skip


class OfTwoParts(Exception):
    """Cannot be unpickled, as exceptions of some libraries."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two} \x1b[31m \ud800")


def read(content: bytes, file_name: str, document_key: str) -> DocumentReading:
    word, _, rest = content.removeprefix(b"%PDF-1.4\n").partition(b"\n")
    if word == KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    if word == STUMBLE and not (mark := Path(rest.decode().splitlines()[0])).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if word == SCAN:
        for number in (1, 2):
            tell(number, 2)
            time.sleep(float(rest.split()[0]))
    if word == HANG:
        ctypes.PyDLL(None).sleep(600)  # a C library that keeps the interpreter's lock: no signal handler runs meanwhile
    if word == EAT:
        eaten = [b""]
        while True:
            eaten.append(bytes(1 << 20))
    if word == GIVE_MUCH:
        time.sleep(0.2)
        return DocumentReading(document_key, {"pages": "x" * (200 << 20)})  # type: ignore[dict-item]
    if word == RECURSE:
        read(content, file_name, document_key)
    if word == CODE:
        chr(0x110000)
    if word == HALF:
        raise OfTwoParts("a", "b")
    if word == SHOUT:
        for stream in (sys.stdout, sys.stderr):
            print("\x1b[2J" * 1000, file=stream, flush=True)
    document = {
        "document_key": document_key,
        "file_name": file_name,
        "status": "read",
        "reader_version": VERSION,
        "byte_size": os.getpid(),  # for tests that ask which process it was
    }
    frames = {name: frame(name, [document] if name == "documents" else []) for name in DOCUMENT_TABLES}
    return DocumentReading(document_key, frames)
