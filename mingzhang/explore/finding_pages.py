"""Findings by severity and verdict, and one finding with its pictures and its arithmetic."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from mingzhang.explore.pictures import Pictures, Wanted
from mingzhang.explore.request import ROWS, Listing, NotFound, Page
from mingzhang.report import queries
from mingzhang.report.evidence import Part, SheetTable
from mingzhang.report.filing import SEVERITIES, FindingView, finding_views
from mingzhang.report.marts import Finding
from mingzhang.report.places import parts_of_finding

KEY = r"[0-9A-Za-z:._-]{1,128}"
#: accepted ones are apart: they are known, with a reason
STATES = ("open", "accepted")


@dataclass(frozen=True)
class FindingRow:
    finding_key: str
    document_key: str
    department_name: str | None
    region_name: str | None
    fiscal_year: int | None
    disclosure_kind: str | None
    file_name: str
    severity: str
    verdict: str | None
    finding_kind: str | None
    page_number: int | None
    printed_text: str | None
    printed_yuan: Decimal | None
    proposed_text: str | None
    proposed_yuan: Decimal | None
    broken_count: int | None
    acceptance_status: str | None
    message: str | None
    message_zh: str | None


_ROWS = """(
    SELECT findings.*, documents.department_name, documents.region_name, documents.fiscal_year, documents.disclosure_kind,
        documents.file_name
    FROM marts.fact_finding AS findings JOIN marts.dim_document AS documents USING (document_key)
) WHERE ($1 IS NULL OR severity = $1) AND ($2 IS NULL OR verdict = $2) AND ($3 IS NULL OR finding_kind = $3)
    AND ($4 IS NULL OR (acceptance_status IS NOT DISTINCT FROM 'accepted') = ($4 = 'accepted'))
    AND ($5 IS NULL OR document_key = $5)
ORDER BY list_position($6::VARCHAR[], severity), department_name NULLS LAST, file_name, page_number, finding_key"""
_ONE = "marts.fact_finding WHERE finding_key = ?"


class FindingPages:
    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def findings(self, page: Page) -> Response:
        offered = {name: _values(page, name) for name in ("severity", "verdict", "finding_kind")}
        chosen = {name: page.choice(name, values) for name, values in offered.items()}
        state, document = page.choice("state", STATES), page.choice("document", page.directory.disclosures)
        asked = [chosen["severity"], chosen["verdict"], chosen["finding_kind"], state, document, list(SEVERITIES)]
        rows = queries.read_rows(page.connection, FindingRow, _ROWS, asked)
        if page.wants_csv:
            names = list(FindingRow.__dataclass_fields__)
            return page.csv("mingzhang-findings", names, ([getattr(row, name) for name in names] for row in rows))
        return page.render(
            "findings.html",
            listing=Listing(rows, page.page_number, ROWS),
            offered=offered,
            chosen=chosen,
            state=state,
            states=STATES,
            of=page.directory.disclosures[document] if document else None,
        )

    def finding(self, page: Page) -> Response:
        view = _view(page)
        key = view.finding.document_key
        document = queries.document(page.connection, key)
        has_pdf = self._pictures.path_of(page.connection, key) is not None
        parts = _parts(page, view)
        drawn = [self._table(page, number) if view.finding.cell_address else None for number in range(len(parts))]
        return page.render("finding.html", view=view, document=document, parts=parts, drawn=drawn, has_pdf=has_pdf)

    def _table(self, page: Page, number: int) -> SheetTable | None:
        return self._pictures.table(page.connection, _asked(page, number), lambda: _wanted(page, number))

    def picture(self, page: Page) -> Response:
        number = int(page.key("number", r"[0-9]"))
        return self._pictures.answer(page.connection, _asked(page, number), lambda: _wanted(page, number))


def _asked(page: Page, number: int) -> Hashable:
    return page.opened.stamp, page.key("key", KEY), number


def _wanted(page: Page, number: int) -> Wanted:
    view = _view(page)
    parts = _parts(page, view)
    if number >= len(parts):
        raise NotFound(str(number))
    key = view.finding.document_key
    return Wanted(key, queries.page_rotations(page.connection, key), parts[number])


def _values(page: Page, name: str) -> list[str]:
    """What findings of this warehouse have in one of three columns."""
    found = page.connection.execute(f"SELECT DISTINCT {name} FROM marts.fact_finding WHERE {name} IS NOT NULL").fetchall()
    values = sorted(value for (value,) in found)
    return [value for value in SEVERITIES if value in values] if name == "severity" else values


def _view(page: Page) -> FindingView:
    key = page.key("key", KEY)
    found = queries.read_rows(page.connection, Finding, _ONE, [key])
    if not found:
        raise NotFound(key)
    return finding_views(page.connection, found, queries.open_reconciliations(page.connection, found[0].document_key))[0]


def _parts(page: Page, view: FindingView) -> list[Part]:
    return parts_of_finding(view, queries.tables(page.connection, view.finding.document_key))
