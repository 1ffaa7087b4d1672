"""Read the declared expectations: one YAML file per suite, one entry per check.

A check either lists the rows that must not exist (`rows`, a query over `{batch}` that yields the columns document, page
and finding; with severity `filing` document_key too), or names an expectation class of Great Expectations (`expect`) with its arguments (`with`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SUITES_FOLDER = Path(__file__).parent / "suites"

#: critical stops publication; filing sets the filings apart that it names, and the rest is published without them; warning is shown in the
#: Data Docs and the closing summary.
SEVERITIES = ("critical", "filing", "warning")


class SuiteError(ValueError):
    """A suite file that cannot be understood; the message names file, check and what is wrong."""


@dataclass(frozen=True)
class Check:
    """One declared expectation on one table of the new warehouse."""

    suite: str
    name: str
    severity: str
    table: str  # schema.table
    says: str  # what holds when it passes, as a sentence
    because: str = ""  # why it is here and why it has this severity
    rows: str | None = None
    expect: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"{self.suite}.{self.name}"
        if self.severity not in SEVERITIES:
            raise SuiteError(f"{where}: severity is {self.severity!r}, not one of {', '.join(SEVERITIES)}")
        if (self.rows is None) == (self.expect is None):
            raise SuiteError(f"{where}: give either `rows` or `expect`")
        if self.severity == "filing" and "document_key" not in (self.rows or ""):
            raise SuiteError(f"{where}: severity filing needs the document_key of the filings to set apart")
        if self.rows is not None and "{batch}" not in self.rows:
            raise SuiteError(f"{where}: the query does not read {{batch}}, so it would not check {self.table}")
        if self.table.count(".") != 1:
            raise SuiteError(f"{where}: table is {self.table!r}, not schema.table")

    @property
    def title(self) -> str:
        """Name under which the check appears in messages."""
        return f"{self.suite}.{self.name}"


@dataclass(frozen=True)
class Suite:
    """The checks of one concern."""

    name: str
    about: str
    checks: tuple[Check, ...]


def read_suites(folder: Path = SUITES_FOLDER) -> list[Suite]:
    """Read every suite of a folder, in the order of their file names."""
    suites = [read_suite(path) for path in sorted(folder.glob("*.yml"))]
    if not suites:
        raise SuiteError(f"{folder}: no suite; an audit without expectations would pass anything")
    return suites


def read_suite(path: Path) -> Suite:
    """Read one suite file; an unknown or missing key is an error, so that a misspelt check cannot vanish."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    name = path.stem
    try:
        checks = tuple(_check(name, entry) for entry in declared["checks"])
        about = declared["about"]
    except (KeyError, TypeError) as problem:
        raise SuiteError(f"{path.name}: {problem}") from problem
    repeated = {check.name for check in checks if sum(other.name == check.name for other in checks) > 1}
    if repeated:
        raise SuiteError(f"{path.name}: {', '.join(sorted(repeated))} declared twice")
    return Suite(name=name, about=about, checks=checks)


def _check(suite: str, entry: Mapping[str, Any]) -> Check:
    keys = {("arguments" if key == "with" else key): value for key, value in entry.items()}
    return Check(suite=suite, **keys)
