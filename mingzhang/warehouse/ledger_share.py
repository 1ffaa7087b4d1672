"""How much of what is printed was read, for the closing table of a build."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import duckdb


@dataclass(frozen=True)
class LedgerShare:
    """Characters of all pages by how they are booked, and inked areas that were not read."""

    character_count: int
    read_count: int
    left_over_count: int
    declared_count: int
    unbooked_count: int
    unread_area_count: int

    @property
    def read_pct(self) -> Decimal | None:
        """Rounded down: 100 % is said of nothing less."""
        if not self.character_count:
            return None
        return (Decimal(100 * self.read_count) / self.character_count).quantize(Decimal("0.01"), rounding=ROUND_FLOOR)

    def __str__(self) -> str:
        if self.read_pct is None:
            return "no characters"
        return (
            f"{self.read_pct} % of {self.character_count:,} characters read; {self.left_over_count:,} left over, "
            f"{self.declared_count:,} declared unread, {self.unbooked_count:,} in nothing; {self.unread_area_count:,} areas of ink unread"
        )


_SHARE = """
    SELECT
        coalesce(sum(character_count), 0),
        coalesce(sum(character_count) FILTER (WHERE is_read), 0),
        coalesce(sum(character_count) FILTER (WHERE booked_as = 'left_over'), 0),
        coalesce(sum(character_count) FILTER (WHERE booked_as = 'declared_unread'), 0),
        coalesce(sum(character_count) FILTER (WHERE booked_as = 'unbooked'), 0),
        count(*) FILTER (WHERE NOT is_read AND ink_square_points > 0)
    FROM marts.fact_page_ledger
    WHERE booked_as <> 'not_printed'
"""


def ledger_share(connection: duckdb.DuckDBPyConnection) -> LedgerShare:
    """Ask a built file."""
    return LedgerShare(*connection.execute(_SHARE).fetchall()[0])
