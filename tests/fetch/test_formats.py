"""Filings as they really come: a page of prose, and beside it workbooks, Word files, archives and PDFs."""

from pathlib import Path

import pytest

from ingest.fetch.page_reading import FIGURES
from ingest.formats.kind import Kind, kind_of
from ingest.landing.find import find_files, sha256
from ingest.landing.manifests import manifest_tables
from tests.fetch.conftest import Fetcher
from tests.fetch.site import Site, content, cut, page, pdf, unmeasured
from tests.formats.filled import Form
from tests.formats.written import as_xls, docx, package, word_paragraph, xlsx

XLS, XLSX = as_xls([Form("收支总表", {(0, 0): "收支总表"})]), xlsx({"收支总表": ""})
WORD = docx(word_paragraph("2024年度部门决算"))
RTF = b"{\\rtf1 " + b"." * 2000 + b"}"
TABLE_AS_PAGE = "<html><body><table><tr><td>收支总表</td><td>1.00</td></tr></table></body></html>".encode()
TITLE = "某市数字化发展局2024年度部门决算情况说明"
#: The attachments of the page, by their names there: what they are called in the folder of the fetch, behind the hash, says what they are.
ATTACHED = {
    "某局2024年度部门决算公开表.xls": (XLS, "application/vnd.ms-excel", "xls"),
    "某局2024年度部门决算公开表二.xls": (XLSX, "application/octet-stream", "xlsx"),
    "某局2024年度部门决算文字.docx": (WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "某局2024年度附件打包下载.zip": (package({"一.pdf": pdf("member"), "二.docx": WORD}), "application/zip", "zip"),
    "某局2024年度部门决算全文.pdf": (pdf("whole"), "application/pdf", "pdf"),
}


def prose(visits: int, total: str = "1,234.56") -> str:
    """A page of a site: navigation, an article with the prose of a filing, links to its attachments."""
    sentences = "".join(
        f"<p>{number}、{what}决算情况说明</p><p>2024年度{what}决算总计{total}万元，其中：一般公共预算财政拨款{total}万元，占100.00%。"
        "与上年决算数相比，增加12.34万元，增长1.01%，主要原因是人员增加。</p>"
        for number, what in zip("一二三四", ("收入支出", "收入", "支出", "财政拨款收入支出"), strict=True)
    )
    links = "".join(f'<p><a href="/files/{number}">附件{number}：{name}</a></p>' for number, name in enumerate(ATTACHED, 1))
    return (
        f'<html><head><title>{TITLE}_某市人民政府</title></head><body><ul><li><a href="/">首页</a></li></ul><div><h1>{TITLE}</h1>'
        f"<p>浏览次数：{visits}</p><p>第二部分 2024年度部门决算情况说明</p>{sentences}{links}</div></body></html>"
    )


@pytest.fixture
def filing(site: Site) -> str:
    for number, (body, content_type, _) in enumerate(ATTACHED.values(), 1):
        site.on(f"/files/{number}", content(body, content_type))
    return site.on("/art/2025/1.html", page(prose(1)))


def names(fetch: Fetcher) -> set[str]:
    return {name[17:] for name in fetch.kept()}


def test_a_page_of_prose_and_attachments_of_every_kind_are_kept_under_what_their_bytes_say(filing: str, fetch: Fetcher) -> None:
    report = fetch(filing)
    assert {entry.outcome for entry in report.entries} == {"new"}
    expected = {f"{name.rpartition('.')[0]}.{suffix}" for name, (_, _, suffix) in ATTACHED.items()}
    assert names(fetch) == expected | {f"{TITLE}.html"}
    kinds = {name.rpartition(".")[2]: kind_of(body) for name, body in fetch.kept().items()}
    assert all(suffix == kind for suffix, kind in kinds.items())


def test_the_manifest_tells_page_and_links_so_that_they_become_one_filing(filing: str, fetch: Fetcher) -> None:
    fetch(filing)
    itself, *attached = fetch.manifest()
    assert (itself["address"], itself["source_address"], itself["attachment_count"]) == (filing, filing, len(ATTACHED))
    assert [line["title"] for line in attached] == [f"附件{number}：{name}" for number, name in enumerate(ATTACHED, 1)]
    assert {line["source_address"] for line in attached} == {filing}
    told = manifest_tables(fetch.into, list(find_files(fetch.into)))["found_on_pages"]
    here = {entry["document_key"] for entry in told}
    assert {entry["page_address"] for entry in told} == {filing}
    assert here == {itself["sha256"], *(line["sha256"] for line in attached), sha256(pdf("member"))}


def test_a_page_that_differs_in_its_counter_of_visits_is_no_new_version(site: Site, filing: str, fetch: Fetcher) -> None:
    [before, *_] = fetch(filing).entries
    site.on("/art/2025/1.html", page(prose(4711)))
    [after, *_] = fetch(filing).entries
    assert (after.outcome, after.sha256, after.fetched_at) == ("unchanged", before.sha256, before.fetched_at)
    assert len([name for name in fetch.kept() if name.endswith(".html")]) == 1


def test_a_page_that_says_another_figure_is_a_new_version_beside_the_old_one(site: Site, filing: str, fetch: Fetcher) -> None:
    [before, *_] = fetch(filing).entries
    site.on("/art/2025/1.html", page(prose(2, "1,234.65")))
    [after, *attached] = fetch(filing).entries
    assert (after.outcome, after.supersedes) == ("replaced", before.sha256)
    assert {entry.outcome for entry in attached} == {"unchanged"}
    told = manifest_tables(fetch.into, list(find_files(fetch.into)))["supersessions"]
    assert [(row["document_key"], row["superseded_by_document_key"]) for row in told] == [(before.sha256, after.sha256)]


def test_a_page_of_prose_without_any_attachment_is_a_filing_by_itself(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/art/1.html", page(prose(1).replace("<a ", "<b ").replace("</a>", "</b>")))).entries
    assert (entry.outcome, entry.attachment_count) == ("new", 0)


def test_a_page_that_only_announces_a_filing_is_not_kept(site: Site, fetch: Fetcher) -> None:
    site.on("/a.xls", content(XLS))
    said = (
        f"<p>{TITLE}</p><p>现将某市数字化发展局2024年度部门决算予以公开，决算总计1,234.56万元。</p>"
        + "<p>请各单位查阅附件中的各张表格。</p>" * 30
    )
    report = fetch(site.on("/list", page(f'<html><body>{said}<a href="/a.xls">附件</a></body></html>')))
    assert FIGURES > 1
    assert [(entry.outcome, entry.attachment_count) for entry in report.entries] == [("page", 1), ("new", None)]
    assert names(fetch) == {"a.xls"}


def test_a_page_that_is_cut_off_is_not_kept_and_its_links_are_followed(site: Site, fetch: Fetcher) -> None:
    site.on("/files/1", content(XLS))
    whole = prose(1).encode()
    answer = unmeasured(whole[: whole.rindex(b"</div>")], "text/html; charset=utf-8")
    assert [entry.outcome for entry in fetch(site.on("/art/1.html", answer)).entries][:2] == ["page", "new"]


@pytest.mark.shared
def test_a_real_page_of_prose_is_kept_beside_its_links(site: Site, fetch: Fetcher, shared: Path) -> None:
    body = (shared / "corpus/attachments/chongqing-page-01.html").read_bytes()
    [entry, *links] = fetch(site.on("/art/1.html", content(body, "text/html"))).entries
    assert (entry.outcome, entry.attachment_count) == ("new", len(links))
    assert {link.reason_code for link in links} == {"foreign_host"}
    assert fetch.kept() == {entry.file_name: body}


def test_a_workbook_that_is_a_web_page_inside_is_kept_as_what_it_is(site: Site, fetch: Fetcher) -> None:
    site.on("/a.xls", content(TABLE_AS_PAGE, "application/vnd.ms-excel"))
    fetch(site.on("/list", page('<a href="/a.xls">附件</a>')))
    assert names(fetch) == {"a.html"}


@pytest.mark.parametrize(
    ("body", "kind"), [(XLS, Kind.XLS), (XLSX, Kind.XLSX), (WORD, Kind.DOCX), (RTF, Kind.RTF)], ids=["xls", "xlsx", "docx", "rtf"]
)
def test_a_file_of_any_kind_that_breaks_off_is_noticed(site: Site, fetch: Fetcher, body: bytes, kind: Kind) -> None:
    address = site.on("/down.do", unmeasured(body[: len(body) * 2 // 3]), unmeasured(body))
    assert fetch(address).entries[0].outcome == "new"
    assert [name.rpartition(".")[2] for name in fetch.kept()] == [kind]


def test_a_workbook_is_resumed_like_any_other_file(site: Site, fetch: Fetcher) -> None:
    rest = content(XLS[3000:], code=206, ETag='"1"', Content_Range=f"bytes 3000-{len(XLS) - 1}/{len(XLS)}")
    fetch(site.on("/a.xls", cut(XLS, 3000, ETag='"1"'), rest, content(XLS, ETag='"1"')))
    assert list(fetch.kept().values()) == [XLS]


def test_what_is_of_no_known_format_is_named(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.zip", content(b"7z\xbc\xaf\x27\x1c" + bytes(3000), "application/zip"))).entries
    assert (entry.outcome, entry.reason_code) == ("failed", "unsupported_format")
    assert fetch.kept() == {}


def test_files_of_a_replaced_archive_are_replaced_by_name(site: Site, fetch: Fetcher) -> None:
    old = package({"表.pdf": pdf("old"), "同.pdf": pdf("same"), "去.pdf": pdf("gone")})
    new = package({"表.pdf": pdf("new"), "同.pdf": pdf("same")})
    address = site.on("/a.zip", content(old))
    fetch(address)
    site.on("/a.zip", content(new))
    fetch(address)
    told = manifest_tables(fetch.into, list(find_files(fetch.into)))["supersessions"]
    pairs = {(row["document_key"], row["superseded_by_document_key"]) for row in told}
    assert pairs == {(sha256(old), sha256(new)), (sha256(pdf("old")), sha256(pdf("new")))}
