"""The long forms of two proofs, run by hand; the test suite runs short ones.

python -m tools.endurance kills   --rounds 30 [--little]
python -m tools.endurance readers --readers 8 --refreshes 10 [--little]
"""

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from tools.endurance.kills import STAGES, kill_at_random
from tools.endurance.readers import watch

app = typer.Typer(add_completion=False, help="Kill refreshes and read through refreshes, many times.")

Raw = Annotated[Path, typer.Option(help="Folder with PDFs.")]
Limit = Annotated[int, typer.Option(help="Filings to use.")]
Little = Annotated[bool, typer.Option("--little", help="With a reader and models that take milliseconds.")]


@app.command()
def kills(
    raw: Raw = Path("data/raw"),
    rounds: int = 30,
    complete_every: int = 3,
    limit: Limit = 3,
    seed: int = 1,
    little: Little = False,
) -> None:
    """kill -9 at random moments of a refresh."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        killed = kill_at_random(_kind(little), _filings(raw, limit), Path(folder), rounds, complete_every, seed)
    print(f"an undisturbed refresh took {killed.seconds_undisturbed:.1f} s; seed {seed}")
    print(f"{rounds} kills, in {', '.join(f'{stage} {killed.moments[stage]}' for stage in STAGES)}")
    print(f"seconds of the stages: {', '.join(f'{stage} {killed.usual.get(stage, 0):.2f}' for stage in STAGES)}")
    print(f"the published file opened and answered {killed.opened} times; {killed.completed} refreshes after kills completed")
    print(f"equal, row for row, to a build from nothing; {time.monotonic() - started:.0f} s in all")


@app.command()
def readers(raw: Raw = Path("data/raw"), readers: int = 8, refreshes: int = 10, limit: Limit = 3, little: Little = False) -> None:
    """Readers in a loop during refreshes."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        watched = watch(_kind(little), _filings(raw, limit), Path(folder), readers, refreshes)
    print(f"{readers} readers, {refreshes} refreshes, {watched.published} versions, of which readers saw {watched.seen}")
    print(
        f"{watched.answers} answers, {len(watched.errors)} errors, {len(watched.torn)} torn; {time.monotonic() - started:.0f} s in all"
    )
    for problem in (*watched.errors[:5], *watched.torn[:5]):
        print(f"  {problem}")
    raise typer.Exit(1 if watched.errors or watched.torn else 0)


def _kind(little: bool) -> str:
    return "little" if little else "real"


def _filings(raw: Path, limit: int) -> list[Path]:
    return sorted(raw.rglob("*.pdf"), key=lambda path: path.stat().st_size)[:limit]


if __name__ == "__main__":
    app()
