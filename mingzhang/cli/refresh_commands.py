"""Commands around the published file: the nightly refresh, its status, earlier versions and the way back to one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ingest.printable import labelled, plain, printable
from mingzhang.cli.options import RAW, WAREHOUSE, Executor, Keep, Raw, VerifyAll, Wait, Warehouse, Workers
from mingzhang.cli.terminal import reading, set_up_log
from mingzhang.warehouse.build import BuildError, roll_back_to
from mingzhang.warehouse.checksums import verify
from mingzhang.warehouse.history import moment
from mingzhang.warehouse.nightly import nightly, notify
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.status import MAX_AGE_HOURS, Status, as_json, checked_at, hours, status_of
from mingzhang.warehouse.versions import KEPT, Shelf, Version, list_versions


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, command in (
        ("nightly", nightly_command),
        ("status", status_command),
        ("versions", versions_command),
        ("rollback", rollback_command),
        ("verify", verify_command),
    ):
        app.command(name)(command)


def nightly_command(
    raw: Raw = RAW,
    warehouse: Warehouse = WAREHOUSE,
    sources: Annotated[
        Path | None, typer.Option("--sources", help="The list of addresses; sources.csv in the folder by default.")
    ] = None,
    workers: Workers = None,
    executor: Executor = "local",
    keep: Keep = KEPT,
    wait: Wait = 0,
    verify_all: VerifyAll = False,
    notify_command: Annotated[
        str | None, typer.Option("--notify", help="Shell command that gets the summary line on stdin.")
    ] = None,
) -> None:
    """Fetch, build, audit, publish, report; one line on stdout. Exit status as of build: 0, 3 with gaps, 1 not published."""
    set_up_log()
    if sources and not sources.is_file():
        raise typer.BadParameter(f"{sources}: no such file", param_hint="--sources")

    def report() -> None:
        from mingzhang.report.write import write_reports  # only after a publication

        write_reports(warehouse, raw, warehouse.parent / "reports" / warehouse.stem, are_known_kept=True)

    ingest = reading(executor, workers, verify_all=verify_all)
    night = nightly(Plan(raw, warehouse, keep, wait), ingest, sources or raw / "sources.csv", report)
    typer.echo(printable(night.summary))
    if notify_command:
        notify(notify_command, printable(night.summary))
    raise typer.Exit(night.exit_code)


def status_command(
    warehouse: Warehouse = WAREHOUSE,
    max_age: Annotated[float, typer.Option("--max-age", min=0, help="Hours since the last successful refresh.")] = MAX_AGE_HOURS,
    is_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how old the warehouse is, what it holds and what failed. Exit status: 0 fresh, 1 too old or the last refresh failed."""
    status = status_of(Shelf(warehouse), max_age)
    if is_json:
        typer.echo(json.dumps(as_json(status), ensure_ascii=False, indent=1))
    else:
        Console().print(_status_table(status))
    raise typer.Exit(status.exit_code)


def versions_command(warehouse: Warehouse = WAREHOUSE) -> None:
    """List the published version and the earlier ones that are kept."""
    versions = list_versions(Shelf(warehouse))
    if not versions:
        Console(stderr=True).print(plain(f"{warehouse}: nothing is published"), highlight=False)
        raise typer.Exit(1)
    table = Table(
        "version",
        "built (UTC)",
        "documents",
        "statements",
        "amounts",
        "broken",
        "proved %",
        "MB",
        "",
        box=None,
        padding=(0, 2, 0, 0),
    )
    for version in versions:
        table.add_row(*map(plain, _version_row(version)))
    Console(width=200 if not Console().is_terminal else None).print(table)


def verify_command(warehouse: Warehouse = WAREHOUSE) -> None:
    """Hash the published file and the kept versions. Exit status: 0 all are as they were published, 1 one is not or none is there."""
    found = list(verify(Shelf(warehouse)))
    for version in found:
        state = (
            labelled("red", "DAMAGED", f"{version.name}: {version.problem}") if version.problem else plain(f"ok {version.name}")
        )
        Console().print(state, highlight=False, soft_wrap=True)
    if not found:
        Console(stderr=True).print(plain(f"{warehouse}: nothing is published"), highlight=False)
    raise typer.Exit(1 if not found or any(version.problem for version in found) else 0)


def rollback_command(
    to: Annotated[str, typer.Option("--to", help="Name of a version, or the beginning of it: see versions.")],
    warehouse: Warehouse = WAREHOUSE,
    wait: Wait = 0,
) -> None:
    """Publish an earlier version again. It stays until something changes in what a build is made from."""
    set_up_log()
    console = Console(stderr=True, soft_wrap=True)
    try:
        version = roll_back_to(Plan(RAW, warehouse, wait_seconds=wait), to)
    except BuildError as problem:
        console.print(labelled("red", "nothing changed", problem), highlight=False)
        raise typer.Exit(1) from problem
    console.print(f"published again: {version.name}", highlight=False)


def _version_row(version: Version) -> list[str]:
    size = f"{version.byte_size / 1e6:.1f}"
    mark = "published" if version.is_published else ""
    if version.info is None:
        return [
            version.name,
            "?",
            *[""] * 5,
            size,
            " ".join(filter(None, [mark, version.problem or "of before meta.build_info"])),
        ]
    info = version.info
    counts = (info.document_count, info.statement_count, info.amount_count, info.broken_count, info.proved_pct)
    return [version.name, f"{info.built_at:%Y-%m-%d %H:%M:%S}", *map(str, counts), size, mark]


def _status_table(status: Status) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_row("state", "fresh" if status.is_fresh else "[red]LOOK[/]")
    for problem in status.problems:
        table.add_row("", plain(problem))
    now, history = datetime.now(UTC), status.history
    if status.published and status.published.info:
        info = status.published.info
        table.add_row("published", plain(f"{status.published.name}, built {hours(now - info.built_at)} ago"))
        counts = f"{info.document_count} documents, {info.skipped_count} skipped, {info.statement_count} statements, {info.amount_count} amounts"
        table.add_row("holds", f"{counts}, {info.broken_count} identities broken, {info.proved_pct} % proved")
    checked = checked_at(status.published, history, status.attempt)
    table.add_row("last success", f"{hours(now - checked)} ago" if checked else "none known")
    if history.failure:
        table.add_row("last failure", plain(f"{history.failure.at[:16]}Z {history.failure.message.split(chr(10))[0]}"))
    if history.rollback:
        table.add_row("rolled back", plain(f"{history.rollback.at[:16]}Z from {history.rollback.from_version}"))
    if status.is_running and status.attempt:
        table.add_row("running", f"since {hours(now - moment(status.attempt.began_at))}")
    table.add_row("versions", str(len(status.versions)))
    return table
