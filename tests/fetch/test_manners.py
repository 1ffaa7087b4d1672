"""Manners: one request at a time per host, pauses, robots.txt, Retry-After, and a name to ask after. Nothing here waits."""

import threading
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.fetch.politeness import Politeness
from ingest.fetch.robots import parse_robots
from ingest.fetch.settings import FetchSettings
from tests.fetch.conftest import FakeTime, Fetcher
from tests.fetch.site import Answer, Site, content, pdf, status

DOCUMENT = pdf("a filing")


def test_two_requests_to_one_host_are_a_pause_apart_and_two_hosts_do_not_wait_for_each_other(time: FakeTime) -> None:
    politeness = Politeness(2.0, time.clock)
    begun = []
    for host in ("a", "b", "a", "b", "a"):
        with politeness.turn(host):
            begun.append((host, time.seconds))
    assert begun == [("a", 0), ("b", 0), ("a", 2), ("b", 2), ("a", 4)]


def test_the_pause_begins_when_the_answer_has_been_read(time: FakeTime) -> None:
    politeness = Politeness(2.0, time.clock)
    with politeness.turn("a"):
        time.seconds += 30
    with politeness.turn("a"):
        assert time.seconds == 32


def test_a_host_that_asked_to_be_left_alone_is(time: FakeTime) -> None:
    politeness = Politeness(2.0, time.clock)
    politeness.postpone("a", 50)
    with politeness.turn("b"):
        assert time.seconds == 0
    with politeness.turn("a"):
        assert time.seconds == 50


def test_a_host_that_several_sources_lead_to_is_still_asked_once_at_a_time(time: FakeTime) -> None:
    politeness = Politeness(2.0, time.clock)
    inside: list[int] = []
    most_inside = []

    def ask() -> None:
        with politeness.turn("attachments"):
            inside.append(1)
            most_inside.append(len(inside))
            threading.Event().wait(0.002)  # gives the others the chance to break in
            inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most_inside == [1] * 8


class Meeting:
    """Answers only once both hosts have been asked, and counts how many requests one host has at once."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2, timeout=20)
        self.at_once, self.most_at_once = 0, 0
        self.guard = threading.Lock()

    def answer(self, waits: bool) -> Answer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            with self.guard:
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
            if waits:
                self.barrier.wait()
            with self.guard:
                self.at_once -= 1
            content(DOCUMENT)(handler)

        return answer


def test_hosts_are_asked_side_by_side_and_each_by_one_request_at_a_time(site: Site, other_site: Site, fetch: Fetcher) -> None:
    meeting = Meeting()
    addresses = []
    for its_site in (site, other_site):
        addresses += [its_site.on(f"/{number}.pdf", meeting.answer(waits=number == 0)) for number in range(4)]
    report = fetch(*addresses)
    assert report.exit_code == 0, "the first requests of both hosts met"
    assert meeting.most_at_once == 2, "one of each host"
    for its_site in (site, other_site):
        assert [request.path for request in its_site.requests] == ["/robots.txt", "/0.pdf", "/1.pdf", "/2.pdf", "/3.pdf"]


def test_between_requests_of_a_run_there_is_a_pause(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    fetch(*(site.on(f"/{number}.pdf", content(DOCUMENT)) for number in range(3)), delay_seconds=7)
    assert time.slept == [7, 7, 7]


@pytest.mark.parametrize("asked", ["90", "Mon, 01 Sep 2025 02:01:30 GMT"])
def test_retry_after_is_waited_for(site: Site, fetch: Fetcher, time: FakeTime, asked: str) -> None:
    address = site.on("/a.pdf", status(429, Retry_After=asked), content(DOCUMENT))
    assert fetch(address, delay_seconds=0).entries[0].outcome == "new"
    assert time.slept == [90]


def test_a_retry_after_of_hours_ends_it_for_tonight(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    [entry] = fetch(site.on("/a.pdf", status(503, Retry_After="86400")), delay_seconds=0).entries
    assert (entry.reason_code, entry.attempts) == ("status_503", 1)
    assert time.slept == []


def test_an_unreadable_retry_after_is_an_ordinary_failure(site: Site, fetch: Fetcher) -> None:
    assert fetch(site.on("/a.pdf", status(503, Retry_After="soon"), content(DOCUMENT))).entries[0].outcome == "new"


def test_who_asks_is_said(site: Site, fetch: Fetcher) -> None:
    fetch(site.on("/a.pdf", content(DOCUMENT)), contact="https://example.org/about")
    assert {request.headers["user-agent"] for request in site.requests} == {
        "mingzhang/0.1 (reads published budget disclosures; https://example.org/about)"
    }
    with pytest.raises(ValueError, match="printable ASCII"):
        FetchSettings(contact="a\r\nCookie: b")


def robots(text: str) -> Answer:
    return content(text.encode(), "text/plain")


def test_what_robots_txt_disallows_is_not_fetched(site: Site, fetch: Fetcher) -> None:
    site.on("/robots.txt", robots("User-agent: *\nDisallow: /private/"))
    report = fetch(site.on("/private/a.pdf", content(DOCUMENT)), site.on("/public/a.pdf", content(DOCUMENT)))
    assert [(entry.outcome, entry.reason_code) for entry in report.entries] == [("failed", "robots_disallow"), ("new", None)]
    assert site.asked("/private/a.pdf") == []
    assert len(site.asked("/robots.txt")) == 1


def test_a_crawl_delay_makes_the_pause_longer(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    site.on("/robots.txt", robots("User-agent: *\nCrawl-delay: 10"))
    fetch(*(site.on(f"/{number}.pdf", content(DOCUMENT)) for number in range(3)))
    assert time.slept == [2, 10, 10]


@pytest.mark.parametrize("code", [404, 403])
def test_a_site_without_robots_txt_forbids_nothing(site: Site, fetch: Fetcher, code: int) -> None:
    site.on("/robots.txt", status(code))
    assert fetch(site.on("/a.pdf", content(DOCUMENT))).entries[0].outcome == "new"


def test_a_site_that_cannot_say_what_it_asks_for_is_not_asked_for_more(site: Site, fetch: Fetcher) -> None:
    site.on("/robots.txt", status(503))
    report = fetch(*(site.on(f"/{number}.pdf", content(DOCUMENT)) for number in range(2)))
    assert [entry.reason_code for entry in report.entries] == ["status_503", "robots_unavailable"]
    assert {request.path for request in site.requests} == {"/robots.txt"}
    assert len(site.requests) == report.entries[0].attempts


def test_a_robots_txt_that_comes_at_the_second_try_is_heeded(site: Site, fetch: Fetcher) -> None:
    site.on("/robots.txt", status(503), robots("User-agent: *\nDisallow: /no"))
    report = fetch(site.on("/a.pdf", content(DOCUMENT)), site.on("/no.pdf", content(DOCUMENT)))
    assert [(entry.outcome, entry.reason_code) for entry in report.entries] == [("new", None), ("failed", "robots_disallow")]


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a.pdf", False),
        ("User-agent: *\nDisallow:", "/a.pdf", True),
        ("User-agent: *\nDisallow: /\nAllow: /zwgk/", "/zwgk/a.pdf", True),  # the longest rule wins, not the first
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf?b", True),
        ("User-agent: *\nDisallow: /*?*id=", "/down.jsp?id=1", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-c-b", True),
        ("User-agent: *\nDisallow: /a*a$", "/a", True),
        ("User-agent: *\nDisallow: /决算/", "/%E5%86%B3%E7%AE%97/a.pdf", False),
        ("User-agent: badbot\nDisallow: /", "/a.pdf", True),
        ("User-agent: badbot\nUser-agent: MingZhang\nDisallow: /x # not this\n\nUser-agent: *\nDisallow: /", "/a.pdf", True),
        ("User-agent: badbot\nUser-agent: MingZhang\nDisallow: /x # not this\n\nUser-agent: *\nDisallow: /", "/x", False),
        ("<html>not found</html>", "/a.pdf", True),
    ],
)
def test_robots_rules_are_read_as_rfc_9309_says(rules: str, path: str, is_allowed: bool) -> None:
    assert parse_robots(rules, "mingzhang").allows(f"https://www.example.gov.cn{path}") is is_allowed
