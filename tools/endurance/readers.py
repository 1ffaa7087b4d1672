"""Readers that query in a loop while the warehouse is refreshed: no error, and every answer is that of one published version."""

import multiprocessing
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

from tools.endurance.refresh import command

ROOT = Path(__file__).resolve().parents[2]

#: Four counts in four queries of one connection: a torn file would mix them.
QUESTIONS = (
    "SELECT built_at::VARCHAR, amount_count FROM meta.build_info",
    "SELECT count(*) FROM marts.dim_document",
    "SELECT count(*), sum(amount_yuan)::VARCHAR FROM marts.fact_statement_line",
    "SELECT count(DISTINCT document_key) FROM marts.fact_statement_line",
)
Answer = tuple[object, ...]


@dataclass(frozen=True)
class Watched:
    """What the readers saw."""

    published: int  # versions
    seen: int  # versions that some reader saw
    answers: int
    errors: tuple[str, ...]
    torn: tuple[Answer, ...]  # answers that no version gives


def ask(connection: duckdb.DuckDBPyConnection) -> Answer:
    return tuple(cell for question in QUESTIONS for row in connection.execute(question).fetchall() for cell in row)


def watch(kind: str, filings: list[Path], folder: Path, readers: int, refreshes: int) -> Watched:
    """Refresh so often, the folder changed each time, while so many processes read."""
    raw, warehouse = folder / "raw", folder / "warehouse" / "m.duckdb"
    raw.mkdir(parents=True)
    for filing in filings[:-1]:
        shutil.copy(filing, raw)
    versions = {_refresh(kind, raw, warehouse)}
    context = multiprocessing.get_context("spawn")
    told: Queue[tuple[Counter[Answer], list[str]]] = context.Queue()
    done = context.Event()
    processes = [
        context.Process(target=read_in_a_loop, args=(str(warehouse), done, told, number % 2 == 0)) for number in range(readers)
    ]
    for process in processes:
        process.start()
    try:
        for number in range(refreshes):
            changed = raw / filings[-1].name
            changed.unlink() if changed.exists() else shutil.copy(filings[-1], changed)
            versions.add(_refresh(kind, raw, warehouse))
            time.sleep(0.2)
            assert len(versions) == number + 2, "a refresh published nothing"
    finally:
        done.set()
        results = [told.get(timeout=60) for _ in processes]
        for process in processes:
            process.join(60)
    answers: Counter[Answer] = Counter()
    for counted, _ in results:
        answers.update(counted)
    return Watched(
        published=len(versions),
        seen=len(versions & set(answers)),
        answers=answers.total(),
        errors=tuple(error for _, errors in results for error in errors),
        torn=tuple(answer for answer in answers if answer not in versions),
    )


def read_in_a_loop(warehouse: str, done: Event, told: "Queue[tuple[Counter[Answer], list[str]]]", is_patient: bool) -> None:
    """Connect, ask, close; a patient reader asks twenty times before it closes, as a person with an open client does."""
    answers: Counter[Answer] = Counter()
    errors: list[str] = []
    pause: Callable[[], None] = (lambda: time.sleep(0.05)) if is_patient else (lambda: None)
    while not done.is_set():
        try:
            with duckdb.connect(warehouse, read_only=True) as connection:
                for _ in range(20 if is_patient else 1):
                    answers[ask(connection)] += 1
                    pause()
        except duckdb.Error as problem:
            errors.append(str(problem))
    told.put((answers, errors))


def _refresh(kind: str, raw: Path, warehouse: Path) -> Answer:
    done = subprocess.run(command(kind, raw, warehouse, 7), cwd=ROOT, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode in (0, 3), done.stderr[-2000:]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return ask(connection)
