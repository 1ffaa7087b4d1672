"""What was read of one file as JSON: the rows of the landing contract. Amounts are texts, so that no digit is lost on the way."""

import json
from decimal import Decimal
from typing import Any

from mingzhang.look.reading import Reading, Row

#: What a file says, in the order in which it is printed; the bookings of the page ledger are for the warehouse.
TABLES = (
    *("statements", "statement_lines", "claims", "projects", "project_funds", "indicators", "listed_units"),
    *("tables", "leftover_cells", "reader_messages"),
)


def as_json(reading: Reading) -> str:
    found: dict[str, Any] = {"document": reading.document}
    found |= {name: [_without_key(row) for row in reading.rows(name)] for name in TABLES}
    return json.dumps(found, ensure_ascii=False, indent=1, default=_exact) + "\n"


def _without_key(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "document_key"}


def _exact(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(f"{type(value).__name__} has no form in JSON")
