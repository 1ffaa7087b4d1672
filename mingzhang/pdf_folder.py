"""The file of a filing, found by its sha256: a file that was replaced under the same name is another document."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.landing.find import IN_ARCHIVE, FoundFile, find_files, read_file, read_found, sha256


class PdfFolder:
    """A raw folder. The path at which a document was found is tried first; the rest is searched only when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._found: dict[str, FoundFile] | None = None
        self._known: dict[tuple[Path, int, int], str] = {}

    def content_of(self, document_key: str, found_at: Iterable[str]) -> bytes | None:
        """The bytes of a document, in an archive or not; None when the folder does not hold it (any more)."""
        for relative in found_at:
            if IN_ARCHIVE not in relative and sha256(content := _read(self.folder / relative)) == document_key:
                return content
        if file := self._by_key().get(document_key):
            try:
                return read_found(file)
            except UnreadableDocument:
                return None
        return None

    def recorded_path(self, document_key: str, found_at: Iterable[str]) -> Path | None:
        """Where the document lies, if it is where it was found when it was read: nothing is searched."""
        paths = (self.folder / relative for relative in found_at)
        return next((path for path in paths if self._sha256(path) == document_key), None)

    def _sha256(self, path: Path) -> str | None:
        """Hashed once for as long as the file stays the same: whoever asks may be a program that runs for days."""
        try:
            state = path.stat()
            seen = (path, state.st_mtime_ns, state.st_size)
            if seen not in self._known:
                with path.open("rb") as file:
                    self._known[seen] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:  # gone or unreadable: as good as absent
            return None
        return self._known[seen]

    def _by_key(self) -> dict[str, FoundFile]:
        if self._found is None:
            self._found = {file.document_key: file for file in find_files(self.folder) if file.document_key}
        return self._found


def _read(path: Path) -> bytes:
    try:
        return read_file(path)
    except UnreadableDocument:  # gone or unreadable: as good as absent
        return b""
