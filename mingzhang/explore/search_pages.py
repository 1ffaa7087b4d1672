"""The first page: who publishes, and a department with everything of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from mingzhang.explore.charts import Bar, BarGroup, bars, short_yuan
from mingzhang.explore.departments import Disclosure, Filter, Found
from mingzhang.explore.measures import MEASURES, YearRow, department_years, paired
from mingzhang.explore.request import Listing, NotFound, Page
from mingzhang.report import queries
from mingzhang.report.proof_signs import SIGNS

KINDS, SCOPES = ("budget", "final"), ("department", "unit")
DEPARTMENT_KEY = r"[0-9a-f]{32}"


@dataclass(frozen=True)
class OwnUnit:
    """One unit that the latest list of a department names."""

    department_key: str
    unit_name: str
    document_key: str
    page_number: int | None


_UNITS = "marts.dim_department_hierarchy WHERE parent_department_key = ? AND is_latest ORDER BY unit_name, department_key"


def search(page: Page) -> Response:
    """Departments by name, alias, pinyin or region; filters by year, kind and scope."""
    wanted = Filter(
        tuple(page.text("q").lower().split()),
        page.choice("region", page.directory.regions),
        page.number("year"),
        page.choice("kind", KINDS),
        page.choice("scope", SCOPES),
    )
    found = page.directory.find(wanted)
    if page.wants_csv:
        return page.csv("mingzhang-disclosures", _CSV_HEADER, _csv_rows(found))
    return page.render("search.html", listing=Listing(found, page.page_number), wanted=wanted, kinds=KINDS, scopes=SCOPES)


_CSV_HEADER = (
    *("department_name", "region_name", "fiscal_year", "disclosure_kind", "scope", "file_name", "status"),
    *("statement_count", "statement_line_count", "finding_count", "document_key", "department_key"),
)


def _csv_rows(found: Iterable[Found]) -> Iterable[tuple[object, ...]]:
    return ([getattr(each, name) for name in _CSV_HEADER] for one in found for each in one.disclosures)  # type: ignore[misc]


def department(page: Page) -> Response:
    """One department over the years: budget beside final accounts, its filings and its units."""
    key = page.key("key", DEPARTMENT_KEY)
    found = page.directory.by_key.get(key)
    if found is None:
        raise NotFound(key)
    rows = department_years(page.connection, [key])
    if page.wants_csv:
        header = ("fiscal_year", "phase", *MEASURES, "is_reconciled", "proved_share_pct", "document_key")
        return page.csv(f"mingzhang-{found.name}", header, ([getattr(row, name) for name in header] for row in rows))
    return page.render(
        "department.html",
        department=found,
        rows=rows,
        measures=MEASURES,
        charts_by_measure=list(_charts(page, rows)),
        proofs=_proofs(page, found.disclosures),
        units=queries.read_rows(page.connection, OwnUnit, _UNITS, [key]),
        year_columns=sorted({(row.fiscal_year, row.phase) for row in rows}),
        by_column={(row.fiscal_year, row.phase): row for row in rows},
    )


def _charts(page: Page, rows: Sequence[YearRow]) -> Iterator[tuple[str, Markup]]:
    """Expenditure and 三公 over the years, where there is anything to draw."""
    for measure in ("expenditure_yuan", "three_public_yuan"):
        groups = [
            BarGroup(
                str(pair.fiscal_year),
                [Bar(phase, page.code(phase), value, short_yuan(value)) for phase, value in pair.values.items()],
            )
            for pair in paired(rows, measure)
        ]
        if any(_has_value(group) for group in groups):
            title = page.t(f"measure_{measure}")
            yield title, bars(title, groups)


def _has_value(group: BarGroup) -> bool:
    return any(bar.value for bar in group.bars)


def _proofs(page: Page, disclosures: Iterable[Disclosure]) -> dict[str, list[tuple[str, int]]]:
    """How far the amounts of each filing are proved."""
    keys = [each.document_key for each in disclosures]
    counted = page.connection.execute(
        """
        SELECT document_key, coalesce(proof_status, 'unproved'), count(*) FROM marts.fact_statement_line
        WHERE document_key IN (SELECT unnest(?::VARCHAR[])) GROUP BY ALL
        """,
        [keys],
    ).fetchall()
    proofs: dict[str, list[tuple[str, int]]] = {key: [] for key in keys}
    for status in SIGNS:
        for key, found, count in counted:
            if found == status:
                proofs[key].append((status, count))
    return proofs
