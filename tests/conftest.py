"""Fixtures for all tests."""

import atexit
import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus of real filings beside the checkout; CI without it fails, since tests that skip there prove nothing."""
    if (SHARED / "corpus").is_dir():
        return SHARED
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI has no {SHARED.name}/corpus beside the checkout")
    pytest.skip(f"no {SHARED.name}/corpus beside the checkout")


@pytest.fixture(scope="session")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that `make build` publishes from data/raw, built once for all test processes."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = (tmp_path_factory.getbasetemp().parent if is_worker else tmp_path_factory.getbasetemp()) / "published"
    folder.mkdir(exist_ok=True)
    warehouse = folder / "mingzhang.duckdb"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not warehouse.exists():
            command = [
                sys.executable,
                "-m",
                "mingzhang",
                "build",
                "--raw",
                str(root / "data" / "raw"),
                "--warehouse",
                str(warehouse),
            ]
            built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
            assert built.returncode == 0, built.stderr
    return warehouse


# pytest's import hook outlives DuckDB's binding, which then prints thirty lines about leaked types after the closing line:
# the result of a run would no longer be the last thing on the screen.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
