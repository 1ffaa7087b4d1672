"""Put known faults into filings and see what reconciliation makes of them: detected, located, restored, proposed wrongly.

    python -m tools.bench.proof --raw FOLDER [--faults N] [--printed N] [--seed N] [--keep FOLDER]

Faults in rows measure the models: every fault gets its own copy of its document (a new document_key), and dbt runs once over all
copies. Faults in print measure the whole house: another figure in the PDF itself, in a table or in the prose, and the file read anew.
A filing's own broken identities are no fault of ours: only what the copy adds is counted.
"""

import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from ingest.landing.ingest import ingest_folder
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tools.bench.copies import count_unrefutable, read_filings, rows_of, write_copies
from tools.bench.faults import TRIPLE, ZERO, Fault, Filing, Row, draw, place_of
from tools.bench.judged import hold_against, judged_findings, show_what_is_said, summary
from tools.bench.printed import draw_printed, land_printed


@dataclass(frozen=True)
class Outcome:
    """What was made of one fault."""

    fault: Fault
    findings: list[Row]
    detected: bool
    located: int
    restored: int
    wrong: int
    expected: int


def measure(landing: Path, folder: Path, count: int, seed: int, say: Callable[[str], None]) -> list[Outcome]:
    """Draw faults over the documents of a landing file and judge what the models make of them; files stay in `folder`."""
    built, copies, copied = (folder / f"{name}.duckdb" for name in ("built", "copies", "copied"))
    say(f"models on the filings as they are: {_build(landing, built, folder):.1f} s")
    filings = read_filings(built)
    say(_targets(filings))
    say(f"{count_unrefutable(built)} more take part only in identities that prove without being able to refute: not drawn")
    faults, unseen = draw(filings, count, random.Random(seed))
    say("drawn and not counted, since every identity stays inside its interval: " + _listed(unseen))
    write_copies(landing, built, faults, copies)
    say(f"models on {len(faults)} copies: {_build(copies, copied, folder):.1f} s")
    return judge(built, copied, {f"{number:016x}" + fault.document_key[16:]: fault for number, fault in enumerate(faults)})


def measure_printed(raw: Path, folder: Path, count: int, seed: int, console: Console) -> None:
    """Exchange printed figures in copies of the files, read them, and show what is made of them."""
    built, landing, judged = (folder / f"{name}.duckdb" for name in ("built", "printed_landing", "printed"))
    drawn = draw_printed(built, raw, folder / "printed", count, random.Random(seed))
    printed = land_printed(drawn, folder / "printed", built, landing)
    console.print(f"models on {len(printed)} altered files: {_build(landing, judged, folder):.1f} s")
    show(
        "faults printed in the files themselves", judge(built, judged, {key: one.fault for key, one in printed.items()}), console
    )
    for one in (one for one in printed.values() if not one.is_read):
        console.print(f"not read as printed: {one.file_name} ({one.fault.kind}, {one.altered_text})")


def _build(landing: Path, built: Path, folder: Path) -> float:
    create_next(built)
    started = time.perf_counter()
    run_models(landing, built, folder, "+fact_finding")
    return time.perf_counter() - started


def _targets(filings: Sequence[Filing]) -> str:
    amounts = [(filing, key) for filing in filings for key in (*filing.targets, *filing.zeros)]
    singles = sum(len({one.figures for one in filing.sums[key]}) == 1 for filing, key in amounts)
    return f"{len(amounts)} amounts of {len(filings)} filings take part in an identity, {singles} of them in a single one"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "none"


def judge(built: Path, copied: Path, faults: dict[str, Fault]) -> list[Outcome]:
    """Compare what the copies (document key -> its fault) break and propose with what their originals do."""
    with duckdb.connect(str(built), read_only=True) as connection:
        known = {
            (row["document_key"], _identity(row["reconciliation_key"]))
            for row in rows_of(
                connection, "select document_key, reconciliation_key from intermediate.int_evaluations where status = 'broken'"
            )
        }
    by_copy: dict[str, list[Row]] = {}
    with duckdb.connect(str(copied), read_only=True) as connection:
        for row in rows_of(connection, "select * from marts.fact_finding"):
            fault = faults.get(row["document_key"])
            if fault and any((fault.document_key, _identity(key)) not in known for key in row["reconciliation_keys"]):
                by_copy.setdefault(row["document_key"], []).append(row)
    return [_outcome(fault, by_copy.get(document_key, [])) for document_key, fault in faults.items()]


def _identity(reconciliation_key: str) -> str:
    """Without its document, which both hands of a comparison name."""
    return re.sub(r"(?<=[@=])[0-9a-f]{16}:", "", reconciliation_key)


def _outcome(fault: Fault, findings: list[Row]) -> Outcome:
    """Strict: what names another cell beside the faulty one has not located it, what restores half of an exchange nothing."""
    answers = [_answer(row) for row in findings]
    right = [answer for answer in answers if answer and answer.items() <= fault.restored.items()]
    places = set(fault.restored)
    named = [_named(row) for row in findings if _named(row)]
    if fault.kind == TRIPLE:
        expected = 3
        located = len(places & {place for cells in named for place in cells})
        restored = len({place for answer in right for place in answer})
    else:
        expected = 1
        located = int(bool(named) and all(cells <= places for cells in named))
        restored = int({place for answer in right for place in answer} == places)
    wrong = sum(bool(answer) and answer not in right for answer in answers)
    return Outcome(fault, findings, bool(findings), located, restored, wrong, expected)


def _named(row: Row) -> set[str]:
    """The places that a finding points at; a figure of the prose is a place as well, and none that we have touched."""
    keys = [row["statement_line_key"], row["claim_key"], row["proposed_place"]]
    return {place_of(key) for key in (*keys, row["statement_key"] if row["finding_kind"] == "unit" else None) if key}


def _answer(row: Row) -> dict[str, Decimal | None]:
    """What a finding would put where: place -> amount; empty when it proposes nothing."""
    if row["finding_kind"] == "unit" and row["statement_key"]:
        return {place_of(row["statement_key"]): None}
    figure = place_of(row["statement_line_key"] or row["claim_key"] or "")
    if row["finding_kind"].startswith("shifted"):
        return {figure: None, place_of(row["proposed_place"]): row["printed_yuan"]}
    if row["proposed_text"] is None:
        return {}
    answer = {figure: row["proposed_yuan"]}
    if row["finding_kind"] == "swapped":
        answer[place_of(row["proposed_place"])] = row["printed_yuan"]
    return answer


def show(title: str, outcomes: list[Outcome], console: Console) -> None:
    """One line per kind of fault, all of them, and apart from them three at once and printed zeros."""
    table = Table(title=title, title_justify="left")
    for heading in ("fault", "injected", "detected", "located", "restored", "wrong proposals"):
        table.add_column(heading, justify="left" if heading == "fault" else "right", no_wrap=True)
    apart = (TRIPLE, ZERO)
    kinds = list(dict.fromkeys(outcome.fault.kind for outcome in outcomes if outcome.fault.kind not in apart))
    groups = {kind: [one for one in outcomes if one.fault.kind == kind] for kind in kinds}
    groups["all single faults"] = [one for one in outcomes if one.fault.kind not in apart]
    groups |= {kind: [one for one in outcomes if one.fault.kind == kind] for kind in apart}
    for name, group in groups.items():
        if not group:
            continue
        expected = sum(one.expected for one in group)
        shares = [sum(one.detected for one in group) / len(group)]
        shares += [sum(getattr(one, what) for one in group) / expected for what in ("located", "restored", "wrong")]
        table.add_row(
            name, str(len(group)), *(f"{share:.1%}" for share in shares), end_section=name in (kinds[-1], "all single faults")
        )
    console.print(table)


def main(
    raw: Annotated[Path, typer.Option("--raw", help="Folder with filings; each takes its share of the faults.")],
    faults: Annotated[int, typer.Option("--faults", help="Faults of each kind.")] = 150,
    printed: Annotated[int, typer.Option("--printed", help="Faults printed in tables, and as many in prose.")] = 40,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the dice.")] = 1,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Folder for the files of the run; reused when it has a landing file.")
    ] = None,
) -> None:
    """Measure how well reconciliation finds, locates and restores faults."""
    console = Console(width=120)
    folder = keep or Path(tempfile.mkdtemp(prefix="bench-proof-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        landing = folder / "landing.duckdb"
        if not landing.exists():
            ingest_folder(raw, landing)
        outcomes = measure(landing, folder, faults, seed, console.print)
        show("faults in amounts of at least one identity", outcomes, console)
        crossed = [one for one in outcomes if one.fault.witness_count > 1]
        show("of these, faults that at least two identities see", crossed, console)
        measure_printed(raw, folder, printed, seed, console)
        show_what_is_said(landing, folder / "built.duckdb", folder)
        if held := hold_against(folder / "built.duckdb", judged_findings()):
            console.print(summary(held))
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    typer.run(main)
