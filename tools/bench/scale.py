"""Cost per page as the folder grows, one worker against two, and the largest memory of a worker.

Larger folders are made by repetition: a PDF comment behind the end mark gives each copy a hash of its own and changes nothing
else. Everything goes through `ingest_folder`, worker processes and landing included, as in a build.
"""

import itertools
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
from rich.table import Table

from ingest.landing.executors import local_workers
from ingest.landing.ingest import ingest_folder


@dataclass(frozen=True)
class Run:
    """One folder read from nothing."""

    filings: int
    workers: int
    pages: int
    wall_seconds: float
    cpu_seconds: float  # of all workers
    landing_seconds: float  # CPU of this process: finding, landing
    peak_megabytes: float  # the largest resident size that a worker has had so far
    again_seconds: float  # wall of a second run with nothing new


def repeat(documents: list[Path], count: int, folder: Path) -> None:
    """So many filings, all with different hashes."""
    for number, path in zip(range(count), itertools.cycle(documents), strict=False):
        mark = b"" if number < len(documents) else b"\n%% copy %d\n" % number
        (folder / f"{number:06}-{path.name}").write_bytes(path.read_bytes() + mark)


def read_folder(documents: list[Path], count: int, workers: int) -> Run:
    """Make a folder, read it with so many workers, and once more."""
    with tempfile.TemporaryDirectory() as place:
        raw, landing = Path(place) / "raw", Path(place) / "landing.duckdb"
        raw.mkdir()
        repeat(documents, count, raw)
        wall, own, children = time.perf_counter(), time.process_time(), _children_seconds()
        ingest_folder(raw, landing, local_workers(workers))
        wall, own, children = time.perf_counter() - wall, time.process_time() - own, _children_seconds() - children
        again = time.perf_counter()
        ingest_folder(raw, landing, local_workers(workers))
        again = time.perf_counter() - again
        with duckdb.connect(str(landing), read_only=True) as connection:
            row = connection.execute("SELECT sum(page_count) FROM raw.documents").fetchone()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(count, workers, int(row[0]) if row else 0, wall, children, own, peak, again)


def table_of(runs: list[Run]) -> Table:
    table = Table(
        "filings", "workers", "pages", "wall s", "worker CPU ms/page", "landing CPU ms/page", "peak MB", "again s", box=None
    )
    for run in runs:
        per_page = (1000 * seconds / max(run.pages, 1) for seconds in (run.cpu_seconds, run.landing_seconds))
        table.add_row(
            *map(str, (run.filings, run.workers, run.pages)),
            f"{run.wall_seconds:.1f}",
            *(f"{value:.1f}" for value in per_page),
            f"{run.peak_megabytes:.0f}",
            f"{run.again_seconds:.1f}",
        )
    return table


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
