"""Which official statement a grid belongs to, and which grids over which pages are one statement.

Recognition goes by title words (vocabulary/statements.yml), then by header words. A grid without a title of its own
continues the statement before it when its columns lie at the same places; columns are then mapped by x, not by index.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.lexicon import bare, load
from ingest.lexicon.class_codes import is_class_code, kind_of, split_code_name
from ingest.lexicon.heading_words import KEY_ROLES, role_of_heading
from ingest.lexicon.titles import UNLISTED, Rule, is_performance_title, recognise_title, rules
from ingest.page.model import Page
from ingest.statements.headers import Column, Header, carried_columns, has_header, read_header
from ingest.tables.captions import Caption, caption_before, first_body_row, read_caption
from ingest.tables.find_tables import Tables
from ingest.tables.grid import Grid

#: How far (points) a column edge of a continuation page may lie from the edge above.
EDGE_TOLERANCE = 5.0
#: So many rows that name a statement make a table of contents.
LISTED = 4
#: How far (points) the height of a row may differ between the two halves of a sheet printed on two pages.
ROW_TOLERANCE = 1.0


@dataclass(frozen=True)
class Sheet:
    """One grid as part of a statement: where its data begin and what its columns are."""

    table_number: int
    grid: Grid
    caption: Caption
    header: Header
    is_continuation: bool
    left: "Sheet | None" = None  # where this is the right half of a sheet too wide for its page: the half with the names


@dataclass
class Statement:
    """One official statement, stitched over its sheets."""

    code: str
    rule: Rule
    title: str
    recognised_by: str
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def form_label(self) -> str | None:
        return next((sheet.caption.form_label for sheet in self.sheets if sheet.caption.form_label), None)

    @property
    def unit_name(self) -> str | None:
        return next((sheet.caption.unit_name for sheet in self.sheets if sheet.caption.unit_name), None)

    @property
    def printed_unit(self) -> str | None:
        return next((sheet.caption.printed_unit for sheet in self.sheets if sheet.caption.printed_unit), None)


@dataclass(frozen=True)
class TableOutcome:
    """What became of one grid: its statement, or the reason why it is none."""

    table_number: int
    grid: Grid
    caption: Caption
    outcome: str  # statement | performance | contents | unrecognised
    reason: str | None = None


def find_statements(pages: Sequence[Page], tables: Tables) -> tuple[list[Statement], list[TableOutcome]]:
    """Recognise and stitch the statements of one document. `pages` are those with text: blank ones and pictures part nothing."""
    statements: list[Statement] = []
    fates: list[TableOutcome] = []
    current: Statement | None = None
    for before, page in zip([None, *pages], pages, strict=False):
        on_page = tables.get(page.page_number, ())
        for table in on_page:
            grid = table.grid
            caption = read_caption(page, grid, [other.grid for other in on_page])
            if caption.title is None and before and table is on_page[0] and has_header(grid, first_body_row(grid)):
                ruled = [other.ruled for other in tables.get(before.page_number, ()) if other.ruled]
                caption = caption_before(before, ruled) or caption
            number = len(fates) + 1
            rule = recognise_title(caption.title)
            if grid.found_by == "unread":
                current = None
                fates.append(
                    TableOutcome(
                        number, grid, caption, "unrecognised", "text without rules that could not be divided into columns surely"
                    )
                )
                continue
            if rule is None and (table.is_performance or _is_performance(caption, grid, fates, before)):
                current = None
                fates.append(TableOutcome(number, grid, caption, "performance"))
                continue
            found, reason = _place(current, rule, number, grid, caption, before)
            fates.append(TableOutcome(number, grid, caption, "statement" if found else _other_outcome(grid), reason))
            if found and found is not current:
                statements.append(found)
            if found or caption.title or not _is_small(grid):
                current = found
    return _settle_rivals(statements), fates


def _is_on(grid: Grid | None, page: Page | None) -> bool:
    return grid is not None and page is not None and grid.page_number == page.page_number


def _is_near(earlier: Grid, grid: Grid, before: Page | None) -> bool:
    """Whether an earlier table stands on the page of a table, or on the page before that."""
    return earlier.page_number == grid.page_number or _is_on(earlier, before)


def _is_performance(caption: Caption, grid: Grid, fates: Sequence[TableOutcome], page_before: Page | None) -> bool:
    """A performance table by its title, or the untitled continuation of one."""
    if caption.title:
        return is_performance_title(caption.title)
    before = fates[-1] if fates else None
    return (
        before is not None
        and before.outcome == "performance"
        and _is_near(before.grid, grid, page_before)
        and _is_aligned(before.grid, grid)
    )


def _other_outcome(grid: Grid) -> str:
    """What a table is that is no statement: a list of the statements (表1 | 收支总表 | 是否空表), or not recognised."""
    named = sum(any(recognise_title(cell.words) for cell in grid.starts(row)) for row in range(grid.row_count))
    return "contents" if named >= LISTED and 2 * named > grid.row_count else "unrecognised"


def _is_small(grid: Grid) -> bool:
    return len(grid.cells) <= 3


def _place(
    current: Statement | None, rule: Rule | None, number: int, grid: Grid, caption: Caption, before: Page | None
) -> tuple[Statement | None, str | None]:
    """The statement that a grid opens or continues; or None and the reason."""
    if rule and _continues_same_title(current, grid, caption, before):
        assert current is not None
        current.sheets.append(_continuation(current, number, grid, caption))
        return current, None
    if rule and caption.title:
        return _open(rule, caption.title, "title", number, grid, caption), None
    if caption.title is None and current and _is_near(current.sheets[-1].grid, grid, before):
        sheet = _right_half(current, number, grid, caption)
        if sheet or (_above(current, grid) and not _has_other_header(current, grid)) or _repeats_header(current, grid):
            current.sheets.append(sheet or _continuation(current, number, grid, caption))
            return current, None
    header = read_header(grid)
    signed = _recognise_header(header) if has_header(grid, header.first_row) else None
    if signed:
        return _open(signed, caption.title or "", "header", number, grid, caption), None
    if caption.title and caption.printed_unit and _has_amounts(header):
        return _open(UNLISTED, caption.title, "title", number, grid, caption), None
    return (
        None,
        f"no official statement is named {caption.title}"
        if caption.title
        else "no title above the table and columns unlike the table before",
    )


def _open(rule: Rule, title: str, by: str, number: int, grid: Grid, caption: Caption) -> Statement:
    header = read_header(grid)
    refined = rule.refined(_main_classification(grid))
    return Statement(refined.code, refined, title, by, [Sheet(number, grid, caption, header, False)])


def _main_classification(grid: Grid) -> str | None:
    """The classification that most codes of a grid belong to."""
    codes = [
        code
        for cell in grid.cells
        if (code := cell.words if is_class_code(cell.words) else (split_code_name(cell.words) or ("",))[0])
    ]
    counts = Counter(kind_of(code) for code in codes)
    return counts.most_common(1)[0][0] if counts else None


def _has_amounts(header: Header) -> bool:
    roles = [column.role for column in header.columns]
    return "amount" in roles and any(column.path for column in header.columns)


def _continues_same_title(current: Statement | None, grid: Grid, caption: Caption, before: Page | None) -> bool:
    """Some filings print title and header anew on every page of one statement."""
    if current is None or current.title != caption.title:
        return False
    last = current.sheets[-1]
    same_unit = caption.unit_name in (None, current.unit_name) or current.unit_name is None
    return same_unit and _is_on(last.grid, before) and len(grid.column_edges) == len(last.grid.column_edges)


def _above(current: Statement, grid: Grid) -> Sheet | None:
    """The latest sheet of a statement whose columns a grid continues."""
    aligned = next((sheet for sheet in reversed(current.sheets) if _is_aligned(sheet.grid, grid)), None)
    return aligned or next((sheet for sheet in reversed(current.sheets) if _is_divided(sheet, grid)), None)


def _is_aligned(above: Grid, below: Grid) -> bool:
    """Whether every column edge of the lower grid continues one of the upper grid (a constant shift is allowed)."""
    if below.column_count < 2:
        return False
    for shift in {0.0, above.box[0] - below.box[0], above.box[2] - below.box[2]}:
        if all(min(abs(edge + shift - other) for other in above.column_edges) <= EDGE_TOLERANCE for edge in below.column_edges):
            return True
    return False


def _is_divided(above: Sheet, below: Grid) -> bool:
    """Whether the lower grid divides only the key columns of the upper one: 类 款 项 below a header and a 合计 that are merged over them."""
    if (
        len(above.header.columns) < 3
        or abs(above.grid.box[0] - below.box[0]) + abs(above.grid.box[2] - below.box[2]) > EDGE_TOLERANCE
    ):
        return False
    kept = [min(below.column_edges, key=lambda own: abs(own - edge)) for edge in above.grid.column_edges]
    if any(abs(own - edge) > EDGE_TOLERANCE for own, edge in zip(kept, above.grid.column_edges, strict=True)):
        return False
    added = [edge for edge in below.column_edges if edge not in kept]
    keys = [column for column in above.header.columns if column.role in KEY_ROLES]
    return all(any(column.x0 < edge < column.x1 for column in keys) for edge in added)


def _continuation(current: Statement, number: int, grid: Grid, caption: Caption) -> Sheet:
    """Columns of a continuation page: its own header when it repeats one, else the columns above, mapped by x."""
    above = _above(current, grid) or current.sheets[-1]
    first = first_body_row(grid)
    own = read_header(grid)
    if has_header(grid, first) and own.data_row > first:
        if len(own.columns) == len(above.header.columns):
            columns = tuple(
                replace(column, x0=mine.x0, x1=mine.x1) for column, mine in zip(above.header.columns, own.columns, strict=True)
            )
            return Sheet(number, grid, caption, replace(own, columns=carried_columns(columns, grid, own.data_row)), True)
        return Sheet(number, grid, caption, own, True)
    columns = tuple(_column_above(above, grid, index) for index in range(grid.column_count))
    data_row = max(own.data_row, first)
    return Sheet(number, grid, caption, Header(carried_columns(columns, grid, data_row), first, data_row), True)


def _has_other_header(current: Statement, grid: Grid) -> bool:
    """Whether a grid has header words of its own that are not those of the statement: another table that lies below it by chance."""
    first = first_body_row(grid)
    if grid.found_by == "aligned" or not has_header(grid, first):
        return False  # text without rules is divided by the columns above, and may begin with a running title
    known = {word for sheet in current.sheets for column in sheet.header.columns for word in column.path}
    words = {cell.words for row in range(first, max(read_header(grid).data_row, first + 1)) for cell in grid.starts(row)} - {""}
    names_columns = any(role_of_heading(word) for word in words)  # 年初结转和结余 | 年末结转和结余 is a row
    return names_columns and 2 * len(words & known) < len(words)


def _repeats_header(current: Statement, grid: Grid) -> bool:
    """Whether a grid prints the columns of the statement once more, word for word, in other widths."""
    if not has_header(grid, first_body_row(grid)):
        return False
    own = [column.path for column in read_header(grid).columns]
    return len(own) > 2 and all(own) and any(own == [c.path for c in sheet.header.columns] for sheet in current.sheets)


def _right_half(current: Statement, number: int, grid: Grid, caption: Caption) -> Sheet | None:
    """The right half of a sheet that was too wide for its page, printed on a page after the left half.

    It has other columns beside rows as high as those of the left half, and either no names or the same ones once more.
    """
    header = _own_or_earlier_header(current, grid)
    if header is None:
        return None
    taken = {sheet.left.table_number for sheet in current.sheets if sheet.left}
    for left in current.sheets:
        if left.left is None and left.table_number not in taken and left.grid.page_number < grid.page_number:
            if _is_beside(left, grid, header):
                return Sheet(number, grid, caption, header, True, left)
            if not any(sheet.left for sheet in current.sheets):
                return None  # the first page of a form is continued to the right first
    return None


def _own_or_earlier_header(current: Statement, grid: Grid) -> Header | None:
    """Header words of the grid itself that the left half has not, or those of an earlier right half with the same columns."""
    first = first_body_row(grid)
    if has_header(grid, first):
        header = read_header(grid)
        amounts = [column.path for column in header.columns if column.role == "amount"]
        known = {column.path for column in current.sheets[0].header.columns}
        return header if amounts and all(amounts) and not known & set(amounts) else None
    earlier = next((s for s in reversed(current.sheets) if s.left and s.grid.column_count == grid.column_count), None)
    return replace(earlier.header, first_row=0, data_row=0) if earlier and _is_aligned(earlier.grid, grid) else None


def _is_beside(left: Sheet, grid: Grid, header: Header) -> bool:
    rows, others = _body_rows(left.grid, left.header), _body_rows(grid, header)
    if len(rows) != len(others) or len(rows) < 2:
        return False
    if not any(column.role in KEY_ROLES for column in header.columns):
        return all(abs(a - b) <= ROW_TOLERANCE for a, b in zip(rows, others, strict=True))
    return _names(left.grid, left.header) == _names(grid, header)


def _body_rows(grid: Grid, header: Header) -> list[float]:
    """Heights of the rows below the header."""
    return [below - above for above, below in pairwise(grid.row_edges[header.data_row :])]


def _names(grid: Grid, header: Header) -> list[tuple[str, ...]]:
    keys = [index for index, column in enumerate(header.columns) if column.role in KEY_ROLES]
    return [tuple(grid.at(row, index).words for index in keys) for row in range(header.data_row, grid.row_count)]


def _column_above(above: Sheet, grid: Grid, index: int) -> Column:
    x0, x1 = grid.column_edges[index], grid.column_edges[index + 1]
    if grid.column_count == len(above.header.columns):
        return replace(above.header.columns[index], x0=x0, x1=x1)
    shift = (
        above.grid.box[0] - grid.box[0]
        if abs(above.grid.box[2] - above.grid.box[0] - grid.box[2] + grid.box[0]) < EDGE_TOLERANCE
        else 0.0
    )
    middle = (x0 + x1) / 2 + shift
    column = min(
        above.header.columns, key=lambda c: 0.0 if c.x0 <= middle <= c.x1 else min(abs(c.x0 - middle), abs(c.x1 - middle))
    )
    return replace(column, x0=x0, x1=x1)


def _settle_rivals(statements: list[Statement]) -> list[Statement]:
    """Of several differently titled tables that claim one statement the best named keeps it, the others are `rival`."""
    for code in {s.code for s in statements if s.rule.rival}:
        claimants = [s for s in statements if s.code == code]
        best = max(claimants, key=lambda s: s.rule.preference(s.title)).title
        for statement in claimants:
            if statement.title != best and statement.rule.rival:
                statement.code = statement.rule.rival
    return statements


def _recognise_header(header: Header) -> Rule | None:
    words = bare(header.words)
    code = next(
        (entry["code"] for entry in load("statements")["header_signatures"] if all(bare(w) in words for w in entry["words"])),
        None,
    )
    return next((rule for rule in rules() if rule.code == code), None)
