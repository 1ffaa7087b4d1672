"""Say what the marts mean, in both languages, when the models are done: they hold phrases (column details), people read sentences.

SentenceError   a phrase that cannot be said; names the mart
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from mingzhang.messages import Language, MessageError
from mingzhang.messages.phrases import Names, Speaker

#: Mart → column → the value of `details` that it says; None: the whole. Columns in Chinese end with _zh.
SAID: Mapping[str, Mapping[str, str | None]] = {
    "fact_finding": {"message": None, "arithmetic": "arithmetic", "witness_reason": "witness_reason"},
    "fact_reconciliation": {"message": None, "left_label": "left", "right_label": "right", "unchecked_reason": "reason"},
    "fact_mart_coverage": {"message": None},
    "fact_expenditure_coverage": {"message": None},
}
#: Where names of codes stand: kind of phrase → table, column of the code, names.
_NAMES = {
    "measure": ("staging.measure_concepts", "concept_code", "name_en", "name_zh"),
    "statement": ("staging.statements", "statement_code", "statement_name_en", "statement_name_zh"),
    "rule": ("staging.identity_rules", "rule_id", "name_en", "name_zh"),
}
#: Rows that are said at a time.
_BATCH = 20_000


class SentenceError(Exception):
    """A mart holds a phrase that the catalogue cannot say."""


def say_marts(warehouse: Path) -> None:
    """Fill the columns of sentences of all marts that have phrases without them."""
    with duckdb.connect(str(warehouse)) as connection:
        speakers = {language: Speaker(language, _names(connection)) for language in Language}
        for mart, columns in SAID.items():
            try:
                for rows in _unsaid(connection, mart):
                    _fill(connection, mart, columns, rows, speakers)
            except MessageError as problem:
                raise SentenceError(f"{mart}: {problem}") from problem


def _unsaid(connection: duckdb.DuckDBPyConnection, mart: str) -> Iterator[list[tuple[int, str]]]:
    """Row numbers and phrases; nothing of a mart that was not built."""
    with connection.cursor() as cursor, suppress(duckdb.CatalogException):
        cursor.execute(f"SELECT rowid, details FROM marts.{mart} WHERE message IS NULL ORDER BY rowid")
        rows = cursor.fetchall()
        for start in range(0, len(rows), _BATCH):
            yield rows[start : start + _BATCH]


def _fill(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    columns: Mapping[str, str | None],
    rows: list[tuple[int, str]],
    speakers: Mapping[Language, Speaker],
) -> None:
    names = {
        (column, language): column if language is Language.EN else f"{column}_{language}"
        for column in columns
        for language in Language
    }
    said: dict[str, list[Any]] = {"row_number": [row for row, _ in rows], **{name: [] for name in names.values()}}
    for _, details in rows:
        phrase = json.loads(details)
        for (column, language), name in names.items():
            said[name].append(_said(phrase, columns[column], speakers[language]))
    connection.register("said", pl.DataFrame(said, schema_overrides=dict.fromkeys(names.values(), pl.String)).to_arrow())
    filled = ", ".join(f"{name} = said.{name}" for name in names.values())
    connection.execute(f"UPDATE marts.{mart} SET {filled} FROM said WHERE {mart}.rowid = said.row_number")
    connection.unregister("said")


def _said(details: dict[str, Any], part: str | None, speaker: Speaker) -> str | None:
    """A whole sentence, or one of its values by itself, in the unit of the whole; NULL where there is none."""
    if part is None:
        return speaker.said(details)
    value = details.get(part)
    return None if value is None else speaker.said(value, details.get("unit"))


def _names(connection: duckdb.DuckDBPyConnection) -> Names:
    return {kind: _names_of(connection, *place) for kind, place in _NAMES.items()}


def _names_of(
    connection: duckdb.DuckDBPyConnection, table: str, code: str, english: str, chinese: str
) -> dict[str, dict[Language, str]]:
    with connection.cursor() as cursor:
        try:
            rows = cursor.execute(f"SELECT {code}, {english}, {chinese} FROM {table}").fetchall()
        except duckdb.CatalogException:
            return {}
    return {key: {Language.EN: in_english or key, Language.ZH: in_chinese or key} for key, in_english, in_chinese in rows}
