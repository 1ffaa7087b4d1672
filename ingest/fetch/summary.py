"""What a fetch says at its end."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from ingest.fetch.run import FetchReport
from ingest.printable import plain

#: Failures that the summary lists; all of them are in the manifest.
SHOWN = 30


def print_fetched(report: FetchReport, console: Console) -> None:
    """Say what came, what was replaced, and what failed and why."""
    if replaced := report.of("replaced"):
        table = Table("replaced by its publisher", "the new version, beside the old one", box=None, padding=(0, 2, 0, 0))
        for entry in replaced:
            table.add_row(plain(entry.address), plain(entry.file_name or ""))
        console.print(table)
    if failed := report.of("failed"):
        table = Table("not fetched", "why", box=None, padding=(0, 2, 0, 0))
        for entry in failed[:SHOWN]:
            table.add_row(plain(entry.address or "(list of sources)"), plain(f"{entry.reason_code}: {entry.reason}"))
        console.print(table)
        if len(failed) > SHOWN:
            console.print(f"... and {len(failed) - SHOWN} more, in manifest.jsonl")
    console.print(counts(report), highlight=False)


def counts(report: FetchReport) -> str:
    """One line: how many addresses had which outcome."""
    outcomes = Counter(entry.outcome for entry in report.entries)
    return ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common()) or "no sources are listed"
