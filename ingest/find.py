"""Find the documents of a folder. A document is its bytes: identity is the sha256, whatever the file is called."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import EmptyFile, NotAPdf, TooLarge, Truncated, Unopenable, UnreadableDocument

#: The largest filings seen have 3 MB; more than this is no disclosure.
MAX_BYTES = 200 * 1024 * 1024
#: Readers accept a PDF header and an end mark within so many bytes of the start and the end.
HEADER_REACH, END_REACH = 1024, 64 * 1024


@dataclass(frozen=True)
class FoundFile:
    """One path under the raw folder, or why it is no document."""

    path: Path
    relative_path: str
    byte_size: int | None
    document_key: str | None
    problem: UnreadableDocument | None


def find_files(raw_folder: Path) -> Iterator[FoundFile]:
    """Every *.pdf under the folder (any case, any depth), in the order of their names."""
    for path in sorted(p for p in raw_folder.rglob("*") if p.suffix.lower() == ".pdf" and not p.is_dir()):
        yield _inspect(path, path.relative_to(raw_folder).as_posix())


def _inspect(path: Path, relative_path: str) -> FoundFile:
    size: int | None = None
    try:
        size = path.stat().st_size
        if size == 0:
            raise EmptyFile("the file has zero bytes")
        if size > MAX_BYTES:
            raise TooLarge(f"{size:,} bytes; no disclosure is larger than {MAX_BYTES:,}")
        content = path.read_bytes()
    except OSError as problem:
        return FoundFile(path, relative_path, size, None, Unopenable(f"the file cannot be opened: {problem.strerror}"))
    except UnreadableDocument as problem:
        return FoundFile(path, relative_path, size, None, problem)
    return FoundFile(path, relative_path, size, hashlib.sha256(content).hexdigest(), _problem(content))


def _problem(content: bytes) -> UnreadableDocument | None:
    if b"%PDF-" not in content[:HEADER_REACH]:
        return NotAPdf("the file does not begin as a PDF does (%PDF-)")
    if b"%%EOF" not in content[-END_REACH:]:
        return Truncated("the end mark of the PDF (%%EOF) is missing: the file was cut off")
    return None
