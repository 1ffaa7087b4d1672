"""Serve the explorer until it is interrupted."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from mingzhang.explore.app import explorer
from mingzhang.explore.departments import Filter
from mingzhang.explore.source import Source

_LOOPBACK = ("127.0.0.1", "localhost")


class CannotServe(Exception):
    """The address is taken, or is none of this machine."""


def serve(warehouse: Path, raw_folder: Path, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Listen on one address and answer. Under another one than loopback, every name of this machine is answered."""
    try:
        listening = socket.create_server((host, port))
    except OSError as problem:
        raise CannotServe(f"{host}:{port}: {problem.strerror or problem}") from problem
    with listening:
        source = Source(warehouse)
        with (
            source.reading() as opened
        ):  # a file that is missing is said before a browser asks, and the first search is no slower
            opened.directory.find(Filter(("warm",)))
        app = explorer(source, raw_folder, _LOOPBACK if host in _LOOPBACK else ("*",))
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
        ready(f"http://{host}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])
