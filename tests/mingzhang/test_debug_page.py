"""What a contributor sees of a page: the same boxes that land in the warehouse, drawn on it."""

import json
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from typer.testing import CliRunner

from ingest.document.read import read_document
from ingest.errors import Damaged
from mingzhang.cli.app import app
from mingzhang.debug_page import SCALE, view_page
from tests.formats.filled import Form
from tests.formats.written import as_xlsx, package
from tests.report.workbook import CELL, form

SPECIMEN = Path(__file__).resolve().parents[2] / "data" / "raw" / "2024_final_petition_administration.pdf"


@pytest.fixture(scope="module")
def page_number() -> int:
    """The first page with a line of a statement."""
    pages: list[int] = read_document(SPECIMEN, SPECIMEN.name, "0" * 64).frames["statement_lines"]["page_number"].to_list()
    return min(pages)


def test_every_amount_of_the_page_is_framed_with_its_row_and_measure(page_number: int) -> None:
    view = view_page(SPECIMEN, page_number)
    lines = [mark for mark in view.marks if mark.kind == "line"]
    assert lines and all(" " in mark.words and mark.text for mark in lines)
    assert view.image is not None
    pixels = np.asarray(view.image)
    x0, _, x1, y1 = (round(side * SCALE) for side in lines[0].box)
    edge = (pixels[y1 - 1 : y1 + 2, x0 + 1 : x1] == lines[0].colour).all(axis=2)
    assert edge.any(axis=0).mean() > 0.9


def test_the_command_writes_the_picture_and_says_the_same_as_rows(page_number: int, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    ran = CliRunner().invoke(app, ["debug-page", str(SPECIMEN), str(page_number), "--out", str(picture), "--json"])
    told = json.loads(ran.output)
    assert ran.exit_code == 0 and picture.stat().st_size > 1000
    assert {mark["kind"] for mark in told["marks"]} >= {"table", "line"}


def test_a_page_that_the_file_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="no page 999"):
        view_page(SPECIMEN, 999)
    ran = CliRunner().invoke(app, ["debug-page", str(SPECIMEN), "999", "--out", str(tmp_path / "none.png")])
    assert ran.exit_code == 1 and "no page 999" in " ".join(ran.output.split())


def test_a_sheet_is_drawn_as_the_reader_laid_it_out_with_its_amounts_framed(tmp_path: Path) -> None:
    file, picture = tmp_path / "a.xlsx", tmp_path / "page.png"
    file.write_bytes(as_xlsx([Form("封面", {(0, 0): "某市数字化发展局2024年部门预算"}), form()]))
    ran = CliRunner().invoke(app, ["debug-page", str(file), "2", "--out", str(picture), "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    assert (told["picture"], picture.exists()) == (str(tmp_path / "page.svg"), False)
    drawn = etree.fromstring((tmp_path / "page.svg").read_bytes())
    letters = "".join(drawn.xpath("//*[local-name()='text' and @font-size='10.0']/text()"))
    assert "教育支出" in letters and letters.count(str(CELL)) == 4
    framed = [title for title in drawn.xpath("//*[local-name()='rect']/*/text()") if title.startswith("line: ")]
    assert len(framed) == len([mark for mark in told["marks"] if mark["kind"] == "line"]) == 12


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (package({"a.pdf": b"%PDF-1.4\n%%EOF"}), "an archive has no pages; unpack it"),
        (b"\xff\xd8\xff a picture", "neither PDF, workbook"),
    ],
)
def test_what_has_no_pages_says_so(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a").write_bytes(content)
    ran = CliRunner().invoke(app, ["debug-page", str(tmp_path / "a"), "1", "--out", str(tmp_path / "none.png")])
    assert (ran.exit_code, reason in " ".join(ran.output.split())) == (1, True)
