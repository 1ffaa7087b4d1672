"""One page as its picture shows it: rendered by pdfium, turned as the reader turns it, recognised by characters.

Runs in a process of its own (`ingest.landing.bounded`). Boxes are points on the displayed page, as those of the reader are.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from ingest.errors import Damaged
from ingest.page.model import Page
from ingest.page.pdf import read_page
from ingest.witness.look import Look, Run
from ingest.witness.version import DETECTION, RECOGNITION, model_file

#: Dots per inch: at 200, 789 of 795 amounts on pages of unseen filings came out as printed; crops of single cells do worse.
DPI = 200
#: The longest side of a picture: a page of a poster's size is rendered coarser instead of filling the memory.
MAX_SIDE = 4000
#: The recogniser makes larger pictures smaller; an A4 page at 200 dpi is recognised almost as it is.
RECOGNISED_SIDE = 2000
#: A run of these is a number; everything between two of them is a run too.
_OF_A_NUMBER = re.compile(r"[\d.,\-−－]")


_Box = tuple[float, float, float, float]
_Character = tuple[str, _Box]


def recognise_page(content: bytes, page_number: int) -> Look:
    """Look at one page. Raises Damaged where it cannot be rendered."""
    try:
        with pdfium.PdfDocument(content) as document:
            document.init_forms()  # what is filled into a form is in the picture, and not in the text of the page
            page = document[page_number - 1]
            text = read_page(page, page_number)
            picture, scale = _picture(page, text)
    except (pdfium.PdfiumError, IndexError) as problem:
        raise Damaged(f"page {page_number} cannot be rendered: {problem}") from problem
    return Look(text.rotation, tuple(_placed(_recognised(picture), scale, text)))


def _picture(page: pdfium.PdfPage, text: Page) -> tuple[NDArray[np.uint8], float]:
    """The picture, and its pixels for a point."""
    scale = min(DPI / 72, MAX_SIDE / max(text.width, text.height))
    turn = (text.rotation - page.get_rotation()) % 360
    picture = page.render(scale=scale, rotation=turn, rev_byteorder=False).to_numpy()
    return np.ascontiguousarray(picture[:, :, :3]), scale


def _recognised(picture: NDArray[np.uint8]) -> Iterator[tuple[str, float, Sequence[_Character]]]:
    """Each piece of text with its confidence and the places of its characters, in pixels."""
    found = _engine()(picture, use_cls=False, return_word_box=True, return_single_char_box=True)
    if found.boxes is None:
        return
    pieces = list(zip(found.txts, found.scores, found.boxes, strict=True))
    words = found.word_results if len(found.word_results) == len(pieces) else [()] * len(pieces)
    for (text, score, box), characters in zip(pieces, words, strict=True):
        placed = [(word[0], _extent(word[2])) for word in characters]
        # where the places do not tell every character, the piece stays whole
        is_told = "".join(character for character, _ in placed) == text.replace(" ", "")
        yield text, float(score), placed if is_told else [(text, _extent(box))]


def _placed(pieces: Iterator[tuple[str, float, Sequence[_Character]]], scale: float, text: Page) -> Iterator[Run]:
    xs, ys = np.array([glyph.x for glyph in text.glyphs]), np.array([glyph.y for glyph in text.glyphs])
    for _, score, characters in pieces:
        for _, group in groupby(characters, key=lambda placed: bool(_OF_A_NUMBER.fullmatch(placed[0]))):
            run = list(group)
            box = _points([place for _, place in run], scale)
            has_glyph = (xs > box[0] - 1) & (xs < box[2] + 1) & (ys > box[1] - 1) & (ys < box[3] + 1)
            printed = unicodedata.normalize("NFKC", "".join(character for character, _ in run))
            yield Run(printed, score, box, bool(has_glyph.any()))


def _points(boxes: Sequence[_Box], scale: float) -> _Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left) / scale, min(top) / scale, max(right) / scale, max(bottom) / scale


def _extent(corners: Any) -> _Box:
    """The upright box around four corners."""
    places = np.asarray(corners, np.float64)
    (x0, y0), (x1, y1) = places.min(axis=0), places.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


@cache
def _engine() -> Any:
    """The recogniser. It is told where its models lie, or it would fetch those that it misses, and to use one thread: there is one
    process for each core. Its classifier of upside-down lines turned short figures round (9.69 became 69.6)."""
    from rapidocr import RapidOCR  # half a second of imports: only when there is something to look at

    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.max_side_len": RECOGNISED_SIDE,
            "Global.log_level": "error",
            "Det.model_path": str(model_file(DETECTION)),
            "Rec.model_path": str(model_file(RECOGNITION)),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
