"""What a contributor sees of a page: the same boxes that land in the warehouse, drawn on it."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ingest.document.read import read_document
from ingest.errors import Damaged
from mingzhang.cli.app import app
from mingzhang.debug_page import SCALE, view_page

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
