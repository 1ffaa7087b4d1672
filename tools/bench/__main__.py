"""Time the reading of filings four ways in one run: this project, plain camelot, pdfplumber, and pdfium text (the floor).

    python -m tools.bench --raw FOLDER [--limit N] [--rounds N]
    python -m tools.bench --raw FOLDER --scale 10 --scale 64 --scale 1000      # cost per page as the folder grows, memory
    python -m tools.bench --raw FOLDER --parallel                              # one worker against two
    python -m tools.bench --growth LANDING [--copies N]                        # each model at n and at 4 n filings; 1 when one grows faster

All four run in this process, one after the other for each document, so that they meet the same caches and the same load.
Only this project carries the evidence, the second reading and the prose; the others are yardsticks, not rivals.
"""

import hashlib
import logging
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import camelot
import pdfplumber
import pypdfium2
import structlog
import typer
from rich.console import Console
from rich.table import Table

from ingest.document.read import read_document
from ingest.errors import UnreadableDocument
from tools.bench.growth import growth
from tools.bench.growth import table_of as growth_table
from tools.bench.scale import read_folder, table_of


def read_with_mingzhang(path: Path) -> None:
    read_document(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def read_with_camelot(path: Path) -> None:
    camelot.read_pdf(str(path), pages="all")


def read_with_pdfplumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def read_with_pdfium_text(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_range()


READERS: dict[str, Callable[[Path], None]] = {
    "mingzhang": read_with_mingzhang,
    "camelot": read_with_camelot,
    "pdfplumber": read_with_pdfplumber,
    "pdfium text": read_with_pdfium_text,
}


@dataclass(frozen=True)
class Timing:
    """Seconds that one reader took for one document: the fastest of the rounds."""

    wall: float
    cpu: float


def time_reader(read: Callable[[Path], None], path: Path, rounds: int) -> Timing:
    timings = []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        read(path)
        timings.append(Timing(time.perf_counter() - wall, time.process_time() - cpu))
    return min(timings, key=lambda timing: timing.wall)


def page_count(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def readable_documents(raw: Path, limit: int) -> list[Path]:
    """The first documents of a folder that this project can read; reading one also warms every reader's imports."""
    documents = []
    for path in sorted(raw.rglob("*.pdf")):
        try:
            read_with_mingzhang(path)
        except UnreadableDocument:
            continue
        documents.append(path)
        if len(documents) == limit:
            break
    return documents


def bench(
    raw: Annotated[Path, typer.Option(help="Folder with PDFs.")] = Path("data/raw"),
    limit: Annotated[int, typer.Option(help="Documents to time.")] = 5,
    rounds: Annotated[int, typer.Option(help="Repetitions; the fastest counts.")] = 1,
    scale: Annotated[list[int] | None, typer.Option(help="Instead: folders of so many filings, made by repetition.")] = None,
    parallel: Annotated[bool, typer.Option("--parallel", help="Instead: one worker against two.")] = False,
    landing: Annotated[
        Path | None, typer.Option("--growth", help="Instead: models on the filings of a landing file, and four times as many.")
    ] = None,
    copies: Annotated[int, typer.Option(min=1, help="For --growth: begin with so many copies of the filings.")] = 1,
) -> None:
    """Print seconds and ratios, document by document, then their spread."""
    if landing:
        _print_growth(landing, copies)
        return
    if scale or parallel:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        _print_folders(raw, [(count, 2) for count in scale or ()] + ([(limit, 1), (limit, 2)] if parallel else []))
        return
    warnings.simplefilter("ignore")  # camelot warns of every page without a table
    documents = readable_documents(raw, limit)
    if not documents:
        raise typer.BadParameter(f"{raw}: no readable PDF")
    read_with_camelot(documents[0])
    timings: dict[str, list[Timing]] = {name: [] for name in READERS}
    ratios = ("camelot ÷ mingzhang", "pdfplumber ÷ mingzhang", "mingzhang ÷ text")
    table = Table("document", "pages", *(f"{name} s" for name in READERS), *ratios, box=None)
    for path in documents:
        for name, read in READERS.items():
            timings[name].append(time_reader(read, path, rounds))
        ours, theirs, plumber, floor = walls = [timings[name][-1].wall for name in READERS]
        seconds = (f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" for value in walls)
        table.add_row(
            path.name, str(page_count(path)), *seconds, *(f"{r:.1f}" for r in (theirs / ours, plumber / ours, ours / floor))
        )
    console = Console()
    console.print(table)
    console.print(spread(timings))
    console.print(f"mingzhang, CPU seconds per document: median {statistics.median(t.cpu for t in timings['mingzhang']):.2f}")


def _print_growth(landing: Path, copies: int) -> None:
    with TemporaryDirectory() as place:
        found = growth(landing, Path(place), copies)
    Console(width=160).print(growth_table(found))
    if any(each.is_too_fast for each in found):
        raise typer.Exit(1)


def _print_folders(raw: Path, wanted: list[tuple[int, int]]) -> None:
    documents = sorted(path for path in raw.rglob("*") if path.suffix.lower() == ".pdf")
    if not documents:
        raise typer.BadParameter(f"{raw}: no PDF")
    runs = []
    for count, workers in wanted:
        runs.append(read_folder(documents, count, workers))
        Console(width=120).print(table_of(runs[-1:]))
    if len(runs) > 1:
        Console(width=120).print("together:", table_of(runs))


def spread(timings: dict[str, list[Timing]]) -> Table:
    """Minimum, median and maximum per reader, and the ratios of the sums, by wall and by CPU: a busy machine moves the first."""
    table = Table("", "min s", "median s", "max s", "sum s", "sum ÷ mingzhang", "CPU s", "CPU ÷ mingzhang", box=None)
    ours, our_cpu = (sum(getattr(timing, kind) for timing in timings["mingzhang"]) for kind in ("wall", "cpu"))
    for name, taken in timings.items():
        walls = [timing.wall for timing in taken]
        figures = (min(walls), statistics.median(walls), max(walls), sum(walls))
        cpu = sum(timing.cpu for timing in taken)
        table.add_row(name, *(f"{value:.3f}" for value in (*figures, sum(walls) / ours, cpu, cpu / our_cpu)))
    return table


if __name__ == "__main__":
    typer.run(bench)
