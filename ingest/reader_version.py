"""The version of the reader: a digest of everything that can change how a document is read.

Nobody has to remember to raise a number when a line of vocabulary changes; a run after any such change reads anew.
"""

import hashlib
from importlib.resources import files
from pathlib import Path

#: What reads a document; all else in this package orchestrates, publishes or reports.
_READING = ("page", "statement", "prose", "performance", "vocabulary", "read.py", "schema.py", "errors.py")


def _digest() -> str:
    root = Path(str(files("ingest")))
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".yml", ".csv")):
        place = path.relative_to(root)
        if place.parts[0] in _READING:
            digest.update(place.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


READER_VERSION = _digest()
