"""Rows of a published warehouse that the report shows, read-only: one dataclass per kind of row, its fields are the columns."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Document:
    document_key: str
    file_name: str
    department_name: str | None
    region_name: str | None
    fiscal_year: int | None
    disclosure_kind: str | None
    scope: str | None
    main_printed_unit: str | None
    status: str
    status_reason: str | None
    identity_conflict: str | None
    page_count: int | None
    reader_version: str | None


@dataclass(frozen=True)
class Statement:
    """A statement with its official name and how far its amounts are proved."""

    document_key: str
    statement_number: int
    statement_code: str
    statement_name_zh: str | None
    statement_name_en: str | None
    is_official: bool
    title_text: str | None
    form_label: str | None
    unit_name: str | None
    printed_unit: str | None
    unit_basis: str | None
    first_page: int
    last_page: int
    is_empty_form: bool
    is_nil_form: bool
    note_text: str | None
    proved: int
    consistent: int
    unproved: int
    contradicted: int
    zeros: int  # amounts printed as 0, among all of these


@dataclass(frozen=True)
class Finding:
    """One root cause."""

    finding_key: str
    document_key: str
    severity: str
    verdict: str | None
    finding_kind: str | None
    statement_line_key: str | None
    claim_key: str | None
    slip_kind: str | None
    suspect_count: int | None
    page_number: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    printed_text: str | None
    printed_yuan: Decimal | None
    proposed_yuan: Decimal | None
    proposed_text: str | None
    broken_count: int | None
    reconciliation_keys: list[str] | None
    arithmetic: str | None
    message: str | None
    acceptance_status: str | None
    acceptance_reason: str | None
    witness_status: str | None = None
    witness_reason: str | None = None
    recognised_text: str | None = None
    message_zh: str | None = None
    arithmetic_zh: str | None = None
    witness_reason_zh: str | None = None
    cell_address: str | None = None

    @property
    def box(self) -> Box | None:
        return box_of(self)

    @property
    def is_located(self) -> bool:
        """Whether one figure explains it; otherwise its box is that of the whole of its largest difference."""
        return self.statement_line_key is not None or self.claim_key is not None

    @property
    def is_accepted(self) -> bool:
        return self.acceptance_status == "accepted"


@dataclass(frozen=True)
class Reconciliation:
    """One evaluated identity; rule_name is the Chinese name of its rule, rule_description an English sentence."""

    document_key: str
    reconciliation_key: str
    rule_id: str
    rule_name: str | None
    rule_description: str | None
    status: str
    severity: str | None
    left_label: str | None
    right_label: str | None
    first_page: int | None
    last_page: int | None
    left_yuan: Decimal | None
    right_yuan: Decimal | None
    difference_yuan: Decimal | None
    allowed_yuan: Decimal | None
    left_line_keys: list[str] | None
    right_line_keys: list[str] | None
    message: str | None
    rule_name_en: str | None = None
    left_label_zh: str | None = None
    right_label_zh: str | None = None
    unchecked_reason: str | None = None
    unchecked_reason_zh: str | None = None

    @property
    def term_keys(self) -> list[str]:
        return [*(self.left_line_keys or []), *(self.right_line_keys or [])]


@dataclass(frozen=True)
class MartCoverage:
    """What one sums from a mart beside what the filing prints for it."""

    mart: str
    value_year: int | None
    phase: str | None
    status: str
    printed_yuan: Decimal | None
    summed_yuan: Decimal | None
    page_number: int | None
    message: str | None
    message_zh: str | None = None


@dataclass(frozen=True)
class Figure:
    """One printed figure that an identity can name: an amount of a statement, or one stated in prose (then with its quote)."""

    figure_key: str
    document_key: str
    file_name: str | None
    page_number: int
    name: str | None
    column_path: str | None
    statement_name_zh: str | None
    table_number: int | None
    printed_text: str | None
    printed_unit: str | None
    amount_yuan: Decimal | None
    quote: str | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    cell_address: str | None = None

    @property
    def box(self) -> Box | None:
        return box_of(self)


@dataclass(frozen=True)
class Table:
    """One grid; first_amount_y0 is the upper edge of its first amount, where the header ends."""

    document_key: str
    table_number: int
    page_number: int
    title_text: str | None
    outcome: str
    reason: str | None
    row_count: int | None
    column_count: int | None
    first_amount_y0: float | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None

    @property
    def box(self) -> Box | None:
        return box_of(self)


@dataclass(frozen=True)
class LeftoverCell:
    document_key: str
    page_number: int
    statement_number: int | None
    row_number: int | None
    column_number: int | None
    cell_text: str | None
    reason: str | None


@dataclass(frozen=True)
class PageEntry:
    """One booking of a page: characters that were read as one thing or not for one reason, or an inked area."""

    document_key: str
    page_number: int
    booked_as: str
    reason: str
    is_read: bool
    character_count: int
    amount_count: int
    ink_square_points: int


@dataclass(frozen=True)
class ReaderMessage:
    document_key: str
    page_number: int | None
    severity: str
    message_code: str
    message: str | None


@dataclass(frozen=True)
class SourceFile:
    document_key: str | None
    file_path: str
    outcome: str
    reason_code: str | None
    reason: str | None
    set_apart_page_number: int | None
    set_apart_value_text: str | None


def box_of(row: Any) -> Box | None:
    """x0, y0, x1, y1 of a row; None unless all are there."""
    sides = (row.x0, row.y0, row.x1, row.y1)
    return None if None in sides else sides
