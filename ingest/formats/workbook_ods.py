"""Workbooks of OpenDocument (.ods). They keep each cell as it is shown beside its value, and what is shown is read."""

from collections.abc import Iterator

from ingest.errors import Damaged, TooLarge
from ingest.formats.package import Element, Package, attribute, children, first, local
from ingest.formats.sheet import NO_SIDES, Sheet, SheetCell, Sides
from ingest.formats.workbook_xlsx import MAX_PLACES

#: What is repeated more often than this fills a sheet up to its end.
FILLING = 400
_SIDE_NAMES = ("border-left", "border-top", "border-right", "border-bottom")
_FIGURES = ("float", "currency", "percentage", "date")


def read_ods(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook in their order."""
    package = Package(content)
    root = package.xml("content.xml")
    styles = _Styles([root, *([package.xml("styles.xml")] if package.has("styles.xml") else [])])
    book = first(root, "body", "spreadsheet")
    if book is None:
        raise Damaged("the workbook has no sheets")
    for table in children(book, "table"):
        yield _Table(table, styles).sheet


class _Styles:
    """Which sides of cells are ruled and what is hidden, by the names of styles."""

    def __init__(self, roots: list[Element]) -> None:
        told: dict[str, Sides | None] = {}
        self._hidden: set[str] = set()
        parents: dict[str, str] = {}
        for root in roots:
            for holder in children(root, "automatic-styles", "styles"):
                for style in children(holder, "style"):
                    name, parents[name] = attribute(style, "name"), attribute(style, "parent-style-name")
                    for properties in children(style, "table-cell-properties"):
                        told[name] = _sides(properties)
                    if any(attribute(each, "display") == "false" for each in children(style, "table-properties")):
                        self._hidden.add(name)
        self._ruled = {name: told.get(name) or told.get(parent) or NO_SIDES for name, parent in parents.items()}

    def ruled(self, name: str) -> Sides:
        return self._ruled.get(name, NO_SIDES)

    def hides(self, name: str) -> bool:
        return name in self._hidden


def _sides(properties: Element) -> Sides | None:
    everywhere = attribute(properties, "border")
    told = [attribute(properties, side, everywhere) for side in _SIDE_NAMES]
    left, top, right, bottom = (side not in ("", "none") for side in told)
    return (left, top, right, bottom) if any(told) else None


class _Table:
    def __init__(self, table: Element, styles: _Styles) -> None:
        self.sheet = Sheet(attribute(table, "name"), styles.hides(attribute(table, "style-name")))
        self._styles, self._columns, self._left = styles, list[str](), MAX_PLACES
        self._read_columns(table)
        row = 0
        for entry in _rows(table):
            count = _repeated(entry, "number-rows-repeated")
            if attribute(entry, "visibility", "visible") != "visible":
                self.sheet.hidden_rows.update(range(row, row + min(count, FILLING)))
            for repeat in range(count if count <= FILLING else 1):
                self._read_row(entry, row + repeat)
            row += count

    def _read_columns(self, table: Element) -> None:
        for entry in _nested(table, "table-column", ("table-columns", "table-header-columns", "table-column-group")):
            count = min(_repeated(entry, "number-columns-repeated"), FILLING)
            if attribute(entry, "visibility", "visible") != "visible":
                self.sheet.hidden_columns.update(range(len(self._columns), len(self._columns) + count))
            self._columns += [attribute(entry, "default-cell-style-name")] * count

    def _read_row(self, entry: Element, row: int) -> None:
        column = 0
        for cell in children(entry, "table-cell", "covered-table-cell"):
            count = _repeated(cell, "number-columns-repeated")
            for repeat in range(count if count <= FILLING else 1):
                self._read_cell(cell, row, column + repeat)
            column += count

    def _read_cell(self, cell: Element, row: int, column: int) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooLarge(f"sheet {self.sheet.name} has more than {MAX_PLACES:,} cells; no disclosure has so many")
        default = self._columns[column] if column < len(self._columns) else ""
        text = "\n".join(_shown(paragraph) for paragraph in children(cell, "p"))
        ruled = self._styles.ruled(attribute(cell, "style-name") or default)
        if text.strip() or any(ruled):
            self.sheet.cells[row, column] = SheetCell(
                text if text.strip() else "", ruled, attribute(cell, "value-type") in _FIGURES
            )
        across, down = _repeated(cell, "number-columns-spanned"), _repeated(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            self.sheet.merged.append((row, column, row + down - 1, column + across - 1))


def _rows(table: Element) -> Iterator[Element]:
    return _nested(table, "table-row", ("table-rows", "table-header-rows", "table-row-group"))


def _nested(element: Element, wanted: str, groups: tuple[str, ...]) -> Iterator[Element]:
    for child in element:
        if local(child) == wanted:
            yield child
        elif local(child) in groups:
            yield from _nested(child, wanted, groups)


def _repeated(element: Element, name: str) -> int:
    told = attribute(element, name, "1")
    if not told.isdecimal() or len(told) > 9:
        raise Damaged(f"{name} is {told!r} and no number")
    return max(int(told), 1)


def _shown(element: Element) -> str:
    """The text of a paragraph, its blanks and line breaks spelt out, without notes."""
    text = element.text or ""
    for child in element:
        match local(child):
            case "s":
                text += " " * min(_repeated(child, "c"), 80)
            case "tab":
                text += " "
            case "line-break":
                text += "\n"
            case "annotation" | "note":
                pass
            case _:
                text += _shown(child)
        text += child.tail or ""
    return text
