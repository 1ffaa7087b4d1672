"""The main job: read a folder, shape and prove, audit, publish. Any failure leaves the published file as it was.

    BuildError          not published; `.step` is the step that failed, the message says why
    ├── step "lock"     another build of the same file is running          (publish.BusyError)
    ├── step "ingest"   the folder is missing, or nothing in it could be read
    ├── step "transform" a model or a data test failed                     (transform.TransformError)
    ├── step "seal"     the file is not whole or not for older clients     (publish.PublishError)
    ├── step "audit"    a critical expectation failed, or none could run   (expectations.audit)
    └── step "publish"  the file could not be renamed                      (publish.PublishError)

Exit codes: 0 published, everything read; 3 published, but something in the folder was skipped; 1 not published.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import structlog

from expectations.audit import Audit, AuditError, audit
from expectations.data_docs import refused_page, write_data_docs
from expectations.suites import SuiteError
from ingest.publish import PublishError, create_next, publish, remove_database, seal, single_writer
from ingest.transform import Transformed, TransformError, transform, write_model_docs

EXIT_PUBLISHED = 0
EXIT_NOT_PUBLISHED = 1
EXIT_PUBLISHED_WITH_SKIPS = 3

#: Offenders of a failed audit that the message names; all of them are in the Data Docs.
OFFENDERS_SHOWN = 10

log = structlog.get_logger("build")


class BuildError(Exception):
    """The new file was not published; the old one is as it was."""

    def __init__(self, step: str, message: str) -> None:
        super().__init__(f"{step}: {message}")
        self.step = step


class IngestReport(Protocol):
    """What the ingest step says about a folder."""

    @property
    def read(self) -> Sequence[Any]:
        """Documents that were read."""

    @property
    def skipped(self) -> Sequence[Any]:
        """Files that were not, each with its reason."""

    @property
    def failed(self) -> Sequence[Any]:
        """Documents on which the reader itself failed."""


#: The ingest step: lands every document of a folder in the `raw` schema of a DuckDB file, with so many workers.
Ingest = Callable[[Path, Path, int | None], IngestReport]


@dataclass(frozen=True)
class Plan:
    """What to build from what, and where things lie meanwhile (on the same file system, so that a rename is atomic)."""

    raw_folder: Path
    warehouse: Path
    workers: int | None = None

    @property
    def work_folder(self) -> Path:
        """Everything that is not for analysts."""
        return self.warehouse.parent / ".work" / self.warehouse.stem

    @property
    def lock_file(self) -> Path:
        """Held while a build of this warehouse runs."""
        return self.work_folder.with_name(self.work_folder.name + ".lock")

    @property
    def landing_file(self) -> Path:
        """What ingest lands; read anew in every build."""
        return self.work_folder / "landing.duckdb"

    @property
    def next_file(self) -> Path:
        """The warehouse to be, until it is published."""
        return self.work_folder / "next.duckdb"

    @property
    def data_docs(self) -> Path:
        """The audit of the published file, as HTML."""
        return self.warehouse.parent / "data_docs" / self.warehouse.stem


@dataclass(frozen=True)
class Built:
    """A published build."""

    plan: Plan
    ingested: IngestReport
    transformed: Transformed
    audited: Audit
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 when everything in the folder was read, 3 when something was skipped."""
        return EXIT_PUBLISHED_WITH_SKIPS if self.ingested.skipped or self.ingested.failed else EXIT_PUBLISHED


def build(
    plan: Plan, ingest: Ingest, shape: Callable[..., Transformed] = transform, examine: Callable[[Path], Audit] = audit
) -> Built:
    """Write, audit, publish."""
    seconds: dict[str, float] = {}
    with ExitStack() as held:
        with _step("lock", seconds, PublishError, OSError):
            held.enter_context(single_writer(plan.lock_file))
        with _step("ingest", seconds, OSError, duckdb.Error):
            ingested = _ingest(plan, ingest)
        with _step("transform", seconds, TransformError, OSError, duckdb.Error):
            create_next(plan.next_file)
            work = held.enter_context(plainly_named(plan.work_folder))
            transformed = shape(work / plan.landing_file.name, work / plan.next_file.name, work)
        with _step("seal", seconds, PublishError, duckdb.Error):
            seal(plan.next_file)
        with _step("audit", seconds, AuditError, SuiteError):
            audited = _examine(plan, examine, work / plan.next_file.name)
        with _step("publish", seconds, PublishError, OSError):
            publish(plan.next_file, plan.warehouse)
        try:
            write_data_docs(audited, plan.data_docs, plan.warehouse)
        except OSError as problem:  # the warehouse is published all the same
            log.warning("data docs not written", folder=str(plan.data_docs), reason=str(problem))
    return Built(plan, ingested, transformed, audited, seconds)


def document_models(plan: Plan) -> Path:
    """Write the documentation of all models beside the Data Docs; works on a copy, the published file is only read."""
    if not plan.warehouse.is_file() or not plan.landing_file.is_file():
        raise BuildError("docs", f"{plan.warehouse}: build it first, its landing file is needed too")
    page = plan.data_docs / "models.html"
    seconds: dict[str, float] = {}
    with ExitStack() as held:
        with _step("lock", seconds, PublishError, OSError):
            held.enter_context(single_writer(plan.lock_file))
        with _step("docs", seconds, TransformError, OSError):
            remove_database(plan.next_file)
            shutil.copyfile(plan.warehouse, plan.next_file)
            work = held.enter_context(plainly_named(plan.work_folder))
            write_model_docs(work / plan.landing_file.name, work / plan.next_file.name, work, page)
            remove_database(plan.next_file)
    return page


def _ingest(plan: Plan, ingest: Ingest) -> IngestReport:
    if not plan.raw_folder.is_dir():
        raise BuildError("ingest", f"{plan.raw_folder}: no such folder")
    plan.work_folder.mkdir(parents=True, exist_ok=True)
    remove_database(plan.landing_file)
    report = ingest(plan.raw_folder, plan.landing_file, plan.workers)
    if not report.read:
        # an empty warehouse would otherwise replace a full one on the night when the folder is not mounted
        raise BuildError(
            "ingest", f"{plan.raw_folder}: no document could be read ({len(report.skipped) + len(report.failed)} skipped)"
        )
    return report


def _examine(plan: Plan, examine: Callable[[Path], Audit], next_file: Path) -> Audit:
    audited = examine(next_file)
    if audited.blocking:
        write_data_docs(audited, plan.data_docs, plan.warehouse, refused=True)
        raise BuildError("audit", refusal(audited) + f"\n  all of it: {refused_page(plan.data_docs)}")
    return audited


def refusal(audited: Audit) -> str:
    """Say which critical expectations failed, naming documents, pages and figures."""
    lines = [f"{len(audited.blocking)} critical expectation(s) failed, the published file stays as it was"]
    for outcome in audited.blocking:
        lines.append(f"  {outcome.check.title}: {outcome.check.says}")
        lines += (
            [f"    {outcome.error}"] if outcome.error else [f"    {finding}" for finding in outcome.findings[:OFFENDERS_SHOWN]]
        )
        if outcome.finding_count > OFFENDERS_SHOWN:
            lines.append(f"    ... and {outcome.finding_count - OFFENDERS_SHOWN} more")
    return "\n".join(lines)


@contextmanager
def plainly_named(folder: Path) -> Iterator[Path]:
    """A second name for a folder, without the #, % and $ that dbt and Great Expectations take for parts of an address."""
    with TemporaryDirectory(prefix="mingzhang-") as elsewhere:
        link = Path(elsewhere) / "work"
        link.symlink_to(folder.absolute(), target_is_directory=True)
        yield link


@contextmanager
def _step(name: str, seconds: dict[str, float], *expected: type[Exception]) -> Iterator[None]:
    """Time a step and say its name when it fails in a foreseen way; a BuildError from within passes as it is."""
    started = time.monotonic()
    try:
        yield
    except BuildError:
        raise
    except expected as problem:
        raise BuildError(name, str(problem)) from problem
    seconds[name] = time.monotonic() - started
    log.info("step done", step=name, seconds=round(seconds[name], 2))
