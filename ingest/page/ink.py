"""What is drawn on a page outside its text and its rules: pictures, drawings, seals, letters drawn as outlines.

The page is rendered at one pixel for each point, and only where its objects say that there may be such ink. What the text layer
prints and the rules are taken away; what remains is gathered into areas, of which each is told by its box and its inked pixels.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.page.text_objects import Box, Drawn

#: Darker than this (of 255) is ink.
DARK = 200
#: Room (points) around text and rules that is theirs.
ROOM = 1.5
#: Ink nearer than this (points) to other ink belongs to one area with it.
NEAR = 6
#: An area of less ink (square points) than this is the rim of a letter or a speck of dust.
LEAST_INK = 24
#: An area that fills this part of its box in one colour is a coloured patch: nothing can be read in it.
FILLED, ONE_COLOUR = 0.9, 12

Mask = NDArray[np.bool_]
Image = NDArray[np.uint8]
Place = tuple[int, int]


class Ink(NamedTuple):
    """One inked area: its box on the displayed page, its inked square points, and whether it lies in a picture or is drawn."""

    box: Box
    square_points: int
    kind: str  # picture | drawing


def may_have_ink(drawn: Drawn) -> bool:
    """Whether the objects of a page say that it shows something beside text and rules."""
    return bool(drawn.pictures) or drawn.outline_count > 0


def inked_areas(image: Image, taken: Iterable[Sequence[float]], pictures: Sequence[Box]) -> tuple[Ink, ...]:
    """The areas of ink outside the boxes that are taken, from top to bottom. `image` is the page in grey, a pixel for each point."""
    is_ink = image < DARK
    for x0, y0, x1, y1 in taken:
        is_ink[_span(y0, y1), _span(x0, x1)] = False
    blocks = _blocks(is_ink)
    found = [_area(is_ink, places, blocks) for places in _connected(blocks)]
    inside = [next((box for box in pictures if _lies_in(area, box)), None) for area in found]
    pairs = list(zip(found, inside, strict=True))
    drawn = [area for area, picture in pairs if picture is None and not _is_patch(image, is_ink, area)]
    of_pictures = [_united([area for area, own in pairs if own == picture]) for picture in dict.fromkeys(inside) if picture]
    return tuple(sorted(area for area in (*drawn, *of_pictures) if area.square_points >= LEAST_INK))


def _lies_in(area: Ink, box: Box) -> bool:
    x, y = (area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _united(areas: Sequence[Ink]) -> Ink:
    """The areas of one picture as one."""
    x0, y0, x1, y1 = zip(*(area.box for area in areas), strict=True)
    return Ink((min(x0), min(y0), max(x1), max(y1)), sum(area.square_points for area in areas), "picture")


def _span(start: float, end: float) -> slice:
    return slice(max(int(start - ROOM), 0), max(int(np.ceil(end + ROOM)), 0))


def _blocks(is_ink: Mask) -> NDArray[np.int64]:
    """The ink of each square of NEAR points."""
    rows, columns = (-(-side // NEAR) for side in is_ink.shape)
    padded = np.zeros((rows * NEAR, columns * NEAR), np.bool_)
    padded[: is_ink.shape[0], : is_ink.shape[1]] = is_ink
    counted: NDArray[np.int64] = padded.reshape(rows, NEAR, columns, NEAR).sum(axis=(1, 3))
    return counted


def _connected(blocks: NDArray[np.int64]) -> Iterator[list[Place]]:
    """Squares with ink that touch each other, corners included."""
    waiting = {(row, column) for row, column in np.argwhere(blocks).tolist()}
    while waiting:
        group, edge = [], [waiting.pop()]
        while edge:
            row, column = edge.pop()
            group.append((row, column))
            around = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)} & waiting
            waiting -= around
            edge.extend(around)
        yield group


def _area(is_ink: Mask, places: Sequence[Place], blocks: NDArray[np.int64]) -> Ink:
    """The area of some squares: the box around their ink."""
    rows, columns = np.array(places).T
    top, left = int(rows.min()) * NEAR, int(columns.min()) * NEAR
    bottom, right = (int(rows.max()) + 1) * NEAR, (int(columns.max()) + 1) * NEAR
    down, across = np.nonzero(is_ink[top:bottom, left:right])
    box = left + across.min(), top + down.min(), left + across.max() + 1, top + down.max() + 1
    return Ink((float(box[0]), float(box[1]), float(box[2]), float(box[3])), int(blocks[rows, columns].sum()), "drawing")


def _is_patch(image: Image, is_ink: Mask, area: Ink) -> bool:
    """Whether an area is all of one colour."""
    x0, y0, x1, y1 = map(int, area.box)
    within = is_ink[y0:y1, x0:x1]
    return bool(within.mean() > FILLED and np.ptp(image[y0:y1, x0:x1][within]) < ONE_COLOUR)
