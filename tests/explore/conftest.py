"""The explorer on loopback over the specimens' warehouse in which one sum is broken, asked as a browser asks."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import httpx
import lxml.html
import pytest
import uvicorn

from mingzhang.explore.app import explorer
from mingzhang.explore.source import Source

PETITION = "2024_final_petition_administration.pdf"
Element = Any  # lxml ships no types

_SUM = """
    SELECT reconciliation_key, left_line_keys[1], right_line_keys, document_key
    FROM marts.fact_reconciliation JOIN marts.dim_document USING (document_key)
    WHERE file_name = $1 AND fact_reconciliation.status = 'exact' AND rule_id = 'function_class_sum'
        AND len(left_line_keys) = 1 AND len(right_line_keys) BETWEEN 2 AND 6 AND first_page = last_page
    ORDER BY reconciliation_key LIMIT 1
"""
_FINDING = """
    INSERT INTO marts.fact_finding BY NAME
    SELECT 'seeded' AS finding_key, document_key, 'error' AS severity, 'unknown' AS verdict, 'misprint' AS finding_kind,
        statement_line_key, page_number, x0, y0, x1, y1, amount_text AS printed_text, amount_yuan AS printed_yuan, 1 AS broken_count,
        [$2] AS reconciliation_keys, 'open' AS acceptance_status, 'seeded' AS message
    FROM marts.fact_statement_line WHERE statement_line_key = $1
"""


@dataclass(frozen=True)
class Site:
    """An explorer that is listening."""

    client: httpx.Client
    warehouse: Path
    document_key: str
    broken_key: str  # the whole of a sum that does not hold
    part_keys: list[str]

    def page(self, path: str) -> Element:
        """A page that has to be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return lxml.html.fromstring(answer.text)

    def text(self, path: str) -> str:
        return " ".join(self.page(path).text_content().split())

    def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query, list(parameters)).fetchall()


@contextmanager
def serving(warehouse: Path, raw: Path) -> Iterator[httpx.Client]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(explorer(Source(warehouse), raw), log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=120, trust_env=False) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def broken_copy(published: Path, warehouse: Path) -> tuple[str, str, list[str]]:
    """A copy in which one sum is a yuan off; returns its filing, its whole and its parts."""
    shutil.copyfile(published, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        [(identity, whole, parts, document)] = connection.execute(_SUM, [PETITION]).fetchall()
        connection.execute("DELETE FROM marts.fact_finding")
        connection.execute(_FINDING, [whole, identity])
        connection.execute(
            "UPDATE marts.fact_reconciliation SET status = 'broken', left_yuan = left_yuan + 1, difference_yuan = 1 WHERE reconciliation_key = ?",
            [identity],
        )
        connection.execute(
            "UPDATE marts.fact_statement_line SET proof_status = 'contradicted' WHERE statement_line_key = ?", [whole]
        )
    return document, whole, parts


@pytest.fixture(scope="module")
def site(published: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    warehouse = tmp_path_factory.mktemp("explore") / "mingzhang.duckdb"
    document, whole, parts = broken_copy(published, warehouse)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_LANG", "en")
        with serving(warehouse, root / "data" / "raw") as client:
            yield Site(client, warehouse, document, whole, parts)


@pytest.fixture
def altered(published: Path, root: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """An explorer over a copy that some statements of SQL have changed."""
    running = []

    def start(*statements: str, raw: Path | None = None) -> Site:
        warehouse = tmp_path / "altered.duckdb"
        document, whole, parts = broken_copy(published, warehouse)
        with duckdb.connect(str(warehouse)) as connection:
            for statement in statements:
                connection.execute(statement)
        running.append(serving(warehouse, raw or root / "data" / "raw"))
        return Site(running[-1].__enter__(), warehouse, document, whole, parts)

    yield start
    for server in running:
        server.__exit__(None, None, None)
