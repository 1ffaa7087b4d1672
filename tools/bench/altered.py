"""Other figures printed in real PDFs: one amount of a table or of the prose, its character codes exchanged in the page content.

What reads the altered file has no hint: the text layer and the picture of the page both show the new figure, as when a department
had printed it so. Page content is read with playa (which glyph stands where) and rewritten with pikepdf (which operator drew it); a
file in which the two do not see the same operators, or whose font has not the digit that is needed, is left out and counted.
"""

import ctypes
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import playa
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from pikepdf import ContentStreamInstruction, Object, Operator, String

#: What figures are printed with; what playa decodes otherwise is asked of pdfium, by place.
FIGURE = "0123456789.,-"
SHOWS = ("Tj", "TJ", "'", '"')


@dataclass(frozen=True)
class Glyph:
    """One printed character: the operator that shows it (counted over the page), its place in it, and its code."""

    show: int
    place: int
    text: str
    code: bytes
    font: str
    x: float
    y: float
    size: float

    def is_beside(self, other: "Glyph") -> bool:
        """Whether both belong to one figure: no further apart than a letter is high."""
        return max(abs(self.x - other.x), abs(self.y - other.y)) < self.size


@dataclass(frozen=True)
class Alteration:
    """What is to be printed instead: one figure (text) of a page, known by its printed text and the middle of its box as displayed."""

    kind: str
    page_number: int
    printed_text: str
    altered_text: str
    x: float
    y: float


def alter(source: Path, target: Path, change: Alteration) -> bool:
    """Write a copy of a PDF in which one figure is printed otherwise; False (and no file) where it cannot be set."""
    count, glyphs = _glyphs(source, change.page_number)
    run = _nearest(_runs(glyphs, change.printed_text), _in_page(source, change))
    codes = _codes(glyphs, run, change) if run else None
    if run is None or codes is None:
        return False
    with pikepdf.open(source) as pdf:
        page = pdf.pages[change.page_number - 1]
        shows = _Shows(codes, {glyph.show: len(glyph.code) for glyph in run})
        shows.rewrite(pdf, page.obj, page.obj)
        if shows.is_done and shows.count == count:
            pdf.save(target)
            return _is_shown(target, change)
    return False


def _is_shown(target: Path, change: Alteration) -> bool:
    """Whether the page says the new figure: a code may be another letter's in a font of the same name."""
    with pdfium.PdfDocument(target) as document:
        said = document[change.page_number - 1].get_textpage().get_text_range()
    if change.altered_text in "".join(said.split()):
        return True
    target.unlink()
    return False


def _glyphs(source: Path, page_number: int) -> tuple[int, list[Glyph]]:
    """How many operators show text, and their glyphs in the order in which they are drawn."""
    letters = _letters(source, page_number)
    with playa.open(source, space="default") as document:
        shown = [one for one in document.pages[page_number - 1].flatten() if one.object_type == "text"]
        return len(shown), [glyph for number, text in enumerate(shown) for glyph in _glyphs_of(number, text, letters)]


def _glyphs_of(number: int, text: Any, letters: "_Letters") -> Iterator[Glyph]:
    operand = b"".join(part for part in text.args if isinstance(part, bytes))
    if operand and not operand.strip(FIGURE.encode() + b"% "):
        yield from _as_printed(number, text, operand)
        return
    try:
        drawn = list(text)
    except struct.error:  # an operand that is no whole number of codes: pdfium shows it, playa cannot
        return
    width = len(operand) // len(drawn) if drawn else 0
    for place, one in enumerate(drawn):
        x0, y0, x1, y1 = one.bbox
        code = operand[place * width : (place + 1) * width] if width * len(drawn) == len(operand) else b""
        x, y = one.matrix[4:]
        size = max(x1 - x0, y1 - y0)
        said = one.text if one.text and one.text in FIGURE else letters.at(x, y, size / 2)
        yield Glyph(number, place, said, code, str(one.font.fontname), x, y, size)


def _as_printed(number: int, text: Any, operand: bytes) -> Iterator[Glyph]:
    """Codes that are their own characters, in mixed encodings of one and two bytes that playa takes for two."""
    along, up, _, _, x, y = text.matrix
    size = max(abs(along), abs(up))
    for place, code in enumerate(operand):
        step = place / 2
        yield Glyph(
            number, place, chr(code).strip(), bytes([code]), str(text.font.fontname), x + along * step, y + up * step, size
        )


class _Letters:
    """What pdfium reads at each place of a page."""

    def __init__(self) -> None:
        self._by_cell: dict[tuple[int, int], list[tuple[float, float, str]]] = {}

    def add(self, x: float, y: float, letter: str) -> None:
        self._by_cell.setdefault((int(x) // 16, int(y) // 16), []).append((x, y, letter))

    def at(self, x: float, y: float, within: float) -> str:
        cells = [(int(x) // 16 + i, int(y) // 16 + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        near = [(abs(x - a) + abs(y - b), letter) for cell in cells for a, b, letter in self._by_cell.get(cell, ())]
        distance, letter = min(near, default=(within, ""))
        return letter if distance < within else ""


def _letters(source: Path, page_number: int) -> _Letters:
    letters = _Letters()
    with pdfium.PdfDocument(source) as document:
        text = document[page_number - 1].get_textpage()
        x, y = ctypes.c_double(), ctypes.c_double()
        for place in range(text.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(text.raw, place))
            if not letter.isspace() and raw.FPDFText_GetCharOrigin(text.raw, place, x, y):
                letters.add(x.value, y.value, letter)
    return letters


def _runs(glyphs: list[Glyph], text: str) -> Iterator[list[Glyph]]:
    """Neighbouring glyphs that print this figure and no longer one."""
    printed = "".join(glyph.text if len(glyph.text) == 1 else "\ufffd" for glyph in glyphs)
    start = printed.find(text)
    while start >= 0:
        end = start + len(text)
        run = glyphs[start:end]
        around = [(one, run[0]) for one in glyphs[max(start - 1, 0) : start]] + [(one, run[-1]) for one in glyphs[end : end + 1]]
        is_longer = any(one.text and one.text in FIGURE and one.is_beside(edge) for one, edge in around)
        if not is_longer and all(one.is_beside(other) for one, other in pairwise(run)):
            yield run
        start = printed.find(text, start + 1)


def _in_page(source: Path, change: Alteration) -> tuple[float, float]:
    """The place in the coordinates of the page content: unturned, from below."""
    with pdfium.PdfDocument(source) as document:
        page = document[change.page_number - 1]
        x, y = ctypes.c_double(), ctypes.c_double()
        width, height = (int(side * 10) for side in page.get_size())
        raw.FPDF_DeviceToPage(page.raw, 0, 0, width, height, 0, int(change.x * 10), int(change.y * 10), x, y)
        return x.value, y.value


def _nearest(runs: Iterator[list[Glyph]], place: tuple[float, float]) -> list[Glyph] | None:
    def distance(run: list[Glyph]) -> float:
        middle = run[len(run) // 2]
        return abs(middle.x - place[0]) + abs(middle.y - place[1])

    return min(runs, key=distance, default=None)


def _codes(glyphs: list[Glyph], run: list[Glyph], change: Alteration) -> dict[tuple[int, int], bytes] | None:
    """(operator, place in it) -> the code drawn there from now on; None where the font cannot print it."""
    known = {(glyph.font, glyph.text): glyph.code for glyph in glyphs if glyph.code}
    altered = change.altered_text
    if not all(glyph.code for glyph in run) or len(altered) > len(run):
        return None
    codes: dict[tuple[int, int], bytes] = {}
    for number, glyph in enumerate(run):
        text = altered[number : number + 1]
        if text != glyph.text:
            code = known.get((glyph.font, text)) if text else b""
            if code is None:
                return None
            codes[glyph.show, glyph.place] = code
    return codes


class _Shows:
    """Walks through the operators of a page and its forms in the order in which they draw, and exchanges codes on the way."""

    def __init__(self, codes: dict[tuple[int, int], bytes], widths: dict[int, int]) -> None:
        self.codes = codes
        self.widths = widths  # bytes of a code, by operator
        self.count = 0
        self.is_done = False

    def rewrite(self, pdf: pikepdf.Pdf, holder: Object, page: Object) -> None:
        instructions: list[Any] = []
        changed = False
        for instruction in pikepdf.parse_content_stream(holder):
            name = str(instruction.operator)
            one = instruction
            if name in SHOWS:
                if self.count in self.widths:
                    one = self._shown(instruction)
                    changed = True
                self.count += 1
            elif name == "Do":
                form = holder.get("/Resources", page.get("/Resources", {})).get("/XObject", {}).get(str(instruction.operands[0]))
                if form is not None and form.get("/Subtype") == "/Form":
                    self.rewrite(pdf, form, page)
            instructions.append(one)
        if changed:
            self._write(pdf, holder, pikepdf.unparse_content_stream(instructions))
            self.is_done = True

    def _shown(self, instruction: Any) -> ContentStreamInstruction:
        operands = list(instruction.operands)
        strings = list(operands[-1]) if str(instruction.operator) == "TJ" else [operands[-1]]
        width = self.widths[self.count]
        place = 0
        parts: list[Any] = []
        for part in strings:
            if not isinstance(part, String):
                parts.append(part)
                continue
            drawn = bytes(part)
            codes = [drawn[start : start + width] for start in range(0, len(drawn), width)]
            parts.append(String(b"".join(self.codes.get((self.count, place + n), code) for n, code in enumerate(codes))))
            place += len(codes)
        operands[-1] = pikepdf.Array(parts) if str(instruction.operator) == "TJ" else parts[0]
        return ContentStreamInstruction(operands, Operator(str(instruction.operator)))

    @staticmethod
    def _write(pdf: pikepdf.Pdf, holder: Object, content: bytes) -> None:
        if isinstance(holder, pikepdf.Stream):
            holder.write(content)
        else:
            holder["/Contents"] = pdf.make_stream(content)


def change_digit(text: str, dice: random.Random) -> str | None:
    """Another digit in one place."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = dice.choice(places)
    if place == places[0] and len(places) > 1 and text[place] == "0":
        return None
    other = dice.choice([digit for digit in "0123456789" if digit != text[place] and (place != places[0] or digit != "0")])
    return text[:place] + other + text[place + 1 :]


def swap_digits(text: str, dice: random.Random) -> str | None:
    """Two neighbouring digits exchanged."""
    places = [n for n in range(len(text) - 1) if text[n : n + 2].isdigit() and text[n] != text[n + 1] and (n or text[1] != "0")]
    if not places:
        return None
    place = dice.choice(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def drop_digit(text: str, dice: random.Random) -> str | None:
    """One digit less before the point; amounts with thousands separators would not look printed."""
    whole = text.partition(".")[0]
    if "," in text or not whole.isdigit() or len(whole) < 2 or whole[1] == "0":
        return None
    place = dice.randrange(len(whole))
    return text[:place] + text[place + 1 :]


def shift_point(text: str, dice: random.Random) -> str | None:
    """The decimal point one place further left or right."""
    whole, point, fraction = text.partition(".")
    if not point or "," in text or not whole.isdigit() or len(fraction) < 2 or len(whole) < 2:
        return None
    return whole[:-1] + "." + whole[-1] + fraction if dice.random() < 0.5 else whole + fraction[0] + "." + fraction[1:]


KINDS = {"digit changed": change_digit, "digits swapped": swap_digits, "digit dropped": drop_digit, "point shifted": shift_point}
