"""The page as it is displayed: glyphs with their origins and ruling lines, read with pdfium.

This is the text layer that every other step reads. Coordinates are points on the displayed page (its /Rotate and the
direction of sideways text applied), origin top left, y downwards. A glyph is placed by its origin on the baseline, since
glyph boxes are off by up to a line in some exports; its box only lends its width and height.
"""

import ctypes
import itertools
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from ingest.errors import Damaged
from ingest.page import pdfium_calls as calls
from ingest.page.annotations import with_annotations
from ingest.page.digit_shapes import DigitShapes
from ingest.page.ink import Ink, inked_areas, may_have_ink
from ingest.page.remarks import Remark, outlined_text, shown
from ingest.page.shapes import read_as_minus
from ingest.page.text_objects import Box, Characters, Drawn, Looks, Sheet, looks_of

#: A page with more drawing objects than this is a map or a chart: its rules are not read further.
MAX_DRAWING_OBJECTS = 60_000
#: A filled rectangle thinner than this (points) is a drawn line.
THIN = 2.5
#: Lean (points) that a ruling line may have and still count as straight.
LEAN = 1.0
#: Straight lines of a path with curves rule nothing unless longer than this (points): letters drawn as outlines.
LETTER = 30.0
#: Two equal glyphs nearer than this part of their size are one glyph printed twice (fake bold).
DOUBLE_STRIKE = 0.25
#: Why a figure in red may not be what its digits say.
IN_RED = "printed in red, which may mean that it is below zero"
#: A filled shape no larger than this (points) may be a decimal point.
SPECK = 2.5
#: A path of so many segments is a stroke, and no letter.
STRAIGHT = 2
#: A path of more segments than this draws no points.
MAX_ROUND = 400
#: Text that leans more than this (radians) from upright or sideways is a watermark.
SLANT, _QUARTER_TURN = 0.05, math.pi / 2


#: Stands for a character of which the font does not say what it is.
UNMAPPED = "\ufffd"

_Matrix = tuple[float, ...]  # a, b, c, d, e, f
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: One for each character.
Numbers = NDArray[Any]
Truths = NDArray[np.bool_]


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
    doubt: str | None = None  # why it may not be what is printed

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The optical middle of the character, a third of its size above the baseline."""
        return self.baseline - self.size * 0.33


class Rule(NamedTuple):
    """One straight ruling line; horizontal when y0 == y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_horizontal(self) -> bool:
        return self.y0 == self.y1


class TextLine(NamedTuple):
    """Glyphs on one baseline, left to right; a wide gap between two of them is a space in `text`. Made by `text_lines`."""

    glyphs: tuple[Glyph, ...]
    text: str
    x1: float
    size: float

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

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
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()  # reason → characters of the text layer that are no glyphs
    ink: tuple[Ink, ...] = ()  # what is drawn outside all text and rules

    @property
    def is_image_only(self) -> bool:
        """A scan: a picture and no text layer."""
        return self.has_image and not self.glyphs

    @property
    def is_lost(self) -> bool:
        """Whether the page could not be loaded: what goes on over it does not go on."""
        return any(remark.code == "page_unreadable" for remark in self.remarks)

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """Text lines from top to bottom."""
        return tuple(text_lines(self.glyphs))

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_pages(document: pdfium.PdfDocument, *, has_layers: bool = False) -> Iterator[Page]:
    """Yield the pages of an open document one after the other; nothing of a page is kept after the next is read.

    A page that cannot be loaded is an empty one that says so (`is_lost`). Raises Damaged where none can.
    """
    shapes, lost = DigitShapes(), 0
    for index in range(len(document)):
        try:
            page, remarks = with_annotations(document, index)
        except pdfium.PdfiumError as problem:
            lost += 1
            if lost == len(document):
                raise Damaged(f"no page can be loaded: {problem}") from problem
            yield _lost_page(index + 1, str(problem))
            continue
        try:
            read = read_page(page, index + 1, shapes, has_layers=has_layers, has_annotations=bool(remarks))
            yield replace(read, remarks=(*remarks, *read.remarks)) if remarks else read
        finally:
            page.close()


def _lost_page(page_number: int, problem: str) -> Page:
    remark = Remark("page_unreadable", f"the page cannot be loaded, and what it shows was not read: {problem}", "error")
    return Page(page_number, 0.0, 0.0, 0, (), (), False, (remark,))


def read_page(
    page: pdfium.PdfPage,
    page_number: int,
    shapes: DigitShapes | None = None,
    *,
    has_layers: bool = False,
    has_annotations: bool = False,
) -> Page:
    text_page = page.get_textpage()
    try:
        placement = _Placement.of(page, text_page)
        drawing = _Drawing(placement)
        drawing.read(page)
        turned = (placement.rotation - page.get_rotation()) % 360
        reading = _Reading(
            text_page,
            Sheet(page, placement.place, turned, has_layers),
            placement,
            drawing.drawn,
            shapes or DigitShapes(),
        )
        glyphs = reading.glyphs()
        ink = reading.ink(glyphs, drawing.rules) if may_have_ink(drawing.drawn) or has_annotations else ()
    finally:
        text_page.close()
    return Page(
        page_number=page_number,
        width=placement.width,
        height=placement.height,
        rotation=placement.rotation,
        glyphs=tuple(glyphs),
        rules=tuple(drawing.rules),
        has_image=drawing.has_image,
        remarks=(*reading.remarks, *outlined_text(drawing.drawn, len(glyphs))),
        left_out=tuple(reading.left_out.items()),
        ink=ink,
    )


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Glyphs by baseline, from top to bottom."""
    return lines_of_each([glyphs])[0]


def lines_of_each(groups: Sequence[Sequence[Glyph]]) -> list[list[TextLine]]:
    """The lines of each group of glyphs (a page, a cell). Glyphs of one line may differ by a third of their size (mixed fonts,
    superscripts). All groups at once, and by columns: every glyph of a document comes through here two or three times."""
    glyphs = [glyph for group in groups for glyph in group]
    lines: list[list[TextLine]] = [[] for _ in groups]
    if not glyphs:
        return lines
    _, *measures, _, _, _ = zip(*glyphs, strict=True)
    x0, x1, baseline, size = map(np.array, measures)
    group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    down = np.lexsort((x0, baseline, group))
    lower = np.diff(baseline[down]) > 0.35 * _smaller_of_two(size[down])
    line = np.concatenate(([0], np.cumsum((np.diff(group[down]) != 0) | lower)))
    across = down[np.lexsort((x0[down], line))]
    gap = x0[across[1:]] - x1[across[:-1]]
    is_wide = (np.diff(line) == 0) & (gap > 0) & (gap > 0.6 * _smaller_of_two(size[across]))
    ordered = [glyphs[index] for index in across.tolist()]
    printed = [glyph.text for glyph in ordered]
    for index in np.flatnonzero(is_wide).tolist():
        printed[index] += " "
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    of_each = group[across[starts]], starts, np.append(starts, len(glyphs))[1:]
    greatest = np.maximum.reduceat(x1[across], starts), np.maximum.reduceat(size[across], starts)
    for owner, start, end, right, height in zip(*(column.tolist() for column in (*of_each, *greatest)), strict=True):
        lines[owner].append(TextLine(tuple(ordered[start:end]), "".join(printed[start:end]), right, height))
    return lines


def _smaller_of_two(sizes: Numbers) -> Numbers:
    """The smaller one of each two neighbours."""
    return np.minimum(sizes[1:], sizes[:-1])


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


class _Reading:
    """Reads every printed character. Each question is put to pdfium for all characters at once, and all are placed at once: a loop
    over the some thousand glyphs of a page was most of the reading time."""

    def __init__(
        self, text_page: pdfium.PdfTextPage, sheet: Sheet, placement: _Placement, drawn: Drawn, shapes: DigitShapes
    ) -> None:
        self._handle, self._count = calls.handle_of(text_page), text_page.count_chars()
        self._sheet, self._placement, self._drawn, self._shapes = sheet, placement, drawn, shapes
        self.remarks: list[Remark] = []
        self.left_out: Counter[str] = Counter()
        self._slanted: list[Box] = []

    def glyphs(self) -> list[Glyph]:
        handle, placement = self._handle, self._placement
        texts = self._texts()
        printed = np.array([index for index, text in enumerate(texts) if text], np.int64)
        has_box, boxes = calls.loose_boxes(handle, printed.tolist())
        order, (left, top, right, bottom) = printed[has_box], boxes[has_box].T
        strings = np.array(list(map(calls.text_object_of, repeat(handle), order.tolist())), np.int64)
        has_origin, x, y = _origins(handle, order, strings, left, _begins_anew(strings, top, bottom))
        if self._drawn.form_of:
            x, y, left, right, bottom, top = _out_of_forms(self._drawn.form_of, strings, x, y, left, right, bottom, top)
        x, baseline = placement.place(x, y)
        is_on_page = (x >= -1) & (x <= placement.width + 1) & (baseline >= -1) & (baseline <= placement.height + 1)
        is_slanted = _aslant(handle, order, strings)
        kept = has_origin & is_on_page & ~is_slanted  # neither a neighbour's leftovers nor a watermark
        (ax, ay), (bx, by) = placement.place(left, top), placement.place(right, bottom)
        size = np.maximum(np.abs(by - ay), 1.0)
        x0, x1 = np.minimum(ax, bx), np.maximum(ax, bx)
        x1 = np.where(x1 > x0, x1, x0 + size / 2)
        addresses, number = np.unique(strings, return_inverse=True)
        characters = Characters((x0 + x1) / 2, baseline - size * 0.33, size, number, addresses.tolist())
        looks = looks_of(self._sheet, characters, self._drawn)
        self._remark_on(looks, [texts[index] for index in order.tolist()], kept)
        self._leave_out(len(printed), has_origin & is_on_page, is_slanted, looks.is_hidden)
        kept &= ~looks.is_hidden
        numbers = [column[kept].tolist() for column in (x0, x1, baseline, size, strings, order)]
        printed_texts = [texts[index] for index in numbers[-1]]
        doubts = [IN_RED if is_red else None for is_red in looks.is_red[kept].tolist()]
        # Made as bare tuples are: the constructor of a named tuple is Python code.
        glyphs = list(map(partial(tuple.__new__, Glyph), zip(printed_texts, *numbers, doubts, strict=True)))
        once = _struck_once(glyphs, *(column[kept] for column in (x0, x1, baseline, size)))
        self.left_out["struck_twice"] = len(glyphs) - len(once)
        if is_slanted.any():
            corners = (np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by))
            self._slanted = list(zip(*(side[is_slanted].tolist() for side in corners), strict=True))
        return self._with_points(once)

    def ink(self, glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[Ink, ...]:
        """What is drawn outside the text and the rules of the page; the page is rendered."""
        text = [(glyph.x0, glyph.baseline - glyph.size, glyph.x1, glyph.baseline + 0.3 * glyph.size) for glyph in glyphs]
        return inked_areas(self._sheet.image, [*text, *self._slanted, *rules], [box for _, box in self._drawn.pictures])

    def _leave_out(self, count: int, is_on_page: Truths, is_slanted: Truths, is_hidden: Truths) -> None:
        """Count what is in the text layer and becomes no glyph: each character once, by the first of its reasons."""
        is_watermark = is_on_page & is_slanted
        self.left_out["without_place"] = count - len(is_on_page)
        self.left_out["off_page"] = int((~is_on_page).sum())
        self.left_out["watermark"] = int(is_watermark.sum())
        self.left_out["hidden"] = int((is_on_page & ~is_slanted & is_hidden).sum())

    def _texts(self) -> list[str]:
        """What each character says; what its font does not say is UNMAPPED, and a bar before a digit a minus."""
        handle, count = self._handle, self._count
        codes = list(map(calls.unicode_of, repeat(handle), range(count)))
        texts = list(map(_printed, codes))
        guessed = [index for index, is_guess in enumerate(map(calls.is_unmapped, repeat(handle), range(count))) if is_guess]
        for index in (*guessed, *self._drawn_controls(codes)):
            texts[index] = UNMAPPED
        if unmapped := texts.count(UNMAPPED):
            message = (
                f"{unmapped:,} characters of which the fonts do not say what they are: words and figures with them are not read"
            )
            self.remarks.append(Remark("characters_unmapped", message))
        self._read_as_shown(codes, texts)
        minus = read_as_minus(handle, self._sheet, codes)
        for index in minus:
            texts[index] = "-"
        if minus:
            message = f"{len(minus):,} bars before figures, of which the text says something else: read as minus, as printed"
            self.remarks.append(Remark("minus_by_shape", message))
        return texts

    def _read_as_shown(self, codes: Sequence[int], texts: list[str]) -> None:
        """Digits that show another digit than they say."""
        digits = [(index, code - 0x30) for index, code in enumerate(codes) if 0x30 <= code <= 0x39]
        pictures = [box for _, box in self._drawn.pictures]
        misread = self._shapes.misread(self._handle, self._sheet, digits, pictures) if digits else {}
        for index, digit in misread.items():
            texts[index] = UNMAPPED if digit is None else str(digit)
        if misread:
            message = (
                f"{len(misread):,} digits show another digit than their text says (a font with a wrong table): read as shown"
            )
            self.remarks.append(Remark("digits_by_shape", message))

    def _drawn_controls(self, codes: Sequence[int]) -> list[int]:
        """Control characters that are drawn: their font says nothing of what they are."""
        controls = [index for index, code in enumerate(codes) if code < 0x20 and code not in (0, 9, 10, 13)]
        shapes = calls.shape_boxes(self._handle, controls)
        has_ink = (shapes[:, 1] > shapes[:, 0]) & (shapes[:, 3] > shapes[:, 2])
        return [index for index, is_drawn in zip(controls, has_ink.tolist(), strict=True) if is_drawn]

    def _remark_on(self, looks: Looks, texts: Sequence[str], kept: Truths) -> None:
        for code, wanted, message in (
            (
                "text_hidden",
                looks.is_hidden,
                "in the file and not on the page (without ink, white, covered or cut off), left out",
            ),
            (
                "text_with_picture",
                looks.is_over_picture,
                "without ink over a picture, or under one: read as if by character recognition",
            ),
        ):
            indices = np.flatnonzero(wanted & kept)
            if len(indices):
                quoted = shown("".join(texts[index] for index in indices.tolist()))
                self.remarks.append(Remark(code, f"{len(indices):,} characters are {message}: {quoted}"))

    def _with_points(self, glyphs: list[Glyph]) -> list[Glyph]:
        """The glyphs with the decimal points that are drawn as shapes between the digits of a figure."""
        if not self._drawn.specks or not glyphs:
            return glyphs
        found = drawn_points(glyphs, self._drawn.specks)
        if found:
            message = f"{len(found):,} decimal points are drawn as shapes and are no characters: read as printed"
            self.remarks.append(Remark("point_by_shape", message))
        for index, (x0, _, x1, _) in sorted(found.items(), reverse=True):
            before = glyphs[index]
            glyphs.insert(index + 1, before._replace(text=".", x0=max(x0, before.x1), x1=max(x1, before.x1)))
        return glyphs


def drawn_points(glyphs: Sequence[Glyph], specks: Sequence[Box]) -> dict[int, Box]:
    """Number of a digit → the speck on the baseline between it and the next digit of its line."""
    _, x0, x1, baseline, size, *_ = map(np.array, zip(*((*glyph[:5],) for glyph in glyphs), strict=True))
    is_digit = np.array([glyph.text.isdecimal() for glyph in glyphs], np.bool_)
    found: dict[int, Box] = {}
    for speck in specks:
        middle, foot = (speck[0] + speck[2]) / 2, speck[3]
        near = is_digit & (np.abs(baseline - foot) < 0.15 * size) & (speck[2] - speck[0] < 0.35 * size)
        before, after = np.flatnonzero(near & (x1 <= middle + 0.1 * size)), np.flatnonzero(near & (x0 >= middle - 0.1 * size))
        if len(before) and len(after):
            left, right = before[np.argmax(x1[before])], after[np.argmin(x0[after])]
            if x0[right] - x1[left] < 0.7 * size[left] and middle - x1[left] < 0.5 * size[left]:
                found[int(left)] = speck
    return found


def _out_of_forms(forms: Mapping[int, _Matrix], strings: Numbers, *measures: Numbers) -> list[Numbers]:
    """Put characters that pdfium leaves in the space of their form where the form is drawn.

    pdfium gives the place of a compatibility character (⽀ for 支) before the form is placed, and of all others after it. It is told by
    the baseline of the text object: that of the character lies on it in one of the two spaces.
    """
    x, y, left, right, bottom, top = (measure.copy() for measure in measures)
    matrix = calls.Results("ffffff")
    for address, outer in forms.items():
        indices = np.flatnonzero(strings == address)
        if not len(indices):
            continue
        calls.matrix_of(calls.Handle(address), matrix.at[0])
        a, b, _, _, e, f = matrix.read()
        inside = np.abs((x[indices] - e) * b - (y[indices] - f) * a)
        oa, ob, _, _, oe, of = _compose(matrix.read(), outer)
        outside = np.abs((x[indices] - oe) * ob - (y[indices] - of) * oa)
        moved = indices[(inside < 0.05 * math.hypot(a, b)) & (outside > 0.5 * math.hypot(oa, ob))]
        x[moved], y[moved] = _apply(outer, x[moved], y[moved])
        (ax, ay), (bx, by) = _apply(outer, left[moved], bottom[moved]), _apply(outer, right[moved], top[moved])
        left[moved], right[moved] = np.minimum(ax, bx), np.maximum(ax, bx)
        bottom[moved], top[moved] = np.minimum(ay, by), np.maximum(ay, by)
    return [x, y, left, right, bottom, top]


def _begins_anew(*columns: Numbers) -> Truths:
    """Whether a row differs from the row before it."""
    anew = np.ones(len(columns[0]), np.bool_)
    anew[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return anew


def _origins(
    handle: calls.Handle, order: Numbers, strings: Numbers, left: Numbers, begins: Truths
) -> tuple[Truths, Numbers, Numbers]:
    """Whether characters have an origin, and where: asked of the first of those that one text object sets in boxes of one bottom
    and top, for they have one baseline, and where its box begins at its origin, so do those of the others. In vertical writing and
    for fonts without metrics boxes are glyph shapes, and each is asked for its own."""
    first, group = np.flatnonzero(begins), np.cumsum(begins) - 1
    found, points = calls.origins(handle, order[first].tolist())
    found, x, y = found[group], np.where(begins, points[group, 0], left), points[group, 1]
    is_alone = ((points[:, 0] != left[first]) | (strings[first] == 0))[group] & ~begins
    found[is_alone], points = calls.origins(handle, order[is_alone].tolist())
    x[is_alone], y[is_alone] = points.T
    return found, x, y


def _aslant(handle: calls.Handle, order: Numbers, strings: Numbers) -> Truths:
    """Whether characters lean, as those of a watermark across the page do. A text object has one direction."""
    begins = _begins_anew(strings) | (strings == 0)
    first = order[begins]
    turn = np.array(list(map(calls.angle_of, repeat(handle), first.tolist()))) % _QUARTER_TURN
    leans = (turn > SLANT) & (turn < _QUARTER_TURN - SLANT)
    leans[leans] = [_has_slanted_baseline(handle, index) for index in first[leans].tolist()]
    return leans.repeat(np.diff(np.flatnonzero(begins), append=len(begins)))


def _has_slanted_baseline(text_page: calls.Handle, index: int) -> bool:
    """In slanted type (percentages set in italics) only the strokes lean: still no right angle."""
    matrix = calls.Results("ffffff")
    if not calls.character_matrix_of(text_page, index, matrix.at[0]):
        return True
    a, b, *_ = matrix.read()
    return SLANT < math.atan2(b, a) % _QUARTER_TURN < _QUARTER_TURN - SLANT


def _struck_once(glyphs: list[Glyph], x0: Numbers, x1: Numbers, baseline: Numbers, size: Numbers) -> list[Glyph]:
    """Glyphs without those that repeat another. Only such as have their like nearby are looked at one by one: those that stand next
    to it across, within a band of the page. Bands are laid twice, since the two may lie on both sides of an edge."""
    if len(glyphs) < 2:
        return glyphs
    reach = strike_reach(x1 - x0, size).max()
    characters = np.array([hash(glyph.text) for glyph in glyphs], np.int64)
    has_like = np.zeros(len(glyphs), np.bool_)
    for half in (0.0, 0.5):
        band = np.floor(baseline / (2 * reach) + half).astype(np.int64)
        # One number for character and band; should two meet in it, a few glyphs more are looked at.
        places = characters + band * 1_000_003
        across = np.lexsort((x0, places))
        near = (np.diff(places[across]) == 0) & (np.diff(x0[across]) < reach)
        has_like[across[1:][near]] = has_like[across[:-1][near]] = True
    strikes = _Strikes()
    return [
        glyph for glyph, looked_at in zip(glyphs, has_like.tolist(), strict=True) if not (looked_at and strikes.repeats(glyph))
    ]


def strike_reach(width: Any, size: Any) -> Any:
    """How far apart two strikes of one character stand at most. The box of 一 may be as low as its stroke: it is as high as wide."""
    return np.minimum(DOUBLE_STRIKE * np.maximum(size, width), 0.5 * width)


@cache
def _printed(code: int) -> str:
    """The character of a code point in its NFKC form; nothing for blanks and controls, UNMAPPED for what is no character.

    A number that is no digit (①, ⑴, ²) keeps its form: as 1 it would become a digit of the amount beside it.
    """
    if code > sys.maxunicode or (code & 0xFFFE == 0xFFFE and code != 0xFFFE):
        return UNMAPPED
    character = chr(code)
    category = unicodedata.category(character)
    if character.isspace() or character == "\ufffe" or category in ("Cc", "Cs"):
        return ""
    return character if category == "No" else unicodedata.normalize("NFKC", character)


class _Strikes:
    """Where characters stand already, by bands of four points, and how far to the right a band is filled: what is set
    beyond its end, as most text is, cannot be a second strike."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
        self._ends: dict[int, float] = {}

    def repeats(self, glyph: Glyph) -> bool:
        """Whether the same character stands at the same place already; if not, it does from now on."""
        text, x0, x1, baseline, size, *_ = glyph
        reach = strike_reach(x1 - x0, size)
        for band in range(int(baseline - reach) >> 2, (int(baseline + reach) >> 2) + 1):
            if x0 - reach < self._ends.get(band, -math.inf):
                for other_x0, other_baseline in self._places[text, band]:
                    if -reach < other_x0 - x0 < reach and -reach < other_baseline - baseline < reach:
                        return True
        band = int(baseline) >> 2
        self._ends[band] = max(self._ends.get(band, x0), x0)
        self._places[text, band].append((x0, baseline))
        return False


class _Drawing:
    """Collects the straight lines of a page, descending into form objects."""

    def __init__(self, placement: _Placement) -> None:
        self.placement = placement
        self.rules: list[Rule] = []
        self.has_image = False
        self.drawn = Drawn()
        self._objects_left = MAX_DRAWING_OBJECTS
        self._has_curves = False
        self._place = 0
        self._rounds: list[list[tuple[float, float]]] = []  # points of each piece of a path, where it has few
        self._matrix, self._mode, self._point = calls.Results("ffffff"), calls.Results("ii"), calls.Results("ff")

    def read(self, page: pdfium.PdfPage) -> None:
        handle = calls.handle_of(page)
        self._read_objects(map(calls.page_object, repeat(handle), range(pdfium_c.FPDFPage_CountObjects(page))), None)

    def _read_objects(self, items: Iterable[calls.Handle], outer: _Matrix | None) -> None:
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
                self._read_image(self._placed(item, outer))

    def _place_text(self, address: int, outer: _Matrix | None) -> None:
        self.drawn.place_of[address] = self._place
        if outer is not None and outer != _IDENTITY:
            self.drawn.form_of[address] = outer

    def _placed(self, item: calls.Handle, outer: _Matrix | None) -> _Matrix:
        calls.matrix_of(item, self._matrix.at[0])
        return _compose(self._matrix.read(), outer)

    def _read_image(self, matrix: _Matrix) -> None:
        """An image fills the unit square of its matrix; a thin one is a line drawn as a picture."""
        x0, y0 = self.placement.place(*_apply(matrix, 0, 0))
        x1, y1 = self.placement.place(*_apply(matrix, 1, 1))
        if min(abs(x1 - x0), abs(y1 - y0)) < THIN < max(abs(x1 - x0), abs(y1 - y0)):
            self._add_box(x0, y0, x1, y1)
        else:
            self.has_image = True
            self.drawn.pictures.append((self._place, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))

    def _read_path(self, path: calls.Handle, outer: _Matrix | None) -> None:
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

    def _subpaths(self, path: calls.Handle, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
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


def _compose(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: _Matrix, x: Any, y: Any) -> tuple[Any, Any]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
