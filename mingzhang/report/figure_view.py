"""One printed figure: what proves or contradicts it, where else it is printed, and how to cite it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from mingzhang.messages import Language, say
from mingzhang.report import queries
from mingzhang.report.arithmetic import Arithmetic, write_out
from mingzhang.report.evidence import Part, parts_of
from mingzhang.report.marts import Document, Figure, Finding, Reconciliation
from mingzhang.report.places import place_of, terms_in

#: How keys of figures look; whatever else is asked for is not looked up.
FIGURE_KEY = re.compile(r"[0-9a-f]{16}(:[a-z][0-9a-f]{1,12}){1,5}")
#: Identities and places that are shown of one figure; how many there are is told.
SHOWN = 40

_PROOF = "marts.fact_statement_line WHERE statement_line_key = ? AND document_key = ?"

# not checkable ones say nothing of a figure
_IDENTITIES = """(
    SELECT reconciliations.*, rules.description AS rule_description, rules.name_en AS rule_name_en
    FROM marts.fact_reconciliation AS reconciliations
    LEFT JOIN staging.identity_rules AS rules USING (rule_id)
) WHERE document_key IN (SELECT unnest($1::VARCHAR[])) AND (list_contains(left_line_keys, $2) OR list_contains(right_line_keys, $2)) AND status IN ('exact', 'rounding', 'broken')
ORDER BY status <> 'broken', len(left_line_keys) + len(right_line_keys), reconciliation_key"""

#: An identity between two filings is written under either of them.
_FILINGS = """
    SELECT document_key FROM marts.dim_document
    WHERE document_key = $1 OR department_key = (SELECT department_key FROM marts.dim_document WHERE document_key = $1)
"""

_SAME_AMOUNT = """
    SELECT statement_line_key FROM marts.fact_statement_line WHERE document_key = $1 AND amount_yuan = $2
    UNION ALL
    SELECT claim_key FROM marts.fact_claim WHERE document_key = $1 AND amount_yuan = $2
"""

_FINDINGS = """marts.fact_finding WHERE document_key = $1 AND (
    statement_line_key = $2 OR claim_key = $2 OR list_contains(suspect_keys, $2)
    OR list_has_any(reconciliation_keys, $3::VARCHAR[])
) ORDER BY finding_key"""


@dataclass(frozen=True)
class LineProof:
    """What the proof says of an amount of a statement; its fields are columns of fact_statement_line."""

    proof_status: str | None
    closing_identity_count: int | None
    broken_identity_count: int | None
    corrected_text: str | None
    corrected_yuan: Decimal | None
    agreement: str | None
    second_text: str | None
    statement_number: int
    measure_path: str | None


@dataclass(frozen=True)
class OtherPlace:
    """The same amount at another place; linked_by names the identity that says it is the same figure, where one does."""

    figure: Figure
    linked_by: str | None


@dataclass(frozen=True)
class FigureView:
    figure: Figure
    document: Document
    proof: LineProof | None  # None for what is no amount of a statement
    identities: Sequence[Arithmetic]
    places: Sequence[OtherPlace]
    findings: Sequence[Finding]

    @property
    def status(self) -> str:
        """That of a statement's amount; of any other figure, what its identities say."""
        if self.proof:
            return self.proof.proof_status or "unproved"
        statuses = {identity.reconciliation.status for identity in self.identities}
        return "contradicted" if "broken" in statuses else "consistent" if statuses else "unproved"

    @property
    def citation(self) -> str:
        """A text to cite: whose filing, which page, which figure, and the bytes that it stands in."""
        document, figure = self.document, self.figure
        what = "，".join(filter(None, [figure.statement_name_zh, figure.name, figure.column_path]))
        filing = f"{document.department_name or document.file_name}，{document.fiscal_year or ''}"
        printed = f"{figure.printed_text or '–'} {figure.printed_unit or ''}".strip()
        told = say(
            "citation",
            Language.ZH,
            filing=filing,
            file=document.file_name,
            place=figure.cell_address or say("on_page", Language.ZH, page=figure.page_number),
            what=what,
            printed=printed,
        )
        return f"{told} (sha256 {document.document_key}, {figure.figure_key})"


def figure_view(connection: duckdb.DuckDBPyConnection, key: str) -> FigureView | None:
    """Everything about one figure; None when the warehouse has no figure of that key."""
    figure = queries.figures(connection, [key]).get(key) if FIGURE_KEY.fullmatch(key) else None
    if figure is None:
        return None
    own = [figure.document_key]
    document = queries.document(connection, figure.document_key)
    proofs = queries.read_rows(connection, LineProof, _PROOF, [key, *own])
    with connection.cursor() as cursor:
        filings = [row[0] for row in cursor.execute(_FILINGS, own).fetchall()]
        same = (
            {row[0] for row in cursor.execute(_SAME_AMOUNT, [*own, figure.amount_yuan]).fetchall()}
            if figure.amount_yuan
            else set()
        )
    reconciliations = queries.read_rows(connection, Reconciliation, _IDENTITIES, [filings, key])
    linked = _linked(key, reconciliations)
    shown = reconciliations[:SHOWN]
    known = queries.figures(connection, {*same, *linked, *(term for each in shown for term in each.term_keys)})
    places = [OtherPlace(known[other], linked.get(other)) for other in sorted({*same, *linked} - {key}) if other in known]
    places.sort(
        key=lambda place: (place.figure.document_key != figure.document_key, place.linked_by is None, place.figure.page_number)
    )
    broken = [each.reconciliation_key for each in reconciliations if each.status == "broken"]
    findings = queries.read_rows(connection, Finding, _FINDINGS, [*own, key, broken])
    return FigureView(figure, document, next(iter(proofs), None), [write_out(each, known) for each in shown], places, findings)


def figure_part(connection: duckdb.DuckDBPyConnection, view: FigureView) -> Part | None:
    """The part of its page that shows the figure, with the figures of its identities marked too; None when it has no box."""
    place = place_of(view.figure)
    if place is None:
        return None
    short = [identity for identity in view.identities if not identity.is_long]
    key = view.figure.document_key
    return parts_of(place, [], terms_in(key, short), queries.tables(connection, key))[0]


def _linked(key: str, reconciliations: Iterable[Reconciliation]) -> dict[str, str]:
    """Figures that an identity sets equal to this one alone, with the name of its rule."""
    linked: dict[str, str] = {}
    for each in reconciliations:
        if len(each.left_line_keys or ()) == len(each.right_line_keys or ()) == 1:
            linked |= {other: each.rule_name or each.rule_id for other in each.term_keys if other != key}
    return linked
