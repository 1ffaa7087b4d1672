"""Land document readings in the `raw` schema of a DuckDB file: one transaction per document, a single writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from ingest.schema import DOCUMENT_TABLES, RAW_TABLES, DocumentReading, duckdb_type, frame


class Landing:
    """The landing file. Use as a context manager; every `land` is all or nothing."""

    def __init__(self, landing_file: Path) -> None:
        self._connection = duckdb.connect(str(landing_file), config={"autoinstall_known_extensions": "false"})
        self._connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        if not self._has_this_contract():  # readings under an older contract cannot be kept
            self._connection.execute("DROP SCHEMA raw CASCADE; CREATE SCHEMA raw")
        for table, columns in RAW_TABLES.items():
            described = ", ".join(f"{name} {duckdb_type(dtype)}" for name, dtype in columns.items())
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS raw.{table} ({described})")

    def __enter__(self) -> "Landing":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _has_this_contract(self) -> bool:
        rows = self._connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'raw'"
        ).fetchall()
        wanted = {(table, name, duckdb_type(dtype)) for table, columns in RAW_TABLES.items() for name, dtype in columns.items()}
        return not rows or set(rows) == wanted

    def reading_of(self, document_key: str | None, reader_version: str) -> tuple[str, str | None, int, int] | None:
        """Status, reason, number of statements and of lines of a document read in this version; None when it has to be read."""
        row = self._connection.execute(
            """
            SELECT status, status_reason,
                   (SELECT count(*) FROM raw.statements AS s WHERE s.document_key = d.document_key),
                   (SELECT count(*) FROM raw.statement_lines AS l WHERE l.document_key = d.document_key)
            FROM raw.documents AS d
            WHERE document_key = ? AND reader_version = ? AND coalesce(status_reason, '') NOT LIKE 'reader_failed:%'
            """,
            [document_key, reader_version],
        ).fetchone()
        return row if row is None else (row[0], row[1], row[2], row[3])

    def land(self, reading: DocumentReading) -> None:
        """Write all frames of one document, replacing an earlier reading of the same document."""
        with self._transaction():
            self._remove(reading.document_key)
            for table, rows in reading.frames.items():
                self._insert(table, rows)

    def land_skipped_document(self, document: dict[str, object]) -> None:
        """A document that could not be read is still a document: it is listed with its reason."""
        with self._transaction():
            self._remove(document["document_key"])
            self._insert("documents", frame("documents", [document]))

    def land_files(self, files: list[dict[str, object]]) -> None:
        """Write what became of every path of the run, in the place of the run before."""
        with self._transaction():
            self._connection.execute("DELETE FROM raw.files")
            self._insert("files", frame("files", files))

    def remove_all_but(self, document_keys: set[str]) -> list[str]:
        """Remove the documents that the folder no longer holds; returns their file names."""
        rows = self._connection.execute("SELECT document_key, file_name FROM raw.documents ORDER BY file_name").fetchall()
        gone = [(key, name) for key, name in rows if key not in document_keys]
        for key, _ in gone:
            with self._transaction():
                self._remove(key)
        return [name for _, name in gone]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _remove(self, document_key: object) -> None:
        for table in DOCUMENT_TABLES:
            self._connection.execute(f"DELETE FROM raw.{table} WHERE document_key = ?", [document_key])

    def _insert(self, table: str, rows: pl.DataFrame) -> None:
        if rows.height:
            self._connection.register("landing_rows", rows)
            self._connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM landing_rows")
            self._connection.unregister("landing_rows")
