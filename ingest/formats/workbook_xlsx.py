"""Workbooks of Office Open XML (.xlsx, .xlsm). Formulas are not computed: what the program that saved the file computed is read."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import Damaged, TooLarge
from ingest.formats.number_format import BUILT_IN, printed
from ingest.formats.package import Element, Package, attribute, children, first, local
from ingest.formats.sheet import MAX_CELLS, NO_SIDES, Sheet, SheetCell, Sides
from ingest.page.remarks import Remark

#: Cells of one sheet that are looked at, blank ones with rules included.
MAX_PLACES = 5 * MAX_CELLS
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BLANK_PER_INDENT = "　"


@dataclass(frozen=True)
class _Style:
    code: str = "General"
    ruled: Sides = NO_SIDES
    indent: int = 0


def read_xlsx(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook in their order."""
    package = Package(content)
    book = package.xml("xl/workbook.xml")
    targets = _targets(package)
    strings = _shared_strings(package)
    styles = _styles(package)
    properties = first(book, "workbookPr")
    from_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    sheets = first(book, "sheets")
    for entry in children(sheets, "sheet") if sheets is not None else ():
        sheet = Sheet(attribute(entry, "name"), attribute(entry, "state", "visible") != "visible")
        path = targets.get(attribute(entry, "id"))
        if path and package.has(path):
            _SheetReader(sheet, strings, styles, from_1904).read(package, path)
        yield sheet


def _targets(package: Package) -> dict[str, str]:
    root = package.xml("xl/_rels/workbook.xml.rels")
    return {
        attribute(entry, "Id"): posixpath.normpath(posixpath.join("/xl", attribute(entry, "Target"))).lstrip("/")
        for entry in root
        if attribute(entry, "TargetMode") != "External"
    }


def _shared_strings(package: Package) -> list[str]:
    name = "xl/sharedStrings.xml"
    return [_text(entry) for entry in package.elements(name, "si")] if package.has(name) else []


def _text(entry: Element) -> str:
    """The text of a string without its phonetic guide."""
    parts = []
    for child in entry:
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts += [t.text or "" for t in children(child, "t")]
    return "".join(parts)


def _styles(package: Package) -> list[_Style]:
    if not package.has("xl/styles.xml"):
        return []
    root = package.xml("xl/styles.xml")
    codes = dict(BUILT_IN)
    for entry in children(formats, "numFmt") if (formats := first(root, "numFmts")) is not None else ():
        codes[_number(attribute(entry, "numFmtId"))] = attribute(entry, "formatCode")
    borders = first(root, "borders")
    sides = [_sides(border) for border in children(borders, "border")] if borders is not None else []
    formats = first(root, "cellXfs")
    return [_style(entry, codes, sides) for entry in children(formats, "xf")] if formats is not None else []


def _style(entry: Element, codes: dict[int, str], sides: list[Sides]) -> _Style:
    border = _number(attribute(entry, "borderId", "0"))
    alignment = first(entry, "alignment")
    return _Style(
        # a built-in format that is not in the list is one of a date in another language
        codes.get(_number(attribute(entry, "numFmtId", "0")), "?unknown/format"),
        sides[border] if border < len(sides) else NO_SIDES,
        _number(attribute(alignment, "indent", "0")) if alignment is not None else 0,
    )


def _sides(border: Element) -> Sides:
    left, top, right, bottom = (
        any(attribute(side, "style", "none") != "none" for side in children(border, *names))
        for names in (("left", "start"), ("top",), ("right", "end"), ("bottom",))
    )
    return left, top, right, bottom


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as problem:
        raise Damaged(f"{text!r} stands where the workbook needs a number") from problem


class _SheetReader:
    def __init__(self, sheet: Sheet, strings: list[str], styles: list[_Style], from_1904: bool) -> None:
        self._sheet, self._strings, self._styles, self._from_1904 = sheet, strings, styles, from_1904
        self._row, self._left, self._uncomputed = -1, MAX_PLACES, 0

    def read(self, package: Package, path: str) -> None:
        for element in package.elements(path, "row", "col", "mergeCell"):
            match local(element):
                case "col" if attribute(element, "hidden") in ("1", "true"):
                    end = min(_number(attribute(element, "max")), 16_384)
                    self._sheet.hidden_columns.update(range(_number(attribute(element, "min")) - 1, end))
                case "mergeCell":
                    self._sheet.merged.append(_area(attribute(element, "ref")))
                case "row":
                    self._read_row(element)
        if self._uncomputed:
            message = f"{self._uncomputed} formulas were saved without what they come to, and nothing is computed here"
            self._sheet.remarks.append(Remark("formula_without_value", message))

    def _read_row(self, element: Element) -> None:
        self._row = _number(attribute(element, "r")) - 1 if attribute(element, "r") else self._row + 1
        if attribute(element, "hidden") in ("1", "true"):
            self._sheet.hidden_rows.add(self._row)
        column = -1
        for entry in children(element, "c"):
            column = _place(attribute(entry, "r"))[1] if attribute(entry, "r") else column + 1
            self._left -= 1
            if self._left < 0:
                raise TooLarge(f"sheet {self._sheet.name} has more than {MAX_PLACES:,} cells; no disclosure has so many")
            cell = self._cell(entry)
            if cell.text or any(cell.ruled):
                self._sheet.cells[self._row, column] = cell

    def _cell(self, entry: Element) -> SheetCell:
        number = _number(attribute(entry, "s", "0"))
        style = self._styles[number] if number < len(self._styles) else _Style()
        text, is_figure, doubt = self._shown(entry, style)
        indent = "" if is_figure or not text else _BLANK_PER_INDENT * min(style.indent, 15)
        return SheetCell(indent + text if text.strip() else "", style.ruled, is_figure, doubt)

    def _shown(self, entry: Element, style: _Style) -> tuple[str, bool, str | None]:
        kind, value = attribute(entry, "t", "n"), first(entry, "v")
        if kind == "inlineStr":
            inline = first(entry, "is")
            return (_text(inline) if inline is not None else ""), False, None
        if value is None or not value.text:
            self._uncomputed += first(entry, "f") is not None and kind != "str"
            return "", False, None
        if kind == "s":
            index = _number(value.text)
            if not 0 <= index < len(self._strings):
                raise Damaged(f"sheet {self._sheet.name} refers to text {index}, and there are {len(self._strings)}")
            return self._strings[index], False, None
        if kind == "n":
            try:
                shown = printed(value.text.strip(), style.code, from_1904=self._from_1904)
            except ArithmeticError as problem:
                raise Damaged(f"{value.text!r} is no number, in sheet {self._sheet.name}") from problem
            return shown.text, True, shown.doubt
        return value.text, False, None  # a computed text, an error (#REF!), a truth, a day


def _area(reference: str) -> tuple[int, int, int, int]:
    start, _, end = reference.partition(":")
    return (*_place(start), *_place(end or start))


def _place(address: str) -> tuple[int, int]:
    """Row and column (0-based) of an address such as AB12."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise Damaged(f"{address!r} is no address of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
