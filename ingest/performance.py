"""Performance tables (绩效目标表, 绩效自评表)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.grid import Grid
from ingest.pages import Page


@dataclass(frozen=True)
class PerformanceReading:
    """What the performance tables of one document hold, as rows of the landing contract."""

    projects: tuple[dict[str, object], ...] = ()
    project_funds: tuple[dict[str, object], ...] = ()
    indicators: tuple[dict[str, object], ...] = ()
    messages: tuple[dict[str, object], ...] = ()
    table_places: frozenset[tuple[int, int]] = frozenset()


def read_performance(document_key: str, pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]]) -> PerformanceReading:
    return PerformanceReading()
