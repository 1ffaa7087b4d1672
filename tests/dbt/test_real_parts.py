"""A real filing whose prose and tables are two files: one disclosure, its prose held against its tables."""

from pathlib import Path

import duckdb
import pytest

from ingest.document.read import read_document
from ingest.landing.find import sha256
from ingest.landing.land import Landing
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models

PARTS = ("beijing-21a.pdf", "beijing-21b.pdf")
_BETWEEN = """
    SELECT reconciliations.rule_id, reconciliations.status
    FROM marts.fact_reconciliation AS reconciliations JOIN marts.dim_document AS documents USING (document_key)
    WHERE documents.file_name = 'beijing-21a.pdf' AND reconciliations.right_label LIKE '%beijing-21b.pdf%'
"""


@pytest.mark.shared
def test_prose_and_tables_of_a_real_filing_are_one_disclosure_whose_identities_close(shared: Path, tmp_path: Path) -> None:
    with Landing(tmp_path / "landing.duckdb") as landing:
        for name in PARTS:
            content = (shared / "corpus/parts" / name).read_bytes()
            landing.land(read_document(content, name, sha256(content)))
    create_next(tmp_path / "next.duckdb")
    run_models(
        tmp_path / "landing.duckdb", tmp_path / "next.duckdb", tmp_path, "+fact_reconciliation +dim_disclosure +dim_document"
    )
    with duckdb.connect(str(tmp_path / "next.duckdb"), read_only=True) as connection:
        disclosures = connection.execute("SELECT part_count, part_roles, doubt FROM marts.dim_disclosure").fetchall()
        between = connection.execute(_BETWEEN).fetchall()
    assert disclosures == [(2, ["statements", "prose"], None)]
    assert {rule for rule, _ in between} >= {
        "claim_total_expenditure_budget",
        "claim_total_revenue_budget",
        "claim_three_public",
        "claim_procurement",
        "claim_named_cell",
    }
    assert len(between) == 15
    assert {status for _, status in between} <= {"exact", "rounding"}
