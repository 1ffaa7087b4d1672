"""A small press: forms described by their meaning are typeset as a city might print them, and so their truth is known."""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pypdfium2 as pdfium

from ingest.lexicon.amounts import UNITS
from tests.fonts.typesetting import compiler, pdf_of

#: One block of one row: class code, label, printed cells. A cell that begins with '=' is money, '<' and '^' extend.
Segment = tuple[str, str, Sequence[str]]

RULINGS = {
    "full": "stroke: 0.5pt",
    "none": "stroke: none",
    "dashed": 'stroke: (paint: black, thickness: 0.5pt, dash: "dashed")',
    "thick": "stroke: 1.6pt",
    "horizontal": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt)",
    "three_lines": "stroke: (x, y) => if y == 0 { (top: 1pt) } else if y == HEAD { (top: 0.5pt) } else if y == LAST { (bottom: 1pt) }",
    "open_sides": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt }, right: if x < COLS - 1 { 0.5pt })",
    "open_ends": "stroke: (x, y) => (top: if y > 0 { 0.5pt }, bottom: if y < LAST { 0.5pt }, left: 0.5pt, right: 0.5pt)",
    "between_cells": "stroke: (x, y) => (top: if y > 0 { 0.5pt }, bottom: if y < LAST { 0.5pt }, left: if x > 0 { 0.5pt }, right: if x < COLS - 1 { 0.5pt })",
    "doubled": "stroke: 0.4pt, gutter: 1pt",
    "cell_by_cell": "stroke: 0.5pt, gutter: 3.5pt",
    "outside_only": "stroke: (x, y) => (top: if y in (0, HEAD) { 0.5pt }, bottom: if y == LAST { 0.5pt }, left: if x == 0 { 0.5pt }, right: if x == COLS - 1 { 0.5pt })",
    "rows_and_outside": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x == 0 { 0.5pt }, right: if x == COLS - 1 { 0.5pt })",
    "some_columns": "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x < 3 { 0.5pt }, right: if x == COLS - 1 { 0.5pt })",
    "columns_only": "stroke: (x, y) => (top: if y in (0, HEAD) { 0.5pt }, bottom: if y == LAST { 0.5pt }, left: 0.5pt, right: 0.5pt)",
    "only_columns": "stroke: (x, y) => (top: if y == 0 { 0.5pt }, bottom: if y == LAST { 0.5pt }, left: 0.5pt, right: 0.5pt)",
    "coloured": 'stroke: none, fill: (x, y) => if y < HEAD { rgb("#b8cce4") } else if calc.odd(y) { rgb("#dce6f1") } else { rgb("#f4f8fc") }, gutter: 0.8pt',
}


@dataclass(frozen=True)
class Form:
    """One statement as printed: header rows, body rows of segments, and what stands around them."""

    code: str | None  # statement_code; None for a table that must not become a statement
    title: str
    head: Sequence[Sequence[str]]
    body: Sequence[Sequence[Segment]]
    unit: str = "万元"
    widths: Sequence[float] = ()
    ruling: str = "full"
    above: Sequence[str] | None = None  # lines above the grid; None: title, then the unit line
    inside: Sequence[Sequence[str]] = ()  # caption rows inside the grid, above the header
    below: Sequence[str] = ()
    repeat_header: bool = False
    measures: Sequence[str] = ()  # measure of each of the last columns, where the layout is about header words
    size: float = 9
    inset: float = 3
    aligns: str = ""
    raw: str | None = None  # typst source that draws the table instead

    @property
    def rows(self) -> list[list[str]]:
        cells = [[cell for _, _, cells in row for cell in cells] for row in self.body]
        return [list(row) for row in [*self.inside, *self.head, *cells]]


@dataclass(frozen=True)
class Layout:
    """A document in one layout; `pages` are typst page set-ups, a form begins on a new page unless it says so."""

    name: str
    forms: Sequence[Form]
    page: str = 'paper: "a4", flipped: true, margin: 1.5cm'
    cover: Sequence[str] = ("某某市水务局", "2024年部门预算")
    before: str = ""  # typst source before the first form
    after: str = ""  # typst source after the last form
    between: str = "#pagebreak(weak: true)"
    rotate: int = 0  # degrees: the content of each page is turned, the page is not
    page_rotation: int = 0  # degrees: the /Rotate entry of each page
    notes: str = field(default="", compare=False)

    def with_forms(self, name: str, **changes: object) -> "Layout":
        return replace(self, name=name, forms=[replace(form, **changes) for form in self.forms])  # type: ignore[arg-type]


#: statement, code, label, measure ('' where not told), yuan
Truth = tuple[str, str, str, str, Decimal]


def truth_of(layout: Layout) -> list[Truth]:
    found = []
    for form in layout.forms:
        for row in form.body:
            for code, label, cells in row:
                for place, cell in enumerate(cells, start=len(form.measures) - len(cells)):
                    if cell.startswith("="):
                        text = re.sub(r"[,\s万元]", "", unicodedata.normalize("NFKC", cell[1:]))
                        value = -Decimal(text[1:-1]) if text.startswith("(") else Decimal(text)
                        measure = form.measures[place] if form.measures else ""
                        if form.code:
                            found.append((form.code, code, label, measure, (value * UNITS[form.unit]).quantize(Decimal("0.01"))))
    return found


def typeset(layout: Layout) -> bytes:
    """The PDF of a layout."""
    parts = [
        f"#set page({layout.page})",
        '#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh")',
        "#set par(leading: 0.4em)",
    ]
    if layout.cover:
        lines = " #linebreak() ".join(_text(line) for line in layout.cover)
        parts.append(f"#align(center + horizon, text(26pt)[{lines}])\n#pagebreak()")
    parts.append(layout.before)
    for index, form in enumerate(layout.forms):
        if index:
            parts.append(layout.between)
        parts.append(_form(form, layout.rotate))
    parts.append(layout.after)
    pdf = pdf_of(compiler("\n".join(parts).encode()))
    return _turned(pdf, layout.page_rotation) if layout.page_rotation else pdf


def _turned(pdf: bytes, rotation: int) -> bytes:
    document, turned = pdfium.PdfDocument(pdf), io.BytesIO()
    for page in document:
        page.set_rotation(rotation)
    document.save(turned)
    document.close()
    return turned.getvalue()


def _form(form: Form, rotate: int) -> str:
    above = [f"^{form.title}", f">单位：{form.unit}"] if form.above is None else form.above
    body = "\n".join([*(_line(line) for line in above), form.raw or table(form), *(_line(line) for line in form.below)])
    return f"#rotate({rotate}deg, reflow: true)[#block(width: 25cm)[\n{body}\n]]" if rotate else body


def _line(line: str) -> str:
    """'^' centres a title, '>' sets to the right, '|' parts a line in left, middle and right, '#' begins typst source."""
    if line.startswith("#"):
        return line
    if line.startswith("^"):
        return f'#align(center, text(16pt, weight: "bold")[{_text(line[1:])}])'
    if line.startswith(">"):
        return f"#align(right)[{_text(line[1:])}]"
    if "|" in line:
        parts = line.split("|")
        return f"#grid(columns: (1fr,) * {len(parts)}, align: (left, center, right), {', '.join(f'[{_text(part)}]' for part in parts)})"
    return f"#par[{_text(line)}]"


def _text(text: str) -> str:
    pieces = text.replace("\\", "\\\\").replace('"', '\\"').split("\n")
    return " #linebreak() ".join(f'#"{piece}"' for piece in pieces)


def table(form: Form) -> str:
    rows = form.rows
    columns = len(rows[0])
    widths = form.widths or [1.0] * columns
    ruling = (
        RULINGS[form.ruling]
        .replace("HEAD", str(len(form.inside) + len(form.head)))
        .replace("LAST", str(len(rows) - 1))
        .replace("COLS", str(columns))
    )
    header_rows = len(form.inside) + len(form.head)
    cells = [
        _cells(rows, first, last, form.aligns or "c" * columns * (first == 0 < header_rows))
        for first, last in ((0, header_rows), (header_rows, len(rows)))
    ]
    header = f"table.header(repeat: {str(form.repeat_header).lower()}, {cells[0]})," if header_rows else ""
    sizes = ", ".join(f"{width}fr" for width in widths)
    return f"#text({form.size}pt)[#table(columns: ({sizes},), inset: {form.inset}pt, {ruling}, {header} {cells[1]})]"


def _cells(rows: Sequence[Sequence[str]], first: int, last: int, aligns: str) -> str:
    found = []
    for row in range(first, last):
        assert len(rows[row]) == len(rows[0]), f"row {row} has {len(rows[row])} cells: {rows[row]}"
        for column, cell in enumerate(rows[row]):
            if cell in ("<", "^"):
                continue
            width, height = 1, 1
            while column + width < len(rows[row]) and rows[row][column + width] == "<":
                width += 1
            while row + height < last and rows[row + height][column] == "^":
                height += 1
            money = cell.startswith(("=", "~"))
            side = {"l": "left", "r": "right", "c": "center"}[aligns[column]] if aligns else "right" if money else "left"
            text = cell[1:] if money else cell
            indent = len(text) - len(text.lstrip("　"))
            shown = f"#h({indent}em)" + _text(text.lstrip("　")) if indent else _text(text)
            found.append(f"table.cell(colspan: {width}, rowspan: {height}, align: {side} + horizon)[{shown}]")
    return ", ".join(found) + ","
