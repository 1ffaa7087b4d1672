"""The PDF of a filing, found by its sha256: a file that was replaced under the same name is another document."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


class PdfFolder:
    """A raw folder. The path at which a document was found is tried first; the rest is hashed only when it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[Path, str] = {}

    def path_of(self, document_key: str, found_at: Iterable[str]) -> Path | None:
        """Where the document lies now; None when the folder does not hold it (any more)."""
        for relative in found_at:
            if self._sha256(self.folder / relative) == document_key:
                return self.folder / relative
        return next((path for path in self._pdfs() if self._sha256(path) == document_key), None)

    def _pdfs(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())

    def _sha256(self, path: Path) -> str | None:
        if path not in self._known:
            try:
                with path.open("rb") as file:
                    self._known[path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:  # gone or unreadable: as good as absent
                self._known[path] = ""
        return self._known[path]
