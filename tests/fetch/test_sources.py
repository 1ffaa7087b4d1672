"""The list of sources, and the command: what a bad row costs, what a bad list costs, and the exit status."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.fetch.errors import Busy, SourceListError
from ingest.fetch.sources import OPTIONAL, REQUIRED, read_sources
from ingest.fetch.store import Store
from tests.fetch.conftest import LOOPBACK, Fetcher
from tests.fetch.site import Site, content, pdf, status

HEADER = ",".join(REQUIRED)
ROW = "某局,某市,2024,final,https://www.example.gov.cn/a.pdf,公开"


def listed(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_the_list_that_comes_with_the_project_asks_nobody(root: Path) -> None:
    shipped = read_sources(root / "data" / "raw" / "sources.csv")
    assert (shipped.sources, shipped.problems) == ((), ())
    first = (root / "data" / "raw" / "sources.csv").read_text(encoding="utf-8").splitlines()[0]
    assert tuple(first.split(",")) == REQUIRED + OPTIONAL


def test_the_example_in_the_list_is_a_usable_row(root: Path, tmp_path: Path) -> None:
    lines = (root / "data" / "raw" / "sources.csv").read_text(encoding="utf-8").splitlines()
    example = read_sources(listed(tmp_path / "s.csv", lines[0], lines[-1].removeprefix("# ")))
    assert [source.region for source in example.sources] == ["某市"]


def test_a_list_saved_by_a_spreadsheet_is_read(tmp_path: Path) -> None:
    path = listed(tmp_path / "s.csv", HEADER + ",", '"# 注释",,,,,,', ROW + ",", ",,,,,,", encoding="utf-8-sig")
    with pytest.raises(SourceListError, match="column '' is unknown"):
        read_sources(path)
    path = listed(tmp_path / "s.csv", HEADER, '"# 注释",,,,,', ROW, ",,,,,", encoding="utf-8-sig")
    assert len(read_sources(path).sources) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.replace("2024", "24"), "fiscal_year '24' is no year"),
        (ROW.replace("2024", "3024"), "fiscal_year 3024 is no year"),
        (ROW.replace("final", "决算"), "disclosure_kind '决算' is neither of budget, final"),
        (ROW.replace("某局", ""), "department and region must not be empty"),
        (ROW.replace("https", "ftp"), "is not an http or https address"),
        (ROW.replace("www", "user:word@www"), "carries a user name or a password"),
        (ROW + ",a,b", "1 cells too many; quote a cell that holds a comma"),
        ("某局,某市", "too few"),
        (ROW, "the same address as line 2"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_costs_the_others_nothing(tmp_path: Path, row: str, said: str) -> None:
    path = listed(tmp_path / "s.csv", ",".join(REQUIRED + OPTIONAL), ROW, row, ROW.replace("a.pdf", "b.pdf"))
    found = read_sources(path)
    assert [source.line_number for source in found.sources] == [2, 4]
    [problem] = found.problems
    assert str(problem).startswith("line 3: ")
    assert said in str(problem)
    assert "word" not in str(problem).replace("password", ""), "what a row should not hold is not repeated"


@pytest.mark.parametrize(
    ("lines", "encoding", "said"),
    [
        ((), "utf-8", "no header"),
        (("department,region",), "utf-8", "column 'address' is missing"),
        ((HEADER + ",phone",), "utf-8", "column 'phone' is unknown"),
        ((HEADER, ROW), "gb18030", "not UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, lines: tuple[str, ...], encoding: str, said: str) -> None:
    with pytest.raises(SourceListError, match=said):
        read_sources(listed(tmp_path / "s.csv", *lines, encoding=encoding))
    with pytest.raises(SourceListError, match="No such file"):
        read_sources(tmp_path / "none.csv")


def test_only_some_rows_are_fetched_and_the_others_keep_their_lines(site: Site, fetch: Fetcher) -> None:
    addresses = [site.on(f"/{name}.pdf", content(pdf(name))) for name in ("a", "b")]
    fetch(*addresses)
    assert [entry.address for entry in fetch(*addresses, only=("第1局",)).entries] == [addresses[1]]
    assert [(line["address"], line["outcome"]) for line in fetch.manifest()] == [
        (addresses[0], "new"),
        (addresses[1], "unchanged"),
    ]
    with pytest.raises(SourceListError, match="no source matches 第7局"):
        fetch(*addresses, only=("第7局",))


def test_two_fetches_into_one_folder_do_not_mix(site: Site, fetch: Fetcher) -> None:
    with Store(fetch.into).held(), pytest.raises(Busy, match="another fetch into"):
        fetch(site.url + "/a.pdf")


def run(fetch: Fetcher, sources: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "mingzhang",
        "fetch",
        "--sources",
        str(sources),
        "--into",
        str(fetch.into),
        "--delay",
        "0",
        *arguments,
    ]
    return subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "COLUMNS": "300", "MINGZHANG_ALLOW_NETWORKS": LOOPBACK},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("answers", "exit_status"), [((200, 200), 0), ((200, 404), 3), ((404, 404), 1)])
def test_the_exit_status_says_whether_something_failed(
    site: Site, fetch: Fetcher, root: Path, answers: tuple[int, int], exit_status: int
) -> None:
    addresses = [
        site.on(f"/{number}.pdf", content(pdf("a")) if code == 200 else status(code)) for number, code in enumerate(answers)
    ]
    done = run(fetch, fetch.list_of(*addresses), root)
    assert done.returncode == exit_status, done.stderr
    if exit_status:
        assert f"status_404: {addresses[1]} answers 404 Not Found" in done.stderr
    else:
        assert done.stderr.splitlines()[-1] == "2 new"


def test_the_command_says_why_it_cannot_begin(fetch: Fetcher, root: Path, tmp_path: Path) -> None:
    done = run(fetch, tmp_path / "none.csv", root)
    assert done.returncode == 1
    assert "No such file" in done.stderr
    assert run(fetch, tmp_path / "none.csv", root, "--contact", "联系").returncode == 2


def test_a_row_of_the_list_that_cannot_be_used_is_a_failure_of_the_run(site: Site, fetch: Fetcher) -> None:
    path = fetch.list_of(site.on("/a.pdf", content(pdf("a"))))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(("某局", "某市", "20XX", "final", site.url + "/b.pdf", "", ""))
    report = fetch.of(path)
    assert [(entry.outcome, entry.reason_code) for entry in report.entries] == [("failed", "bad_source"), ("new", None)]
    assert report.exit_code == 3
