"""Earlier versions are kept without copying, listed, and returned to."""

import os
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from ingest.durable_files import single_writer
from mingzhang.warehouse.build import BuildError, build, roll_back_to
from mingzhang.warehouse.history import read_history
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.versions import list_versions
from tests.warehouse.little import Report, answer, examine, ingest, shape


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "raw").mkdir()
    return Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb", keep=2)


def _publish(plan: Plan, *figures: int) -> None:
    for figure in figures:
        build(plan, ingest(Report(read=[f"{figure}.pdf"])), shape(figure), examine())


def _answers(plan: Plan) -> list[int]:
    return [answer(version.path) for version in list_versions(plan.shelf)]


def test_so_many_versions_are_kept_the_oldest_go_first(plan: Plan) -> None:
    _publish(plan, 1, 2, 3, 4)
    assert _answers(plan) == [4, 3, 2]
    assert [version.is_published for version in list_versions(plan.shelf)] == [True, False, False]
    _publish(replace(plan, keep=0), 5)
    assert _answers(plan) == [5]


def test_a_version_is_the_published_file_itself_not_a_copy(plan: Plan) -> None:
    _publish(plan, 1)
    inode = plan.warehouse.stat().st_ino
    _publish(plan, 2)
    assert plan.shelf.files()[0].stat().st_ino == inode


def test_a_failed_build_lets_go_of_nothing(plan: Plan) -> None:
    _publish(plan, 1, 2, 3)
    with pytest.raises(BuildError):
        build(
            replace(plan, keep=0),
            ingest(Report(read=["4.pdf"])),
            shape(4),
            lambda path: (_ for _ in ()).throw(BuildError("audit", "no")),
        )
    assert _answers(plan) == [3, 2, 1]


def test_a_rollback_returns_and_keeps_what_it_returned_from(plan: Plan) -> None:
    _publish(plan, 1, 2, 3)
    version = list_versions(plan.shelf)[1]
    roll_back_to(plan, version.name, examine())
    assert answer(plan.warehouse) == 2
    assert _answers(plan) == [3, 2, 1]
    assert [v.is_published for v in list_versions(plan.shelf)] == [False, True, False]
    roll_back_to(plan, list_versions(plan.shelf)[0].name[:-4], examine())
    assert answer(plan.warehouse) == 3


def test_a_rollback_holds_until_something_is_new_and_the_build_says_so(plan: Plan) -> None:
    _publish(plan, 1, 2)
    roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())
    held = build(plan, ingest(Report(read=["2.pdf"])), shape(2), examine())
    assert not held.has_published and "nothing new since the rollback to" in str(held.note)
    assert answer(plan.warehouse) == 1
    fresh = build(plan, ingest(Report(read=["3.pdf"])), shape(3), examine())
    assert "ends the rollback" in str(fresh.note) and answer(plan.warehouse) == 3
    assert read_history(plan.shelf.history_file).rollback is None


def test_a_reader_keeps_its_file_over_a_rollback(plan: Plan) -> None:
    _publish(plan, 1, 2)
    with plan.warehouse.open("rb") as file:
        roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())
        assert os.fstat(file.fileno()).st_ino != plan.warehouse.stat().st_ino


@pytest.mark.parametrize("name", ["2", "19990101T000000000Z-000000000000", "", "../mingzhang"])
def test_an_unknown_or_ambiguous_version_is_refused_and_the_kept_ones_are_named(plan: Plan, name: str) -> None:
    _publish(plan, 1, 2, 3)
    with pytest.raises(BuildError, match="kept are: 2") as refused:
        roll_back_to(plan, name, examine())
    assert refused.value.step == "rollback"
    assert answer(plan.warehouse) == 3


@pytest.mark.parametrize("how", ["cut", "changed"])
def test_a_damaged_version_is_refused(plan: Plan, how: str) -> None:
    _publish(plan, 1, 2)
    version = list_versions(plan.shelf)[1]
    if how == "cut":
        os.truncate(version.path, 5000)
    else:
        with duckdb.connect(str(version.path)) as connection:
            connection.execute("UPDATE answer SET figure = 99")
    with pytest.raises(BuildError, match="the published file stays as it is"):
        roll_back_to(plan, version.name, examine())
    assert answer(plan.warehouse) == 2
    assert (list_versions(plan.shelf)[1].problem is not None) == (how == "cut")


def test_the_published_version_itself_is_no_target(plan: Plan) -> None:
    _publish(plan, 1, 2)
    roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())
    with pytest.raises(BuildError, match="is the published version already"):
        roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())


def test_a_rollback_waits_for_no_build(plan: Plan) -> None:
    _publish(plan, 1, 2)
    with single_writer(plan.lock_file), pytest.raises(BuildError, match="another build is running"):
        roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())


def test_versions_are_copies_where_the_file_system_knows_no_links(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    _publish(plan, 1, 2, 3)
    roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())
    assert _answers(plan) == [3, 2, 1]
    assert [v.is_published for v in list_versions(plan.shelf)] == [False, True, False]


def test_a_file_of_before_the_versions_becomes_one(plan: Plan) -> None:
    _publish(plan, 1)
    with duckdb.connect(str(plan.warehouse)) as connection:
        connection.execute("DROP SCHEMA meta CASCADE")
    _publish(plan, 2)
    assert _answers(plan) == [2, 1]
