"""The main job: read what is new, shape and prove, audit, publish. Any failure leaves the published file as it was.

    BuildError          not published; `.step` is the step that failed, the message says why
    ├── step "lock"     another build of the same file is running          (durable_files.BusyError)
    ├── step "ingest"   the folder is missing, nothing in it could be read, or the cluster does not answer
    ├── step "transform" a model or a data test failed                     (transform.TransformError)
    ├── step "record"   the file could not be told what it is made from
    ├── step "seal"     the file is not whole or not for older clients     (publish.PublishError)
    ├── step "audit"    a critical expectation failed, or none could run   (expectations.audit)
    ├── step "publish"  the file could not be renamed                      (publish.PublishError)
    └── step "rollback" no such version, or a damaged one                  (versions.VersionError)

Exit codes: 0 published or nothing new, everything read; 3 the same, but something in the folder was skipped or set apart;
1 not published.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import structlog

from expectations.audit import Audit, AuditError, audit, load_libraries
from expectations.data_docs import refused_page, write_data_docs
from expectations.suites import SuiteError
from expectations.violation import Violation
from ingest.durable_files import BusyError, single_writer
from mingzhang.warehouse.attempts import FAILED, SUCCEEDED, Attempt, AttemptLog
from mingzhang.warehouse.build_info import BuildInfo, Inputs, inputs_of, read_build_info, write_build_info
from mingzhang.warehouse.changes import Changes, write_changes
from mingzhang.warehouse.changes_page import write_changes_pages
from mingzhang.warehouse.history import Failure, Success, now, read_history, remember
from mingzhang.warehouse.landing_file import set_aside_if_damaged
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.publish import PublishError, create_next, remove_database, seal
from mingzhang.warehouse.setting_apart import (
    SetApart,
    breaking_filings,
    documents_of,
    forget_other_decisions,
    read_set_apart,
    set_apart,
)
from mingzhang.warehouse.transform import Transformed, TransformError, breaks, look_again, transform_again, write_model_docs
from mingzhang.warehouse.versions import Version, VersionError, publish_keeping, published_name, roll_back
from mingzhang.witness.ask import Witnessed, ask

EXIT_PUBLISHED = 0
EXIT_NOT_PUBLISHED = 1
EXIT_PUBLISHED_WITH_SKIPS = 3

#: Offenders of a failed audit that the message names; all of them are in the Data Docs.
OFFENDERS_SHOWN = 10
#: How often the audit may set filings apart and ask again.
ROUNDS = 5

log = structlog.get_logger("build")


class BuildError(Exception):
    """The new file was not published; the old one is as it was."""

    def __init__(self, step: str, message: str, expectations: Sequence[str] = ()) -> None:
        super().__init__(f"{step}: {message}")
        self.step = step
        self.expectations = tuple(expectations)  # the critical expectations that failed


class IngestReport(Protocol):
    """What the ingest step says about a folder."""

    @property
    def read(self) -> Sequence[Any]:
        """Documents that were read, now or before."""

    @property
    def skipped(self) -> Sequence[Any]:
        """Files that were not, each with its reason."""

    @property
    def failed(self) -> Sequence[Any]:
        """Documents on which the reader itself failed."""

    @property
    def gone(self) -> Sequence[str]:
        """File names of documents that the folder no longer holds."""


#: Asks the pages on which the findings of a built file rest: raw folder, landing file, built file.
Witness = Callable[[Path, Path, Path], Witnessed]

#: The ingest step: brings the `raw` schema of a DuckDB file in line with a folder.
Ingest = Callable[[Path, Path], IngestReport]


@dataclass(frozen=True)
class Built:
    """A build that ended well: published, or with nothing new to publish."""

    plan: Plan
    ingested: IngestReport
    info: BuildInfo
    version: str  # name of the published version
    seconds: dict[str, float] = field(default_factory=dict)
    transformed: Transformed | None = None  # None, as the next two, when there was nothing new
    audited: Audit | None = None
    changes: Changes | None = None
    note: str | None = None  # why nothing was published, or what became of a rollback
    set_apart: tuple[SetApart, ...] = ()  # filings that were read, and could not be trusted

    @property
    def has_published(self) -> bool:
        return self.audited is not None

    @property
    def exit_code(self) -> int:
        """0 when everything in the folder was read and published, 3 when something was skipped or set apart."""
        has_gaps = self.ingested.skipped or self.ingested.failed or self.set_apart
        return EXIT_PUBLISHED_WITH_SKIPS if has_gaps else EXIT_PUBLISHED


def build(
    plan: Plan,
    ingest: Ingest,
    shape: Callable[..., Transformed] | None = None,
    examine: Callable[[Path], Audit] = audit,
    witness: Witness = ask,
) -> Built:
    """Bring the warehouse in line with the folder, under the lock; success and failure are remembered beside the versions."""
    seconds: dict[str, float] = {}
    started = time.monotonic()
    with ExitStack() as held:
        attempts = AttemptLog(plan.shelf)
        with _refused_attempt_noted(attempts), _step("lock", seconds, BusyError, OSError):
            held.enter_context(single_writer(plan.lock_file, plan.wait_seconds))
        with _step("record", seconds, OSError):
            attempt = attempts.begin()
        with _failure_remembered(plan, attempts, attempt):
            ingested, inputs = _read(plan, ingest, seconds)
            built = _unless_new(plan, ingested, inputs, seconds)
            if built is None:
                shape = shape or _shape(plan, inputs, witness, seconds)
                built = _write_audit_publish(plan, ingest, shape, examine, seconds, (ingested, inputs))
        success = Success(now(), built.info.built_at.isoformat(), built.has_published, round(time.monotonic() - started, 1))
        cleared = {"rollback": None} if built.has_published else {}
        try:
            remember(plan.shelf.history_file, success=success, **cleared)
        except OSError as problem:  # what is published stays published; the attempt tells of it
            log.warning("success not remembered", reason=str(problem))
        attempts.end(attempt, SUCCEEDED)
    return built


def _read(plan: Plan, ingest: Ingest, seconds: dict[str, float]) -> tuple[IngestReport, Inputs]:
    with _step("ingest", seconds, OSError, duckdb.Error, ImportError):
        if not plan.raw_folder.is_dir():
            raise BuildError("ingest", f"{plan.raw_folder}: no such folder")
        plan.work_folder.mkdir(parents=True, exist_ok=True)
        try:
            report = ingest(plan.raw_folder, plan.landing_file)
        except duckdb.Error:
            if not set_aside_if_damaged(plan.landing_file):
                raise
            report = ingest(plan.raw_folder, plan.landing_file)
        if not report.read:
            # an empty warehouse would otherwise replace a full one on the night when the folder is not mounted
            unread = [*report.skipped, *report.failed]
            named = "".join(f"\n  {file}" for file in unread[:OFFENDERS_SHOWN])
            more = f"\n  ... and {len(unread) - OFFENDERS_SHOWN} more" if len(unread) > OFFENDERS_SHOWN else ""
            raise BuildError("ingest", f"{plan.raw_folder}: no document could be read ({len(unread)} skipped){named}{more}")
        inputs = inputs_of(plan.landing_file)
    return report, inputs


def _unless_new(plan: Plan, ingested: IngestReport, inputs: Inputs, seconds: dict[str, float]) -> Built | None:
    """What to say when there is nothing to publish; None when there is."""
    if plan.again:
        return None
    try:
        published = read_build_info(plan.warehouse)
    except duckdb.Error:  # damaged, or held by somebody who writes into it: replaced either way
        return None
    if published is None:
        return None
    history = read_history(plan.shelf.history_file)
    if history.rollback and history.rollback.from_inputs == inputs.digest:
        note = f"nothing new since the rollback to {history.rollback.to_version} ({history.rollback.at[:16]}Z), which stays"
    elif (
        published.inputs_digest == inputs.digest
        and history.success
        and history.success.built_at == published.built_at.isoformat()
    ):
        note = "nothing new"
    else:  # also when a build was killed between its rename and its pages: history does not know it as finished
        return None
    return Built(
        plan, ingested, published, published_name(plan.shelf), seconds, note=note, set_apart=read_set_apart(plan.warehouse)[0]
    )


def _write_audit_publish(
    plan: Plan,
    ingest: Ingest,
    shape: Callable[..., Transformed],
    examine: Callable[[Path], Audit],
    seconds: dict[str, float],
    read: tuple[IngestReport, Inputs],
) -> Built:
    ingested, inputs = read
    is_same_project = _project_of(plan.warehouse) == inputs.project_version
    with ExitStack() as held:
        work = held.enter_context(plainly_named(plan.work_folder))
        with _step("transform", seconds, duckdb.Error):
            forget_other_decisions(plan.landing_file, inputs.decided_by)
        for _ in range(ROUNDS):
            try:
                transformed = _transform(plan, shape, work, seconds, inputs)
            except BuildError:
                if not set_aside_if_damaged(plan.landing_file):
                    raise
                ingested, inputs = _read(plan, ingest, seconds)
                transformed = _transform(plan, shape, work, seconds, inputs)
            with _step("record", seconds, duckdb.Error):
                changes = write_changes(plan.next_file, plan.warehouse, is_same_project)
                info = write_build_info(plan.next_file, inputs)
            with _step("seal", seconds, PublishError, duckdb.Error):
                seal(plan.next_file)
            with _step("audit", seconds, AuditError, SuiteError):
                audited = examine(work / plan.next_file.name)
            if not _set_apart(plan, audited.offending_filings, inputs):
                break
        apart = _left_out(plan)
        _refuse_if_blocked(plan, audited)
        rollback = read_history(plan.shelf.history_file).rollback
        with _step("publish", seconds, PublishError, OSError, duckdb.Error):
            version = publish_keeping(plan.next_file, plan.shelf, plan.keep)
    try:
        write_data_docs(audited, plan.data_docs, plan.warehouse)
        write_changes_pages(plan.warehouse, plan.data_docs)
    except (OSError, duckdb.Error) as problem:  # the warehouse is published all the same
        log.warning("data docs not written", folder=str(plan.data_docs), reason=str(problem))
    note = f"ends the rollback to {rollback.to_version} of {rollback.at[:16]}Z" if rollback else None
    return Built(plan, ingested, info, version, seconds, transformed, audited, changes, note, apart)


def _shape(plan: Plan, inputs: Inputs, witness: Witness, seconds: dict[str, float]) -> Callable[..., Transformed]:
    """Build the models, look at the pages that their findings rest on, and build again what depends on what is seen there."""
    is_same_project = _project_of(plan.warehouse) == inputs.project_version

    def shape(landing: Path, following: Path, work: Path) -> Transformed:
        transformed = transform_again(
            landing,
            following,
            work,
            project_version=inputs.project_version,
            are_models_proved=is_same_project,  # a published file has passed the unit tests
            is_replayed=is_same_project and not plan.again,
            meanwhile=load_libraries,
        )
        with _step("witness", seconds):
            witnessed = witness(plan.raw_folder, landing, following)
            if witnessed.has_news:
                look_again(landing, following, work)
        return transformed

    return shape


def _transform(
    plan: Plan, shape: Callable[..., Transformed], work: Path, seconds: dict[str, float], inputs: Inputs
) -> Transformed:
    """Fill the next file, without the filings that a data test names or a model breaks on."""
    landing, following = work / plan.landing_file.name, work / plan.next_file.name
    with _step("transform", seconds, TransformError, OSError, duckdb.Error):
        while True:
            create_next(plan.next_file)
            try:
                return shape(landing, following, work)
            except TransformError as problem:
                offenders = problem.violations or _breaking(problem, landing, following, work)
                if not _set_apart(plan, offenders, inputs):
                    raise
                log.warning("set apart", filings=len(offenders), reason=str(problem))
    raise AssertionError("a step that does not return raises")


def _breaking(problem: TransformError, landing: Path, following: Path, work: Path) -> list[Violation]:
    """The filings on which the first broken model breaks; a conversion error names no row, halves of the filings do."""
    node = problem.broken
    if node is None:
        return []
    found = breaking_filings(landing, lambda: breaks(landing, following, work, node))
    return [Violation(key, "model_breaks", node.name, detail=problem.first_cause) for key in found]


def _set_apart(plan: Plan, offenders: Sequence[Violation], inputs: Inputs) -> bool:
    """Note new decisions; False when there are none, so that the same offenders do not go round for ever."""
    known = set(documents_of(plan.landing_file)) if offenders else set()
    new = [violation for violation in offenders if violation.document_key in known]
    if new:
        set_apart(plan.landing_file, new, inputs.decided_by)
    return bool(new)


def roll_back_to(plan: Plan, to: str, examine: Callable[[Path], Audit] = audit) -> Version:
    """Publish an earlier version again, under the lock, and audit it anew, so that the Data Docs are about what analysts see."""
    with ExitStack() as held:
        with _step("lock", {}, BusyError, OSError):
            held.enter_context(single_writer(plan.lock_file, plan.wait_seconds))
        with _step("rollback", {}, VersionError, PublishError, OSError):
            version = roll_back(plan.shelf, to, plan.work_folder)
        try:
            work = held.enter_context(plainly_named(plan.warehouse.parent))
            write_data_docs(examine(work / plan.warehouse.name), plan.data_docs, plan.warehouse)
            write_changes_pages(plan.warehouse, plan.data_docs)
        except (AuditError, SuiteError, OSError, duckdb.Error) as problem:
            log.warning("data docs not written", folder=str(plan.data_docs), reason=str(problem))
    return version


def document_models(plan: Plan) -> Path:
    """Write the documentation of all models beside the Data Docs; works on a copy, the published file is only read."""
    if not plan.warehouse.is_file() or not plan.landing_file.is_file():
        raise BuildError("docs", f"{plan.warehouse}: build it first, its landing file is needed too")
    page = plan.data_docs / "models.html"
    seconds: dict[str, float] = {}
    with ExitStack() as held:
        with _step("lock", seconds, BusyError, OSError):
            held.enter_context(single_writer(plan.lock_file))
        with _step("docs", seconds, TransformError, OSError):
            remove_database(plan.next_file)
            shutil.copyfile(plan.warehouse, plan.next_file)
            work = held.enter_context(plainly_named(plan.work_folder))
            write_model_docs(work / plan.landing_file.name, work / plan.next_file.name, work, page)
            remove_database(plan.next_file)
    return page


def _project_of(warehouse: Path) -> str | None:
    try:
        info = read_build_info(warehouse)
    except duckdb.Error:
        return None
    return info.project_version if info else None


@contextmanager
def _refused_attempt_noted(attempts: AttemptLog) -> Iterator[None]:
    """Note an attempt that could not even take its lock, unless it is another build that holds it."""
    try:
        yield
    except BuildError as problem:
        if not isinstance(problem.__cause__, BusyError):
            with suppress(OSError):  # nothing can be written anywhere: the caller says why
                attempts.end(attempts.begin(), FAILED, problem.step, str(problem))
        raise


@contextmanager
def _failure_remembered(plan: Plan, attempts: AttemptLog, attempt: Attempt) -> Iterator[None]:
    """Note what stopped a build, foreseen or not, for those who look in the morning."""
    try:
        yield
    except Exception as problem:
        step = problem.step if isinstance(problem, BuildError) else "unforeseen"
        names = problem.expectations if isinstance(problem, BuildError) else ()
        with suppress(OSError):  # a full disk must not hide what went wrong
            remember(plan.shelf.history_file, failure=Failure(now(), step, f"{problem}" or type(problem).__name__, names))
        attempts.end(attempt, FAILED, step, f"{problem}" or type(problem).__name__)
        raise


def _left_out(plan: Plan) -> tuple[SetApart, ...]:
    """The filings of the next file that are set apart; none may be left over beside them, and then nothing is published."""
    apart, published = read_set_apart(plan.next_file)
    if apart and not published:
        lines = "\n".join(f"  {filing}" for filing in apart)
        raise BuildError("audit", f"nothing could be read: every filing is set apart\n{lines}")
    return apart


def _refuse_if_blocked(plan: Plan, audited: Audit) -> None:
    if audited.blocking:
        write_data_docs(audited, plan.data_docs, plan.warehouse, refused=True)
        names = [outcome.check.title for outcome in audited.blocking]
        raise BuildError("audit", refusal(audited) + f"\n  all of it: {refused_page(plan.data_docs)}", names)


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
    """A second name for a folder, without the #, % and $ that dbt and Great Expectations take for parts of an address.

    A folder with a plain name keeps it: dbt reads all models anew when the name of its database has changed.
    """
    if re.fullmatch(r"[\w/.-]+", str(folder.absolute()), re.ASCII):
        yield folder.absolute()
        return
    with TemporaryDirectory(prefix="mingzhang-") as elsewhere:
        link = Path(elsewhere) / "work"
        link.symlink_to(folder.absolute(), target_is_directory=True)
        yield link


@contextmanager
def _step(name: str, seconds: dict[str, float], *expected: type[Exception]) -> Iterator[None]:
    """Time a step, without the steps within it, and say its name when it fails in a foreseen way; a BuildError from within passes."""
    started, before = time.monotonic(), sum(seconds.values())
    try:
        yield
    except BuildError:
        raise
    except expected as problem:
        raise BuildError(name, str(problem)) from problem
    seconds[name] = time.monotonic() - started - (sum(seconds.values()) - before)
    log.info("step done", step=name, seconds=round(seconds[name], 2))
