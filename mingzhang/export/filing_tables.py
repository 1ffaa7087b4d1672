"""What a workbook shows of one filing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from mingzhang.report import printed, queries
from mingzhang.report.marts import Document, Finding, Statement
from mingzhang.report.statement_sheet import Sheet

_CLAIMS = "marts.fact_claim WHERE document_key = ? ORDER BY claim_number"
_FINDINGS = "marts.fact_finding WHERE document_key = ? ORDER BY page_number, finding_key"


@dataclass(frozen=True)
class StatedFigure:
    """A figure of the prose; its fields are columns of fact_claim."""

    page_number: int
    section: str | None
    subject: str | None
    value_text: str | None
    unit: str | None
    amount_yuan: Decimal | None
    quote: str | None


@dataclass(frozen=True)
class FilingTables:
    """What a workbook shows of a filing."""

    document: Document
    statements: Sequence[tuple[Statement, Sheet]]
    findings: Sequence[Finding]
    claims: Sequence[StatedFigure]


def filing_tables(connection: duckdb.DuckDBPyConnection, document: Document) -> FilingTables:
    """What a workbook shows of a filing."""
    key = document.document_key
    return FilingTables(
        document,
        [(each, printed.sheet(connection, key, each.statement_number)) for each in printed.statements_of(connection, key)],
        queries.read_rows(connection, Finding, _FINDINGS, [key]),
        queries.read_rows(connection, StatedFigure, _CLAIMS, [key]),
    )
