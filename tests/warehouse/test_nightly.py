"""The scheduled refresh ends in one line and an exit status, whatever happens; the status tells the morning."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from expectations.audit import Finding
from mingzhang.warehouse import nightly as nightly_module
from mingzhang.warehouse.build import build, roll_back_to
from mingzhang.warehouse.nightly import Fetched, Night, nightly, notify
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.status import as_json, status_of
from mingzhang.warehouse.versions import list_versions
from tests.warehouse.little import Report, answer, examine, ingest, shape


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "raw").mkdir()
    return Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb")


def _night(plan: Plan, figure: int, *findings: Finding, report: Report | None = None) -> Night:
    refresh = partial(build, shape=shape(figure), examine=examine(*findings))
    return nightly(plan, ingest(report or Report(read=[f"{figure}.pdf"])), plan.raw_folder / "sources.csv", build=refresh)


def test_a_good_night_is_one_line(plan: Plan) -> None:
    night = _night(plan, 1)
    assert night.exit_code == 0
    assert "\n" not in night.summary
    for part in ("published", "1 documents", "0 identities broken", "changes: the first version", "version 2", " s"):
        assert part in night.summary


def test_a_quiet_night_says_that_nothing_is_new(plan: Plan) -> None:
    _night(plan, 1)
    night = _night(plan, 1)
    assert night.exit_code == 0 and "unchanged" in night.summary and "nothing new" in night.summary


def test_a_failed_night_keeps_yesterdays_file_and_names_the_expectation(plan: Plan) -> None:
    _night(plan, 1)
    night = _night(plan, 2, Finding("2.pdf", 3, "sums are off"))
    assert night.exit_code == 1 and "\n" not in night.summary
    assert "FAILED" in night.summary and "figures.adds_up" in night.summary
    assert answer(plan.warehouse) == 1
    status = status_of(plan.shelf)
    assert status.exit_code == 1 and "failed at audit: figures.adds_up" in status.problems[0]
    assert _night(plan, 3).exit_code == 0
    assert status_of(plan.shelf).exit_code == 0


def test_skipped_files_and_addresses_that_failed_show_in_the_exit_status(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _night(plan, 1, report=Report(skipped=["scan.pdf"])).exit_code == 3
    monkeypatch.setattr(nightly_module, "fetch", lambda *_: Fetched("0 fetched, 2 addresses failed", is_complete=False))
    night = _night(plan, 2)
    assert night.exit_code == 3 and "2 addresses failed" in night.summary


def test_an_unusable_list_of_sources_stops_no_build(plan: Plan) -> None:
    (plan.raw_folder / "sources.csv").write_text("nonsense\n", encoding="utf-8")
    night = _night(plan, 1)
    assert night.exit_code == 3 and "fetch failed" in night.summary
    assert answer(plan.warehouse) == 1


def test_reports_that_fail_do_not_fail_the_night(plan: Plan) -> None:
    def fail() -> None:
        raise ZeroDivisionError("a bug")

    refresh = partial(build, shape=shape(1), examine=examine())
    assert nightly(plan, ingest(Report()), report=fail, build=refresh).exit_code == 0


def test_the_night_after_a_rollback_says_so(plan: Plan) -> None:
    _night(plan, 1)
    _night(plan, 2)
    roll_back_to(plan, list_versions(plan.shelf)[1].name, examine())
    assert "nothing new since the rollback to" in _night(plan, 2).summary
    assert "ends the rollback to" in _night(plan, 3).summary


def test_the_notification_gets_the_line_and_may_fail(tmp_path: Path) -> None:
    notify(f"cat > '{tmp_path}/told'", "a line")
    assert (tmp_path / "told").read_text() == "a line\n"
    notify("exit 7", "a line")


def test_status_of_nothing_of_something_old_and_for_programs(plan: Plan) -> None:
    assert status_of(plan.shelf).problems == ("nothing is published",)
    _night(plan, 1)
    assert status_of(plan.shelf).is_fresh
    tomorrow = datetime.now(UTC) + timedelta(hours=37)
    assert "the last successful refresh was 37 h ago" in status_of(plan.shelf, at=tomorrow).problems[0]
    told = json.loads(json.dumps(as_json(status_of(plan.shelf))))
    assert told["is_fresh"] and told["last_success"]["has_published"] and told["versions"] == [told["version"]]


def test_a_published_file_that_cannot_be_opened_is_a_problem(plan: Plan) -> None:
    _night(plan, 1)
    plan.warehouse.write_bytes(b"no database")
    assert "cannot be opened" in status_of(plan.shelf).problems[0]


def _command(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "mingzhang", *arguments], cwd=root, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_the_commands_of_a_whole_life(root: Path, tmp_path: Path) -> None:
    """Nightly, status, versions and rollback as an operator calls them, on two specimens that arrive one after the other."""
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "m.duckdb"
    raw.mkdir()
    first, second = sorted((root / "data" / "raw").glob("*.pdf"))[:2]
    shutil.copy(first, raw)
    place = ("--warehouse", str(warehouse))
    assert _command("status", *place, root=root).returncode == 1
    nights = [_command("nightly", "--raw", str(raw), *place, "--notify", f"cat >> '{tmp_path}/told'", root=root)]
    shutil.copy(second, raw)
    nights += [_command("nightly", "--raw", str(raw), *place, root=root) for _ in range(2)]
    assert [night.returncode for night in nights] == [0, 0, 0], [night.stderr[-2000:] for night in nights]
    assert all(night.stdout.count("\n") == 1 for night in nights)
    assert (tmp_path / "told").read_text(encoding="utf-8") == nights[0].stdout
    assert "changes: new 1" in nights[1].stdout and "(0 read, 2 known" in nights[2].stdout
    listed = _command("versions", *place, root=root).stdout
    earlier = list_versions(Plan(raw, warehouse).shelf)[1]
    assert earlier.name in listed and listed.count("published") == 1
    assert json.loads(_command("status", *place, "--json", root=root).stdout)["documents"] == 2
    returned = _command("rollback", *place, "--to", earlier.name, root=root)
    assert returned.returncode == 0, returned.stderr
    assert json.loads(_command("status", *place, "--json", root=root).stdout)["documents"] == 1
    refused = _command("rollback", *place, "--to", "1999", root=root)
    assert refused.returncode == 1 and "no version 1999 is kept" in refused.stderr
