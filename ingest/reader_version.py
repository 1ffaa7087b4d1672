"""The version of the reader: a digest of everything that can change how a document is read.

Nobody has to remember to raise a number when a line of vocabulary changes; a run after any such change reads anew.
"""

import hashlib
from importlib.resources import files
from pathlib import Path

#: Modules that orchestrate, publish or report: a change in them changes no reading.
_NOT_READING = {
    "__main__", "build", "cli", "executors", "find", "land", "publish", "query", "run", "summary", "transform", "reader_version", "versions", "nightly",
    "status", "changes", "changes_page", "build_info", "history", "landing_file", "refresh_commands", "terminal", "plan",
}  # fmt: skip
_NOT_READING_FOLDERS = {"fetch", "__pycache__"}


def _digest() -> str:
    root = Path(str(files("ingest")))
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".yml", ".csv")):
        place = path.relative_to(root)
        if place.parts[0] in _NOT_READING_FOLDERS or (len(place.parts) == 1 and path.stem in _NOT_READING):
            continue
        digest.update(place.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


READER_VERSION = _digest()
