"""Units that a department lists: in a sentence, a numbered list, a table; on pages and grids set by hand."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest.page.pages import Page
from ingest.prose.listed_units import read_listed_units
from ingest.prose.paragraphs import read_paragraphs
from tests.performance.conftest import grid_of

Listed = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def listed(page: Callable[..., Page]) -> Listed:
    def read(*paragraphs: str, tables: list[Any] | None = None) -> list[dict[str, Any]]:
        grids = {number: [grid_of(table, number)] for number, table in enumerate(tables or [], start=1)}
        return read_listed_units(read_paragraphs([page(*paragraphs)], {}), grids)

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
