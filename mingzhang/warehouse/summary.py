"""What a build says at its end, read from the published file itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from expectations.audit import Outcome
from expectations.data_docs import published_page
from ingest.printable import labelled, plain
from mingzhang.warehouse.build import Built
from mingzhang.warehouse.ledger_share import LedgerShare, ledger_share
from mingzhang.warehouse.mart_shares import MartShare, mart_shares

#: Skipped files and warnings that the closing summary lists; all of them are in the file and the Data Docs.
SHOWN = 30


@dataclass(frozen=True)
class Figures:
    """The published file in numbers."""

    documents: Sequence[tuple[str, str, int]]  # disclosure kind, status, count
    skipped: Sequence[tuple[str, str, str]]  # file path, reason code, reason
    statement_count: int
    line_count: int
    unrecognised_table_count: int
    reconciliations: Sequence[tuple[str, int]]  # status, count
    mart_shares: Sequence[MartShare]
    ledger: LedgerShare


def figures_of(warehouse: Path) -> Figures:
    """Count what a published file holds."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:

        def rows(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        return Figures(
            documents=rows(
                "SELECT coalesce(disclosure_kind, '?'), CASE WHEN is_current THEN status ELSE 'superseded' END, count(*)"
                " FROM marts.dim_document GROUP BY ALL ORDER BY ALL"
            ),
            skipped=rows(
                "SELECT file_path, reason_code, reason FROM staging.stg_files WHERE outcome NOT IN ('read', 'set_apart') ORDER BY ALL"
            ),
            statement_count=rows("SELECT count(*) FROM staging.stg_statements")[0][0],
            line_count=rows("SELECT count(*) FROM marts.fact_statement_line")[0][0],
            unrecognised_table_count=rows("SELECT count(*) FROM staging.stg_tables WHERE outcome = 'unrecognised'")[0][0],
            reconciliations=rows("SELECT status, count(*) FROM marts.fact_reconciliation GROUP BY ALL ORDER BY ALL"),
            mart_shares=mart_shares(connection),
            ledger=ledger_share(connection),
        )


def print_summary(built: Built, console: Console) -> None:
    """Say what was read, what was not and why, what the audit warns of, and where things are."""
    figures = figures_of(built.plan.warehouse)
    _print_skipped(figures, console)
    for filing in built.set_apart[:SHOWN]:
        console.print(labelled("yellow", "set apart", filing), highlight=False, soft_wrap=True)
    if built.audited and built.transformed:
        _print_warnings(built.audited.warnings, built.transformed.warnings, console)
    for name in built.ingested.gone:
        console.print(
            labelled("yellow", "gone", f"{name}: no longer in the folder, out of the warehouse"),
            highlight=False,
            soft_wrap=True,
        )
    console.print(_totals(built, figures))


def _totals(built: Built, figures: Figures) -> Table:
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    kinds = ", ".join(f"{count} {kind} ({status})" for kind, status, count in figures.documents)
    table.add_row("documents", kinds)
    table.add_row("not read", str(len(figures.skipped)))
    if built.set_apart:
        table.add_row("set apart", f"{len(built.set_apart)} filing(s), in no fact: marts.dim_source_file says why")
    if lost := _lost(built, figures):
        table.add_row("without", lost)
    table.add_row(
        "statements",
        f"{figures.statement_count} with {figures.line_count} amounts; {figures.unrecognised_table_count} tables unrecognised",
    )
    table.add_row("pages", str(figures.ledger))
    table.add_row("identities", ", ".join(f"{count} {status}" for status, count in figures.reconciliations) or "none evaluated")
    for number, share in enumerate(figures.mart_shares):
        table.add_row("sum to the printed total" if number == 0 else "", f"{share} filings")
    if built.audited:
        table.add_row(
            "audit", f"{sum(o.passed for o in built.audited.outcomes)} of {len(built.audited.outcomes)} expectations hold"
        )
    if built.changes:
        table.add_row("changes", plain(built.changes))
    if built.note:
        table.add_row("note", plain(built.note))
    table.add_row("version", built.version)
    table.add_row("took", ", ".join(f"{step} {seconds:.1f} s" for step, seconds in built.seconds.items() if seconds >= 0.05))
    table.add_row("warehouse", plain(built.plan.warehouse))
    table.add_row("Data Docs", plain(published_page(built.plan.data_docs)))
    return table


def _lost(built: Built, figures: Figures) -> str:
    """What whoever sums the facts does without, in one line; empty when nothing is missing or doubtful."""
    warned = len(built.audited.warnings) if built.audited else 0
    parts = [
        f"the figures of {len(figures.skipped)} file(s) that were not read" if figures.skipped else "",
        f"all figures of {len(built.set_apart)} filing(s) that are set apart" if built.set_apart else "",
        f"a proof for what {warned} warning(s) name" if warned else "",
    ]
    return "; ".join(filter(None, parts))


def _print_skipped(figures: Figures, console: Console) -> None:
    if not figures.skipped:
        return
    table = Table(
        "not read", "why", title=f"{len(figures.skipped)} file(s) not read", title_justify="left", box=None, padding=(0, 2, 0, 0)
    )
    for file_path, reason_code, reason in figures.skipped[:SHOWN]:
        table.add_row(plain(file_path), plain(f"{reason_code}: {reason}"))
    console.print(table)
    if len(figures.skipped) > SHOWN:
        console.print(f"... and {len(figures.skipped) - SHOWN} more, in staging.stg_files")


def _print_warnings(audited: Sequence[Outcome], transformed: Sequence[str], console: Console) -> None:
    for outcome in audited:
        console.print(labelled("yellow", "warning", outcome.summary), highlight=False, soft_wrap=True)
    for warning in transformed:
        console.print(labelled("yellow", "warning", warning), highlight=False, soft_wrap=True)
