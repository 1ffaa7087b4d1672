"""The specimens of data/raw, read cell for cell against what was typeset."""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from ingest.document.read import DocumentReading, read_document
from ingest.lexicon import normalize
from ingest.lexicon.class_codes import split_code_name
from ingest.tables.grid import join_lines

ROOT = Path(__file__).resolve().parents[2]
BUDGET = "2024_budget_xinjiang_digital_development.pdf"
PETITION = "2024_final_petition_administration.pdf"
URUMQI = "2024_final_urumqi_digital_development.pdf"
UNITS = {"元": Decimal(1), "万元": Decimal(10_000)}
IDENTITIES = {
    BUDGET: ("新疆维吾尔自治区数字化发展局", 2024, "budget", "department", "新疆维吾尔自治区", "650000"),
    PETITION: ("国家信访局", 2024, "final", "department", "中央", "000000"),
    URUMQI: ("乌鲁木齐市数字化发展局", 2024, "final", "department", "新疆维吾尔自治区乌鲁木齐市", "650100"),
}

Key = tuple[str, int, str, Decimal]


@cache
def reading_of(file_name: str) -> DocumentReading:
    path = ROOT / "data" / "raw" / file_name
    return read_document(path, file_name, hashlib.sha256(path.read_bytes()).hexdigest())


@cache
def truth_of(file_name: str) -> tuple[Mapping[str, str], ...]:
    with (ROOT / "tools" / "specimens" / "truth" / "statements.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(row for row in csv.DictReader(handle) if row["file"] == file_name)


def plain(label: str | None) -> str:
    """A label without its code and without the project named beside it; a table of one row has none."""
    words = normalize((label or "").split("/")[0])
    named = split_code_name(words)
    return named[1] if named else words


def printed(file_name: str, name: Callable[[Mapping[str, str]], str]) -> Counter[Key]:
    rows = truth_of(file_name)
    return Counter(
        (row["form"], int(row["page"]), name(row), Decimal(row["amount"].replace(",", "")) * UNITS[row["unit"]]) for row in rows
    )


@pytest.mark.parametrize("file_name", [BUDGET, PETITION])
def test_every_printed_amount_is_read_under_its_label_on_its_page_and_no_other(file_name: str) -> None:
    lines = reading_of(file_name).frames["statement_lines"].to_dicts()
    read = Counter(
        (line["statement_code"], line["page_number"], plain(line["line_label"]), line["amount_yuan"]) for line in lines
    )
    assert read == printed(file_name, lambda row: plain(row["row_label"]))


@pytest.mark.parametrize("file_name", [BUDGET, PETITION])
def test_every_amount_with_a_printed_code_is_read_under_the_full_code(file_name: str) -> None:
    lines = reading_of(file_name).frames["statement_lines"].to_dicts()
    read = Counter((line["statement_code"], line["page_number"], line["class_code"] or "", line["amount_yuan"]) for line in lines)
    assert read == printed(file_name, lambda row: row["code"])


def test_forms_printed_empty_are_landed_as_empty() -> None:
    empty = {
        file_name: {
            row["statement_code"] for row in reading_of(file_name).frames["statements"].to_dicts() if row["is_empty_form"]
        }
        for file_name in (BUDGET, PETITION)
    }
    assert empty == {BUDGET: {"government_fund", "state_capital", "carryover"}, PETITION: {"government_fund", "state_capital"}}


def test_a_final_account_whose_statements_are_attached_elsewhere_yields_no_amount() -> None:
    frames = reading_of(URUMQI).frames
    assert frames["statement_lines"].is_empty()
    assert frames["documents"]["status"].to_list() == ["no_statements"]


@pytest.mark.parametrize("file_name", IDENTITIES)
def test_the_filing_says_who_it_is_from(file_name: str) -> None:
    row = reading_of(file_name).frames["documents"].row(0, named=True)
    keys = ("department_name", "fiscal_year", "disclosure_kind", "scope", "region_name", "region_code")
    assert tuple(row[key] for key in keys) == IDENTITIES[file_name]
    assert row["identity_conflict"] is None


@pytest.mark.parametrize("file_name", IDENTITIES)
def test_no_contact_person_or_telephone_number_is_in_any_frame(file_name: str) -> None:
    for name, rows in reading_of(file_name).frames.items():
        texts = join_lines(str(value) for row in rows.iter_rows() for value in row if isinstance(value, str))
        assert not re.search(r"某某某|0991-\d|联系电话", texts), name
