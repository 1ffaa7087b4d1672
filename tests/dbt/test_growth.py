"""No join across filings grows faster than the filings: counted, not timed, on copies in one region and year, the hardest case."""

import pytest

from tests.dbt.filings import Filing, all_filings, write_landing
from tools.bench.growth import BOUND, Growth, growth

#: The models that compare filings, or filers, with each other.
ACROSS = ("int_document_identities", "int_containers")
#: Rows of a join that say something about its growth.
ENOUGH = 500


def unit_filing() -> Filing:
    """What a unit of the department with units publishes itself."""
    filing = Filing("unit", department="会计中心", scope="unit")
    spending = filing.statement("expenditure")
    for label, amount, code in (("合计", "5.00", ""), ("行政运行", "5.00", "2010601")):
        spending.row(label, {"total": amount, "basic": amount}, code, side="expenditure")
    return filing


def lonely_unit(number: int) -> Filing:
    """A unit that no department names: it may belong to any."""
    filing = Filing(f"lonely{number}", department=f"单位{number}", scope="unit")
    filing.statement("expenditure").row("合计", {"total": "5.00", "basic": "5.00"}, side="expenditure")
    return filing


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Growth]:
    folder = tmp_path_factory.mktemp("growth")
    filings = [*all_filings(), unit_filing(), *(lonely_unit(number) for number in range(4))]
    landing = write_landing(folder / "landing.duckdb", filings)
    found = growth(landing, folder / "work", times=8, selection=" ".join(f"+{model}" for model in ACROSS))
    return {each.model: each for each in found}


def test_filings_are_compared_with_their_like_and_not_each_with_each(grown: dict[str, Growth]) -> None:
    assert grown["int_document_identities"].large.row_count > 0, "nothing is compared, so nothing is shown"
    assert grown["int_containers"].large.row_count > 0
    too_fast = {
        model: f"{each.small.joined_rows} rows became {each.large.joined_rows}"
        for model, each in grown.items()
        if each.large.joined_rows > ENOUGH and each.join_ratio > BOUND
    }
    assert too_fast == {}
