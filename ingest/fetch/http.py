"""The only module that sends requests: one address in, one answer out, politely, with redirects and further tries."""

import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from itertools import count
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from ingest.fetch.addresses import host_of, place_of, sendable
from ingest.fetch.answers import as_sent, check_status, read_limited
from ingest.fetch.errors import (
    Downgrade,
    Encoded,
    FetchError,
    ForeignHost,
    Interrupted,
    OutOfTime,
    RedirectLoop,
    RobotsDisallow,
    RobotsUnavailable,
    TimedOut,
    TooManyRedirects,
    Unreachable,
    Untrusted,
)
from ingest.fetch.network import Network, connect_through
from ingest.fetch.patience import Patience
from ingest.fetch.politeness import Politeness
from ingest.fetch.robots import MAX_ROBOTS_BYTES, Rules, parse_robots
from ingest.fetch.settings import PRODUCT, Clock, FetchSettings

Result = TypeVar("Result")
MayAsk = Callable[[str], bool]  # address -> is its place the source's own, or declared


class Http:
    """Asks for addresses. Safe to use from several threads."""

    def __init__(self, settings: FetchSettings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.patience = Patience(clock, settings.run_limit_seconds)
        self._network = Network(self.patience, settings.networks)
        self._politeness = Politeness(settings.delay_seconds, clock, self.patience)
        self._robots: dict[str, Rules] = {}
        self._silent: Counter[str] = Counter()  # tries for the robots.txt of sites that do not answer
        self._guard = threading.Lock()
        self._client = httpx.Client(
            # identity: Range counts bytes as they are sent
            headers={
                "User-Agent": settings.user_agent,
                "Accept": "application/pdf, text/html;q=0.9, */*;q=0.5",
                "Accept-Encoding": "identity",
            },
            timeout=httpx.Timeout(settings.read_timeout_seconds, connect=settings.connect_timeout_seconds),
            follow_redirects=False,
        )
        connect_through(self._client, self._network)
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # nobody is recognised, nothing piles up

    def close(self) -> None:
        """Close idle connections."""
        self._client.close()

    def with_retries(self, attempt: Callable[[], Result]) -> Result:
        """Repeat what may succeed next time, later and later; a Retry-After that is too long ends it for tonight."""
        for number in count(1):
            try:
                return attempt()
            except FetchError as problem:
                problem.attempts = number
                wait_seconds = self._pause(problem, number)
                too_long = (problem.retry_after or 0) > self.settings.retry_after_limit_seconds
                if not problem.is_retryable or number >= self.settings.attempts or too_long:
                    raise
                self._politeness.postpone(problem.host, wait_seconds)
        raise AssertionError("unreachable")  # count() has no end

    def _pause(self, problem: FetchError, number: int) -> float:
        """Twice as long each time, between half and all of it: those that failed together must not come back together."""
        longest: float = min(self.settings.backoff_seconds * 2 ** (number - 1), self.settings.backoff_limit_seconds)
        return max(longest * (0.5 + self.clock.chance() / 2), problem.retry_after or 0)

    @contextmanager
    def get(self, address: str, may_ask: MayAsk, headers: Mapping[str, str] | None = None) -> Iterator[httpx.Response]:
        """The last answer behind an address, its body not yet read. Each redirect is judged like an address of its own."""
        visited = [address]
        while True:
            if not self._rules(visited[-1]).allows(visited[-1]):
                raise RobotsDisallow(f"robots.txt of {host_of(visited[-1])} asks not to fetch {visited[-1]}")
            with self._answer(visited[-1], headers or {}, self.settings.download_limit_seconds) as response:
                target = _redirect_target(response)
                if target is None:
                    yield response
                    return
            self._judge_redirect(visited, target, may_ask)
            visited.append(target)

    def _judge_redirect(self, visited: list[str], target: str, may_ask: MayAsk) -> None:
        if target in visited:
            raise RedirectLoop(f"redirected in a circle: {' -> '.join([*visited, target])}")
        if len(visited) > self.settings.max_redirects:
            raise TooManyRedirects(f"more than {self.settings.max_redirects} redirects: {' -> '.join([*visited, target])}")
        if visited[-1].startswith("https:") and not target.startswith("https:"):
            raise Downgrade(f"redirected from https to {target}; anybody on the way could put another filing there")
        if not may_ask(target):
            raise ForeignHost(f"redirected to {target}; {place_of(target)} is not declared in allowed_hosts")

    @contextmanager
    def _answer(self, address: str, headers: Mapping[str, str], seconds: float) -> Iterator[httpx.Response]:
        """One request in its host's turn; httpx's errors become ours, also those raised while the body is being read."""
        host = host_of(address)
        try:
            self._network.judge_number(host)
            with (
                self._politeness.turn(host),
                self.patience.within(seconds, TimedOut, f"{address}: not done after {seconds:,.0f} s"),
                self._client.stream("GET", address, headers=headers) as response,
            ):
                yield response
        except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError, FetchError) as problem:
            ours = _translated(problem, host)
            ours.host = host
            if ours is problem:
                raise
            raise ours from problem

    def _rules(self, address: str) -> Rules:
        """What the site's robots.txt asks for, read once per run. Nothing is asked of a site that cannot say (RFC 9309, 2.3.1.4)."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        with self._guard:
            known, tries = self._robots.get(site), self._silent[site]
        if known is None:
            if tries >= self.settings.attempts:
                raise RobotsUnavailable(
                    f"{site}/robots.txt could not be had in {tries} tries: nobody knows what the site asks for"
                )
            known = self._read_rules(site)
            self._politeness.slow_down(host_of(site), min(known.crawl_delay_seconds, self.settings.crawl_delay_limit_seconds))
            with self._guard:
                self._robots[site] = known
        return known

    def _read_rules(self, site: str) -> Rules:
        try:
            with self._answer(f"{site}/robots.txt", {}, self.settings.page_limit_seconds) as response:
                if response.status_code >= 500:
                    check_status(response, self.clock)
                if response.status_code != 200:  # there is none
                    return Rules()
                content = read_limited(response, MAX_ROBOTS_BYTES)[:MAX_ROBOTS_BYTES]
                return parse_robots(content.decode("utf-8-sig", errors="replace"), PRODUCT)
        except OutOfTime:  # the time of the source is over: nothing is known of the site
            raise
        except Encoded:  # not what was asked for: there is nothing to read
            return Rules()
        except FetchError:
            with self._guard:
                self._silent[site] += 1
            raise


def _translated(problem: Exception, host: str) -> FetchError:
    if isinstance(problem, FetchError):
        return problem
    said = str(problem) or type(problem).__name__
    if isinstance(problem, httpx.TimeoutException):
        return TimedOut(f"{host}: no answer in time ({type(problem).__name__})")
    if _is_about_trust(problem):
        return Untrusted(f"{host}: {said}")
    if isinstance(problem, httpx.ConnectError | httpx.ProxyError | httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Unreachable(f"{host}: {said}")
    return Interrupted(f"{host}: {said}")


def _is_about_trust(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, ssl.SSLCertVerificationError):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def _redirect_target(response: httpx.Response) -> str | None:
    location = response.headers.get("location")
    if response.status_code not in (301, 302, 303, 307, 308) or not location:
        return None
    return sendable(as_sent(response, "location"), str(response.url))
