"""A filing that its publisher replaces, from the address to the marts: it counts once, the earlier version stays visible."""

import csv
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.document.reader_version import reader_version
from ingest.document.schema import DOCUMENT_TABLES, DocumentReading, frame
from ingest.fetch import FetchSettings, fetch_sources
from ingest.fetch.sources import REQUIRED
from ingest.landing.executors import Workers
from ingest.landing.ingest import ingest_folder
from mingzhang.warehouse.build import Built, build
from mingzhang.warehouse.plan import Plan
from mingzhang.warehouse.summary import figures_of
from tests.dbt.filings import Filing
from tests.fetch.conftest import LOOPBACK, FakeTime
from tests.fetch.site import Site, content, pdf, serving

AMOUNTS = """
    SELECT DISTINCT amount_yuan::VARCHAR FROM marts.fact_statement_line
    WHERE statement_code = 'expenditure' AND line_label = '合计' AND measure_code = 'total'
"""


@dataclass
class Landed(Filing):
    """A filing under the key of its bytes."""

    document_key: str = ""

    @property
    def key(self) -> str:
        return self.document_key


def read(body: bytes, file_name: str, document_key: str) -> DocumentReading:
    """Stands in for the reader: the bytes say year and pensions; schools cost 200.00 in any case. 0 pensions: a scan."""
    year, pensions = (int(word) for word in body.split(b"\n")[1].strip(b".").split(b"-"))
    filing = Landed(file_name.removesuffix(".pdf"), unit="元", year=year, document_key=document_key)
    if pensions:
        _fill(filing, pensions)
    document = filing.document() | {"file_name": file_name, "reader_version": reader_version()}
    if not pensions:
        document |= {"status": "image_only", "fiscal_year": None, "department_name": None}
    rows = {**filing.rows, "documents": [document]}
    return DocumentReading(document_key, {name: frame(name, rows.get(name, [])) for name in DOCUMENT_TABLES})


def _fill(filing: Filing, pensions: int) -> None:
    total = f"{200 + pensions}.00"
    summary = filing.statement("income_expenditure_summary", title_text="收支总表")
    summary.row("收入总计", {"total": total}, row_number=1, side="income")
    summary.row("支出总计", {"total": total}, block=2, row_number=1, side="expenditure")
    schools, pension = ("150.00", "50.00", "200.00"), (f"{pensions}.00", "0.00", f"{pensions}.00")
    filing.statement("expenditure", title_text="支出总表").table(
        ("basic", "project", "total"),
        [
            ("合计", "", (f"{150 + pensions}.00", "50.00", total)),
            ("教育支出", "205", schools),
            ("普通教育", "20502", schools),
            ("小学教育", "2050202", schools),
            ("社会保障和就业支出", "208", pension),
            ("行政事业单位养老支出", "20805", pension),
            ("机关事业单位基本养老保险缴费支出", "2080505", pension),
        ],
    )


@dataclass
class House:
    """A folder, a warehouse, and a site to fetch from."""

    plan: Plan
    site: Site

    def fetch(self, **documents: bytes) -> None:
        """Fetch from one address per name what it brings now."""
        sources = self.plan.raw_folder / "sources.csv"
        with sources.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(REQUIRED)
            for name, body in documents.items():
                address = self.site.on(f"/{name}.pdf", content(body))
                rows.writerow(("某市财政局", "某市", 2024, "budget", address, "public disclosure"))
        fetched = fetch_sources(
            sources,
            self.plan.raw_folder / "fetched",
            settings=FetchSettings(delay_seconds=0, allowed_networks=LOOPBACK),
            clock=FakeTime().clock,
        )
        assert fetched.exit_code == 0

    def build(self) -> Built:
        workers = Workers(lambda: ThreadPoolExecutor(1), 1, (), read)
        return build(self.plan, lambda raw, landing: ingest_folder(raw, landing, workers))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.plan.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "raw").mkdir()
    with serving() as site:
        yield House(Plan(tmp_path / "raw", tmp_path / "warehouse" / "m.duckdb"), site)


@pytest.mark.slow
def test_a_replaced_filing_counts_once_and_what_was_corrected_can_be_asked_for(house: House) -> None:
    house.fetch(budget=pdf("2024-100"))
    house.build()
    assert house.ask(AMOUNTS) == [("300.00",)]
    house.fetch(budget=pdf("2024-140"))
    built = house.build()
    assert str(built.changes) == "filing changed 1 (10 amounts)"
    assert house.ask(AMOUNTS) == [("340.00",)]
    assert house.ask("SELECT sum(amount_yuan)::VARCHAR FROM marts.fact_expenditure") == [("340.00",)]
    rows = house.ask(
        """
        SELECT documents.is_current, documents.statement_line_count > 0, newer.is_current, facts.table_name
        FROM marts.dim_document AS documents
        LEFT JOIN marts.dim_document AS newer ON newer.document_key = documents.superseded_by_document_key
        LEFT JOIN (
          SELECT 'line' AS table_name, document_key FROM marts.fact_statement_line
          UNION SELECT 'identity', document_key FROM marts.fact_reconciliation
        ) AS facts ON facts.document_key = documents.document_key
        ORDER BY ALL
        """
    )
    assert rows == [(False, True, True, None), (True, True, None, "identity"), (True, True, None, "line")]
    changes = "SELECT previous_amount_yuan::VARCHAR, amount_yuan::VARCHAR, count(*) FROM meta.changes GROUP BY ALL ORDER BY ALL"
    assert house.ask(changes) == [("100.00", "140.00", 6), ("250.00", "290.00", 1), ("300.00", "340.00", 3)]
    corrected = house.ask(
        """
        SELECT status, right_yuan::VARCHAR, left_yuan::VARCHAR, count(*) FROM marts.fact_reconciliation
        WHERE rule_id = 'document_reissued' AND statement_number = 2 AND difference_yuan <> 0 GROUP BY ALL ORDER BY ALL
        """
    )
    assert corrected == [
        ("not_checkable", "100.00", "140.00", 6),
        ("not_checkable", "250.00", "290.00", 1),
        ("not_checkable", "300.00", "340.00", 1),
    ]
    assert house.ask("SELECT DISTINCT proof_status FROM marts.fact_statement_line WHERE amount_yuan <> 0") == [("proved",)]
    assert ("budget", "superseded", 1) in figures_of(house.plan.warehouse).documents


@pytest.mark.slow
def test_an_address_may_return_to_the_earlier_version_or_bring_next_years_filing(house: House) -> None:
    for year, pensions in ((2024, 100), (2024, 140), (2024, 100)):
        house.fetch(budget=pdf(f"{year}-{pensions}"))
    house.build()
    assert house.ask(AMOUNTS) == [("300.00",)]
    house.fetch(budget=pdf("2025-160"))
    built = house.build()
    counted = "SELECT fiscal_year, is_current, count(*) FROM marts.dim_document GROUP BY ALL ORDER BY ALL"
    assert house.ask(counted) == [(2024, False, 1), (2024, True, 1), (2025, True, 1)]
    assert house.ask("SELECT sum(amount_yuan)::VARCHAR FROM marts.fact_expenditure") == [("660.00",)]
    assert built.audited is not None
    assert not {"replaced_filings_are_left_out", "no_filing_counts_twice"} & {o.check.name for o in built.audited.warnings}


@pytest.mark.slow
def test_a_new_version_that_cannot_be_read_takes_nothing_away_and_is_reported(house: House) -> None:
    house.fetch(budget=pdf("2024-100"))
    house.fetch(budget=pdf("2024-0"))
    built = house.build()
    assert house.ask(AMOUNTS) == [("300.00",)]
    assert built.audited is not None
    [said] = [outcome.summary for outcome in built.audited.warnings if outcome.check.name == "replaced_filings_are_left_out"]
    assert "counts all the same: the new version has no statements that could be read (image_only)" in said


@pytest.mark.slow
def test_filings_of_one_department_and_year_that_nobody_declares_are_reported_and_a_copy_is_none(house: House) -> None:
    raw = house.plan.raw_folder
    (raw / "预算.pdf").write_bytes(pdf("2024-100"))
    shutil.copy(raw / "预算.pdf", raw / "预算 (1).pdf")
    house.build()
    assert house.ask("SELECT count(*) FROM marts.dim_document") == [(1,)]
    (raw / "预算（更正）.pdf").write_bytes(pdf("2024-140"))
    built = house.build()
    assert str(built.changes) == "filing beside 1 (10 amounts)"
    assert built.audited is not None
    [said] = [outcome.summary for outcome in built.audited.warnings if outcome.check.name == "no_filing_counts_twice"]
    assert "预算 (1).pdf, 预算（更正）.pdf: 2 filings of 某市财政局, 2024 budget" in said
