"""Write an export: every mart as Parquet and CSV with its Data Package, and a workbook per filing.

    ExportError     the warehouse is missing or of before it had keys, or the folder holds something else

The folder is written beside and put in place at the end, so that what is there is whole.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from ingest.durable_files import BusyError, single_writer
from mingzhang.export.data_package import PACKAGE_NAME, data_package
from mingzhang.export.filing_tables import filing_tables
from mingzhang.export.resources import Resource, resources
from mingzhang.export.tables import write_csv, write_parquet
from mingzhang.export.workbook import write_workbook
from mingzhang.report import printed
from mingzhang.report.file_names import file_stems

DESCRIPTOR = "datapackage.json"


class ExportError(Exception):
    """Nothing was exported; what was there before stays."""


@dataclass(frozen=True)
class Exported:
    folder: Path
    table_count: int
    workbook_count: int


def export(warehouse: Path, folder: Path, *, with_workbooks: bool = True) -> Exported:
    """Export a published warehouse, which is only read, into a folder of its own."""
    if not warehouse.is_file():
        raise ExportError(f"{warehouse}: no such warehouse; `make build` makes it")
    if _is_foreign(folder):
        raise ExportError(f"{folder}: holds something that is no export; name an empty folder or a new one")
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            single_writer(folder.with_name(f".{folder.name}.lock")),
            duckdb.connect(str(warehouse), read_only=True) as connection,
        ):
            return _export(connection, folder, with_workbooks)
    except BusyError as problem:
        raise ExportError(str(problem).replace("build", "export")) from problem
    except duckdb.CatalogException as problem:
        raise ExportError(
            f"{warehouse}: built by an earlier version, build it again ({str(problem).splitlines()[0]})"
        ) from problem


def _export(connection: duckdb.DuckDBPyConnection, folder: Path, with_workbooks: bool) -> Exported:
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    tables = resources(connection)
    _write_tables(connection, tables, beside)
    count = sum(1 for _ in _write_workbooks(connection, beside / "workbooks")) if with_workbooks else 0
    descriptor = json.dumps(data_package(tables, version("mingzhang"), _built_at(connection)), ensure_ascii=False, indent=1)
    (beside / DESCRIPTOR).write_text(descriptor + "\n", encoding="utf-8")
    _put(beside, folder)
    return Exported(folder, len(tables), count)


def _write_tables(connection: duckdb.DuckDBPyConnection, tables: list[Resource], folder: Path) -> None:
    for kind in ("csv", "parquet"):
        (folder / kind).mkdir(parents=True)
    for table in tables:
        write_csv(connection, table, folder / "csv" / f"{table.name}.csv")
        write_parquet(connection, table, folder / "parquet" / f"{table.name}.parquet")


def _write_workbooks(connection: duckdb.DuckDBPyConnection, folder: Path) -> Iterator[Path]:
    folder.mkdir()
    documents = printed.current_documents(connection)
    for document, stem in zip(documents, file_stems(documents), strict=True):
        path = folder / f"{stem}.xlsx"
        write_workbook(path, filing_tables(connection, document))
        yield path


def _built_at(connection: duckdb.DuckDBPyConnection) -> str | None:
    """When the warehouse was built; a file that only models were run on does not say."""
    if not connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'meta' AND table_name = 'build_info'"
    ).fetchall():
        return None
    [(built_at,)] = connection.execute("SELECT max(built_at) FROM meta.build_info").fetchall()
    return f"{built_at:%Y-%m-%dT%H:%M:%SZ}" if built_at else None


def _is_foreign(folder: Path) -> bool:
    """Whether a folder holds what no export has written: it would be removed with the export of before."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    return _descriptor(folder).get("name") != PACKAGE_NAME


def _descriptor(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none of ours
        return {}
    return found if isinstance(found, dict) else {}


def _put(beside: Path, folder: Path) -> None:
    before = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    beside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)
