"""The published file: read-only, opened anew when a build has put another one in its place."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mingzhang.explore.departments import Directory, read_directory


class NoWarehouse(Exception):
    """There is no published file, or it was built by an earlier version."""


@dataclass(frozen=True)
class Opened:
    """The file as it is now, and who publishes in it."""

    connection: duckdb.DuckDBPyConnection
    directory: Directory
    stamp: tuple[int, int]


class Source:
    """Hands out cursors. DuckDB keeps one state per path and process: the old file is closed before the new one is opened, and
    that waits until nobody reads."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self._opened: Opened | None = None
        self._readers = 0
        self._changed = threading.Condition()

    @contextmanager
    def reading(self) -> Iterator[Opened]:
        with self._changed:
            stamp = self._stamp()
            while self._opened and self._opened.stamp != stamp and self._readers:
                self._changed.wait()
            if self._opened is None or self._opened.stamp != stamp:
                self._reopen(stamp)
            assert self._opened is not None
            opened = Opened(self._opened.connection.cursor(), self._opened.directory, stamp)
            self._readers += 1
        try:
            yield opened
        finally:
            opened.connection.close()
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    def _stamp(self) -> tuple[int, int]:
        try:
            state = self.warehouse.stat()
        except OSError as problem:
            raise NoWarehouse(f"{self.warehouse}: no such warehouse; `make build` makes it") from problem
        return state.st_ino, state.st_mtime_ns

    def _reopen(self, stamp: tuple[int, int]) -> None:
        if self._opened:
            self._opened.connection.close()
            self._opened = None
        try:
            connection = duckdb.connect(str(self.warehouse), read_only=True)
            self._opened = Opened(connection, read_directory(connection), stamp)
        except duckdb.Error as problem:
            raise NoWarehouse(f"{self.warehouse}: {str(problem).splitlines()[0]}") from problem
