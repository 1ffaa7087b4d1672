"""What the shape of a character says against its text: a bar before a digit is a minus, whatever the font calls it.

Fonts embedded with a wrong table of characters show −314.02 and say 2314.02, ÿ314.02 or 314.02 behind a blank.
"""

from collections.abc import Sequence

import numpy as np

from ingest.page import pdfium_calls as calls
from ingest.page.text_objects import Sheet

_SIGNS = frozenset(map(ord, "-‐‑‒–—―−－﹣~_=*/+△▲"))
#: A bar is so much lower than the digit behind it, and so much wider than high; its middle is in that part of the digit's height.
LOW, WIDE, MIDDLE = 0.25, 2.0, (0.2, 0.8)
#: A sign stands no further (in heights of a digit) from its figure.
NEAR = 1.0


def read_as_minus(text_page: calls.Handle, sheet: Sheet, codes: Sequence[int]) -> list[int]:
    """The characters that are bars before a digit and say that they are something else."""
    before = [
        index
        for index, code in enumerate(codes[:-1])
        if 0x30 <= codes[index + 1] <= 0x39 and (code < 0x2000 or code > 0x10FFFF or code >= 0xE000) and code not in _SIGNS
    ]
    if not before:
        return []
    left, right, bottom, top = calls.shape_boxes(text_page, before).T
    digits = calls.shape_boxes(text_page, [index + 1 for index in before])
    (x0, y0), (x1, y1) = sheet.place(left, bottom), sheet.place(right, top)
    (dx0, dy0), (dx1, dy1) = sheet.place(digits[:, 0], digits[:, 2]), sheet.place(digits[:, 1], digits[:, 3])
    width, height, digit = np.abs(x1 - x0), np.abs(y1 - y0), np.abs(dy1 - dy0)
    middle = (np.maximum(dy0, dy1) - (y0 + y1) / 2) / np.maximum(digit, 0.01)
    gap = np.minimum(dx0, dx1) - np.maximum(x0, x1)
    is_bar = (height > 0) & (height < LOW * digit) & (width > WIDE * height)
    is_bar &= (middle > MIDDLE[0]) & (middle < MIDDLE[1]) & (gap > -0.5 * digit) & (gap < NEAR * digit)
    return [before[index] for index in np.flatnonzero(is_bar).tolist()]
