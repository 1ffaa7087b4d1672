"""A loopback server, a clock that nobody waits for, and a fetch of a list written on the spot."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.fetch import FetchReport, FetchSettings, fetch_sources
from ingest.fetch.settings import Clock
from ingest.fetch.sources import OPTIONAL, REQUIRED
from tests.fetch.site import Site, serving

#: Sites of tests are on loopback, which a fetch refuses to ask unless it is told otherwise.
LOOPBACK = "127.0.0.0/8"
START = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)


@dataclass
class FakeTime:
    """Stands still unless somebody sleeps; keeps how long they slept."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)
    #: What each look at the clock costs: a server that drips, without waiting for it.
    seconds_per_look: float = 0.0

    def now(self) -> float:
        self.seconds += self.seconds_per_look
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, lambda: 1.0, lambda: START + timedelta(seconds=self.seconds))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not come between the tests and the loopback interface."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as it:
        yield it


@pytest.fixture
def other_site() -> Iterator[Site]:
    """Another machine, as far as anybody can tell."""
    with serving("127.0.0.2") as it:
        yield it


@dataclass
class Fetcher:
    """Fetches addresses into one folder, again and again."""

    folder: Path
    time: FakeTime

    @property
    def into(self) -> Path:
        return self.folder / "fetched"

    def __call__(self, *addresses: str, only: tuple[str, ...] = (), allowed_hosts: str = "", **settings: Any) -> FetchReport:
        return self.of(self.list_of(*addresses, allowed_hosts=allowed_hosts), only, **settings)

    def of(self, sources: Path, only: tuple[str, ...] = (), **settings: Any) -> FetchReport:
        settings = {"allowed_networks": LOOPBACK} | settings
        return fetch_sources(sources, self.into, only, FetchSettings(**settings), self.time.clock)

    def list_of(self, *addresses: str, allowed_hosts: str = "") -> Path:
        path = self.folder / "sources.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(REQUIRED + OPTIONAL)
            for number, address in enumerate(addresses):
                rows.writerow((f"第{number}局", "某市", 2024, "final", address, "public disclosure", allowed_hosts))
        return path

    def manifest(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.into / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]

    def kept(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.into.glob("????????????????-*"))}

    def parts(self) -> list[Path]:
        return list((self.into / ".state").glob("*.part"))


@pytest.fixture
def fetch(tmp_path: Path, time: FakeTime) -> Fetcher:
    return Fetcher(tmp_path, time)
