"""A little warehouse: ingest, shape and audit that take milliseconds, for tests of what is around them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from expectations.audit import Audit, Finding, Outcome
from expectations.suites import Check, Suite
from ingest.landing.land import Landing
from mingzhang.warehouse.transform import Transformed

CHECK = Check(
    suite="figures", name="adds_up", severity="critical", table="marts.answer", says="Everything adds up.", rows="FROM {batch}"
)

MARTS = """
    CREATE SCHEMA IF NOT EXISTS marts; CREATE SCHEMA IF NOT EXISTS staging;
    CREATE TABLE answer AS SELECT {figure} AS figure;
    CREATE TABLE staging.stg_files (outcome VARCHAR);
    CREATE TABLE marts.dim_source_file (
      document_key VARCHAR, file_path VARCHAR, outcome VARCHAR, reason_code VARCHAR, reason VARCHAR, set_apart_page_number INTEGER,
      set_apart_value_text VARCHAR
    );
    CREATE TABLE staging.stg_statements (document_key VARCHAR);
    CREATE TABLE marts.fact_reconciliation (status VARCHAR);
    CREATE TABLE marts.dim_document (
      document_key VARCHAR, file_name VARCHAR, department_name VARCHAR, region_name VARCHAR, fiscal_year INTEGER,
      disclosure_kind VARCHAR, scope VARCHAR, reader_version VARCHAR, status VARCHAR, is_current BOOLEAN DEFAULT true,
      superseded_by_document_key VARCHAR
    );
    CREATE TABLE marts.fact_statement_line (
      document_key VARCHAR, statement_code VARCHAR, statement_number INTEGER, page_number INTEGER, row_number INTEGER,
      block_number INTEGER, column_number INTEGER, unit_name VARCHAR, side VARCHAR, class_code VARCHAR, function_class_code VARCHAR,
      government_economic_code VARCHAR, department_economic_code VARCHAR, line_label VARCHAR, project_name VARCHAR,
      measure_code VARCHAR, measure_path VARCHAR, value_year INTEGER, value_phase VARCHAR, amount_yuan DECIMAL(18, 2),
      proof_status VARCHAR
    );
"""

#: The columns of dim_document that rows of VALUES fill here.
DOCUMENT_COLUMNS = (
    "document_key, file_name, department_name, region_name, fiscal_year, disclosure_kind, scope, reader_version, status"
)


@dataclass
class Report:
    """What ingest says; `files` stand in the landing file as if they had been read."""

    read: list[str] = field(default_factory=lambda: ["a.pdf"])
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def ingest(report: Report) -> Callable[[Path, Path], Report]:
    def land(raw_folder: Path, landing_file: Path) -> Report:
        with Landing(landing_file) as landing:
            rows = [(name, "read") for name in report.read] + [(name, "skipped") for name in [*report.skipped, *report.failed]]
            landing.land_files([{"file_path": name, "file_name": name, "outcome": outcome} for name, outcome in rows])
        return report

    return land


def shape(figure: int, lines: str = "", documents: str = "") -> Callable[..., Transformed]:
    """Marts with one answer; `documents` and `lines` are rows of VALUES."""

    def fill(landing_file: Path, next_file: Path, work_folder: Path) -> Transformed:
        with duckdb.connect(str(next_file)) as connection:
            connection.execute(MARTS.format(figure=figure))
            if documents:
                connection.execute(f"INSERT INTO marts.dim_document ({DOCUMENT_COLUMNS}) VALUES {documents}")
            if lines:
                connection.execute(
                    "INSERT INTO marts.fact_statement_line (document_key, statement_code, class_code, line_label, measure_code,"
                    f" page_number, row_number, amount_yuan) VALUES {lines}"
                )
        return Transformed(1, 0, ())

    return fill


def examine(*findings: Finding) -> Callable[[Path], Audit]:
    outcome = Outcome(CHECK, passed=not findings, finding_count=len(findings), findings=findings)
    return lambda path: Audit(path, (Suite("figures", "Figures.", (CHECK,)),), (outcome,))


def answer(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        row = connection.execute("SELECT figure FROM answer").fetchone()
    assert row is not None
    return int(row[0])


def key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
