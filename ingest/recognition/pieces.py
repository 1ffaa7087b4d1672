"""The pieces of text of a straightened picture: what was found as one is parted at rules, and every character gets its place."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.recognition.engine import Box, Picture, Said, crop, said_in
from ingest.recognition.rules import Ruled

#: Less sure than this is no text.
LEAST = 0.5
#: A rule parts a piece when it runs past its height by so much of that, above and below together: a stroke of a letter does not.
PAST = 0.3
#: A part of a piece that is narrower than this part of its height is the margin of its neighbour.
MARGIN = 0.2
#: A piece so many times higher than wide holds lines below each other.
UPRIGHT = 1.5


@dataclass(frozen=True)
class Piece:
    """Characters on one line in the picture, spaces left out, with the left and right side of each."""

    text: str
    confidence: float
    box: Box
    sides: tuple[tuple[float, float], ...]
    doubt: str | None = None  # why it may not be what is printed


def pieces_of(picture: Picture, places: Sequence[Box], rules: Sequence[Ruled] = ()) -> list[Piece]:
    """The text of a picture at the places where there is some. A rule that runs through a piece parts it."""
    verticals = [rule for rule in rules if not rule.is_horizontal]
    boxes = [part for box in places for cut in _parted(box, verticals) for part in _lines(picture, cut)]
    read = (read_piece(picture, box) for box in boxes)
    return [piece for piece in read if piece.text and piece.confidence >= LEAST]


def read_piece(picture: Picture, box: Box) -> Piece:
    """What a box says, as one line."""
    return placed(said_in(crop(picture, box)), box)


def placed(said: Said, box: Box) -> Piece:
    """What was said of a box, each character at its place. Where the places do not tell every character, nothing was said."""
    text = "".join(said.text.split())
    confidence = said.confidence if len(text) == len(said.middles) else 0.0
    width = box[2] - box[0]
    places = [box[0] + middle * width for middle in said.middles]
    characters = list(_characters(text, list(_sides(text, places, box))))
    return Piece("".join(c for c, _ in characters), confidence, box, tuple(sides for _, sides in characters))


def _parted(box: Box, verticals: Sequence[Ruled]) -> list[Box]:
    x0, y0, x1, y1 = box
    height = y1 - y0
    cuts = [
        rule.place
        for rule in verticals
        if x0 < rule.place < x1
        and rule.start <= y0 + PAST * height
        and rule.end >= y1 - PAST * height
        and rule.end - rule.start >= (1 + PAST) * height
    ]
    edges = [x0, *sorted(cuts), x1]
    parts = [(left, y0, right, y1) for left, right in pairwise(edges) if right - left > MARGIN * height]
    return parts or [box]


def _lines(picture: Picture, box: Box) -> list[Box]:
    """A box that is much higher than wide, as the lines in it; where ink does not part them it is one."""
    x0, y0, x1, y1 = box
    if y1 - y0 < UPRIGHT * (x1 - x0) or y1 - y0 < 1:
        return [box]
    grey = crop(picture, box).min(axis=2)
    is_inked = np.concatenate(([False], grey.min(axis=1) < (int(grey.min()) + int(grey.max())) / 2, [False]))
    begins, ends = np.flatnonzero(~is_inked[:-1] & is_inked[1:]), np.flatnonzero(is_inked[:-1] & ~is_inked[1:])
    if len(begins) < 2 or (ends - begins).max() < (x1 - x0) / 3:
        return [box]
    room = (x1 - x0) / 8
    return [(x0, y0 + begin - room, x1, y0 + end + room) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def _sides(text: str, middles: Sequence[float], box: Box) -> Iterator[tuple[float, float]]:
    """Left and right of each character: half way to its neighbour, or as wide as such a character is where the neighbour stands apart."""
    half = [0.5 * _width(character) * 0.75 * (box[3] - box[1]) for character in text]
    for i, middle in enumerate(middles):
        left, right = middle - half[i], middle + half[i]
        if i and middle - middles[i - 1] < 2 * (half[i] + half[i - 1]):
            left = (middles[i - 1] + middle) / 2
        if i + 1 < len(middles) and middles[i + 1] - middle < 2 * (half[i] + half[i + 1]):
            right = (middle + middles[i + 1]) / 2
        yield max(left, box[0]), min(right, box[2])


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def _characters(text: str, sides: Sequence[tuple[float, float]]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each character as NFKC writes it; one that becomes several stands where it stood."""
    for character, (left, right) in zip(text, sides, strict=False):
        written = "".join(unicodedata.normalize("NFKC", character).split())
        step = (right - left) / max(len(written), 1)
        for i, letter in enumerate(written):
            yield letter, (left + i * step, left + (i + 1) * step)
