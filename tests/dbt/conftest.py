"""The marts, built once from filings set up by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import transform
from tests.dbt.filings import all_filings, write_landing

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which dbt has built next.duckdb; what it compiled lies in dbt/."""
    folder = tmp_path_factory.mktemp("dbt")
    landing = write_landing(folder / "landing.duckdb", all_filings())
    create_next(folder / "next.duckdb")
    transform(landing, folder / "next.duckdb", folder)
    return folder


@pytest.fixture(scope="session")
def ask(built: Path) -> Iterator[Ask]:
    """Answer a question to the built file; `file` is the document that $file stands for."""
    with duckdb.connect(str(built / "next.duckdb"), read_only=True) as connection:

        def answer(query: str, file: str | None = None) -> list[tuple[Any, ...]]:
            parameters = {"file": f"{file}.pdf"} if file else {}
            return connection.execute(query, parameters).fetchall()

        yield answer
