"""The specimens' warehouse with one seeded misprint, and the reports written from it."""

import base64
import io
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from PIL import Image

from mingzhang.report.write import write_reports

PETITION = "2024_final_petition_administration"

#: An identity of the petition specimen with several parts on its page; its whole gets one yuan more than the parts.
SEEDED = """
    SELECT reconciliation_key, left_line_keys[1]
    FROM marts.fact_reconciliation JOIN marts.dim_document USING (document_key)
    WHERE file_name = $1 AND fact_reconciliation.status = 'exact' AND rule_id = 'function_class_sum'
        AND len(left_line_keys) = 1 AND len(right_line_keys) BETWEEN 2 AND 6 AND first_page = last_page
    ORDER BY reconciliation_key LIMIT 1
"""
FINDING = """
    INSERT INTO marts.fact_finding BY NAME
    SELECT
        'seeded-' || statement_line_key AS finding_key, document_key, 'error' AS severity, 'unknown' AS verdict,
        'wrong_amount' AS finding_kind, statement_line_key, page_number, x0, y0, x1, y1, amount_text AS printed_text,
        amount_yuan AS printed_yuan, 1 AS broken_count, [$2] AS reconciliation_keys, 'open' AS acceptance_status, 'seeded' AS message
    FROM marts.fact_statement_line WHERE statement_line_key = $1
"""


@dataclass
class Seeded:
    """A copy of the specimens' warehouse in which one identity is broken."""

    warehouse: Path
    reconciliation_key: str
    line_key: str

    def run(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse)) as connection:
            return connection.execute(query, list(parameters)).fetchall()


@dataclass
class Html(HTMLParser):
    """Tags and text of a page."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.words.append("\f" if tag == "tr" else " ")
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    @property
    def rows(self) -> list[str]:
        """Text of the table rows, each with what stands between it and the next."""
        return [re.sub(r"\s+", " ", row).strip() for row in "".join(self.words).split("\f")]

    @property
    def images(self) -> list[Image.Image]:
        sources = [attributes["src"] for tag, attributes in self.tags if tag == "img"]
        assert all(source.startswith("data:image/png;base64,") for source in sources)
        return [Image.open(io.BytesIO(base64.b64decode(source.split(",")[1]))) for source in sources]


@pytest.fixture
def seeded(published: Path, tmp_path: Path) -> Seeded:
    warehouse = tmp_path / "seeded.duckdb"
    shutil.copyfile(published, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        reconciliation_key, line_key = connection.execute(SEEDED, [f"{PETITION}.pdf"]).fetchall()[0]
        connection.execute("DELETE FROM marts.fact_finding")
        connection.execute(FINDING, [line_key, reconciliation_key])
        connection.execute(
            "UPDATE marts.fact_reconciliation SET status = 'broken', left_yuan = left_yuan + 1, difference_yuan = 1, "
            "left_line_keys = left_line_keys WHERE reconciliation_key = ?",
            [reconciliation_key],
        )
        connection.execute(
            "UPDATE marts.fact_statement_line SET amount_yuan = amount_yuan + 1 WHERE statement_line_key = ?", [line_key]
        )
    return Seeded(warehouse, reconciliation_key, line_key)


@pytest.fixture
def report(seeded: Seeded, root: Path, tmp_path: Path) -> Callable[..., Html]:
    """Write the reports of the seeded warehouse and parse one of them."""

    def written(name: str = PETITION, raw: Path | None = None, only: str | None = None) -> Html:
        write_reports(seeded.warehouse, raw or root / "data" / "raw", tmp_path / "out", only)
        return parsed(tmp_path / "out" / ("index.html" if name == "index" else f"filings/{name}.html"))

    return written


def parsed(page: Path) -> Html:
    html = Html()
    html.feed(page.read_text(encoding="utf-8"))
    return html
