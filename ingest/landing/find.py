"""Find the documents of a folder. A document is its bytes: identity is the sha256, whatever the file is called."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import EmptyFile, NotAFile, NotAPdf, TooLarge, Truncated, Unopenable, UnreadableDocument
from ingest.printable import printable_name

#: The largest filings seen have 3 MB; more than this is no disclosure.
MAX_BYTES = 200 * 1024 * 1024
#: Readers accept a PDF header and an end mark within so many bytes of the start and the end.
HEADER_REACH, END_REACH = 1024, 64 * 1024
_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


@dataclass(frozen=True)
class FoundFile:
    """One path under the raw folder, or why it is no document."""

    path: Path
    relative_path: str  # escaped where it does not show: what users, logs and the landing file see
    byte_size: int | None
    document_key: str | None
    problem: UnreadableDocument | None

    @property
    def file_name(self) -> str:
        return self.relative_path.rpartition("/")[2]


def find_files(raw_folder: Path) -> Iterator[FoundFile]:
    """Every *.pdf under the folder (any case, any depth), in the order of their names, and every folder that cannot be searched."""
    closed: list[OSError] = []
    walked = os.walk(raw_folder, onerror=closed.append)
    for path in sorted(Path(folder, name) for folder, _, names in walked for name in names if name.lower().endswith(".pdf")):
        yield _inspect(path, _shown(path, raw_folder))
    for problem in closed:
        folder, why = Path(problem.filename), Unopenable(f"the folder cannot be searched: {problem.strerror}")
        yield FoundFile(folder, _shown(folder, raw_folder) + "/", None, None, why)


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises an UnreadableDocument where there are none, and does not wait for somebody to fill a pipe."""
    try:
        with _opened(path) as file:
            size = os.fstat(file.fileno()).st_size
            content = b"" if size > MAX_BYTES else file.read(MAX_BYTES + 1) or b""
    except OSError as problem:
        raise Unopenable(f"the file cannot be opened: {problem.strerror}") from problem
    if max(size, len(content)) > MAX_BYTES:
        raise TooLarge(f"{max(size, len(content)):,} bytes; no disclosure is larger than {MAX_BYTES:,}")
    if not content:
        raise EmptyFile("the file has zero bytes")
    return content


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _opened(path: Path) -> BinaryIO:
    """Regular files only: a device may do something when it is opened. One that became a pipe just now is not waited for."""
    kind = stat.S_IFMT(path.stat().st_mode)
    if kind != stat.S_IFREG:
        raise NotAFile(f"this is {_KINDS.get(kind, 'something else')}, not a file")
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")


def _shown(path: Path, raw_folder: Path) -> str:
    return printable_name(path.relative_to(raw_folder).as_posix())


def _inspect(path: Path, relative_path: str) -> FoundFile:
    size: int | None = None
    try:
        size = path.stat().st_size
        content = read_file(path)
    except OSError as problem:
        return FoundFile(path, relative_path, size, None, Unopenable(f"the file cannot be opened: {problem.strerror}"))
    except UnreadableDocument as problem:
        return FoundFile(path, relative_path, size, None, problem)
    return FoundFile(path, relative_path, len(content), sha256(content), _problem(content))


def _problem(content: bytes) -> UnreadableDocument | None:
    if b"%PDF-" not in content[:HEADER_REACH]:
        return NotAPdf("the file does not begin as a PDF does (%PDF-)")
    if b"%%EOF" not in content[-END_REACH:]:
        return Truncated("the end mark of the PDF (%%EOF) is missing: the file was cut off")
    return None
