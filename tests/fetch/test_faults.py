"""Servers that fail: each fault of a real server on the loopback interface, and what is kept and said after it."""

import hashlib

import pytest

from ingest.manifest import Entry, found_on_pages, superseded
from tests.fetch.conftest import FakeTime, Fetcher
from tests.fetch.site import Site, content, cut, endless, page, pdf, redirect, silent, status, unmeasured, versioned

DOCUMENT = pdf("the first version")
CORRECTED = pdf("the corrected version")


def test_a_whole_pdf_is_kept_under_the_name_of_its_content(site: Site, fetch: Fetcher) -> None:
    report = fetch(site.on("/docs/2024%E5%86%B3%E7%AE%97.pdf", content(DOCUMENT, ETag='"1"')))
    sha256 = hashlib.sha256(DOCUMENT).hexdigest()
    assert fetch.kept() == {f"{sha256[:16]}-2024决算.pdf": DOCUMENT}
    assert report.exit_code == 0
    [line] = fetch.manifest()
    assert line["outcome"] == "new"
    assert (line["sha256"], line["etag"], line["status"]) == (sha256, '"1"', 200)
    assert (line["department"], line["fiscal_year"], line["fetched_at"]) == ("第0局", 2024, "2025-09-01T02:00:02+00:00")
    assert fetch.parts() == []


def test_what_did_not_change_is_not_sent_again(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", versioned(DOCUMENT, '"1"'))
    fetch(address)
    report = fetch(address)
    assert [entry.outcome for entry in report.entries] == ["unchanged"]
    assert report.entries[0].status == 304
    assert site.asked("/a.pdf")[1].headers["if-none-match"] == '"1"'
    assert [line["outcome"] for line in fetch.manifest()] == ["unchanged"]


def test_last_modified_serves_where_there_is_no_entity_tag(site: Site, fetch: Fetcher) -> None:
    date = "Mon, 01 Sep 2025 00:00:00 GMT"
    address = site.on("/a.pdf", content(DOCUMENT, Last_Modified=date), status(304))
    fetch(address)
    assert fetch(address).entries[0].outcome == "unchanged"
    assert site.asked("/a.pdf")[1].headers["if-modified-since"] == date


def test_a_server_without_validators_sends_it_again_and_nothing_is_doubled(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", content(DOCUMENT))
    fetch(address)
    assert fetch(address).entries[0].outcome == "unchanged"
    assert len(fetch.kept()) == 1


def test_a_silently_replaced_filing_becomes_a_second_version_beside_the_first(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", versioned(DOCUMENT, '"1"'))
    fetch(address)
    site.on("/a.pdf", versioned(CORRECTED, '"2"'))
    [entry] = fetch(address).entries
    assert entry.outcome == "replaced"
    assert entry.supersedes == hashlib.sha256(DOCUMENT).hexdigest()
    assert sorted(fetch.kept().values()) == sorted([DOCUMENT, CORRECTED])
    assert [line["outcome"] for line in fetch.manifest()] == ["new", "replaced"]
    [entry] = fetch(address).entries
    assert entry.outcome == "unchanged"
    assert entry.supersedes == hashlib.sha256(DOCUMENT).hexdigest(), "what it replaced stays known"


def test_a_document_that_was_deleted_here_is_fetched_again_whatever_its_tag(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", versioned(DOCUMENT, '"1"'))
    fetch(address)
    next(fetch.into.glob("*.pdf")).unlink()
    fetch(address)
    assert "if-none-match" not in site.asked("/a.pdf")[1].headers
    assert list(fetch.kept().values()) == [DOCUMENT]


def test_the_same_content_at_two_addresses_is_kept_once(site: Site, fetch: Fetcher) -> None:
    report = fetch(site.on("/a.pdf", content(DOCUMENT)), site.on("/b.pdf", content(DOCUMENT)))
    assert [entry.file_name for entry in report.entries] == [f"{hashlib.sha256(DOCUMENT).hexdigest()[:16]}-a.pdf"] * 2
    assert len(fetch.kept()) == 1


def test_a_file_that_does_not_hold_what_its_name_says_is_reported_and_left(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", content(DOCUMENT))
    fetch(address)
    [there] = fetch.into.glob("*.pdf")
    there.write_bytes(DOCUMENT.replace(b"first", b"FIRST"))
    assert fetch(address).entries[0].reason_code == "store"
    assert there.read_bytes() != DOCUMENT


def test_a_server_error_is_tried_again_later_and_later(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    address = site.on("/a.pdf", status(500), status(503), status(502), content(DOCUMENT))
    [entry] = fetch(address, delay_seconds=0, backoff_seconds=1).entries
    assert entry.outcome == "new"
    assert time.slept == [1, 2, 4]


def test_the_tries_are_bounded_and_counted(site: Site, fetch: Fetcher) -> None:
    report = fetch(site.on("/a.pdf", status(500)), attempts=3)
    [entry] = report.entries
    assert (entry.outcome, entry.reason_code, entry.status, entry.attempts) == ("failed", "status_500", 500, 3)
    assert len(site.asked("/a.pdf")) == 3
    assert report.exit_code == 1


def test_a_missing_filing_is_asked_for_once_and_the_next_one_all_the_same(site: Site, fetch: Fetcher) -> None:
    report = fetch(site.url + "/gone.pdf", site.on("/a.pdf", content(DOCUMENT)))
    assert [(entry.outcome, entry.status) for entry in report.entries] == [("failed", 404), ("new", 200)]
    assert len(site.asked("/gone.pdf")) == 1
    assert report.exit_code == 3


def test_a_filing_that_goes_missing_keeps_its_file(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", content(DOCUMENT), status(404))
    fetch(address)
    fetch(address)
    assert list(fetch.kept().values()) == [DOCUMENT]
    assert [line["outcome"] for line in fetch.manifest()] == ["new", "failed"]


def test_a_connection_that_breaks_off_is_resumed_where_it_broke(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='"1"'), versioned(DOCUMENT, '"1"'))
    [entry] = fetch(address).entries
    assert (entry.outcome, entry.status, entry.attempts) == ("new", 206, 1)
    again = site.asked("/a.pdf")[1].headers
    assert (again["range"], again["if-range"]) == ("bytes=3000-", '"1"')
    assert list(fetch.kept().values()) == [DOCUMENT]


def test_a_part_is_resumed_by_the_next_run(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='"1"'))
    assert fetch(address, attempts=1).entries[0].reason_code == "interrupted"
    assert [part.stat().st_size for part in fetch.parts()] == [3000]
    site.on("/a.pdf", versioned(DOCUMENT, '"1"'))
    assert fetch(address).entries[0].status == 206
    assert list(fetch.kept().values()) == [DOCUMENT]
    assert fetch.parts() == []


def test_a_filing_that_changed_since_the_break_is_fetched_from_the_start(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='"1"'), versioned(CORRECTED, '"2"'))
    assert fetch(address).entries[0].status == 200
    assert list(fetch.kept().values()) == [CORRECTED]


def test_a_rest_under_another_tag_is_not_sewn_on(site: Site, fetch: Fetcher) -> None:
    span = f"bytes 3000-{len(CORRECTED) - 1}/{len(CORRECTED)}"
    wrong = content(CORRECTED[3000:], code=206, ETag='"2"', Content_Range=span)
    address = site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='"1"'), wrong, content(CORRECTED, ETag='"2"'))
    fetch(address)
    assert list(fetch.kept().values()) == [CORRECTED]


@pytest.mark.parametrize("second", ["whole", "refused"])
def test_a_server_that_knows_no_ranges_sends_it_from_the_start(site: Site, fetch: Fetcher, second: str) -> None:
    answers = [content(DOCUMENT, ETag='"1"')] if second == "whole" else [status(416), content(DOCUMENT, ETag='"1"')]
    fetch(site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='"1"'), *answers))
    assert list(fetch.kept().values()) == [DOCUMENT]


def test_without_a_tag_nothing_is_resumed(site: Site, fetch: Fetcher) -> None:
    fetch(site.on("/a.pdf", cut(DOCUMENT, 3000), content(DOCUMENT)))
    assert "range" not in site.asked("/a.pdf")[1].headers
    assert list(fetch.kept().values()) == [DOCUMENT]


def test_under_a_weak_tag_nothing_is_resumed(site: Site, fetch: Fetcher) -> None:
    fetch(site.on("/a.pdf", cut(DOCUMENT, 3000, ETag='W/"1"'), content(DOCUMENT)))
    assert "range" not in site.asked("/a.pdf")[1].headers


def test_an_end_that_comes_too_early_without_any_length_is_noticed(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", unmeasured(DOCUMENT[:3000]), unmeasured(DOCUMENT))
    assert fetch(address).entries[0].outcome == "new"
    assert list(fetch.kept().values()) == [DOCUMENT]


def test_a_pdf_that_lies_cut_off_on_the_server_is_not_kept(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", content(DOCUMENT[:3000]))).entries
    assert (entry.reason_code, entry.attempts) == ("cut_off", 1)
    assert fetch.kept() == {}
    assert fetch.parts() == []


def test_a_web_page_under_the_name_of_a_pdf_is_not_kept(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", page("<html>您访问的页面不存在</html>"))).entries
    assert entry.reason_code == "wrong_type"
    assert "a web page came instead of a document" in entry.reason


def test_a_web_page_that_claims_to_be_a_pdf_is_not_kept(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", content(b"<html>" + b"x" * 5000))).entries
    assert entry.reason_code == "wrong_type"
    assert fetch.kept() == {}
    assert fetch.parts() == []


@pytest.mark.parametrize(("start", "reason_code"), [(b"<html>", "wrong_type"), (b"Rar!", "unsupported_format")])
def test_an_endless_body_that_begins_as_no_document_is_left_at_its_beginning(
    site: Site, fetch: Fetcher, start: bytes, reason_code: str
) -> None:
    [entry] = fetch(site.on("/a.pdf", endless(start)), max_bytes=1_000_000).entries
    assert entry.reason_code == reason_code


def test_a_picture_is_refused_before_it_is_sent(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a", endless(b"GIF89a", "image/gif"))).entries
    assert entry.reason == f"{site.url}/a: image/gif came instead of a document"


@pytest.mark.parametrize("content_type", ["application/octet-stream", "application/x-pdf", ""])
def test_a_pdf_under_a_vague_type_is_one(site: Site, fetch: Fetcher, content_type: str) -> None:
    assert fetch(site.on("/download.do?id=1", content(DOCUMENT, content_type))).entries[0].outcome == "new"


def test_a_pdf_sent_as_text_html_with_a_file_name_is_one(site: Site, fetch: Fetcher) -> None:
    answer = content(
        DOCUMENT, "text/html", Content_Disposition="attachment; filename*=UTF-8''%E5%86%B3%E7%AE%97%E5%85%AC%E5%BC%80.pdf"
    )
    fetch(site.on("/download.do?id=1", answer))
    assert [name[17:] for name in fetch.kept()] == ["决算公开.pdf"]


def test_an_announced_size_beyond_the_limit_is_refused_at_once(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", content(DOCUMENT)), max_bytes=4000).entries
    assert entry.reason_code == "too_large"
    assert "announced" in entry.reason
    assert fetch.parts() == []


def test_an_endless_body_is_left_at_the_limit(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", endless(b"%PDF-1.4\n")), max_bytes=100_000).entries
    assert (entry.reason_code, entry.attempts) == ("too_large", 1)
    assert fetch.kept() == {}
    assert fetch.parts() == []


def test_an_endless_page_is_left_at_the_limit(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/list.html", endless(b"<html>", "text/html")), max_page_bytes=100_000).entries
    assert entry.reason_code == "too_large"


def test_a_silent_server_is_given_up(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", silent(site)), attempts=2, read_timeout_seconds=0.05).entries
    assert (entry.reason_code, entry.attempts) == ("timed_out", 2)


def test_a_server_that_drips_is_given_up(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    time.seconds_per_look = 20
    [entry] = fetch(site.on("/a.pdf", endless(b"%PDF-1.4\n")), attempts=1).entries
    assert entry.reason_code == "timed_out"
    assert "not done after 1,800 s" in entry.reason


def test_no_server_at_all_is_reported(fetch: Fetcher, site: Site) -> None:
    site.server.socket.close()
    [entry] = fetch(f"{site.url}/a.pdf", attempts=2).entries
    assert (entry.reason_code, entry.attempts) == ("unreachable", 2)


def test_redirects_are_followed_and_the_final_address_is_told(site: Site, fetch: Fetcher) -> None:
    site.on("/c.pdf", content(DOCUMENT))
    address = site.on("/a.pdf", redirect("/b.pdf", 301))
    site.on("/b.pdf", redirect(site.url + "/c.pdf", 307))
    [entry] = fetch(address).entries
    assert (entry.address, entry.final_address) == (address, f"{site.url}/c.pdf")


def test_a_redirect_loop_is_reported_with_its_way(site: Site, fetch: Fetcher) -> None:
    site.on("/b.pdf", redirect("/a.pdf"))
    [entry] = fetch(site.on("/a.pdf", redirect("/b.pdf"))).entries
    assert entry.reason_code == "redirect_loop"
    assert entry.reason == f"redirected in a circle: {site.url}/a.pdf -> {site.url}/b.pdf -> {site.url}/a.pdf"
    assert entry.attempts == 1


def test_redirects_without_end_are_bounded(site: Site, fetch: Fetcher) -> None:
    for number in range(9):
        site.on(f"/{number}", redirect(f"/{number + 1}"))
    assert fetch(f"{site.url}/0").entries[0].reason_code == "too_many_redirects"
    assert [request.path for request in site.requests if request.path != "/robots.txt"] == ["/0", "/1", "/2", "/3", "/4", "/5"]


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/a.pdf", "http://user:word@127.0.0.1/a.pdf"])
def test_a_redirect_out_of_the_web_is_not_followed(site: Site, fetch: Fetcher, target: str) -> None:
    assert fetch(site.on("/a.pdf", redirect(target))).entries[0].reason_code == "bad_address"


def test_a_redirect_to_another_host_needs_a_declaration(site: Site, other_site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", redirect(other_site.on("/a.pdf", content(DOCUMENT))))
    [entry] = fetch(address).entries
    assert entry.reason_code == "foreign_host"
    assert other_site.requests == []
    assert fetch(address, allowed_hosts=other_site.place).entries[0].outcome == "new"


def test_a_killed_run_leaves_half_a_line_that_costs_nothing(site: Site, fetch: Fetcher) -> None:
    address = site.on("/a.pdf", versioned(DOCUMENT, '"1"'))
    fetch(address)
    with (fetch.into / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"source_address": "ht')
    fetch(address)
    assert [line["outcome"] for line in fetch.manifest()] == ["unchanged"]


def _line(sha256: str, address: str = "a", supersedes: str | None = None) -> Entry:
    return Entry("page", address, "new", "2025-01-01", sha256=sha256, supersedes=supersedes)


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ([_line("1"), _line("2")], [("1", "2")]),
        ([_line("1"), _line("2", "b")], []),
        ([_line("1"), _line("2"), _line("3")], [("1", "2"), ("1", "3"), ("2", "3")]),
        ([_line("1"), _line("2"), _line("1")], [("2", "1")]),
        ([_line("2", supersedes="1")], [("1", "2")]),
        ([_line("1"), _line("2"), Entry("page", "a", "failed", "2025-01-02")], [("1", "2")]),
    ],
)
def test_the_manifest_says_what_superseded_what(lines: list[Entry], pairs: list[tuple[str, str]]) -> None:
    assert [(found.document_key, found.superseded_by_document_key) for found in superseded(lines)] == pairs


def test_a_document_that_a_link_brought_was_found_on_its_page_and_one_with_an_address_of_its_own_on_none() -> None:
    page, own = "https://example.org/page", "https://example.org/own.pdf"
    entries = [
        Entry(page, page, "page", "2026-01-01"),
        Entry(page, "https://example.org/a.pdf", "new", "2026-01-01", sha256="a"),
        Entry(page, "https://example.org/b.pdf", "failed", "2026-01-01"),
        Entry(own, own, "new", "2026-01-01", sha256="c"),
    ]
    assert found_on_pages(entries) == {("a", page)}
