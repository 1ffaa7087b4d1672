"""Earlier versions of a published warehouse: kept beside it, listed, returned to.

    VersionError        nothing was changed; the published file is as it was
    ├── UnknownVersion  no version of that name is kept
    └── DamagedVersion  its bytes are not those that were published

A version is a second name (hard link) of a file that was published, `<UTC of its build>-<digest of its bytes>.duckdb`: no copy is
made of a large file, and the name says whether the bytes are still the same. A version becomes one at the moment when another
file takes its place. Where the file system knows no links, it is copied.
"""

import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.durable_files import sync
from mingzhang.warehouse.build_info import BuildInfo, read_build_info
from mingzhang.warehouse.history import Rollback, now, read_history, remember
from mingzhang.warehouse.publish import publish, remove_database

#: Earlier versions that are kept beside the published file.
KEPT = 7
#: Characters of the digest in the name of a version.
DIGEST_LENGTH = 12

_NAME = re.compile(r"\d{8}T\d{9}Z-[0-9a-f]{12}")


class VersionError(Exception):
    """Nothing was changed."""


class UnknownVersion(VersionError):
    """No version of that name is kept."""


class DamagedVersion(VersionError):
    """The bytes of a version are not those that were published."""


@dataclass(frozen=True)
class Version:
    """One file that is or was published."""

    name: str
    path: Path
    byte_size: int
    is_published: bool
    info: BuildInfo | None
    problem: str | None = None  # why it cannot be opened


@dataclass(frozen=True)
class Shelf:
    """Where a warehouse and its versions lie."""

    warehouse: Path

    @property
    def folder(self) -> Path:
        return self.warehouse.parent / "versions" / self.warehouse.stem

    @property
    def history_file(self) -> Path:
        return self.folder / "history.json"

    def files(self) -> list[Path]:
        """The kept versions, the newest first."""
        return sorted((path for path in self.folder.glob("*.duckdb") if _NAME.fullmatch(path.stem)), reverse=True)

    def is_published(self, path: Path) -> bool:
        """Whether a kept file is the published one: the same file, or where the file system knows no links, of the same build."""
        if not self.warehouse.exists():
            return False
        if path.samefile(self.warehouse) or self.warehouse.stat().st_nlink > 1:
            return path.samefile(self.warehouse)
        return path.stem == published_name(self)


def publish_keeping(new: Path, shelf: Shelf, keep: int = KEPT) -> str:
    """Put a sealed file in place, keep the one that it replaces, then let go of the oldest. Returns the new version's name."""
    sha256 = sha256_of(new)
    digest = sha256[:DIGEST_LENGTH]
    keep_published(shelf)
    info = read_build_info(new)
    if info is not None:
        digests = read_history(shelf.history_file).digests or {}
        kept = {path.stem.rpartition("-")[2] for path in shelf.files()}
        known = {built_at: known for built_at, known in digests.items() if known in kept}
        remember(shelf.history_file, digests=known | {info.built_at.isoformat(): digest})
        _write_checksum(shelf, _name(info, digest, shelf.warehouse), sha256)
    publish(new, shelf.warehouse)
    _let_go(shelf, keep)
    return _name(info, digest, shelf.warehouse)


def keep_published(shelf: Shelf) -> Path | None:
    """Give the published file its name as a version; nothing happens when it has one already, or when nothing is published."""
    if not shelf.warehouse.is_file():
        return None
    for path in shelf.files():
        if shelf.is_published(path):
            return path
    target = shelf.folder / f"{published_name(shelf)}.duckdb"
    if not target.exists():
        shelf.folder.mkdir(parents=True, exist_ok=True)
        _link(shelf.warehouse, target)
        sync(shelf.folder)
    return target


def published_name(shelf: Shelf) -> str:
    """The name of the published file as a version: with the digest that it had when it was published."""
    info = _info(shelf.warehouse)[0]
    digests = read_history(shelf.history_file).digests or {}
    digest = digests.get(info.built_at.isoformat()) if info else None
    return _name(info, digest or digest_of(shelf.warehouse), shelf.warehouse)


def list_versions(shelf: Shelf) -> list[Version]:
    """The published file and the kept ones, the newest first."""
    versions = [_version(path, path.stem, shelf.is_published(path)) for path in shelf.files()]
    if shelf.warehouse.is_file() and not any(version.is_published for version in versions):
        versions.append(_version(shelf.warehouse, published_name(shelf), True))
    return sorted(versions, key=lambda version: version.name, reverse=True)


def roll_back(shelf: Shelf, to: str, work_folder: Path) -> Version:
    """Publish a kept version again; the one that was published stays on the shelf. The caller holds the build lock."""
    path = _chosen(shelf, to)
    if shelf.is_published(path):
        raise VersionError(f"{path.stem} is the published version already")
    info = _sound(path)
    before = keep_published(shelf)
    replaced = _info(before)[0] if before else None
    work_folder.mkdir(parents=True, exist_ok=True)
    beside = work_folder / "rollback.duckdb"
    remove_database(beside)
    _link(path, beside)
    publish(beside, shelf.warehouse)
    rollback = Rollback(now(), path.stem, before.stem if before else "", replaced.inputs_digest if replaced else None)
    remember(shelf.history_file, rollback=rollback)
    return Version(path.stem, shelf.warehouse, path.stat().st_size, True, info)


def checksum_file(shelf: Shelf, name: str) -> Path:
    """Where the sha256 of a version is written."""
    return shelf.folder / f"{name}.duckdb.sha256"


def _write_checksum(shelf: Shelf, name: str, sha256: str) -> None:
    """Before the version is published, so that none is without."""
    shelf.folder.mkdir(parents=True, exist_ok=True)
    path = checksum_file(shelf, name)
    beside = path.with_name(path.name + ".new")
    beside.write_text(f"{sha256}  {name}.duckdb\n", encoding="ascii")
    sync(beside)
    beside.replace(path)


def digest_of(path: Path) -> str:
    """The beginning of the sha256 of a file, as the names of versions hold it."""
    return sha256_of(path)[:DIGEST_LENGTH]


def sha256_of(path: Path, progress: Callable[[int], None] = lambda size: None) -> str:
    """Digest of the bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
            progress(len(block))
    return digest.hexdigest()


def _chosen(shelf: Shelf, to: str) -> Path:
    """A version by its name or the beginning of it."""
    files = shelf.files()
    matching = [path for path in files if path.stem.startswith(to.removesuffix(".duckdb"))] if to else []
    if len(matching) == 1:
        return matching[0]
    what = f"{to} is the beginning of several versions" if matching else f"no version {to or '(TO= is empty)'} is kept"
    raise UnknownVersion(f"{what}; kept are: {', '.join(path.stem for path in files) or 'none'}")


def _sound(path: Path) -> BuildInfo | None:
    info, problem = _info(path)
    if problem is None and digest_of(path) != path.stem.rpartition("-")[2]:
        problem = "its bytes are not those that were published"
    if problem is not None:
        raise DamagedVersion(f"{path}: {problem}; the published file stays as it is")
    return info


def _info(path: Path) -> tuple[BuildInfo | None, str | None]:
    try:
        return read_build_info(path), None
    except duckdb.Error as problem:
        return None, f"cannot be opened: {str(problem).splitlines()[0]}"


def _version(path: Path, name: str, is_published: bool) -> Version:
    info, problem = _info(path)
    return Version(name, path, path.stat().st_size, is_published, info, problem)


def _name(info: BuildInfo | None, digest: str, warehouse: Path) -> str:
    built_at = info.built_at if info else datetime.fromtimestamp(warehouse.stat().st_mtime, UTC)
    return f"{built_at:%Y%m%dT%H%M%S}{built_at.microsecond // 1000:03}Z-{digest}"


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # no links here: a copy, which gets its name when it is whole
        beside = target.with_name(target.name + ".new")
        shutil.copyfile(source, beside)
        sync(beside)
        beside.replace(target)


def _let_go(shelf: Shelf, keep: int) -> None:
    earlier = [path for path in shelf.files() if not shelf.is_published(path)]
    for path in earlier[max(keep, 0) :]:
        path.unlink()
        checksum_file(shelf, path.stem).unlink(missing_ok=True)
