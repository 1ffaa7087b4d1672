"""Pages that list filings: which links are filings, under what names, and which are left alone and why."""

import pytest

from ingest.fetch.addresses import is_same_site, sendable
from ingest.fetch.errors import BadAddress
from ingest.fetch.landing_pages import charset_of, links_of, title_name
from ingest.fetch.store import plain_name
from tests.fetch.conftest import Fetcher
from tests.fetch.site import Site, content, page, pdf, status, versioned

PAGE = "https://www.example.gov.cn/zwgk/2024/index.html"


def found(html: str, charset: str = "utf-8") -> list[tuple[str, str | None]]:
    links = links_of(f"<html><body>{html}</body></html>".encode(charset), f"text/html; charset={charset}", PAGE)
    return [(each.address.removeprefix("https://www.example.gov.cn"), each.ignored) for each in links.attachments]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<a href="P020240823.pdf">决算</a>', "/zwgk/2024/P020240823.pdf"),
        ('<a href="../files/A.PDF">决算</a>', "/zwgk/files/A.PDF"),
        ('<a href="/files/2024年决算 公开.pdf">x</a>', "/files/2024%E5%B9%B4%E5%86%B3%E7%AE%97%20%E5%85%AC%E5%BC%80.pdf"),
        ('<a href="/files/%E5%86%B3%E7%AE%97.pdf#page=2">x</a>', "/files/%E5%86%B3%E7%AE%97.pdf"),
        ('<a href="/down.jsp?id=7&amp;filename=a.pdf">下载</a>', "/down.jsp?id=7&filename=a.pdf"),
        ('<a href="/attach/123">附件：2024年度部门决算</a>', "/attach/123"),
        ('<a href="/down.do?id=7"><span>见</span><b>附件</b></a>', "/down.do?id=7"),
        ('<a href="/down.do?id=7" title="部门决算.pdf">点击</a>', "/down.do?id=7"),
        ('<a href="/down.do?id=7" download>点击</a>', "/down.do?id=7"),
        ('<a href="/a.xlsx">决算公开表</a>', "/a.xlsx"),
        ('<a href="/a.ET">表</a>', "/a.ET"),
        ('<a href="/down.jsp?id=7&amp;filename=a.docx">说明</a>', "/down.jsp?id=7&filename=a.docx"),
        ('<a href="/down.do?id=7" title="部门决算公开表.xls">点击</a>', "/down.do?id=7"),
        ('<iframe src="/a.pdf"></iframe>', "/a.pdf"),
        ('<embed src="/a.pdf">', "/a.pdf"),
        ('<object data="/a.pdf"></object>', "/a.pdf"),
        ('<a href="/pdfjs/web/viewer.html?file=/files/a.pdf">看</a>', "/files/a.pdf"),
        ("<A HREF=/a.pdf>unclosed <A HREF=/b.html>附件", "/a.pdf"),
    ],
)
def test_a_filing_is_found(html: str, address: str) -> None:
    assert found(html) == [(address, None)]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/index.html">首页</a>',
        '<a href="/about.html">附件说明</a>',
        '<a href="/p.jpg">附件</a>',
        '<a href="javascript:void(0)">附件下载.pdf</a>',
        '<a href="mailto:someone@example.org">附件</a>',
        '<a href="/app">下载APP</a>',
        "<a>附件</a>",
        '<a href="http://[broken/a.pdf">附件</a>',
        '<!-- <a href="/old.pdf">附件</a> -->',
    ],
)
def test_what_is_no_filing_is_not_found(html: str) -> None:
    assert found(html) == []


def test_what_nothing_reads_is_named_and_left() -> None:
    assert found('<a href="/a.rar">附件：决算公开表</a>') == [("/a.rar", "a .rar file; nothing here reads that format")]


def test_each_address_counts_once_and_in_the_order_of_the_page() -> None:
    assert found('<a href="/b.pdf">b</a><a href="/a.pdf">a</a><a href="/b.pdf#2">b</a>') == [("/b.pdf", None), ("/a.pdf", None)]


def test_the_base_of_a_page_is_respected() -> None:
    assert found('<base href="/files/"><a href="a.pdf">a</a>') == [("/files/a.pdf", None)]


def test_a_page_in_gb2312_is_read_and_its_queries_stay_in_its_charset() -> None:
    assert found('<a href="/down.jsp?name=决算">附件</a>', "gb2312") == [("/down.jsp?name=%BE%F6%CB%E3", None)]
    assert charset_of('<meta charset="gb2312"><p>决算'.encode("gbk"), "text/html") == "gb18030"
    assert charset_of("决算".encode("gbk"), "text/html") == "gb18030"
    assert charset_of("决算".encode(), "text/html; charset=gbk2") == "gb18030"
    assert charset_of("决算".encode(), "text/html") == "utf-8"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("附件：某市数字化发展局2024年度部门决算.pdf", "某市数字化发展局2024年度部门决算"),
        ("附件1:某市数字化发展局", "某市数字化发展局"),
        ("附件2：某局2024年度部门决算公开表.xlsx。", "某局2024年度部门决算公开表"),
        ("某市数字化发展局2024年度部门决算", "某市数字化发展局2024年度部门决算"),
        ("2024年度部门决算公开", "2024年度部门决算公开"),
        ("附件", ""),
        ("见附件", ""),
        ("点击下载", ""),
    ],
)
def test_a_title_names_the_file_where_it_says_something(title: str, name: str) -> None:
    assert title_name(title) == name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "etc_passwd"),
        (".hidden.pdf", "hidden"),
        ("a b\x00\n;$(c).PDF", "a_b_c"),
        ("２０２４年决算（公开）.pdf", "2024年决算_公开"),
        ("", "document"),
        ("…", "document"),
        ("决" * 300, "决" * 50),
    ],
)
def test_a_name_is_made_harmless(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("host", "site_host", "is_same"),
    [
        ("www.example.gov.cn", "www.example.gov.cn", True),
        ("example.gov.cn", "www.example.gov.cn", True),
        ("czj.example.gov.cn", "www.example.gov.cn", True),
        ("www.example.gov.cn", "czj.example.gov.cn", False),
        ("other.gov.cn", "www.gov.cn", False),  # the portal does not own everybody
        ("badexample.gov.cn", "example.gov.cn", False),
        ("127.0.0.2", "127.0.0.1", False),
        ("1.127.0.0.1", "127.0.0.1", False),
    ],
)
def test_what_belongs_to_a_site(host: str, site_host: str, is_same: bool) -> None:
    assert is_same_site(host, site_host) is is_same


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("http://EXAMPLE.gov.cn", "http://example.gov.cn/"),
        ("https://财政.中国/a.pdf", "https://xn--5bvu10g.xn--fiqs8s/a.pdf"),
        ("https://h/100%.pdf", "https://h/100%25.pdf"),
        ("https://h:8080/a?b=决#c", "https://h:8080/a?b=%E5%86%B3"),
        ("http://[::1]:80/a", "http://[::1]:80/a"),
    ],
)
def test_an_address_is_made_sendable(address: str, sent: str) -> None:
    assert sendable(address) == sent


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a.pdf",
        "ftp://h/a",
        "file:///a",
        "http://",
        "http://h:port/",
        "https://user@h/",
        "http://a..cn/",
        "http://" + "财" * 70 + ".cn/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        sendable(address)


def test_a_page_with_several_attachments_yields_each_of_them_and_says_what_it_left(
    site: Site, other_site: Site, fetch: Fetcher
) -> None:
    site.on("/zwgk/2023.pdf", versioned(pdf("2023"), '"1"'))
    site.on("/down.do?id=2", content(pdf("2024"), "application/octet-stream"))
    site.on("/down.do?id=3", content(b"Rar!" + b"." * 3000, "application/octet-stream"))
    site.on("/lost.pdf", status(404))
    address = site.on(
        "/zwgk/index.html",
        page(
            f"""<a href="2023.pdf">附件1：某局2023年度部门决算.pdf</a> <a href="/down.do?id=2">附件2</a> <a href="/down.do?id=3">附件3</a>
            <a href="/lost.pdf">附件4</a> <a href="/a.rar">附件5</a> <a href="{other_site.url}/b.pdf">附件6</a>"""
        ),
    )
    report = fetch(address)
    told = [(entry.address.split("/", 3)[3], entry.outcome, entry.reason_code) for entry in report.entries]
    assert told == [
        ("zwgk/index.html", "page", None),
        ("zwgk/2023.pdf", "new", None),
        ("down.do?id=2", "new", None),
        ("down.do?id=3", "ignored", "unsupported_format"),
        ("lost.pdf", "failed", "status_404"),
        ("a.rar", "ignored", "unsupported_format"),
        ("b.pdf", "ignored", "foreign_host"),
    ]
    assert [name[17:] for name in sorted(fetch.kept(), key=lambda name: name[17:])] == ["down.do.pdf", "某局2023年度部门决算.pdf"]
    assert other_site.requests == []
    assert report.exit_code == 3
    assert fetch(address).entries[1].outcome == "unchanged"
    assert len(fetch.kept()) == 2


def test_attachments_on_a_declared_host_are_fetched(site: Site, other_site: Site, fetch: Fetcher) -> None:
    attached = other_site.on("/a.pdf", content(pdf("a")))
    address = site.on("/index.html", page(f'<a href="{attached}">附件</a>'))
    refused = fetch(address)
    assert refused.entries[0].reason == (
        f"the page lists no document, only on hosts that are not declared: {other_site.place}, and is no part of a filing itself"
    )
    assert [entry.outcome for entry in fetch(address, allowed_hosts=other_site.place).entries] == ["page", "new"]


def test_a_page_without_any_filing_is_a_failure(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/", page("<p>正在维护</p>"))).entries
    assert (entry.outcome, entry.reason_code) == ("failed", "no_attachments")
    assert entry.reason == "the page lists no document, and is no part of a filing itself"


def test_a_page_that_lists_everything_is_not_followed(site: Site, fetch: Fetcher) -> None:
    links = "".join(f'<a href="/{number}.pdf">x</a>' for number in range(9))
    [entry] = fetch(site.on("/", page(links)), max_attachments=5).entries
    assert entry.reason_code == "too_large"
