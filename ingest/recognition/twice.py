"""Figures are read a second time, enlarged and with the room around them: what is read twice alike is a reading, else a doubt.

A seal or a fold cuts digits off (2,319 of 2,319.16), and a recogniser is as sure of the rest as of anything.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2

from ingest.recognition.engine import Box, Picture, crop, said_in
from ingest.recognition.pieces import Piece, placed
from ingest.recognition.rules import Ruled

#: Room beside and above a figure (of its height) that belongs to the second look, where nothing else stands there.
BESIDE, ABOVE = 1.0, 0.1
#: So many times larger is the second look.
ENLARGED = 1.5
#: Text with figures in it that is read surer than this is not read again; a figure that stands alone always is.
SURE = 0.97
#: A page with so many figures, of which more than this share have one number of decimals, has no figures of another one.
MANY, MOST = 5, 0.9

_DIGIT = re.compile(r"\d")
_ALONE = re.compile(r"[\d,.，．:;·'%()\-−－—]*\d[\d,.，．:;·'%()\-−－—]*")
_AMOUNT = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?%?")


def read_twice(lifted: Picture, pieces: Sequence[Piece], rules: Sequence[Ruled]) -> list[Piece]:
    """The pieces, those with a figure read again in the picture without seals; in doubt where the two readings differ."""
    verticals = [rule for rule in rules if not rule.is_horizontal]
    again = [_again(lifted, piece, pieces, verticals) if _is_asked(piece) else piece for piece in pieces]
    return list(_ill_formed(again))


def _is_asked(piece: Piece) -> bool:
    is_figure = bool(_ALONE.fullmatch(piece.text))
    return is_figure or (piece.confidence < SURE and bool(_DIGIT.search(piece.text)))


def _again(picture: Picture, piece: Piece, pieces: Sequence[Piece], verticals: Sequence[Ruled]) -> Piece:
    box = _with_room(piece.box, pieces, verticals)
    strip = cv2.resize(crop(picture, box), None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    second = placed(said_in(strip), box)  # type: ignore[arg-type]
    confidence = min(piece.confidence, second.confidence)
    if _figures(piece.text) == _figures(second.text):
        return replace(piece, confidence=confidence)
    surer = max(piece, second, key=lambda read: read.confidence)
    if not _ALONE.fullmatch(piece.text):
        return replace(surer, confidence=confidence, doubt=_differ(piece, second))
    whole = next((long for long, short in ((piece, second), (second, piece)) if _is_cut_off(short.text, long.text)), None)
    if whole:
        return replace(whole, confidence=confidence)
    return replace(piece, confidence=confidence, doubt=_differ(piece, second))


def _differ(one: Piece, other: Piece) -> str:
    return f"a picture that was read twice, as {one.text or 'nothing'} and as {other.text or 'nothing'}"


def _figures(text: str) -> str:
    """What of a text decides what its figures are worth."""
    return "".join(re.findall(r"[\d.,\-()]", text))


def _is_cut_off(short: str, whole: str) -> bool:
    """Whether a figure is another one without its beginning or end, and no figure as it stands."""
    is_part = bool(short) and (whole.endswith(short) or whole.startswith(short)) and short != whole
    return is_part and bool(_AMOUNT.fullmatch(whole)) and not _AMOUNT.fullmatch(short)


def _with_room(box: Box, pieces: Sequence[Piece], verticals: Sequence[Ruled]) -> Box:
    x0, y0, x1, y1 = box
    height, middle = y1 - y0, (y0 + y1) / 2
    beside = [p.box for p in pieces if p.box[1] < middle < p.box[3]]
    ruled = [rule.place for rule in verticals if rule.start < middle < rule.end]
    left = max([x0 - BESIDE * height, *(b[2] for b in beside if b[2] <= x0 + 1), *(x + 2 for x in ruled if x <= x0 + 1)])
    right = min([x1 + BESIDE * height, *(b[0] for b in beside if b[0] >= x1 - 1), *(x - 2 for x in ruled if x >= x1 - 1)])
    return min(left, x0), y0 - ABOVE * height, max(right, x1), y1 + ABOVE * height


def _ill_formed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Doubt figures that nobody writes so: 1,29900, ,021.18, and 2,319 or 2,319.6 among figures with two decimals."""
    decimals = _decimals_of_page(pieces)
    for piece in pieces:
        doubt = None
        if piece.doubt is None and _ALONE.fullmatch(piece.text) and re.search("[.,]", piece.text):
            if not _AMOUNT.fullmatch(piece.text.strip("()")):
                doubt = f"a picture that was read as {piece.text}, which is not the form of a figure"
            elif decimals and "%" not in piece.text and _decimals(piece.text.strip("()")) != decimals:
                doubt = f"a picture that was read as {piece.text}, where the figures of the page have {decimals} decimals"
        yield replace(piece, doubt=doubt) if doubt else piece


def _decimals_of_page(pieces: Sequence[Piece]) -> int | None:
    """How many decimals nearly all figures of a page have that have any; None where there are few, or they differ."""
    amounts = [piece.text for piece in pieces if "." in piece.text and "%" not in piece.text and _AMOUNT.fullmatch(piece.text)]
    counted = Counter(map(_decimals, amounts)).most_common(1)
    return counted[0][0] if counted and counted[0][1] >= MANY and counted[0][1] > MOST * len(amounts) else None


def _decimals(figure: str) -> int:
    return len(figure.partition(".")[2])
