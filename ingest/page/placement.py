"""From page space to the displayed page, and matrices of drawing objects."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2 as pdfium

from ingest.page import pdfium_calls as calls

Matrix = tuple[float, ...]  # a, b, c, d, e, f
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Placement:
    """From page space (points, y upwards, unrotated) to the displayed page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> "Placement":
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, _upright_rotation(text_page, page.get_rotation()))

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    @cached_property
    def place(self) -> Callable[[Any, Any], tuple[Any, Any]]:
        """For a point or for arrays of x and y."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.rotation == 0:
            return lambda x, y: (x - left, top - y)
        if self.rotation == 90:
            return lambda x, y: (y - bottom, x - left)
        if self.rotation == 180:
            return lambda x, y: (right - x, y - bottom)
        return lambda x, y: (top - y, right - x)


def _upright_rotation(text_page: pdfium.PdfTextPage, page_rotation: int) -> int:
    """The rotation that makes most text run left to right: usually the page's own, another one for tables set sideways."""
    count, handle = text_page.count_chars(), calls.handle_of(text_page)
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 100)):
        angle = calls.angle_of(handle, index)
        if angle >= 0 and not calls.is_generated(handle, index):
            angles[round(math.degrees(angle) / 90) * 90 % 360] += 1
    if not angles:
        return page_rotation
    angle_of_most, votes = angles.most_common(1)[0]
    return -angle_of_most % 360 if votes * 2 > angles.total() else page_rotation


def compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def apply(matrix: Matrix, x: Any, y: Any) -> tuple[Any, Any]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
