"""A real HTTP server on the loopback interface that answers as told, faults included.

Each path has a list of answers; each request takes the next one, the last one stays. An answer is a function that gets the
request handler and writes what it likes, so that a broken server can be played byte by byte.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]


def pdf(name: str, size: int = 5000) -> bytes:
    """Bytes that begin and end as a PDF does; nothing here opens them."""
    return b"%PDF-1.4\n" + name.encode().ljust(size, b".") + b"\n%%EOF\n"


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


class Site:
    """The server, what it is told to answer, and what it was asked."""

    def __init__(self, host: str) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[Request] = []
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append(Request(self.path, {key.lower(): value for key, value in self.headers.items()}))
                waiting = site.answers.get(self.path, [status(404)])
                with suppress(ConnectionError):  # the client may leave, that is its right
                    (waiting.pop(0) if len(waiting) > 1 else waiting[0])(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer((host, 0), Handler)
        self.server.daemon_threads = True
        self.place = f"{host}:{self.server.server_port}"
        self.url = f"http://{self.place}"

    def on(self, path: str, *answers: Answer) -> str:
        """Answer a path so; returns its address."""
        self.answers[path] = list(answers)
        return self.url + path

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site(host)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        site.server.shutdown()
        site.server.server_close()


def head(handler: BaseHTTPRequestHandler, code: int, headers: dict[str, str]) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def content(body: bytes, content_type: str = "application/pdf", code: int = 200, **headers: str) -> Answer:
    """A whole body; header names with _ for -."""
    sent = {
        "Content-Type": content_type,
        "Content-Length": str(len(body)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }

    def answer(handler: BaseHTTPRequestHandler) -> None:
        head(handler, code, sent)
        handler.wfile.write(body)

    return answer


def page(html: str, charset: str = "utf-8") -> Answer:
    return content(html.encode(charset), f"text/html; charset={charset}")


def status(code: int, **headers: str) -> Answer:
    return content(b"", "text/plain", code, **headers)


def redirect(to: str, code: int = 302) -> Answer:
    return status(code, Location=to)


def versioned(body: bytes, etag: str) -> Answer:
    """A server that does it right: 304 for what the client has, the rest for a part of it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            return status(304, ETag=etag)(handler)
        begins = handler.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
        if begins and handler.headers.get("If-Range") == etag:
            span = f"bytes {begins}-{len(body) - 1}/{len(body)}"
            return content(body[int(begins) :], code=206, ETag=etag, Content_Range=span)(handler)
        return content(body, ETag=etag)(handler)

    return answer


def cut(body: bytes, after: int, **headers: str) -> Answer:
    """Announces the whole length and hangs up in the middle."""
    sent = {"Content-Type": "application/pdf", "Content-Length": str(len(body)), **headers}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        head(handler, 200, sent)
        handler.wfile.write(body[:after])
        handler.close_connection = True

    return answer


def unmeasured(body: bytes, content_type: str = "application/pdf") -> Answer:
    """No length; the end of the connection is the end of the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        head(handler, 200, {"Content-Type": content_type, "Connection": "close"})
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def endless(start: bytes, content_type: str = "application/pdf") -> Answer:
    """Never stops sending."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        head(handler, 200, {"Content-Type": content_type, "Connection": "close"})
        handler.wfile.write(start)
        while True:  # until the client hangs up
            handler.wfile.write(b"." * 4096)

    return answer


def silent(site: Site) -> Answer:
    """Takes the request and says nothing until the server closes."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        site.closing.wait(30)
        handler.close_connection = True

    return answer
