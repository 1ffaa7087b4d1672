"""Performance tables against ground truth, cell for cell."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.performance.tables import PerformanceReading

SPECIMENS = {"2024_budget_xinjiang_digital_development.pdf": (2, 17), "2024_final_urumqi_digital_development.pdf": (11, 77)}
SEEDS = {"budget_2024": (2, 17), "final_2024": (11, 77)}
COLUMNS = {
    "level1": "level1",
    "level2": "level2",
    "level3": "level3",
    "target_text": "target_value",
    "actual_text": "actual_value",
    "weight_text": "weight_text",
    "score_text": "score_text",
    "deviation_note": "deviation_note",
    "basis_text": "basis",
    "last_year_text": "last_year_value",
    "scoring_rule": "scoring_rule",
    "evidence_text": "evidence",
}
Truth = Callable[[Path, str], list[dict[str, Any]]]
Plain = Callable[[object], str]


def _check_indicators(reading: PerformanceReading, rows: list[dict[str, Any]], plain: Plain) -> None:
    names = {p["project_number"]: "部门整体" if p["is_whole_department"] else p["project_name"] for p in reading.projects}
    read = [(plain(names[i["project_number"]]), *(plain(i[column]) for column in COLUMNS)) for i in reading.indicators]
    assert read == [(plain(row["project_name"]), *(plain(row[column]) for column in COLUMNS.values())) for row in rows]
    for indicator, row in zip(reading.indicators, rows, strict=True):
        assert indicator["weight"] == (Decimal(row["weight"]) if row["weight"] else None)
        assert indicator["score"] == (Decimal(row["score"]) if row["score"] else None)


def _check_projects(reading: PerformanceReading, rows: list[dict[str, Any]], plain: Plain) -> None:
    projects = [project for project in reading.projects if not project["is_whole_department"]]
    assert len(projects) == len(rows)
    for project, row in zip(projects, rows, strict=True):
        assert plain(project["project_name"]) == plain(row["project_name"])
        assert plain(project["department_name"]) == plain(row["department"])
        assert plain(project["implementing_unit"]) == plain(row["implementing_unit"])
        assert project["total_score"] == (Decimal(row["total_score"]) if row["total_score"] else None)
        funds = [fund for fund in reading.project_funds if fund["project_number"] == project["project_number"]]
        for fund, prefix in zip(funds, ("", "fiscal_", "other_"), strict=True):
            for ours, theirs in (("initial_budget", "initial"), ("annual_budget", "annual"), ("executed", "executed")):
                printed = row[f"{prefix}{theirs}" if prefix else ours]
                assert fund[f"{ours}_yuan"] == (Decimal(printed) * 10_000 if printed else None)
        assert plain(funds[0]["execution_rate_text"]) == plain(row["execution_rate"])
        assert funds[0]["score"] == (Decimal(row["score"]) if row["score"] else None)


def _check_department(reading: PerformanceReading, rows: list[dict[str, Any]], plain: Plain) -> None:
    (whole,) = [project for project in reading.projects if project["is_whole_department"]]
    assert plain(whole["department_name"]) == plain(rows[0]["department"])
    funds = [fund for fund in reading.project_funds if fund["project_number"] == whole["project_number"]]
    assert [plain(f["fund_source"]) for f in funds] == [plain(row["fund_source"]).replace("(万元)", "") for row in rows]
    for fund, row in zip(funds, rows, strict=True):
        for name in ("initial_budget", "annual_budget", "executed"):
            assert fund[f"{name}_yuan"] == (Decimal(row[name]) * 10_000 if row[name] else None)
        assert plain(fund["weight_text"]) == plain(row["weight"])
        assert plain(fund["execution_rate_text"]) == plain(row["execution_rate"])


def _check(reading: PerformanceReading, folder: Path, prefix: str, document: str, truth: Truth, plain: Plain) -> None:
    _check_indicators(reading, truth(folder / f"{prefix}indicators.csv", document), plain)
    _check_projects(reading, truth(folder / f"{prefix}projects.csv", document), plain)
    _check_department(reading, truth(folder / f"{prefix}department_funds.csv", document), plain)


@pytest.mark.parametrize("document", SPECIMENS)
def test_the_tables_of_a_specimen_are_read_cell_for_cell(
    root: Path, read_pdf: Callable[[Path], PerformanceReading], truth: Truth, plain: Plain, document: str
) -> None:
    reading = read_pdf(root / "data/raw" / document)
    assert (len(reading.projects), len(reading.indicators)) == SPECIMENS[document]
    _check(reading, root / "tools/specimens/truth", "", document, truth, plain)


@pytest.mark.shared
@pytest.mark.parametrize("document", SEEDS)
def test_the_tables_of_the_original_disclosures_are_read_cell_for_cell(
    shared: Path, read_pdf: Callable[[Path], PerformanceReading], truth: Truth, plain: Plain, document: str
) -> None:
    reading = read_pdf(shared / "seeds" / f"{document}.pdf")
    assert (len(reading.projects), len(reading.indicators)) == SEEDS[document]
    _check(reading, shared / "seeds", "truth_", document, truth, plain)


@pytest.mark.shared
def test_weights_of_a_self_evaluation_sum_to_a_hundred(shared: Path, read_pdf: Callable[[Path], PerformanceReading]) -> None:
    reading = read_pdf(shared / "corpus/dev/central-01.pdf")
    evaluated = [project for project in reading.projects if project["table_kind"] == "self_evaluation"]
    assert len(evaluated) == 4
    for project in evaluated:
        number = project["project_number"]
        rows = [*reading.indicators, *reading.project_funds]
        assert sum(row["weight"] or 0 for row in rows if row["project_number"] == number) == 100
        assert sum(row["score"] or 0 for row in rows if row["project_number"] == number) == project["total_score"]
