"""Short forms of the long proofs (`python -m tools.endurance`): kills at random moments, readers during refreshes."""

from pathlib import Path

import pytest

from tools.endurance.kills import kill_at_random
from tools.endurance.readers import watch


@pytest.fixture
def filings(tmp_path: Path) -> list[Path]:
    """Files that pass for PDFs; what is in them matters to nobody here."""
    folder = tmp_path / "filings"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.pdf").write_bytes(b"%%PDF-1.4\n%d\n%%%%EOF\n" % number)
    return sorted(folder.glob("*.pdf"))


@pytest.mark.slow
def test_a_refresh_may_be_killed_at_any_moment(filings: list[Path], tmp_path: Path) -> None:
    killed = kill_at_random("little", filings, tmp_path / "house", rounds=6, complete_every=2, seed=20240101)
    assert killed.opened == 6 and killed.completed == 3


@pytest.mark.slow
def test_readers_see_whole_versions_only(filings: list[Path], tmp_path: Path) -> None:
    watched = watch("little", filings, tmp_path / "house", readers=3, refreshes=3)
    assert watched.errors == () and watched.torn == ()
    assert watched.published == 4 and watched.seen >= 2 and watched.answers > 10
