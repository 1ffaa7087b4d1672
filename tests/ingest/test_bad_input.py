"""A folder full of files that cannot be read: each is named with its reason, and the good ones are read all the same."""

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from ingest.landing.ingest import IngestReport, ingest_folder
from mingzhang.cli.app import app
from tests.ingest.broken_files import fill_with_broken_files

GOOD = Path("data/raw/2024_final_petition_administration.pdf")


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("raw")
    return folder, fill_with_broken_files(folder, GOOD)


@pytest.fixture(scope="module")
def landed(bad_folder: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> tuple[IngestReport, Path]:
    landing = tmp_path_factory.mktemp("landing") / "landing.duckdb"
    return ingest_folder(bad_folder[0], landing, workers=2), landing


def test_every_file_that_cannot_be_read_is_named_with_its_reason(
    bad_folder: tuple[Path, dict[str, str]], landed: tuple[IngestReport, Path]
) -> None:
    report, _ = landed
    assert {file.file_path: file.reason_code for file in report.skipped} == bad_folder[1]
    assert not report.failed
    assert all(file.reason and len(file.reason) > 15 for file in report.skipped)


def test_the_good_file_beside_them_is_read_whole_at_any_depth(landed: tuple[IngestReport, Path]) -> None:
    report, _ = landed
    assert [(file.file_path, file.statement_count, file.line_count) for file in report.read] == [
        ("deeper/a good one.pdf", 9, 249)
    ]


def test_the_landing_file_lists_every_path_and_every_document_with_its_reason(landed: tuple[IngestReport, Path]) -> None:
    _, landing = landed
    with duckdb.connect(str(landing), read_only=True) as connection:
        paths = connection.execute(
            "SELECT count(*), count(DISTINCT file_path), count(*) FILTER (reason IS NULL) FROM raw.files"
        ).fetchone()
        lost = connection.execute(
            "SELECT file_path FROM raw.files f WHERE document_key IS NOT NULL AND NOT EXISTS (FROM raw.documents d WHERE d.document_key = f.document_key)"
        ).fetchall()
    assert paths == (11, 11, 1)
    assert lost == []


def test_the_exit_status_says_that_something_was_skipped(bad_folder: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    outcome = CliRunner().invoke(app, ["read", "--raw", str(bad_folder[0]), "--landing", str(tmp_path / "landing.duckdb")])
    assert outcome.exit_code == 3
    assert "locked.pdf" in outcome.output and "needs a password" in outcome.output
