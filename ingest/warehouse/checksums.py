"""The sha256 of each published version, beside it, in the form that `sha256sum --check` reads; and whether the bytes are still those.

<versions>/<name>.duckdb.sha256 is written before the version is published. It proves damage, not malice: who can change a version can
change what is written beside it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.warehouse.versions import Shelf, checksum_file, published_name


@dataclass(frozen=True)
class Verified:
    """One version and what is wrong with its bytes, if anything."""

    name: str
    problem: str | None


def verify(shelf: Shelf) -> Iterator[Verified]:
    """Hash the published file and the kept versions, and compare each with what was written when it was published."""
    if shelf.warehouse.is_file():
        yield _verified(shelf, shelf.warehouse, published_name(shelf))
    for path in shelf.files():
        if not shelf.is_published(path):
            yield _verified(shelf, path, path.stem)


def _verified(shelf: Shelf, path: Path, name: str) -> Verified:
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        expected = _written(checksum_file(shelf, name)) or name.rpartition("-")[2]  # older ones have the beginning in their name
    except OSError as problem:
        return Verified(name, f"cannot be read: {problem.strerror}")
    return Verified(name, None if expected and sha256.startswith(expected) else "its bytes are not those that were published")


def _written(path: Path) -> str | None:
    if not path.is_file():
        return None
    return path.read_text(encoding="ascii", errors="replace").split(" ")[0] or "nothing"
