"""Web pages and Word files: articles with their tables, laid out as pages."""

from pathlib import Path

import pytest

from ingest.document.read import read_document
from ingest.errors import NeedsLibreOffice
from ingest.formats.list_numbers import written
from ingest.formats.read import laid_out
from ingest.page.model import Page
from ingest.prose.paragraphs import read_paragraphs
from ingest.tables.ruled import ruled_grids
from tests.formats.written import docx, word_paragraph

ARTICLE = """<html><head><meta charset="{charset}"><title>某局2026年部门预算-某市政府网</title><script>alert(1)</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div><div id="zoom">
<p>2026年部门预算情况说明如下，本部门收入预算为<b>1,234.50</b>万元，比上年增加10.00万元。</p>
<table><tr><th rowspan="2">项目</th><th colspan="2">预算数</th></tr><tr><td>合计</td><td>基本支出</td></tr>
<tr><td>教育支出</td><td>1,234.50</td><td>234.50</td></tr></table>
<p style="display:none">看不见的9,999.99万元</p><p><a href="/a.pdf">附件：预算表</a></p></div>
<div class="foot"><a href="/b">友情链接</a></div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_the_article_and_its_tables_are_read_and_navigation_is_left_out(charset: str) -> None:
    [page] = pages_of(ARTICLE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset))
    assert "首页" not in page.text
    assert "9,999.99" not in page.text
    assert "友情链接" not in page.text
    assert page.lines[0].text == "某局2026年部门预算"
    [grid] = ruled_grids(page)
    rows = [[cell.text for cell in grid.row(row)] for row in range(grid.row_count)]
    assert rows == [["项目", "预算数"], ["项目", "合计", "基本支出"], ["教育支出", "1,234.50", "234.50"]]
    assert dict(page.left_out)["navigation"] > 0


def test_paragraphs_of_an_article_are_neither_joined_nor_torn() -> None:
    texts = ["一、" + "收入" * 60 + "1,234.50万元", "二、短句。", "（一）" + "支出" * 45 + "。"]
    [page] = pages_of(("<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>").encode())
    assert [paragraph.text for paragraph in read_paragraphs([page], {})] == [
        text.replace("（", "(").replace("）", ")") for text in texts
    ]


def test_placed_text_is_read_by_its_place() -> None:
    """As pdf2htmlEX writes it: places in classes, measured from the bottom, a class for each height and left side."""
    rows = "".join(
        f'<div class="t x{column} y{row} h1">{text}</div>'
        for row, texts in enumerate((("项目", "金额"), *((f"{n}支出", f"{n}.50") for n in range(1, 12))))
        for column, text in enumerate(texts)
    )
    styles = (
        ".t{position:absolute;} .x0{left:60px;} .x1{left:400px;} .h1{height:16px;font-size:16px;} .pg{width:600px;height:800px;}"
    )
    styles += " ".join(f".y{row}{{bottom:{700 - 30 * row}px;}}" for row in range(12))
    [page] = pages_of(f'<html><head><style>{styles}</style></head><body><div class="pg">{rows}</div></body></html>'.encode())
    assert (page.width, page.height) == (450.0, 600.0)
    assert [line.text for line in page.lines[:3]] == ["项目 金额", "1支出 1.50", "2支出 2.50"]


@pytest.mark.shared
def test_a_page_of_placed_text_is_read_like_the_print_it_was(shared: Path) -> None:
    """By eye: 12 statements, the ninth empty; every amount of the 27 pages of tables is a line, none is left over or overlooked."""
    frames = read_document(shared / "corpus/attachments/yantai-page-01.html", "page", "a" * 64).frames
    assert frames["statements"].height == 12
    ledger = frames["page_ledger"].to_dicts()
    assert sum(entry["amount_count"] for entry in ledger if entry["booked_as"] == "cell" and entry["reason"] == "line") == 820
    assert [entry for entry in ledger if entry["booked_as"] in ("unbooked", "left_over", "declared_unread")] == []
    [total] = [
        line["amount_text"]
        for line in frames["statement_lines"].to_dicts()
        if line["statement_code"] == "income_expenditure_summary" and line["line_label"] == "收入总计"
    ]
    assert total == "35,874.49"


@pytest.mark.shared
def test_an_article_of_a_city_that_publishes_prose_as_a_page_is_read(shared: Path) -> None:
    frames = read_document(shared / "corpus/attachments/chongqing-page-01.html", "page", "a" * 64).frames
    [document] = frames["documents"].to_dicts()
    assert (document["department_name"], document["fiscal_year"]) == ("中共重庆市委宣传部", 2026)
    ledger = frames["page_ledger"].to_dicts()
    assert sum(entry["amount_count"] for entry in ledger if entry["booked_as"] == "claim") == 46
    assert sum(entry["amount_count"] for entry in ledger if entry["booked_as"] != "claim") == 0
    assert "unbooked" not in {entry["booked_as"] for entry in ledger}


def test_numbers_of_lists_that_word_writes_by_itself_are_read() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="3">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>'
    )
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = word_paragraph("收入", properties) + word_paragraph("正文") + word_paragraph("支出", properties)
    [page] = pages_of(docx(body, numbering=numbering))
    assert page.text.split("\n") == ["一、收入", "正文", "二、支出"]


@pytest.mark.parametrize(("number", "told"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_numbers_are_written_as_the_chinese_count(number: int, told: str) -> None:
    assert written(number, "chineseCounting") == told


def test_deleted_and_hidden_text_and_field_codes_of_word_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r><w:r><w:instrText> INCLUDETEXT http://127.0.0.1:1/ </w:instrText></w:r>"
        "<w:ins><w:r><w:t>123.45</w:t></w:r></w:ins></w:p>"
    )
    [page] = pages_of(docx(body))
    assert page.text == "收入123.45"
    assert dict(page.left_out) == {"hidden": 2}


def test_a_word_file_has_the_pages_that_word_gave_it() -> None:
    body = word_paragraph("第一页") + '<w:p><w:r><w:br w:type="page"/><w:t>第二页</w:t></w:r></w:p>'
    assert [page.text for page in pages_of(docx(body))] == ["第一页", "第二页"]


def test_an_old_word_file_is_named_where_libreoffice_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NeedsLibreOffice, match="soffice is not installed"):
        read_document(rb"{\rtf1 text}", "old.rtf", "a" * 64)


def test_an_old_word_file_is_read_as_libreoffice_prints_it(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for soffice that prints a specimen: what is tested is how it is called and that its print is read."""
    specimen = root / "data/raw/2024_final_petition_administration.pdf"
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f'#!/bin/sh\nfor last; do :; done\n/bin/cp "{specimen}" "${{last%.*}}.pdf"\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_document(rb"{\rtf1 text}", "old.rtf", "a" * 64).frames["statements"].height > 0


def pages_of(content: bytes) -> list[Page]:
    pages = laid_out(content)
    assert pages is not None
    return list(pages)
