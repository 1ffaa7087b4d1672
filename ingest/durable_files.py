"""Files that outlive a killed process and a power cut: one writer at a time, whole or not at all."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: How often whoever waits for a lock looks whether it is free.
LOOK_SECONDS = 0.2


class BusyError(Exception):
    """Another process holds the lock."""


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


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is either the old one or the new one, also after a power cut."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, have reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
