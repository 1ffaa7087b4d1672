"""Put a built warehouse file in the place of the old one, so that nobody ever sees half of it.

PublishError        the new file is not in place; the old one is as it was
└── BusyError       another build of the same warehouse holds the lock
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

#: DuckDB 2's own format cannot be opened by 1.x clients; this one can, from 1.4 on.
STORAGE_VERSION = "v1.4.0"

#: How often a build that waits for another one looks whether it is done.
LOOK_SECONDS = 0.2


class PublishError(Exception):
    """The new file could not be put in place; the old one is as it was."""


class BusyError(PublishError):
    """Another build of the same warehouse is running."""


@contextmanager
def single_writer(lock_file: Path, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the build lock of one warehouse; the kernel releases it when the process dies, however it dies."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + max(wait_seconds, LOOK_SECONDS)  # whoever asks for the status holds it for a moment
    with lock_file.open("a+", encoding="utf-8") as lock:
        while not _locked(lock.fileno()):
            if time.monotonic() >= deadline:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                waited = f" after {wait_seconds:g} s of waiting" if wait_seconds else ""
                raise BusyError(f"another build is running{waited} (process {holder}); its lock is {lock_file}")
            time.sleep(LOOK_SECONDS)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def is_locked(lock_file: Path) -> bool:
    """Whether somebody holds a lock; looks without taking it for longer than the look."""
    try:
        with lock_file.open(encoding="utf-8") as lock:
            fcntl.flock(lock.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # no lock file: nothing was ever built, or nobody may see it
        return False
    return False


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def create_next(path: Path) -> None:
    """Create the empty file that a build fills, in the storage version of the publication."""
    remove_database(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {sql_text(path)} AS next (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("DETACH next")


def seal(path: Path) -> None:
    """Write everything into the file itself and make sure that clients will be able to open it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("FORCE CHECKPOINT")
        row = connection.execute(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchone()
    written = row[0] if row else None
    # an attach without the option once silently upgraded the file, and no 1.x client could open it
    if not str(written).startswith(STORAGE_VERSION):
        raise PublishError(f"{path}: storage version is {written}, not {STORAGE_VERSION}")
    if wal_of(path).exists():
        raise PublishError(f"{path}: a write-ahead log remains after the checkpoint, somebody still has the file open")


def publish(new: Path, target: Path) -> None:
    """Rename a sealed file over the published one; readers of the old file keep reading it."""
    try:
        sync(new)
        # a log left by a client that had opened the old file for writing would be replayed into the new one
        wal_of(target).unlink(missing_ok=True)
        new.replace(target)
        sync(target.parent)
    except OSError as problem:
        raise PublishError(f"{target}: {problem.strerror or problem}") from problem


def remove_database(path: Path) -> None:
    """Remove a DuckDB file together with its write-ahead log."""
    path.unlink(missing_ok=True)
    wal_of(path).unlink(missing_ok=True)


def wal_of(path: Path) -> Path:
    """Write-ahead log that DuckDB keeps beside a file."""
    return path.with_name(path.name + ".wal")


def sql_text(value: object) -> str:
    """Quote a value as an SQL string literal, for the statements that take no parameters (ATTACH)."""
    return "'" + str(value).replace("'", "''") + "'"


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, have reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
