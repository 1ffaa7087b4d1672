"""Real filings against cell-level ground truth: the figures below which the reader must not fall."""

import csv
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.lexicon import normalize
from tests.corpus import land, read

pytestmark = [pytest.mark.shared, pytest.mark.slow]

VIEWS = """
    CREATE SCHEMA marts;
    CREATE VIEW marts.fact_statement_line AS SELECT * FROM raw.statement_lines;
    CREATE VIEW marts.dim_document AS SELECT * FROM raw.documents;
"""


@pytest.fixture(scope="session")
def scores(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the scoring tool says about a landing of the documents with ground truth."""
    folder = tmp_path_factory.mktemp("corpus")
    truth = shared / "corpus" / "truth"
    paths = [shared / "corpus" / "dev" / f"{path.stem}.pdf" for path in sorted(truth.glob("*.csv"))]
    land(paths, folder / "landing.duckdb")
    with duckdb.connect(str(folder / "landing.duckdb")) as connection:
        connection.execute(VIEWS)
    documents = shared / "corpus" / "documents.csv"
    command = [
        sys.executable,
        shared / "tools" / "score.py",
        folder / "landing.duckdb",
        "--truth",
        truth,
        "--documents",
        documents,
    ]
    subprocess.run([*map(str, command), "--json", str(folder / "score.json")], check=True, capture_output=True)
    found: dict[str, Any] = json.loads((folder / "score.json").read_text())
    return found


def test_the_corpus_is_read_within_the_promised_bounds(scores: dict[str, Any]) -> None:
    assert scores["overall"]["recall"] >= 0.997
    assert scores["overall"]["strict"] >= 0.99
    assert scores["overall"]["precision"] >= 0.997


def test_no_single_filing_is_read_badly(scores: dict[str, Any]) -> None:
    assert len(scores["documents"]) == 15
    assert {d["document"]: d["recall"] for d in scores["documents"] if min(d["recall"], d["strict"], d["precision"]) < 0.98} == {}


def test_department_year_kind_and_scope_are_told_from_the_content(scores: dict[str, Any]) -> None:
    assert scores["identity"]["wrong"] == []


def test_the_budget_that_the_project_began_from_is_read_completely_and_nothing_is_added(shared: Path) -> None:
    lines = read(shared / "seeds" / "budget_2024.pdf").frames["statement_lines"].to_dicts()
    with (shared / "seeds" / "truth_budget_tables.csv").open(encoding="utf-8", newline="") as handle:
        truth = [row for row in csv.DictReader(handle) if row["amount"]]
    assert len(truth) == 185
    printed = Counter((row["code"], Decimal(row["amount"]) * 10_000) for row in truth)
    assert Counter((line["class_code"] or "", line["amount_yuan"]) for line in lines) == printed
    labels = Counter((normalize(row["row_label"] or row["item_name"]), Decimal(row["amount"]) * 10_000) for row in truth)
    assert Counter((normalize((line["line_label"] or "").split("/")[0]), line["amount_yuan"]) for line in lines) == labels


def test_the_blank_official_template_is_nine_empty_forms_and_no_amount(shared: Path) -> None:
    frames = read(shared / "corpus" / "dev" / "template-final-01.pdf").frames
    assert frames["statement_lines"].is_empty()
    assert frames["statements"]["is_empty_form"].to_list() == [True] * 9
    assert frames["statements"]["statement_code"].n_unique() == 9


def test_a_filing_of_pictures_is_read(shared: Path) -> None:
    reading = read(shared / "corpus" / "dev" / "beijing-imageonly-01.pdf")
    assert set(reading.frames["pages"]["reading_basis"]) <= {"recognised", None}
    assert reading.frames["claims"].height > 20 and set(reading.frames["claims"]["reading_basis"]) == {"recognised"}
