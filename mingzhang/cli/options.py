"""Options that several commands share, and what they are by default."""

import re
from pathlib import Path
from typing import Annotated

import typer

RAW, WAREHOUSE = Path("data/raw"), Path("data/warehouse/mingzhang.duckdb")

Raw = Annotated[Path, typer.Option("--raw", help="Folder with the filings, searched at any depth.")]
Warehouse = Annotated[Path, typer.Option("--warehouse", help="The published DuckDB file.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Reading processes; one per core by default.")]
Keep = Annotated[int, typer.Option("--keep", min=0, help="Earlier versions kept beside the published file.")]
Wait = Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for another build of the same warehouse.")]
VerifyAll = Annotated[bool, typer.Option("--verify-all", help="Hash every file of the folder, also those that nobody touched.")]
Again = Annotated[bool, typer.Option("--again", help="Build although nothing is new.")]


def checked_executor(name: str) -> str:
    """`local`, `dask://host:port` or `dask+tls://host:port`; anything else is wrong usage, said before a build begins."""
    if name != "local" and not re.fullmatch(r"dask(\+tls)?://[^/\s]+:\d+", name):
        raise typer.BadParameter(f"{name}: an executor is `local`, `dask://host:port` or `dask+tls://host:port`")
    return name


Executor = Annotated[
    str,
    typer.Option(
        "--executor", callback=checked_executor, help="Where documents are read: local, dask://host:port or dask+tls://host:port."
    ),
]
