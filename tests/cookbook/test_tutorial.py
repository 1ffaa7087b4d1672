"""The tutorial does what it says: its blocks are run one after the other beside the published specimens."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(root: Path, name: str) -> list[tuple[str, str]]:
    return BLOCK.findall((root / "docs" / name).read_text(encoding="utf-8"))


@pytest.fixture
def checkout(published: Path, root: Path, tmp_path: Path) -> Path:
    """A folder in which `make build` has been called."""
    (tmp_path / "data" / "warehouse").mkdir(parents=True)
    shutil.copyfile(published, tmp_path / "data" / "warehouse" / "mingzhang.duckdb")
    (tmp_path / "data" / "raw").symlink_to(root / "data" / "raw")
    return tmp_path


def run(kind: str, block: str, folder: Path, root: Path) -> str:
    words = [sys.executable, *shlex.split(block)[1:]] if kind == "sh" else [sys.executable, "-c", block]
    environment = {**os.environ, "PYTHONPATH": str(root), "MINGZHANG_LANG": "en"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_block_of_the_tutorial_runs_and_says_what_is_shown(checkout: Path, root: Path) -> None:
    kinds = blocks(root, "tutorial.md")
    assert kinds[0] == ("sh", "make build\n"), "the fixture stands for it"
    said = ""
    for kind, block in kinds[1:]:
        if kind == "text":
            assert said == block
        else:
            said = run(kind, block, checkout, root)
    assert "46.21" in said
    assert (checkout / "three_public.svg").read_text(encoding="utf-8").count("<rect") == 2
    assert (checkout / "figure.png").read_bytes().startswith(b"\x89PNG")


def test_the_chinese_tutorial_has_the_same_blocks(root: Path) -> None:
    assert blocks(root, "tutorial.zh.md") == blocks(root, "tutorial.md")
