"""The wheel by itself: installed where no checkout is at hand, it builds what the checkout builds."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import duckdb
import pytest
from packaging.requirements import Requirement

FOLDERS = ("ingest", "expectations", "mingzhang", "dbt_project")
#: What lies in these folders and is not for the installed package: caches, what dbt writes, what the seeds are made from.
NOT_PACKED = ("__pycache__", ".*", "target", "logs", "dbt_packages", "seeds_source")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: setuptools leaves its `build` folder in the tree, and packs next time what an earlier build left there."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for folder in FOLDERS:
        shutil.copytree(root / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / file, source)
    _pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(source))
    [wheel] = target.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and the locked libraries that it asks for, no others and no checkout."""
    home = tmp_path_factory.mktemp("installed") / "target"  # where else a folder of that name holds what dbt writes
    venv.create(home, with_pip=False, symlinks=True)
    _pip("--python", str(home / "bin" / "python"), "install", "--no-index", "--no-deps", str(wheel))
    [metadata] = _site_packages(home).glob("mingzhang-*.dist-info")
    for library in _closure(PathDistribution(metadata)):
        for name in {file.parts[0] for file in library.files or ()} - {"..", "__pycache__"}:
            link = _site_packages(home) / name
            if not link.exists():
                link.symlink_to(Path(str(library.locate_file(name))))
    return home


def _site_packages(home: Path) -> Path:
    return home / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


def _closure(package: Distribution) -> Iterator[Distribution]:
    """The libraries that a package needs, and those that they need, as installed here."""
    waiting, seen = [(package, frozenset[str]())], set[tuple[str, frozenset[str]]]()
    while waiting:
        current, extras = waiting.pop()
        for wanted in map(Requirement, current.requires or ()):
            step = (wanted.name, frozenset(wanted.extras))
            if step not in seen and _is_wanted(wanted, extras):
                seen.add(step)
                waiting.append((distribution(wanted.name), step[1]))
                yield waiting[-1][0]


def _is_wanted(requirement: Requirement, extras: Iterable[str]) -> bool:
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _run(home: Path, command: str, *arguments: str, cwd: Path) -> str:
    """Run a command of the new environment as its user would, with nothing that points at this one."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(home / "bin" / command), *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_every_file_of_the_three_folders(root: Path, wheel: Path, tmp_path: Path) -> None:
    for folder in FOLDERS:
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns(*NOT_PACKED))
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert packed == _files(tmp_path)


def test_what_is_imported_is_the_wheel_and_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import ingest, expectations; print(ingest.__file__, expectations.__file__, sep='\\n')"
    places = _run(installed, "python", "-c", code, cwd=tmp_path).splitlines()
    assert [Path(place).parents[1] for place in places] == [_site_packages(installed)] * 2


def test_the_installed_wheel_publishes_what_the_checkout_publishes(
    root: Path, installed: Path, published: Path, tmp_path: Path
) -> None:
    empty, target = tmp_path / "empty", tmp_path / "target"
    empty.mkdir()
    before = {folder: _files(_site_packages(installed) / folder) for folder in FOLDERS}
    warehouse = target / "mingzhang.duckdb"
    raw = str(root / "data" / "raw")

    _run(installed, "mingzhang", "build", "--raw", raw, "--warehouse", str(warehouse), "--workers", "1", cwd=empty)
    _run(
        installed, "mingzhang", "report", "--raw", raw, "--warehouse", str(warehouse), "--out", str(target / "report"), cwd=empty
    )
    _run(installed, "mingzhang", "docs", "--warehouse", str(warehouse), cwd=empty)

    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{warehouse}' AS installed (READ_ONLY); ATTACH '{published}' AS checkout (READ_ONLY)")
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'checkout' AND schema_name = 'marts'"
        ).fetchall()
        assert len(tables) > 10
        for (table,) in tables:
            ours, theirs = (
                connection.execute(f"FROM {side}.marts.{table} ORDER BY ALL").fetchall() for side in ("installed", "checkout")
            )
            assert ours == theirs, table
        [digests] = connection.execute(
            "SELECT a.inputs_digest, b.inputs_digest FROM installed.meta.build_info AS a, checkout.meta.build_info AS b"
        ).fetchall()
        assert digests[0] == digests[1]  # for either of them the file of the other is up to date
    assert (target / "report" / "index.html").is_file()
    assert list(empty.iterdir()) == []
    assert {folder: _files(_site_packages(installed) / folder) for folder in FOLDERS} == before
