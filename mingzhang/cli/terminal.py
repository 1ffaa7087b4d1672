"""How commands speak while they work: a progress bar on a terminal, JSON lines elsewhere."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from structlog.typing import EventDict

from expectations.audit import load_libraries
from ingest.landing.executors import workers_of
from ingest.landing.ingest import FileReport, IngestReport, ingest_folder
from ingest.printable import printable
from mingzhang.warehouse.build import Ingest


def reading(
    executor: str, workers: int | None, progress: Callable[[FileReport, int], None] | None = None, verify_all: bool = False
) -> Ingest:
    """The ingest step of a build, with workers of this machine or of a cluster."""

    def ingest(raw_folder: Path, landing_file: Path) -> IngestReport:
        with workers_of(executor, workers) as pool:
            return ingest_folder(raw_folder, landing_file, pool, progress, load_libraries, verify_all)

    return ingest


@dataclass(frozen=True)
class Bars:
    """What is told while documents are read, and while pages of findings are looked at."""

    reading: Callable[[FileReport, int], None] = lambda file, total: None
    looking: Callable[[int, int], None] = lambda looked, total: None


@contextmanager
def progress_bars() -> Iterator[Bars]:
    """Progress bars on a terminal; elsewhere the structured log tells the same."""
    if not sys.stderr.isatty():
        yield Bars()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        files = bar.add_task("reading", total=None, name="")
        pages = bar.add_task("looking at pages", total=None, name="", visible=False)
        yield Bars(
            lambda file, total: bar.update(files, total=total, advance=1, name=file.file_path),
            lambda looked, total: bar.update(pages, total=total, completed=looked, visible=True),
        )


def set_up_log() -> None:
    """Warnings only on a terminal (the progress bar speaks there); JSON lines on stderr otherwise."""
    terminal = sys.stderr.isatty()
    level = logging.WARNING if terminal else logging.INFO
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[_escape, structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # whatever stderr is at the time: a caller may have replaced it
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _escape(_: object, __: str, event: EventDict) -> EventDict:
    return {key: printable(value) if isinstance(value, str) else value for key, value in event.items()}
