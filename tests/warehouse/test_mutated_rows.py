"""Whatever one filing lands, the others are published with the same figures: rows of `raw` mutated in every column.

Each build holds two filings that stay as they are and several copies of a third, each with one mutation. The two must come out
unchanged; each copy is published, or set apart with its name and a reason.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.document.schema import COUNT, DOCUMENT_TABLES, FLAG, POINTS, RAW_TABLES, TEXT
from ingest.landing.ingest import ingest_folder
from mingzhang.warehouse.build import Built, build
from mingzhang.warehouse.plan import Plan

SPECIMENS = Path(__file__).parents[2] / "data" / "raw"
MUTATED = "2024_final_petition_administration.pdf"
PROJECTS = "2024_final_urumqi_digital_development.pdf"
COPIES = 9
FACTS = (
    "fact_statement_line",
    "fact_expenditure",
    "fact_revenue",
    "fact_economic_expenditure",
    "fact_three_public",
    "fact_claim",
)

TEXTS = (
    None, "", "9" * 40, "-5", "9999", "好" * 1_000_000, "'\"; DROP TABLE raw.documents; --", "<b>[/red]{{ x }}</b>", "nan", "inf", "1e400%",
    "≤法178.2万元", "a\nb\x1b[31m\x00c".replace("\x00", ""),
)  # fmt: skip
WHOLE = (None, 0, -1, 9999, 2**31 - 1)
FIGURES = (None, "0", "-1", "99999999999999.99", "9999999999999999.99")
PLACES = (None, "nan", "inf", "-inf", 1e300)


@dataclass(frozen=True)
class Mutation:
    """One column of one row set to a value, or one row repeated or removed."""

    table: str
    column: str
    value: Any

    def apply(self, connection: duckdb.DuckDBPyConnection, key: str) -> None:
        row = connection.execute(f"SELECT min(rowid) FROM raw.{self.table} WHERE document_key = ?", [key]).fetchone()
        assert row and row[0] is not None, f"the specimen has no row in {self.table}"
        if self.column == "repeated":
            connection.execute(f"INSERT INTO raw.{self.table} SELECT * FROM raw.{self.table} WHERE rowid = {row[0]}")
        elif self.column == "removed":
            connection.execute(f"DELETE FROM raw.{self.table} WHERE rowid = {row[0]}")
        else:
            connection.execute(f"UPDATE raw.{self.table} SET {self.column} = ? WHERE rowid = {row[0]}", [self.value])


def all_mutations() -> list[Mutation]:
    values = {TEXT: TEXTS, COUNT: WHOLE, POINTS: PLACES, FLAG: (None,)}
    tables = ("files", *DOCUMENT_TABLES)
    single = [
        Mutation(table, column, value)
        for table in tables
        for column, dtype in RAW_TABLES[table].items()
        for value in values.get(dtype, WHOLE if dtype.is_integer() else FIGURES)
    ]
    return [*single, *(Mutation(table, what, None) for table in tables for what in ("repeated", "removed"))]


def drawn(count: int, seed: int = 1) -> list[Mutation]:
    """Every column once at least, and every way of spoiling a key; the rest by lot."""
    mutations = all_mutations()
    random.Random(seed).shuffle(mutations)
    first = {(mutation.table, mutation.column): mutation for mutation in mutations}
    others = [mutation for mutation in mutations if first[mutation.table, mutation.column] is not mutation]
    return [*first.values(), *others][:count]


@dataclass
class Ingested:
    """What ingest says of a folder that it read well."""

    read: list[str] = field(default_factory=lambda: ["all"])
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def _copy(connection: duckdb.DuckDBPyConnection, keys: dict[str, str], number: int) -> str:
    """A filing with the same rows under another key and of another department; projects are those of the specimen that has some."""
    name = f"copy{number}.pdf"
    new = hashlib.sha256(name.encode()).hexdigest()
    for table in DOCUMENT_TABLES:
        source = keys[PROJECTS if table in ("projects", "project_funds", "indicators") else MUTATED]
        connection.execute(
            f"INSERT INTO raw.{table} SELECT * REPLACE ('{new}' AS document_key) FROM raw.{table} WHERE document_key = ?",
            [source],
        )
    connection.execute(
        "UPDATE raw.documents SET file_name = ?, department_name = department_name || ?, page_count = 100 WHERE document_key = ?",
        [name, f"第{number}分局", new],
    )
    connection.execute(
        "INSERT INTO raw.files (file_path, file_name, document_key, outcome) VALUES (?, ?, ?, 'read')", [name, name, new]
    )
    return new


class Refresh:
    """A warehouse of the specimens and unmutated copies, and refreshes of it with mutations."""

    def __init__(self, folder: Path) -> None:
        (folder / "raw").mkdir()
        self.plan = Plan(folder / "raw", folder / "warehouse" / "mingzhang.duckdb", keep=0)
        self.read = folder / "read.duckdb"
        self.night = 0
        ingest_folder(SPECIMENS, self.read, workers=1)
        with duckdb.connect(str(self.read)) as connection:
            keys = dict(connection.execute("SELECT file_name, document_key FROM raw.documents").fetchall())
            self.untouched = list(keys.values())
            self.copies = [_copy(connection, keys, number) for number in range(COPIES)]
            for table in ("leftover_cells", "reader_messages", "listed_units"):  # what the specimen has none of
                for key in self.copies:
                    connection.execute(f"INSERT INTO raw.{table} (document_key, page_number) VALUES (?, 1)", [key])
            connection.execute(
                "UPDATE raw.reader_messages SET message_code = 'a', message = 'b', severity = 'info' WHERE message IS NULL"
            )
            connection.execute("UPDATE raw.listed_units SET unit_number = 999, unit_name = '某中心' WHERE unit_number IS NULL")
        self.with_mutations([])
        self.expected = self.figures()

    def with_mutations(self, mutations: list[Mutation]) -> Built:
        def land(_: Path, landing_file: Path) -> Ingested:
            landing_file.write_bytes(self.read.read_bytes())
            with duckdb.connect(str(landing_file)) as connection:
                for key, mutation in zip(self.copies, mutations, strict=False):
                    mutation.apply(connection, key)
                # every night brings a file, else there is nothing new to build
                self.night += 1
                night = f"night{self.night}.pdf"
                connection.execute(
                    "INSERT INTO raw.files BY NAME SELECT ? AS file_path, ? AS file_name, 'skipped' AS outcome,"
                    " 'encrypted' AS reason_code, 'the PDF is encrypted' AS reason",
                    [night, night],
                )
            return Ingested()

        return build(self.plan, land)

    def figures(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every fact of the filings that stay as they are."""
        with duckdb.connect(str(self.plan.warehouse), read_only=True) as connection:
            return {
                fact: connection.execute(
                    f"SELECT * FROM marts.{fact} WHERE list_contains(?, document_key) ORDER BY ALL", [self.untouched]
                ).fetchall()
                for fact in FACTS
            }

    def fates(self) -> dict[str, tuple[str, str | None]]:
        """Outcome and reason by key."""
        with duckdb.connect(str(self.plan.warehouse), read_only=True) as connection:
            rows = connection.execute(
                "SELECT coalesce(document_key, file_path), outcome, reason FROM marts.dim_source_file"
            ).fetchall()
        return {key: (outcome, reason) for key, outcome, reason in rows}


@pytest.fixture(scope="module")
def refresh(tmp_path_factory: pytest.TempPathFactory) -> Refresh:
    return Refresh(tmp_path_factory.mktemp("mutated"))


def _batches(mutations: list[Mutation]) -> Iterator[list[Mutation]]:
    for start in range(0, len(mutations), COPIES):
        yield mutations[start : start + COPIES]


def _shown(mutation: Mutation) -> str:
    return f"{mutation.table}.{mutation.column} = {str(mutation.value)[:20]!r}"


@pytest.mark.slow
@pytest.mark.parametrize("batch", list(_batches(drawn(270))), ids=lambda batch: _shown(batch[0]))
def test_whatever_a_filing_lands_the_others_are_published_with_the_same_figures(refresh: Refresh, batch: list[Mutation]) -> None:
    built = refresh.with_mutations(batch)
    assert built.has_published
    figures = refresh.figures()
    for fact in FACTS:
        assert figures[fact] == refresh.expected[fact], f"{fact} of other filings changed by one of {[*map(_shown, batch)]}"
    fates = refresh.fates()
    for key, mutation in zip(refresh.copies, batch, strict=False):
        if mutation.table == "files" and (mutation.column == "document_key" or mutation.column == "removed"):
            continue  # the path does not lead to the filing any more
        outcome, reason = fates.get(key, ("not listed", None))
        assert outcome in ("read", "set_apart") or mutation.column == "outcome", _shown(mutation)
        assert outcome != "set_apart" or reason, _shown(mutation)
    assert (built.exit_code == 3) == any(outcome == "set_apart" for outcome, _ in fates.values())


def test_a_filing_that_is_set_apart_is_named_with_page_and_value(refresh: Refresh) -> None:
    built = refresh.with_mutations([Mutation("statement_lines", "amount_yuan", "99999999999999.99")])
    [apart] = built.set_apart
    assert built.exit_code == 3
    assert (apart.file_path, apart.check_code, apart.value_text) == ("copy0.pdf", "impossible", "99999999999999.99")
    assert apart.page_number is not None and "statement_lines.amount_yuan" in apart.reason


def test_a_filing_that_breaks_a_promise_of_a_table_is_set_apart_and_the_promise_is_named(refresh: Refresh) -> None:
    built = refresh.with_mutations([Mutation("statement_lines", "statement_code", "nonsense")])
    [apart] = built.set_apart
    assert (apart.file_path, apart.check_code) == ("copy0.pdf", "relationships_fact_statement_line_statement_code")
    assert apart.page_number is not None and apart.value_text == "nonsense"
    assert apart.reason.startswith("fact_statement_line: statement_code: a value that the table it refers to does not have")
