"""Write, audit, publish: what happens to the published file when a step fails."""

import threading
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from expectations.audit import Finding
from expectations.data_docs import published_page, refused_page
from ingest.durable_files import BusyError, single_writer
from mingzhang.warehouse import build_info
from mingzhang.warehouse.build import BuildError, build
from mingzhang.warehouse.build_info import read_build_info
from mingzhang.warehouse.history import read_history, remember
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.transform import Transformed, TransformError
from tests.warehouse.little import Report, answer, examine, ingest, shape


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan whose warehouse is published already, with the figure 1."""
    (tmp_path / "raw").mkdir()
    plan = Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")
    built = build(plan, ingest(Report()), shape(1), examine())
    assert built.exit_code == 0
    return plan


def test_a_second_build_replaces_the_first(plan: Plan) -> None:
    build(replace(plan, again=True), ingest(Report()), shape(2), examine())
    assert answer(plan.warehouse) == 2


def test_a_skipped_file_is_published_around_and_shows_in_the_exit_code(plan: Plan) -> None:
    assert build(plan, ingest(Report(skipped=["b.pdf"])), shape(2), examine()).exit_code == 3
    assert build(plan, ingest(Report(failed=["c.pdf"])), shape(3), examine()).exit_code == 3
    assert build(plan, ingest(Report(failed=["c.pdf"])), shape(4), examine()).exit_code == 3  # nothing new, still skipped
    assert answer(plan.warehouse) == 3


def test_a_failing_audit_keeps_the_old_file_and_names_document_page_and_figures(plan: Plan) -> None:
    finding = Finding("某局预算.pdf", 12, "支出总计 300.00 元, parts add up to 310.00 元")
    with pytest.raises(BuildError, match=r"某局预算\.pdf p\.12: 支出总计 300\.00 元") as refused:
        build(replace(plan, again=True), ingest(Report()), shape(2), examine(finding))
    assert refused.value.step == "audit"
    assert answer(plan.warehouse) == 1
    assert "某局预算.pdf" in refused_page(plan.data_docs).read_text(encoding="utf-8")
    assert "某局预算.pdf" not in published_page(plan.data_docs).read_text(encoding="utf-8")
    build(replace(plan, again=True), ingest(Report()), shape(3), examine())
    assert not refused_page(plan.data_docs).exists()


def test_a_failing_model_keeps_the_old_file(plan: Plan) -> None:
    def fail(*_: Path) -> Transformed:
        raise TransformError("dbt: 1 failed, 0 skipped because of that")

    with pytest.raises(BuildError, match="transform: dbt: 1 failed"):
        build(replace(plan, again=True), ingest(Report()), fail, examine())
    assert answer(plan.warehouse) == 1


def test_a_folder_in_which_nothing_could_be_read_does_not_empty_the_warehouse(plan: Plan) -> None:
    with pytest.raises(BuildError, match=r"no document could be read \(1 skipped\)\s+b\.pdf"):
        build(plan, ingest(Report(read=[], skipped=["b.pdf"])), shape(2), examine())
    assert answer(plan.warehouse) == 1


def test_a_missing_folder_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="nowhere: no such folder"):
        build(Plan(tmp_path / "nowhere", tmp_path / "w.duckdb"), ingest(Report()), shape(1), examine())


def test_a_build_leaves_when_another_one_is_running(plan: Plan) -> None:
    with single_writer(plan.lock_file), pytest.raises(BuildError, match="another build is running") as refused:
        build(plan, ingest(Report()), shape(2), examine())
    assert isinstance(refused.value.__cause__, BusyError)
    assert answer(plan.warehouse) == 1


def test_what_an_interrupted_build_left_behind_does_not_get_into_the_next_one(plan: Plan) -> None:
    with duckdb.connect(str(plan.next_file)) as connection:
        connection.execute("CREATE TABLE answer AS SELECT 99 AS figure")
    build(replace(plan, again=True), ingest(Report()), shape(2), examine())
    assert answer(plan.warehouse) == 2


def test_two_warehouses_in_one_folder_do_not_share_anything(plan: Plan) -> None:
    other = Plan(plan.raw_folder, plan.warehouse.with_name("other.duckdb"))
    build(other, ingest(Report()), shape(7), examine())
    assert (answer(plan.warehouse), answer(other.warehouse)) == (1, 7)
    assert published_page(plan.data_docs) != published_page(other.data_docs)


def test_a_build_with_nothing_new_neither_shapes_nor_audits(plan: Plan) -> None:
    def never(*_: object) -> Transformed:
        raise TransformError("called")

    built = build(plan, ingest(Report()), never, never)  # type: ignore[arg-type]
    assert built.note == "nothing new" and not built.has_published
    assert answer(plan.warehouse) == 1


@pytest.mark.parametrize("report", [Report(read=["renamed.pdf"]), Report(read=["a.pdf", "b.pdf"]), Report(skipped=["scan.pdf"])])
def test_a_folder_that_differs_in_anything_is_built(plan: Plan, report: Report) -> None:
    assert build(plan, ingest(report), shape(2), examine()).has_published
    assert answer(plan.warehouse) == 2


def test_other_models_or_expectations_are_something_new(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_info, "project_version", lambda: "another")
    assert build(plan, ingest(Report()), shape(2), examine()).has_published


def test_a_refused_night_is_tried_again_although_the_folder_is_the_same(plan: Plan) -> None:
    for _ in range(2):
        with pytest.raises(BuildError, match="audit"):
            build(plan, ingest(Report(read=["a.pdf", "bad.pdf"])), shape(2), examine(Finding("bad.pdf", 1, "wrong")))
    assert answer(plan.warehouse) == 1


def test_a_build_that_was_killed_before_its_pages_is_finished_by_the_next(plan: Plan) -> None:
    remember(plan.shelf.history_file, success=None)
    assert build(plan, ingest(Report()), shape(2), examine()).has_published


def test_a_published_file_that_somebody_removed_is_built_again(plan: Plan) -> None:
    plan.warehouse.unlink()
    build(plan, ingest(Report()), shape(2), examine())
    assert answer(plan.warehouse) == 2


def test_a_published_file_that_is_damaged_is_replaced(plan: Plan) -> None:
    plan.warehouse.write_bytes(b"no database")
    built = build(plan, ingest(Report()), shape(2), examine())
    assert answer(plan.warehouse) == 2
    assert built.changes is not None and "not compared" in str(built.changes)


@pytest.mark.parametrize("damage", [b"no database at all", b"\0" * 40_000])
def test_a_damaged_landing_file_is_set_aside_and_everything_is_read_anew(plan: Plan, damage: bytes) -> None:
    plan.landing_file.write_bytes(damage)
    built = build(plan, ingest(Report(read=["a.pdf", "b.pdf"])), shape(2), examine())
    assert built.has_published and answer(plan.warehouse) == 2
    assert plan.landing_file.with_name("landing.damaged.duckdb").read_bytes() == damage


def test_a_landing_file_damaged_in_its_middle_is_noticed_where_it_is_used(plan: Plan) -> None:
    with duckdb.connect(str(plan.landing_file)) as connection:
        connection.execute(
            "INSERT INTO raw.pages (document_key, page_role) SELECT md5(i::VARCHAR), md5(i::VARCHAR) FROM range(200000) AS t(i)"
        )
    content = bytearray(plan.landing_file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 5000] = b"x" * 5000
    plan.landing_file.write_bytes(content)
    shaped = []

    def strict(landing_file: Path, next_file: Path, work_folder: Path) -> Transformed:
        shaped.append(landing_file)
        try:
            with duckdb.connect(str(landing_file), read_only=True) as connection:
                connection.execute("SELECT max(hash(t)) FROM raw.pages AS t").fetchone()
        except duckdb.Error as problem:
            raise TransformError(str(problem)) from problem
        return shape(2)(landing_file, next_file, work_folder)

    assert build(plan, ingest(Report(read=["a.pdf", "b.pdf"])), strict, examine()).has_published
    assert len(shaped) == 2 and answer(plan.warehouse) == 2


def test_a_sound_landing_file_stays_when_a_model_fails(plan: Plan) -> None:
    def fail(*_: Path) -> Transformed:
        raise TransformError("dbt: 1 failed")

    with pytest.raises(BuildError):
        build(replace(plan, again=True), ingest(Report()), fail, examine())
    assert plan.landing_file.exists() and not plan.landing_file.with_name("landing.damaged.duckdb").exists()


def test_a_build_waits_for_another_one_when_it_is_told_to(plan: Plan) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with single_writer(plan.lock_file):
            held.set()
            release.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    threading.Timer(0.5, release.set).start()
    assert build(replace(plan, wait_seconds=10, again=True), ingest(Report()), shape(2), examine()).has_published
    other.join()
    with single_writer(plan.lock_file), pytest.raises(BuildError, match=r"another build is running after 0\.3 s of waiting"):
        build(replace(plan, wait_seconds=0.3), ingest(Report()), shape(3), examine())


def test_what_stopped_a_build_is_remembered_and_a_success_after_it_too(plan: Plan) -> None:
    with pytest.raises(BuildError):
        build(replace(plan, again=True), ingest(Report()), shape(2), examine(Finding("a.pdf", 1, "wrong")))
    history = read_history(plan.shelf.history_file)
    assert history.has_failed_last and history.failure is not None
    assert (history.failure.step, history.failure.expectations) == ("audit", ("figures.adds_up",))
    build(plan, ingest(Report()), shape(2), examine())
    assert not read_history(plan.shelf.history_file).has_failed_last


def test_a_bug_is_remembered_as_unforeseen(plan: Plan) -> None:
    def stumble(*_: Path) -> Transformed:
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        build(replace(plan, again=True), ingest(Report()), stumble, examine())
    failure = read_history(plan.shelf.history_file).failure
    assert failure is not None and failure.step == "unforeseen"


def test_the_file_says_what_it_was_made_from(plan: Plan) -> None:
    info = read_build_info(plan.warehouse)
    assert info is not None
    assert info.project_version == build_info.project_version()
    with duckdb.connect(str(plan.warehouse), read_only=True) as connection:
        uncommented = connection.execute(
            "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'meta' AND table_name = 'build_info' AND comment IS NULL"
        ).fetchall()
    assert uncommented == []
