"""The command line: read documents into a landing file, build and publish the warehouse, ask it."""

import sys
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import duckdb
import structlog
import typer
from rich.console import Console
from rich.errors import MarkupError
from rich.table import Table

from ingest.fetch import CannotFetch, FetchSettings, fetch_sources
from ingest.fetch.summary import print_fetched
from ingest.landing.ingest import IngestReport, ingest_folder
from ingest.printable import labelled, plain
from mingzhang.cli import page_commands
from mingzhang.cli.data_commands import look_into
from mingzhang.cli.data_commands import register as register_data_commands
from mingzhang.cli.options import RAW, WAREHOUSE, Again, Executor, Keep, Raw, VerifyAll, Wait, Warehouse, Workers
from mingzhang.cli.refresh_commands import register
from mingzhang.cli.terminal import progress_bars, reading, set_up_log
from mingzhang.warehouse import query as query_module
from mingzhang.warehouse.build import EXIT_NOT_PUBLISHED, EXIT_PUBLISHED_WITH_SKIPS, BuildError, Built, build, document_models
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.summary import print_summary
from mingzhang.warehouse.versions import KEPT
from mingzhang.witness.ask import ask

log = structlog.get_logger("cli")

app = typer.Typer(
    help="Read Chinese government budget disclosures into an audited DuckDB warehouse.",
    no_args_is_help=True,
    add_completion=False,
)

Form = Literal["table", "json", "html"]


@app.callback()
def _begin() -> None:
    # a terminal that knows no Chinese must not turn a night that went well into a traceback and status 1
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@app.command("fetch")
def fetch_command(
    sources: Annotated[Path, typer.Option("--sources", help="The list of addresses, CSV.")] = RAW / "sources.csv",
    into: Annotated[Path, typer.Option("--into", help="Folder for the documents and their manifest.")] = RAW / "fetched",
    only: Annotated[list[str] | None, typer.Option("--only", help="Only rows in which this occurs; repeatable.")] = None,
    contact: Annotated[str, typer.Option("--contact", envvar="MINGZHANG_CONTACT", help="Told to the sites: who runs this.")] = "",
    delay: Annotated[float, typer.Option("--delay", min=0, help="Seconds between two requests to one host.")] = 2.0,
    allow_networks: Annotated[
        str,
        typer.Option("--allow-networks", envvar="MINGZHANG_ALLOW_NETWORKS", help="Networks that are not public: 10.20.0.0/16."),
    ] = "",
) -> None:
    """Fetch what is new at the listed addresses. Exit status: 0 all well, 3 some failed, 1 nothing could be fetched."""
    set_up_log()
    console = Console(stderr=True)
    try:
        settings = FetchSettings(contact=contact, delay_seconds=delay, allowed_networks=allow_networks)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from problem
    try:
        fetched = fetch_sources(sources, into, only or (), settings)
    except (CannotFetch, OSError) as problem:
        console.print(labelled("red", "not fetched", problem), highlight=False)
        raise typer.Exit(1) from problem
    print_fetched(fetched, console)
    raise typer.Exit(fetched.exit_code)


@app.command("read")
def read_command(
    file: Annotated[
        Path | None, typer.Argument(help="One file, read by itself; without it the folder is read and landed.")
    ] = None,
    raw: Raw = RAW,
    landing: Annotated[
        Path, typer.Option("--landing", help="DuckDB file with the raw schema; what it holds already is not read again.")
    ] = Path("data/warehouse/landing.duckdb"),
    workers: Workers = None,
    form: Annotated[Form, typer.Option("--format", help="How one file is shown.")] = "table",
    out: Annotated[Path | None, typer.Option("--out", help="File for what one file says; the terminal by default.")] = None,
) -> None:
    """Show what one FILE says (table, JSON or HTML), or read a folder into a landing file and say what was not read, and why."""
    if file is not None:
        raise typer.Exit(look_into(file, form, out))
    set_up_log()
    if not raw.is_dir():
        raise typer.BadParameter(f"{raw}: no such folder", param_hint="--raw")
    landing.parent.mkdir(parents=True, exist_ok=True)
    console = Console(stderr=True)
    try:
        with progress_bars() as bars:
            report = ingest_folder(raw, landing, workers, bars.reading)
    except (OSError, duckdb.Error) as problem:
        console.print(labelled("red", "not read", problem), highlight=False)
        raise typer.Exit(1) from problem
    _print_report(report, console)
    raise typer.Exit(EXIT_PUBLISHED_WITH_SKIPS if report.skipped or report.failed else 0)


@app.command("build")
def build_command(
    raw: Raw = RAW,
    warehouse: Warehouse = WAREHOUSE,
    workers: Workers = None,
    executor: Executor = "local",
    keep: Keep = KEPT,
    wait: Wait = 0,
    again: Again = False,
    verify_all: VerifyAll = False,
) -> None:
    """Read what is new, shape, prove, audit, publish. Exit status: 0 well, 3 well but something was skipped, 1 not published."""
    set_up_log()
    console = Console(stderr=True)
    try:
        with progress_bars() as bars:
            witness = partial(ask, workers=workers, progress=bars.looking)
            ingest = reading(executor, workers, bars.reading, verify_all)
            built = build(Plan(raw, warehouse, keep, wait, again), ingest, witness=witness)
    except BuildError as problem:
        console.print(labelled("red", "not published", problem), highlight=False)
        raise typer.Exit(EXIT_NOT_PUBLISHED) from problem
    _tell(built, console)
    raise typer.Exit(built.exit_code)


def _tell(built: Built, console: Console) -> None:
    """Print the summary. What is published is published: a terminal that went away does not make it a failure."""
    try:
        print_summary(built, console)
    except (OSError, duckdb.Error, MarkupError) as problem:
        log.warning("summary not printed", reason=str(problem))


@app.command("query")
def query_command(
    warehouse: Warehouse = WAREHOUSE,
    sql: Annotated[str | None, typer.Option("--sql", help="One statement; a prompt without it.")] = None,
) -> None:
    """Ask the published warehouse, read-only."""
    raise typer.Exit(query_module.query(warehouse, sql))


@app.command("docs")
def docs_command(warehouse: Warehouse = WAREHOUSE) -> None:
    """Write the documentation of all models and columns as one HTML file beside the warehouse's Data Docs."""
    set_up_log()
    try:
        page = document_models(Plan(RAW, warehouse))
    except BuildError as problem:
        Console(stderr=True).print(labelled("red", "no documentation", problem), highlight=False)
        raise typer.Exit(1) from problem
    Console(stderr=True).print(plain(page), highlight=False)


@app.command("report")
def report_command(
    raw: Raw = RAW,
    warehouse: Warehouse = WAREHOUSE,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the pages; beside the warehouse by default.")] = None,
    only: Annotated[str | None, typer.Option("--only", help="File names to write, with * and ?; all by default.")] = None,
) -> None:
    """Write one page per filing with its findings on the printed page, and an index over all. Exit status: 0, 3 without some, 1."""
    from mingzhang.report.write import ReportError, write_reports

    try:
        written = write_reports(warehouse, raw, out or warehouse.parent / "reports" / warehouse.stem, only)
    except (ReportError, OSError, duckdb.Error) as problem:
        Console(stderr=True).print(labelled("red", "no report", problem), highlight=False, soft_wrap=True)
        raise typer.Exit(1) from problem
    for name in written.without_pdf:
        Console(stderr=True).print(labelled("yellow", "no pictures", f"{name}: not in {raw}"), highlight=False, soft_wrap=True)
    for name, reason in written.failed:
        Console(stderr=True).print(labelled("red", "no page", f"{name}: {reason}"), highlight=False, soft_wrap=True)
    if only and not written.page_count and not written.failed:
        Console(stderr=True).print(labelled("red", "no report", f"no filing is called {only}"), highlight=False, soft_wrap=True)
        raise typer.Exit(1)
    Console(stderr=True).print(plain(f"{written.page_count} pages, {written.index}"), highlight=False, soft_wrap=True)
    raise typer.Exit(EXIT_PUBLISHED_WITH_SKIPS if written.failed else 0)


def _print_report(report: IngestReport, console: Console) -> None:
    not_read = [*report.skipped, *report.failed]
    if not_read:
        table = Table("not read", "why", box=None, padding=(0, 2, 0, 0))
        for file in not_read:
            table.add_row(plain(file.file_path), plain(f"{file.reason_code}: {file.reason}"))
        console.print(table)
    statements, lines = sum(file.statement_count for file in report.read), sum(file.line_count for file in report.read)
    console.print(f"{len(report.read)} documents read: {statements} statements, {lines} amounts; {len(not_read)} files not read")


register(app)
page_commands.register(app)
register_data_commands(app)
