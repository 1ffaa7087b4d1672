"""An export holds what the warehouse holds, says by itself what that is, and is the same bytes every time."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pytest
import yaml
from typer.testing import CliRunner

from mingzhang.cli.app import app
from mingzhang.export import write
from mingzhang.export.write import ExportError, export

PETITION = "2024_final_petition_administration"


@pytest.fixture(scope="module")
def exported(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(published, tmp_path_factory.mktemp("export") / "out").folder


def _ask(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_frictionless_finds_types_and_keys_of_every_table_valid(exported: Path) -> None:
    report = frictionless.validate(str(exported / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert len(report.tasks) > 20


def test_a_second_export_is_the_same_bytes(published: Path, exported: Path, tmp_path: Path) -> None:
    assert _bytes(export(published, tmp_path / "again").folder) == _bytes(exported)


def test_parquet_holds_the_rows_and_types_of_every_mart(published: Path, exported: Path) -> None:
    tables = [name for (name,) in _ask(published, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'")]
    assert sorted(path.stem for path in (exported / "parquet").iterdir()) == sorted(tables)
    with duckdb.connect(str(published), read_only=True) as connection:
        for table in tables:
            file = f"'{exported}/parquet/{table}.parquet'"
            assert (
                connection.execute(f"DESCRIBE FROM {file}").fetchall() == connection.execute(f"DESCRIBE marts.{table}").fetchall()
            )
            left = connection.execute(
                f"(FROM {file} EXCEPT ALL FROM marts.{table}) UNION ALL (FROM marts.{table} EXCEPT ALL FROM {file})"
            )
            assert left.fetchall() == [], table


def test_csv_begins_with_the_mark_by_which_spreadsheets_know_utf8_and_keeps_every_row(published: Path, exported: Path) -> None:
    for path in (exported / "csv").iterdir():
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = sum(1 for _ in csv.DictReader(file))
        assert [(rows,)] == _ask(published, f"SELECT count(*) FROM marts.{path.stem}")


def test_every_column_is_described(exported: Path) -> None:
    package = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    fields = [(table["name"], field) for table in package["resources"] for field in table["schema"]["fields"]]
    assert [(table, field["name"]) for table, field in fields if not field["description"]] == []
    amounts = [field for table, field in fields if table == "fact_expenditure" and field["name"] == "amount_yuan"]
    assert amounts[0]["columnType"] == "value"


def test_the_fiscal_mapping_names_columns_that_exist(published: Path, root: Path) -> None:
    mapping = yaml.safe_load((root / "mingzhang" / "export" / "fiscal_mapping.yml").read_text(encoding="utf-8"))
    columns = set(_ask(published, "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts'"))
    assert {(table, column) for table, own in mapping.items() for column in own} <= columns


def test_a_workbook_shows_the_statements_as_printed_with_the_sign_of_their_proof(published: Path, exported: Path) -> None:
    book = openpyxl.load_workbook(exported / "workbooks" / f"{PETITION}.xlsx")
    statements = _ask(
        published,
        f"SELECT statement_number, count(*) FROM marts.fact_statement_line JOIN marts.dim_document USING (document_key)"
        f" WHERE file_name = '{PETITION}.pdf' GROUP BY ALL ORDER BY ALL",
    )
    assert len(statements) > 5
    for number, amounts in statements:
        [sheet] = [each for each in book.worksheets if each.title.split(" ")[0] == str(number)]
        cells = [cell for row in sheet.iter_rows() for cell in row if '"' in cell.number_format]
        assert len(cells) == amounts, sheet.title
        assert all(isinstance(cell.value, int | float) for cell in cells)
        assert {cell.number_format[-3:-1].strip() for cell in cells} <= {"✓", "≈", "·", "✗"}


def test_a_text_like_a_formula_is_calculated_neither_in_csv_nor_in_excel(published: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "formula.duckdb"
    shutil.copyfile(published, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("UPDATE marts.fact_statement_line SET line_label = '=1+1', amount_text = '-1.00'")
    folder = export(warehouse, tmp_path / "out").folder
    with (folder / "csv" / "fact_statement_line.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["line_label"] for row in csv.DictReader(file)} == {"'=1+1"}
    book = openpyxl.load_workbook(folder / "workbooks" / f"{PETITION}.xlsx")
    labels = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert labels
    assert {cell.data_type for cell in labels} == {"s"}


def test_a_folder_that_holds_something_else_is_left_alone(published: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("of an analyst", encoding="utf-8")
    with pytest.raises(ExportError, match="holds something that is no export"):
        export(published, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_export_that_fails_leaves_the_one_before(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = export(published, tmp_path / "out", with_workbooks=False).folder
    before = _bytes(folder)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(write, "write_parquet", full)
    with pytest.raises(OSError, match="no space left"):
        export(published, tmp_path / "out", with_workbooks=False)
    assert _bytes(folder) == before


def test_the_command_writes_beside_the_warehouse_and_says_what(published: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "province.duckdb"
    shutil.copyfile(published, warehouse)
    ran = CliRunner().invoke(app, ["export", "--warehouse", str(warehouse), "--no-workbooks"])
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "exports" / "province" / "datapackage.json").is_file()
    missing = CliRunner().invoke(app, ["export", "--warehouse", str(tmp_path / "none.duckdb")])
    assert (missing.exit_code, "no such warehouse" in missing.output) == (1, True)
