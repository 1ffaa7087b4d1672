"""The functions of pdfium that are called for every glyph and every segment of a path, bound with plain addresses.

pypdfium2 binds them with typed pointers and makes an object of each pointer that goes in or comes out: twice the cost of the
call, paid some thousand times a page. Here a handle is an integer (`address`), and so is the place where results are written.
"""

import ctypes
import struct
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium_c

_Handle, _Index, _Out, _Flag = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_int


def _bound(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    # PYFUNCTYPE keeps the interpreter lock: these calls last nanoseconds and call nothing back.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value)  # type: ignore[arg-type]


unicode_of = _bound("FPDFText_GetUnicode", ctypes.c_uint, _Handle, _Index)
angle_of = _bound("FPDFText_GetCharAngle", ctypes.c_float, _Handle, _Index)
is_generated = _bound("FPDFText_IsGenerated", _Flag, _Handle, _Index)
text_object_of = _bound("FPDFText_GetTextObject", _Handle, _Handle, _Index)
#: Writes x, y (doubles).
origin_of = _bound("FPDFText_GetCharOrigin", _Flag, _Handle, _Index, _Out, _Out)
#: Writes left, top, right, bottom (floats).
loose_box_of = _bound("FPDFText_GetLooseCharBox", _Flag, _Handle, _Index, _Out)
#: Writes a, b, c, d, e, f (floats).
character_matrix_of = _bound("FPDFText_GetMatrix", _Flag, _Handle, _Index, _Out)

page_object = _bound("FPDFPage_GetObject", _Handle, _Handle, _Index)
form_object = _bound("FPDFFormObj_GetObject", _Handle, _Handle, _Index)
kind_of = _bound("FPDFPageObj_GetType", ctypes.c_int, _Handle)
#: Writes a, b, c, d, e, f (floats).
matrix_of = _bound("FPDFPageObj_GetMatrix", _Flag, _Handle, _Out)
#: Writes fill, stroke (ints).
draw_mode_of = _bound("FPDFPath_GetDrawMode", _Flag, _Handle, _Out, _Out)
segment_count = _bound("FPDFPath_CountSegments", ctypes.c_int, _Handle)
segment_of = _bound("FPDFPath_GetPathSegment", _Handle, _Handle, _Index)
segment_kind = _bound("FPDFPathSegment_GetType", ctypes.c_int, _Handle)
#: Writes x, y (floats).
segment_point = _bound("FPDFPathSegment_GetPoint", _Flag, _Handle, _Out, _Out)
is_closing = _bound("FPDFPathSegment_GetClose", _Flag, _Handle)


def address(handle: Any) -> int:
    """The address that a handle of pypdfium2 (a document, a page, a text page) stands for."""
    return ctypes.cast(getattr(handle, "raw", handle), ctypes.c_void_p).value or 0


class Results:
    """A place that pdfium writes numbers to, read back in one step: `layout` as in `struct`, of one kind of number."""

    def __init__(self, layout: str) -> None:
        memory = ctypes.create_string_buffer(struct.calcsize(layout))
        width = struct.calcsize(layout) // len(layout)
        #: Where each number goes.
        self.at = tuple(ctypes.addressof(memory) + width * index for index in range(len(layout)))
        self.read: Callable[[], tuple[Any, ...]] = partial(struct.Struct(layout).unpack, memory)
