"""What an answer says about itself: whether it brings a body, under what name, and when to come back."""

import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, unquote_to_bytes

import httpx

from ingest.fetch.errors import BadStatus, Encoded
from ingest.fetch.settings import Clock


def check_status(response: httpx.Response, clock: Clock) -> None:
    """Raise unless the answer brings a body: 200, or 206 for a part."""
    if response.status_code in (200, 203, 206):
        return
    said = f"{response.url} answers {response.status_code} {response.reason_phrase}".rstrip()
    raise BadStatus(said, response.status_code, retry_after_seconds(response.headers.get("retry-after"), clock))


def retry_after_seconds(value: str | None, clock: Clock) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or as a date; None when it cannot be read."""
    if value is None:
        return None
    if re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - clock.time_of_day()).total_seconds())


def chunks(response: httpx.Response) -> Iterator[bytes]:
    """The body as it is sent. Nothing is ever decoded: what was not asked for is refused."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity"):
        raise Encoded(f"{response.url}: sent as {encoding[:60]!r}, which was not asked for")
    return response.iter_raw()


def read_limited(response: httpx.Response, limit: int) -> bytes:
    """The first bytes of a body: all of it, or a little more than the limit."""
    content = bytearray()
    for chunk in chunks(response):
        content += chunk
        if len(content) > limit:
            break
    return bytes(content)


def disposition_name(response: httpx.Response) -> str:
    """File name that the server proposes; '' without one. Chinese servers send it encoded, or as plain UTF-8 or GBK bytes."""
    value = as_sent(response, "content-disposition")
    extended = re.search(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", value, re.IGNORECASE)
    if extended:
        return _decoded(unquote_to_bytes(extended[2].strip(' "')))
    plain = re.search(r'filename\s*=\s*(?:"([^"]*)"|([^;]+))', value, re.IGNORECASE)
    return unquote((plain[1] or plain[2] or "").strip()) if plain else ""


def as_sent(response: httpx.Response, name: str) -> str:
    """A header as text, whatever charset its bytes are in; '' when it was not sent."""
    raw = [value for key, value in response.headers.raw if key.lower() == name.encode()]
    return _decoded(raw[0]) if raw else ""


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
