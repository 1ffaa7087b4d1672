"""Set filings apart: what no model, test or expectation can do with is left out, named, and the rest is published.

Most of what is impossible is found by `stg_violations` before any model reads it. What only shows later comes here: a failed data test or
expectation names its filings; a model that breaks without naming any is run on halves of the filings until those remain on which it
breaks. Decisions are kept in `raw.set_apart` of the landing file as long as reader and project stay the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import duckdb

from expectations.violation import Violation

#: Marks the filings that are left out for a moment while the one that breaks a model is looked for.
_LOOKING = "looking for a filing"


@dataclass(frozen=True)
class SetApart:
    """A filing that was read and is not published, as dim_source_file names it."""

    file_path: str
    check_code: str
    reason: str
    page_number: int | None
    value_text: str | None

    def __str__(self) -> str:
        page = f" p.{self.page_number}" if self.page_number is not None else ""
        value = f", {self.value_text!r}" if self.value_text is not None else ""
        return f"{self.file_path}{page}: {self.check_code}: {self.reason}{value}"


def read_set_apart(warehouse: Path) -> tuple[tuple[SetApart, ...], int]:
    """The filings that a built file leaves out, and how many it holds."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "SELECT file_path, reason_code, reason, set_apart_page_number, set_apart_value_text FROM marts.dim_source_file"
            " WHERE outcome = 'set_apart' ORDER BY ALL"
        ).fetchall()
        row = connection.execute("SELECT count(*) FROM marts.dim_document").fetchone()
    return tuple(SetApart(*row) for row in rows), int(row[0]) if row else 0


def set_apart(landing_file: Path, violations: Iterable[Violation], decided_by: str) -> None:
    """Note decisions; the staging models leave the filings out from the next transform on."""
    with duckdb.connect(str(landing_file)) as connection:
        connection.executemany(
            "INSERT INTO raw.set_apart VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*astuple(violation), decided_by) for violation in violations],
        )


def forget_other_decisions(landing_file: Path, decided_by: str) -> None:
    """Drop decisions of another reader or project, and those about filings that are gone."""
    with duckdb.connect(str(landing_file)) as connection:
        connection.execute(
            "DELETE FROM raw.set_apart WHERE decided_by IS DISTINCT FROM ?"
            " OR document_key NOT IN (SELECT document_key FROM raw.documents WHERE document_key IS NOT NULL)",
            [decided_by],
        )


def documents_of(landing_file: Path) -> list[str]:
    """The filings that no decision sets apart, in the order of their keys."""
    with duckdb.connect(str(landing_file), read_only=True) as connection:
        rows = connection.execute(
            "SELECT DISTINCT document_key FROM raw.documents WHERE document_key IS NOT NULL"
            " AND document_key NOT IN (SELECT document_key FROM raw.set_apart WHERE document_key IS NOT NULL) ORDER BY ALL"
        ).fetchall()
    return [row[0] for row in rows]


def breaking_filings(landing_file: Path, breaks: Callable[[], bool]) -> list[str]:
    """The filings on which a step breaks, each by itself; none when it breaks without any, or only on several together."""
    documents = documents_of(landing_file)

    def breaks_on(some: Sequence[str]) -> bool:
        others = set(documents) - set(some)
        set_apart(landing_file, [Violation(key, _LOOKING) for key in others], _LOOKING) if others else None
        try:
            return breaks()
        finally:
            with duckdb.connect(str(landing_file)) as connection:
                connection.execute("DELETE FROM raw.set_apart WHERE decided_by = ?", [_LOOKING])

    return [] if breaks_on([]) else _search(documents, breaks_on)


def _search(documents: Sequence[str], breaks_on: Callable[[Sequence[str]], bool]) -> list[str]:
    """Halve what breaks until single filings are left."""
    if not documents or not breaks_on(documents):
        return []
    if len(documents) == 1:
        return list(documents)
    middle = len(documents) // 2
    return _search(documents[:middle], breaks_on) + _search(documents[middle:], breaks_on)
