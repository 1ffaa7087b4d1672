"""What camelot's parsers need of a page, from playa: lines of text and ruling lines.

playa reads the file, its fonts and their characters, and groups characters into lines. Its interpreter of page content is left
out: it takes a page token by token and makes an object with the whole graphics state of each operation, most of which camelot
never looks at (that was half of the time of a document). `_Content` reads whole operations instead, and keeps only what places
text and strokes. Content that it does not understand in full is given to playa's own interpreter.
"""

import binascii
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playa.font import Font
from playa.interp import FontMapping
from playa.miner import LAParams, LTChar, LTLine, LTPage, LTRect, LTTextLine, extract_page
from playa.page import Page
from playa.pdftypes import ContentStream, dict_value, literal_name, matrix_value, resolve1, stream_value
from playa.utils import apply_matrix_pt, get_bound, mult_matrix, transform_bbox

from ingest.page.glyphs import SLANT
from ingest.page.strikes import DOUBLE_STRIKE

#: As camelot sets them, but for the reading order of text boxes (`boxes_flow`): camelot places text by its cell, and that
#: order costs half a minute on a page of 1,700 figures (it is cubic in them) and changes no cell.
LAYOUT = LAParams(char_margin=1.0, boxes_flow=None, detect_vertical=True, all_texts=True)
#: Forms within forms; deeper ones draw themselves.
MAX_DEPTH = 12

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_IDENTITY: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Layout:
    """The lines of text of a page, their characters, and the strokes and rectangles drawn on it."""

    lines: tuple[LTTextLine, ...]
    characters: tuple[LTChar, ...]
    drawing: LTPage

    @property
    def size(self) -> _Point:
        return self.drawing.bbox[2], self.drawing.bbox[3]


def read_layout(page: Page) -> Layout:
    try:
        content = _Content(page)
        content.read(b"\n".join(stream.buffer for stream in page.streams), page.resources)
        groups, drawn = content.groups, content.drawn
    except _NotUnderstood:
        groups, drawn = _groups_by_playa(page)
    x0, y0, x1, y1 = page.mediabox
    (x0, y0), (x1, y1) = apply_matrix_pt(page.ctm, (x0, y0)), apply_matrix_pt(page.ctm, (x1, y1))
    drawing = LTPage(page.page_idx + 1, (0, 0, abs(x0 - x1), abs(y0 - y1)))
    drawing.extend(drawn)
    lines = tuple(line for group in groups if group for line in drawing.group_objects(LAYOUT, group))
    for line in lines:
        line.analyze(LAYOUT)
    return Layout(lines, tuple(character for group in groups for character in group), drawing)


def _groups_by_playa(page: Page) -> tuple[list[list[LTChar]], list[LTLine | LTRect]]:
    """The characters of the page and of each of its forms, and what is drawn, by playa's interpreter."""
    groups: list[list[LTChar]] = []
    drawn: list[LTLine | LTRect] = []

    def walk(container: Iterable[Any]) -> None:
        group: list[LTChar] = []
        for item in container:
            if isinstance(item, LTChar):
                group.append(item)
            elif isinstance(item, LTLine | LTRect):
                drawn.append(item)
            elif isinstance(item, Iterable):
                walk(item)
        groups.append(group)

    walk(extract_page(page))
    return groups, drawn


class _NotUnderstood(Exception):
    """Content beyond the plain syntax: inline images, comments, text written downwards, errors. Never leaves this module."""


_STRING = rb"\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+\)|<[\dA-Fa-f\s]*+>"
_NAME = rb"/[^\s/\[\]()<>{}%%]*+"
_OPERATION = re.compile(
    rb"""\s*+(?:
      (?P<numbers> [-+.\d\s]*+) (?P<operator> [A-Za-z]++\*?) (?![^\s/\[(<])
    | (?P<text> %(string)s | \[(?:[-+.\d\s]++|%(string)s)*+\]) \s*+ (?P<show> TJ|Tj|')
    | (?P<name> %(name)s) \s*+ (?P<size> [-+.\d\s]*+) (?P<named> Tf|Do|gs)\b
    | [-+.\d\s]*+ %(name)s \s*+ (?:scn|SCN|cs|CS|sh|ri|BMC|MP|(?:%(name)s|%(dictionary)s)\s*+(?:BDC|DP))\b
    | \[[-+.\d\s]*+\] [-+.\d\s]*+ d\b
    | (?P<odd> \S)
    )"""
    % {
        b"string": _STRING,
        b"name": _NAME % (),
        b"dictionary": rb"<<(?:[^<>()]++|%(string)s|<<(?:[^<>()]++|%(string)s)*+>>)*+>>" % {b"string": _STRING},
    },
    re.VERBOSE,
)
_SHOWN = re.compile(rb"(%s)|([-+.\d]+)" % _STRING)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])|\r\n?")
_ESCAPES = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"\r\n": b"", b"\r": b"", b"\n": b""}


@dataclass
class _State:
    """What `q` saves and `Q` brings back, as far as it places text and strokes."""

    ctm: _Matrix
    font: Font | None = None
    font_size: float = 0.0
    character_space: float = 0.0
    word_space: float = 0.0
    leading: float = 0.0
    rise: float = 0.0
    stretch: float = 1.0
    line: _Matrix = _IDENTITY
    pen: float = 0.0


class _Content:
    """Interprets the content of a page and of its forms (PDF 32000-1, 8 and 9). One group of characters for each of them."""

    def __init__(self, page: Page) -> None:
        self.groups: list[list[LTChar]] = []
        self.drawn: list[LTLine | LTRect] = []
        self._page = page
        self._depth = 0
        self._now = _State(ctm=page.ctm)
        self._path: list[tuple[str, list[_Point]]] = []
        self._decoded: dict[tuple[Font, bytes], list[tuple[str, float, bool]]] = {}
        self._struck: dict[tuple[bytes, int, int], list[_Point]] = {}
        self._operators: dict[bytes, Callable[..., None]] = {
            b"l": self._line_to,
            b"m": self._move_to,
            b"re": self._rectangle,
            b"h": self._close,
            b"c": self._curve,
            b"v": self._curve,
            b"y": self._curve,
            b"n": self._forget_path,
            b"S": self._stroke,
            b"s": self._close_and_stroke,
            b"f": self._fill,
            b"F": self._fill,
            b"f*": self._fill,
            b"B": self._stroke,
            b"B*": self._stroke,
            b"b": self._close_and_stroke,
            b"b*": self._close_and_stroke,
            b"cm": self._transform,
            b"BT": self._begin_text,
            b"Td": self._next_line,
            b"TD": self._next_line_with_leading,
            b"Tm": self._set_line,
            b"T*": self._line_feed,
            b"Tc": self._set("character_space"),
            b"Tw": self._set("word_space"),
            b"TL": self._set("leading"),
            b"Ts": self._set("rise"),
            b"Tz": self._set_stretch,
        }

    def read(self, content: bytes, resources: Mapping[str, Any]) -> None:
        fonts, forms, states = (dict_value(resolve1(resources.get(kind, {}))) for kind in ("Font", "XObject", "ExtGState"))
        named = FontMapping(fonts, self._page.doc)
        group: list[LTChar] = []
        saved: list[dict[str, Any]] = []
        try:
            for numbers, operator, text, show, name, size, naming, odd in _OPERATION.findall(content):
                if show:
                    if show == b"'":
                        self._line_feed()
                    characters = self._shown(text)
                    if characters and self._is_text(text, characters[0]):
                        group += characters
                elif operate := self._operators.get(operator):
                    operate(*map(float, numbers.split()))
                elif operator == b"q":
                    saved.append(vars(self._now).copy())
                elif operator == b"Q":
                    vars(self._now).update(saved.pop() if saved else {})
                elif naming == b"Tf":
                    self._now.font, self._now.font_size = named[_name(name)], float(size)
                elif naming == b"Do":
                    self._draw(stream_value(forms[_name(name)]), resources)
                elif odd or operator == b"BI" or (naming == b"gs" and "Font" in dict_value(states[_name(name)])):
                    raise _NotUnderstood(content[:40])
        except (ValueError, TypeError, LookupError, ArithmeticError) as problem:
            raise _NotUnderstood(str(problem)) from problem
        self.groups.append(group)

    def _draw(self, drawn: ContentStream, resources: Mapping[str, Any]) -> None:
        """A form is content within the content, with its own text state and path; images say nothing to camelot."""
        if literal_name(drawn["Subtype"]) != "Form":
            return
        if self._depth == MAX_DEPTH:
            raise _NotUnderstood("forms within forms")
        outside, path = vars(self._now).copy(), self._path
        self._path = []
        self._now.ctm = mult_matrix(matrix_value(drawn.get("Matrix", list(_IDENTITY))), self._now.ctm)
        self._begin_text()
        self._depth += 1
        self.read(drawn.buffer, dict_value(drawn["Resources"]) if "Resources" in drawn else resources)
        self._depth -= 1
        vars(self._now).update(outside)
        self._path = path

    def _transform(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._now.ctm = mult_matrix((a, b, c, d, e, f), self._now.ctm)

    def _move_to(self, x: float, y: float) -> None:
        self._path.append(("m", [(x, y)]))

    def _line_to(self, x: float, y: float) -> None:
        self._extend("l", (x, y))

    def _curve(self, *numbers: float) -> None:
        *_, x, y = numbers
        self._extend("c", (x, y))

    def _close(self) -> None:
        if self._path:
            self._extend("h", self._path[-1][1][0])

    def _extend(self, segment: str, point: _Point) -> None:
        shape, points = self._path[-1]
        points.append(point)
        self._path[-1] = shape + segment, points

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        right, top = x + width, y + height
        self._path.append(("mlllh", [(x, y), (right, y), (right, top), (x, top), (x, y)]))

    def _forget_path(self) -> None:
        self._path = []

    def _stroke(self) -> None:
        self._paint(stroke=True)

    def _close_and_stroke(self) -> None:
        self._close()
        self._paint(stroke=True)

    def _fill(self) -> None:
        self._paint(stroke=False)

    def _paint(self, stroke: bool) -> None:
        """Keep the lines and rectangles of the path; camelot takes no notice of other shapes."""
        path, self._path = self._path, []
        for shape, points in path:
            if len(shape) > 3 and shape[-2:] == "lh" and points[-2] == points[0]:
                shape, points = shape[:-2] + "h", points[:-1]
            if shape in ("ml", "mlh"):
                self._keep(LTLine(), [apply_matrix_pt(self._now.ctm, point) for point in points], stroke)
            elif shape in ("mlllh", "mllll") and points[0] == points[4]:
                (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = corners = [apply_matrix_pt(self._now.ctm, point) for point in points]
                if (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0):
                    self._keep(LTRect(), corners, stroke)

    def _keep(self, item: LTLine | LTRect, points: list[_Point], stroke: bool) -> None:
        item.set_bbox(get_bound(points))
        item.stroke, item.fill = stroke, not stroke
        self.drawn.append(item)

    def _begin_text(self) -> None:
        self._now.line, self._now.pen = _IDENTITY, 0.0

    def _next_line(self, x: float, y: float) -> None:
        now = self._now
        a, b, c, d, e, f = now.line
        now.line, now.pen = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0.0

    def _next_line_with_leading(self, x: float, y: float) -> None:
        self._now.leading = -y
        self._next_line(x, y)

    def _line_feed(self) -> None:
        self._next_line(0.0, -self._now.leading)

    def _set_line(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        self._now.line, self._now.pen = (a, b, c, d, e, f), 0.0

    def _set_stretch(self, percent: float) -> None:
        self._now.stretch = percent * 0.01

    def _set(self, name: str) -> Callable[[float], None]:
        return lambda value: setattr(self._now, name, value)

    def _is_text(self, text: bytes, first: LTChar) -> bool:
        """Whether a string is to be read: no watermark across the page, and not struck at this place before (fake bold)."""
        a, b, c, d, x, y = first.matrix
        if min(abs(a), abs(b)) > SLANT * max(abs(a), abs(b)):
            return False
        reach = DOUBLE_STRIKE * max(abs(c), abs(d))
        (left, top), (right, bottom) = _block(x - reach, y - reach), _block(x + reach, y + reach)
        for block in itertools.product({left, right}, {top, bottom}):  # mostly one
            for other_x, other_y in self._struck.get((text, *block), ()):
                if abs(other_x - x) < reach and abs(other_y - y) < reach:
                    return False
        self._struck.setdefault((text, *_block(x, y)), []).append((x, y))
        return True

    def _shown(self, text: bytes) -> list[LTChar]:
        """The characters of a string or of an array of strings and distances, in boxes as playa makes them. Most producers show
        every character by itself, so this runs some hundred times a page: no helper is called here that is not needed."""
        now = self._now
        font, size, stretch, pen = now.font, now.font_size, now.stretch, now.pen
        shown: list[LTChar] = []
        if font is None:
            return shown
        if font.vertical:
            raise _NotUnderstood("text written downwards")
        a, b, c, d, e, f = mult_matrix(now.line, now.ctm)
        e, f = now.rise * c + e, now.rise * d + f
        right_x, right_y, up_x, up_y = a * size * stretch, b * size * stretch, c * size, d * size
        is_oblique = right_x * up_x < 0 or right_y * up_y < 0
        descent = font.descent * font.matrix[3]
        bottom_x, bottom_y, top_x, top_y = up_x * descent, up_y * descent, up_x * (descent + 1), up_y * (descent + 1)
        character_space, word_space = now.character_space / size, 0.0 if font.multibyte else now.word_space / size
        for string, distance in _SHOWN.findall(text) if text[:1] == b"[" else ((text, b""),):
            if not string:
                pen -= float(distance) * 0.001 * size * stretch
                continue
            for character, width, is_blank in self._decoded.get((font, string)) or self._decode(font, string):
                x, y = pen * a + e, pen * b + f
                x0, y0, x1, y1 = bottom_x + x, bottom_y + y, right_x * width + top_x + x, right_y * width + top_y + y
                if is_oblique:
                    x0, y0, x1, y1 = transform_bbox((right_x, right_y, up_x, up_y, x, y), (0, descent, width, descent + 1))
                item = LTChar()
                item._text = character
                item.matrix = right_x, right_y, up_x, up_y, x, y
                item.set_bbox((x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0))
                shown.append(item)
                pen += (width + character_space + (word_space if is_blank else 0.0)) * size * stretch
        now.pen = pen
        return shown

    def _decode(self, font: Font, string: bytes) -> list[tuple[str, float, bool]]:
        """Text, width and whether it is the blank that word space is added to, for each character of a string as printed."""
        decoded = font.decode(_bytes_of(string))
        known = [(f"(cid:{code})" if text is None else text, font.hdisp(code), code == 32) for code, text in decoded]
        self._decoded[font, string] = known
        return known


def _block(x: float, y: float) -> tuple[int, int]:
    """The part of the page, eight points wide and high, that a place lies in: more than strings struck twice are apart."""
    return int(x) >> 3, int(y) >> 3


def _name(token: bytes) -> str:
    if b"#" in token:
        raise _NotUnderstood(token)
    return token[1:].decode("ascii")


def _bytes_of(string: bytes) -> bytes:
    """The bytes that a string stands for, written in parentheses or as hexadecimal digits."""
    if string[:1] == b"<":
        digits = b"".join(string[1:-1].split())
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    string = string[1:-1]
    return _ESCAPED.sub(_unescaped, string) if b"\\" in string or b"\r" in string else string


def _unescaped(match: re.Match[bytes]) -> bytes:
    escape = match[1]
    if escape is None:
        return b"\n"  # a line end within a string, however it is written
    if escape[:1] in b"01234567":
        code = int(escape, 8)
        return bytes((code,)) if code < 256 else b""
    return _ESCAPES.get(escape, escape)
