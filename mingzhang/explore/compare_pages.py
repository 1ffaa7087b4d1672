"""Departments and years side by side in one measure, budget beside final accounts."""

import re
from collections.abc import Sequence

from markupsafe import Markup
from starlette.responses import Response

from mingzhang.explore.charts import Bar, BarGroup, bars, short_yuan
from mingzhang.explore.measures import MEASURES, Pair, department_years, paired, year_rows
from mingzhang.explore.request import BadRequest, Listing, Page
from mingzhang.explore.search_pages import DEPARTMENT_KEY

#: Departments that can be chosen at once.
MAX_CHOSEN = 30


def compare(page: Page) -> Response:
    """Chosen departments over all years; all departments of a year, the largest first, when none is chosen."""
    chosen = _chosen(page)
    measure = page.choice("measure", MEASURES) or MEASURES[0]
    region, year = page.choice("region", page.directory.regions), page.number("year")
    if not chosen and year is None:
        year = next(iter(page.directory.years), None)
    rows = department_years(page.connection, chosen) if chosen else year_rows(page.connection, year, region)
    pairs = paired((row for row in rows if year in (None, row.fiscal_year)), measure)
    if not chosen:
        pairs.sort(key=lambda pair: -pair.largest)
    if page.wants_csv:
        return page.csv(f"mingzhang-{measure}", _CSV_HEADER, map(_csv_row, pairs))
    listing: Listing = Listing(pairs, page.page_number)
    return page.render(
        "compare.html",
        chosen=[page.directory.by_key[key] for key in chosen if key in page.directory.by_key],
        measure=measure,
        measures=MEASURES,
        region=region,
        year=year,
        listing=listing,
        chart=_chart(page, measure, listing.rows),
    )


def _chosen(page: Page) -> list[str]:
    keys = list(dict.fromkeys(page.request.query_params.getlist("department")))
    if len(keys) > MAX_CHOSEN or not all(re.fullmatch(DEPARTMENT_KEY, key) for key in keys):
        raise BadRequest("department")
    return keys


def _chart(page: Page, measure: str, pairs: Sequence[Pair]) -> Markup:
    groups = [
        BarGroup(
            f"{pair.department_name or '–'} {pair.fiscal_year}",
            [Bar(phase, page.code(phase), value, short_yuan(value)) for phase, value in pair.values.items()],
        )
        for pair in pairs
    ]
    return bars(page.t(f"measure_{measure}"), groups) if groups else Markup("")


_CSV_HEADER = (
    *("department_name", "region_name", "fiscal_year", "budget_yuan", "final_yuan", "difference_yuan", "difference_pct"),
    *("department_key", "budget_document_key", "final_document_key"),
)


def _csv_row(pair: Pair) -> tuple[object, ...]:
    return (
        *(pair.department_name, pair.region_name, pair.fiscal_year, pair.values.get("budget"), pair.values.get("final")),
        *(pair.difference, pair.difference_pct, pair.department_key),
        *(pair.documents.get("budget"), pair.documents.get("final")),
    )
