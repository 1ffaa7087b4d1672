"""Real filings whose findings were judged on the page: none that was found false accuses again, none that was right is lost."""

from pathlib import Path

import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.corpus import land
from tools.bench.judged import Judged, hold_against, judged_findings, show_what_is_said

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="session")
def held(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    """The judged findings, with what the models make of their filings today."""
    folder = tmp_path_factory.mktemp("judged")
    names = {one.file_name for one in judged_findings()}
    paths = sorted(
        path for part in ("dev", "more", "parts") for path in (shared / "corpus" / part).glob("*.pdf") if path.name in names
    )
    assert {path.name for path in paths} == names
    land(paths, folder / "landing.duckdb")
    create_next(folder / "next.duckdb")
    run_models(folder / "landing.duckdb", folder / "next.duckdb", folder, "+fact_finding")
    show_what_is_said(folder / "landing.duckdb", folder / "next.duckdb", folder)
    return hold_against(folder / "next.duckdb", judged_findings())


def test_no_accusation_that_was_found_false_comes_back(held: list[Judged]) -> None:
    assert [(one.file_name, one.evidence, one.cause) for one in held if one.is_accused and not one.is_right] == []


def test_every_mistake_of_a_department_is_still_found(held: list[Judged]) -> None:
    assert [(one.file_name, one.evidence) for one in held if one.is_right and one.severity is None] == []
    right = [one for one in held if one.is_right]
    assert sum(one.is_accused for one in right) >= 0.95 * len(right)
