"""The page as it is displayed: glyphs with their origins and ruling lines, read with pdfium.

This is the text layer that every other step reads. Coordinates are points on the displayed page (its /Rotate and the
direction of sideways text applied), origin top left, y downwards. A glyph is placed by its origin on the baseline, since
glyph boxes are off by up to a line in some exports; its box only lends its width and height.
"""

import ctypes
import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

#: A page with more drawing objects than this is a map or a chart: its rules are not read further.
MAX_DRAWING_OBJECTS = 60_000
#: A filled rectangle thinner than this (points) is a drawn line.
THIN = 2.5
#: Lean (points) that a ruling line may have and still count as straight.
LEAN = 1.0
#: Two equal glyphs nearer than this part of their size are one glyph printed twice (fake bold).
DOUBLE_STRIKE = 0.25
#: Text that leans more than this (radians) from upright or sideways is a watermark.
_SLANT, _QUARTER_TURN = 0.05, math.pi / 2


class Glyph(NamedTuple):
    """One printed character (NFKC); x0..x1 its advance, baseline its origin, size its height in points.

    Glyphs with one `string` were drawn by one text object: most producers draw the text of a cell as one string or as several,
    never of two cells as one without a gap.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    string: int = 0
    order: int = 0  # place in the order of drawing

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The optical middle of the character, a third of its size above the baseline."""
        return self.baseline - self.size * 0.33


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight ruling line; horizontal when y0 == y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs on one baseline, left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return join_glyphs(self.glyphs)

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def y0(self) -> float:
        return self.baseline - self.size

    @property
    def y1(self) -> float:
        return self.baseline + self.size * 0.2


@dataclass(frozen=True, eq=False)
class Page:
    """One page: what is printed on it and what is ruled on it."""

    page_number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    has_image: bool

    @property
    def is_image_only(self) -> bool:
        """A scan: a picture and no text layer."""
        return self.has_image and not self.glyphs

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """Text lines from top to bottom."""
        return tuple(text_lines(self.glyphs))

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_pages(document: pdfium.PdfDocument) -> Iterator[Page]:
    """Yield the pages of an open document one after the other; nothing of a page is kept after the next is read."""
    for index in range(len(document)):
        page = document[index]
        try:
            yield read_page(page, index + 1)
        finally:
            page.close()


def read_page(page: pdfium.PdfPage, page_number: int) -> Page:
    text_page = page.get_textpage()
    try:
        placement = _Placement.of(page, text_page)
        drawing = _Drawing(placement)
        drawing.read(page)
        glyphs = tuple(_read_glyphs(text_page, placement, has_rules=bool(drawing.rules)))
    finally:
        text_page.close()
    return Page(
        page_number=page_number,
        width=placement.width,
        height=placement.height,
        rotation=placement.rotation,
        glyphs=glyphs,
        rules=tuple(drawing.rules),
        has_image=drawing.has_image,
    )


def text_lines(glyphs: tuple[Glyph, ...] | list[Glyph]) -> Iterator[TextLine]:
    """Group glyphs by baseline. Glyphs of one line may differ by a third of their size (mixed fonts, superscripts)."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        if line and glyph.baseline - line[-1].baseline > 0.35 * min(glyph.size, line[-1].size):
            yield TextLine(tuple(sorted(line, key=lambda g: g.x0)))
            line = []
        line.append(glyph)
    if line:
        yield TextLine(tuple(sorted(line, key=lambda g: g.x0)))


def join_glyphs(glyphs: tuple[Glyph, ...] | list[Glyph]) -> str:
    """Text of glyphs in order; a wide gap between two glyphs becomes one space."""
    parts: list[str] = []
    previous: Glyph | None = None
    for glyph in glyphs:
        if previous is not None and glyph.x0 - previous.x1 > 0.6 * min(glyph.size, previous.size):
            parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
    return "".join(parts)


@dataclass(frozen=True)
class _Placement:
    """From page space (points, y upwards, unrotated) to the displayed page."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> "_Placement":
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, _upright_rotation(text_page, page.get_rotation()))

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x


def _upright_rotation(text_page: pdfium.PdfTextPage, page_rotation: int) -> int:
    """The rotation that makes most text run left to right: usually the page's own, another one for tables set sideways."""
    count = text_page.count_chars()
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 100)):
        angle = pdfium_c.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0 and not pdfium_c.FPDFText_IsGenerated(text_page, index):
            angles[round(math.degrees(angle) / 90) * 90 % 360] += 1
    if not angles:
        return page_rotation
    angle_of_most, votes = angles.most_common(1)[0]
    return -angle_of_most % 360 if votes * 2 > angles.total() else page_rotation


def _read_glyphs(text_page: pdfium.PdfTextPage, placement: _Placement, has_rules: bool) -> Iterator[Glyph]:
    """Read every printed character. This loop runs for each of some thousand glyphs of a page: it is most of the reading time.

    Only pages with ruling lines need to know which glyphs were drawn as one string.
    """
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium_c.FS_RECTF()
    origin, x_at, y_at, loose_box = pdfium_c.FPDFText_GetCharOrigin, ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    box_at, place, width, height = loose_box, placement.place, placement.width + 1, placement.height + 1
    unicode_of, box_of, string_of = (
        pdfium_c.FPDFText_GetUnicode,
        pdfium_c.FPDFText_GetLooseCharBox,
        pdfium_c.FPDFText_GetTextObject,
    )
    handle, angle_of = text_page.raw, pdfium_c.FPDFText_GetCharAngle
    seen: dict[tuple[str, int, int], Glyph] = {}
    for index in range(text_page.count_chars()):
        text = _printed(unicode_of(handle, index))
        if not text or not origin(handle, index, x_at, y_at) or not box_of(handle, index, box_at):
            continue
        if _SLANT < angle_of(handle, index) % _QUARTER_TURN < _QUARTER_TURN - _SLANT and _runs_aslant(handle, index):
            continue  # a watermark across the page
        origin_x, baseline = place(x.value, y.value)
        if not (-1 <= origin_x <= width and -1 <= baseline <= height):
            continue  # printed outside the page: leftovers of a neighbouring page
        ax, ay = place(box.left, box.top)
        bx, by = place(box.right, box.bottom)
        size = max(abs(by - ay), 1.0)
        x0, x1 = (ax, bx) if ax < bx else (bx, ax)
        string = ctypes.cast(string_of(handle, index), ctypes.c_void_p).value or 0 if has_rules else 0
        glyph = Glyph(text, x0, x1 if x1 > x0 else x0 + size / 2, baseline, size, string, index)
        if not _is_double_strike(glyph, seen):
            yield glyph


def _runs_aslant(text_page: object, index: int) -> bool:
    """Whether the baseline is aslant. In slanted type (percentages set in italics) only the strokes are: still no right angle."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(text_page, index, matrix):
        return True
    return _SLANT < math.atan2(matrix.b, matrix.a) % _QUARTER_TURN < _QUARTER_TURN - _SLANT


@cache
def _printed(code: int) -> str:
    """The character of a code point in its NFKC form; nothing for blanks, controls and what is no character."""
    character = chr(code)
    if character.isspace() or character == "\ufffe" or unicodedata.category(character) in ("Cc", "Cs"):
        return ""
    return unicodedata.normalize("NFKC", character)


def _is_double_strike(glyph: Glyph, seen: dict[tuple[str, int, int], Glyph]) -> bool:
    """Whether the same character stands at the same place already. Places are sorted into squares of four points."""
    text, x0, baseline = glyph.text, glyph.x0, glyph.baseline
    reach = min(DOUBLE_STRIKE * glyph.size, 0.5 * (glyph.x1 - x0))
    for column in range(int(x0 - reach) >> 2, (int(x0 + reach) >> 2) + 1):
        for row in range(int(baseline - reach) >> 2, (int(baseline + reach) >> 2) + 1):
            other = seen.get((text, column, row))
            if other and abs(other.x0 - x0) < reach and abs(other.baseline - baseline) < reach:
                return True
    seen[text, int(x0) >> 2, int(baseline) >> 2] = glyph
    return False


class _Drawing:
    """Collects the straight lines of a page, descending into form objects."""

    def __init__(self, placement: _Placement) -> None:
        self.placement = placement
        self.rules: list[Rule] = []
        self.has_image = False
        self._objects_left = MAX_DRAWING_OBJECTS

    def read(self, page: pdfium.PdfPage) -> None:
        for index in range(pdfium_c.FPDFPage_CountObjects(page)):
            self._read_object(pdfium_c.FPDFPage_GetObject(page, index), None)

    def _read_object(self, item: object, outer: tuple[float, ...] | None) -> None:
        self._objects_left -= 1
        if self._objects_left < 0:
            return
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            self._read_path(item, _compose(_matrix(item), outer))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            inner = _compose(_matrix(item), outer)
            for index in range(pdfium_c.FPDFFormObj_CountObjects(item)):
                self._read_object(pdfium_c.FPDFFormObj_GetObject(item, index), inner)
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self._read_image(_compose(_matrix(item), outer))

    def _read_image(self, matrix: tuple[float, ...]) -> None:
        """An image fills the unit square of its matrix; a thin one is a line drawn as a picture."""
        x0, y0 = self.placement.place(*_apply(matrix, 0, 0))
        x1, y1 = self.placement.place(*_apply(matrix, 1, 1))
        if min(abs(x1 - x0), abs(y1 - y0)) < THIN < max(abs(x1 - x0), abs(y1 - y0)):
            self._add_box(x0, y0, x1, y1)
        else:
            self.has_image = True

    def _read_path(self, path: object, matrix: tuple[float, ...]) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
        if not fill.value and not stroke.value:
            return
        for subpath in self._subpaths(path, matrix):
            if stroke.value:
                for (ax, ay), (bx, by) in itertools.pairwise(subpath):
                    self._add(ax, ay, bx, by)
            else:
                xs, ys = [p[0] for p in subpath], [p[1] for p in subpath]
                if min(max(xs) - min(xs), max(ys) - min(ys)) < THIN:
                    self._add_box(min(xs), min(ys), max(xs), max(ys))

    def _subpaths(self, path: object, matrix: tuple[float, ...]) -> Iterator[list[tuple[float, float]]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        count = pdfium_c.FPDFPath_CountSegments(path)
        self._objects_left -= count // 8
        for index in range(count):
            segment = pdfium_c.FPDFPath_GetPathSegment(path, index)
            kind = pdfium_c.FPDFPathSegment_GetType(segment)
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.placement.place(*_apply(matrix, x.value, y.value))
            if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
                if len(points) > 1:
                    yield points
                points = [point]
            elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
                points.append(point)
            else:  # a curve is not a ruling line
                if len(points) > 1:
                    yield points
                points = [point]
            if pdfium_c.FPDFPathSegment_GetClose(segment) and len(points) > 2:
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


def _matrix(item: object) -> tuple[float, ...]:
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _compose(inner: tuple[float, ...], outer: tuple[float, ...] | None) -> tuple[float, ...]:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
