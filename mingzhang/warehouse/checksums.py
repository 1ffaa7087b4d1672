"""The sha256 of each published version, beside it, in the form that `sha256sum --check` reads; and whether the bytes are still those.

<versions>/<name>.duckdb.sha256 is written before the version is published. It proves damage, not malice: who can change a version can
change what is written beside it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mingzhang.warehouse.history import read_history
from mingzhang.warehouse.versions import Shelf, checksum_file, published_name


@dataclass(frozen=True)
class Verified:
    """One version and what is wrong with its bytes, if anything."""

    name: str
    problem: str | None


def verify(shelf: Shelf) -> Iterator[Verified]:
    """Hash the published file and the kept versions, and compare each with what was written when it was published."""
    if shelf.warehouse.is_file():
        # the name of a damaged file may be made from its bytes as they are now: only what was noted counts
        noted = (read_history(shelf.history_file).digests or {}).values()
        yield _verified(shelf, shelf.warehouse, published_name(shelf), tuple(noted))
    for path in shelf.files():
        if not shelf.is_published(path):
            yield _verified(shelf, path, path.stem, (path.stem.rpartition("-")[2],))


def _verified(shelf: Shelf, path: Path, name: str, noted: tuple[str, ...]) -> Verified:
    """Compare with the checksum; a version of before there were any, with the beginnings of digests that were noted."""
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        checksum = checksum_file(shelf, name)
        expected = (checksum.read_text(encoding="ascii", errors="replace").split(" ")[0],) if checksum.is_file() else noted
    except OSError as problem:
        return Verified(name, f"cannot be read: {problem.strerror}")
    is_known = any(digest and sha256.startswith(digest) for digest in expected)
    return Verified(name, None if is_known else "its bytes are not those that were published")
