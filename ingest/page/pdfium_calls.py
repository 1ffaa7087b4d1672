"""The functions of pdfium that are called for every glyph and every segment of a path, bound without types of their arguments.

pypdfium2 binds them with typed pointers, and ctypes makes an object of each argument that it has to convert: three times the
cost of the call, paid some thousand times a page. Here a handle is made once (`Handle`), and so is the place where results are
written; numbers are C ints.
"""

import ctypes
import struct
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray


class Handle(ctypes.c_void_p):
    """What pdfium knows a document, a page or an object by. (A plain c_void_p would come back from a call as a number.)"""


def _bound(name: str, result: Any) -> Callable[..., Any]:
    # PYFUNCTYPE keeps the interpreter lock: these calls last nanoseconds and call nothing back.
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value)  # type: ignore[arg-type]


_Flag = ctypes.c_int

unicode_of = _bound("FPDFText_GetUnicode", ctypes.c_uint)
angle_of = _bound("FPDFText_GetCharAngle", ctypes.c_float)
is_generated = _bound("FPDFText_IsGenerated", _Flag)
#: The address of the text object, which stands for the object and is not used as a handle; 0 where there is none.
text_object_of = _bound("FPDFText_GetTextObject", ctypes.c_size_t)
#: Writes x, y (doubles).
origin_of = _bound("FPDFText_GetCharOrigin", _Flag)
#: Writes left, top, right, bottom (floats).
loose_box_of = _bound("FPDFText_GetLooseCharBox", _Flag)
#: Writes a, b, c, d, e, f (floats).
character_matrix_of = _bound("FPDFText_GetMatrix", _Flag)

#: Whether pdfium guessed the character, since the font does not say what it is.
is_unmapped = _bound("FPDFText_HasUnicodeMapError", _Flag)
#: Writes left, right, bottom, top (doubles) of the shape.
shape_box_of = _bound("FPDFText_GetCharBox", _Flag)
render_mode_of = _bound("FPDFTextObj_GetTextRenderMode", ctypes.c_int)
#: Writes red, green, blue, alpha (unsigned ints).
fill_colour_of = _bound("FPDFPageObj_GetFillColor", _Flag)
font_of = _bound("FPDFTextObj_GetFont", Handle)
_base_font_name = _bound("FPDFFont_GetBaseFontName", ctypes.c_size_t)
clip_of = _bound("FPDFPageObj_GetClipPath", Handle)
clip_path_count = _bound("FPDFClipPath_CountPaths", ctypes.c_int)
clip_segment_count = _bound("FPDFClipPath_CountPathSegments", ctypes.c_int)
clip_segment = _bound("FPDFClipPath_GetPathSegment", Handle)
mark_count = _bound("FPDFPageObj_CountMarks", ctypes.c_int)
has_transparency = _bound("FPDFPageObj_HasTransparency", _Flag)

page_object = _bound("FPDFPage_GetObject", Handle)
form_object = _bound("FPDFFormObj_GetObject", Handle)
kind_of = _bound("FPDFPageObj_GetType", ctypes.c_int)
#: Writes a, b, c, d, e, f (floats).
matrix_of = _bound("FPDFPageObj_GetMatrix", _Flag)
#: Writes fill, stroke (ints).
draw_mode_of = _bound("FPDFPath_GetDrawMode", _Flag)
#: Writes width and height (unsigned ints) as the file states them; nothing is decoded.
pixel_size_of = _bound("FPDFImageObj_GetImagePixelSize", _Flag)
segment_count = _bound("FPDFPath_CountSegments", ctypes.c_int)
segment_of = _bound("FPDFPath_GetPathSegment", Handle)
segment_kind = _bound("FPDFPathSegment_GetType", ctypes.c_int)
#: Writes x, y (floats).
segment_point = _bound("FPDFPathSegment_GetPoint", _Flag)
is_closing = _bound("FPDFPathSegment_GetClose", _Flag)


def handle_of(known: Any) -> Handle:
    """The handle of what pypdfium2 holds (a document, a page, a text page)."""
    return Handle(ctypes.cast(getattr(known, "raw", known), ctypes.c_void_p).value)


class Results:
    """A place that pdfium writes numbers to, read back in one step: `layout` as in `struct`, of one kind of number."""

    def __init__(self, layout: str) -> None:
        memory = ctypes.create_string_buffer(struct.calcsize(layout))
        width = struct.calcsize(layout) // len(layout)
        #: Where each number goes.
        self.at = tuple(ctypes.c_void_p(ctypes.addressof(memory) + width * index) for index in range(len(layout)))
        self.read: Callable[[], tuple[Any, ...]] = partial(struct.Struct(layout).unpack, memory)


def loose_boxes(text_page: Handle, indices: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Of each character: whether it has a box, and left, top, right, bottom."""
    boxes = np.zeros((len(indices), 4), np.float32)
    found = list(map(loose_box_of, repeat(text_page), indices, _places(boxes, 0)))
    return np.array(found, np.bool_), boxes.astype(np.float64)


def origins(text_page: Handle, indices: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Of each character: whether it has an origin, and x, y."""
    points = np.zeros((len(indices), 2), np.float64)
    found = list(map(origin_of, repeat(text_page), indices, _places(points, 0), _places(points, 1)))
    return np.array(found, np.bool_), points


def font_name(font: Handle) -> str:
    """The name of a font; empty for those that have none."""
    memory = ctypes.create_string_buffer(128)
    _base_font_name(font, ctypes.c_void_p(ctypes.addressof(memory)), ctypes.c_size_t(len(memory)))
    return memory.value.decode("latin-1")


def shape_boxes(text_page: Handle, indices: Sequence[int]) -> NDArray[np.float64]:
    """Of each character left, right, bottom, top of its shape; zeros where it has none."""
    boxes = np.zeros((len(indices), 4), np.float64)
    deque(map(shape_box_of, repeat(text_page), indices, *(_places(boxes, column) for column in range(4))), maxlen=0)
    return boxes


def fill_colours(items: Sequence[Handle]) -> NDArray[np.uint32]:
    """Of each page object red, green, blue and alpha; black where it has no colour of its own."""
    colours = np.zeros((len(items), 4), np.uint32)
    colours[:, 3] = 255
    deque(map(fill_colour_of, items, *(_places(colours, column) for column in range(4))), maxlen=0)
    return colours


def _places(table: NDArray[Any], column: int) -> "map[ctypes.c_void_p]":
    """Where the numbers of a column go, row by row."""
    first, step = table.ctypes.data + column * table.itemsize, table.itemsize * table.shape[1]
    return map(ctypes.c_void_p, range(first, first + step * len(table), step))
