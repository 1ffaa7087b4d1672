"""Which parts of which pages show a finding: the cell with its row, the header above it, the figures it is compared with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingzhang.report.marts import Box, Table

#: Points shown above and below a figure, and beyond the sides of its table.
ABOVE, BESIDE = 40.0, 8.0
#: A part of a page is extended to figures of the same identity up to this height (points).
MAX_HEIGHT = 300.0
#: A header this high is shown above the row; a higher one is no header (the amounts begin far below the title).
MIN_HEADER, MAX_HEADER = 10.0, 130.0
#: Parts of pages shown for one finding.
MAX_PARTS = 3


@dataclass(frozen=True)
class TableCell:
    """A cell that is shown; `mark` is cell for the figure in question, term for what it is compared with."""

    text: str
    mark: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class SheetTable:
    """A part of a sheet; of each row its number and its cells, but those that an area above or beside covers."""

    name: str
    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[TableCell, ...]], ...]


@dataclass(frozen=True)
class Picture:
    """A drawn part: the bytes of the picture, and its size in points for the layout; of a workbook the part of its sheet too."""

    page_number: int
    png: bytes
    width: float
    height: float
    shows_cell: bool
    media_type: str = "image/png"
    table: SheetTable | None = None


@dataclass(frozen=True)
class Part:
    """A part of a page, in points of the displayed page: the box to show, the header strip above it, the figures to mark."""

    page_number: int
    box: Box
    header: Box | None
    cell: Box | None  # what the finding is about
    terms: tuple[Box, ...]  # the other figures of its identities


@dataclass(frozen=True)
class Place:
    """A box on a page, and the grid that it is part of."""

    page_number: int
    box: Box
    table_number: int | None = None

    @property
    def spot(self) -> tuple[int, Box]:
        return self.page_number, self.box


def parts_of(cell: Place | None, shown: Iterable[Place], marked: Iterable[Place], tables: Iterable[Table]) -> list[Part]:
    """The cell, then what of `shown` is not yet in sight, in that order; `marked` figures are marked where they are in sight."""
    grids = {table.table_number: table for table in tables}
    waiting = [place for place in dict.fromkeys(shown) if cell is None or place.spot != cell.spot]
    others = {place.spot: place for place in [*waiting, *marked]}
    parts: list[Part] = []
    anchor, is_cell = (cell, True) if cell else (waiting[0] if waiting else None, False)
    while anchor and len(parts) < MAX_PARTS:
        part = _part(anchor, is_cell, others.values(), grids)
        parts.append(part)
        waiting = [place for place in waiting if place.page_number != part.page_number or not _within(place.box, part.box)]
        anchor, is_cell = (waiting[0] if waiting else None), False
    return parts


def _part(anchor: Place, is_cell: bool, terms: Iterable[Place], grids: Mapping[int, Table]) -> Part:
    grid = _grid(anchor, grids)
    neighbours = [place.box for place in terms if place.page_number == anchor.page_number]
    top, bottom = _heights(anchor.box, neighbours)
    left, right = 0.0, float("inf")
    if grid and grid.box:
        left, right = grid.box[0] - BESIDE, grid.box[2] + BESIDE
        bottom = min(bottom, grid.box[3] + BESIDE)  # signatures stand below a table
    box, header = _with_header((left, top, right, bottom), grid)
    marked = tuple(each for each in neighbours if _within(each, box) and each != anchor.box)
    return Part(anchor.page_number, box, header, anchor.box if is_cell else None, marked if is_cell else (anchor.box, *marked))


def _grid(place: Place, grids: Mapping[int, Table]) -> Table | None:
    """The grid on the figure's page; a figure in prose has none."""
    named = grids.get(place.table_number or 0)
    candidates = [named] if named else list(grids.values())
    return next(
        (grid for grid in candidates if grid.page_number == place.page_number and grid.box and _within(place.box, grid.box)), None
    )


def _heights(anchor: Box, neighbours: Iterable[Box]) -> tuple[float, float]:
    """Room above and below the figure, extended to its neighbours from the nearest on while they fit."""
    top, bottom = anchor[1] - ABOVE, anchor[3] + ABOVE
    for box in sorted(neighbours, key=lambda each: abs(each[1] - anchor[1])):
        reach = min(top, box[1] - ABOVE / 2), max(bottom, box[3] + ABOVE / 2)
        if reach[1] - reach[0] > MAX_HEIGHT:
            break
        top, bottom = reach
    return top, bottom


def _with_header(box: Box, grid: Table | None) -> tuple[Box, Box | None]:
    """The header strip of the grid, apart when the row is far below it, else included."""
    if grid is None or grid.box is None or grid.first_amount_y0 is None:
        return box, None
    left, top, right, bottom = box
    header = (left, grid.box[1] - 2, right, grid.first_amount_y0 - 1)
    if not MIN_HEADER <= header[3] - header[1] <= MAX_HEADER or top <= header[1]:
        return box, None
    if top <= header[3] + ABOVE / 2:
        return (left, header[1], right, bottom), None
    return box, header


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
