"""The scheduled refresh: fetch, build, audit, publish, report; one line for the log of the scheduler at the end.

What cannot be fetched tonight stops nothing: the warehouse is brought in line with what there is, and the line says so. What stops
a build leaves yesterday's file, and the line names the step and the failed expectations. The reports for people and the
notification are told to the log when they fail, nothing more.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from mingzhang.warehouse.build import EXIT_NOT_PUBLISHED, EXIT_PUBLISHED_WITH_SKIPS, BuildError, Built, Ingest, build
from mingzhang.warehouse.plan import Plan

#: After so long a notification is given up; a mail server that does not answer must not hold the next night.
NOTIFY_SECONDS = 60
#: Characters of a reason that the line shows; the whole of it is in the log and in the history file.
REASON_SHOWN = 300

log = structlog.get_logger("nightly")


@dataclass(frozen=True)
class Fetched:
    """What the fetch brought, in words, and whether all of it went well."""

    told: str
    is_complete: bool


@dataclass(frozen=True)
class Night:
    """How a night ended."""

    summary: str
    exit_code: int


def nightly(
    plan: Plan,
    ingest: Ingest,
    sources: Path | None = None,
    report: Callable[[], None] | None = None,
    build: Callable[..., Built] = build,
) -> Night:
    """Refresh once. Nothing that is foreseen is raised."""
    started = time.monotonic()
    fetched = fetch(sources, plan.raw_folder / "fetched") if sources else None
    try:
        built = build(plan, ingest)
    except BuildError as problem:
        log.error("not published", step=problem.step, reason=str(problem))
        return Night(_failed(problem, fetched, time.monotonic() - started), EXIT_NOT_PUBLISHED)
    if report and built.has_published:
        _try("reports", report)
    has_gaps = built.exit_code == EXIT_PUBLISHED_WITH_SKIPS or (fetched is not None and not fetched.is_complete)
    return Night(_ended(built, fetched, time.monotonic() - started), EXIT_PUBLISHED_WITH_SKIPS if has_gaps else 0)


def fetch(sources: Path, into: Path) -> Fetched | None:
    """Fetch what the list names; None when there is no list or nothing on it."""
    if not sources.is_file():
        return None
    from ingest.fetch import CannotFetch, FetchSettings, fetch_sources  # only for those who fetch

    try:
        said = os.environ
        settings = FetchSettings(
            contact=said.get("MINGZHANG_CONTACT", ""), allowed_networks=said.get("MINGZHANG_ALLOW_NETWORKS", "")
        )
        fetched = fetch_sources(sources, into, settings=settings)
    except (CannotFetch, OSError, ValueError) as problem:
        log.error("not fetched", reason=str(problem))
        return Fetched(f"fetch failed: {_short(str(problem))}", is_complete=False)
    if not fetched.entries:
        return None
    new, failed = len(fetched.of("new", "replaced")), len(fetched.of("failed"))
    return Fetched(f"{new} fetched, {failed} addresses failed", is_complete=fetched.exit_code == 0)


def notify(command: str, summary: str) -> None:
    """Give the line to a command of the operator; that it fails is only logged."""

    def run() -> None:
        subprocess.run(
            ["/bin/sh", "-c", command], input=summary + "\n", text=True, check=True, timeout=NOTIFY_SECONDS, stdout=sys.stderr
        )

    _try("notification", run)


def _ended(built: Built, fetched: Fetched | None, seconds: float) -> str:
    info, ingested = built.info, built.ingested
    new = sum(getattr(file, "is_new", True) for file in ingested.read)
    skipped = len(ingested.skipped) + len(ingested.failed)
    parts = [
        *([fetched.told] if fetched else []),
        f"{len(ingested.read)} documents ({new} read, {len(ingested.read) - new} known, {skipped} skipped, {len(ingested.gone)} gone)",
        *([f"{len(built.set_apart)} filings set apart"] if built.set_apart else []),
        f"{info.amount_count} amounts",
        f"{info.broken_count} identities broken",
        *([f"changes: {built.changes}"] if built.changes else []),
        *([built.note] if built.note else []),
        f"version {built.version}",
        f"{seconds:.1f} s",
    ]
    return _line("published" if built.has_published else "unchanged", parts)


def _failed(problem: BuildError, fetched: Fetched | None, seconds: float) -> str:
    failed = f"expectations failed: {', '.join(problem.expectations)}" if problem.expectations else ""
    parts = [
        *([fetched.told] if fetched else []),
        failed,
        _short(str(problem)),
        "the published file is as it was",
        f"{seconds:.1f} s",
    ]
    return _line("FAILED", [part for part in parts if part])


def _line(outcome: str, parts: list[str]) -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M}Z {outcome}; {'; '.join(' '.join(part.split()) for part in parts)}"


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= REASON_SHOWN else told[:REASON_SHOWN] + " ..."


def _try(what: str, do: Callable[[], None]) -> None:
    try:
        do()
    except Exception as problem:  # noqa: BLE001 - whatever it is, the night itself went well
        log.warning(f"{what} failed", reason=str(problem) or type(problem).__name__)
