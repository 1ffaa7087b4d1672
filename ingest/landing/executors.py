"""Where documents are read: on this machine, or on an existing Dask cluster; both are concurrent.futures.

On either, a thread hands its document to a reading process of its own, within bounds of memory and time (`ingest.landing.bounded`).
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from ingest.document.schema import DocumentReading
from ingest.landing.bounded import read_bounded

#: How a cluster is spoken to. The certificates of TLS are named in Dask's own configuration.
_TRANSPORTS = {"dask": "tcp", "dask+tls": "tls"}


@dataclass(frozen=True)
class Workers:
    """An executor that can be made anew after it broke, and how many documents it reads at once."""

    open: Callable[[], Executor]
    count: int
    lost: tuple[type[BaseException], ...]  # what a future raises when its worker died
    read: Callable[[bytes, str, str], DocumentReading]


def local_workers(count: int | None = None) -> Workers:
    """Reading processes of this machine, one per core by default."""
    number = count or os.cpu_count() or 1
    return Workers(lambda: ThreadPoolExecutor(number, "reading"), number, (), read_bounded)


@contextmanager
def workers_of(executor: str, count: int | None) -> Iterator[Workers]:
    """Workers by name: `local`, or `dask://host:port` (`dask+tls://host:port`) for the cluster of a scheduler that runs there."""
    if executor == "local":
        yield local_workers(count)
        return
    scheme, _, address = executor.partition("://")
    if scheme not in _TRANSPORTS or not address:
        raise ValueError(f"{executor}: an executor is `local`, `dask://host:port` or `dask+tls://host:port`")
    from distributed import Client  # only for those who have a cluster
    from distributed.scheduler import KilledWorker

    with Client(f"{_TRANSPORTS[scheme]}://{address}") as client:  # type: ignore[no-untyped-call]  # distributed has no types
        total = sum(client.nthreads().values())
        yield Workers(client.get_executor, count or max(1, total), (KilledWorker,), read_bounded)
