"""Seals on a page: thicker than text, and lighter than what is printed below them.

With a seal taken off, rules are whole and what shows through is read; what it hides altogether is missing then as if it had never been
printed. So figures are read with the seal and without it, and only what is read alike is a reading.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.recognition.engine import Picture
from ingest.recognition.picture import grey_of

#: Darker than this is a seal or print.
DARK = 150
#: Strokes thicker than this (points) are no letters of a table; what reaches less far (points) than a seal is the heading of a page.
THICK, REACH = 2.2, 36.0
#: What fills more of the rectangle around it than this is a shaded cell.
SOLID = 0.8
#: Print under a seal is darker than this part of its grey; what is lighter than the second part is the seal.
PRINT, SEAL = 0.3, 0.8
#: The blurred edge of a seal (pixels).
EDGE = 5


def without_seals(picture: Picture, scale: float) -> tuple[Picture, Picture]:
    """The picture with paper where seals were, and with what shows through them; and where they were (255)."""
    grey = grey_of(picture)
    size = max(int(THICK * scale), 2)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    thick = cv2.morphologyEx((grey < DARK).astype(np.uint8), cv2.MORPH_OPEN, kernel)
    _, numbers, found, _ = cv2.connectedComponentsWithStats(thick)
    seals = [number for number, stats in enumerate(found) if number and _is_seal(stats, scale)]
    bare, covered = picture.copy(), np.zeros(grey.shape, np.uint8)
    for number in seals:
        is_seal = numbers == number
        level = float(np.median(grey[is_seal]))
        around = cv2.dilate(is_seal.astype(np.uint8), np.ones((EDGE, EDGE), np.uint8)).astype(bool)
        bare[around] = _lifted(grey[around], level)[:, None]
        covered[around] = 255
    return bare, covered


def _is_seal(stats: NDArray[np.int32], scale: float) -> bool:
    _, _, width, height, area = stats.tolist()
    return bool(min(width, height) >= REACH * scale and area <= SOLID * width * height)


def _lifted(grey: NDArray[np.uint8], level: float) -> NDArray[np.uint8]:
    """Levels of grey with that of the seal as paper."""
    lifted = (grey - PRINT * level) / ((SEAL - PRINT) * level)
    clipped: NDArray[np.uint8] = (255 * lifted.clip(0, 1)).astype(np.uint8)
    return clipped
