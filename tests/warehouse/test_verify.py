"""Each published version has its sha256 beside it, and `verify` says whether the bytes are still those."""

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mingzhang.cli.app import app
from mingzhang.warehouse.build import build
from mingzhang.warehouse.plan import Plan
from tests.warehouse.little import Report, examine, ingest, shape


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "raw").mkdir()
    plan = Plan(tmp_path / "raw", tmp_path / "warehouse" / "mingzhang.duckdb", keep=1)
    for figure in (1, 2, 3):
        build(plan, ingest(Report(read=[f"{figure}.pdf"])), shape(figure), examine())
    return plan


def _verified(plan: Plan) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["verify", "--warehouse", str(plan.warehouse)])
    return done.exit_code, done.output


def test_what_is_as_it_was_published_is_ok(plan: Plan) -> None:
    code, told = _verified(plan)
    assert (code, told.count("ok ")) == (0, 2)
    assert len(list(plan.shelf.folder.glob("*.sha256"))) == 2, "that of a version that was let go goes with it"
    [kept] = [path for path in plan.shelf.files() if not plan.shelf.is_published(path)]
    checked = subprocess.run(["sha256sum", "--check", f"{kept.name}.sha256"], cwd=kept.parent, capture_output=True, check=False)
    assert checked.returncode == 0


@pytest.mark.parametrize("which", ["published", "kept"])
def test_a_byte_that_changed_is_found(plan: Plan, which: str) -> None:
    path = plan.warehouse if which == "published" else next(p for p in plan.shelf.files() if not plan.shelf.is_published(p))
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    code, told = _verified(plan)
    assert (code, told.count("DAMAGED"), told.count("ok ")) == (1, 1, 1)


def test_nothing_published_is_not_verified(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["verify", "--warehouse", str(tmp_path / "none.duckdb")]).exit_code == 1
