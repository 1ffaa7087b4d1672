"""The status is judged by attempts: whatever keeps a refresh from ending, and from saying so, the morning sees it."""

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.durable_files import single_writer
from mingzhang.warehouse import attempts as attempts_module
from mingzhang.warehouse import build as build_module
from mingzhang.warehouse.attempts import AttemptLog, last_attempt
from mingzhang.warehouse.build import BuildError, build
from mingzhang.warehouse.history import read_history
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.status import as_json, status_of
from tests.warehouse.little import Report, answer, examine, ingest, shape


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    monkeypatch.setattr(attempts_module.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    (tmp_path / "raw").mkdir()
    return Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")


def _build(plan: Plan, figure: int, **how: Any) -> None:
    build(plan, ingest(Report(read=[f"{figure}.pdf"])), **({"shape": shape(figure), "examine": examine()} | how))


def _no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_failure_that_history_has_no_space_for_is_seen(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(plan, 1)
    monkeypatch.setattr(build_module, "remember", _no_space)
    with pytest.raises(BuildError):
        build(plan, _no_space, shape(2), examine())
    status = status_of(plan.shelf)
    assert status.exit_code == 1
    assert "the last refresh failed at ingest" in status.problems[0]
    assert "No space left on device" in status.problems[0]


def test_a_success_that_history_has_no_space_for_is_published_and_counts(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(plan, 1)
    before = status_of(plan.shelf)
    monkeypatch.setattr(build_module, "remember", _no_space)
    _build(plan, 2)
    status = status_of(plan.shelf)
    assert answer(plan.warehouse) == 2
    assert status.is_fresh
    assert as_json(status)["checked_at"] > as_json(before)["checked_at"]


def test_the_note_of_an_attempt_is_written_over_in_place(plan: Plan) -> None:
    """A disk that is full has no block for another file, and takes what fits into the blocks of this one."""
    _build(plan, 1)
    note = plan.shelf.folder / "attempt.json"
    before = note.stat()
    _build(plan, 2)
    after = note.stat()
    assert (before.st_ino, before.st_size) == (after.st_ino, after.st_size) == (before.st_ino, attempts_module.SIZE)


def test_an_attempt_in_a_folder_that_became_read_only_is_noted_elsewhere(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    _build(plan, 1)
    (plan.warehouse.parent.parent / "tmp").mkdir()
    real = os.open

    def read_only(path: Any, flags: int, *rest: Any, **how: Any) -> int:
        if flags & os.O_WRONLY and plan.warehouse.parent in Path(path).parents:
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, flags, *rest, **how)

    monkeypatch.setattr(attempts_module.os, "open", read_only)
    monkeypatch.setattr(build_module, "single_writer", _no_space)
    with pytest.raises(BuildError, match=r"^lock: "):
        _build(plan, 2)
    assert "the last refresh failed at lock" in status_of(plan.shelf).problems[0]
    monkeypatch.undo()
    monkeypatch.setattr(attempts_module.tempfile, "gettempdir", lambda: str(plan.warehouse.parent.parent / "tmp"))
    _build(plan, 3)
    assert status_of(plan.shelf).is_fresh
    assert list((plan.warehouse.parent.parent / "tmp").iterdir()) == []


def test_a_refresh_that_was_killed_is_seen_before_the_warehouse_is_old(plan: Plan) -> None:
    _build(plan, 1)
    AttemptLog(plan.shelf).begin()
    assert "began and did not end" in status_of(plan.shelf).problems[0]


def test_a_refresh_that_runs_is_no_problem(plan: Plan) -> None:
    _build(plan, 1)
    AttemptLog(plan.shelf).begin()
    with single_writer(plan.lock_file):
        status = status_of(plan.shelf)
        assert status.is_fresh and status.is_running


def test_another_build_that_runs_is_no_failed_attempt(plan: Plan) -> None:
    _build(plan, 1)
    with single_writer(plan.lock_file), pytest.raises(BuildError, match="another build"):
        _build(plan, 2)
    assert status_of(plan.shelf).is_fresh


def test_a_success_dated_ahead_is_a_fault_and_not_for_ever_fresh(plan: Plan) -> None:
    _build(plan, 1)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    problems = " ".join(status_of(plan.shelf, at=yesterday).problems)
    for what in ("the published file", "the last success", "the last attempt"):
        assert f"{what} is dated" in problems


def test_a_clock_that_was_put_back_does_not_hide_a_failure(plan: Plan) -> None:
    _build(plan, 1)
    file = plan.shelf.history_file
    told = json.loads(file.read_text(encoding="utf-8"))
    told["success"]["at"] = (datetime.now(UTC) + timedelta(minutes=3)).isoformat()
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(BuildError):
        build(plan, _no_space, shape(2), examine())
    assert read_history(file).has_failed_last
    assert "the last refresh failed" in status_of(plan.shelf).problems[0]


@pytest.mark.parametrize("date", ["soon", "2025-13-01", "2025-01-01T00:00:00", 7, None])
def test_a_date_that_is_none_is_named_and_no_traceback(plan: Plan, date: object) -> None:
    _build(plan, 1)
    file = plan.shelf.history_file
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(told | {"success": told["success"] | {"at": date}}), encoding="utf-8")
    assert "the history cannot be read" in status_of(plan.shelf).problems[0]
    _build(plan, 2)
    assert status_of(plan.shelf).is_fresh


@pytest.mark.parametrize("content", ["", "{", "[]", '{"began_at": "soon"}', '{"began_at": "2025-01-01T00:00:00"}', "\x00" * 4096])
def test_a_note_that_cannot_be_read_is_a_problem(plan: Plan, content: str) -> None:
    _build(plan, 1)
    (plan.shelf.folder / "attempt.json").write_text(content, encoding="utf-8")
    assert "attempt.json cannot be read" in status_of(plan.shelf).problems[0]


def test_a_note_is_not_written_through_a_link(plan: Plan, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine", encoding="utf-8")
    plan.shelf.folder.mkdir(parents=True)
    (plan.shelf.folder / "attempt.json").symlink_to(target)
    AttemptLog(plan.shelf).begin()
    assert target.read_text(encoding="utf-8") == "mine"


def test_the_longest_message_fits(plan: Plan) -> None:
    log = AttemptLog(plan.shelf)
    log.end(log.begin(), "failed", "audit", "决\U0001f600" * 5000)
    attempt, problem = last_attempt(plan.shelf)
    assert attempt is not None and problem is None
    assert (plan.shelf.folder / "attempt.json").stat().st_size == attempts_module.SIZE
