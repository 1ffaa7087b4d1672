"""How to fetch: limits, patience, manners."""

import ipaddress
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.landing.find import MAX_BYTES

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NetworkRange = ipaddress.IPv4Network | ipaddress.IPv6Network

#: The name that robots.txt files may address.
PRODUCT = "mingzhang"


def utc_now() -> datetime:
    """The time of day that goes into the manifest."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """Time and chance, so that tests of waiting do not wait."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    time_of_day: Callable[[], datetime] = utc_now


@dataclass(frozen=True)
class FetchSettings:
    """Limits, patience and manners of a fetch; seconds and bytes."""

    #: Who runs this, for the sites' administrators: an address or a mailbox. Sent with each request, written nowhere.
    contact: str = ""
    #: Pause between two requests to one host; a longer Crawl-delay in its robots.txt wins.
    delay_seconds: float = 2.0
    #: A Crawl-delay beyond this would stretch a night into weeks.
    crawl_delay_limit_seconds: float = 60.0
    #: Hosts that are asked at the same time, each by one request.
    hosts_at_once: int = 8
    attempts: int = 4
    backoff_seconds: float = 2.0
    backoff_limit_seconds: float = 60.0
    #: Asked to wait longer than this, we leave and come back the next night.
    retry_after_limit_seconds: float = 300.0
    connect_timeout_seconds: float = 15.0
    #: Silence after which a connection counts as dead.
    read_timeout_seconds: float = 60.0
    #: A server that drips bytes never falls silent: from the request to the last byte of a document, of a page or robots.txt.
    download_limit_seconds: float = 1800.0
    page_limit_seconds: float = 120.0
    #: One source with everything that it lists, and the whole run, waiting included.
    source_limit_seconds: float = 2 * 3600.0
    run_limit_seconds: float = 6 * 3600.0
    max_redirects: int = 5
    max_bytes: int = MAX_BYTES
    max_page_bytes: int = 8 * 1024 * 1024
    max_attachments: int = 200
    #: Networks that are not public and may be asked all the same, separated by spaces: 10.20.0.0/16.
    allowed_networks: str = ""

    def __post_init__(self) -> None:
        for name in ("hosts_at_once", "attempts", "max_bytes", "max_page_bytes", "max_attachments"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, not {getattr(self, name)}")
        if self.delay_seconds < 0:
            raise ValueError(f"delay_seconds must not be negative, not {self.delay_seconds}")
        if not self.contact.isprintable() or not self.contact.isascii():
            raise ValueError("contact goes into an HTTP header: printable ASCII only")
        _ = self.networks  # says which one is none

    @property
    def networks(self) -> tuple[NetworkRange, ...]:
        """The allowed networks."""
        return tuple(ipaddress.ip_network(network) for network in self.allowed_networks.split())

    @property
    def user_agent(self) -> str:
        """Says who asks and why."""
        purpose = "reads published budget disclosures"
        return f"{PRODUCT}/0.1 ({purpose}; {self.contact})" if self.contact else f"{PRODUCT}/0.1 ({purpose})"
