"""Reading processes that die, and workers on other machines."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import typer

from ingest.landing.bounded import Bounded
from ingest.landing.executors import Workers, local_workers, workers_of
from ingest.landing.ingest import ingest_folder
from mingzhang.cli.options import checked_executor
from tests.ingest.hostile_reader import KILL, STUMBLE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number in range(8):
        (raw / f"good {number}.pdf").write_bytes(b"%%PDF-1.4\n%d\n%%%%EOF\n" % number)
    return raw


def _dying(workers: Workers) -> Workers:
    return Workers(workers.open, workers.count, workers.lost, Bounded("tests.ingest.hostile_reader:read"))


def _landed(landing: Path) -> int:
    with duckdb.connect(str(landing), read_only=True) as connection:
        row = connection.execute("SELECT count(DISTINCT document_key) FROM raw.documents WHERE status = 'read'").fetchone()
    assert row is not None
    return int(row[0])


def test_a_document_that_kills_its_reader_twice_is_left_aside_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    (folder / "poisonous.pdf").write_bytes(b"%PDF-1.4\n" + KILL + b"\n%%EOF\n")
    report = ingest_folder(folder, tmp_path / "landing.duckdb", _dying(local_workers(2)))
    assert [(file.file_path, file.reason_code) for file in report.skipped] == [("poisonous.pdf", "quarantined")]
    assert len(report.read) == 8 and _landed(tmp_path / "landing.duckdb") == 8


def test_a_quarantined_document_is_not_tried_again_by_the_same_reader(folder: Path, tmp_path: Path) -> None:
    (folder / "poisonous.pdf").write_bytes(b"%PDF-1.4\n" + KILL + b"\n%%EOF\n")
    ingest_folder(folder, tmp_path / "landing.duckdb", _dying(local_workers(2)))
    again = ingest_folder(folder, tmp_path / "landing.duckdb", local_workers(2))
    assert [(file.reason_code, file.is_new) for file in again.skipped] == [("quarantined", False)]


def test_a_document_whose_reader_died_once_is_read_at_the_second_try(folder: Path, tmp_path: Path) -> None:
    (folder / "unlucky.pdf").write_bytes(b"%PDF-1.4\n" + STUMBLE + b"\n" + str(tmp_path / "died").encode() + b"\n%%EOF\n")
    report = ingest_folder(folder, tmp_path / "landing.duckdb", _dying(local_workers(2)))
    assert len(report.read) == 9 and not report.skipped


@pytest.fixture
def cluster() -> Iterator[str]:
    """A scheduler and two worker processes on loopback."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as running:
        yield running.scheduler_address.removeprefix("tcp://")


def test_a_cluster_reads_the_folder_although_a_reading_process_of_it_is_killed(
    folder: Path, tmp_path: Path, cluster: str
) -> None:
    (folder / "unlucky.pdf").write_bytes(b"%PDF-1.4\n" + STUMBLE + b"\n" + str(tmp_path / "died").encode() + b"\n%%EOF\n")
    with workers_of(f"dask://{cluster}", None) as workers:
        report = ingest_folder(folder, tmp_path / "landing.duckdb", _dying(workers))
    assert (tmp_path / "died").exists()
    assert len(report.read) == 9 and not report.skipped and not report.failed
    assert _landed(tmp_path / "landing.duckdb") == 9


def test_an_unknown_executor_is_refused_with_the_form_that_is_known() -> None:
    with pytest.raises(ValueError, match="dask://host:port"), workers_of("ray://somewhere", None):
        pass


@pytest.mark.parametrize(("executor", "address"), [("dask://a:1", "tcp://a:1"), ("dask+tls://a:1", "tls://a:1")])
def test_a_cluster_is_spoken_to_by_the_transport_of_its_name(
    executor: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def client(address: str) -> None:
        asked.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr("distributed.Client", client)
    with pytest.raises(OSError, match="nobody there"), workers_of(executor, None):
        pass
    assert asked == [address]


@pytest.mark.parametrize("name", ["dask://host", "dask://:8786", "tls://host:8786", "dask+tls://host:port", ""])
def test_an_executor_that_is_none_is_wrong_usage(name: str) -> None:
    with pytest.raises(typer.BadParameter, match="dask"):
        checked_executor(name)
    assert checked_executor("dask+tls://host:8786") == "dask+tls://host:8786"
