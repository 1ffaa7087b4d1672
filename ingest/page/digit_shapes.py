"""Whether digits look like what they say: a font with a wrong table of characters shows 6 and says 8, and all sums close.

Each digit of each font is rendered once and compared with the digits of the fonts that filings are set in (vocabulary/digit_shapes.csv:
10 × 14 cells of ink in tenths, up to 24 for each digit, rendered from filings and free fonts). What clearly shows another digit is read as shown.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ingest.lexicon import load_rows
from ingest.page import pdfium_calls as calls
from ingest.page.text_objects import Box, Sheet

#: Columns and rows of a shape, and how much its width counts beside its ink.
WIDTH, HEIGHT, WIDTH_WEIGHT = 10, 14, 6.0
#: A shape shows another digit than it says when it is no further from that one than this, and so many times further from its own.
#: (Of 4,000 digits of the corpus none is so near to another one and so far from its own; the 6 of one FangSong is like a 5, but as like a 6.)
NEAR, CLEAR = 6.5, 2.5
#: A font lies when so many of its digits do: a slip of one table of characters exchanges two at least.
LIES = 2
#: A digit that is not clear is looked at so often.
TRIES = 3
#: A digit is rendered so high (pixels).
PIXELS = 20.0
#: Fonts with fewer digits than this on a page set page numbers and dates.
FEW = 12

Shape = NDArray[np.float32]
_Key = tuple[str, int, float]  # font, digit, width by height of its shape


class DigitShapes:
    """What the digits of the fonts of one document look like, as far as they were met."""

    def __init__(self) -> None:
        self._seen: dict[_Key, int | None] = {}
        self._tries: Counter[_Key] = Counter()

    def misread(
        self, text_page: calls.Handle, sheet: Sheet, digits: Sequence[tuple[int, int]], pictures: Sequence[Box]
    ) -> dict[int, int | None]:
        """Number of a character → the digit that it shows, for those that say another one; None where it is not to be told.

        `digits`: number and digit of the characters of a page. Where one digit of a font lies, those that are not clear are not believed.
        What stands in one of the `pictures` shows the picture and not the font.
        """
        indices = [index for index, _ in digits]
        fonts = _fonts(text_page, indices)
        often = {font for font, count in Counter(fonts).items() if count >= FEW}
        boxes = calls.shape_boxes(text_page, indices)
        keys = [
            (font, digit, round(float(ratio), 1)) if font in often else None
            for (_, digit), font, ratio in zip(digits, fonts, _ratios(boxes), strict=True)
        ]
        for number, key in enumerate(keys):
            is_open = key and self._seen.get(key) is None and self._tries[key] < TRIES
            if key and is_open and not _is_in(_placed(sheet, boxes[number]), pictures):
                self._tries[key] += 1
                self._seen[key] = shown_digit(sheet, boxes[number], key[1])
        lies = Counter(font for (font, digit, _), shown in self._seen.items() if shown not in (None, digit))
        lying = {font for font, count in lies.items() if count >= LIES}
        shown = {index: self._seen[key] for index, key in zip(indices, keys, strict=True) if key and key[0] in lying}
        return {index: shown[index] for index, digit in digits if index in shown and shown[index] != digit}


def _fonts(text_page: calls.Handle, indices: Sequence[int]) -> list[str]:
    """The name of the font of each character."""
    objects = [calls.text_object_of(text_page, index) for index in indices]
    fonts = {address: calls.font_of(calls.Handle(address)).value for address in set(objects)}
    names = {font: calls.font_name(calls.Handle(font)) for font in set(fonts.values()) if font}
    return [names.get(fonts[address], "") for address in objects]


def _ratios(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Width by height; boxes of sideways text the other way round, which is as good to tell shapes apart."""
    return (boxes[:, 1] - boxes[:, 0]) / np.maximum(boxes[:, 3] - boxes[:, 2], 0.01)


def shown_digit(sheet: Sheet, box: NDArray[np.float64], said: int) -> int | None:
    """The digit that the page shows in a box of page space: the one that it says, or clearly another one; None where neither is sure."""
    shape = shape_of(sheet.part(_placed(sheet, box), PIXELS))
    if shape is None:
        return None
    digits, shapes = _known_shapes()
    distances = np.square(shapes - shape).sum(axis=1)
    nearest = [float(distances[digits == digit].min()) for digit in range(10)]
    best = min(nearest)
    if best == nearest[said]:
        return said
    return nearest.index(best) if best < NEAR and nearest[said] > CLEAR * best else None


def _placed(sheet: Sheet, box: NDArray[np.float64]) -> Box:
    left, right, bottom, top = box.tolist()
    (x0, y0), (x1, y1) = sheet.place(left, bottom), sheet.place(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_in(box: Box, pictures: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left < x < right and top < y < bottom for left, top, right, bottom in pictures)


def shape_of(area: NDArray[np.uint8]) -> Shape | None:
    """The ink of an image, cut to what is inked and scaled, with its width; None where there is next to none."""
    ink = 255.0 - area.astype(np.float32)
    if not ink.size or ink.max() < 100:
        return None
    ink /= ink.max()
    rows, columns = np.flatnonzero((ink > 0.35).any(axis=1)), np.flatnonzero((ink > 0.35).any(axis=0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if ink.shape[0] < HEIGHT // 2:
        return None
    scaled = _pooling(ink.shape[0], HEIGHT) @ ink @ _pooling(ink.shape[1], WIDTH).T
    shape: Shape = np.append(scaled.ravel(), np.float32(WIDTH_WEIGHT * ink.shape[1] / ink.shape[0]))
    return shape


@cache
def _pooling(size: int, parts: int) -> NDArray[np.float32]:
    """The matrix that averages `size` pixels to `parts`."""
    edges = np.linspace(0, size, parts + 1)
    starts, ends = np.maximum(edges[:-1, None], np.arange(size)), np.minimum(edges[1:, None], np.arange(size) + 1)
    shares: NDArray[np.float32] = (np.maximum(ends - starts, 0) * parts / size).astype(np.float32)
    return shares


@cache
def _known_shapes() -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    rows = list(_rows())
    return np.array([digit for digit, _ in rows]), np.array([shape for _, shape in rows], np.float32)


def _rows() -> Iterator[tuple[int, list[float]]]:
    for row in load_rows("digit_shapes"):
        yield int(row["digit"]), [*(int(ink) / 9 for ink in row["ink"]), WIDTH_WEIGHT * int(row["width_pct"]) / 100]
