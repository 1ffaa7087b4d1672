"""A landing file made by hand: one budget with two statements, enough to run every stage behind the reader."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingest.schema import RAW_TABLES, duckdb_type, frame

KEY = "a" * 64
DEPARTMENT = "某市财政局"


def amount(statement: tuple[int, str], row: int, label: str, yuan: str, measure: str, **more: Any) -> dict[str, Any]:
    """One landed amount in 元, on page 3, in the given row."""
    number, code = statement
    column = more.pop("column_number", 2)
    return {
        "document_key": KEY,
        "statement_number": number,
        "statement_code": code,
        "table_number": number,
        "page_number": number + 2,
        "row_number": row,
        "block_number": 1,
        "column_number": column,
        "row_kind": "item",
        "line_label": label,
        "measure_code": measure,
        "measure_path": measure,
        "value_year": 2024,
        "value_phase": "budget",
        "amount_text": yuan,
        "printed_unit": "元",
        "amount_yuan": Decimal(yuan),
        "printed_decimals": 2,
        "x0": 100.0 * column,
        "y0": 20.0 * row,
        "x1": 100.0 * column + 60,
        "y1": 20.0 * row + 12,
        "agreement": "both",
    } | more


def write_landing(path: Path, **replaced: list[dict[str, Any]]) -> Path:
    """Write every raw table; `replaced` gives other rows for the tables named."""
    tables = sound_document() | replaced
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE SCHEMA raw")
        for table, columns in RAW_TABLES.items():
            declared = ", ".join(f"{name} {duckdb_type(dtype)}" for name, dtype in columns.items())
            connection.execute(f"CREATE TABLE raw.{table} ({declared})")
            rows = frame(table, tables.get(table, []))
            if rows.height:
                connection.register("landed", rows)
                connection.execute(f"INSERT INTO raw.{table} SELECT * FROM landed")
                connection.unregister("landed")
    return path


def sound_document() -> dict[str, list[dict[str, Any]]]:
    """A filing in which everything adds up: 收支总表 and 支出总表 of 300 元."""
    summary, spending = (1, "income_expenditure_summary"), (2, "expenditure")
    lines = [
        amount(summary, 1, "一般公共预算拨款收入", "300.00", "total", side="income"),
        amount(summary, 2, "收入总计", "300.00", "total", side="income", row_kind="total", row_level=0),
        amount(summary, 1, "教育支出", "300.00", "total", side="expenditure", column_number=4, block_number=2),
        amount(
            summary,
            2,
            "支出总计",
            "300.00",
            "total",
            side="expenditure",
            column_number=4,
            block_number=2,
            row_kind="total",
            row_level=0,
        ),
        *spending_row(spending, 1, "合计", "100.00", "200.00", "300.00", row_kind="total", row_level=0),
        *spending_row(spending, 2, "教育支出", "100.00", "200.00", "300.00", **function("205", 1), row_kind="class"),
        *spending_row(spending, 3, "普通教育", "100.00", "200.00", "300.00", **function("20502", 2), row_kind="class"),
        *spending_row(spending, 4, "小学教育", "100.00", "200.00", "300.00", **function("2050202", 3)),
    ]
    return {
        "files": [
            {"file_path": "预算.pdf", "file_name": "预算.pdf", "document_key": KEY, "byte_size": 1000, "outcome": "read"},
        ],
        "documents": [
            {
                "document_key": KEY,
                "file_name": "预算.pdf",
                "byte_size": 1000,
                "page_count": 5,
                "department_name": DEPARTMENT,
                "region_name": "某市",
                "fiscal_year": 2024,
                "disclosure_kind": "budget",
                "scope": "department",
                "main_printed_unit": "元",
                "status": "read",
                "reader_version": "test",
            }
        ],
        "pages": [
            {"document_key": KEY, "page_number": page, "width": 595.0, "height": 842.0, "rotation": 0} for page in range(1, 6)
        ],
        "tables": [
            {
                "document_key": KEY,
                "table_number": number,
                "page_number": number + 2,
                "statement_number": number,
                "is_continuation": False,
                "outcome": "statement",
            }
            for number in (1, 2)
        ],
        "statements": [
            {
                "document_key": KEY,
                "statement_number": number,
                "statement_code": code,
                "title_text": title,
                "printed_unit": "元",
                "unit_basis": "printed",
                "first_page": number + 2,
                "last_page": number + 2,
                "is_empty_form": False,
                "is_nil_form": False,
                "recognised_by": "title",
            }
            for (number, code), title in ((summary, "收支总表"), (spending, "支出总表"))
        ],
        "statement_lines": lines,
    }


def function(code: str, level: int) -> dict[str, Any]:
    """Columns of a row classified by function."""
    return {"class_kind": "function", "class_code": code, "function_class_code": code, "row_level": level}


def spending_row(
    statement: tuple[int, str], row: int, label: str, basic: str, project: str, total: str, **more: Any
) -> list[dict[str, Any]]:
    """基本支出, 项目支出 and 合计 of one row."""
    measures = ("basic", basic), ("project", project), ("total", total)
    return [
        amount(statement, row, label, yuan, measure, column_number=column, **more)
        for column, (measure, yuan) in enumerate(measures, 2)
    ]
