"""Under which conditions an answer of the witness holds, and why it cannot be had at all."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

#: Models that the rapidocr wheel carries; nothing is fetched when one is missing.
DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
#: What decides what is seen in a page: how it is rendered and recognised, and where the reader sees glyphs.
_LOOKING = ("witness/recognise.py", "witness/version.py", "page/pages.py", "page/pdfium_calls.py")
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
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\0".encode())
    for name in _LOOKING:
        digest.update(name.encode() + b"\0" + files("ingest").joinpath(name).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
