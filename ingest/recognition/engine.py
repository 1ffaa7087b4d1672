"""Where text stands in a picture, and what it says. The only module that knows rapidocr; it and its models are loaded when first asked.

Its classifier of upside-down lines is off: it turned short figures round (9.69 became 69.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

#: Models that the rapidocr wheel carries; nothing is fetched when one is missing.
DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
#: Libraries of which another version may see otherwise; that of rapidocr stands for its models.
LIBRARIES = ("rapidocr", "onnxruntime", "pypdfium2", "opencv-python-headless")
#: Text is looked for in a smaller picture, of so many pixels a point (120 dpi) and no longer side than this: larger ones show no more
#: text and take four times as long.
SOUGHT_SCALE, SOUGHT_SIDE = 120 / 72, 2000

Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Said:
    """What a strip of a picture says, with the middle of each character that is no space as a part of the width."""

    text: str
    confidence: float
    middles: tuple[float, ...]


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


def places_of_text(picture: Picture, scale: float) -> list[Box]:
    """Upright boxes around the pieces of text of a picture of `scale` pixels a point, in its pixels, in reading order."""
    shrunk = min(1.0, SOUGHT_SCALE / scale, SOUGHT_SIDE / max(picture.shape[:2]))
    sought = picture if shrunk == 1 else cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    found = _engine()(sought, use_det=True, use_rec=False).boxes
    if found is None:
        return []
    corners = np.asarray(found, np.float64) / shrunk
    boxes = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in boxes.tolist()]


def said_in(strip: Picture) -> Said:
    """What one line of text says."""
    found = _engine()(strip, use_det=False, use_rec=True, return_word_box=True)
    if not found.txts:
        return Said("", 0.0, ())
    text, [words] = found.txts[0], found.word_results
    columns = [column for word in words.word_cols for column in word]
    middles = tuple((column + 0.5) / max(words.line_txt_len, 1) for column in columns)
    return Said(text, float(found.scores[0]), middles)


def crop(picture: Picture, box: Box) -> Picture:
    """The part of a picture in a box."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = max(int(box[0]), 0), max(int(box[1]), 0), min(int(box[2] + 1), width), min(int(box[3] + 1), height)
    return np.ascontiguousarray(picture[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)])


def confidence_in(strips: Sequence[Picture]) -> float:
    """How sure the recogniser is of some strips, on average."""
    return sum(said_in(strip).confidence for strip in strips) / max(len(strips), 1)


@cache
def _engine() -> Any:
    """It is told where its models lie, or it would fetch those that it misses, and to use one thread: there is one process for each
    core."""
    from rapidocr import RapidOCR  # half a second of imports: only when there is something to look at

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.use_preprocess_img": False,
            "Global.log_level": "error",
            "Det.model_path": str(model_file(DETECTION)),
            "Rec.model_path": str(model_file(RECOGNITION)),
            "Rec.rec_img_shape": [3, 48, 96],  # the shortest strip; the usual 320 reads short figures as well in twice the time
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
