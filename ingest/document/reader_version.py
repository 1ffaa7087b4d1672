"""The version of the reader: a digest of everything that can change how a document is read.

Nobody has to remember to raise a number when a line of the lexicon or a library changes; a run after any such change reads anew.
"""

from functools import cache

from ingest.code_digest import digest_of

#: What reads a document; all else orchestrates, publishes or reports.
_READING = (
    "page",
    "recognition",
    "formats",
    "tables",
    "statements",
    "prose",
    "performance",
    "ledger",
    "lexicon",
    "document",
    "errors.py",
)
#: Libraries whose next version may read otherwise.
_LIBRARIES = ("pypdfium2", "rapidocr", "onnxruntime", "numpy", "polars", "opencv-python-headless", "pyyaml", "lxml", "xlrd")


@cache
def reader_version() -> str:
    """Digest once in a process, and only in one that asks: commands that read nothing need not compile the reader."""
    return digest_of((f"ingest/{part}" for part in _READING), _LIBRARIES)
