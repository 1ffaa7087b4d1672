"""What a warehouse file says about itself: when it was built, from what, and what it holds (table `meta.build_info`).

A build has nothing new to do when the published file was made from the same inputs: the same paths with the same bytes and
outcomes, read by the same reader, shaped and audited by the same project. Digests say so; nobody has to raise a number.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.code_digest import digest_of
from ingest.document.reader_version import reader_version
from ingest.sql_text import sql_text

#: What decides, beside the reader, what stands in the published file.
_SHAPING = (
    # not what dbt writes, nor what the seeds are made from
    *(f"dbt_project/{part}" for part in ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "tests")),
    "expectations",
    "ingest/landing/land.py",
    "ingest/document/schema.py",
    "ingest/witness",
    "mingzhang/messages",
    "mingzhang/witness",
    *(
        f"mingzhang/warehouse/{name}.py"
        for name in (
            "build",
            "build_info",
            "changes",
            "offenders",
            "publish",
            "replay",
            "sentences",
            "setting_apart",
            "transform",
        )
    ),
)
#: Libraries whose next version may shape or audit otherwise.
_LIBRARIES = ("duckdb", "dbt-core", "dbt-duckdb", "great-expectations", "rapidocr", "onnxruntime")

_COLUMNS = {
    "built_at": ("TIMESTAMP", "when the build was recorded, UTC; unique among the versions of a warehouse"),
    "inputs_digest": ("VARCHAR", "digest of the three versions that follow: a build from the same inputs has nothing new to do"),
    "listing_digest": (
        "VARCHAR",
        "digest of all paths found, their sha256, outcomes and reasons, and of what the manifests say was superseded",
    ),
    "reader_version": ("VARCHAR", "digest of everything that decides how a document is read"),
    "project_version": ("VARCHAR", "digest of models, seeds, expectations, the build itself and the versions of its libraries"),
    "document_count": ("INTEGER", "documents that were read"),
    "skipped_count": ("INTEGER", "paths that were found and not read"),
    "statement_count": ("INTEGER", "official statements"),
    "amount_count": ("INTEGER", "amounts printed in official statements"),
    "broken_count": ("INTEGER", "evaluated identities that do not hold"),
    "proved_pct": (
        "DECIMAL(5, 2)",
        "share of the amounts other than zero with proof_status proved; a zero is never more than consistent",
    ),
}


@dataclass(frozen=True)
class Inputs:
    """What a build is made from."""

    listing_digest: str
    reader_version: str
    project_version: str

    @property
    def digest(self) -> str:
        return _digest([self.listing_digest, self.reader_version, self.project_version])

    @property
    def decided_by(self) -> str:
        """Under which a filing stays set apart: another reader or other models decide anew."""
        return _digest([self.reader_version, self.project_version])


@dataclass(frozen=True)
class BuildInfo:
    """The row of `meta.build_info`."""

    built_at: datetime
    inputs_digest: str
    listing_digest: str
    reader_version: str
    project_version: str
    document_count: int
    skipped_count: int
    statement_count: int
    amount_count: int
    broken_count: int
    proved_pct: Decimal


def inputs_of(landing_file: Path) -> Inputs:
    """The inputs as the landing file has them."""
    with duckdb.connect(str(landing_file), read_only=True) as connection:
        listed = connection.execute("SELECT * FROM raw.files ORDER BY file_path").fetchall()
        listed += connection.execute("SELECT * FROM raw.supersessions ORDER BY ALL").fetchall()
        listed += connection.execute("SELECT * FROM raw.found_on_pages ORDER BY ALL").fetchall()
        readers = connection.execute("SELECT DISTINCT reader_version FROM raw.documents ORDER BY ALL").fetchall()
    reader = "+".join(str(row[0]) for row in readers) or reader_version()
    return Inputs(_digest("\0".join(map(str, row)) for row in listed), reader, project_version())


def project_version() -> str:
    """Digest of what shapes and audits a build."""
    return digest_of(_SHAPING, _LIBRARIES)


def write_build_info(next_file: Path, inputs: Inputs) -> BuildInfo:
    """Write the row into a built file; its figures are counted there."""
    described = ", ".join(f"{name} {kind}" for name, (kind, _) in _COLUMNS.items())
    with duckdb.connect(str(next_file)) as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS meta")
        connection.execute(f"CREATE OR REPLACE TABLE meta.build_info ({described})")
        connection.execute(
            "COMMENT ON TABLE meta.build_info IS 'One row: when this file was built, from what, and what it holds.'"
        )
        for name, (_, says) in _COLUMNS.items():
            connection.execute(f"COMMENT ON COLUMN meta.build_info.{name} IS {sql_text(says)}")
        connection.execute(
            """
            INSERT INTO meta.build_info
            SELECT $built_at, $inputs, $listing, $reader, $project,
              (SELECT count(*) FROM marts.dim_document WHERE status IN ('read', 'no_statements')),
              (SELECT count(*) FROM staging.stg_files WHERE outcome <> 'read'),
              (SELECT count(*) FROM staging.stg_statements),
              count(*),
              (SELECT count(*) FROM marts.fact_reconciliation WHERE status = 'broken'),
              round(
                100 * count(*) FILTER (WHERE proof_status = 'proved')::DECIMAL(18, 2) / greatest(count(*) FILTER (WHERE amount_yuan <> 0), 1), 2
              )
            FROM marts.fact_statement_line
            """,
            {
                "built_at": datetime.now(UTC).replace(tzinfo=None),
                "inputs": inputs.digest,
                "listing": inputs.listing_digest,
                "reader": inputs.reader_version,
                "project": inputs.project_version,
            },
        )
    info = read_build_info(next_file)
    if info is None:
        raise duckdb.InvalidInputException(f"{next_file}: meta.build_info cannot be read back")
    return info


def read_build_info(warehouse: Path) -> BuildInfo | None:
    """The row of a warehouse file; None when there is no file, or one of before this table. A damaged file is a duckdb.Error."""
    if not warehouse.is_file():
        return None
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            row = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM meta.build_info").fetchone()
    except duckdb.CatalogException:
        return None
    return BuildInfo(row[0].replace(tzinfo=UTC), *row[1:]) if row else None


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:16]
