"""What Great Expectations needs to talk to DuckDB: a SQLAlchemy dialect under the name `duckdb.gx`.

Great Expectations rolls back before it fetches a result, and DuckDB throws a pending result away on rollback: with
duckdb-engine alone every table metric ends in an IndexError. The audit only reads, so transactions are left out here.
"""

from pathlib import Path
from typing import Any

import duckdb_engine
from sqlalchemy.dialects import registry


class AuditDialect(duckdb_engine.Dialect):
    """DuckDB without transactions; a statement cache would keep results of the file that was open before."""

    supports_statement_cache = False

    def do_begin(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Do nothing: see the module."""


registry.register("duckdb.gx", __name__, AuditDialect.__name__)


def read_only_address(warehouse: Path) -> str:
    """SQLAlchemy address under which a warehouse file is opened for reading only."""
    return f"duckdb+gx:///{warehouse.absolute()}?access_mode=READ_ONLY"
