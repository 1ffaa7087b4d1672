"""The new file takes the place of the old one whole, or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from ingest.durable_files import BusyError, single_writer
from mingzhang.warehouse.publish import STORAGE_VERSION, PublishError, create_next, publish, seal, wal_of


def _warehouse(path: Path, figure: int) -> Path:
    create_next(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE answer AS SELECT ? AS figure", [figure])
    seal(path)
    return path


def _figure(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT figure FROM answer").fetchone()[0]


def test_a_reader_of_the_old_file_keeps_its_answers_and_a_new_one_sees_the_new_file(tmp_path: Path) -> None:
    target = tmp_path / "mingzhang.duckdb"
    publish(_warehouse(tmp_path / "first.duckdb", 1), target)
    question = f"import duckdb; c = duckdb.connect({str(target)!r}, read_only=True); ask = lambda: print(c.execute('FROM answer').fetchone()[0], flush=True)"
    reader = subprocess.Popen(
        [sys.executable, "-c", question + "\nask(); input(); ask()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == "1"
    publish(_warehouse(tmp_path / "second.duckdb", 2), target)
    answer, _ = reader.communicate("\n", timeout=30)
    assert answer.strip() == "1"
    assert reader.returncode == 0
    assert _figure(target) == 2


def test_older_clients_can_open_what_is_published(tmp_path: Path) -> None:
    path = _warehouse(tmp_path / "next.duckdb", 1)
    with duckdb.connect(str(path), read_only=True) as connection:
        assert (
            connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal")
            .fetchone()[0]
            .startswith(STORAGE_VERSION)
        )


def test_a_file_that_older_clients_could_not_open_is_not_sealed(tmp_path: Path) -> None:
    path = tmp_path / "next.duckdb"
    duckdb.connect(str(path), config={"storage_compatibility_version": "latest"}).close()
    with pytest.raises(PublishError, match="storage version"):
        seal(path)


def test_the_log_of_a_client_that_wrote_into_the_old_file_is_not_replayed_into_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "mingzhang.duckdb"
    publish(_warehouse(tmp_path / "first.duckdb", 1), target)
    code = f"import duckdb, os; c = duckdb.connect({str(target)!r}); c.execute('UPDATE answer SET figure = 99'); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert wal_of(target).exists()
    publish(_warehouse(tmp_path / "second.duckdb", 2), target)
    assert _figure(target) == 2


def test_a_second_build_of_the_same_warehouse_leaves_and_names_the_first(tmp_path: Path) -> None:
    lock_file = tmp_path / ".work" / "mingzhang.lock"
    with single_writer(lock_file), pytest.raises(BusyError, match=str(os.getpid())), single_writer(lock_file):
        pass
    with single_writer(lock_file):  # free again
        pass


def test_the_lock_of_a_killed_build_does_not_stop_the_next_one(tmp_path: Path) -> None:
    lock_file = tmp_path / "mingzhang.lock"
    code = f"import os, pathlib; from ingest.durable_files import single_writer; single_writer(pathlib.Path({str(lock_file)!r})).__enter__(); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with single_writer(lock_file):
        pass


def test_a_target_that_cannot_be_written_is_said_by_name(tmp_path: Path) -> None:
    new = _warehouse(tmp_path / "next.duckdb", 1)
    with pytest.raises(PublishError, match=r"absent/mingzhang\.duckdb"):
        publish(new, tmp_path / "absent" / "mingzhang.duckdb")
    assert new.exists()
