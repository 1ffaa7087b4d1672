"""Filings and their statements as a workbook or a page shows them."""

from dataclasses import replace

import duckdb

from mingzhang.report import queries
from mingzhang.report.marts import Document, Statement
from mingzhang.report.statement_sheet import Amount, Sheet, sheet_of


def current_documents(connection: duckdb.DuckDBPyConnection) -> list[Document]:
    """Filings that count, by file name."""
    return queries.read_rows(connection, Document, "marts.dim_document WHERE is_current ORDER BY file_name, document_key")


def statements_of(connection: duckdb.DuckDBPyConnection, document_key: str) -> list[Statement]:
    return queries.read_rows(connection, Statement, queries.STATEMENTS_OF_ONE, [document_key])


def sheet(connection: duckdb.DuckDBPyConnection, document_key: str, statement_number: int) -> Sheet:
    source = "marts.fact_statement_line WHERE document_key = ? AND statement_number = ?"
    return sheet_of(queries.read_rows(connection, Amount, source, [document_key, statement_number]))


# one amount of each column beside those of the rows: the header is that of the whole statement
_SOME_ROWS = """marts.fact_statement_line WHERE document_key = $1 AND statement_number = $2
    QUALIFY row_number BETWEEN $3 AND $4
      OR row_number() OVER (PARTITION BY block_number, measure_path ORDER BY table_number, column_number, row_number) = 1"""
_ROW_NUMBERS = """
    SELECT DISTINCT row_number FROM marts.fact_statement_line WHERE document_key = ? AND statement_number = ? ORDER BY row_number
"""


def row_numbers(connection: duckdb.DuckDBPyConnection, document_key: str, statement_number: int) -> list[int]:
    """The rows of a statement that print an amount."""
    return [number for (number,) in connection.execute(_ROW_NUMBERS, [document_key, statement_number]).fetchall()]


def some_rows(connection: duckdb.DuckDBPyConnection, document_key: str, statement_number: int, first: int, last: int) -> Sheet:
    """Some rows of a statement under the header of the whole."""
    whole = sheet_of(queries.read_rows(connection, Amount, _SOME_ROWS, [document_key, statement_number, first, last]))
    return replace(whole, rows=tuple(row for row in whole.rows if first <= row.number <= last))
