"""The state of a warehouse for people and monitoring: how old, what is in it, what went wrong last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.durable_files import is_locked
from mingzhang.warehouse.attempts import BEGUN, FAILED, SUCCEEDED, Attempt, last_attempt
from mingzhang.warehouse.history import History, moment, read_history
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.versions import Shelf, Version, list_versions

#: A refresh once a day may take some hours longer once.
MAX_AGE_HOURS = 36.0
#: Clocks of two machines differ by so much; what is dated further ahead has a wrong date, and so has its age.
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class Status:
    """What is published, and whether somebody should look."""

    shelf: Shelf
    published: Version | None
    versions: tuple[Version, ...]
    history: History
    problems: tuple[str, ...]
    attempt: Attempt | None = None
    is_running: bool = False

    @property
    def is_fresh(self) -> bool:
        return not self.problems

    @property
    def exit_code(self) -> int:
        return 0 if self.is_fresh else 1


def status_of(shelf: Shelf, max_age_hours: float = MAX_AGE_HOURS, at: datetime | None = None) -> Status:
    """Look at the published file, its versions and the history; nothing is changed and no lock is taken."""
    versions = tuple(list_versions(shelf))
    published = next((version for version in versions if version.is_published), None)
    history = read_history(shelf.history_file)
    attempt, unreadable = last_attempt(shelf)
    at = at or datetime.now(UTC)
    is_running = is_locked(Plan(shelf.folder, shelf.warehouse).lock_file)
    problems = [
        *([f"the history cannot be read: {history.problem}"] if history.problem else []),
        *([unreadable] if unreadable else []),
        *_problems_of_age(published, history, attempt, timedelta(hours=max_age_hours), at),
        *_dates_ahead(published, history, attempt, at),
        *_problems_of_attempts(history, attempt, is_running),
    ]
    return Status(shelf, published, versions, history, tuple(problems), attempt, is_running)


def checked_at(published: Version | None, history: History, attempt: Attempt | None = None) -> datetime | None:
    """When the published file was last known to be in line with the folder: a night with nothing new confirms it."""
    if attempt and attempt.outcome == SUCCEEDED and attempt.ended_at:
        return moment(attempt.ended_at)
    if history.success:
        return moment(history.success.at)
    return published.info.built_at if published and published.info else None


def _problems_of_age(
    published: Version | None, history: History, attempt: Attempt | None, max_age: timedelta, at: datetime
) -> Iterator[str]:
    if published is None:
        yield "nothing is published"
        return
    if published.problem:
        yield f"the published file {published.problem}"
    checked = checked_at(published, history, attempt)
    if checked is None:
        yield "it is not known when it was built"
    elif at - checked > max_age:
        yield f"the last successful refresh was {hours(at - checked)} ago"


def _dates_ahead(published: Version | None, history: History, attempt: Attempt | None, at: datetime) -> Iterator[str]:
    """An age that is counted from the future never grows old."""
    dates = {
        "the published file": published.info.built_at if published and published.info else None,
        "the last success": moment(history.success.at) if history.success else None,
        "the last failure": moment(history.failure.at) if history.failure else None,
        "the last attempt": moment(attempt.ended_at or attempt.began_at) if attempt else None,
    }
    for what, date in dates.items():
        if date is not None and date > at + CLOCK_SLACK:
            yield f"{what} is dated {date:%Y-%m-%d %H:%M}Z, which is still to come: a clock is or was wrong"


def _problems_of_attempts(history: History, attempt: Attempt | None, is_running: bool) -> Iterator[str]:
    if history.has_failed_last and history.failure:
        failed = ", ".join(history.failure.expectations) or _first_line(history.failure.message)
        yield f"the last refresh failed at {history.failure.step}: {failed}"
    elif attempt and attempt.outcome == FAILED:
        yield f"the last refresh failed at {attempt.step}: {_first_line(attempt.message or '')}"
    if attempt and attempt.outcome == BEGUN and not is_running:
        yield f"the refresh of {attempt.began_at[:16]}Z began and did not end: killed, or it could not write its end"


def _first_line(text: str) -> str:
    return next(iter(text.splitlines()), "")


def as_json(status: Status, at: datetime | None = None) -> dict[str, Any]:
    """The status for programs."""
    at = at or datetime.now(UTC)
    info = status.published.info if status.published else None
    checked = checked_at(status.published, status.history, status.attempt)
    return {
        "is_fresh": status.is_fresh,
        "problems": list(status.problems),
        "warehouse": status.shelf.warehouse.name,
        "version": status.published.name if status.published else None,
        "built_at": info.built_at.isoformat() if info else None,
        "age_hours": _number(at - info.built_at) if info else None,
        "checked_at": checked.isoformat() if checked else None,
        "hours_since_success": _number(at - checked) if checked else None,
        "byte_size": status.published.byte_size if status.published else None,
        "documents": info.document_count if info else None,
        "skipped": info.skipped_count if info else None,
        "statements": info.statement_count if info else None,
        "amounts": info.amount_count if info else None,
        "broken": info.broken_count if info else None,
        "proved_pct": str(info.proved_pct) if info else None,
        "versions": [version.name for version in status.versions],
        "last_success": vars(status.history.success) if status.history.success else None,
        "last_failure": vars(status.history.failure) if status.history.failure else None,
        "last_attempt": vars(status.attempt) if status.attempt else None,
        "is_running": status.is_running,
        "rollback": vars(status.history.rollback) if status.history.rollback else None,
    }


def hours(age: timedelta) -> str:
    """An age as people say it."""
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} days"


def _number(age: timedelta) -> float:
    return round(age.total_seconds() / 3600, 2)
