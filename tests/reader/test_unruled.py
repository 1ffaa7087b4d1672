"""Tables without rules: read when every text falls into one column under a heading, else reported and not read."""

from ingest.page.model import Glyph
from ingest.tables.unruled_headings import Band, Text, headed_bands
from tests.reader.paper import Paper, short

ROWS = [
    "科目编码    科目名称              合计      基本支出   项目支出",
    "2010301     行政运行              3.00      2.00       1.00",
    "2010302     一般行政管理事务      1.00                 1.00",
    "            合计                  4.00      2.00       2.00",
]


def test_aligned_text_below_a_title_is_a_statement() -> None:
    paper = Paper().put("部门支出总表", "单位：万元", *ROWS)
    read = short(paper.lines(), "class_code", "line_label", "measure_code", "amount_yuan")
    assert read == [
        ("2010301", "行政运行", "total", "30000"),
        ("2010301", "行政运行", "basic", "20000"),
        ("2010301", "行政运行", "project", "10000"),
        ("2010302", "一般行政管理事务", "total", "10000"),
        ("2010302", "一般行政管理事务", "project", "10000"),
        (None, "合计", "total", "40000"),
        (None, "合计", "basic", "20000"),
        (None, "合计", "project", "20000"),
    ]


def test_amounts_under_no_heading_are_reported_and_not_read() -> None:
    paper = Paper().put("部门支出总表", "单位：万元", *ROWS[1:])
    assert paper.lines() == []
    assert [(fate.outcome, fate.grid.found_by) for fate in paper.found()[1]] == [("unrecognised", "unread")]


def test_figures_that_fall_into_no_single_column_are_reported_and_not_read() -> None:
    ragged = ["2080505     养老支出        5.00   4.00     3.00       1.00"]
    paper = Paper().put("部门支出总表", "单位：万元", *ROWS, *ragged)
    assert paper.lines() == []
    assert [fate.outcome for fate in paper.found()[1]] == ["unrecognised"]


def test_aligned_text_without_a_title_is_no_table() -> None:
    assert Paper().put("机构设置", *ROWS).found() == ([], [])


def test_prose_below_a_heading_that_sounds_like_a_title_is_no_table() -> None:
    paper = Paper().put(
        "三、部门支出总表", "2024年支出预算3.00万元，其中基本支出2.00万元，项目支出1.00万元。", "比上年增加0.50万元。"
    )
    assert paper.found() == ([], [])


def test_a_list_of_forms_with_page_numbers_is_no_table() -> None:
    paper = Paper().put("目录", "表1  部门收支总表        5", "表2  部门收入总表        6", "表3  部门支出总表        7")
    assert paper.lines() == []
    assert paper.found()[0] == []


def test_headings_that_could_be_set_in_endless_ways_are_given_up() -> None:
    bands: list[Band] = [(40.0 * i, 40.0 * i + 36) for i in range(31)]
    above = [_text("甲", bands[15], 30.0 * row) for row in range(6)]  # each in the middle of 1, 3, 5 ... 31 columns
    assert headed_bands([*above, *(_text("乙", band, 180.0) for band in bands)], bands) is None
    assert headed_bands([above[5], *(_text("乙", band, 180.0) for band in bands[14:17])], bands[14:17]) is not None


def _text(words: str, over: Band, baseline: float) -> Text:
    x0 = (over[0] + over[1]) / 2 - 4.5
    return Text((Glyph(words, x0, x0 + 9, baseline, 9.0, 1, 0),))
