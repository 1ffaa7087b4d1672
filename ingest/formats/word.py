"""Word files of Office Open XML (.docx): paragraphs and tables in their order. Fields, links, macros and templates are not followed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.errors import Damaged
from ingest.formats.article import Block, PageBreak, Paragraph, Table, article_pages
from ingest.formats.layout import LaidCell
from ingest.formats.list_numbers import ListNumbers
from ingest.formats.package import Element, Package, attribute, first, local
from ingest.page.model import Page
from ingest.page.remarks import Remark

#: Elements that hold what is shown without being anything themselves; a text box is told where it is anchored.
_HOLDERS = ("sdt", "sdtContent", "smartTag", "hyperlink", "ins", "moveTo", "fldSimple", "customXml", "AlternateContent", "Choice")
_OFF = ("0", "false", "none")


def read_docx(content: bytes) -> Iterator[Page]:
    """The pages of a Word file."""
    package = Package(content)
    body = first(package.xml("word/document.xml"), "body")
    if body is None:
        raise Damaged("the document has no body")
    reader = _Reader(ListNumbers.of(package))
    blocks = list(reader.blocks(body))
    remarks = [Remark("text_hidden", f"{reader.hidden} characters are hidden and were not read")] if reader.hidden else []
    return article_pages(blocks, remarks, (("hidden", reader.hidden),))


class _Reader:
    def __init__(self, numbers: ListNumbers) -> None:
        self._numbers, self.hidden = numbers, 0

    def blocks(self, holder: Element) -> Iterator[Block]:
        for element in holder:
            match local(element):
                case "p":
                    yield from self._paragraphs(element)
                case "tbl":
                    if cells := tuple(self._cells(element)):
                        yield Table(cells)
                case name if name in _HOLDERS:
                    yield from self.blocks(element)

    def _paragraphs(self, element: Element) -> Iterator[Block]:
        """A paragraph in the pieces that page breaks make of it; what stands in text boxes follows it."""
        number = self._numbers.before(element)
        for place, piece in enumerate((number + self._text(element)).split("\f")):
            if place:
                yield PageBreak()
            if piece.strip():
                yield Paragraph(piece)
        for box in element.iter("{*}txbxContent"):
            if not any(local(parent) == "Fallback" for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _text(self, element: Element) -> str:
        text = ""
        for child in element:
            match local(child):
                case "t":
                    text += child.text or ""
                case "tab":
                    text += "" if local(element) == "tabs" else "　"
                case "br" | "cr":
                    text += "\f" if attribute(child, "type") == "page" else "\n"
                case "lastRenderedPageBreak":
                    text += "\f"
                case "noBreakHyphen":
                    text += "-"
                case "r":
                    text += self._run(child)
                case name if name in _HOLDERS:
                    text += self._text(child)
        return text

    def _run(self, run: Element) -> str:
        text = self._text(run)
        hidden = first(run, "rPr", "vanish")
        if hidden is None or attribute(hidden, "val", "1") in _OFF:
            return text
        self.hidden += len("".join(text.split()))
        return ""

    def _cells(self, table: Element) -> Iterator[LaidCell]:
        rows = [self._row(row) for row in _rows(table)]
        for number, row in enumerate(rows):
            for column, cell in row.items():
                if not cell.goes_on:
                    end = number
                    while (
                        end + 1 < len(rows)
                        and (below := rows[end + 1].get(column))
                        and below.goes_on
                        and below.width == cell.width
                    ):
                        end += 1
                    yield LaidCell(number, column, end, column + cell.width - 1, cell.text)

    def _row(self, row: Element) -> "dict[int, _Cell]":
        cells: dict[int, _Cell] = {}
        column = _value(first(row, "trPr", "gridBefore"), 0)
        for entry in _nested(row, "tc"):
            width = max(_value(first(entry, "tcPr", "gridSpan"), 1), 1)
            merged = first(entry, "tcPr", "vMerge")
            cells[column] = _Cell(width, merged is not None and attribute(merged, "val") != "restart", self._cell_text(entry))
            column += width
        return cells

    def _cell_text(self, cell: Element) -> str:
        """The paragraphs of a cell; a table within it is told row by row."""
        lines: list[str] = []
        for block in self.blocks(cell):
            if isinstance(block, Paragraph):
                lines.append(block.text)
            elif isinstance(block, Table):
                lines += _told(block.cells)
        return "\n".join(line.strip("\n") for line in lines)


class _Cell(NamedTuple):
    width: int
    goes_on: bool  # the cell above
    text: str


def _told(cells: Sequence[LaidCell]) -> list[str]:
    rows = sorted({cell.row for cell in cells})
    return ["　".join(cell.text for cell in cells if cell.row == row) for row in rows]


def _rows(table: Element) -> Iterator[Element]:
    return (row for row in _nested(table, "tr") if first(row, "trPr", "del") is None)


def _nested(element: Element, wanted: str) -> Iterator[Element]:
    for child in element:
        if local(child) == wanted:
            yield child
        elif local(child) in _HOLDERS:
            yield from _nested(child, wanted)


def _value(element: Element | None, default: int) -> int:
    told = attribute(element, "val") if element is not None else ""
    return min(int(told), 1000) if told.isdecimal() and len(told) < 6 else default
