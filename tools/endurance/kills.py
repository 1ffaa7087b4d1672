"""kill -9 at random moments of a refresh: the published file answers every time, the next refresh completes, nothing is lost.

Each round changes the folder by one filing, starts a refresh, kills it, and asks the published file. The stages of a refresh take
turns in random order, so that short ones (a rename takes milliseconds) are hit as often as long ones; the moment within the stage is
drawn. Now and then a refresh is let through: it must publish exactly what the folder holds. At the end the warehouse must hold, row
for row, what a build from nothing holds.
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
from typing import TextIO

import duckdb

from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.versions import list_versions
from tools.endurance.refresh import command

ROOT = Path(__file__).resolve().parents[2]
KEEP = 3

#: What a refresh does one after the other; `start` is all before the lock, `pages` all after the rename.
STAGES = ("start", "ingest", "transform", "record", "seal", "audit", "publish", "pages")
#: What its log says one after the other, each with the stage that comes then. Steps in between (witness) are part of their stage.
STEPS = (
    ("lock", "ingest"),
    ("record", "ingest"),
    ("ingest", "transform"),
    ("transform", "transform"),
    ("transform", "record"),
    ("record", "seal"),
    ("seal", "audit"),
    ("audit", "publish"),
    ("publish", "pages"),
)
#: How often the log of a refresh is looked at: well below the length of the shortest stage.
LOOK_SECONDS = 0.002


@dataclass
class Killed:
    """What became of the rounds."""

    seconds_undisturbed: float = 0.0
    usual: dict[str, float] = field(default_factory=dict)  # seconds of each stage, in the last refresh that came through it
    moments: Counter[str] = field(default_factory=Counter)  # the stages in which kills found the refresh
    completed: int = 0
    opened: int = 0


def kill_at_random(kind: str, filings: list[Path], folder: Path, rounds: int, complete_every: int, seed: int) -> Killed:
    """Run the rounds in a folder of their own; an assertion fails when a promise is broken."""
    chance, raw, warehouse = random.Random(seed), folder / "raw", folder / "warehouse" / "m.duckdb"
    raw.mkdir(parents=True)
    for filing in filings[:-1]:
        shutil.copy(filing, raw)
    killed = Killed()
    assert _run(kind, raw, warehouse, killed.usual) in (0, 3)
    _toggle(raw, filings[-1])
    assert _run(kind, raw, warehouse, killed.usual) in (0, 3)  # the first one read everything: its stages are no measure
    killed.seconds_undisturbed = sum(killed.usual.values())
    allowed, stages = {_names(raw)}, _shuffled(rounds, chance)
    for number, stage in enumerate(stages, start=1):
        _toggle(raw, filings[-1 - number % max(1, len(filings) - 1)])
        allowed.add(_names(raw))
        killed.moments[_killed(kind, raw, warehouse, killed.usual, stage, chance)] += 1
        assert published_names(warehouse) in allowed, "the published file is of no state that the folder was in"
        killed.opened += 1
        if number % complete_every == 0 or number == rounds:
            assert _run(kind, raw, warehouse, killed.usual) in (0, 3), "the refresh after a kill did not complete"
            assert published_names(warehouse) == _names(raw), "a filing was lost or doubled"
            allowed = {_names(raw)}
            killed.completed += 1
    fresh = folder / "fresh" / "m.duckdb"
    assert _run(kind, raw, fresh, {}) in (0, 3)
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


def _shuffled(rounds: int, chance: random.Random) -> list[str]:
    """The stage of each round: all of them equally often, in random order."""
    stages: list[str] = []
    while len(stages) < rounds:
        stages += chance.sample(STAGES, len(STAGES))
    return stages[:rounds]


def _run(kind: str, raw: Path, warehouse: Path, usual: dict[str, float]) -> int:
    """Let a refresh through, and note how long its stages took."""
    return _watched(kind, raw, warehouse, usual)[0]


def _killed(kind: str, raw: Path, warehouse: Path, usual: dict[str, float], stage: str, chance: random.Random) -> str:
    """Kill one refresh. One that was quicker than the moment drawn has ended well; another one is started."""
    while True:
        moment = chance.uniform(0, usual[stage])
        code, found = _watched(kind, raw, warehouse, usual, (stage, moment))
        if code not in (0, 3):
            assert code == -signal.SIGKILL, f"the refresh failed by itself: {code}"
            return found
        assert published_names(warehouse) == _names(raw)
        Plan(raw, warehouse).shelf.history_file.unlink()  # a build that is not known to be finished is built again


def _watched(
    kind: str, raw: Path, warehouse: Path, usual: dict[str, float], kill_at: tuple[str, float] | None = None
) -> tuple[int, str]:
    """Run a refresh, kill it so many seconds after a stage began; its exit status, and the stage in which it ended."""
    with tempfile.TemporaryFile("w") as written:
        refresh = subprocess.Popen(
            command(kind, raw, warehouse, KEEP), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=written, start_new_session=True
        )
        with Path(f"/proc/self/fd/{written.fileno()}").open(encoding="utf-8") as log:
            begun, step = time.monotonic(), 0
            while refresh.poll() is None:
                step, begun = _follow(log, step, begun, usual)
                if kill_at and _is_due(_stage_at(step), time.monotonic() - begun, *kill_at):
                    kill = os.killpg if int(kill_at[1] * 1_000_000) % 2 else os.kill  # with its workers, every other time
                    kill(refresh.pid, signal.SIGKILL)
                    refresh.wait()
                time.sleep(LOOK_SECONDS)
            step, begun = _follow(log, step, begun, usual)
    if refresh.returncode in (0, 3):
        usual[STAGES[-1]] = time.monotonic() - begun
    return refresh.returncode, _stage_at(step)


def _is_due(stage: str, seconds: float, wanted: str, moment: float) -> bool:
    """Whether the moment has come; a stage that was over sooner than usual is not waited for again."""
    return STAGES.index(stage) > STAGES.index(wanted) or (stage == wanted and seconds >= moment)


def _follow(log: TextIO, step: int, begun: float, usual: dict[str, float]) -> tuple[int, float]:
    """The steps that a refresh has done by its log, and when the stage that it is in began."""
    while line := log.readline():
        if step < len(STEPS) and f'"step": "{STEPS[step][0]}"' in line:
            before, step = _stage_at(step), step + 1
            if _stage_at(step) != before:
                now = time.monotonic()
                usual[before], begun = now - begun, now
    return step, begun


def _stage_at(step: int) -> str:
    """The stage after so many steps."""
    return STEPS[step - 1][1] if step else STAGES[0]


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
