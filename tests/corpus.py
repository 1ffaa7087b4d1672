"""Real filings, read and landed for the tests that ask what becomes of them."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from ingest.document.read import DocumentReading, read_document
from ingest.landing.land import Landing


def read(path: Path) -> DocumentReading:
    """Read one filing as a build would. Raises UnreadableDocument."""
    return read_document(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def land(paths: Iterable[Path], landing_file: Path) -> Path:
    """Read the filings in two processes and land them in a new file."""
    with Landing(landing_file) as landing, ProcessPoolExecutor(2) as executor:
        for reading in executor.map(read, paths):
            landing.land(reading)
    return landing_file
