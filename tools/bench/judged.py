"""Findings that were judged on the rendered page, held against those of a built file: what is right must stay found, what is wrong not return.

`judged_findings.csv` has one finding a row: the filing, its page, the two sums that differ (or the name) as the evidence by which it is
known again, whether the page says so (T) or we misread it (F), and for those the cause.
"""

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.sql_text import sql_text
from mingzhang.warehouse.transform import WITNESS_MODELS, run_models

LIST = Path(__file__).with_name("judged_findings.csv")


@dataclass(frozen=True)
class Judged:
    """One judged finding and what a file says of it: severity and verdict, None when it has no such finding."""

    file_name: str
    page_number: int
    evidence: str
    is_right: bool
    cause: str
    severity: str | None = None
    verdict: str | None = None

    @property
    def is_accused(self) -> bool:
        """Whether the department is said to have made the mistake."""
        return self.verdict == "source_error" and self.severity != "info"


def judged_findings(path: Path = LIST) -> list[Judged]:
    """Read the list."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Judged(row["file_name"], int(row["page_number"]), row["evidence"], row["judged"] == "T", row["cause"])
            for row in csv.DictReader(file)
        ]


def show_what_is_said(landing: Path, built: Path, folder: Path) -> None:
    """Let the pictures of all pages in question show what the text says, and judge the findings anew: structure is what is measured here."""
    with duckdb.connect(str(landing)) as connection:
        connection.execute(f"ATTACH {sql_text(built)} AS built (READ_ONLY)")
        connection.execute(
            """
            INSERT INTO raw.witness_pages BY NAME
            SELECT DISTINCT document_key, page_number, 0 AS rotation, 'recognised' AS outcome
            FROM built.intermediate.int_witness_requests;
            INSERT INTO raw.witness_readings BY NAME
            SELECT
                document_key, page_number, row_number() OVER (PARTITION BY document_key, page_number) AS reading_number,
                printed_text AS recognised_text, true AS is_in_text_layer, x0, y0, x1, y1
            FROM (
                SELECT DISTINCT document_key, page_number, printed_text, x0, y0, x1, y1
                FROM built.intermediate.int_witness_requests
            )
            """
        )
    run_models(landing, built, folder, " ".join(f"{model}+" for model in WITNESS_MODELS))


def hold_against(built: Path, findings: Sequence[Judged]) -> list[Judged]:
    """The judged findings of the filings in a built file, with what the file says of each."""
    with duckdb.connect(str(built), read_only=True) as connection:
        files = {name for (name,) in connection.execute("SELECT file_name FROM staging.stg_documents").fetchall()}
        rows = connection.execute(
            "SELECT file_name, severity, verdict, details, message FROM marts.fact_finding "
            "INNER JOIN staging.stg_documents USING (document_key)"
        ).fetchall()
    told = [
        (name, severity, verdict, told_by(json.loads(details), message)) for name, severity, verdict, details, message in rows
    ]
    held = []
    for one in findings:
        if one.file_name in files:
            said = [
                (severity, verdict) for name, severity, verdict, text in told if name == one.file_name and one.evidence in text
            ]
            severity, verdict = min(said, key=lambda pair: pair[1] != "source_error", default=(None, None))
            held.append(Judged(one.file_name, one.page_number, one.evidence, one.is_right, one.cause, severity, verdict))
    return held


def told_by(details: Mapping[str, Any], message: str) -> str:
    """The sums of a finding in yuan, whatever unit its sentences are told in, and its sentence, which has the names."""
    sums = [each for each in details["arithmetic"]["each"] if "left_amount" in each]
    return "; ".join([*(f"{each['left_amount']['amount']} ≠ {each['right_amount']['amount']}" for each in sums), message])


def summary(held: Sequence[Judged]) -> str:
    """Precision and recall over the judged findings, and the causes that came back."""
    right = [one for one in held if one.is_right]
    accused = [one for one in held if one.is_accused]
    returned = Counter(one.cause for one in accused if not one.is_right)
    found = sum(one.severity is not None for one in right)
    lines = [
        f"judged findings: {sum(one.is_right for one in accused)} of {len(accused)} that accuse are right, "
        f"{found} of {len(right)} right ones are found, {sum(one.is_accused for one in right)} of them accuse"
    ]
    return "\n".join(lines + [f"came back {count} ×: {cause}" for cause, count in returned.most_common()])
