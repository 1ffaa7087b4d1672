"""Land document readings in the `raw` schema of a DuckDB file: one transaction per document, a single writer."""

from pathlib import Path

import duckdb
import polars as pl

from ingest.read import DocumentReading
from ingest.schema import RAW_TABLES, duckdb_type, frame


class Landing:
    """The landing file. Use as a context manager; every `land` is all or nothing."""

    def __init__(self, landing_file: Path) -> None:
        self._connection = duckdb.connect(str(landing_file), config={"autoinstall_known_extensions": "false"})
        self._connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        for table, columns in RAW_TABLES.items():
            described = ", ".join(f"{name} {duckdb_type(dtype)}" for name, dtype in columns.items())
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS raw.{table} ({described})")

    def __enter__(self) -> "Landing":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def land(self, reading: DocumentReading) -> None:
        """Write all frames of one document, replacing an earlier reading of the same document."""
        self._connection.execute("BEGIN")
        try:
            for table, rows in reading.frames.items():
                self._connection.execute(f"DELETE FROM raw.{table} WHERE document_key = ?", [reading.document_key])
                self._insert(table, rows)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def land_files(self, files: list[dict[str, object]]) -> None:
        """Write what became of every path of the run."""
        self._insert("files", frame("files", files))

    def land_skipped_document(self, document: dict[str, object]) -> None:
        """A document that could not be read is still a document: it is listed with its reason."""
        self._insert("documents", frame("documents", [document]))

    def _insert(self, table: str, rows: pl.DataFrame) -> None:
        if rows.height:
            self._connection.register("landing_rows", rows)
            self._connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM landing_rows")
            self._connection.unregister("landing_rows")
