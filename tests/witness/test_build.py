"""A misprint and a covered figure, from the PDF to the verdict."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import duckdb
import pytest

from ingest.errors import ReaderFailed
from ingest.witness.look import Look
from ingest.witness.recognise import recognise_page
from mingzhang.cli.terminal import reading
from mingzhang.warehouse.build import build
from mingzhang.warehouse.plan import Plan
from mingzhang.witness.ask import PICTURE, ask
from tests.reader.layouts.press import Form, Layout, typeset
from tests.witness.test_recognise import covered

pytestmark = pytest.mark.slow

ROWS = {
    "": ("合计", "170.00", "120.00", "50.00"),
    "201": ("一般公共服务支出", "100.00", "70.00", "30.00"),
    "20103": ("政府办公厅（室）及相关机构事务", "100.00", "70.00", "30.00"),
    "2010301": ("行政运行", "70.00", "70.00", ""),
    "2010302": ("一般行政管理事务", "30.00", "", "30.00"),
    "208": ("社会保障和就业支出", "70.00", "50.00", "20.00"),
    "20805": ("行政事业单位养老支出", "70.00", "50.00", "20.00"),
    "2080501": ("行政单位离退休", "70.00", "50.00", "20.00"),
}


def _filing(department: str, misprint: str) -> bytes:
    rows = ROWS | {"2010301": ("行政运行", misprint, "70.00", "")}
    body = [
        [(code, label, (code, label, *(f"={text}" if text else "" for text in amounts)))]
        for code, (label, *amounts) in rows.items()
    ]
    form = Form("expenditure", "支出总表", [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]], body)
    return typeset(Layout("misprint", [form], cover=(department, "2024年部门预算")))


@dataclass
class Recogniser:
    """Recognises in this process, and counts the pages."""

    pages: list[int] = field(default_factory=list)

    def __call__(self, content: bytes, page_number: int) -> Look:
        self.pages.append(page_number)
        return recognise_page(content, page_number)


def _unavailable(content: bytes, page_number: int) -> Look:
    raise ReaderFailed("there is no recogniser")


def _build(plan: Plan, recognise: Callable[[bytes, int], Look]) -> dict[str, tuple[str, str, str | None, str]]:
    build(plan, reading("local", 1), witness=partial(ask, witnesses=[replace(PICTURE, look=recognise)], workers=1))
    with duckdb.connect(str(plan.warehouse), read_only=True) as connection:
        rows = connection.execute(
            "SELECT file_name, verdict, witness_status, recognised_text, witness_reason FROM marts.fact_finding"
            " JOIN marts.dim_document USING (document_key)"
        ).fetchall()
    return {name.removesuffix(".pdf"): tuple(told) for name, *told in rows}


def test_a_department_is_blamed_for_what_its_pages_show_and_for_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "misprinted.pdf").write_bytes(_filing("某某市水务局", "75.00"))
    (tmp_path / "raw" / "covered.pdf").write_bytes(covered(_filing("某某市园林局", "75.00"), _filing("某某市园林局", "70.00")))
    plan = Plan(tmp_path / "raw", tmp_path / "w.duckdb")

    found = _build(plan, _unavailable)
    assert {name: told[:2] for name, told in found.items()} == {
        "misprinted": ("unknown", "not_recognised"),
        "covered": ("unknown", "not_recognised"),
    }
    assert "there is no recogniser" in found["misprinted"][3]

    recogniser = Recogniser()
    found = _build(replace(plan, again=True), recogniser)
    assert found["misprinted"][:3] == ("source_error", "agrees", "75.00")
    assert found["covered"][:3] == ("unknown", "differs", "70.00")
    assert "the picture shows 70.00, the text says 75.00" in found["covered"][3]
    assert recogniser.pages == [2, 2]

    assert ask(plan.raw_folder, plan.landing_file, plan.warehouse, [replace(PICTURE, look=recogniser)]).has_news is False
    assert recogniser.pages == [2, 2]
