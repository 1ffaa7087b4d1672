"""Where documents are read: worker processes of this machine, or an existing Dask cluster; both are concurrent.futures.

Readers run single-threaded, so that as many documents are read at once as there are workers. A worker bounds the work on one
document; a worker that dies is replaced.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from ingest.errors import TooSlow
from ingest.schema import DocumentReading

#: A document may take this many seconds; the largest known one (260 pages) takes about ten.
SECONDS_PER_DOCUMENT = 300
#: Thread pools of numeric libraries: two workers with threaded ones are no faster than one.
_SINGLE_THREADED = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")


@dataclass(frozen=True)
class Workers:
    """An executor that can be made anew after it broke, and how many documents it reads at once."""

    open: Callable[[], Executor]
    count: int
    lost: tuple[type[BaseException], ...]  # what a future raises when its worker died
    read: Callable[[bytes, str, str], DocumentReading]


def local_workers(count: int | None = None) -> Workers:
    """Worker processes of this machine, one per core by default."""
    number = count or os.cpu_count() or 1
    return Workers(lambda: _local_pool(number), number, (BrokenProcessPool,), read_bounded)


def _local_pool(count: int) -> Executor:
    for variable in _SINGLE_THREADED:
        os.environ.setdefault(variable, "1")
    context = multiprocessing.get_context("spawn")  # a fork would copy open libraries
    return ProcessPoolExecutor(count, mp_context=context)


@contextmanager
def workers_of(executor: str, count: int | None) -> Iterator[Workers]:
    """Workers by name: `local`, or `dask://host:port` for the cluster of a scheduler that runs there."""
    if executor == "local":
        yield local_workers(count)
        return
    scheme, _, address = executor.partition("://")
    if scheme != "dask" or not address:
        raise ValueError(f"{executor}: an executor is `local` or `dask://host:port`")
    from distributed import Client  # only for those who have a cluster
    from distributed.scheduler import KilledWorker

    with Client(f"tcp://{address}") as client:  # type: ignore[no-untyped-call]  # distributed has no types
        total = sum(client.nthreads().values())
        yield Workers(client.get_executor, count or max(1, total), (KilledWorker,), read_bounded)


def read_bounded(content: bytes, file_name: str, document_key: str) -> DocumentReading:
    """Read one document in a worker; raises TooSlow when it takes too long, and dies rather than hang in a library."""
    from ingest.read import read_document  # the reader's imports take seconds: only workers need them

    soft_limit = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 2 * SECONDS_PER_DOCUMENT
    hard_limit = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft_limit, hard_limit))
    with _alarm(SECONDS_PER_DOCUMENT):
        return read_document(content, file_name, document_key)


@contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    def ring(_: int, __: FrameType | None) -> None:
        raise TooSlow(f"reading took more than {seconds} seconds")

    try:
        before = signal.signal(signal.SIGALRM, ring)
    except ValueError:  # a worker thread of a cluster has no alarm clock; its scheduler watches over it
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
