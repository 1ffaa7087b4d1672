"""Amounts in the unit that a filing prints them in."""

from decimal import Decimal

from ingest.lexicon.amounts import UNITS


def in_printed_unit(yuan: Decimal | None, unit: str | None, decimals: int | None) -> Decimal | None:
    """The figure as printed, to its last printed digit; None when the unit is not known."""
    if yuan is None or unit not in UNITS:
        return None
    return (yuan / UNITS[unit]).quantize(Decimal(1).scaleb(-(decimals or 0)))
