"""Faults as a department would print them: amounts of tables and of the prose exchanged in the PDFs, and everything read anew.

Unlike faults in landed rows, these go through the whole house: the reader, the vocabulary of the prose, the models, the findings.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from ingest.landing.ingest import ingest_folder
from tools.bench.altered import KINDS, Alteration, alter
from tools.bench.copies import rows_of
from tools.bench.faults import Fault, Row, place_of

FIGURES = {
    "table": "SELECT statement_line_key AS figure_key, document_key, page_number, amount_text AS printed_text, amount_yuan, "
    "x0, y0, x1, y1 FROM staging.stg_statement_lines WHERE amount_yuan != 0",
    "prose": "SELECT claim_key AS figure_key, document_key, page_number, value_text AS printed_text, amount_yuan, "
    "x0, y0, x1, y1 FROM staging.stg_claims WHERE amount_yuan != 0",
}


@dataclass(frozen=True)
class Printed:
    """One altered file: what was altered in it, and the places whose figure the reader now reads otherwise."""

    fault: Fault
    file_name: str
    altered_text: str
    is_read: bool  # exactly one figure differs, and it is the one that is now printed


def draw_printed(built: Path, raw: Path, folder: Path, count: int, dice: random.Random) -> list[tuple[str, Fault, str, str]]:
    """Write `count` altered files for tables and as many for prose into a folder: file name, fault, altered text."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[tuple[str, Fault, str, str]] = []
    with duckdb.connect(str(built), read_only=True) as connection:
        names = dict(connection.execute("SELECT document_key, file_name FROM staging.stg_documents ORDER BY 1").fetchall())
        for where, query in FIGURES.items():
            figures = rows_of(connection, f"{query} ORDER BY figure_key")
            drawn += _altered(where, figures, names, raw, folder, count, dice)
    return drawn


def _altered(
    where: str, figures: Sequence[Row], names: dict[str, str], raw: Path, folder: Path, count: int, dice: random.Random
) -> list[tuple[str, Fault, str, str]]:
    """Spread over the filings; a filing whose fonts do not let a figure be exchanged is passed over."""
    by_document: dict[str, list[Row]] = {}
    for figure in figures:
        by_document.setdefault(figure["document_key"], []).append(figure)
    documents = sorted(by_document)
    dice.shuffle(documents)
    drawn: list[tuple[str, Fault, str, str]] = []
    for number in range(count * 10):
        if len(drawn) == count or not documents:
            break
        document_key = documents[number % len(documents)]
        figure = dice.choice(by_document[document_key])
        kind = dice.choice(list(KINDS))
        altered = KINDS[kind](figure["printed_text"], dice)
        name = f"{where}-{len(drawn):04d}.pdf"
        if altered is None or Decimal(altered.replace(",", "")) == Decimal(figure["printed_text"].replace(",", "")):
            continue
        x, y = (figure["x0"] + figure["x1"]) / 2, (figure["y0"] + figure["y1"]) / 2
        change = Alteration(kind, figure["page_number"], figure["printed_text"], altered, x, y)
        if alter(raw / names[document_key], folder / name, change):
            place = place_of(figure["figure_key"])
            fault = Fault(f"{where}: {kind}", document_key, {}, {place: figure["amount_yuan"]}, 1)
            drawn.append((name, fault, figure["printed_text"], altered))
    return drawn


def land_printed(drawn: list[tuple[str, Fault, str, str]], folder: Path, built: Path, landing: Path) -> dict[str, Printed]:
    """Read the altered files into a landing file; document key -> what became of its fault."""
    ingest_folder(folder, landing)
    with duckdb.connect(str(landing)) as connection:
        # copies of one filing are no filings of one department
        connection.execute("UPDATE raw.documents SET region_name = 'copy ' || file_name")
        keys = dict(connection.execute("SELECT file_name, document_key FROM raw.documents").fetchall())
        said = {document_key: _said(connection, document_key) for document_key in keys.values()}
    with duckdb.connect(str(built), read_only=True) as connection:
        tables = {"raw.statement_lines": "staging.stg_statement_lines", "raw.claims": "staging.stg_claims"}
        before = {one[1].document_key: _said(connection, one[1].document_key, tables) for one in drawn}
    found: dict[str, Printed] = {}
    for name, fault, _, altered in drawn:
        if name in keys:
            found[keys[name]] = _held(fault, name, altered, before[fault.document_key], said[keys[name]])
    return found


def _said(connection: duckdb.DuckDBPyConnection, document_key: str, tables: dict[str, str] | None = None) -> dict[str, str]:
    """Place -> printed text of all figures of a document."""
    names = tables or {}
    line_table, claim_table = (names.get(table, table) for table in ("raw.statement_lines", "raw.claims"))
    rows = connection.execute(
        f"SELECT 's' || statement_number || ':r' || row_number || ':b' || block_number || ':c' || column_number, amount_text "
        f"FROM {line_table} WHERE document_key = $1 UNION ALL "
        f"SELECT 'c' || claim_number, value_text FROM {claim_table} WHERE document_key = $1",
        [document_key],
    ).fetchall()
    return dict(rows)


def _held(fault: Fault, name: str, altered: str, before: dict[str, str], after: dict[str, str]) -> Printed:
    """The same text may stand twice on a page: the place that changed is the one that was altered."""
    changed = [place for place in before | after if before.get(place) != after.get(place)]
    is_read = len(changed) == 1 and after.get(changed[0]) == altered
    if is_read:
        amount = next(iter(fault.restored.values()))
        fault = Fault(fault.kind, fault.document_key, {}, {changed[0]: amount}, 1)
    return Printed(fault, name, altered, is_read)
