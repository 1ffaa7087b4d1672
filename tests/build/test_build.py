"""Write, audit, publish: what happens to the published file when a step fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from expectations.audit import Audit, Finding, Outcome
from expectations.data_docs import published_page, refused_page
from expectations.suites import Check, Suite
from ingest.build import BuildError, Plan, build
from ingest.publish import PublishError, single_writer
from ingest.transform import Transformed, TransformError

CHECK = Check(
    suite="figures", name="adds_up", severity="critical", table="marts.answer", says="Everything adds up.", rows="FROM {batch}"
)


@dataclass
class Report:
    read: list[str] = field(default_factory=lambda: ["a.pdf"])
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def _ingest(report: Report) -> Callable[..., Report]:
    return lambda raw_folder, landing_file, workers: report


def _shape(figure: int) -> Callable[..., Transformed]:
    def fill(landing_file: Path, next_file: Path, work_folder: Path) -> Transformed:
        with duckdb.connect(str(next_file)) as connection:
            connection.execute("CREATE TABLE answer AS SELECT ? AS figure", [figure])
        return Transformed(1, 0, ())

    return fill


def _examine(*findings: Finding) -> Callable[[Path], Audit]:
    outcome = Outcome(CHECK, passed=not findings, finding_count=len(findings), findings=findings)
    return lambda path: Audit(path, (Suite("figures", "Figures.", (CHECK,)),), (outcome,))


def _figure(plan: Plan) -> int:
    with duckdb.connect(str(plan.warehouse), read_only=True) as connection:
        return connection.execute("SELECT figure FROM answer").fetchone()[0]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan whose warehouse is published already, with the figure 1."""
    (tmp_path / "raw").mkdir()
    plan = Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")
    built = build(plan, _ingest(Report()), _shape(1), _examine())
    assert built.exit_code == 0
    return plan


def test_a_second_build_replaces_the_first(plan: Plan) -> None:
    build(plan, _ingest(Report()), _shape(2), _examine())
    assert _figure(plan) == 2


def test_a_skipped_file_is_published_around_and_shows_in_the_exit_code(plan: Plan) -> None:
    assert build(plan, _ingest(Report(skipped=["b.pdf"])), _shape(2), _examine()).exit_code == 3
    assert build(plan, _ingest(Report(failed=["c.pdf"])), _shape(3), _examine()).exit_code == 3
    assert _figure(plan) == 3


def test_a_failing_audit_keeps_the_old_file_and_names_document_page_and_figures(plan: Plan) -> None:
    finding = Finding("某局预算.pdf", 12, "支出总计 300.00 元, parts add up to 310.00 元")
    with pytest.raises(BuildError, match=r"某局预算\.pdf p\.12: 支出总计 300\.00 元") as refused:
        build(plan, _ingest(Report()), _shape(2), _examine(finding))
    assert refused.value.step == "audit"
    assert _figure(plan) == 1
    assert "某局预算.pdf" in refused_page(plan.data_docs).read_text(encoding="utf-8")
    assert "某局预算.pdf" not in published_page(plan.data_docs).read_text(encoding="utf-8")
    build(plan, _ingest(Report()), _shape(3), _examine())
    assert not refused_page(plan.data_docs).exists()


def test_a_failing_model_keeps_the_old_file(plan: Plan) -> None:
    def fail(*_: Path) -> Transformed:
        raise TransformError("dbt: 1 failed, 0 skipped because of that")

    with pytest.raises(BuildError, match="transform: dbt: 1 failed"):
        build(plan, _ingest(Report()), fail, _examine())
    assert _figure(plan) == 1


def test_a_folder_in_which_nothing_could_be_read_does_not_empty_the_warehouse(plan: Plan) -> None:
    with pytest.raises(BuildError, match="no document could be read"):
        build(plan, _ingest(Report(read=[], skipped=["b.pdf"])), _shape(2), _examine())
    assert _figure(plan) == 1


def test_a_missing_folder_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nowhere: no such folder"):
        build(Plan(tmp_path / "nowhere", tmp_path / "w.duckdb"), _ingest(Report()), _shape(1), _examine())


def test_a_build_leaves_when_another_one_is_running(plan: Plan) -> None:
    with single_writer(plan.lock_file), pytest.raises(BuildError, match="another build is running") as refused:
        build(plan, _ingest(Report()), _shape(2), _examine())
    assert isinstance(refused.value.__cause__, PublishError)
    assert _figure(plan) == 1


def test_what_an_interrupted_build_left_behind_does_not_get_into_the_next_one(plan: Plan) -> None:
    with duckdb.connect(str(plan.next_file)) as connection:
        connection.execute("CREATE TABLE answer AS SELECT 99 AS figure")
    build(plan, _ingest(Report()), _shape(2), _examine())
    assert _figure(plan) == 2


def test_two_warehouses_in_one_folder_do_not_share_anything(plan: Plan) -> None:
    other = Plan(plan.raw_folder, plan.warehouse.with_name("other.duckdb"))
    build(other, _ingest(Report()), _shape(7), _examine())
    assert (_figure(plan), _figure(other)) == (1, 7)
    assert published_page(plan.data_docs) != published_page(other.data_docs)
