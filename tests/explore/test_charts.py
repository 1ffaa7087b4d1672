"""Charts are read on a phone: nothing leaves their frame, and bars are as long as their values are large."""

from decimal import Decimal

import lxml.html
import pytest

from mingzhang.explore.charts import WIDTH, Bar, BarGroup, bars, proof, short_yuan, text_width


def _chart(*values: int | None, label: str = "国家信访局 2024") -> lxml.html.HtmlElement:
    amounts = [None if value is None else Decimal(value) for value in values]
    group = BarGroup(label, [Bar("budget", "final accounts", each, short_yuan(each)) for each in amounts])
    return lxml.html.fromstring(bars("支出", [group]))


def test_every_value_is_written_within_the_frame() -> None:
    for text in _chart(987_654_321_012, 123_456, 0, None, -5).xpath("//text"):
        assert float(text.get("x")) + text_width(text.text) <= WIDTH


def test_a_long_name_keeps_its_beginning_and_its_year() -> None:
    label = (
        _chart(1, label="乌鲁木齐市公共资源交易中心(乌鲁木齐市政府采购中心)管理委员会 2024")
        .xpath("//text[@class='label']")[0]
        .text
    )
    assert label.startswith("乌鲁木齐市")
    assert label.endswith("2024")
    assert text_width(label) <= WIDTH


def test_bars_are_in_proportion_and_nothing_has_none() -> None:
    widths = [float(bar.get("width")) for bar in _chart(400, 100, 0, None, -50).xpath("//rect")]
    assert widths[1] == pytest.approx(widths[0] / 4, abs=0.1)
    assert widths[2:] == [0, 0, 0]


def test_an_amount_below_zero_and_one_that_is_not_printed_are_told_apart() -> None:
    assert [short_yuan(Decimal(-50_000)), short_yuan(None), short_yuan(Decimal(150_000_000))] == ["−5.00 万元", "–", "1.50 亿元"]


def test_the_parts_of_a_proof_bar_fill_it() -> None:
    parts = lxml.html.fromstring(proof([("proved", 3), ("consistent", 0), ("contradicted", 1)], "proof")).xpath("//rect")
    assert [(part.get("class"), float(part.get("width"))) for part in parts if float(part.get("width"))] == [
        ("proved", 75),
        ("contradicted", 25),
    ]
    assert str(proof([], "proof")) == ""
