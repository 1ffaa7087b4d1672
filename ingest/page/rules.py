"""The ruling lines of a page, and what else is drawn on it: pictures, covers, specks, outlines."""

import ctypes
import itertools
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import TooLarge
from ingest.page import pdfium_calls as calls
from ingest.page.model import Rule
from ingest.page.placement import IDENTITY, Matrix, Placement, apply, compose
from ingest.page.text_objects import Box, Drawn

#: A page with more drawing objects than this is a map or a chart: its rules are not read further.
MAX_DRAWING_OBJECTS = 60_000
#: A filled rectangle thinner than this (points) is a drawn line.
THIN = 2.5
#: Lean (points) that a ruling line may have and still count as straight.
LEAN = 1.0
#: Straight lines of a path with curves rule nothing unless longer than this (points): letters drawn as outlines.
LETTER = 30.0
#: A filled shape no larger than this (points) may be a decimal point.
SPECK = 2.5
#: A path of so many segments is a stroke, and no letter.
STRAIGHT = 2
#: Pixels of a picture: a sheet of A3 at 1,000 dots an inch has 190 million, and takes 600 MB when it is decoded.
MAX_PICTURE_PIXELS = 200_000_000
#: A path of more segments than this draws no points.
MAX_ROUND = 400


class Drawing:
    """Collects the straight lines of a page, descending into form objects."""

    def __init__(self, placement: Placement) -> None:
        self.placement = placement
        self.rules: list[Rule] = []
        self.has_image = False
        self.drawn = Drawn()
        self._objects_left = MAX_DRAWING_OBJECTS
        self._has_curves = False
        self._place = 0
        self._rounds: list[list[tuple[float, float]]] = []  # points of each piece of a path, where it has few
        self._matrix, self._mode, self._point = calls.Results("ffffff"), calls.Results("ii"), calls.Results("ff")
        self._pixels = calls.Results("II")

    def read(self, page: pdfium.PdfPage) -> None:
        handle = calls.handle_of(page)
        self._read_objects(map(calls.page_object, repeat(handle), range(pdfium_c.FPDFPage_CountObjects(page))), None)

    def _read_objects(self, items: Iterable[calls.Handle], outer: Matrix | None) -> None:
        for item in items:
            self._objects_left -= 1
            if self._objects_left < 0:
                return
            kind = calls.kind_of(item)
            self._place += 1
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                self._place_text(item.value or 0, outer)
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                self._read_path(item, outer)
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
                count = pdfium_c.FPDFFormObj_CountObjects(ctypes.cast(item, pdfium_c.FPDF_PAGEOBJECT))
                self._read_objects(map(calls.form_object, repeat(item), range(count)), self._placed(item, outer))
            elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                self._refuse_vast(item)
                self._read_image(self._placed(item, outer))

    def _place_text(self, address: int, outer: Matrix | None) -> None:
        self.drawn.place_of[address] = self._place
        if outer is not None and outer != IDENTITY:
            self.drawn.form_of[address] = outer

    def _placed(self, item: calls.Handle, outer: Matrix | None) -> Matrix:
        calls.matrix_of(item, self._matrix.at[0])
        return compose(self._matrix.read(), outer)

    def _refuse_vast(self, picture: calls.Handle) -> None:
        """Raise TooLarge for a picture that states more pixels than any scan has, before anything decodes it."""
        calls.pixel_size_of(picture, *self._pixels.at)
        width, height = self._pixels.read()
        if width * height > MAX_PICTURE_PIXELS:
            raise TooLarge(f"a picture of {width:,} × {height:,} pixels; no scan has more than {MAX_PICTURE_PIXELS:,}")

    def _read_image(self, matrix: Matrix) -> None:
        """An image fills the unit square of its matrix; a thin one is a line drawn as a picture."""
        x0, y0 = self.placement.place(*apply(matrix, 0, 0))
        x1, y1 = self.placement.place(*apply(matrix, 1, 1))
        if min(abs(x1 - x0), abs(y1 - y0)) < THIN < max(abs(x1 - x0), abs(y1 - y0)):
            self._add_box(x0, y0, x1, y1)
        else:
            self.has_image = True
            self.drawn.pictures.append((self._place, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))

    def _read_path(self, path: calls.Handle, outer: Matrix | None) -> None:
        calls.draw_mode_of(path, *self._mode.at)
        fill, stroke = self._mode.read()
        if not fill and not stroke:
            return
        before, told = len(self.rules), len(self.drawn.specks)
        is_box = False
        for subpath in self._subpaths(path, self._placed(path, outer)):
            if stroke:
                for (ax, ay), (bx, by) in itertools.pairwise(subpath):
                    self._add(ax, ay, bx, by)
            else:
                xs, ys = [p[0] for p in subpath], [p[1] for p in subpath]
                x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
                if min(x1 - x0, y1 - y0) < THIN:
                    self._add_box(x0, y0, x1, y1)
                if fill and max(x1 - x0, y1 - y0) <= SPECK:
                    self.drawn.specks.append((x0, y0, x1, y1))
                elif fill and min(x1 - x0, y1 - y0) > THIN and not self._has_curves and _is_box(xs, ys):
                    is_box = True
                    self._cover(path, (x0, y0, x1, y1))
        if self._has_curves:
            self.drawn.specks += [box for points in self._rounds if fill and _size(box := _box_of(points)) <= SPECK]
            self.rules[before:] = [r for r in self.rules[before:] if r.x1 - r.x0 > LETTER or r.y1 - r.y0 > LETTER]
        elif not is_box and len(self.rules) == before and len(self.drawn.specks) == told:
            segments = calls.segment_count(path)
            self.drawn.stroke_count += segments if segments > STRAIGHT else 0

    def _cover(self, path: calls.Handle, box: Box) -> None:
        """A filled box hides what was drawn before it, unless one sees through it."""
        alpha = int(calls.fill_colours([path])[0, 3])
        if alpha == 255 and not calls.has_transparency(path) and self.drawn.place_of:
            self.drawn.covers.append((self._place, box))

    def _subpaths(self, path: calls.Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        a, b, c, d, e, f = matrix
        point_at, read_point, place = self._point.at, self._point.read, self.placement.place
        points: list[tuple[float, float]] = []
        count, self._has_curves = calls.segment_count(path), False
        self._rounds = []
        self._objects_left -= count // 8
        for index in range(count):
            segment = calls.segment_of(path, index)
            calls.segment_point(segment, *point_at)
            x, y = read_point()
            point = place(a * x + c * y + e, b * x + d * y + f)
            kind = calls.segment_kind(segment)
            if kind == pdfium_c.FPDF_SEGMENT_LINETO:
                points.append(point)
            else:  # a new beginning, or a curve, which is not a ruling line
                if len(points) > 1:
                    yield points
                points = [point]
                if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
                    self._has_curves = True
                    self.drawn.curve_count += 1
                elif count <= MAX_ROUND:
                    self._rounds.append([])
            if count <= MAX_ROUND and self._rounds:
                self._rounds[-1].append(point)
            if len(points) > 2 and calls.is_closing(segment):
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _add_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin box is the line along its longer side."""
        if abs(x1 - x0) >= abs(y1 - y0):
            self._add(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        else:
            self._add((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)

    def _add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(y1 - y0) <= LEAN < abs(x1 - x0):
            middle = (y0 + y1) / 2
            self.rules.append(Rule(min(x0, x1), middle, max(x0, x1), middle))
        elif abs(x1 - x0) <= LEAN < abs(y1 - y0):
            middle = (x0 + x1) / 2
            self.rules.append(Rule(middle, min(y0, y1), middle, max(y0, y1)))


def _box_of(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _size(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _is_box(xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether all points are corners of the box around them."""
    sides = (min(xs), max(xs)), (min(ys), max(ys))
    return len(xs) >= 4 and all(
        min(x - sides[0][0], sides[0][1] - x) < LEAN and min(y - sides[1][0], sides[1][1] - y) < LEAN
        for x, y in zip(xs, ys, strict=True)
    )
