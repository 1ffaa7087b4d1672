"""Put a built warehouse file in the place of the old one, so that nobody ever sees half of it.

PublishError        the new file is not in place; the old one is as it was
"""

from pathlib import Path

import duckdb

from ingest.durable_files import sync
from ingest.sql_text import sql_text

#: DuckDB 2's own format cannot be opened by 1.x clients; this one can, from 1.4 on.
STORAGE_VERSION = "v1.4.0"


class PublishError(Exception):
    """The new file could not be put in place; the old one is as it was."""


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
