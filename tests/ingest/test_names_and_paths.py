"""File names that nobody chose wisely, and things called x.pdf that are no files."""

import json
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unicodedata import category

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ingest.landing import find
from ingest.landing import ingest as run
from ingest.landing.executors import Workers
from ingest.landing.ingest import FileReport, IngestReport, ingest_folder
from ingest.printable import labelled, plain, printable, printable_name
from mingzhang.cli.app import app
from tests.ingest import hostile_reader

NAMES = {  # as they lie in the folder → as they are listed
    "部门预算.pdf".encode("gbk"): r"\xb2\xbf\xc3\xc5Ԥ\xcb\xe3.pdf",  # two of its bytes are UTF-8 by chance
    b"[red][bold]x.pdf": "[red][bold]x.pdf",
    b"two\nlines.pdf": r"two\nlines.pdf",
    b"\x1b[2J\x1b]0;title\x07.pdf": r"\u001b[2J\u001b]0;title\u0007.pdf",
    b"back\\slash.pdf": r"back\\slash.pdf",
    "turned \u202efdp.pdf".encode(): r"turned \u202efdp.pdf",
    ("长" * 83).encode() + b".PDF": "长" * 83 + ".PDF",
    "全角　空格（副本）.pdf".encode(): "全角　空格（副本）.pdf",
}

ANYTHING = st.text(st.characters(exclude_categories=()))  # half characters too


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for number, name in enumerate(NAMES):
        (raw / os.fsdecode(name)).write_bytes(b"%%PDF-1.4\n%d\n%%%%EOF\n" % number)
    return raw


def workers() -> Workers:
    return Workers(lambda: ThreadPoolExecutor(1), 1, (), hostile_reader.read)


def reasons(report: IngestReport) -> dict[str, str | None]:
    return {file.file_path: file.reason_code for file in report.skipped}


def test_every_name_is_listed_as_it_can_be_shown(folder: Path, tmp_path: Path) -> None:
    landing = tmp_path / "landing.duckdb"
    report = ingest_folder(folder, landing, workers())
    assert sorted(file.file_path for file in report.read) == sorted(NAMES.values())
    with duckdb.connect(str(landing), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM raw.files SEMI JOIN raw.documents USING (file_name)").fetchall() == [(8,)]


def test_names_of_files_that_are_not_read_harm_neither_the_closing_table_nor_the_log(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"no pdf " + os.fsencode(path.name))
    ran = CliRunner().invoke(
        app, ["read", "--raw", str(folder), "--landing", str(tmp_path / "landing.duckdb")], env={"COLUMNS": "400"}
    )
    assert (ran.exit_code == 3 and ran.exception is None) or isinstance(ran.exception, SystemExit)
    assert "\x1b" not in ran.output and "\x07" not in ran.output
    table = [line for line in ran.output.splitlines() if "not_a_pdf" in line and not line.startswith("{")]
    assert len(table) == len(NAMES) and all(any(line.startswith(name) for line in table) for name in NAMES.values())
    logged = [json.loads(line) for line in ran.output.splitlines() if line.startswith('{"file_path"')]
    assert sorted(event["file_path"] for event in logged) == sorted(NAMES.values())


@settings(deadline=None)
@given(ANYTHING)
def test_what_is_shown_shows_and_is_no_markup(text: str) -> None:
    shown = printable_name(text)
    assert not any(category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in shown)
    assert labelled("red", "not read", text).plain == f"not read {printable(text)}"
    assert plain(text).plain == printable(text)


@settings(deadline=None)  # of a busy machine
@given(ANYTHING, ANYTHING)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert (printable_name(one) == printable_name(other)) == (one == other)


def test_what_is_called_pdf_and_is_no_file_is_named_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = tmp_path / "raw"
    (raw / "folder.pdf").mkdir(parents=True)
    os.mkfifo(raw / "pipe.pdf")
    (raw / "loop.pdf").symlink_to(raw / "loop.pdf")
    (raw / "device.pdf").symlink_to("/dev/zero")
    monkeypatch.chdir(raw)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        (raw / "folder.pdf" / "good.pdf").write_bytes(b"%PDF-1.4\n1\n%%EOF\n")
        report = ingest_folder(raw, tmp_path / "landing.duckdb", workers())
    kinds = {"pipe.pdf": "not_a_file", "device.pdf": "not_a_file", "socket.pdf": "not_a_file", "loop.pdf": "unopenable"}
    assert reasons(report) == kinds
    assert [file.file_path for file in report.read] == ["folder.pdf/good.pdf"]


def test_a_folder_that_cannot_be_searched_is_named(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "closed").mkdir()
    scan = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)  # who tests as root is refused nothing
    report = ingest_folder(folder, tmp_path / "landing.duckdb", workers())
    assert reasons(report) == {"closed/": "unopenable"}
    assert len(report.read) == len(NAMES)


REPLACED = b"%PDF-1.4\nanother filing\n%%EOF\n"


@pytest.mark.parametrize(
    ("then", "code"),
    [
        (lambda path: path.write_bytes(REPLACED), "changed_while_reading"),
        (lambda path: path.write_bytes(b""), "changed_while_reading"),
        (lambda path: path.unlink(), "unopenable"),
    ],
)
def test_a_file_replaced_after_it_was_hashed_lands_under_no_key_and_heals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: object, code: str
) -> None:
    raw, landing = tmp_path / "raw", tmp_path / "landing.duckdb"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(b"%PDF-1.4\nfirst\n%%EOF\n")
    (raw / "b.pdf").write_bytes(b"%PDF-1.4\nother\n%%EOF\n")

    def found_and_replaced(folder: Path, hashed: find.Hashed) -> list[find.FoundFile]:
        files = list(find.find_files(folder, hashed))
        then(raw / "a.pdf")  # type: ignore[operator]
        return files

    with monkeypatch.context() as patched:
        patched.setattr(run, "find_files", found_and_replaced)
        report = ingest_folder(raw, landing, workers())
    assert reasons(report) == {"a.pdf": code} and [file.file_path for file in report.read] == ["b.pdf"]
    with duckdb.connect(str(landing), read_only=True) as connection:
        assert connection.execute("SELECT file_name FROM raw.documents").fetchall() == [("b.pdf",)]
    (raw / "a.pdf").write_bytes(REPLACED)
    healed = ingest_folder(raw, landing, workers())
    assert [(file.file_path, file.is_new) for file in healed.read] == [("a.pdf", True), ("b.pdf", False)]


def test_the_progress_bar_shows_any_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from mingzhang.cli.terminal import progress_bars

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress_bars() as bars:
        bars.reading(FileReport("[/red][bold]x.pdf", None, "read"), 1)
    assert "Traceback" not in capsys.readouterr().err


def test_query_says_why_a_question_cannot_be_answered_and_lets_no_escape_sequence_through(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("CREATE SCHEMA marts; CREATE TABLE marts.t AS SELECT chr(27) || '[31mred' || chr(155) AS text")

    def asked(sql: str) -> tuple[int, str]:
        ran = CliRunner().invoke(app, ["query", "--warehouse", str(warehouse), "--sql", sql])
        return ran.exit_code, ran.output

    assert asked("FROM t")[0] == 0 and "[31mred" in asked("FROM t")[1]
    assert asked("SELECT text::INT FROM t")[0] == 1
    assert not {"\x1b", "\x9b"} & set(asked("FROM t")[1] + asked("SELECT text::INT FROM t")[1])


def test_a_landing_file_that_is_none_ends_in_a_sentence_and_status_1(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "landing.duckdb").write_bytes(b"no database" * 1000)
    ran = CliRunner().invoke(app, ["read", "--raw", str(folder), "--landing", str(tmp_path / "landing.duckdb")])
    assert ran.exit_code == 1 and "not read" in ran.output and isinstance(ran.exception, SystemExit)
