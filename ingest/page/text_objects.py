"""What the text objects of a page look like: shown or not, in which colour, in which transformed form.

Text that no page shows is in the file as any other: white on white, under a box, cut off by its clip, on a layer that is off, or
drawn with no ink at all (render mode 3). All of it is told by what the objects say, and white text and layers by the rendered page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from ingest.page import pdfium_calls as calls

Numbers = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Matrix = tuple[float, ...]  # a, b, c, d, e, f
Box = tuple[float, float, float, float]

#: From this value of red, green and blue on a colour is white; paper is as bright.
WHITE = 250
#: Alpha below which nothing is seen.
SEEN = 10
#: A red that is far from grey: red by at least so much more than green and blue.
REDDER = 90
#: Text drawn without ink: invisible, or only as a clip.
INVISIBLE = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
#: Letters higher than this (points) are no figures of a table.
LARGEST = 40.0
#: Room (points) around a shape that is rendered; more shows what stands beside it.
ROOM = 0.2
#: So much darker than its surroundings is ink.
INK = 40
#: Clip paths beyond this number are taken for whatever they leave.
MAX_CLIPS = 3


@dataclass
class Drawn:
    """What was drawn on a page besides text, in the order of drawing, and where each text object comes in that order."""

    place_of: dict[int, int] = field(default_factory=dict)  # address of a text object → place in the order of drawing
    form_of: dict[int, Matrix] = field(default_factory=dict)  # address of a text object → matrix of the form it is drawn in
    covers: list[tuple[int, Box]] = field(default_factory=list)  # opaque boxes by place
    pictures: list[tuple[int, Box]] = field(default_factory=list)
    specks: list[Box] = field(default_factory=list)  # filled shapes as small as a point
    curve_count: int = 0  # curves of filled shapes: letters drawn as outlines have dozens each
    stroke_count: int = 0  # segments of paths without curves that are neither rule, box nor speck: letters drawn as polygons

    @property
    def outline_count(self) -> int:
        return self.curve_count + self.stroke_count


@dataclass(frozen=True)
class Sheet:
    """The page as it can be rendered, and how its points are placed on the displayed page."""

    page: pdfium.PdfPage
    place: Callable[[Any, Any], tuple[Any, Any]]  # for a point or for arrays of x and y
    turned: int  # degrees by which the displayed page is turned further than the file says
    has_layers: bool

    @cached_property
    def image(self) -> NDArray[np.uint8]:
        """The displayed page in grey, one pixel for each point."""
        image = np.asarray(self.page.render(scale=1, rotation=self.turned, grayscale=True).to_numpy())
        return image.reshape(image.shape[:2])

    def part(self, box: Box, pixels: float) -> NDArray[np.uint8]:
        """A box of the displayed page in grey, so many pixels high; nothing where it is no box on the page."""
        width, height = self.page.get_size() if self.turned % 180 == 0 else self.page.get_size()[::-1]
        x0, y0, x1, y1 = box[0] - ROOM, box[1] - ROOM, box[2] + ROOM, box[3] + ROOM
        if not (0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height and 1 < y1 - y0 < LARGEST):
            return np.zeros((0, 0), np.uint8)
        crop = x0, height - y1, width - x1, y0
        image = np.asarray(self.page.render(scale=pixels / (y1 - y0), rotation=self.turned, crop=crop, grayscale=True).to_numpy())
        return image.reshape(image.shape[:2])


@dataclass(frozen=True)
class Characters:
    """Characters of a page by column: displayed place, and the number of the text object that draws each."""

    x: Numbers
    y: Numbers
    size: Numbers
    object_number: NDArray[np.int64]
    addresses: Sequence[int]  # of the objects, by number


@dataclass(frozen=True)
class Looks:
    """Per character: whether the page does not show it, is it red, and does it lie in or under a picture."""

    is_hidden: BoolArray
    is_red: BoolArray
    is_over_picture: BoolArray


def looks_of(sheet: Sheet, characters: Characters, drawn: Drawn) -> Looks:
    objects = [calls.Handle(address) for address in characters.addresses]
    of_each = characters.object_number
    colours = calls.fill_colours(objects).astype(np.int64)
    invisible = np.array([mode in INVISIBLE for mode in map(calls.render_mode_of, objects)], np.bool_)
    is_red = colours[:, 0] - np.maximum(colours[:, 1], colours[:, 2]) >= REDDER
    over_picture = _under(characters, drawn, drawn.pictures, either_side=invisible)
    hidden = (invisible[of_each] & ~over_picture) | (colours[:, 3] < SEEN)[of_each]
    hidden |= _under(characters, drawn, drawn.covers)
    # of a text that overflows its cell the rest is not shown, and yet belongs to it: only what is cut off as a whole is left out
    clipped = np.bincount(of_each, _clipped(objects, characters, drawn, sheet), len(objects)) / np.bincount(
        of_each, minlength=len(objects)
    )
    hidden |= (clipped > 0.5)[of_each]
    white = (colours[:, :3].min(axis=1) >= WHITE)[of_each] & ~hidden
    if white.any():
        hidden |= _on_white(sheet, characters, white)
    if sheet.has_layers:
        layered = np.array([calls.mark_count(item) > 0 for item in objects], np.bool_)
        layered |= np.array([address in drawn.form_of for address in characters.addresses], np.bool_)
        hidden |= _without_ink(sheet, characters, layered[of_each] & ~hidden)
    return Looks(hidden, is_red[of_each], over_picture & ~hidden)


def _under(
    characters: Characters, drawn: Drawn, boxes: Sequence[tuple[int, Box]], either_side: BoolArray | None = None
) -> BoolArray:
    """Whether characters lie in one of the boxes that are drawn after them; `either_side`: objects for which the order is nothing."""
    found = np.zeros(len(characters.x), np.bool_)
    if not boxes:
        return found
    places = np.array([drawn.place_of.get(address, -1) for address in characters.addresses])
    first = places.min(initial=0) if either_side is None or not either_side.any() else -1
    for place, (x0, y0, x1, y1) in boxes:
        if place < first:
            continue
        later = (places >= 0) & (places < place)
        later = later if either_side is None else later | either_side
        if later.any():
            inside = (x0 <= characters.x) & (characters.x <= x1) & (y0 <= characters.y) & (characters.y <= y1)
            found |= inside & later[characters.object_number]
    return found


def _clipped(objects: Sequence[calls.Handle], characters: Characters, drawn: Drawn, sheet: Sheet) -> BoolArray:
    """Whether characters lie outside the clip of their object. (Clips within forms are left out: pdfium gives them in no one space.)"""
    clips = list(map(calls.clip_of, objects))
    counts = list(map(calls.clip_path_count, clips))
    table = np.full((len(objects), 4), (-np.inf, -np.inf, np.inf, np.inf))
    known: dict[int, Box | None] = {}
    for number, count in enumerate(counts):
        if not 0 < count <= MAX_CLIPS or characters.addresses[number] in drawn.form_of:
            continue
        first = calls.clip_segment(clips[number], count - 1, 0).value  # objects under one clip share its points
        if first not in known:
            known[first] = _clip_box(clips[number], count, sheet)
        table[number] = known[first] or table[number]
    x0, y0, x1, y1 = table[characters.object_number].T
    reach = 0.25 * characters.size
    outside: BoolArray = np.logical_or.reduce(
        [
            characters.x < x0 - reach,
            characters.x > x1 + reach,
            characters.y < y0 - reach,
            characters.y > y1 + reach,
        ]
    )
    return outside


_POINT = calls.Results("ff")


def _clip_box(clip: calls.Handle, count: int, sheet: Sheet) -> Box | None:
    """The displayed box that the clip paths of an object leave."""
    xs, ys = [-np.inf, np.inf], [-np.inf, np.inf]
    for path in range(count):
        points = []
        for index in range(min(calls.clip_segment_count(clip, path), 5)):
            calls.segment_point(calls.clip_segment(clip, path, index), *_POINT.at)
            points.append(sheet.place(*_POINT.read()))
        if len(points) > 2:
            across, down = zip(*points, strict=True)
            xs = [max(xs[0], min(across)), min(xs[1], max(across))]
            ys = [max(ys[0], min(down)), min(ys[1], max(down))]
    return (xs[0], ys[0], xs[1], ys[1]) if xs[0] > -np.inf else None


def _on_white(sheet: Sheet, characters: Characters, wanted: BoolArray) -> BoolArray:
    """Whether white characters stand on white paper: most of what is around them is white."""
    found = _judged(sheet, characters, wanted, lambda area: bool(np.median(area) >= WHITE - 5))
    lines = np.round(characters.y + 0.33 * characters.size)  # by baseline
    for line in np.unique(lines[found]).tolist():  # other text over some of them darkens those
        on_line = wanted & (lines == line)
        found |= on_line & (2 * found[on_line].sum() > on_line.sum())
    return found


def _without_ink(sheet: Sheet, characters: Characters, wanted: BoolArray) -> BoolArray:
    """Whether there is nothing where characters stand."""
    return _judged(sheet, characters, wanted, lambda area: int(area.max()) - int(area.min()) < INK)


def _judged(sheet: Sheet, characters: Characters, wanted: BoolArray, is_empty: Callable[[NDArray[np.uint8]], bool]) -> BoolArray:
    found = np.zeros(len(characters.x), np.bool_)
    for index in np.flatnonzero(wanted).tolist():
        x, y, reach = characters.x[index], characters.y[index], max(0.3 * characters.size[index], 1.5)
        rows, columns = (slice(max(int(middle - reach), 0), max(int(middle + reach) + 1, 0)) for middle in (y, x))
        area = sheet.image[rows, columns]
        found[index] = area.size > 0 and is_empty(area)
    return found
