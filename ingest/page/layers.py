"""Whether a PDF has layers (optional content), told without interpreting it: only then is text asked for the layer it is on."""

import re
import zlib
from pathlib import Path

_LAYERS = b"/OCProperties"
_OBJECT_STREAM = re.compile(rb"/ObjStm.{0,300}?stream\r?\n", re.DOTALL)
#: So many bytes of the catalogue's stream are looked at.
MOST = 1 << 20


def has_layers(source: Path | bytes) -> bool:
    content = source if isinstance(source, bytes) else source.read_bytes()
    return _LAYERS in content or any(_LAYERS in _inflated(content, match.end()) for match in _OBJECT_STREAM.finditer(content))


def _inflated(content: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(memoryview(content)[start:], MOST)
    except zlib.error:  # encrypted, or packed in another way: not told
        return b""
