"""kill -9 at random moments of a refresh: the published file answers every time, the next refresh completes, nothing is lost.

Each round changes the folder by one filing, starts a refresh, kills it at a moment drawn from the length of a whole refresh, and
asks the published file. Now and then a refresh is let through: it must publish exactly what the folder holds. At the end the
warehouse must hold, row for row, what a build from nothing holds.
"""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingest.warehouse.plan import Plan
from ingest.warehouse.versions import list_versions
from tests.endurance.refresh import command

ROOT = Path(__file__).resolve().parents[2]
KEEP = 3


@dataclass
class Killed:
    """What became of the rounds."""

    seconds_undisturbed: float
    moments: Counter[str] = field(default_factory=Counter)  # where a kill found the refresh, by the last step in its log
    completed: int = 0
    opened: int = 0


def kill_at_random(kind: str, filings: list[Path], folder: Path, rounds: int, complete_every: int, seed: int) -> Killed:
    """Run the rounds in a folder of their own; an assertion fails when a promise is broken."""
    chance, raw, warehouse = random.Random(seed), folder / "raw", folder / "warehouse" / "m.duckdb"
    raw.mkdir(parents=True)
    for filing in filings[:-1]:
        shutil.copy(filing, raw)
    started = time.monotonic()
    assert _run(kind, raw, warehouse) in (0, 3)
    killed = Killed(time.monotonic() - started)
    allowed = {_names(raw)}
    for number in range(1, rounds + 1):
        _toggle(raw, filings[-1 - number % max(1, len(filings) - 1)])
        allowed.add(_names(raw))
        killed.moments[_killed(kind, raw, warehouse, killed, chance)] += 1
        assert published_names(warehouse) in allowed, "the published file is of no state that the folder was in"
        killed.opened += 1
        if number % complete_every == 0 or number == rounds:
            assert _run(kind, raw, warehouse) in (0, 3), "the refresh after a kill did not complete"
            assert published_names(warehouse) == _names(raw), "a filing was lost or doubled"
            allowed = {_names(raw)}
            killed.completed += 1
    fresh = folder / "fresh" / "m.duckdb"
    assert _run(kind, raw, fresh) in (0, 3)
    assert _content(warehouse) == _content(fresh), "the warehouse differs from one that was built from nothing"
    versions = list_versions(Plan(raw, warehouse).shelf)
    assert len(versions) <= KEEP + 1 and not any(version.problem for version in versions), versions
    return killed


def published_names(warehouse: Path) -> tuple[str, ...]:
    """File names in the published file; its own counts must agree with its rows."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("SELECT file_name FROM marts.dim_document ORDER BY ALL").fetchall()
        counted = connection.execute(
            "SELECT amount_count = (SELECT count(*) FROM marts.fact_statement_line) FROM meta.build_info"
        ).fetchall()
        keys = connection.execute("SELECT count(*) = count(DISTINCT document_key) FROM marts.dim_document").fetchone()
    assert counted == [(True,)] and keys == (True,)
    return tuple(row[0] for row in rows)


def _names(raw: Path) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in raw.glob("*.pdf")))


def _toggle(raw: Path, filing: Path) -> None:
    there = raw / filing.name
    if there.exists():
        there.unlink()
    else:
        shutil.copy(filing, there)


def _run(kind: str, raw: Path, warehouse: Path) -> int:
    return subprocess.run(
        command(kind, raw, warehouse, KEEP), cwd=ROOT, capture_output=True, check=False, timeout=1800
    ).returncode


def _killed(kind: str, raw: Path, warehouse: Path, killed: Killed, chance: random.Random) -> str:
    """Kill one refresh. One that was quicker than the moment drawn has ended well; the folder changes again and another is started."""
    while True:
        started = time.monotonic()
        moment = _start_and_kill(kind, raw, warehouse, chance.uniform(0, killed.seconds_undisturbed))
        if moment is not None:
            return moment
        assert published_names(warehouse) == _names(raw)
        killed.seconds_undisturbed = min(killed.seconds_undisturbed, time.monotonic() - started)
        Plan(raw, warehouse).shelf.history_file.unlink()  # a build that is not known to be finished is built again


def _start_and_kill(kind: str, raw: Path, warehouse: Path, after_seconds: float) -> str | None:
    """Kill a refresh, its worker processes too every other time; returns the last step that its log names as done, None when it had ended."""
    with tempfile.TemporaryFile("w+") as told:
        refresh = subprocess.Popen(
            command(kind, raw, warehouse, KEEP), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told, start_new_session=True
        )
        try:
            refresh.wait(after_seconds)
        except subprocess.TimeoutExpired:
            kill = os.killpg if int(after_seconds * 1000) % 2 else os.kill
            kill(refresh.pid, signal.SIGKILL)
            refresh.wait()
        told.seek(0)
        steps = [line.split('"step": "')[1].split('"')[0] for line in told if '"step": "' in line]
    if refresh.returncode in (0, 3):
        return None
    assert refresh.returncode == -signal.SIGKILL, f"the refresh failed by itself: {refresh.returncode}"
    return f"after {steps[-1]}" if steps else "before the lock"


def _content(warehouse: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            """
            SELECT 'documents', count(*), sum(hash(d)::HUGEINT) FROM marts.dim_document AS d
            UNION ALL SELECT 'lines', count(*), sum(hash(l)::HUGEINT) FROM marts.fact_statement_line AS l
            ORDER BY ALL
            """
        )
        return found.fetchall()
