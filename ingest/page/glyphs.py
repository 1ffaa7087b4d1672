"""The printed characters of a page: each as it is shown, at the place where it is shown."""

import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium

from ingest.page import pdfium_calls as calls
from ingest.page.digit_shapes import DigitShapes
from ingest.page.ink import Ink, inked_areas
from ingest.page.model import UNMAPPED, BoolArray, Glyph, Numbers, Rule
from ingest.page.placement import Matrix, Placement, apply, compose
from ingest.page.remarks import Remark, shown
from ingest.page.shapes import read_as_minus
from ingest.page.strikes import struck_once
from ingest.page.text_objects import Box, Characters, Drawn, Looks, Sheet, looks_of

#: Why a figure in red may not be what its digits say.
IN_RED = "printed in red, which may mean that it is below zero"
#: Text that leans more than this (radians) from upright or sideways is a watermark.
SLANT, _QUARTER_TURN = 0.05, math.pi / 2


class GlyphReader:
    """Reads every printed character. Each question is put to pdfium for all characters at once, and all are placed at once: a loop
    over the some thousand glyphs of a page was most of the reading time."""

    def __init__(
        self, text_page: pdfium.PdfTextPage, sheet: Sheet, placement: Placement, drawn: Drawn, shapes: DigitShapes
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
        has_origin, x, y = _origins(handle, order, strings, left, _differs_from_previous(strings, top, bottom))
        if self._drawn.form_of:
            x, y, left, right, bottom, top = _out_of_forms(self._drawn.form_of, strings, x, y, left, right, bottom, top)
        x, baseline = placement.place(x, y)
        is_on_page = (x >= -1) & (x <= placement.width + 1) & (baseline >= -1) & (baseline <= placement.height + 1)
        is_slanted = _tilted(handle, order, strings)
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
        once = struck_once(glyphs, *(column[kept] for column in (x0, x1, baseline, size)))
        self.left_out["struck_twice"] = len(glyphs) - len(once)
        if is_slanted.any():
            corners = (np.minimum(ax, bx), np.minimum(ay, by), np.maximum(ax, bx), np.maximum(ay, by))
            self._slanted = list(zip(*(side[is_slanted].tolist() for side in corners), strict=True))
        return self._with_points(once)

    def ink(self, glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[Ink, ...]:
        """What is drawn outside the text and the rules of the page; the page is rendered."""
        text = [(glyph.x0, glyph.baseline - glyph.size, glyph.x1, glyph.baseline + 0.3 * glyph.size) for glyph in glyphs]
        return inked_areas(self._sheet.image, [*text, *self._slanted, *rules], [box for _, box in self._drawn.pictures])

    def _leave_out(self, count: int, is_on_page: BoolArray, is_slanted: BoolArray, is_hidden: BoolArray) -> None:
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

    def _remark_on(self, looks: Looks, texts: Sequence[str], kept: BoolArray) -> None:
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


def _out_of_forms(forms: Mapping[int, Matrix], strings: Numbers, *measures: Numbers) -> list[Numbers]:
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
        oa, ob, _, _, oe, of = compose(matrix.read(), outer)
        outside = np.abs((x[indices] - oe) * ob - (y[indices] - of) * oa)
        moved = indices[(inside < 0.05 * math.hypot(a, b)) & (outside > 0.5 * math.hypot(oa, ob))]
        x[moved], y[moved] = apply(outer, x[moved], y[moved])
        (ax, ay), (bx, by) = apply(outer, left[moved], bottom[moved]), apply(outer, right[moved], top[moved])
        left[moved], right[moved] = np.minimum(ax, bx), np.maximum(ax, bx)
        bottom[moved], top[moved] = np.minimum(ay, by), np.maximum(ay, by)
    return [x, y, left, right, bottom, top]


def _differs_from_previous(*columns: Numbers) -> BoolArray:
    """Whether a row differs from the row before it."""
    anew = np.ones(len(columns[0]), np.bool_)
    anew[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return anew


def _origins(
    handle: calls.Handle, order: Numbers, strings: Numbers, left: Numbers, begins: BoolArray
) -> tuple[BoolArray, Numbers, Numbers]:
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


def _tilted(handle: calls.Handle, order: Numbers, strings: Numbers) -> BoolArray:
    """Whether characters lean, as those of a watermark across the page do. A text object has one direction."""
    begins = _differs_from_previous(strings) | (strings == 0)
    first = order[begins]
    turn = np.array(list(map(calls.angle_of, repeat(handle), first.tolist()))) % _QUARTER_TURN
    leans = (turn > SLANT) & (turn < _QUARTER_TURN - SLANT)
    leans[leans] = [_has_tilted_baseline(handle, index) for index in first[leans].tolist()]
    return leans.repeat(np.diff(np.flatnonzero(begins), append=len(begins)))


def _has_tilted_baseline(text_page: calls.Handle, index: int) -> bool:
    """In slanted type (percentages set in italics) only the strokes lean: still no right angle."""
    matrix = calls.Results("ffffff")
    if not calls.character_matrix_of(text_page, index, matrix.at[0]):
        return True
    a, b, *_ = matrix.read()
    return SLANT < math.atan2(b, a) % _QUARTER_TURN < _QUARTER_TURN - SLANT


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
