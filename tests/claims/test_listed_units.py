"""Units that a department lists: in a sentence, a numbered list, a table; on pages and grids set by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest.page.model import Page
from ingest.prose.listed_units import read_listed_units
from ingest.prose.paragraphs import read_paragraphs
from tests.performance.conftest import grid_of

Listed = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def listed(page: Callable[..., Page]) -> Listed:
    def read(*paragraphs: str, tables: list[Any] | None = None) -> list[dict[str, Any]]:
        grids = {number: [grid_of(table, number)] for number, table in enumerate(tables or [], start=1)}
        return read_listed_units(read_paragraphs([page(*paragraphs)], {}), grids)[0]

    return read


@pytest.fixture
def messages(page: Callable[..., Page]) -> Callable[..., list[tuple[str, str]]]:
    def read(*paragraphs: str, department: str | None = None) -> list[tuple[str, str]]:
        _, found = read_listed_units(read_paragraphs([page(*paragraphs)], {}), {}, department)
        return [(row["message_code"], row["message"]) for row in found]

    return read


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["unit_name"] for row in rows]


def test_a_sentence_lists_units_and_brackets_hold_together(listed: Listed) -> None:
    rows = listed("下属单位具体包括：某市防灾中心（某市预警中心、某市数据中心）、某市气象台和某市监测站。")
    assert names(rows) == ["某市防灾中心(某市预警中心、某市数据中心)", "某市气象台", "某市监测站"]
    assert {row["source"] for row in rows} == {"sentence"}
    assert rows[0]["x0"] < rows[1]["x0"] < rows[2]["x0"]


def test_what_an_office_is_divided_into_is_no_unit(listed: Listed) -> None:
    assert listed("本部门内设机构包括：办公室、财务处、法规处。") == []
    assert listed("收入预算包括一般公共预算拨款、事业单位经营收入。") == []
    assert listed("本部门预算为汇总预算，包括：局本级预算，以及纳入编制范围的下属单位预算。")[0]["unit_name"] == "局本级"


def test_a_numbered_list_ends_with_its_numbers(listed: Listed) -> None:
    rows = listed(
        "纳入某市某局2024年部门决算编制范围的下属预算单位包括：",
        "1.某市某局（本级）",
        "2.下属事业单位某市公共资源交易中心（某市采购中心）不单列预算，并入本部。",
        "　　本部门2024年的主要任务是服务中心。",
        "3.某市另一中心",
    )
    assert [(row["unit_name"], row["unit_nature"], row["remark"]) for row in rows] == [
        ("某市某局(本级)", None, None),
        ("某市公共资源交易中心(某市采购中心)", "事业单位", "不单列预算,并入本部"),
    ]


def test_lines_of_a_list_that_ran_together_are_several_units(listed: Listed) -> None:
    assert names(listed("二级预算单位包括：", "1.某市某局2.某市质量监督站3.某市交易中心")) == [
        "某市某局",
        "某市质量监督站",
        "某市交易中心",
    ]


def test_a_table_of_units_goes_on_over_the_page(listed: Listed) -> None:
    rows = listed(
        tables=[
            [("序号", "单位名称", "经费性质", "人员编制数", "在职人数"), ("1", "某市某局（本级）", "财政核拨", "40", "38")],
            [("2", "某市看守所", "财政核拨", "120", ""), ("", "合计", "", "160", "38")],
        ]
    )
    assert [(row["unit_name"], row["unit_nature"], row["staff_authorised"], row["staff_in_service"]) for row in rows] == [
        ("某市某局(本级)", "财政核拨", 40, 38),
        ("某市看守所", "财政核拨", 120, None),
    ]
    assert rows[1]["page_number"] == 2


def test_a_statement_by_unit_is_no_table_of_units(listed: Listed) -> None:
    assert listed(tables=[[("序号", "单位名称", "收入合计"), ("1", "某市某局", "5.00")]]) == []


def test_a_list_that_note_marks_tore_within_a_name_is_one_list(listed: Listed, messages: Callable[..., Any]) -> None:
    torn = ("下设二级预算单位4个，分别是：市局机关、江南区规划", "*", "自然资源局、江北区规划自然资源局、", "*1", "市地调院。")
    assert names(listed(*torn)) == ["市局机关", "江南区规划自然资源局", "江北区规划自然资源局", "市地调院"]
    assert messages(*torn) == []


def test_names_lose_what_only_says_whose_and_of_what_kind_they_are(listed: Listed) -> None:
    rows = listed(
        "从预算单位构成看，某局部门预算包括：某局本级预算（行政单位）、局属某市某所预算、某市某校（某市某院）（公益一类）和某市某站预算。"
    )
    assert [(row["unit_name"], row.get("unit_nature"), row.get("remark")) for row in rows] == [
        ("某局本级", "行政单位", None),
        ("某市某所", None, None),
        ("某市某校(某市某院)", None, "公益一类"),
        ("某市某站", None, None),
    ]


def test_words_for_several_units_are_no_name(listed: Listed) -> None:
    assert names(listed("部门预算包括：委本级预算，以及纳入编制范围的下属单位预算和某大学附属医院预算。")) == ["委本级"]


def test_a_numbered_list_says_more_than_the_sentence_above_it(listed: Listed) -> None:
    rows = listed("某市某局部门预算包括：局机关预算、局属事业单位预算。", "1.某市某局局机关", "2.某市规划院", "3.某市某馆")
    assert names(rows) == ["某市某局局机关", "某市规划院", "某市某馆"]


def test_units_numbered_in_chinese_are_a_list(listed: Listed) -> None:
    assert names(listed("预算单位2个，具体包括：", "（一）某市第一医院", "（二）某市某局（本级）")) == [
        "某市第一医院",
        "某市某局(本级)",
    ]


def test_a_stated_number_of_units_that_was_not_read_is_reported_with_what_was_left_out(messages: Callable[..., Any]) -> None:
    ((code, text),) = messages("下设二级预算单位3个，分别是：某市某站、某市某某、某市某所。")
    assert code == "unit_count_differs"
    assert text.startswith("3 units are stated, 2 names were read; left out: 某市某某")
    ((code, _),) = messages("纳入本部门预算编制范围的二级预算单位共29个，包括：")
    assert code == "unit_count_differs"


def test_the_organ_is_counted_among_its_units_or_is_not(messages: Callable[..., Any]) -> None:
    assert messages("某市某局所属行政单位一个，包括：某市某局本级、某市某站。", department="某市某局") == []
    assert messages("某市某局所属行政单位1家、事业单位2家，包括：某市某局、某市某站、某市某所。", department="某市某局") == []
    assert messages("某市某局所属行政单位1家、事业单位3家，包括：某市某局、某市某站、某市某所。", department="某市某局") != []
