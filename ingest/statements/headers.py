"""The header of a statement grid: which rows are header, and what each column is.

The header is told by geometry first: it ends where every column is labelled on its own, or where a row is plainly data.
Words and the data below then give each column its role. Rows of column numbers (栏次, ※, 1 2 3) end a header and are never
money, although 1 + 2 = 3 would "add up".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.lexicon import filled, load, normalize
from ingest.lexicon.amounts import is_money, is_nil_mark, is_overflow, read_amount, read_unit, split_unit
from ingest.lexicon.class_codes import LEVELS, code_digits, is_class_code, split_code_name
from ingest.lexicon.heading_words import KEY_ROLES, ORDINAL, numbers_columns, role_of_heading
from ingest.lexicon.measures import has_measure_words
from ingest.tables.captions import first_body_row
from ingest.tables.grid import Cell, Grid

_WORDS = re.compile(filled("[{han}]{2}"))
_LIST_NUMBER = re.compile(r"\((\d{1,2})\)|([①-⑳⑴-⒇⒈-⒛❶-❿➀-➓㈠-㈩])|(\d{1,2})[、.]")


@dataclass(frozen=True)
class Column:
    """One grid column: where it is, the header words above it, what it holds."""

    x0: float
    x1: float
    path: tuple[str, ...]
    role: str  # amount | code | label | unit_code | unit_name | project_name | line_number | count | text
    block: int = 0
    printed_unit: str | None = None  # a unit in the header of this very column

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Header:
    """Columns and the rows that the header takes: `first_row..data_row - 1`, with rows of column numbers after it."""

    columns: tuple[Column, ...]
    first_row: int
    data_row: int

    @property
    def words(self) -> str:
        return "".join(word for column in self.columns for word in column.path)


def has_header(grid: Grid, row: int) -> bool:
    """Whether the grid begins with header words rather than with data (a continuation page may have none)."""
    cells = [cell for cell in grid.row(row) if cell.words]
    if not cells or _is_data_row(grid, row):
        return False
    if not _is_number_row(grid, row) and any(
        (cell.words.isdecimal() and len(cell.words) < 4) or is_nil_mark(cell.words) for cell in cells
    ):
        return False  # 年初结转和结余 | 11 | —: the running number and the nil of a row
    known = sum(is_header_word(cell.words) for cell in cells)
    return known >= 2 or known * 2 > len(cells) or (known == 1 and len(cells) <= 3)


def is_header_word(words: str) -> bool:
    if ORDINAL.match(words) or read_amount(words) or split_code_name(words):
        return False
    return role_of_heading(words) is not None or has_measure_words(words)


def read_header(grid: Grid) -> Header:
    """Read the header at the top of a grid. A grid without header words gives columns without paths."""
    first = first_body_row(grid)
    data_row = _data_row(grid, first) if has_header(grid, first) else first
    paths = [_path(grid, first, data_row, column) for column in range(grid.column_count)]
    while data_row < grid.row_count and (
        _is_number_row(grid, data_row) or _is_blank(grid, data_row) or _repeats_header(grid, data_row, paths)
    ):
        data_row += 1
    columns = [_column(grid, column, paths[column], data_row) for column in range(grid.column_count)]
    return Header(tuple(_with_blocks(columns)), first, data_row)


def _data_row(grid: Grid, first: int) -> int:
    row = first
    while row < grid.row_count:
        if row > first and (_is_data_row(grid, row) or _is_number_row(grid, row)):
            return row
        end = max((cell.row_end for cell in grid.starts(row)), default=row)
        end = end if end < grid.row_count - 1 or row == end else row
        row = max(row, min(end, _last_header_row(grid, row, end))) + 1
        if _all_labelled(grid, first, row):
            return row
    return row


def _last_header_row(grid: Grid, row: int, end: int) -> int:
    """Rows down to `end` belong to the header unless data begins earlier (a merged label beside data rows)."""
    for candidate in range(row + 1, end + 1):
        if _is_data_row(grid, candidate) or _is_number_row(grid, candidate):
            return candidate - 1
    return end


def _all_labelled(grid: Grid, first: int, end: int) -> bool:
    """Whether above row `end` every column that holds anything has header words of its own."""
    for column in range(grid.column_count):
        cells = [grid.at(row, column) for row in range(first, end)]
        if not any(cell.words and cell.column == cell.column_end for cell in cells) and _has_content_below(grid, column, first):
            return False
    return True


def _has_content_below(grid: Grid, column: int, first: int) -> bool:
    return any(
        grid.at(row, column).words
        for row in range(first, grid.row_count)
        if grid.at(row, column).column == grid.at(row, column).column_end
    )


def _is_data_row(grid: Grid, row: int) -> bool:
    if _is_number_row(grid, row):
        return False
    cells = [cell for cell in grid.row(row) if cell.words]
    if any(is_money(cell.figure) for cell in cells):
        return True
    if any(ORDINAL.match(cell.words) and cell.column_end - cell.column < grid.column_count - 1 for cell in cells):
        return True
    if any(is_class_code(cell.words) or split_code_name(cell.words) for cell in cells):
        return True
    return (
        bool(cells)
        and all(normalize(cell.words) in load("rows")["grand_totals"] or read_amount(cell.figure) for cell in cells)
        and len(cells) <= 2
    )


def _is_number_row(grid: Grid, row: int) -> bool:
    words = [part for cell in grid.row(row) for part in _apart(cell)]
    if len(words) < 2 and not (words and grid.column_count <= 3):
        return False
    return numbers_columns(words)


def _apart(cell: Cell) -> list[str]:
    """The words of a cell; numbers that share it are words of their own."""
    parts = cell.text.split()
    return parts if all(part.isdecimal() for part in parts) else [cell.words]


def _is_blank(grid: Grid, row: int) -> bool:
    return not any(cell.words for cell in grid.row(row))


def _repeats_header(grid: Grid, row: int, paths: Sequence[tuple[str, ...]]) -> bool:
    """A row of 类 款 项 below the header, or header words printed once more."""
    cells = [cell for cell in grid.row(row) if cell.words]
    return bool(cells) and all(cell.words in LEVELS or cell.words in paths[cell.column] for cell in cells) and any(paths)


def _path(grid: Grid, first: int, end: int, column: int) -> tuple[str, ...]:
    words: list[str] = []
    for row in range(first, end):
        cell = grid.at(row, column)
        if (
            cell.words
            and cell.row == max(cell.row, first)
            and (not words or words[-1] != cell.words)
            and not _COLUMN_NUMBER_ONLY.fullmatch(cell.words)
            and row == cell.row
        ):
            words.append(cell.words)
    return tuple(words)


_COLUMN_NUMBER_ONLY = re.compile(r"[※*]+")


def _column(grid: Grid, column: int, path: tuple[str, ...], data_row: int) -> Column:
    contents = _contents(grid, column, data_row)
    unit = next((found for words in reversed(path) if (found := read_unit(words))), None)
    return Column(grid.column_edges[column], grid.column_edges[column + 1], path, _role(path, contents), printed_unit=unit)


def _contents(grid: Grid, column: int, data_row: int) -> list[str]:
    """What stands in a column below the header; cells merged with neighbours and marks for nil (—, /) tell nothing of it."""
    cells = [(row, grid.at(row, column)) for row in range(data_row, grid.row_count)]
    return [
        split_unit(cell.figure)[0]
        for row, cell in cells
        if cell.words
        and cell.column == cell.column_end
        and cell.row == row
        and not (is_nil_mark(cell.words) or is_overflow(cell.words))
    ]


def carried_columns(columns: Sequence[Column], grid: Grid, data_row: int) -> tuple[Column, ...]:
    """Columns taken over from an earlier page: one that seemed to be text becomes an amount column when it holds amounts here."""
    carried: list[Column] = []
    for index, column in enumerate(columns):
        role = _role(column.path, _contents(grid, index, data_row)) if column.role == "text" else column.role
        carried.append(replace(column, role="amount") if role == "amount" else column)
    return tuple(carried)


def _role(path: tuple[str, ...], contents: Sequence[str]) -> str:
    """The header names the role; where it does not, or the data plainly contradict it, the data do."""
    named = _named_role(path)
    amounts = sum(read_amount(text) is not None for text in contents)
    decimals = sum(is_money(text) for text in contents)
    if named == "code" and sum(code_digits(text) is not None for text in contents) * 2 > len(contents):
        return named  # 201.03 in a column of codes looks like an amount
    if decimals * 2 > len(contents) and named not in ("count", "line_number"):
        return "amount"
    if named and not (named in ("label", "unit_name") and amounts * 2 > len(contents) > 0):
        return named
    if not contents:
        return "amount" if has_measure_words("".join(path)) else "text"
    if sum(is_class_code(text) for text in contents) * 2 > len(contents) and not (path and has_measure_words(path[-1])):
        return "code"
    if _counts_up(contents):
        return "line_number"
    if amounts * 2 >= len(contents):
        return "amount"
    # #REF!, 1O3 and ÿ5 under 基本支出 make no column of names of it
    words = sum(bool(_WORDS.search(text)) for text in contents)
    return "amount" if has_measure_words("".join(path)) and words * 2 <= len(contents) else "label"


def _named_role(path: tuple[str, ...]) -> str | None:
    """The role that the lowest header word names; words above it count only when they say that codes stand below."""
    roles = [role_of_heading(words) for words in reversed(path)]
    above = next((role for role in roles[1:] if role in ("code", "unit_code")), None)
    return (roles[0] if roles else None) or above


def _counts_up(contents: Sequence[str]) -> bool:
    numbers = [int(text) for text in contents if text.isdecimal()]
    if contents and all(map(_LIST_NUMBER.fullmatch, contents)):
        return len(contents) >= 2 and len(set(contents)) == len(contents)
    return len(numbers) >= 4 and len(numbers) == len(contents) and all(b - a == 1 for a, b in pairwise(numbers))


def _with_blocks(columns: list[Column]) -> list[Column]:
    """Number side-by-side blocks: a new one begins where key columns follow amounts and amounts follow again."""
    numbered: list[Column] = []
    block, seen_amount = 0, False
    for index, column in enumerate(columns):
        if seen_amount and column.role in KEY_ROLES and any(c.role == "amount" for c in columns[index:]):
            block, seen_amount = block + 1, False
        seen_amount = seen_amount or column.role == "amount"
        numbered.append(replace(column, block=block))
    return numbered
