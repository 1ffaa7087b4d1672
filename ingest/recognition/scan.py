"""Pages of pictures become pages of glyphs and rules, as pdfium gives them for text; what comes after knows no difference.

Coordinates are points on the displayed page after it was straightened: on a page that lay askew a box is off by so much at its ends.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import pypdfium2 as pdfium

from ingest.page.annotations import with_annotations
from ingest.page.model import Glyph, Page, Rule
from ingest.page.remarks import Remark
from ingest.recognition.engine import Box, Picture, confidence_in, crop, missing, places_of_text
from ingest.recognition.picture import grey_of, rendered, straightened, tilt_of
from ingest.recognition.pieces import Piece, pieces_of
from ingest.recognition.progress import tell
from ingest.recognition.rules import Ruled, ink_of, rules_of, without_rules
from ingest.recognition.seals import without_seals
from ingest.recognition.twice import read_twice

#: More pages of a document are not recognised: at some seconds a page it would keep a machine for the night.
MAX_PAGES = 120
#: Letters are so high as this part of the box that they are found in.
LETTER_HEIGHT = 0.75
#: Pieces whose height differs by no more than this are set in the size of the page.
ALIKE = 1.35
#: The longest pieces of a page tell which way up it is; an upright page is read at least so surely.
SAMPLE, UPRIGHT = 5, 0.85
#: A piece so many times higher than wide (wider than high) runs down (across).
RUNS = 1.5


def recognised(document: pdfium.PdfDocument, pages: Sequence[Page]) -> list[Page]:
    """The pages, those that are pictures without text recognised; what cannot be recognised stays a picture that says why."""
    wanted = [page.page_number for page in pages if page.is_image_only]
    if not wanted:
        return list(pages)
    if reason := missing():
        return [_unread(page, reason) if page.is_image_only else page for page in pages]
    return [_of_document(document, page, wanted) if page.is_image_only else page for page in pages]


def _of_document(document: pdfium.PdfDocument, read: Page, wanted: Sequence[int]) -> Page:
    number = wanted.index(read.page_number) + 1
    if number > MAX_PAGES:
        return _unread(read, f"no more than {MAX_PAGES} pages of a document are recognised")
    tell(number, min(len(wanted), MAX_PAGES))
    try:
        page, _ = with_annotations(document, read.page_number - 1)
        try:
            return recognised_page(page, read)
        finally:
            page.close()
            gc.collect()  # the recogniser leaves its pictures in cycles, and nobody collects while a document is read
    except MemoryError:  # not the page's fault: the document is too big
        raise
    except Exception as problem:  # noqa: BLE001 - whatever a strange picture provokes is said of its page
        return _unread(read, f"{type(problem).__name__}: {problem}")


def _unread(page: Page, reason: str) -> Page:
    return replace(page, remarks=(*page.remarks, Remark("page_not_recognised", f"the picture was not recognised: {reason}")))


def recognised_page(page: pdfium.PdfPage, read: Page) -> Page:
    """One page, as its picture shows it."""
    sheet, turn = _upright_sheet(page)
    pieces = read_twice(sheet.lifted, pieces_of(sheet.bare, sheet.places, sheet.rules), sheet.rules)
    width, height = page.get_size()
    return replace(
        read,
        width=height if turn % 180 else width,
        height=width if turn % 180 else height,
        rotation=(page.get_rotation() + turn) % 360,
        glyphs=tuple(_glyphs(pieces, sheet.scale)),
        rules=tuple(_rule(rule, sheet.scale) for rule in sheet.rules),
        remarks=(*read.remarks, *_remarks(pieces)),
        confidences=tuple(piece.confidence for piece in pieces),
    )


@dataclass(frozen=True)
class _Sheet:
    """A straightened picture with paper where its rules were, with seals and without; its pixels a point, its rules, and where it has text."""

    bare: Picture
    lifted: Picture
    scale: float
    rules: list[Ruled]
    places: list[Box]


def _upright_sheet(page: pdfium.PdfPage) -> tuple[_Sheet, int]:
    """The picture of a page and by how much it had to be turned: once for the page, by its longest pieces of text."""
    sheet = _sheet(page, 0)
    turn = _turn(sheet)
    return (_sheet(page, turn), turn) if turn else (sheet, 0)


def _sheet(page: pdfium.PdfPage, turn: int) -> _Sheet:
    picture, scale = rendered(page, turn)
    picture = straightened(picture, tilt_of(ink_of(grey_of(picture))))
    lifted, covered = without_seals(picture, scale)
    rules = rules_of(ink_of(grey_of(lifted)), scale, covered)
    bare = without_rules(picture, rules)
    return _Sheet(bare, without_rules(lifted, rules), scale, rules, places_of_text(bare, scale))


def _turn(sheet: _Sheet) -> int:
    """Degrees clockwise that set a page upright."""
    down = [box for box in sheet.places if box[3] - box[1] > RUNS * (box[2] - box[0])]
    across = [box for box in sheet.places if box[2] - box[0] > RUNS * (box[3] - box[1])]
    is_sideways = sum(map(_length, down)) > sum(map(_length, across))
    longest = sorted(down if is_sideways else across, key=_length)[-SAMPLE:]
    strips = [crop(sheet.bare, box) for box in longest]
    if not is_sideways and (not strips or confidence_in(strips) >= UPRIGHT):
        return 0
    turns = (90, 270) if is_sideways else (0, 180)
    return max(turns, key=lambda turn: confidence_in([np.ascontiguousarray(np.rot90(strip, -turn // 90)) for strip in strips]))


def _length(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _glyphs(pieces: Sequence[Piece], scale: float) -> Iterator[Glyph]:
    """A piece is what one text object is in a text layer; its letters stand in the middle of its height."""
    usual = median([piece.box[3] - piece.box[1] for piece in pieces]) if pieces else 1.0
    order = 0
    for number, piece in enumerate(pieces):
        height = piece.box[3] - piece.box[1]
        size = LETTER_HEIGHT * (usual if usual / ALIKE < height < usual * ALIKE else height) / scale
        baseline = (piece.box[1] + piece.box[3]) / 2 / scale + 0.33 * size
        for text, (left, right) in zip(piece.text, piece.sides, strict=True):
            yield Glyph(text, left / scale, right / scale, baseline, size, number, order, piece.doubt)
            order += 1


def _rule(rule: Ruled, scale: float) -> Rule:
    place, start, end = rule.place / scale, rule.start / scale, rule.end / scale
    return Rule(start, place, end, place) if rule.is_horizontal else Rule(place, start, place, end)


def _remarks(pieces: Sequence[Piece]) -> Iterator[Remark]:
    if not pieces:
        return
    count, doubts = sum(len(piece.text) for piece in pieces), [piece.doubt for piece in pieces if piece.doubt]
    yield Remark("page_recognised", f"a picture without text: {count:,} characters of it were recognised", "info")
    for doubt in doubts:
        yield Remark("recognised_in_doubt", doubt)
