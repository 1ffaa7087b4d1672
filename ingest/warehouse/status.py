"""The state of a warehouse for people and monitoring: how old, what is in it, what went wrong last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.warehouse.history import History, read_history
from ingest.warehouse.versions import Shelf, Version, list_versions

#: A refresh once a day may take some hours longer once.
MAX_AGE_HOURS = 36.0


@dataclass(frozen=True)
class Status:
    """What is published, and whether somebody should look."""

    shelf: Shelf
    published: Version | None
    versions: tuple[Version, ...]
    history: History
    problems: tuple[str, ...]

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
    problems = tuple(_problems(published, history, timedelta(hours=max_age_hours), at or datetime.now(UTC)))
    return Status(shelf, published, versions, history, problems)


def checked_at(published: Version | None, history: History) -> datetime | None:
    """When the published file was last known to be in line with the folder: a night with nothing new confirms it."""
    if history.success:
        return datetime.fromisoformat(history.success.at)
    return published.info.built_at if published and published.info else None


def _problems(published: Version | None, history: History, max_age: timedelta, at: datetime) -> list[str]:
    problems = []
    if published is None:
        return ["nothing is published"]
    if published.problem:
        problems.append(f"the published file {published.problem}")
    checked = checked_at(published, history)
    if checked is None:
        problems.append("it is not known when it was built")
    elif at - checked > max_age:
        problems.append(f"the last successful refresh was {hours(at - checked)} ago")
    if history.has_failed_last and history.failure:
        failed = ", ".join(history.failure.expectations) or history.failure.message.splitlines()[0]
        problems.append(f"the last refresh failed at {history.failure.step}: {failed}")
    return problems


def as_json(status: Status, at: datetime | None = None) -> dict[str, Any]:
    """The status for programs."""
    at = at or datetime.now(UTC)
    info = status.published.info if status.published else None
    checked = checked_at(status.published, status.history)
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
        "rollback": vars(status.history.rollback) if status.history.rollback else None,
    }


def hours(age: timedelta) -> str:
    """An age as people say it."""
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} days"


def _number(age: timedelta) -> float:
    return round(age.total_seconds() / 3600, 2)
