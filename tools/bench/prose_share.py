"""How much of the reading of a filing prose and performance tables take: their time beside the rest, in one run.

    python -m tools.bench.prose_share --raw FOLDER [--limit N] [--every N] [--rounds N]

The reader is run as it is; the clock is around the steps. CPU time of parts of one run: the load of the machine cancels out.
What is asked for: no more than 50 % on top of the rest (issue 4).
"""

import hashlib
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from unittest import mock

import typer
from rich.console import Console
from rich.table import Table

from ingest.document import read
from ingest.errors import UnreadableDocument

#: The steps as `ingest.document.read` calls them, and the most that they may add to the rest.
STEPS = {"prose": ("read_paragraphs", "read_claims", "read_listed_units"), "performance": ("read_performance",)}
ALLOWED_PCT = 50


@dataclass
class Clock:
    """CPU seconds of each step of one reading: what other processes do does not count."""

    seconds: dict[str, float] = field(default_factory=dict)

    def around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **options: Any) -> Any:
            started = time.process_time()
            try:
                return step(*arguments, **options)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started

        return timed


@contextmanager
def clocked_steps(clock: Clock) -> Iterator[None]:
    patches = [
        mock.patch.object(read, step, clock.around(name, getattr(read, step))) for name, steps in STEPS.items() for step in steps
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


def added_pct(path: Path) -> dict[str, float] | None:
    """What each part adds to the rest of the reading, in percent; None for a file that is no document."""
    clock = Clock()
    started = time.process_time()
    with clocked_steps(clock):
        try:
            read.read_document(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        except UnreadableDocument:
            return None
    rest = time.process_time() - started - sum(clock.seconds.values())
    return {name: 100 * clock.seconds.get(name, 0.0) / rest for name in STEPS}


def bench(
    raw: Annotated[Path, typer.Option(help="Folder with PDFs.")] = Path("data/raw"),
    limit: Annotated[int, typer.Option(help="Documents to time.")] = 20,
    every: Annotated[int, typer.Option(help="Only every so many files of the folder.")] = 1,
    rounds: Annotated[int, typer.Option(help="Repetitions; the median counts.")] = 3,
) -> None:
    """Print what prose and performance add to the reading of each document, then mean and maximum."""
    warnings.simplefilter("ignore")
    table = Table("document", *(f"{name} %" for name in STEPS), "together %", box=None)
    totals = []
    for path in sorted(raw.rglob("*.pdf"))[::every][:limit]:
        taken = [added for added in [added_pct(path) for _ in range(rounds)] if added is not None]
        if not taken:
            continue
        parts = {name: statistics.median(added[name] for added in taken) for name in STEPS}
        totals.append(sum(parts.values()))
        table.add_row(path.name, *(f"{part:.1f}" for part in parts.values()), f"{totals[-1]:.1f}")
    if not totals:
        raise typer.BadParameter(f"{raw}: no readable PDF")
    console = Console()
    console.print(table)
    verdict = "kept" if max(totals) <= ALLOWED_PCT else "broken"
    console.print(
        f"on top of the rest: mean {statistics.mean(totals):.1f} %, at most {max(totals):.1f} % (bound {ALLOWED_PCT} %: {verdict})"
    )


if __name__ == "__main__":
    typer.run(bench)
