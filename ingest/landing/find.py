"""Find the documents of a folder. A document is its bytes: identity is the sha256, whatever the file is called.

Bytes are hashed once: as long as size, both times and inode of a file stay what they were when it was hashed, it is what it was.
"""

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import Archive, EmptyFile, NotAFile, NotAPdf, TooLarge, Truncated, Unopenable, UnreadableDocument
from ingest.formats.archive import Member, member_content, members
from ingest.formats.kind import Kind, has_pdf_end, kind_of
from ingest.formats.read import unsupported
from ingest.manifest import MANIFEST, STATE
from ingest.printable import printable_name

#: The largest filings seen have 3 MB; more than this is no disclosure.
MAX_BYTES = 200 * 1024 * 1024
#: Files of the folder that are its own: what was fetched into it, and from where. So are those whose names begin with a dot, and the
#: state of a fetch.
OWN_FILES = (MANIFEST, "sources.csv")
#: Stands between the path of an archive and the name of a file in it.
IN_ARCHIVE = "!/"
#: A file that changed so shortly before it was hashed may change once more without another time of change: it is hashed again.
SETTLED_SECONDS = 3.0
_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


@dataclass(frozen=True)
class Fingerprint:
    """By what a file is recognised without its bytes. Whoever sets the time of modification back changes the other time."""

    byte_size: int
    modified_ns: int
    changed_ns: int
    inode: int
    device: int

    @classmethod
    def of(cls, path: Path) -> "Fingerprint":
        seen = path.stat()
        return cls(seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, seen.st_dev)


#: Path below the raw folder: the fingerprint under which it was hashed, and the sha256.
Hashed = Mapping[str, tuple[Fingerprint, str]]


@dataclass(frozen=True)
class FoundFile:
    """One path under the raw folder, or why it is no document."""

    path: Path
    relative_path: str  # escaped where it does not show: what users, logs and the landing file see
    byte_size: int | None
    document_key: str | None
    problem: UnreadableDocument | None
    member: int | None = None  # its place in the archive at `path`
    fingerprint: Fingerprint | None = None  # of a document, where it can be relied on

    @property
    def file_name(self) -> str:
        return self.relative_path.rpartition("/")[2]


def find_files(raw_folder: Path, hashed: Hashed | None = None) -> Iterator[FoundFile]:
    """Every file under the folder, whatever it is called, in the order of their names, those of archives behind the archive; and
    every folder that cannot be searched. What is `hashed` already, and was not touched since, is not read."""
    closed: list[OSError] = []
    walked = os.walk(raw_folder, onerror=closed.append)
    for path in sorted(Path(folder, name) for folder, _, names in walked for name in names if _is_document(folder, name)):
        shown = _shown(path, raw_folder)
        known = _as_hashed(path, shown, hashed or {})
        if known:
            yield known
        else:
            yield from _inspect(path, shown)
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


def read_found(file: FoundFile) -> bytes:
    """The bytes of a file that was found, in an archive or not. Raises as `read_file` does."""
    content = read_file(file.path)
    return content if file.member is None else member_content(content, file.member)


def _is_document(folder: str, name: str) -> bool:
    return not name.startswith(".") and name not in OWN_FILES and Path(folder).name != STATE


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


def _as_hashed(path: Path, relative_path: str, hashed: Hashed) -> FoundFile | None:
    """The file as it was when it was hashed; None when it was not, or when anything of it is otherwise now."""
    fingerprint, document_key = hashed.get(relative_path, (None, None))
    try:
        if fingerprint is None or Fingerprint.of(path) != fingerprint or not os.access(path, os.R_OK):
            return None
    except OSError:
        return None
    return FoundFile(path, relative_path, fingerprint.byte_size, document_key, None, fingerprint=fingerprint)


def _inspect(path: Path, relative_path: str) -> Iterator[FoundFile]:
    size: int | None = None
    try:
        before = Fingerprint.of(path)
        size = before.byte_size
        content = read_file(path)
        fingerprint = _reliable(path, before)
    except OSError as problem:
        yield FoundFile(path, relative_path, size, None, Unopenable(f"the file cannot be opened: {problem.strerror}"))
    except UnreadableDocument as problem:
        yield FoundFile(path, relative_path, size, None, problem)
    else:
        kind = kind_of(content)
        if kind is Kind.ARCHIVE:
            yield from _archive(path, relative_path, content)
        else:
            flaw = _problem(content, kind, relative_path)
            yield FoundFile(path, relative_path, len(content), sha256(content), flaw, fingerprint=None if flaw else fingerprint)


def _reliable(path: Path, before: Fingerprint) -> Fingerprint | None:
    """The fingerprint of what was just read; None when somebody wrote meanwhile, or a moment ago and perhaps goes on."""
    has_settled = before.changed_ns / 1e9 < time.time() - SETTLED_SECONDS
    return before if has_settled and Fingerprint.of(path) == before else None


def _archive(path: Path, relative_path: str, content: bytes) -> Iterator[FoundFile]:
    """The archive and the files in it, each with a key of its own."""
    found: list[FoundFile] = []
    try:
        found += [_of_archive(path, relative_path, member) for member in members(content)]
        problem: UnreadableDocument = Archive(f"an archive of {len(found)} files, each listed by itself")
    except UnreadableDocument as refused:
        problem = refused
    yield FoundFile(path, relative_path, len(content), sha256(content), problem)
    yield from found


def _of_archive(path: Path, relative_path: str, member: Member) -> FoundFile:
    name = f"{relative_path}{IN_ARCHIVE}{printable_name(member.name)}"
    problem = member.problem or (None if member.content else EmptyFile("the file has zero bytes"))
    key = sha256(member.content) if member.content else None
    problem = problem or _problem(member.content, kind_of(member.content), name)
    return FoundFile(path, name, len(member.content), key, problem, member.place)


def _problem(content: bytes, kind: Kind, name: str) -> UnreadableDocument | None:
    if kind is Kind.PDF:
        return None if has_pdf_end(content) else Truncated("the end mark of the PDF (%%EOF) is missing: the file was cut off")
    if kind is Kind.UNKNOWN and name.lower().endswith(".pdf"):
        return NotAPdf("the file does not begin as a PDF does (%PDF-)")
    return unsupported(kind)
