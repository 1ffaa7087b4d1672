"""What a model or an expectation cannot do with is set apart by name, and the rest is published."""

from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from expectations.audit import Audit, Finding, Outcome
from expectations.suites import Check, Suite
from ingest.landing.land import Landing
from mingzhang.warehouse import build as build_module
from mingzhang.warehouse.build import BuildError, build
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.setting_apart import breaking_filings, documents_of
from mingzhang.warehouse.transform import Transformed, TransformError
from tests.warehouse.little import Report, answer, examine, ingest, key, shape

FILINGS = [f"{name}.pdf" for name in "abcdefgh"]
CHECK = Check(
    suite="figures",
    name="is_small",
    severity="filing",
    table="marts.answer",
    says="Small.",
    rows="SELECT document_key FROM {batch}",
)


def _apart(landing_file: Path) -> set[str]:
    with duckdb.connect(str(landing_file), read_only=True) as connection:
        return {row[0] for row in connection.execute("SELECT document_key FROM raw.set_apart").fetchall()}


def _ingest(folder: Path, landing_file: Path) -> Report:
    report = ingest(Report(read=FILINGS))(folder, landing_file)
    with Landing(landing_file) as landing:
        for name in FILINGS:
            landing.land_skipped_document({"document_key": key(name), "file_name": name, "status": "read"})
    return report


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "raw").mkdir()
    return Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")


@pytest.mark.parametrize("poisoned", [set(), {"a.pdf"}, {"h.pdf"}, {"b.pdf", "c.pdf", "g.pdf"}, set(FILINGS)])
def test_the_filings_on_which_a_model_breaks_are_found_by_halves(plan: Plan, poisoned: set[str]) -> None:
    plan.work_folder.mkdir(parents=True)
    _ingest(plan.raw_folder, plan.landing_file)
    keys = {key(name) for name in poisoned}
    found = breaking_filings(plan.landing_file, lambda: bool(keys - _apart(plan.landing_file)))
    assert set(found) == keys
    assert len(documents_of(plan.landing_file)) == len(FILINGS), "the search leaves no decisions behind"


def test_a_model_that_breaks_without_any_filing_accuses_none(plan: Plan) -> None:
    plan.work_folder.mkdir(parents=True)
    _ingest(plan.raw_folder, plan.landing_file)
    assert breaking_filings(plan.landing_file, lambda: True) == []


def test_a_conversion_error_in_one_filing_leaves_it_out_and_the_cause_is_kept(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(landing_file: Path, next_file: Path, work_folder: Path) -> Transformed:
        if key("c.pdf") not in _apart(landing_file):
            message = "dbt: 1 failed\n  model int_cells: Conversion Error: Could not convert 9e99"
            raise TransformError(message, broken=SimpleNamespace(name="int_cells"))
        return shape(7)(landing_file, next_file, work_folder)

    monkeypatch.setattr(build_module, "breaks", lambda landing, *_: key("c.pdf") not in _apart(landing))
    build(plan, _ingest, fill, examine())
    assert answer(plan.warehouse) == 7
    with duckdb.connect(str(plan.landing_file), read_only=True) as connection:
        rows = connection.execute("SELECT document_key, table_name, detail FROM raw.set_apart").fetchall()
    assert rows == [(key("c.pdf"), "int_cells", "model int_cells: Conversion Error: Could not convert 9e99")]


def test_a_model_that_breaks_on_every_filing_is_refused_with_its_cause(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Path) -> Transformed:
        raise TransformError(
            "dbt: 1 failed\n  model int_cells: Binder Error: no such column", broken=SimpleNamespace(name="int_cells")
        )

    monkeypatch.setattr(build_module, "breaks", lambda *_: True)
    with pytest.raises(BuildError, match="Binder Error: no such column"):
        build(plan, _ingest, fail, examine())


def _audit(path: Path, *findings: Finding) -> Audit:
    outcome = Outcome(CHECK, passed=not findings, finding_count=len(findings), findings=findings)
    return Audit(path, (Suite("figures", "Figures.", (CHECK,)),), (outcome,))


def test_a_filing_that_an_expectation_names_is_left_out_and_the_audit_asks_again(plan: Plan) -> None:
    offender = Finding("d.pdf", 3, "10000000000000 yuan", key("d.pdf"))
    build(
        plan,
        _ingest,
        shape(7),
        lambda path: _audit(path) if key("d.pdf") in _apart(plan.landing_file) else _audit(path, offender),
    )
    assert answer(plan.warehouse) == 7


def test_an_expectation_that_still_fails_without_its_offender_refuses(plan: Plan) -> None:
    with pytest.raises(BuildError, match="10000000000000 yuan"):
        build(plan, _ingest, shape(7), lambda path: _audit(path, Finding("d.pdf", 3, "10000000000000 yuan", key("d.pdf"))))
