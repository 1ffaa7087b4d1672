"""One file read by itself: what is printed, without proof, because that takes models and other filings."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from ingest.document.read import read_document
from ingest.landing.find import read_file, sha256
from ingest.printable import printable_name
from mingzhang.report.statement_sheet import Amount, Sheet, sheet_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """Rows of the landing contract (ingest/document/schema.py) by table, those that name themselves."""

    tables: dict[str, list[Row]]

    @property
    def document(self) -> Row:
        return self.tables["documents"][0]

    def rows(self, table: str) -> list[Row]:
        return self.tables[table]

    @property
    def unrecognised(self) -> list[Row]:
        return [table for table in self.rows("tables") if table["outcome"] == "unrecognised"]

    @property
    def sheets(self) -> list[tuple[Row, Sheet]]:
        """Each statement with its rows and columns."""
        return [(each, sheet_of(self._amounts(each["statement_number"]))) for each in self.rows("statements")]

    def _amounts(self, statement_number: int) -> Sequence[Amount]:
        # no key without a warehouse, no proof without models
        unknown: Row = {"statement_line_key": None, "proof_status": None}
        names = [field.name for field in fields(Amount) if field.name not in unknown]
        own = [line for line in self.rows("statement_lines") if line["statement_number"] == statement_number]
        return [Amount(**{name: line[name] for name in names}, **unknown) for line in own]


def read_one(path: Path) -> Reading:
    """Read a file. Raises an UnreadableDocument that says why when it yields nothing."""
    content = read_file(path)
    reading = read_document(content, printable_name(path.name), sha256(content))
    return Reading({name: frame.to_dicts() for name, frame in reading.frames.items()})
