"""One page as its picture shows it: rendered by pdfium, turned as the reader turns it, recognised by characters.

Runs in a process of its own (`ingest.landing.bounded`). Boxes are points on the displayed page, as those of the reader are.
"""

import re
from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pypdfium2 as pdfium

from ingest.errors import Damaged
from ingest.page.model import Page
from ingest.page.pdf import read_page
from ingest.recognition.engine import places_of_text
from ingest.recognition.picture import rendered
from ingest.recognition.pieces import Piece, pieces_of
from ingest.witness.look import Look, Run

#: A run of these is a number; everything between two of them is a run too.
_OF_A_NUMBER = re.compile(r"[\d.,\-−－]")


def recognise_page(content: bytes, page_number: int) -> Look:
    """Look at one page. Raises Damaged where it cannot be rendered."""
    try:
        with pdfium.PdfDocument(content) as document:
            document.init_forms()  # what is filled into a form is in the picture, and not in the text of the page
            page = document[page_number - 1]
            text = read_page(page, page_number)
            picture, scale = rendered(page, (text.rotation - page.get_rotation()) % 360)
    except (pdfium.PdfiumError, IndexError) as problem:
        raise Damaged(f"page {page_number} cannot be rendered: {problem}") from problem
    return Look(text.rotation, tuple(_placed(pieces_of(picture, places_of_text(picture, scale)), scale, text)))


def _placed(pieces: list[Piece], scale: float, text: Page) -> Iterator[Run]:
    xs, ys = np.array([glyph.x for glyph in text.glyphs]), np.array([glyph.y for glyph in text.glyphs])
    for piece in pieces:
        characters = zip(piece.text, piece.sides, strict=True)
        for _, group in groupby(characters, key=lambda placed: bool(_OF_A_NUMBER.fullmatch(placed[0]))):
            run = list(group)
            left, right = run[0][1][0] / scale, run[-1][1][1] / scale
            top, bottom = piece.box[1] / scale, piece.box[3] / scale
            has_glyph = (xs > left - 1) & (xs < right + 1) & (ys > top - 1) & (ys < bottom + 1)
            printed = "".join(character for character, _ in run)
            yield Run(printed, piece.confidence, (left, top, right, bottom), bool(has_glyph.any()))
