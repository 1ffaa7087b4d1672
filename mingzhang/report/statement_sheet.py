"""A statement as it is printed: its amounts in rows and columns, header words above, labels beside.

Rows and columns in which nothing is printed do not reach the warehouse, and so are not shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby


@dataclass(frozen=True)
class Amount:
    """One printed amount; its fields are columns of fact_statement_line."""

    statement_line_key: str | None
    statement_number: int
    table_number: int
    page_number: int
    row_number: int
    block_number: int
    column_number: int
    row_level: int | None
    row_kind: str | None
    class_code: str | None
    line_label: str | None
    unit_name: str | None
    project_name: str | None
    measure_path: str
    amount_text: str | None
    printed_unit: str | None
    amount_yuan: Decimal | None
    proof_status: str | None
    printed_decimals: int | None

    @property
    def label(self) -> str:
        """What stands beside the amount; a row of a project or unit may print nothing else."""
        named = (self.line_label, self.project_name, self.unit_name)
        return " · ".join(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True)
class HeaderCell:
    """A header word, and where it stands in the header of its block."""

    text: str
    row: int
    column: int
    rows: int  # how many rows of the header it takes
    columns: int  # how many columns it stands over


@dataclass(frozen=True)
class Block:
    """One of the tables that a form prints side by side, for example 收入 beside 支出."""

    number: int
    has_codes: bool
    paths: tuple[str, ...]  # header words of each column, joined by /
    header: tuple[HeaderCell, ...]

    def header_row(self, number: int) -> list[HeaderCell]:
        """The header words that begin in one row of the header, from left to right."""
        return [cell for cell in self.header if cell.row == number]


@dataclass(frozen=True)
class BlockRow:
    code: str | None
    label: str
    level: int
    amounts: tuple[Amount | None, ...]


@dataclass(frozen=True)
class Row:
    number: int
    page_number: int
    blocks: tuple[BlockRow, ...]


@dataclass(frozen=True)
class Sheet:
    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    header_depth: int


def sheet_of(amounts: Iterable[Amount]) -> Sheet:
    """Put the amounts of one statement where they stand. A column that is printed further right on the next page stays one."""
    ordered = sorted(amounts, key=lambda each: (each.row_number, each.block_number, each.column_number))
    depth = max((each.measure_path.count("/") + 1 for each in ordered), default=1)
    numbers = sorted({each.block_number for each in ordered})
    blocks = tuple(_block(number, [each for each in ordered if each.block_number == number], depth) for number in numbers)
    rows = tuple(_row(number, list(group), blocks) for number, group in groupby(ordered, key=lambda each: each.row_number))
    return Sheet(blocks, rows, depth)


def _block(number: int, amounts: Sequence[Amount], depth: int) -> Block:
    places: dict[str, tuple[int, int]] = {}
    for each in amounts:
        place = (each.table_number, each.column_number)
        places[each.measure_path] = min(places.get(each.measure_path, place), place)
    paths = tuple(sorted(places, key=lambda path: (places[path][1], places[path][0], path)))
    words = [path.split("/") for path in paths]
    return Block(number, any(each.class_code for each in amounts), paths, tuple(_header(words, 0, 0, depth)))


def _header(words: Sequence[Sequence[str]], level: int, left: int, depth: int) -> Iterator[HeaderCell]:
    """A word stands once over the neighbours that share it and all above it; where it ends, it reaches down to the figures."""
    for word, group in groupby(words, key=lambda each: each[level] if len(each) > level + 1 else (each[level], id(each))):
        cells = list(group)
        is_last = isinstance(word, tuple)
        yield HeaderCell(cells[0][level], level, left, depth - level if is_last else 1, len(cells))
        if not is_last:
            yield from _header(cells, level + 1, left, depth)
        left += len(cells)


def _row(number: int, amounts: Sequence[Amount], blocks: Sequence[Block]) -> Row:
    return Row(number, amounts[0].page_number, tuple(_block_row(block, amounts) for block in blocks))


def _block_row(block: Block, amounts: Iterable[Amount]) -> BlockRow:
    own = {each.measure_path: each for each in amounts if each.block_number == block.number}
    first = next(iter(own.values()), None)
    cells = tuple(own.get(path) for path in block.paths)
    return BlockRow(first.class_code, first.label, first.row_level or 0, cells) if first else BlockRow(None, "", 0, cells)
