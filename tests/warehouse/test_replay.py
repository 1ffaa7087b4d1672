"""A night in which only filings are new is built without dbt: the file must be the one that dbt builds."""

from pathlib import Path

import duckdb
import pytest

from ingest.sql_text import sql_text
from mingzhang.warehouse import transform as transform_module
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.replay import CannotReplay, plan_file, replay
from mingzhang.warehouse.transform import transform, transform_again
from tests.dbt.filings import Filing, all_filings, write_landing


def _landing(path: Path, filings: list[Filing]) -> Path:
    """The filings, the second of which replaces the first."""
    landing = write_landing(path, filings)
    with duckdb.connect(str(landing)) as connection:
        connection.execute("INSERT INTO raw.supersessions VALUES (?, ?, 'a', '2025')", [filings[0].key, filings[1].key])
        connection.execute(
            "UPDATE raw.documents SET department_name = '某市财政局', fiscal_year = 2024, disclosure_kind = 'budget', scope = NULL"
            " WHERE document_key IN (?, ?)",
            [filings[0].key, filings[1].key],
        )
    return landing


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which dbt has built half of the filings, and left its plan; landing.duckdb holds all of them."""
    folder = tmp_path_factory.mktemp("replay")
    half = _landing(folder / "landing.duckdb", all_filings()[::2])
    create_next(folder / "next.duckdb")
    transform(half, folder / "next.duckdb", folder, are_models_proved=True, project_version="one")
    assert plan_file(folder).is_file()
    half.unlink()
    _landing(folder / "landing.duckdb", all_filings())
    return folder


def _tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[tuple[object, ...]]:
    return connection.execute(
        """
        SELECT schema_name, table_name, sql, comment,
          (SELECT list((column_name, comment) ORDER BY column_index) FROM duckdb_columns() AS c WHERE c.table_oid = t.table_oid
             AND c.database_name = t.database_name)
        FROM duckdb_tables() AS t WHERE database_name = ? ORDER BY ALL
        """,
        [catalog],
    ).fetchall()


@pytest.mark.slow
def test_the_file_is_the_one_that_dbt_builds(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    landing = work / "landing.duckdb"
    create_next(tmp_path / "next.duckdb")
    by_dbt = transform(landing, tmp_path / "next.duckdb", tmp_path, are_models_proved=True)
    monkeypatch.setattr(transform_module, "_run_dbt", lambda *_: pytest.fail("dbt was called"))
    replayed = transform_again(landing, work / "next.duckdb", work, "one", are_models_proved=True, is_replayed=True)
    assert (replayed.model_count, replayed.test_count) == (by_dbt.model_count, by_dbt.test_count)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {sql_text(tmp_path / 'next.duckdb')} AS dbt (READ_ONLY)")
        connection.execute(f"ATTACH {sql_text(work / 'next.duckdb')} AS plan (READ_ONLY)")
        tables = _tables(connection, "dbt")
        assert tables == _tables(connection, "plan")
        assert len(tables) > 80
        differing = [
            f"{schema}.{table}"
            for schema, table, *_ in tables
            for rows in [
                [connection.execute(f"SELECT * FROM {side}.{schema}.{table} ORDER BY ALL").fetchall() for side in ("dbt", "plan")]
            ]
            if rows[0] != rows[1]
        ]
        assert differing == []
        superseded = connection.execute("SELECT count(*) FROM plan.marts.dim_document WHERE NOT is_current").fetchall()
        assert superseded == [(1,)], "the filings do not show whether facts of replaced ones are left out"


def test_a_plan_of_another_project_or_none_is_not_used(work: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotReplay, match="of another project"):
        replay(work / "landing.duckdb", tmp_path / "next.duckdb", work, "two")
    with pytest.raises(CannotReplay):
        replay(work / "landing.duckdb", tmp_path / "next.duckdb", tmp_path, "one")


def test_a_data_test_that_fails_is_left_to_dbt(work: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing.duckdb"
    landing.write_bytes((work / "landing.duckdb").read_bytes())
    with duckdb.connect(str(landing)) as connection:
        connection.execute("UPDATE raw.statement_lines SET statement_code = 'nonsense'")
    with pytest.raises(CannotReplay, match="promises_of_fact_statement_line"):
        replay(landing, tmp_path / "next.duckdb", work, "one")
