"""An identity written out: every term as it is printed, both sums, and what rounding allows between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ingest.lexicon.amounts import UNITS
from mingzhang.messages import say_both
from mingzhang.report.marts import Figure, Reconciliation

#: Identities of more terms than this are folded; their zeros are counted, not listed.
TERMS_SHOWN = 14


@dataclass(frozen=True)
class Side:
    """One side of an identity. stated_yuan is what the identity counts; note says why the listed terms do not sum to it."""

    label: str | None
    label_zh: str | None
    terms: tuple[Figure, ...]
    missing_keys: tuple[str, ...]
    stated_yuan: Decimal | None
    zero_count: int
    note: str | None


@dataclass(frozen=True)
class Arithmetic:
    """One identity for people."""

    reconciliation: Reconciliation
    left: Side
    right: Side
    unit: str | None  # that all terms are printed in; None when they differ
    difference_in_unit: Decimal | None

    @property
    def terms(self) -> tuple[Figure, ...]:
        return self.left.terms + self.right.terms

    @property
    def is_long(self) -> bool:
        return len(self.terms) > TERMS_SHOWN


def write_out(reconciliation: Reconciliation, figures: Mapping[str, Figure]) -> Arithmetic:
    """Look up the terms of an identity; a key that is no printed amount and no claim is shown as it is."""
    row = reconciliation
    left = _side((row.left_label, row.left_label_zh), row.left_line_keys or [], row.left_yuan, figures)
    right = _side((row.right_label, row.right_label_zh), row.right_line_keys or [], row.right_yuan, figures)
    unit = _common_unit([*left.terms, *right.terms])
    return Arithmetic(reconciliation, left, right, unit, _in_unit(reconciliation.difference_yuan, unit))


def _side(
    labels: tuple[str | None, str | None], keys: Iterable[str], stated_yuan: Decimal | None, figures: Mapping[str, Figure]
) -> Side:
    keys = list(keys)
    terms = [figures[key] for key in keys if key in figures]
    missing = tuple(key for key in keys if key not in figures)
    amounts = [term.amount_yuan for term in terms if term.amount_yuan is not None]
    zeros = sum(amount == 0 for amount in amounts) if len(terms) > TERMS_SHOWN else 0
    shown = tuple(term for term in terms if term.amount_yuan != 0) if zeros else tuple(terms)
    whole = not missing and len(amounts) == len(terms)
    return Side(
        *labels, shown, missing, stated_yuan, zeros, _note(sum(amounts, Decimal(0)), stated_yuan) if whole and terms else None
    )


def _note(listed_yuan: Decimal, stated_yuan: Decimal | None) -> str | None:
    """A figure that a form prints several times counts once in an identity; all its places are listed."""
    if stated_yuan is None or listed_yuan == stated_yuan:
        return None
    if stated_yuan and listed_yuan % stated_yuan == 0 and listed_yuan // stated_yuan > 1:
        times = listed_yuan // stated_yuan
        return say_both("counted_once", times=times)
    return say_both("not_all_count", listed_yuan=listed_yuan)


def _common_unit(terms: Iterable[Figure]) -> str | None:
    units = {term.printed_unit for term in terms}
    return units.pop() if len(units) == 1 else None


def _in_unit(yuan: Decimal | None, unit: str | None) -> Decimal | None:
    """The same amount in the printed unit; None for yuan itself, where it would say nothing new."""
    factor = UNITS.get(unit or "", Decimal(1))
    return None if yuan is None or factor == 1 else (yuan / factor).normalize()
