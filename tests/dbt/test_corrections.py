"""A declared correction stands beside the printed amount, as long as that is printed as it was."""

import csv
import shutil
from pathlib import Path

import duckdb

from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import DBT_PROJECT, run_models
from tests.dbt.filings import Filing, write_landing


def test_a_correction_stands_beside_the_printed_amount_and_falls_with_its_guard(tmp_path: Path) -> None:
    filing = Filing("misprinted")
    filing.statement("expenditure").table(["total"], [("合计", "", ["1,300.00"]), ("教育支出", "205", ["1,030.00"])])
    project = tmp_path / "dbt_project"
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    place = f"{filing.key[:16]}:s1:r2:b1:c12"
    seed = project / "seeds" / "accepted_discrepancies.csv"
    columns = next(csv.reader(seed.read_text(encoding="utf-8").splitlines()))
    said = {"rule_id": "function_class_sum", "document_key": filing.key, "status": "accepted", "corrected_left_text": "1,300.00"}
    with seed.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writerow(said | {"left_line_key": place, "printed_left_text": "1,030.00"})
        writer.writerow(said | {"left_line_key": place.replace(":r2:", ":r1:"), "printed_left_text": "1,310.00"})
    landing = write_landing(tmp_path / "landing.duckdb", [filing])
    create_next(tmp_path / "next.duckdb")
    run_models(landing, tmp_path / "next.duckdb", tmp_path, "+fact_statement_line", project=project)
    with duckdb.connect(str(tmp_path / "next.duckdb"), read_only=True) as connection:
        printed = connection.execute(
            "SELECT amount_text, CAST(amount_yuan AS VARCHAR), corrected_text, CAST(corrected_yuan AS VARCHAR) "
            "FROM marts.fact_statement_line ORDER BY row_number"
        ).fetchall()
    assert printed == [("1,300.00", "13000000.00", None, None), ("1,030.00", "10300000.00", "1,300.00", "13000000.00")]
