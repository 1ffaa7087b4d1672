"""One row that no model or expectation can do with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """Why one filing is set apart; `table_name` is the model in which the offending row stands."""

    document_key: str
    check_code: str
    table_name: str | None = None
    page_number: int | None = None
    value_text: str | None = None
    detail: str | None = None
