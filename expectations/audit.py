"""Run the declared expectations on a built file, read-only, and say what they found.

    AuditError          the audit itself could not be carried out (file missing, a suite unreadable)

A check that cannot be evaluated (a table or column is gone) counts as failed: a check that did not run has not passed.
"""

import logging
import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from expectations.suites import Check, Suite, read_suites
from expectations.violation import Violation

#: Rows that one check shows in messages and Data Docs; the count is always the full one.
FINDINGS_SHOWN = 200


def load_libraries() -> None:
    """Import Great Expectations, which takes seconds: for those who have time before the audit."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # an audit of public money phones nobody
    import great_expectations.expectations  # noqa: F401 - only for its effect

    import expectations.dialect  # noqa: F401 - as above


class AuditError(Exception):
    """The audit could not be carried out."""


@dataclass(frozen=True)
class Finding:
    """One row that an expectation objects to."""

    document: str | None
    page: int | None
    text: str
    document_key: str | None = None  # the filing to set apart, where the check names it

    def __str__(self) -> str:
        place = " ".join(filter(None, [self.document, f"p.{self.page}" if self.page is not None else None]))
        return f"{place}: {self.text}" if place else self.text


@dataclass(frozen=True)
class Outcome:
    """What became of one check."""

    check: Check
    passed: bool
    finding_count: int = 0
    findings: tuple[Finding, ...] = ()
    error: str | None = None  # why the check could not be evaluated

    @property
    def summary(self) -> str:
        """The check in one line, with the first thing that it found."""
        detail = self.error or "; ".join(map(str, self.findings[:1]))
        more = f" (and {self.finding_count - 1} more)" if self.finding_count > 1 else ""
        return f"{self.check.title}: {detail}{more}"


@dataclass(frozen=True)
class Audit:
    """The outcomes of all suites on one file."""

    warehouse: Path
    suites: tuple[Suite, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def blocking(self) -> list[Outcome]:
        """Failed checks that stop publication: also those that should set filings apart and still fail, or do not say which."""
        return [outcome for outcome in self.outcomes if not outcome.passed and outcome.check.severity in ("critical", "filing")]

    @property
    def offending_filings(self) -> list[Violation]:
        """Filings that checks of severity `filing` name, once per check."""
        named = {
            (finding.document_key, outcome.check.title): Violation(
                finding.document_key, outcome.check.title, outcome.check.table, finding.page, None, finding.text
            )
            for outcome in self.outcomes
            if not outcome.passed and outcome.check.severity == "filing"
            for finding in reversed(outcome.findings)
            if finding.document_key
        }
        return list(named.values())

    @property
    def warnings(self) -> list[Outcome]:
        """Failed checks that are shown and stop nothing."""
        return [outcome for outcome in self.outcomes if not outcome.passed and outcome.check.severity == "warning"]


def audit(warehouse: Path, suites: Iterable[Suite] | None = None) -> Audit:
    """Run all suites on a warehouse file; the file is opened read-only and closed again."""
    if not warehouse.is_file():
        raise AuditError(f"{warehouse}: no file to audit")
    suites = tuple(read_suites() if suites is None else suites)
    checks = [check for suite in suites for check in suite.checks]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        outcomes = _run(warehouse, checks)
    return Audit(warehouse=warehouse, suites=suites, outcomes=tuple(outcomes[check.title] for check in checks))


def _run(warehouse: Path, checks: list[Check]) -> dict[str, Outcome]:
    """Evaluate the checks in one checkpoint: one Great Expectations suite per suite file and table."""
    load_libraries()  # only when there is something to audit
    import great_expectations as gx

    from expectations.dialect import read_only_address

    # this module sets its own level to INFO and tells every run about a temporary folder
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql("warehouse", connection_string=read_only_address(warehouse), create_temp_table=False)
    definitions: list[Any] = []
    outcomes: dict[str, Outcome] = {}
    try:
        for (suite_name, table), group in groupby(sorted(checks, key=_place), key=_place):
            members = list(group)
            try:
                batch = _batch(source, f"{suite_name}.{table}", table)
            except Exception as problem:  # noqa: BLE001  # Great Expectations has no narrower type for a missing table
                outcomes |= {check.title: _not_run(check, problem) for check in members}
                continue
            suite = context.suites.add(gx.ExpectationSuite(f"{suite_name}.{table}"))
            for check in members:
                suite.add_expectation(_expectation(check))
            definition = gx.ValidationDefinition(name=suite.name, data=batch, suite=suite)
            definitions.append(context.validation_definitions.add(definition))
        if definitions:
            checkpoint = gx.Checkpoint(
                name="audit", validation_definitions=definitions, result_format={"result_format": "COMPLETE"}
            )
            results = context.checkpoints.add(checkpoint).run()
            titled = {check.title: check for check in checks}
            for result in (result for run in results.run_results.values() for result in run.results):
                title = result.expectation_config.meta["title"]
                outcomes[title] = _outcome(titled[title], result)
    finally:
        source.get_execution_engine().close()  # an open reader would keep the next build from opening the file for writing
        source.get_engine().dispose()
    return outcomes


def _place(check: Check) -> tuple[str, str]:
    return check.suite, check.table


def _batch(source: Any, name: str, table: str) -> Any:
    schema_name, table_name = table.split(".")
    asset = source.add_table_asset(name, table_name=table_name, schema_name=schema_name)
    return asset.add_batch_definition_whole_table("all")


def _expectation(check: Check) -> Any:
    import great_expectations.expectations as gxe

    severity = "critical" if check.severity == "filing" else check.severity  # Great Expectations has words of its own
    shared = {"description": check.says, "severity": severity, "meta": {"title": check.title}}
    if check.rows is not None:
        # without a JOIN Great Expectations adds an alias of its own behind {batch}, with one it does not: a subquery hides that
        query = check.rows.replace("{batch}", "(SELECT * FROM {batch})")
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=query, **shared)
    return getattr(gxe, str(check.expect))(**check.arguments, **shared)


def _outcome(check: Check, result: Any) -> Outcome:
    if result.exception_info and _raised(result.exception_info):
        return Outcome(check, passed=False, error=_first_message(result.exception_info))
    if result.success:
        return Outcome(check, passed=True)
    found = result.result
    if check.rows is not None:
        rows = found["details"]["unexpected_rows"]
        shown = rows if check.severity == "filing" else rows[:FINDINGS_SHOWN]
        findings = tuple(
            Finding(row.get("document"), row.get("page"), str(row.get("finding")), row.get("document_key")) for row in shown
        )
        return Outcome(check, passed=False, finding_count=int(found["observed_value"]), findings=findings)
    values = found.get("unexpected_list")
    if not values:
        return Outcome(
            check, passed=False, finding_count=1, findings=(Finding(None, None, f"observed {found.get('observed_value')}"),)
        )
    findings = tuple(Finding(None, None, f"{check.table} {value}") for value in values[:FINDINGS_SHOWN])
    return Outcome(check, passed=False, finding_count=len(values), findings=findings)


def _not_run(check: Check, problem: Exception) -> Outcome:
    return Outcome(check, passed=False, error=f"could not be evaluated: {str(problem).strip().splitlines()[0]}")


def _raised(info: Mapping[str, Any]) -> bool:
    """Great Expectations reports either one exception or a mapping of metric id to exception."""
    return bool(info.get("raised_exception")) if "raised_exception" in info else any(map(_raised, info.values()))


def _first_message(info: Mapping[str, Any]) -> str:
    while "raised_exception" not in info:
        info = next(part for part in info.values() if _raised(part))
    return "could not be evaluated: " + str(info.get("exception_message")).strip().split("\n[SQL")[0]
