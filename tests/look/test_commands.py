"""One file without a warehouse, one figure of a warehouse, SQL, and what starting them costs the other commands."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import lxml.html
import pytest
from PIL import Image
from typer.testing import CliRunner

from mingzhang.cli.app import app

SPECIMEN = "data/raw/2024_final_petition_administration.pdf"


def _read(root: Path, *arguments: str) -> str:
    ran = CliRunner().invoke(app, ["read", str(root / SPECIMEN), *arguments])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_json_of_one_file_holds_the_amounts_that_a_build_lands(root: Path, published: Path) -> None:
    found = json.loads(_read(root, "--format", "json"))
    with duckdb.connect(str(published), read_only=True) as connection:
        landed = connection.execute(
            "SELECT page_number, row_number, block_number, column_number, amount_text, amount_yuan::VARCHAR"
            " FROM marts.fact_statement_line JOIN marts.dim_document USING (document_key) WHERE file_name = ? ORDER BY ALL",
            [Path(SPECIMEN).name],
        ).fetchall()
    names = ("page_number", "row_number", "block_number", "column_number", "amount_text", "amount_yuan")
    assert sorted(tuple(line[name] for name in names) for line in found["statement_lines"]) == landed
    assert found["document"]["department_name"] == "国家信访局"
    assert found["claims"]


def test_html_of_one_file_is_a_page_that_needs_nothing_beside_it(root: Path, tmp_path: Path) -> None:
    _read(root, "--format", "html", "--out", str(tmp_path / "one.html"))
    page = lxml.html.parse(str(tmp_path / "one.html")).getroot()
    found = json.loads(_read(root, "--format", "json"))
    assert len(page.xpath("//td[contains(@class, 'figure')]")) == len(found["statement_lines"])
    assert not page.xpath("//script | //link | //img | //*[@src]")


def test_the_table_of_one_file_shows_every_statement_and_amount(root: Path) -> None:
    shown, found = _read(root), json.loads(_read(root, "--format", "json"))
    assert [statement["title_text"] for statement in found["statements"] if statement["title_text"] not in shown] == []
    assert {line["amount_text"] for line in found["statement_lines"] if line["amount_text"] not in shown} == set()


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "none.pdf").write_bytes(b"")
    ran = CliRunner().invoke(app, ["read", str(tmp_path / "none.pdf")])
    assert ran.exit_code == 1
    assert "empty_file" in ran.output
    assert CliRunner().invoke(app, ["read", str(tmp_path / "missing.pdf")]).exit_code == 1


@pytest.fixture
def key(published: Path) -> str:
    with duckdb.connect(str(published), read_only=True) as connection:
        query = "SELECT min(statement_line_key) FROM marts.fact_statement_line WHERE proof_status = 'proved'"
        [(found,)] = connection.execute(query).fetchall()
    return str(found)


def test_show_tells_the_proof_of_a_figure_and_draws_it(published: Path, root: Path, tmp_path: Path, key: str) -> None:
    picture = tmp_path / "figure.png"
    ran = CliRunner().invoke(
        app, ["show", key, "--warehouse", str(published), "--raw", str(root / "data" / "raw"), "--png", str(picture)]
    )
    assert ran.exit_code == 0, ran.output
    assert "✓ proved" in ran.stdout
    assert "exact" in ran.stdout
    assert "to cite:" in ran.stdout
    assert Image.open(picture).width > 100


def test_show_of_a_key_that_is_none_fails(published: Path, tmp_path: Path, key: str) -> None:
    ran = CliRunner().invoke(app, ["show", "0" * 16 + ":s1:r1:b1:c1", "--warehouse", str(published)])
    assert (ran.exit_code, "has no figure of the key" in ran.output) == (1, True)
    ran = CliRunner().invoke(
        app, ["show", key, "--warehouse", str(published), "--raw", str(tmp_path), "--png", str(tmp_path / "x.png")]
    )
    assert (ran.exit_code, "looked for by its sha256" in ran.output) == (1, True)
    assert CliRunner().invoke(app, ["show", key, "--warehouse", str(tmp_path / "none.duckdb")]).exit_code == 1


def test_sql_asks_as_query_does(published: Path) -> None:
    ran = CliRunner().invoke(app, ["sql", "SELECT count(*) AS filings FROM dim_document", "--warehouse", str(published)])
    assert ran.exit_code == 0
    assert "filings" in ran.stdout


def test_explore_without_a_warehouse_says_what_to_do(tmp_path: Path) -> None:
    ran = CliRunner().invoke(app, ["explore", "--warehouse", str(tmp_path / "none.duckdb"), "--port", "0"])
    assert (ran.exit_code, "`make build` makes it" in ran.output) == (1, True)


def test_no_other_command_waits_for_what_explorer_export_and_reader_import(root: Path) -> None:
    heavy = (
        "starlette",
        "uvicorn",
        "xlsxwriter",
        "pypinyin",
        "camelot",
        "mingzhang.explore",
        "mingzhang.export",
        "mingzhang.look",
    )
    code = f"import sys, mingzhang.cli.app; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
