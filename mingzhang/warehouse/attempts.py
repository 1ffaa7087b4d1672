"""The last attempt at a refresh: noted before anything else is done, and marked with its end.

History tells of ends. A disk that is full, a folder that became read-only or a kill leave no end, and a warehouse that nobody
refreshes any more would look as fresh as its last success. An attempt without an end tells of them. Its file keeps its size and is
written over in place, so that marking the end needs no space; where it cannot be written at all, it is noted elsewhere.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mingzhang.warehouse.history import moment, now
from mingzhang.warehouse.versions import Shelf

#: Bytes of the file, in one block of any file system.
SIZE = 4096
#: Characters of a reason that fit in beside everything else, in UTF-8 and escaped.
MAX_MESSAGE = 300
BEGUN, SUCCEEDED, FAILED = "begun", "succeeded", "failed"


@dataclass(frozen=True)
class Attempt:
    """One refresh: when it began, how it ended if it did."""

    began_at: str
    outcome: str = BEGUN
    ended_at: str | None = None
    step: str | None = None
    message: str | None = None


class AttemptLog:
    """Where the attempts at one warehouse are noted."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._path: Path | None = None

    def begin(self) -> Attempt:
        """Note a new attempt; raises OSError where that is possible nowhere."""
        attempt = Attempt(now())
        problem: OSError | None = None
        for path in _places(self._shelf):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, attempt)
            except OSError as refused:
                problem = problem or refused
                continue
            self._path = path
            self._forget_others(path)
            return attempt
        raise problem or OSError("no place to note an attempt")

    def end(self, attempt: Attempt, outcome: str, step: str | None = None, message: str | None = None) -> None:
        """Mark the end. An attempt that cannot be marked stays one without an end, which is looked at as well."""
        told = message[:MAX_MESSAGE] if message else None
        ended = replace(attempt, outcome=outcome, ended_at=now(), step=step, message=told)
        with suppress(OSError):
            if self._path is not None:
                _write(self._path, ended)

    def _forget_others(self, path: Path) -> None:
        for other in _places(self._shelf):
            if other != path:
                with suppress(OSError):  # one in a place that cannot be written to is older, and shows by its date
                    other.unlink(missing_ok=True)


def last_attempt(shelf: Shelf) -> tuple[Attempt | None, str | None]:
    """The last attempt, and what is wrong with the notes."""
    found: list[Attempt] = []
    for path in _places(shelf):
        try:
            if path.stat().st_uid != os.geteuid() and path.parent == Path(tempfile.gettempdir()):
                continue  # anybody may write there: a note of somebody else says nothing
            told = json.loads(path.read_text(encoding="utf-8"))
            attempt = Attempt(**told)
            moment(attempt.began_at)
            if attempt.ended_at is not None:
                moment(attempt.ended_at)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError) as problem:
            return None, f"{path} cannot be read: {problem}"
        found.append(attempt)
    return max(found, key=lambda attempt: moment(attempt.began_at), default=None), None


def _places(shelf: Shelf) -> Iterator[Path]:
    """Beside the history, beside the warehouse, and where temporary files lie."""
    name = shelf.warehouse.stem
    yield shelf.folder / "attempt.json"
    yield shelf.warehouse.parent / f".{name}.attempt.json"
    key = hashlib.sha256(str(shelf.warehouse.absolute()).encode(errors="surrogateescape")).hexdigest()[:16]
    yield Path(tempfile.gettempdir()) / f"mingzhang-{key}.attempt.json"


def _write(path: Path, attempt: Attempt) -> None:
    content = json.dumps(asdict(attempt)).encode().ljust(SIZE - 1) + b"\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        os.pwrite(descriptor, content, 0)
        os.ftruncate(descriptor, len(content))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
