"""One request at a time per host, with a pause between two."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ingest.fetch.patience import Patience
from ingest.fetch.settings import Clock

#: How often a thread that waits for its turn looks at the clock.
LOOK_SECONDS = 5.0


@dataclass
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    not_before: float = float("-inf")
    delay_seconds: float = 0.0


class Politeness:
    """Hands out turns. All waiting of a fetch, also that before another try, happens here."""

    def __init__(self, delay_seconds: float, clock: Clock, patience: Patience | None = None) -> None:
        self._delay_seconds = delay_seconds
        self._clock = clock
        self._patience = patience or Patience(clock, float("inf"))
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._guard = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until this host may be asked; the turn lasts as long as its answer is being read."""
        with self._guard:
            entry = self._hosts[host]
        while not entry.turn.acquire(timeout=min(self._patience.remaining(), LOOK_SECONDS)):
            pass  # somebody else's answer is being read; remaining() says when that takes too long
        try:
            wait_seconds = entry.not_before - self._clock.now()
            if wait_seconds > 0:
                self._patience.check_wait(wait_seconds)
                self._clock.sleep(wait_seconds)
            try:
                yield
            finally:
                self._postpone(entry, max(self._delay_seconds, entry.delay_seconds))
        finally:
            entry.turn.release()

    def postpone(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long: it failed, or asked for it."""
        with self._guard:
            entry = self._hosts[host]
        self._postpone(entry, seconds)

    def slow_down(self, host: str, delay_seconds: float) -> None:
        """Pause longer between two requests to this host, as its robots.txt asks."""
        with self._guard:
            self._hosts[host].delay_seconds = delay_seconds

    def _postpone(self, entry: _Host, seconds: float) -> None:
        with self._guard:
            entry.not_before = max(entry.not_before, self._clock.now() + seconds)
