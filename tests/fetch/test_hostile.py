"""Sites that mean harm: each attack is played by a real server on loopback, and none costs more than its bounds of time and memory."""

import gzip
import hashlib
import signal
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.fetch.answers import retry_after_seconds
from ingest.fetch.errors import BadAddress, FetchError
from ingest.fetch.http import Http
from ingest.fetch.network import is_askable
from ingest.fetch.robots import parse_robots
from ingest.fetch.settings import FetchSettings
from tests.fetch.conftest import LOOPBACK, FakeTime, Fetcher
from tests.fetch.site import Answer, Site, content, cut, head, page, pdf, redirect, serving, versioned

DOCUMENT, CORRECTED = pdf("the first version"), pdf("the corrected version")
#: What any attack may cost the process that fetches.
SECONDS, MEGABYTES = 90, 250


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """Ends a test that hangs, and fails one whose memory grew beyond the bound."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} s")

    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before, previous = _megabytes("VmHWM"), signal.signal(signal.SIGALRM, end)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)
    assert _megabytes("VmHWM") - before < MEGABYTES


def _megabytes(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def raw(*pieces: bytes, forever: bytes = b"") -> Answer:
    """Writes bytes as they are, each in a packet of its own, and then others without end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            handler.wfile.write(piece)
        while forever:
            handler.wfile.write(forever)
        handler.close_connection = True

    return answer


# ---- time ----


def test_a_header_that_comes_byte_by_byte_is_given_up(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not site.closing.wait(0.02):
            handler.wfile.write(b"a")

    time.seconds_per_look = 20
    [entry] = fetch(site.on("/a.pdf", answer), attempts=1).entries
    assert (entry.reason_code, entry.reason) == ("timed_out", f"{site.url}/a.pdf: not done after 1,800 s")


def test_a_robots_txt_that_drips_costs_two_minutes_a_try_and_nothing_is_asked_for(
    site: Site, fetch: Fetcher, time: FakeTime
) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        head(handler, 200, {"Content-Type": "text/plain"})
        while not site.closing.wait(0.02):
            handler.wfile.write(b"#")

    site.on("/robots.txt", drip)
    time.seconds_per_look = 5
    [entry] = fetch(site.on("/a.pdf", content(DOCUMENT))).entries
    assert entry.reason_code == "timed_out"
    assert time.seconds < 400 * entry.attempts


def test_promises_of_an_answer_without_end_are_given_up(site: Site, fetch: Fetcher, time: FakeTime) -> None:
    time.seconds_per_look = 100
    [entry] = fetch(site.on("/a.pdf", raw(forever=b"HTTP/1.1 100 Continue\r\n\r\n" * 100)), attempts=1).entries
    assert entry.reason_code == "timed_out"


def test_a_source_that_takes_too_long_ends_and_the_next_one_is_asked(site: Site, fetch: Fetcher) -> None:
    links = "".join(f'<a href="/{number}.pdf">x</a>' for number in range(9))
    for number in range(9):
        site.on(f"/{number}.pdf", content(pdf(str(number))))
    report = fetch(site.on("/list", page(links)), site.on("/z.pdf", content(DOCUMENT)), source_limit_seconds=50, delay_seconds=10)
    assert [entry.outcome for entry in report.entries] == ["page", *["new"] * 3, *["failed"] * 6, "new"]
    assert {entry.reason for entry in report.of("failed")} == {"the time of this source is up (50 s)"}


def test_a_run_that_takes_too_long_ends_and_the_next_one_begins_with_what_is_left(site: Site, fetch: Fetcher) -> None:
    addresses = [site.on(f"/{number}.pdf", content(pdf(str(number)))) for number in range(5)]
    first = fetch(*addresses, run_limit_seconds=25, delay_seconds=10)
    assert [(entry.outcome, entry.reason_code) for entry in first.entries] == [("new", None)] * 2 + [
        ("failed", "out_of_time")
    ] * 3
    site.requests.clear()
    assert fetch(*addresses).exit_code == 0
    assert [request.path for request in site.requests] == ["/robots.txt", "/2.pdf", "/3.pdf", "/4.pdf", "/0.pdf", "/1.pdf"]


# ---- memory and processor ----


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip", "br", "zstd", "x-unknown"])
def test_an_encoding_that_was_not_asked_for_is_refused(site: Site, fetch: Fetcher, encoding: str) -> None:
    bomb = gzip.compress(gzip.compress(b"%PDF-1.4" + bytes(40_000_000)))
    [entry] = fetch(site.on("/a.pdf", content(bomb, Content_Encoding=encoding))).entries
    assert (entry.reason_code, entry.attempts) == ("encoded", 1)
    assert fetch.parts() == []


def test_a_robots_txt_that_is_a_bomb_is_not_unpacked(site: Site, fetch: Fetcher) -> None:
    bomb = gzip.compress(gzip.compress(bytes(400_000_000), 1))
    site.on("/robots.txt", content(bomb, "text/plain", Content_Encoding="gzip, gzip"))
    assert fetch(site.on("/a.pdf", content(DOCUMENT))).entries[0].outcome == "new"


def test_a_robots_txt_without_end_is_read_at_its_beginning(site: Site, fetch: Fetcher) -> None:
    site.on("/robots.txt", raw(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /no\n", forever=b"#" * 4096))
    report = fetch(site.on("/no.pdf", content(DOCUMENT)), site.on("/yes.pdf", content(DOCUMENT)))
    assert [entry.reason_code for entry in report.entries] == ["robots_disallow", None]


def test_a_robots_txt_with_a_rule_for_each_of_thousands_is_read_in_one_pass() -> None:
    text = "user-agent: mingzhang\n" * 12_000 + "user-agent: a\n" * 12_000 + "disallow: /a\n" * 20_000
    rules = parse_robots(text, "mingzhang")
    assert len(rules.paths) == 20_000
    assert not rules.allows("http://h/a.pdf")


@pytest.mark.parametrize(
    "html",
    ["<!--" * 2_000_000, "<a href=" * 1_000_000, "<![CDATA[" * 500_000, "&#" * 2_000_000, "<" * 8_000_000],
    ids=lambda h: h[:9],
)
def test_a_page_that_the_parser_would_take_hours_for_costs_seconds(
    site: Site, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, html: str
) -> None:
    from ingest.fetch import visit
    from ingest.landing.bounded import Bounded

    monkeypatch.setattr(visit, "_read_page", Bounded(visit._read_page.reader, 3, visit._read_page.memory_bytes))
    report = fetch(site.on("/list", page(html)), site.on("/a.pdf", content(DOCUMENT)))
    assert [entry.outcome for entry in report.entries] == ["failed", "new"]
    assert report.entries[0].reason_code in ("page_unreadable", "no_attachments")


def test_a_title_of_megabytes_is_cut_before_it_is_looked_at(site: Site, fetch: Fetcher) -> None:
    site.on("/a.pdf", content(DOCUMENT))
    title = "附件：某局2024年度部门决算" + "公" * 2_000_000
    report = fetch(site.on("/list", page(f'<a href="/a.pdf" title="{title}">x</a>')))
    assert [entry.outcome for entry in report.entries] == ["page", "new"]
    [name] = fetch.kept()
    assert name[17:].startswith("某局2024年度部门决算公公")
    assert len(name.encode()) < 200


def test_a_page_with_thousands_of_nested_links_is_refused(site: Site, fetch: Fetcher) -> None:
    links = "".join(f"<a href={number}.pdf>" for number in range(20_000))
    [entry] = fetch(site.on("/list", page(links))).entries
    assert entry.reason_code in ("too_large", "page_unreadable")


@pytest.mark.parametrize("name", ["X-A", "Set-Cookie", "Content-Disposition"])
def test_headers_without_end_are_given_up(site: Site, fetch: Fetcher, name: str) -> None:
    line = f"{name}: {'a' * 2000}\r\n".encode()
    [entry] = fetch(site.on("/a.pdf", raw(b"HTTP/1.1 200 OK\r\n", forever=line)), attempts=1).entries
    assert entry.reason_code == "interrupted"


@pytest.mark.parametrize(
    "start",
    [
        b"\x00\xff\x16\x03 nonsense\r\n\r\n",
        b"HTTP/1.1 999999 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n%PDF-",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n%PDF-",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffffffff\r\n%PDF-",
        b"HTTP/1.1 200 OK\r\n\x1b]0;title\x07: a\r\n\r\n",
    ],
)
def test_what_is_no_http_is_an_ordinary_failure(site: Site, fetch: Fetcher, start: bytes) -> None:
    [entry] = fetch(site.on("/a.pdf", raw(start)), attempts=1).entries
    assert entry.outcome == "failed"
    assert entry.reason_code != "fetcher_failed"
    assert fetch.kept() == {}


@pytest.mark.parametrize("said", ["9" * 500, "Mon, 01 Sep 2025 02:01:30 +" + "9" * 30, "Mon, 01 Sep 99999 00:00:00 GMT", ""])
def test_a_retry_after_beyond_reason_asks_for_nothing(said: str, time: FakeTime) -> None:
    assert retry_after_seconds(said, time.clock) is None


# ---- where it leads ----


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ],
)
def test_a_redirect_into_the_operators_own_network_is_not_followed_even_if_declared(
    site: Site, fetch: Fetcher, target: str
) -> None:
    host = target.split("/")[2].strip("[]")
    [entry] = fetch(site.on("/a.pdf", redirect(target)), allowed_hosts=host).entries
    assert (entry.reason_code, entry.attempts) == ("private_address", 1)


def test_without_an_allowance_loopback_is_not_asked(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.on("/a.pdf", content(DOCUMENT)), allowed_networks="").entries
    assert entry.reason_code == "private_address"
    assert site.requests == []


@pytest.mark.parametrize("place", ["localhost", "2130706433", "127.1", "0x7f000001"])
def test_other_names_of_loopback_are_not_asked_either(site: Site, fetch: Fetcher, place: str) -> None:
    [entry] = fetch(f"http://{place}:{site.server.server_port}/a.pdf", allowed_networks="", attempts=1).entries
    assert entry.reason_code in ("private_address", "unreachable")
    assert site.requests == []


@pytest.mark.parametrize(("number", "is_public"), [("8.8.8.8", True), ("2606:4700::1111", True), ("2002:0a00:0001::1", False)])
def test_what_a_public_address_is(number: str, is_public: bool) -> None:
    assert is_askable(ip_address(number)) is is_public


def test_a_name_that_changes_its_answer_gains_nothing(fetch: Fetcher, monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """The address that was judged is the one that is connected to; the name is not asked for again."""
    answers = iter(["93.184.215.14", *["127.0.0.1"] * 20])
    connected: list[str] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(_: object, host: str, *__: Any, **___: Any) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    [entry] = fetch(f"http://rebound.example.org:{site.server.server_port}/a.pdf", allowed_networks="", attempts=3).entries
    assert connected == ["93.184.215.14"]
    assert entry.reason_code == "private_address"


def test_a_redirect_to_another_port_of_the_site_is_not_followed(site: Site, fetch: Fetcher) -> None:
    with serving() as database:
        target = database.on("/a.pdf", content(DOCUMENT))
        [entry] = fetch(site.on("/a.pdf", redirect(target))).entries
        assert entry.reason_code == "foreign_host"
        assert database.requests == []
        assert fetch(site.url + "/a.pdf", allowed_hosts=database.place).entries[0].outcome == "new"


def test_a_page_does_not_lead_to_another_port_either(site: Site, fetch: Fetcher) -> None:
    with serving() as database:
        report = fetch(site.on("/list", page(f'<a href="{database.url}/a.pdf">附件</a><a href="/b.pdf">附件</a>')))
        assert [entry.reason_code for entry in report.entries] == [None, "foreign_host", "status_404"]
        assert database.requests == []


def test_a_redirect_to_an_address_without_end_is_refused(site: Site, fetch: Fetcher) -> None:
    assert fetch(site.on("/a.pdf", redirect("/" + "a" * 20_000))).entries[0].reason_code == BadAddress.code


# ---- what it is taken for ----


def test_two_documents_under_one_tag_are_not_sewn_into_one(site: Site, fetch: Fetcher) -> None:
    """The server keeps its tag and changes the document: the rest that it sends belongs to another beginning."""
    first, second = pdf("first", 300_000), pdf("other", 300_000)
    address = site.on("/a.pdf", cut(first, 200_000, ETag='"1"'), versioned(second, '"1"'))
    [entry] = fetch(address).entries
    assert list(fetch.kept().values()) == [second]
    assert entry.sha256 == hashlib.sha256(second).hexdigest()


def test_two_documents_under_one_tag_for_ever_are_a_failure(site: Site, fetch: Fetcher) -> None:
    first, second = pdf("first", 300_000), pdf("other", 300_000)
    rest = content(second[200_000:], code=206, ETag='"1"', Content_Range=f"bytes 200000-{len(second) - 1}/{len(second)}")
    answers = [cut(first, 200_000, ETag='"1"'), rest, cut(second, 100, ETag='"1"')]
    [entry] = fetch(site.on("/a.pdf", *answers * 3), attempts=4).entries
    assert entry.reason_code == "interrupted"
    assert fetch.kept() == {}


def test_cookies_are_not_taken(site: Site, fetch: Fetcher) -> None:
    addresses = [site.on(f"/{name}.pdf", content(pdf(name), Set_Cookie="id=1; Path=/")) for name in "ab"]
    fetch(*addresses)
    assert all("cookie" not in request.headers for request in site.requests)


# ---- TLS ----


def certificate(folder: Path, name: str, days: int = 1) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=3)
    built = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=3 + days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.crt", folder / f"{name}.key"
    paths[0].write_bytes(built.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes sites that speak TLS with a certificate of this name; all of them are trusted."""
    sites = []

    def make(name: str, days: int = 1, is_trusted: bool = True) -> Site:
        paths = certificate(tmp_path, name, days)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*paths)
        made = serving()
        site = made.__enter__()
        sites.append(made)
        site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
        site.url = f"https://localhost:{site.server.server_port}"
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(paths[0]))
        return site

    yield make
    for made in sites:
        made.__exit__(None, None, None)


def test_a_site_with_a_good_certificate_is_fetched_from(secure: Any, fetch: Fetcher) -> None:
    site = secure("localhost")
    assert fetch(site.on("/a.pdf", content(DOCUMENT))).entries[0].outcome == "new"


@pytest.mark.parametrize(
    ("name", "days", "is_trusted"), [("localhost", 1, False), ("other.example.org", 1, True), ("localhost", -1, True)]
)
def test_a_certificate_that_cannot_be_trusted_ends_it_at_once(
    secure: Any, fetch: Fetcher, name: str, days: int, is_trusted: bool
) -> None:
    site = secure(name, days, is_trusted)
    [entry] = fetch(site.on("/a.pdf", content(DOCUMENT))).entries
    assert (entry.reason_code, entry.attempts) == ("untrusted", 1)
    assert "certificate" in (entry.reason or "")
    assert site.requests == []


def test_a_redirect_from_https_to_http_is_not_followed(secure: Any, site: Site, fetch: Fetcher) -> None:
    secured = secure("localhost")
    plain = site.on("/a.pdf", content(DOCUMENT)).replace("127.0.0.1", "localhost")
    [entry] = fetch(secured.on("/a.pdf", redirect(plain)), allowed_hosts=plain.split("/")[2]).entries
    assert entry.reason_code == "downgrade"
    assert site.requests == []


def test_a_server_that_speaks_no_tls_is_unreachable(site: Site, fetch: Fetcher) -> None:
    [entry] = fetch(site.url.replace("http:", "https:") + "/a.pdf", attempts=2).entries
    assert (entry.reason_code, entry.attempts) == ("unreachable", 2)


def test_every_error_of_the_network_is_one_of_ours(site: Site, time: FakeTime) -> None:
    http = Http(FetchSettings(allowed_networks=LOOPBACK), time.clock)
    with pytest.raises(FetchError), http.get(site.on("/a", raw(b"")), lambda _: True):
        pass
    http.close()
