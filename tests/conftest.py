"""Fixtures for all tests."""

import atexit
import os
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


# pytest's import hook outlives DuckDB's binding, which then prints thirty lines about leaked types after the closing line:
# the result of a run would no longer be the last thing on the screen.
atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
