"""Under which conditions an answer of the witness holds."""

from ingest.code_digest import digest_of
from ingest.recognition.engine import LIBRARIES

#: What decides what is seen in a page: how it is rendered and recognised, and where the reader sees glyphs.
_LOOKING = (
    "ingest/witness/recognise.py",
    "ingest/recognition/engine.py",
    "ingest/recognition/picture.py",
    "ingest/recognition/pieces.py",
    "ingest/page",
)


def witness_version() -> str:
    """Digest of the code and the libraries that recognise; the version of rapidocr stands for its models."""
    return digest_of(_LOOKING, LIBRARIES)


def second_reading_version() -> str:
    """Digest of what reads a page a second time."""
    return digest_of(("ingest/witness/second_reading.py",), ("camelot-py", "playa-pdf", "opencv-python-headless"))
