"""One filing: what it is, its statements as printed, what its prose states."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from markupsafe import Markup, escape
from starlette.responses import Response

from ingest.lexicon.contacts import without_contacts
from mingzhang.explore.request import STATEMENT_ROWS, Listing, NotFound, Page
from mingzhang.report import printed, queries
from mingzhang.report.marts import Document, Finding
from mingzhang.report.proof_signs import SIGNS
from mingzhang.report.statement_sheet import Amount, Sheet
from mingzhang.report.units import in_printed_unit

DOCUMENT_KEY = r"[0-9a-f]{64}"


@dataclass(frozen=True)
class Stated:
    """A figure of the prose, and how many identities with it hold and do not."""

    claim_key: str
    page_number: int
    section: str | None
    subject: str | None
    measure_kind: str | None
    value_text: str | None
    unit: str | None
    amount_yuan: Decimal | None
    quote: str | None
    closing_count: int
    broken_count: int

    @property
    def status(self) -> str:
        return "contradicted" if self.broken_count else "consistent" if self.closing_count else "unproved"

    @property
    def marked_quote(self) -> Markup:
        """The sentence with the figure marked where it is found; contact persons are left out as everywhere."""
        quote, value = without_contacts(self.quote or ""), self.value_text or ""
        before, found, after = quote.partition(value) if value else (quote, "", "")
        return Markup(f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}") if found else escape(quote)


_STATED = """(
    SELECT claims.*, coalesce(terms.closing_count, 0) AS closing_count, coalesce(terms.broken_count, 0) AS broken_count
    FROM (FROM marts.fact_claim WHERE document_key = $1) AS claims
    LEFT JOIN (
        SELECT figure_key, count(*) FILTER (status IN ('exact', 'rounding')) AS closing_count,
            count(*) FILTER (status = 'broken') AS broken_count
        FROM (
            SELECT DISTINCT reconciliation_key, status, unnest(list_concat(left_line_keys, right_line_keys)) AS figure_key
            FROM marts.fact_reconciliation WHERE document_key = $1
        ) GROUP BY figure_key
    ) AS terms ON terms.figure_key = claims.claim_key
) ORDER BY claim_number"""
_CLAIM_COUNT = "SELECT count(*) FROM marts.fact_claim WHERE document_key = ?"
_FINDINGS = "marts.fact_finding WHERE document_key = ? ORDER BY finding_key"


def document_of(page: Page) -> Document:
    """The filing that the address names."""
    key = page.key("key", DOCUMENT_KEY)
    try:
        return queries.document(page.connection, key)
    except LookupError as problem:
        raise NotFound(key) from problem


def disclosure(page: Page) -> Response:
    """What a filing is and holds."""
    document = document_of(page)
    statements = printed.statements_of(page.connection, document.document_key)
    findings = queries.read_rows(page.connection, Finding, _FINDINGS, [document.document_key])
    [(claim_count,)] = page.connection.execute(_CLAIM_COUNT, [document.document_key]).fetchall()
    known = page.directory.disclosures.get(document.document_key)
    return page.render(
        "disclosure.html",
        document=document,
        department_key=known.department_key if known and document.department_name else None,
        statements=[(each, [(status, getattr(each, status)) for status in SIGNS]) for each in statements],
        finding_counts=Counter("accepted" if finding.is_accepted else finding.severity for finding in findings),
        claim_count=claim_count,
    )


def statement(page: Page) -> Response:
    """One statement as printed, every figure with its proof."""
    document, number = document_of(page), page.key("number", r"[0-9]{1,4}")
    statements = printed.statements_of(page.connection, document.document_key)
    own = next((each for each in statements if each.statement_number == int(number)), None)
    if own is None:
        raise NotFound(number)
    place = (document.document_key, own.statement_number)
    if page.wants_csv:
        name = f"{document.file_name.removesuffix('.pdf')}-{own.statement_number}-{own.statement_name_zh or own.statement_code}"
        return page.csv(name, *_sheet_as_rows(printed.sheet(page.connection, *place)))
    listing = Listing(printed.row_numbers(page.connection, *place), page.page_number, STATEMENT_ROWS)
    sheet = printed.some_rows(page.connection, *place, listing.rows[0], listing.rows[-1]) if listing.rows else None
    return page.render("statement.html", document=document, statement=own, statements=statements, sheet=sheet, listing=listing)


def prose(page: Page) -> Response:
    """What the prose states, sentence by sentence, the figures marked."""
    document = document_of(page)
    stated = queries.read_rows(page.connection, Stated, _STATED, [document.document_key])
    if page.wants_csv:
        header = (
            "page_number",
            "section",
            "subject",
            "measure_kind",
            "value_text",
            "unit",
            "amount_yuan",
            "quote",
            "status",
            "claim_key",
        )
        return page.csv(f"{document.file_name}-prose", header, ([getattr(each, name) for name in header] for each in stated))
    listing = Listing(stated, page.page_number, STATEMENT_ROWS)
    sections = [(section, list(members)) for section, members in groupby(listing.rows, key=lambda each: each.section)]
    return page.render("prose.html", document=document, listing=listing, sections=sections)


def _sheet_as_rows(sheet: Sheet) -> tuple[list[str], list[list[object]]]:
    header = ["page"] + [word for block in sheet.blocks for word in ("code", "item", *block.paths)]
    rows: list[list[object]] = [
        [row.page_number] + [value for own in row.blocks for value in (own.code, own.label, *map(_figure, own.amounts))]
        for row in sheet.rows
    ]
    return header, rows


def _figure(amount: Amount | None) -> object:
    """As a number in the printed unit; as text where the unit is not known."""
    if amount is None:
        return None
    figure = in_printed_unit(amount.amount_yuan, amount.printed_unit, amount.printed_decimals)
    return amount.amount_text if figure is None else figure
