"""A damaged landing file costs a night's reading, not the night: it is set aside, and everything is read anew."""

from pathlib import Path

import duckdb
import structlog

from mingzhang.warehouse.publish import remove_database, wal_of

log = structlog.get_logger("landing")


def set_aside_if_damaged(landing_file: Path) -> bool:
    """Rename a landing file that cannot be read to the end; the one set aside before is overwritten."""
    reason = damage(landing_file)
    if reason is None:
        return False
    aside = landing_file.with_name("landing.damaged.duckdb")
    remove_database(aside)
    landing_file.replace(aside)
    if wal_of(landing_file).exists():
        wal_of(landing_file).replace(wal_of(aside))
    log.warning("landing file is damaged: set aside, everything is read anew", file=str(aside), reason=reason)
    return True


def damage(landing_file: Path) -> str | None:
    """Read every column of every table; what DuckDB says when it cannot, None when it can or when somebody else holds the file."""
    if not landing_file.is_file():
        return None
    try:
        with duckdb.connect(str(landing_file)) as connection:
            tables = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'raw'").fetchall()
            for (table,) in tables:
                connection.execute(f"SELECT max(hash(t)) FROM raw.{table} AS t").fetchone()
    except duckdb.Error as problem:
        told = str(problem).splitlines()[0]
        return None if "Could not set lock" in told or "No space left" in told else told
    return None
