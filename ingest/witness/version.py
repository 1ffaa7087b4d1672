"""Under which conditions an answer of the witness holds, and why it cannot be had at all."""

from importlib.util import find_spec
from pathlib import Path

from ingest.code_digest import digest_of

#: Models that the rapidocr wheel carries; nothing is fetched when one is missing.
DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
#: What decides what is seen in a page: how it is rendered and recognised, and where the reader sees glyphs.
_LOOKING = ("ingest/witness/recognise.py", "ingest/witness/version.py", "ingest/page")
_LIBRARIES = ("rapidocr", "onnxruntime", "pypdfium2", "opencv-python-headless")


def model_file(name: str) -> Path:
    """Where a model of the wheel lies; the package need not be imported for that."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        return Path("rapidocr", "models", name)
    return Path(found.origin).parent / "models" / name


def missing() -> str | None:
    """Why no page can be recognised here; None when all that it takes is here."""
    for library in ("rapidocr", "onnxruntime"):
        if find_spec(library) is None:
            return f"{library} is not installed"
    absent = [name for name in (DETECTION, RECOGNITION) if not model_file(name).is_file()]
    return f"the model {absent[0]} is missing" if absent else None


def witness_version() -> str:
    """Digest of the code and the libraries that recognise; the version of rapidocr stands for its models."""
    return digest_of(_LOOKING, _LIBRARIES)


def second_reading_version() -> str:
    """Digest of what reads a page a second time."""
    return digest_of(("ingest/witness/second_reading.py",), ("camelot-py", "playa-pdf", "opencv-python-headless"))
