"""A copy of the specimens' warehouse with one more filing: a workbook, read as it is, with one finding."""

import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.document.read import read_document
from ingest.landing.find import sha256
from tests.formats.filled import Form
from tests.formats.written import as_xlsx

NAME, SHEET = "预算公开表.xlsx", "支出 总表"
TITLE = "2024年部门支出预算总表"
#: The amount that the finding is about, and its place.
CELL, ADDRESS = Decimal("150.25"), f"'{SHEET}'!E9"

_LINES = """
    INSERT INTO marts.fact_statement_line BY NAME
    SELECT *, concat(left(document_key, 16), ':s1:r', row_number, ':b', block_number, ':c', column_number) AS statement_line_key
    FROM '{file}'
"""
_TABLES = "INSERT INTO marts.fact_table BY NAME SELECT * FROM '{file}'"
_DOCUMENT = """
    INSERT INTO marts.dim_document BY NAME
    SELECT $1 AS document_key, $2 AS file_name, '某市数字化发展局' AS department_name, 2024 AS fiscal_year, 'budget' AS disclosure_kind,
        'read' AS status, true AS is_current
"""
_SOURCE_FILE = "INSERT INTO marts.dim_source_file BY NAME SELECT $1 AS document_key, $2 AS file_path, 'read' AS outcome"
_KEY = "SELECT statement_line_key FROM marts.fact_statement_line WHERE document_key = $1 AND cell_address = $2"
_FINDING = """
    INSERT INTO marts.fact_finding BY NAME
    SELECT 'of-a-cell' AS finding_key, document_key, 'error' AS severity, 'unknown' AS verdict, 'misprint' AS finding_kind,
        statement_line_key, page_number, x0, y0, x1, y1, cell_address, amount_text AS printed_text, amount_yuan AS printed_yuan,
        1 AS broken_count, [] AS reconciliation_keys, 'open' AS acceptance_status, 'seeded' AS message
    FROM marts.fact_statement_line WHERE statement_line_key = $1
"""


@dataclass(frozen=True)
class Workbook:
    warehouse: Path
    raw: Path
    content: bytes
    document_key: str
    line_key: str


def workbook_in(folder: Path, published: Path) -> Workbook:
    content = as_xlsx([Form("封面", {(0, 0): "某市数字化发展局2024年部门预算"}), form()])
    document_key = sha256(content)
    warehouse, raw = folder / "mingzhang.duckdb", folder / "raw"
    raw.mkdir()
    (raw / NAME).write_bytes(content)
    shutil.copyfile(published, warehouse)
    frames = read_document(content, NAME, document_key).frames
    for name in ("statement_lines", "tables"):
        frames[name].write_parquet(folder / f"{name}.parquet")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(_LINES.format(file=folder / "statement_lines.parquet"))
        connection.execute(_TABLES.format(file=folder / "tables.parquet"))
        connection.execute(_DOCUMENT, [document_key, NAME])
        connection.execute(_SOURCE_FILE, [document_key, NAME])
        [(key,)] = connection.execute(_KEY, [document_key, ADDRESS]).fetchall()
        connection.execute(_FINDING, [key])
    return Workbook(warehouse, raw, content, document_key, key)


def form() -> Form:
    cells: dict[tuple[int, int], str | Decimal] = {(1, 0): TITLE, (2, 0): "编制单位：某市数字化发展局", (2, 4): "单位：万元"}
    for column, words in enumerate(("科目编码", "科目名称", "合计", "基本支出", "项目支出")):
        cells[4, column] = words
    for row, (code, name) in enumerate((("", "合计"), ("205", "教育支出"), ("20502", "普通教育"), ("2050202", "小学教育")), 5):
        cells |= {(row, 0): code, (row, 1): name, (row, 2): Decimal("350.25"), (row, 3): Decimal("200.00"), (row, 4): CELL}
    return Form(SHEET, cells, [(1, 0, 1, 4)], (4, 0, 8, 4))
