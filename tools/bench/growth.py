"""What each model costs at n and at 4 n filings, and each step after them: nothing in a build may grow faster than the filings do.

Landed filings are copied (`tools.bench.grown`), every model is built on both sizes, one after the other, by the query that dbt
compiles; then the file is compared with a copy of itself, audited, and looked through for pages to write. A model is reported when its CPU time or the rows out of its largest join grow by more than `BOUND` while the filings grow
fourfold. Models that take less than `NOISE_SECONDS` at the larger size are not judged by their time.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
from rich.table import Table

from expectations.audit import audit, load_libraries
from ingest.sql_text import sql_text
from mingzhang.report.shown import digests
from mingzhang.warehouse.changes import write_changes
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tools.bench.grown import write_grown

#: Filings grow by this factor from one size to the next.
FACTOR = 4
#: A cost may grow by no more than this while the filings grow by `FACTOR`.
BOUND = 5.0
#: What a model costs whatever there is to do; below it a ratio says nothing.
NOISE_SECONDS = 0.2


@dataclass(frozen=True)
class Cost:
    """What one model took."""

    cpu_seconds: float
    peak_megabytes: float  # the largest resident size of this process meanwhile
    row_count: int
    joined_rows: int  # out of its largest join


@dataclass(frozen=True)
class Growth:
    """One model at both sizes."""

    model: str
    small: Cost
    large: Cost

    @property
    def cpu_ratio(self) -> float:
        return self.large.cpu_seconds / max(self.small.cpu_seconds, NOISE_SECONDS / FACTOR)

    @property
    def join_ratio(self) -> float:
        return self.large.joined_rows / max(self.small.joined_rows, 1)

    @property
    def is_too_fast(self) -> bool:
        is_slow = self.large.cpu_seconds > NOISE_SECONDS and self.cpu_ratio > BOUND
        return is_slow or (self.large.joined_rows > 10_000 and self.join_ratio > BOUND)


def growth(landing: Path, place: Path, times: int = 1, selection: str = "*") -> list[Growth]:
    """Costs of every model, or of a selection, on `times` copies of the landed filings, and on four times as many; the dearest first."""
    place.mkdir(parents=True, exist_ok=True)
    compiled = place / "compiled" / "next.duckdb"
    create_next(compiled)
    nodes = run_models(landing, compiled, place, selection)
    costs = []
    for count in (times, times * FACTOR):
        grown = place / f"grown{count}.duckdb"
        write_grown(landing, count, grown)
        costs.append(dict(_build(nodes, compiled, grown, place / str(count))))
        grown.unlink()
    found = [Growth(model, costs[0][model], large) for model, large in costs[1].items()]
    return sorted(found, key=lambda each: -each.large.cpu_seconds)


def _build(nodes: list[Any], compiled: Path, landing: Path, place: Path) -> Iterator[tuple[str, Cost]]:
    """Fill a file with the seeds and then model by model."""
    models = {node.unique_id: node for node in nodes if node.resource_type == "model"}
    following = place / "next.duckdb"  # the compiled queries name their catalog
    create_next(following)
    with duckdb.connect(str(following)) as connection:
        connection.execute(f"ATTACH {sql_text(compiled)} AS compiled (READ_ONLY)")
        connection.execute(f"ATTACH {sql_text(landing)} AS landing (READ_ONLY)")
        for schema in sorted({node.schema for node in nodes}):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        for node in nodes:
            if node.resource_type == "seed":
                connection.execute(f"CREATE TABLE {node.schema}.{node.alias} AS FROM compiled.{node.schema}.{node.alias}")
        connection.execute("PRAGMA enable_profiling = 'json'")
        connection.execute(f"PRAGMA profiling_output = {sql_text(place / 'profile.json')}")
        order = TopologicalSorter(
            {key: [need for need in node.depends_on.nodes if need in models] for key, node in models.items()}
        )
        for key in order.static_order():
            yield models[key].name, _cost(connection, models[key], place / "profile.json")
    if any(node.name == "fact_finding" for node in nodes):  # all models, or a selection that no step can do with
        yield from _steps(following)
    following.unlink()


def _steps(built: Path) -> Iterator[tuple[str, Cost]]:
    """What follows the models in a build, on a file in which nothing is otherwise than in the one before."""
    before = built.with_name("before.duckdb")
    shutil.copyfile(built, before)
    yield "(changes)", _cost_of(lambda: write_changes(built, before, is_same_project=True))
    before.unlink()
    load_libraries()
    yield "(audit)", _cost_of(lambda: audit(built))
    yield "(pages to write)", _cost_of(lambda: _digests(built))


def _digests(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as connection:
        digests(connection, built.name)


def _cost_of(step: Callable[[], object]) -> Cost:
    _count_peak_anew()
    began = time.process_time()
    step()
    return Cost(time.process_time() - began, _peak_megabytes(), 0, 0)


def _cost(connection: duckdb.DuckDBPyConnection, node: Any, profile: Path) -> Cost:
    table = f"{node.schema}.{node.alias}"
    _count_peak_anew()
    began = time.process_time()
    connection.execute(f"CREATE TABLE {table} AS {node.compiled_code}")
    cpu = time.process_time() - began
    joined = max(_joined(json.loads(profile.read_text(encoding="utf-8"))["operator"]), default=0)
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return Cost(cpu, _peak_megabytes(), int(row[0]) if row else 0, joined)


def _joined(operators: list[dict[str, Any]]) -> Iterator[int]:
    for operator in operators:
        if "JOIN" in operator["type"] or operator["type"] == "CROSS_PRODUCT":
            yield int(operator["intermediate_rows"])
        yield from _joined(operator.get("children", []))


def _count_peak_anew() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_megabytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def table_of(found: list[Growth], shown: int = 25) -> Table:
    """The dearest models, and all that grow too fast."""
    table = Table("model", "rows", "joined rows", "×", "CPU s", "4 n", "×", "peak MB", "4 n", "", box=None)
    for number, each in enumerate(found):
        if number < shown or each.is_too_fast:
            table.add_row(
                each.model,
                f"{each.large.row_count:,}",
                f"{each.large.joined_rows:,}",
                f"{each.join_ratio:.1f}",
                f"{each.small.cpu_seconds:.2f}",
                f"{each.large.cpu_seconds:.2f}",
                f"{each.cpu_ratio:.1f}",
                f"{each.small.peak_megabytes:.0f}",
                f"{each.large.peak_megabytes:.0f}",
                "TOO FAST" if each.is_too_fast else "",
            )
    sums = [sum(getattr(each, size).cpu_seconds for each in found) for size in ("small", "large")]
    table.add_row("together", "", "", "", *(f"{value:.1f}" for value in sums), f"{sums[1] / max(sums[0], 0.01):.1f}", "", "")
    return table
