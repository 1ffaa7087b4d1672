"""Run dbt in this process: landing file in, the next warehouse file filled.

TransformError      a model could not be built or a data test failed; names both, with the first offending rows
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import structlog

from expectations.violation import Violation
from ingest.sql_text import sql_text
from mingzhang.warehouse.offenders import offending_filings
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.replay import CannotReplay, replay, save_plan
from mingzhang.warehouse.sentences import SentenceError, say_marts

DBT_PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"

#: What is landed after the models have named the findings; the verdicts depend on it.
WITNESS_MODELS = ("stg_witness_pages", "stg_witness_readings")

#: Problems and rows that a message shows; the rest is in the log and in the file.
SHOWN = 5

log = structlog.get_logger("transform")


class TransformError(Exception):
    """dbt did not complete; the message names models and tests.

    `violations` are the filings that failed data tests name; `broken` is the first node that failed without naming any.
    """

    def __init__(self, message: str, violations: Sequence[Violation] = (), broken: Any = None) -> None:
        super().__init__(message)
        self.violations = tuple(violations)
        self.broken = broken

    @property
    def first_cause(self) -> str:
        """The first line that says what went wrong."""
        return next((line.strip() for line in str(self).splitlines()[1:]), str(self))


@dataclass(frozen=True)
class Transformed:
    """What dbt did."""

    model_count: int
    test_count: int
    warnings: tuple[str, ...]  # data tests of severity warn that found rows


def transform(
    landing_file: Path,
    next_file: Path,
    work_folder: Path,
    project: Path = DBT_PROJECT,
    are_models_proved: bool = False,
    project_version: str | None = None,
) -> Transformed:
    """Build all seeds, models and tests of the dbt project into `next_file`; unit tests only of models that are not proved yet.

    With the version of the project a plan is left behind, from which the next build goes faster.
    """
    if not (project / "dbt_project.yml").is_file():
        raise TransformError(f"{project}: no dbt project there")
    skipped = ["--exclude-resource-type", "unit_test"] if are_models_proved else []
    results = _build(landing_file, next_file, skipped + _paths(project, work_folder))
    if project_version:
        save_plan(results, next_file, work_folder, project_version)
    _say(next_file)
    return Transformed(
        model_count=sum(result.node.resource_type == "model" for result in results),
        test_count=sum(result.node.resource_type in ("test", "unit_test") for result in results),
        warnings=tuple(f"{result.node.name}: {result.message}" for result in results if result.status == "warn"),
    )


def transform_again(
    landing_file: Path,
    next_file: Path,
    work_folder: Path,
    project_version: str,
    are_models_proved: bool,
    is_replayed: bool,
    meanwhile: Callable[[], None] = lambda: None,
) -> Transformed:
    """The same from the plan of an earlier build of the same project, without dbt; by dbt where there is none, and a plan from that."""
    if is_replayed:
        try:
            replayed = Transformed(*replay(landing_file, next_file, work_folder, project_version, meanwhile))
            _say(next_file)
            return replayed
        except CannotReplay as problem:
            log.info("built by dbt", reason=str(problem))
            create_next(next_file)
    return transform(landing_file, next_file, work_folder, are_models_proved=are_models_proved, project_version=project_version)


def look_again(landing_file: Path, next_file: Path, work_folder: Path, project: Path = DBT_PROJECT) -> None:
    """Build and test again, in a file that is built already, what depends on the answers of the witness."""
    selected = ["--select", *(f"{model}+" for model in WITNESS_MODELS), "--exclude-resource-type", "unit_test"]
    _build(landing_file, next_file, selected + _paths(project, work_folder))
    _say(next_file)


def run_models(landing_file: Path, next_file: Path, work_folder: Path, selection: str, project: Path = DBT_PROJECT) -> list[Any]:
    """Build a selection of models and the seeds they read into `next_file`, without tests: for measuring. Returns what was built."""
    selected = ["--select", *selection.split(), "--exclude-resource-type", "test", "unit_test"]
    results = _build(landing_file, next_file, selected + _paths(project, work_folder))
    _say(next_file)
    return [result.node for result in results]


def _say(next_file: Path) -> None:
    """Sentences for people, of the marts that were built."""
    try:
        say_marts(next_file)
    except SentenceError as problem:
        raise TransformError(str(problem)) from problem


def _build(landing_file: Path, next_file: Path, arguments: list[str]) -> list[Any]:
    """What dbt did, step by step; TransformError when a step failed."""
    with _environment(MINGZHANG_LANDING=str(landing_file.absolute()), MINGZHANG_NEXT=str(next_file.absolute())):
        results = list(_run_dbt(["build", *arguments]))
    problems = [result for result in results if result.status in ("error", "fail", "runtime error")]
    if problems:
        named = {result.node.unique_id: offending_filings(result, next_file) for result in problems}
        unnamed = [result.node for result in problems if not named[result.node.unique_id]]
        raise TransformError(
            _explain(problems, landing_file, next_file, skipped=_count(results, "skipped")),
            [violation for violations in named.values() for violation in violations],
            unnamed[0] if unnamed else None,
        )
    return results


def breaks(landing_file: Path, next_file: Path, work_folder: Path, broken: Any, project: Path = DBT_PROJECT) -> bool:
    """Whether a node that broke breaks again on what the landing file holds now; only it and what it reads are built."""
    create_next(next_file)
    tests = [] if broken.resource_type == "test" else ["--exclude-resource-type", "test", "unit_test"]
    try:
        _build(landing_file, next_file, ["--select", f"+{broken.name}", *tests, *_paths(project, work_folder)])
    except TransformError:
        return True
    return False


def write_model_docs(landing_file: Path, next_file: Path, work_folder: Path, page: Path, project: Path = DBT_PROJECT) -> None:
    """Write dbt's documentation of every model and column as one HTML file; `next_file` is any copy of a built warehouse."""
    with _environment(MINGZHANG_LANDING=str(landing_file.absolute()), MINGZHANG_NEXT=str(next_file.absolute())):
        _run_dbt(["docs", "generate", "--static", *_paths(project, work_folder)])
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(work_folder.absolute() / "dbt" / "static_index.html", page)


def _paths(project: Path, work_folder: Path) -> list[str]:
    folder = work_folder.absolute() / "dbt"
    return [
        "--project-dir",
        str(project),
        "--profiles-dir",
        str(project),
        "--target-path",
        str(folder),
        "--log-path",
        str(folder),
    ]


def _run_dbt(arguments: list[str]) -> Any:
    from dbt.cli.main import dbtRunner  # a second of imports: only when there is something to transform

    try:
        outcome = dbtRunner().invoke(["--log-level", "none", "--no-print", "--no-use-colors", *arguments])
    finally:
        _close_connections()
    if outcome.exception is not None:
        raise TransformError(f"dbt stopped: {outcome.exception}")
    return outcome.result


def _close_connections() -> None:
    """Close dbt's DuckDB handle: as long as it is open in this process, a reconnect returns its cached state."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    DuckDBConnectionManager.close_all_connections()


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set the variables that the dbt profile reads, and put back what was there before."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _count(results: Iterable[Any], status: str) -> int:
    return sum(result.status == status for result in results)


def _explain(problems: list[Any], landing_file: Path, next_file: Path, skipped: int) -> str:
    lines = [f"dbt: {len(problems)} failed, {skipped} skipped because of that"]
    for result in problems[:SHOWN]:
        lines.append(f"  {result.node.resource_type} {result.node.name}: {' '.join(str(result.message).split())}")
        if result.status == "fail":
            lines += [f"    {row}" for row in _offending_rows(result.node.compiled_code, landing_file, next_file)]
    return "\n".join(lines)


def _offending_rows(query: str | None, landing_file: Path, next_file: Path) -> list[str]:
    """Rows that a failed data test found, in the words of the warehouse; none when the query cannot be repeated."""
    if not query:
        return []
    try:
        with duckdb.connect() as connection:
            for file in (next_file, landing_file):
                connection.execute(f"ATTACH {sql_text(file)} AS {file.stem} (READ_ONLY)")
            connection.execute(f"USE {next_file.stem}")
            found = connection.execute(f"SELECT * FROM ({query}) LIMIT {SHOWN}")
            names = [column[0] for column in found.description]
            return [", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.Error:
        return []
