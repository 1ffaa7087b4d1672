"""What `make build` publishes from the specimens, seen as a user sees it."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
EXAMPLES = [
    example
    for page in (README, README.with_name("README.zh.md"))
    for example in re.findall(r"^```sql\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_of_either_readme_answers(published: Path, example: str) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute(example).fetchall()


def test_the_expenditure_of_a_filing_is_its_printed_total(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        sums = connection.execute(
            """
            SELECT documents.file_name, sum(facts.amount_yuan), any_value(coverage.printed_total_yuan)
            FROM marts.fact_expenditure AS facts
            JOIN marts.fact_expenditure_coverage AS coverage USING (document_key)
            JOIN marts.dim_document AS documents USING (document_key)
            WHERE documents.statement_count > 0
            GROUP BY documents.file_name
            """
        ).fetchall()
    assert len(sums) == 2
    for file_name, total, printed in sums:
        assert total == printed, file_name


def test_the_audit_of_the_specimens_is_clean_and_needs_no_network(published: Path) -> None:
    page = (published.parent / "data_docs" / published.stem / "index.html").read_text(encoding="utf-8")
    assert "0 critical and 0 warnings" in page
    assert "http" not in page


def test_the_published_file_stands_alone(published: Path, tmp_path: Path) -> None:
    """No view reaches into the landing file, which the next build removes."""
    alone = tmp_path / "alone.duckdb"
    alone.write_bytes(published.read_bytes())
    with duckdb.connect(str(alone), read_only=True) as connection:
        tables = connection.execute("SELECT table_schema, table_name FROM information_schema.tables").fetchall()
        for schema, table in tables:
            connection.execute(f"SELECT count(*) FROM {schema}.{table}").fetchone()
    assert {schema for schema, _ in tables} >= {"staging", "marts"}


def test_one_question_is_answered_on_the_command_line(published: Path) -> None:
    def ask(sql: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "mingzhang", "query", "--warehouse", str(published), "--sql", sql]
        return subprocess.run(command, cwd=README.parent, capture_output=True, text=True, check=False)

    answered = ask("SELECT count(*) AS documents FROM dim_document")
    assert "documents" in answered.stdout
    assert answered.returncode == 0
    refused = ask("DELETE FROM dim_document")
    assert "read-only" in refused.stderr
    assert refused.returncode == 1


def test_folder_names_may_hold_whatever_people_type(tmp_path: Path) -> None:
    """dbt cuts a path at #, Great Expectations replaces $ and % in an address."""
    folder = tmp_path / "a b'c 中文 #1 50% $HOME"
    (folder / "raw").mkdir(parents=True)
    specimen = next((README.parent / "data" / "raw").glob("*.pdf"))
    (folder / "raw" / "我的 文件.pdf").write_bytes(specimen.read_bytes())
    warehouse = folder / "w h" / "明账.v1.duckdb"
    command = [sys.executable, "-m", "mingzhang", "build", "--raw", str(folder / "raw"), "--warehouse", str(warehouse)]
    built = subprocess.run(command, cwd=README.parent, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("SELECT file_name FROM marts.dim_document").fetchall() == [("我的 文件.pdf",)]
