"""Ruling lines of a straightened picture: long runs of ink across and down."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.recognition.engine import Picture

#: A pixel darker than the mean of its surroundings (pixels around it) by so much is ink.
SURROUNDINGS, DARKER = 31, 10
#: Runs of ink shorter than this part of a point are strokes of letters: across, down.
SHORTEST_ACROSS, SHORTEST_DOWN = 21.0, 13.0
#: A rule goes on below a seal for no more than this (points).
LARGEST_GAP = 60.0
#: What is thicker than this (points) is an area, and no rule.
THICKEST = 5.0
#: Rules that touch each other (points) reach at least so far (points); the strokes of a large letter do not.
TOUCHING, SMALLEST = 3.0, 60.0
#: A rule stands over the last one that it meets by no more than this (points); an open column is wider.
OVERHANG = 8.0


@dataclass(frozen=True)
class Ruled:
    """One rule in pixels: where it lies, from where to where, how thick."""

    is_horizontal: bool
    place: float
    start: float
    end: float
    thickness: float


def ink_of(grey: Picture) -> Picture:
    """Ink as 255, paper as 0, whatever shade the paper has."""
    ink: Picture = cv2.adaptiveThreshold(  # type: ignore[assignment]
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, SURROUNDINGS, -DARKER
    )
    return ink


def rules_of(ink: Picture, scale: float, covered: Picture) -> list[Ruled]:
    """The rules of a picture of `scale` pixels a point. They go on below what is `covered` (255)."""
    found = [*_rules(ink, scale, covered, is_horizontal=True), *_rules(ink, scale, covered, is_horizontal=False)]
    tables = [group for group in _touching(found, TOUCHING * scale) if _reach(group) >= SMALLEST * scale]
    return [_trimmed(rule, group, scale) for group in tables for rule in group if _is_anchored(rule, group, scale)]


def _trimmed(rule: Ruled, group: list[Ruled], scale: float) -> Ruled:
    """A rule without what stands over the last rule that it meets: a seal's ring that it runs into, or dirt."""
    met = [
        other.place for other in group if other.is_horizontal != rule.is_horizontal and _touches(rule, other, TOUCHING * scale)
    ]
    start = max((place for place in met if 0 < place - rule.start <= OVERHANG * scale), default=rule.start)
    end = min((place for place in met if 0 < rule.end - place <= OVERHANG * scale), default=rule.end)
    return replace(rule, start=start, end=end)


def _is_anchored(rule: Ruled, group: list[Ruled], scale: float) -> bool:
    """Whether a short rule ends at others on both sides, as the rules of a cell do; a piece of a seal's ring crosses them."""
    near = TOUCHING * scale
    if rule.end - rule.start >= SMALLEST * scale:
        return True
    across = [other for other in group if other.is_horizontal != rule.is_horizontal]
    met = [other.place for other in across if other.start - near <= rule.place <= other.end + near]
    return all(any(abs(place - end) <= near for place in met) for end in (rule.start, rule.end))


def _touching(rules: list[Ruled], near: float) -> list[list[Ruled]]:
    """The rules in groups of those that touch each other."""
    groups: list[list[Ruled]] = []
    for rule in rules:
        joined = [group for group in groups if any(_touches(rule, other, near) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([rule, *(other for group in joined for other in group)])
    return groups


def _touches(one: Ruled, other: Ruled, near: float) -> bool:
    if one.is_horizontal == other.is_horizontal:
        return abs(one.place - other.place) <= near and one.start - near <= other.end and other.start - near <= one.end
    return one.start - near <= other.place <= one.end + near and other.start - near <= one.place <= other.end + near


def _reach(rules: list[Ruled]) -> float:
    """How far rules reach, across or down, whichever is more."""
    across = [(rule.start, rule.end) if rule.is_horizontal else (rule.place, rule.place) for rule in rules]
    down = [(rule.place, rule.place) if rule.is_horizontal else (rule.start, rule.end) for rule in rules]
    return max(max(end for _, end in span) - min(start for start, _ in span) for span in (across, down))


def _rules(ink: Picture, scale: float, covered: Picture, *, is_horizontal: bool) -> list[Ruled]:
    length = int((SHORTEST_ACROSS if is_horizontal else SHORTEST_DOWN) * scale)
    along, across = ((length, 1), (1, 3)) if is_horizontal else ((1, length), (3, 1))
    # a rule that is not quite straight steps from one row of pixels to the next
    thick = cv2.dilate(ink, np.ones(across[::-1], np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(along[::-1], np.uint8))
    # what is thick is an area, and would take the rules that it touches with it
    thickest = int(THICKEST * scale)
    areas = cv2.morphologyEx(opened, cv2.MORPH_OPEN, np.ones((thickest, 1) if is_horizontal else (1, thickest), np.uint8))
    opened = cv2.subtract(opened, areas)
    if covered.any():
        gap = int(LARGEST_GAP * scale)
        closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((1, gap) if is_horizontal else (gap, 1), np.uint8))
        opened = cv2.bitwise_or(opened, cv2.bitwise_and(closed, covered))
    _, _, found, middles = cv2.connectedComponentsWithStats(opened)
    rules = [_rule(stats, middle, is_horizontal=is_horizontal) for stats, middle in zip(found[1:], middles[1:], strict=True)]
    return [rule for rule in rules if rule.thickness <= THICKEST * scale and rule.end - rule.start >= length]


def _rule(stats: NDArray[np.int32], middle: NDArray[np.float64], *, is_horizontal: bool) -> Ruled:
    x, y, width, height, _ = stats.tolist()
    if is_horizontal:
        return Ruled(True, float(middle[1]), x, x + width, height)
    return Ruled(False, float(middle[0]), y, y + height, width)


def without_rules(picture: Picture, rules: list[Ruled]) -> Picture:
    """The picture with paper where its rules were: a rule beside a figure is read as a 1."""
    bare = picture.copy()
    for rule in rules:
        half = rule.thickness / 2 + 1
        low, high = max(int(rule.place - half), 0), int(rule.place + half) + 1
        start, end = int(rule.start), int(rule.end) + 1
        if rule.is_horizontal:
            bare[low:high, start:end] = 255
        else:
            bare[start:end, low:high] = 255
    return bare
