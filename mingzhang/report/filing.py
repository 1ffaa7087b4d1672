"""What one report says, put together from the marts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

import duckdb

from mingzhang.report import queries
from mingzhang.report.arithmetic import Arithmetic, write_out
from mingzhang.report.evidence import Picture
from mingzhang.report.marts import (
    Document,
    Figure,
    Finding,
    LeftoverCell,
    MartCoverage,
    PageEntry,
    ReaderMessage,
    Reconciliation,
    Statement,
    Table,
)

SEVERITIES = ("critical", "error", "warning", "info")


@dataclass(frozen=True)
class Proof:
    """How far amounts are proved."""

    proved: int
    consistent: int
    unproved: int
    contradicted: int
    zeros: int = 0  # printed zeros among them: a sum says nothing of a zero

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> "Proof":
        counts = [(each.proved, each.consistent, each.unproved, each.contradicted, each.zeros) for each in statements]
        return cls(*(sum(column) for column in zip(*counts, strict=True))) if counts else cls(0, 0, 0, 0)

    @property
    def total(self) -> int:
        return self.proved + self.consistent + self.unproved + self.contradicted

    @property
    def proved_pct(self) -> Decimal | None:
        """Share of the amounts other than 0, rounded down: 100 % is said of nothing less."""
        if self.total == self.zeros:
            return None
        return (Decimal(100 * self.proved) / (self.total - self.zeros)).quantize(Decimal("0.1"), rounding=ROUND_FLOOR)


@dataclass(frozen=True)
class MissingForm:
    statement_code: str
    statement_name_zh: str
    statement_name_en: str


@dataclass(frozen=True)
class Unchecked:
    """A rule that could not be evaluated, with what was missing and how often."""

    rule_name: str
    rule_description: str | None
    reason: str
    reason_zh: str
    count: int


@dataclass
class FindingView:
    """A finding with the line it is about, its identities written out, and its pictures (drawn later)."""

    finding: Finding
    figure: Figure | None
    identities: list[Arithmetic]
    pictures: list[Picture] = field(default_factory=list)
    no_picture_because: str | None = None

    @property
    def claims(self) -> list[Figure]:
        """Figures stated in prose that the finding is about."""
        terms = [term for identity in self.identities for term in identity.terms]
        named = [self.figure] if self.figure else []
        return list({term.figure_key: term for term in [*named, *terms] if term.quote is not None}.values())


@dataclass(frozen=True)
class Filing:
    """One report."""

    document: Document
    statements: Sequence[Statement]
    missing_forms: Sequence[MissingForm]
    findings: Sequence[FindingView]
    identity_counts: Mapping[str, int]
    unchecked: Sequence[Unchecked]
    tables: Sequence[Table]
    leftovers: Sequence[LeftoverCell]
    messages: Sequence[ReaderMessage]
    rotations: Mapping[int, int]
    coverage: Sequence[MartCoverage]
    ledger: Sequence[PageEntry]

    @property
    def read_pct(self) -> Decimal | None:
        """Share of the printed characters that were read, rounded down."""
        printed = sum(entry.character_count for entry in self.ledger)
        read = sum(entry.character_count for entry in self.ledger if entry.is_read)
        return (Decimal(100 * read) / printed).quantize(Decimal("0.01"), rounding=ROUND_FLOOR) if printed else None

    @property
    def unread(self) -> list[PageEntry]:
        """What was not read, but for the cells of statements, which are listed by themselves."""
        return [entry for entry in self.ledger if not entry.is_read and entry.booked_as != "left_over"]

    @property
    def proof(self) -> Proof:
        return Proof.of(self.statements)

    @property
    def unrecognised(self) -> list[Table]:
        return [table for table in self.tables if table.outcome == "unrecognised"]

    @property
    def prose_findings(self) -> list[FindingView]:
        return [view for view in self.findings if view.claims]


def severity_counts(findings: Iterable[Finding]) -> Counter[str]:
    """Open findings by severity; accepted ones are counted under `accepted`."""
    return Counter("accepted" if finding.is_accepted else finding.severity for finding in findings)


def severity_rank(severity: str) -> int:
    """0 is the worst; a severity that is not known is placed behind all others, not dropped."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def filing_of(
    connection: duckdb.DuckDBPyConnection,
    document: Document,
    statements: Sequence[Statement],
    findings: Sequence[Finding],
    counts: Mapping[str, int],
) -> Filing:
    """Put the report of one filing together, without pictures."""
    key = document.document_key
    reconciliations = queries.open_reconciliations(connection, key)
    return Filing(
        document=document,
        statements=statements,
        missing_forms=_missing_forms(connection, document, statements),
        findings=finding_views(connection, findings, reconciliations),
        identity_counts=counts,
        unchecked=_unchecked(reconciliations),
        tables=queries.tables(connection, key),
        leftovers=queries.read_rows(
            connection, LeftoverCell, "marts.fact_leftover_cell WHERE document_key = ? ORDER BY ALL", [key]
        ),
        messages=queries.read_rows(
            connection, ReaderMessage, "marts.fact_reader_message WHERE document_key = ? ORDER BY ALL", [key]
        ),
        rotations=queries.page_rotations(connection, key),
        coverage=queries.read_rows(connection, MartCoverage, queries.MART_COVERAGE, [key]),
        ledger=queries.read_rows(connection, PageEntry, queries.PAGE_LEDGER, [key]),
    )


def finding_views(
    connection: duckdb.DuckDBPyConnection, findings: Sequence[Finding], reconciliations: Iterable[Reconciliation]
) -> list[FindingView]:
    """Findings with their figures and identities, the worst first and the accepted ones last."""
    by_key = {reconciliation.reconciliation_key: reconciliation for reconciliation in reconciliations}
    named = {key for finding in findings for key in finding.reconciliation_keys or []}
    wanted = {term for key in named if key in by_key for term in by_key[key].term_keys}
    wanted |= {key for finding in findings for key in (finding.statement_line_key, finding.claim_key) if key}
    figures = queries.figures(connection, wanted)
    views = [
        FindingView(
            finding,
            figures.get(finding.statement_line_key or finding.claim_key or ""),
            _ordered(finding, [write_out(by_key[key], figures) for key in finding.reconciliation_keys or [] if key in by_key]),
        )
        for finding in findings
    ]
    return sorted(views, key=_order)


def _ordered(finding: Finding, identities: Iterable[Arithmetic]) -> list[Arithmetic]:
    """First those that the marked figure takes part in, the largest difference first."""

    def place(identity: Arithmetic) -> tuple[bool, Decimal, str]:
        is_marked = any((term.page_number, term.box) == (finding.page_number, finding.box) for term in identity.terms)
        reconciliation = identity.reconciliation
        return not is_marked, -abs(reconciliation.difference_yuan or Decimal(0)), reconciliation.reconciliation_key

    return sorted(identities, key=place)


def _order(view: FindingView) -> tuple[bool, int, int, str]:
    finding = view.finding
    return finding.is_accepted, severity_rank(finding.severity), finding.page_number or 0, finding.finding_key


def _unchecked(reconciliations: Iterable[Reconciliation]) -> list[Unchecked]:
    counts = Counter(
        (
            each.rule_name or each.rule_id,
            each.rule_description,
            each.unchecked_reason or "",
            each.unchecked_reason_zh or "",
        )
        for each in reconciliations
        if each.status == "not_checkable"
    )
    return [Unchecked(*rule, count) for rule, count in sorted(counts.items(), key=lambda item: (item[0][0], item[0][2]))]


def _missing_forms(
    connection: duckdb.DuckDBPyConnection, document: Document, statements: Iterable[Statement]
) -> list[MissingForm]:
    found = {statement.statement_code for statement in statements}
    expected = queries.expected_forms(connection, document.disclosure_kind, document.fiscal_year)
    missing = [code for code in expected if code not in found]
    names = {form.statement_code: form for form in queries.read_rows(connection, MissingForm, "staging.statements")}
    return [names.get(code, MissingForm(code, code, code)) for code in missing]
