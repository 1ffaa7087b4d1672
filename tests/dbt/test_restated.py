"""What the prose repeats: figures under the name of a row, lists under marks, parts of a whole, the two sides of a budget."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.prose.claim_times import OwnTime
from ingest.prose.claims import read_claims
from ingest.prose.paragraphs import read_paragraphs
from mingzhang.warehouse.publish import create_next
from mingzhang.warehouse.transform import run_models
from tests.claims.conftest import page_of
from tests.dbt.filings import Filing, write_landing

Said = Callable[[str, str], list[tuple[Any, ...]]]

LIST = ("单位预算500.00万元，具体包括：", "（一）在职人员经费283.07万元", "（二）公用经费{}万元", "（三）项目支出166.71万元")
CHANGES = "支出预算增加244.21万元，其中基本支出增加{}万元，项目支出减少13.79万元。"
SIDES = "收入预算比上年减少205.75万元。支出预算比上年减少{}万元。"

AGAIN = "单位预算5,417.80万元，包括在职人员经费2,830.73万元、公用经费{}万元。（一）公用经费{}万元，主要用于办公。"

SAME_CHANGES = "上缴款8,417.80万元，比上年增加312.45万元。非税款8,417.80万元，比上年增加{}万元。"
SECTIONS = ("一、运行情况说明", "大厅维护1,234.56万元。", "二、安全情况说明", "大厅维护{}万元。")
TOLD = "大厅维护1,234.56万元，其中：保洁{}万元、保安1,000.00万元。"
KINDS = "“三公”经费预算{}万元，其中：因公出国（境）费10.00万元，公务接待费8.30万元，公务用车购置及运行费12.78万元。"
FALL = (
    "“三公”经费预算18.30万元，比上年{}1.49万元，其中：因公出国（境）费10.00万元，与上年持平；"
    "公务接待费8.30万元，比上年减少1.49万元；公务用车购置及运行费0.00万元，与上年持平。"
)
CLASSES = (
    "财政拨款预算支出3,000.00万元，比上年增加312.45万元。",
    "教育（类）支出2,000.00万元，比上年增加400.00万元。",
    "卫生健康（类）支出1,000.00万元，比上年减少{}万元。",
)
GOODS = "部门预算的政府采购项目共有1,100.30万元，其中货物类项目{}万元、工程类项目0.00万元、服务类项目1,097.30万元。"
PROJECTS = "编报绩效目标的项目涉及项目预算资金{}万元。"

#: Filing -> what it says. The figure that matters stands at {} and is right, slipped, or another one.
SENTENCES: dict[str, tuple[str, ...]] = {
    "list": tuple(line.format("50.22") for line in LIST),
    "listslip": tuple(line.format("55.22") for line in LIST),
    "listpart": tuple(line.format("31.97") for line in LIST),
    "change": (CHANGES.format("258.00"),),
    "chngslip": (CHANGES.format("285.00"),),
    "sides": (SIDES.format("205.75"),),
    "sideslip": (SIDES.format("285.75"),),
    "otherone": (SIDES.format("91.30"),),
    "round": ("收入预算比上年减少200.00万元。支出预算比上年减少300.00万元。",),
    "bases": ("收入预算比上年减少205.75万元。支出预算比2025年年初预算减少285.75万元。",),
    "said": (AGAIN.format("502.22", "502.22"),),
    "saidslip": (AGAIN.format("502.22", "520.22"),),
    "named": ("办公费1,234.56万元。",),
    "namslip": ("办公费1,243.56万元。",),
    "namother": ("办公费77.10万元。",),
    "changes": (SAME_CHANGES.format("312.45"),),
    "chgslip": (SAME_CHANGES.format("321.45"),),
    "chgother": (SAME_CHANGES.format("77.10"),),
    "sections": tuple(line.format("1,234.56") for line in SECTIONS),
    "sctslip": tuple(line.format("1,243.56") for line in SECTIONS),
    "told": (TOLD.format("234.56"),),
    "toldslip": (TOLD.format("243.56"),),
    "kinds": (KINDS.format("31.08"),),
    "kndother": (KINDS.format("35.00"),),
    "kndleft": ("“三公”经费预算31.08万元，其中：公务接待费31.00万元，因公出国（境）费0.00万元。",),
    "kndfall": (FALL.format("减少"),),
    "kndrise": (FALL.format("增加"),),
    "nampoint": ("办公费12,345.6万元。", "水费100.00万元。"),
    "lists": tuple(line.format("87.55") for line in CLASSES),
    "lstslip": tuple(line.format("78.55") for line in CLASSES),
    "lstother": tuple(line.format("12.90") for line in CLASSES),
    "goods": (GOODS.format("3.00"),),
    "gdsother": (GOODS.format("8.00"),),
    "basic": ("基本支出76.00万元。人员经费18.00万元。公用经费58.00万元。",),
    "bscwrong": ("基本支出76.00万元。人员经费18.00万元。公用经费5.00万元。",),
    "absent": ("本单位无政府性基金预算支出。",),
    "absfull": ("本单位无政府性基金预算支出。",),
    "abscarry": ("本单位无结转的政府性基金预算支出。",),
    "projects": (PROJECTS.format("1,334.56"),),
    "projslip": (PROJECTS.format("1,343.56"),),
    "projbut": (PROJECTS.format("1,234.56"),),
    "projpart": (PROJECTS.format("412.10"),),
    "class": ("教育（类）支出1,234.56万元。",),
    "clsslip": ("教育（类）支出1,243.56万元。",),
}


def _filing(name: str) -> Filing:
    filing = Filing(name, year=2026, department=f"{name}局")
    if name.startswith("nam"):
        filing.statement("basic_expenditure", unit="万元").table(
            ["total"], [("商品和服务支出", "302", ["1334.56"]), ("办公费", "30201", ["1234.56"]), ("水费", "30205", ["100.00"])]
        )
    if name.startswith(("proj", "cls", "class")):
        filing.statement("expenditure", unit="万元").table(
            ["total"],
            [("教育支出", "205", ["1234.56"]), ("卫生健康支出", "210", ["100.00"]), ("合计", "", ["1334.56"])],
            side="expenditure",
        )
    if name.startswith("abs"):
        text = "0.00" if name == "absent" else "120.50"
        filing.statement("government_fund", unit="万元").table(
            ["total"], [("城乡社区支出", "212", [text]), ("合计", "", [text])], side="expenditure"
        )
    for row in read_claims(filing.key, read_paragraphs([page_of(*SENTENCES[name])], {}), OwnTime(2026, "budget")):
        filing.add("claims", **row)
    return filing


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    folder: Path = tmp_path_factory.mktemp("restated")
    landing = write_landing(folder / "landing.duckdb", [_filing(name) for name in SENTENCES])
    create_next(folder / "next.duckdb")
    run_models(landing, folder / "next.duckdb", folder, "+fact_finding")
    with duckdb.connect(str(folder / "next.duckdb"), read_only=True) as connection:
        yield lambda name, query: connection.execute(
            query.replace("$file", "(select document_key from staging.stg_documents where file_name = $name)"),
            {"name": f"{name}.pdf"},
        ).fetchall()


RULES = "('claim_list_sum', 'claim_parts', 'claim_both_sides', 'claim_named_cell', 'claim_restated', 'claim_three_public_sum', 'claim_basic_sum')"
STATUS = f"select rule_id, status from intermediate.int_evaluations where document_key = $file and rule_id in {RULES}"
FINDINGS = "select verdict, printed_text, proposed_text from marts.fact_finding where document_key = $file"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("said", "claim_restated"),
        ("list", "claim_list_sum"),
        ("change", "claim_parts"),
        ("sides", "claim_both_sides"),
        ("named", "claim_named_cell"),
        ("changes", "claim_restated"),
        ("sections", "claim_restated"),
        ("told", "claim_parts"),
        ("kinds", "claim_three_public_sum"),
        ("projects", "claim_named_cell"),
        ("class", "claim_named_cell"),
    ],
)
def test_what_is_said_twice_agrees(said: Said, name: str, rule: str) -> None:
    assert said(name, STATUS) == [(rule, "exact")]
    assert said(name, FINDINGS) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("saidslip", "claim_restated"),
        ("listslip", "claim_list_sum"),
        ("chngslip", "claim_parts"),
        ("sideslip", "claim_both_sides"),
        ("namslip", "claim_named_cell"),
        ("chgslip", "claim_restated"),
        ("sctslip", "claim_restated"),
        ("toldslip", "claim_parts"),
        ("projslip", "claim_named_cell"),
        ("clsslip", "claim_named_cell"),
    ],
)
def test_a_single_slip_is_found_and_nobody_accused(said: Said, name: str, rule: str) -> None:
    assert said(name, STATUS) == [(rule, "broken")]
    assert [verdict for verdict, *_ in said(name, FINDINGS)] == ["unknown"]


@pytest.mark.parametrize(
    "name", ["listpart", "otherone", "namother", "round", "bases", "chgother", "projpart", "projbut", "kndleft"]
)
def test_another_amount_is_no_contradiction(said: Said, name: str) -> None:
    assert said(name, STATUS) == []
    assert said(name, FINDINGS) == []


def test_the_figure_of_the_table_is_proposed_for_that_of_the_prose(said: Said) -> None:
    assert said("namslip", FINDINGS) == [("unknown", "1,243.56", "1234.56")]


def test_basic_expenditure_is_personnel_and_public(said: Said) -> None:
    assert said("basic", STATUS) == [("claim_basic_sum", "exact")]
    assert said("bscwrong", STATUS) == [("claim_basic_sum", "broken")]


def test_the_kinds_of_the_three_public_expenses_are_held_to_their_sum_without_a_slip(said: Said) -> None:
    assert said("kndother", STATUS) == [("claim_three_public_sum", "broken")]


def test_what_is_said_to_rise_where_its_kinds_fall_is_found(said: Said) -> None:
    assert ("claim_three_public_sum", "exact") in said("kndfall", STATUS)
    assert {status for _, status in said("kndfall", STATUS)} == {"exact"}
    assert said("kndrise", STATUS).count(("claim_three_public_sum", "broken")) == 1


def test_the_classes_of_a_section_and_their_changes_sum_to_what_it_states_before_them(said: Said) -> None:
    assert said("lists", STATUS) == [("claim_parts", "exact")] * 2
    assert sorted(said("lstslip", STATUS)) == [("claim_parts", "broken"), ("claim_parts", "exact")]
    assert said("lstother", STATUS) == [("claim_parts", "exact")]


def test_kinds_of_procurement_by_project_sum_to_the_projects(said: Said) -> None:
    kinds = "select status from intermediate.int_evaluations where document_key = $file and rule_id = 'concept_procurement_kinds'"
    assert said("goods", kinds) == [("exact",)]
    assert said("gdsother", kinds) == [("broken",)]


def test_a_point_that_has_moved_is_put_back(said: Said) -> None:
    assert said("nampoint", FINDINGS) == [("unknown", "12,345.6", "1234.56")]


def test_an_amount_in_a_form_that_is_said_to_be_empty_is_found_and_nobody_accused(said: Said) -> None:
    absence = "select status from intermediate.int_evaluations where document_key = $file and rule_id = 'claim_absence'"
    assert said("absent", absence) == [("exact",)]
    assert said("absfull", absence) == [("broken",)]
    assert [verdict for verdict, *_ in said("absfull", FINDINGS)] == ["unknown"]
    assert said("abscarry", absence) == []
