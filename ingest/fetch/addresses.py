"""Addresses: made whole and sendable, and judged by their host."""

import ipaddress
import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from ingest.fetch.errors import BadAddress

#: What a path or a query may hold as it is; everything else is percent-encoded, and what is encoded stays.
_SENDABLE = "/%:@!$&'()*+,;=~-._?"
#: Longer addresses lead nowhere, and are costly to take apart.
MAX_ADDRESS = 8000
#: Ports of the web, in either scheme.
_WEB_PORTS = (80, 443)
#: How names end that may lead to what the reader reads. Which of them a file is, its bytes tell.
DOCUMENT_SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".rtf", ".xls", ".xlsx", ".xlsm", ".et", ".ods", ".zip")
#: Names under which anybody's site may lie: www.gov.cn does not make all of gov.cn its site.
_SHARED = frozenset(("com.cn", "net.cn", "org.cn", "edu.cn", "gov.cn", "ac.cn", "mil.cn", "com.hk", "gov.hk", "gov.mo"))


def sendable(address: str, base: str = "", charset: str = "utf-8") -> str:
    """An absolute http(s) address without fragment, its Chinese characters encoded as a browser would.

    Browsers encode the path in UTF-8 whatever the page is in, the query in the page's own charset.
    """
    if len(address) > MAX_ADDRESS:
        raise BadAddress(f"{address[:60].strip()!r}... has {len(address):,} characters; no address has more than {MAX_ADDRESS:,}")
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii")
    except ValueError as problem:  # a UnicodeError is one too
        raise BadAddress(f"{address.strip()!r} is not an address: {problem}") from problem
    if parts.scheme not in ("http", "https"):
        raise BadAddress(f"{address.strip()!r} is not an http or https address")
    if not host:
        raise BadAddress(f"{address.strip()!r} names no host")
    if parts.username is not None or parts.password is not None:
        # it would stand in the manifest and in every log
        raise BadAddress(f"the address on {host} carries a user name or a password")
    place = f"[{host}]" if ":" in host else host
    return urlunsplit(
        (
            parts.scheme,
            place + (f":{port}" if port else ""),
            _encoded(parts.path or "/", "utf-8"),
            _encoded(parts.query, charset),
            "",
        )
    )


def _encoded(text: str, charset: str) -> str:
    lone_percent_encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(lone_percent_encoded, safe=_SENDABLE, encoding=charset, errors="replace")


def host_of(address: str) -> str:
    """The host without its port: politeness is owed to a machine."""
    return (urlsplit(address).hostname or "").lower()


def port_of(address: str) -> int:
    """The port, also where the scheme says it."""
    parts = urlsplit(address)
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_web_port(port: int) -> bool:
    """True for the ports that the web is served from: on others a machine talks of other things."""
    return port in _WEB_PORTS


def place_of(address: str) -> str:
    """Host, and port where it is not one of the web's, as allowed_hosts names them."""
    port = port_of(address)
    return host_of(address) if is_web_port(port) else f"{host_of(address)}:{port}"


def is_same_site(host: str, site_host: str) -> bool:
    """True when a host belongs to the site of another one: the same name, or a name below it; www. does not count."""
    if host == site_host:
        return True
    site = site_host.removeprefix("www.")
    if site in _SHARED or "." not in site or _is_number(site_host) or _is_number(host):
        return False
    return host == site or host.endswith("." + site)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def last_name(address: str) -> str:
    """The file name that an address ends in, or that its query states; '' when there is none."""
    parts = urlsplit(address)
    values = [
        value
        for _, _, value in (field.partition("=") for field in parts.query.split("&"))
        if value.lower().endswith(DOCUMENT_SUFFIXES)
    ]
    return unquote(values[0] if values else parts.path).replace("\\", "/").rsplit("/", 1)[-1]


def without_suffix(name: str) -> str:
    """A name of a document without what it calls its format."""
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and f".{suffix.lower()}" in DOCUMENT_SUFFIXES else name


def extension(address: str) -> str:
    """Lower-case extension of the path, with its dot."""
    name = unquote(urlsplit(address).path).rsplit("/", 1)[-1]
    return "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
