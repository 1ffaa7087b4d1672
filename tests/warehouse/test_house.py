"""Promises of the house itself: the lock file, the licences, the table of contents."""

import re
import subprocess
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

#: Dual-licensed distributions that name the GPL as one of the choices, and the choice that is taken.
CHOSEN_LICENCE = {"text-unidecode": "Artistic License"}


def _locked(root: Path) -> list[str]:
    return re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", (root / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE
    )


def _installed(root: Path) -> list[Distribution]:
    found = []
    for name in _locked(root):
        try:
            found.append(distribution(name))
        except PackageNotFoundError:  # locked for another platform
            continue
    return found


def _licence(package: Distribution) -> str:
    metadata = package.metadata
    declared = [metadata.get("License-Expression"), metadata.get("License")]
    declared += [entry for entry in metadata.get_all("Classifier") or [] if entry.startswith("License ::")]
    return "\n".join(line.splitlines()[0] for line in declared if line)


def test_the_lock_carries_hashes_and_no_addresses(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|@ |--(?!hash=)", lock)
    pins = re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==[^\n]*(?:\n    --hash=sha256:[0-9a-f]{64}[^\n]*)+", lock, re.MULTILINE)
    assert len(pins) == len(_locked(root)) > 50


def test_every_dependency_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {name.lower() for name in _locked(root)}
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in wanted:
        assert re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower() in locked, requirement  # type: ignore[index]


def test_no_dependency_is_under_the_gpl_or_agpl(root: Path) -> None:
    packages = _installed(root)
    assert len(packages) > 50
    for package in packages:
        name = package.metadata["Name"].lower()
        licence = _licence(package)
        assert licence, f"{name} declares no licence"
        if name in CHOSEN_LICENCE:
            assert CHOSEN_LICENCE[name] in licence, name
            continue
        assert not re.search(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License", licence), f"{name}: {licence}"


def test_help_lists_every_target(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    declared = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    listed = subprocess.run(["make", "--no-print-directory", "help"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert targets == declared
    assert {line.split()[0] for line in listed.splitlines()} == targets
    assert all(len(line.split(maxsplit=1)) == 2 for line in listed.splitlines())


@pytest.mark.parametrize(
    "path", ["README.md", "README.zh.md", "CHANGELOG.md", "LICENSE", "docs/operations.md", "docs/architecture.md", ".ci/run"]
)
def test_the_house_is_complete(root: Path, path: str) -> None:
    assert (root / path).stat().st_size > 200
