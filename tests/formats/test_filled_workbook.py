"""The official workbook, filled with the figures of a filing that the truth knows, is read cell by cell in every format."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.document.read import read_document
from ingest.document.schema import DocumentReading
from ingest.formats.kind import Kind, kind_of
from ingest.lexicon import normalize
from ingest.page.cell_addresses import cell_name
from tests.formats.filled import SHAPES, Form, filled, truth_rows
from tests.formats.written import as_docx, as_ods, as_xls, as_xlsx

pytestmark = pytest.mark.shared

DEPARTMENT, YEAR = "上海市普陀区人民政府办公室", 2025
WRITERS: dict[Kind, Callable[[Sequence[Form]], bytes]] = {
    Kind.XLSX: as_xlsx,
    Kind.XLS: as_xls,
    Kind.ODS: as_ods,
    Kind.DOCX: as_docx,
}


@pytest.fixture(scope="module")
def template(shared: Path) -> Path:
    return shared / "corpus/attachments/unit-budget-template.xls"


@pytest.fixture(scope="module")
def truth(shared: Path) -> Path:
    return shared / "corpus/truth/putuo-05.csv"


@pytest.mark.parametrize("kind", WRITERS)
def test_every_cell_of_the_filled_workbook_is_read(kind: Kind, template: Path, truth: Path) -> None:
    content = WRITERS[kind](filled(template, truth, DEPARTMENT, YEAR))
    assert kind_of(content) is kind
    reading = read(content)
    assert cells_read(reading) == cells_of(truth)
    [document] = reading.frames["documents"].to_dicts()
    assert (document["department_name"], document["fiscal_year"], document["disclosure_kind"]) == (DEPARTMENT, YEAR, "budget")
    assert reading.frames["leftover_cells"].height == 0


@pytest.mark.parametrize("kind", [Kind.XLSX, Kind.XLS, Kind.ODS])
def test_every_amount_has_the_address_of_the_cell_that_holds_it(kind: Kind, template: Path, truth: Path) -> None:
    forms = filled(template, truth, DEPARTMENT, YEAR)
    held = {_address(form, place): value for form in forms for place, value in form.cells.items()}
    lines = read(WRITERS[kind](forms)).frames["statement_lines"].to_dicts()
    assert lines
    assert [line for line in lines if f"{held[line['cell_address']]:,.2f}" != line["amount_text"]] == []


def _address(form: Form, place: tuple[int, int]) -> str:
    name = form.name if re.fullmatch(r"\w+", form.name) else f"'{form.name}'"
    return f"{name}!{cell_name(*place)}"


def test_the_empty_workbook_yields_empty_forms(template: Path) -> None:
    reading = read(template.read_bytes())
    statements = reading.frames["statements"].to_dicts()
    assert {s["statement_code"] for s in statements} == {*SHAPES, "government_fund", "state_capital"}
    assert all(statement["is_empty_form"] for statement in statements)
    assert reading.frames["statement_lines"].height == 0


def read(content: bytes) -> DocumentReading:
    return read_document(content, "filled", "f" * 64)


def cells_read(reading: DocumentReading) -> Counter[tuple[str, str, str, str, Decimal]]:
    lines = reading.frames["statement_lines"].to_dicts()
    return Counter(
        (line["statement_code"], line["class_code"] or "", _label(line["line_label"]), line["amount_text"], line["amount_yuan"])
        for line in lines
    )


def cells_of(truth: Path) -> Counter[tuple[str, str, str, str, Decimal]]:
    units = {"元": 1, "万元": 10_000}
    return Counter(
        (row["form"], row["code"], _label(row["row_label"]), row["amount_text"], Decimal(row["amount"]) * units[row["unit"]])
        for row in truth_rows(truth)
    )


def _label(text: str | None) -> str:
    return normalize(text or "")
