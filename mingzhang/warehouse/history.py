"""What happened to a warehouse lately: the last success, the last failure, a rollback. One small JSON file, written whole.

Only who holds the build lock writes it. It lies beside the versions, not in .work, which `make clean` removes.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Success:
    """A refresh that ended well, whether or not there was something new to publish."""

    at: str
    built_at: str  # the published file after it
    has_published: bool
    seconds: float


@dataclass(frozen=True)
class Failure:
    """A refresh that did not publish."""

    at: str
    step: str
    message: str
    expectations: tuple[str, ...] = ()  # critical expectations that failed, when the audit refused


@dataclass(frozen=True)
class Rollback:
    """An operator's return to an earlier version; it holds until something changes in what a build is made from."""

    at: str
    to_version: str
    from_version: str
    from_inputs: str | None  # a build from these inputs would bring back what was rolled back from


@dataclass(frozen=True)
class History:
    success: Success | None = None
    failure: Failure | None = None
    rollback: Rollback | None = None
    digests: dict[str, str] | None = None  # content digest of published files, by built_at
    last: str | None = None  # success or failure, whichever was remembered last: clocks are put back
    problem: str | None = None  # why nothing is remembered although there is a file; never written

    @property
    def has_failed_last(self) -> bool:
        """Whether the last refresh failed."""
        if self.failure is None:
            return False
        return self.last == "failure" if self.last else self.success is None or self.failure.at > self.success.at


def read_history(path: Path) -> History:
    """What is remembered; a missing file remembers nothing, an unreadable one neither, and says why."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        failure = told.get("failure")
        history = History(
            success=Success(**told["success"]) if told.get("success") else None,
            failure=Failure(**(failure | {"expectations": tuple(failure["expectations"])})) if failure else None,
            rollback=Rollback(**told["rollback"]) if told.get("rollback") else None,
            digests=dict(told.get("digests") or {}),
            last=told.get("last"),
        )
        for entry in (history.success, history.failure, history.rollback):
            if entry is not None:
                moment(entry.at)
        if history.success is not None:
            moment(history.success.built_at)
    except FileNotFoundError:
        return History()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        return History(problem=f"{type(problem).__name__}: {problem}")
    return history


def remember(path: Path, **changes: object) -> History:
    """Change what is remembered, so that the file is either the old one or the new one, also after a power cut."""
    last = next((name for name in ("success", "failure") if changes.get(name)), None)
    history = replace(read_history(path), **changes, problem=None)  # type: ignore[arg-type]  # replace itself checks the names
    history = replace(history, last=last or history.last)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(history), file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return history


def moment(text: str) -> datetime:
    """A date as it is written here; raises ValueError for what is none, or names no time zone."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return read


def now() -> str:
    """The time of day as it is written here: ISO 8601, UTC, which sorts as text."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
