"""Land document readings in the `raw` schema of a DuckDB file: a transaction for all that is there at a time, a single writer."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from ingest.document.schema import DOCUMENT_TABLES, RAW_TABLES, WITNESS_TABLES, DocumentReading, duckdb_type, frame
from ingest.landing.find import Fingerprint, FoundFile, Hashed

#: Under which fingerprint a path was hashed. No part of the contract: nobody but the next run asks for it.
_HASHED = """
    CREATE SCHEMA IF NOT EXISTS found;
    CREATE TABLE IF NOT EXISTS found.hashed (
      file_path VARCHAR, byte_size BIGINT, modified_ns BIGINT, changed_ns BIGINT, inode HUGEINT, device HUGEINT, document_key VARCHAR
    )
"""


class Landing:
    """The landing file. Use as a context manager; every `land` is all or nothing."""

    def __init__(self, landing_file: Path) -> None:
        self._connection = duckdb.connect(str(landing_file), config={"autoinstall_known_extensions": "false"})
        try:
            self._prepare()
        except duckdb.Error:
            self._connection.close()  # as long as it is open in this process, a new file of that name would not be seen
            raise

    def _prepare(self) -> None:
        self._connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        if not self._has_this_contract():  # readings under an older contract cannot be kept
            self._connection.execute("DROP SCHEMA raw CASCADE; CREATE SCHEMA raw")
        for table, columns in RAW_TABLES.items():
            described = ", ".join(f"{name} {duckdb_type(dtype)}" for name, dtype in columns.items())
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS raw.{table} ({described})")
        self._connection.execute(_HASHED)
        self._landed = {row[0] for row in self._connection.execute("SELECT document_key FROM raw.documents").fetchall()}

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

    def readings(self, reader_version: str) -> dict[str, tuple[str, str | None, int, int]]:
        """Status, reason, number of statements and of lines of every document that need not be read again in this version."""
        rows = self._connection.execute(
            """
            SELECT document_key, status, status_reason, coalesce(statement_count, 0), coalesce(line_count, 0)
            FROM raw.documents
            LEFT JOIN (SELECT document_key, count(*) AS statement_count FROM raw.statements GROUP BY ALL) USING (document_key)
            LEFT JOIN (SELECT document_key, count(*) AS line_count FROM raw.statement_lines GROUP BY ALL) USING (document_key)
            WHERE reader_version = ? AND coalesce(status_reason, '') NOT LIKE 'reader_failed:%'
            """,
            [reader_version],
        ).fetchall()
        return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}

    def land(self, *readings: DocumentReading) -> None:
        """Write all frames of some documents in one transaction, replacing earlier readings of the same documents."""
        with self._transaction():
            self._remove(*(reading.document_key for reading in readings))
            for table in DOCUMENT_TABLES:
                self._insert(table, pl.concat([reading.frames[table] for reading in readings]))
        self._landed.update(reading.document_key for reading in readings)

    def land_skipped_document(self, document: dict[str, object]) -> None:
        """A document that could not be read is still a document: it is listed with its reason."""
        with self._transaction():
            self._remove(document["document_key"])
            self._insert("documents", frame("documents", [document]))
        self._landed.add(str(document["document_key"]))

    def land_files(self, files: list[dict[str, object]]) -> None:
        """Write what became of every path of the run, in the place of the run before."""
        with self._transaction():
            self._connection.execute("DELETE FROM raw.files")
            self._insert("files", frame("files", files))
            # a renamed file is not read again; it is shown under its new name
            self._connection.execute(
                """
                UPDATE raw.documents SET file_name = files.file_name FROM raw.files
                WHERE files.document_key = documents.document_key AND files.outcome <> 'duplicate'
                  AND files.file_name <> documents.file_name
                """
            )

    def hashed(self) -> Hashed:
        """What was hashed by the run before, by path."""
        rows = self._connection.execute(
            "SELECT file_path, byte_size, modified_ns, changed_ns, inode, device, document_key FROM found.hashed"
        ).fetchall()
        return {path: (Fingerprint(*seen), key) for path, *seen, key in rows}

    def note_hashed(self, found: Iterable[FoundFile]) -> None:
        """Write down what need not be hashed again, in the place of what the run before wrote."""
        rows = [
            {"file_path": file.relative_path, "document_key": file.document_key, **vars(file.fingerprint)}
            for file in found
            if file.fingerprint
        ]
        with self._transaction():
            self._connection.execute("DELETE FROM found.hashed")
            if rows:
                self._connection.register("hashed_rows", pl.DataFrame(rows, infer_schema_length=None))
                self._connection.execute("INSERT INTO found.hashed BY NAME FROM hashed_rows")
                self._connection.unregister("hashed_rows")

    def land_manifests(self, said: dict[str, list[dict[str, object]]]) -> None:
        """Write what the manifests of the folder say now, table by table, in the place of what they said before."""
        with self._transaction():
            for table, rows in said.items():
                self._connection.execute(f"DELETE FROM raw.{table}")
                self._insert(table, frame(table, rows))

    def remove_all_but(self, document_keys: set[str]) -> list[str]:
        """Remove the documents that the folder no longer holds; returns their file names."""
        rows = self._connection.execute("SELECT document_key, file_name FROM raw.documents ORDER BY file_name").fetchall()
        gone = {key: name for key, name in rows if key not in document_keys}
        self.forget(gone)
        return list(gone.values())

    def forget(self, document_keys: Iterable[str]) -> None:
        """Remove documents in one search through every table: one search for each would grow with the square."""
        keys = self._landed.intersection(document_keys)
        with self._transaction():
            self._remove(*keys)
        self._landed -= keys

    def looked_at(self, pages_table: str, witness_version: str) -> dict[tuple[str, int, int], str]:
        """Outcome and reason of every page (document, page number, rotation) that a witness was asked about in this version.

        What it said in others is forgotten.
        """
        with self._transaction():
            for table in (WITNESS_TABLES[pages_table], pages_table):
                self._connection.execute(
                    f"""
                    DELETE FROM raw.{table} WHERE (document_key, page_number) NOT IN (
                      SELECT (document_key, page_number) FROM raw.{pages_table} INNER JOIN raw.documents USING (document_key)
                      WHERE witness_version = ?
                    )
                    """,
                    [witness_version],
                )
        rows = self._connection.execute(
            f"SELECT document_key, page_number, rotation, concat_ws(': ', outcome, reason) FROM raw.{pages_table}"
        ).fetchall()
        return {(row[0], row[1], row[2]): row[3] for row in rows}

    def land_look(self, pages_table: str, page: dict[str, object], readings: list[dict[str, object]]) -> None:
        """Write what a witness says of one page, in the place of what was known of it."""
        with self._transaction():
            for table in (pages_table, WITNESS_TABLES[pages_table]):
                self._connection.execute(
                    f"DELETE FROM raw.{table} WHERE document_key = ? AND page_number = ?",
                    [page["document_key"], page["page_number"]],
                )
            self._insert(pages_table, frame(pages_table, [page]))
            self._insert(WITNESS_TABLES[pages_table], frame(WITNESS_TABLES[pages_table], readings))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _remove(self, *document_keys: object) -> None:
        keys = sorted(self._landed.intersection(map(str, document_keys)))
        for table in DOCUMENT_TABLES if keys else ():  # nothing to search every table for, mostly
            self._connection.execute(f"DELETE FROM raw.{table} WHERE document_key IN (SELECT unnest(?::VARCHAR[]))", [keys])

    def _insert(self, table: str, rows: pl.DataFrame) -> None:
        if rows.height:
            self._connection.register("landing_rows", rows)
            self._connection.execute(f"INSERT INTO raw.{table} BY NAME SELECT * FROM landing_rows")
            self._connection.unregister("landing_rows")
