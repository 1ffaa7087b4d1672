"""One refresh of a warehouse as a process of its own, to be killed or watched.

`real` is the nightly command. `little` goes through the same build, landing, lock, publication and versions, with a reader and
models that take milliseconds: the parts between them meet many more kills in the same time.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb

from expectations.audit import Audit
from ingest.document.reader_version import reader_version
from ingest.document.schema import DOCUMENT_TABLES, DocumentReading, frame
from ingest.landing.executors import Workers
from ingest.landing.ingest import IngestReport, ingest_folder
from ingest.sql_text import sql_text
from mingzhang.cli.terminal import set_up_log
from mingzhang.warehouse.build import build
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.transform import Transformed
from tests.warehouse.little import MARTS, examine

#: Lines that the little reader finds in every document.
LINES = 50


def command(kind: str, raw_folder: Path, warehouse: Path, keep: int) -> list[str]:
    """The command line of a refresh."""
    if kind == "real":
        return [
            sys.executable,
            "-m",
            "mingzhang",
            "nightly",
            "--raw",
            str(raw_folder),
            "--warehouse",
            str(warehouse),
            "--keep",
            str(keep),
        ]
    return [sys.executable, "-m", "tools.endurance.refresh", str(raw_folder), str(warehouse), str(keep)]


def read(content: bytes, file_name: str, document_key: str) -> DocumentReading:
    """A document with so many lines."""
    time.sleep(0.01)
    document = {"document_key": document_key, "file_name": file_name, "status": "read", "reader_version": reader_version()}
    lines = [
        {"document_key": document_key, "statement_code": "expenditure", "row_number": n, "amount_text": "1"} for n in range(LINES)
    ]
    rows = {"documents": [document], "statement_lines": lines}
    return DocumentReading(document_key, {name: frame(name, rows.get(name, [])) for name in DOCUMENT_TABLES})


def ingest(raw_folder: Path, landing_file: Path) -> IngestReport:
    return ingest_folder(raw_folder, landing_file, Workers(lambda: ThreadPoolExecutor(2), 2, (), read))


def shape(landing_file: Path, next_file: Path, work_folder: Path) -> Transformed:
    with duckdb.connect(str(next_file)) as connection:
        connection.execute(MARTS.format(figure=1))
        connection.execute(f"ATTACH {sql_text(landing_file)} AS landing (READ_ONLY)")
        connection.execute("INSERT INTO staging.stg_files SELECT outcome FROM landing.raw.files")
        connection.execute(
            "INSERT INTO marts.dim_document BY NAME SELECT document_key, file_name, reader_version, status FROM landing.raw.documents"
        )
        connection.execute(
            """
            INSERT INTO marts.fact_statement_line BY NAME
            SELECT document_key, statement_code, row_number, 1::DECIMAL(18, 2) AS amount_yuan FROM landing.raw.statement_lines
            """
        )
        connection.execute("DETACH landing")
    return Transformed(1, 0, ())


def _examine(path: Path) -> Audit:
    return examine()(path)


if __name__ == "__main__":
    _, raw, target, kept = sys.argv
    set_up_log()
    sys.exit(build(Plan(Path(raw), Path(target), int(kept)), ingest, shape, _examine).exit_code)
