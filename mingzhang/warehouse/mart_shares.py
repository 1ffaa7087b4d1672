"""In how many filings each mart sums to what is printed, for the closing table of a build."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class MartShare:
    """One mart: of the filings that print a total for it, those in which it sums to that total."""

    mart: str
    filing_count: int
    reconciled_count: int

    def __str__(self) -> str:
        return f"{self.mart} {self.reconciled_count} of {self.filing_count}"


# a filing that prints two years of 三公 is reconciled when both are
_SHARES = """
    SELECT mart, count(*), count(*) FILTER (WHERE is_reconciled)
    FROM (
        SELECT mart, document_key, bool_and(is_reconciled) AS is_reconciled
        FROM marts.fact_mart_coverage
        WHERE status NOT IN ('no_items', 'nothing_printed')
        GROUP BY ALL
    )
    GROUP BY mart ORDER BY mart
"""


def mart_shares(connection: duckdb.DuckDBPyConnection) -> list[MartShare]:
    """Ask a built file; filings that print no total for a mart are not counted."""
    return [MartShare(*row) for row in connection.execute(_SHARES).fetchall()]
