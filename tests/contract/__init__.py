"""The contract of the published warehouse: every mart with its columns and types, as users rely on them."""

import re
from collections.abc import Mapping
from pathlib import Path

import duckdb
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "contracts" / "marts.lock.yml"
CHANGELOG = ROOT / "CHANGELOG.md"

Marts = Mapping[str, Mapping[str, str]]


def read_marts(warehouse: Path) -> Marts:
    """Mart -> column -> type, of a published file."""
    query = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'marts' ORDER BY ALL"
    marts: dict[str, dict[str, str]] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for mart, column, kind in connection.execute(query).fetchall():
            marts.setdefault(mart, {})[column] = kind
    return marts


def read_lock(path: Path = LOCK) -> Marts:
    """What the lock promises."""
    promised: Marts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return promised


def write_lock(marts: Marts, path: Path = LOCK) -> None:
    """Write the promise anew."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({mart: dict(columns) for mart, columns in marts.items()}, sort_keys=True), encoding="utf-8")


def broken_promises(promised: Marts, marts: Marts) -> list[str]:
    """Columns that are gone or have another type, as `mart.column`."""
    return [
        f"{mart}.{column}"
        for mart, columns in promised.items()
        for column, kind in columns.items()
        if marts.get(mart, {}).get(column) != kind
    ]


def untold(broken: list[str], changelog: str) -> list[str]:
    """Those that the unreleased part of the changelog does not name."""
    unreleased = re.split(r"^## ", changelog, flags=re.MULTILINE)[1]
    return [column for column in broken if f"`{column}`" not in unreleased]
