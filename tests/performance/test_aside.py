"""What a performance table prints beside its rows is booked as seen, and an amount that nobody knows of as overlooked."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.ledger.book import PageBook
from ingest.ledger.performance import book_performance
from ingest.performance.tables import read_grids
from tests.performance.conftest import Sheet, Table, page_of

TITLE = "部门整体支出绩效目标表"
LIST = ["单位编码", "项目名称", "项目总额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]


def bookings(*tables: Table, above: Sequence[str] = ()) -> list[dict[str, tuple[str, int]]]:
    """Reason → how it is booked and how many amounts it holds, of each page."""
    made = [page_of(Sheet(table, above=above), number) for number, table in enumerate(tables, start=1)]
    reading = read_grids("key", [page for page, _ in made], {page.page_number: [grid] for page, grid in made})
    rows = [*reading.project_funds, *reading.indicators]
    texts = "\n".join(str(value) for row in (*reading.projects, *rows) for value in row.values() if isinstance(value, str))
    found: list[dict[str, tuple[str, int]]] = []
    for page, grid in made:
        book = PageBook(replace(page, glyphs=tuple(g for cell in grid.cells for line in cell.lines for g in line.glyphs)))
        boxes = [(row["x0"], row["y0"], row["x1"], row["y1"]) for row in rows if row["page_number"] == page.page_number]
        aside = [each for each in reading.aside if each.page_number == page.page_number]
        book_performance(book, grid, boxes, aside, texts)  # type: ignore[arg-type]
        found.append({row["reason"]: (row["booked_as"], row["amount_count"]) for row in book.rows()})
    return found


def test_tasks_and_fields_of_no_concern_are_declared_unread() -> None:
    table: list[list[str | None]] = [
        ["部门名称", "某市某局", None, None, None],
        ["项目概况", "保障单位运转", None, None, None],
        ["年度主要任务", "任务名称", "主要内容", "总额", "财政拨款"],
        ["", "基本履职", "人员经费及单位运转经费", "20.00", "20.00"],
        ["", "金额合计", None, "20.00", "20.00"],
        ["年度总体目标", "全面履职", None, None, None],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", "数量指标", "会议次数", "≥2次"],
    ]
    (page,) = bookings(table, above=[TITLE, "单位：万元"])
    assert page["department_task"] == ("declared_unread", 2)
    assert page["field_not_kept"] == ("declared_unread", 0)
    assert not {"performance_cell_in_nothing", "amount_in_no_performance_row"} & set(page)


def test_totals_column_marks_codes_and_empty_levels_of_a_list_are_booked() -> None:
    table = [
        LIST,
        ["**", "**", "**", "**", "**", "**", "**", "**"],
        ["", "", "5.00", "", "", "", "", ""],
        ["A001", "甲项目", "5.00", "做好甲事", "产出指标", "数量指标", "甲次数", "≥3次"],
        ["^", "^", "^", "^", "成本指标", "社会成本", "", ""],
    ]
    (page,) = bookings(table)
    assert page["total"] == ("performance", 1)
    assert page["field_not_kept"] == ("declared_unread", 0)
    assert page["level_without_indicator"] == ("performance", 0)
    assert not {"performance_cell_in_nothing", "amount_in_no_performance_row"} & set(page)


def test_an_amount_printed_again_overleaf_is_booked_as_repeated() -> None:
    first = ["A001", "甲项目", "5.00", "做好甲事", "产出指标", "数量指标", "甲次数", "≥3次"]
    again = ["A001", "甲项目", "5.00", "做好甲事", "产出指标", "质量指标", "合格率", "≥90%"]
    _, second = bookings([LIST, first], [LIST, again])
    assert second["repeated"] == ("performance", 1)


def test_the_total_of_the_scores_is_booked() -> None:
    table: list[list[str | None]] = [
        ["项目名称", "智慧审计平台", None, None, None],
        ["总体目标", "完成测评", None, None, None],
        ["一级指标", "二级指标", "三级指标", "指标值", "得分"],
        ["产出指标", "数量指标", "测评报告数", "≥1个", "94.7"],
        ["总分", None, None, None, "94.7"],
    ]
    (page,) = bookings(table, above=["项目支出绩效自评表"])
    assert page["total"] == ("performance", 1)
    assert "amount_in_no_performance_row" not in page


def test_an_amount_that_the_reader_did_not_see_is_overlooked() -> None:
    table: list[list[str | None]] = [
        ["项目名称", "智慧审计平台", None, None, None],
        ["项目资金（万元）", "年度预算资金总额：", "4.50", None, None],
        ["总体目标", "完成测评", None, None, None],
        ["某某", "", "7.50", None, None],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["绩效指标", "产出指标", "数量指标", "测评报告数", "≥1个"],
    ]
    (page,) = bookings(table, above=["政策和项目预算绩效目标表"])
    assert page["amount_in_no_performance_row"] == ("unbooked", 1)
