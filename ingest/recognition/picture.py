"""A page as a picture: rendered, and turned by the little that it was laid on the scanner askew."""

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.recognition.engine import Picture

#: Dots per inch: at 200, 789 of 795 amounts on pages of unseen filings came out as printed; crops of single cells do worse.
DPI = 200
#: The longest side of a picture: a page of a poster's size is rendered coarser instead of filling the memory.
MAX_SIDE = 4000
#: A page lies askew by no more than this (degrees).
MAX_TILT = 5.0
#: The tilt is looked for in a picture of this size (pixels): in steps of these degrees, each around the best one of the step before.
TILT_SIDE, TILT_STEPS = 1200, (0.5, 0.1, 0.02)


def rendered(page: pdfium.PdfPage, turn: int = 0) -> tuple[Picture, float]:
    """The picture of a page, and its pixels for a point."""
    scale = min(DPI / 72, MAX_SIDE / max(page.get_size()))
    picture = page.render(scale=scale, rotation=turn, rev_byteorder=False).to_numpy()
    return np.ascontiguousarray(picture[:, :, :3]), scale


def grey_of(picture: Picture) -> Picture:
    """The picture in shades of grey."""
    grey: Picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
    return grey


def straightened(picture: Picture, tilt: float) -> Picture:
    """The picture turned by its tilt around its middle."""
    if abs(tilt) < TILT_STEPS[-1]:
        return picture
    height, width = picture.shape[:2]
    turned: Picture = cv2.warpAffine(  # type: ignore[assignment]
        picture,
        cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return turned


def tilt_of(ink: Picture) -> float:
    """By how many degrees the lines of text and the rules of a page lean: where they lie in rows, ink and paper alternate most."""
    by = min(1.0, TILT_SIDE / max(ink.shape))
    shrunk: Picture = cv2.resize(ink, None, fx=by, fy=by, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    best, reach = 0.0, MAX_TILT
    for step in TILT_STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best, reach = max(angles.tolist(), key=lambda angle: _alternation(shrunk, angle)), step
    return best


def _alternation(ink: NDArray[np.uint8], angle: float) -> float:
    height, width = ink.shape
    turned = cv2.warpAffine(ink, cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), (width, height))
    rows = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())
