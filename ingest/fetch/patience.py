"""Deadlines: of the run, of the source that a thread visits, of the answer that it waits for. The nearest one counts.

A limit on silence alone bounds nothing: a server that sends a byte a second is never silent.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.fetch.errors import FetchError, OutOfTime
from ingest.fetch.settings import Clock


@dataclass(frozen=True)
class _Limit:
    ends: float
    error: type[FetchError]
    says: str


class Patience:
    """Knows how long a thread may still wait."""

    def __init__(self, clock: Clock, run_seconds: float) -> None:
        self._clock = clock
        says = f"the time of this run is up ({run_seconds:,.0f} s); the next one begins with what is left"
        self._run = _Limit(clock.now() + run_seconds, OutOfTime, says)
        self._of_thread = threading.local()

    @contextmanager
    def within(self, seconds: float, error: type[FetchError], says: str) -> Iterator[None]:
        """Raise `error` from whatever waits in this thread for longer than so many seconds from now."""
        outer = self._limits()
        self._of_thread.limits = (*outer, _Limit(self._clock.now() + seconds, error, says))
        try:
            yield
        finally:
            self._of_thread.limits = outer

    def remaining(self) -> float:
        """Seconds until the nearest deadline, more than 0; raises the error of one that has passed."""
        now = self._clock.now()
        nearest = min((self._run, *self._limits()), key=lambda limit: limit.ends)
        if nearest.ends <= now:
            raise nearest.error(nearest.says)
        return nearest.ends - now

    def check_wait(self, seconds: float) -> None:
        """Raise at once where a pause would outlast the deadline, instead of pausing for nothing."""
        now = self._clock.now()
        for limit in (self._run, *self._limits()):
            if now + seconds >= limit.ends:
                raise limit.error(limit.says)

    def _limits(self) -> tuple[_Limit, ...]:
        limits: tuple[_Limit, ...] = getattr(self._of_thread, "limits", ())
        return limits
