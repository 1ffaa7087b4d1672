"""Levels of indicators, carried from the row that prints them to those below, over pages too."""

from dataclasses import dataclass, field

from ingest.performance.project import Row
from ingest.tables.grid import Cell

LEVELS = ("level1", "level2")


@dataclass
class Levels:
    """What each level is at the row that is read; `_waiting` holds indicators whose level is printed on the next page only."""

    _now: dict[str, str] = field(default_factory=dict)
    _waiting: dict[str, list[Row]] = field(default_factory=dict)

    def take(self, texts: dict[str, str], cells: dict[str, Cell], row: int, *, at_top: bool) -> None:
        """Give a row the levels that hold for it, with the cell that covers it in each level column."""
        if texts.get("level1") and texts["level1"] != self._now.get("level1"):
            self._now.pop("level2", None)
        for level in LEVELS:
            text, cell = texts.get(level, ""), cells.get(level)
            if text:
                self._print(level, text, is_overleaf=at_top)
            elif cell and cell.row == row < cell.row_end and not at_top:
                self._now[level] = ""  # another cell of several rows: its text is on the next page, if anywhere
                self._waiting[level] = []
            texts[level] = self._now.get(level, "")

    def add(self, indicator: Row) -> None:
        """Keep an indicator whose level is not printed yet."""
        for level in LEVELS:
            if indicator[level] is None and level in self._waiting:
                self._waiting[level].append(indicator)

    def _print(self, level: str, text: str, *, is_overleaf: bool) -> None:
        waiting = self._waiting.pop(level, [])
        if is_overleaf:
            for indicator in waiting:
                indicator[level] = text
        self._now[level] = text
