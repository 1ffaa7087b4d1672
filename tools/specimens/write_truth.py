"""Write what the specimens print, and on which page, to tools/specimens/truth.

``python -m tools.specimens`` writes the PDFs and these files together. Figures come from the same CSV files
as the PDFs, page numbers from the marks that typst's layout places beside each figure.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.specimens.typeset import SOURCE, SPECIMENS, source

TRUTH = SOURCE / "truth"
PLACEHOLDER = re.compile(r"\{([A-Z]\d+)\}")
# A quote is the clause around a figure. "、" ends a clause only after a unit: names contain it too.
CLAUSE_END = re.compile(r"[，；。]|(?<=[元辆])、")
STATEMENT_COLUMNS = ["file", "form", "page", "row_order", "code", "row_label", "column_label", "amount_text", "amount", "unit"]
CLAIM_COLUMNS = [
    *("claim_id", "doc", "page", "part", "section", "subject", "subject_quoted", "measure_kind", "basis"),
    *("comparison_base", "direction", "direction_stated", "value_text", "value", "unit"),
    *("function_class", "function_section", "function_item", "quote", "paragraph", "offset"),
]
INDICATOR_COLUMNS = [
    *("doc", "page", "project_name", "table", "row_order", "level1", "level2", "level3", "target_value", "actual_value"),
    *("weight", "score", "deviation_note", "weight_text", "score_text"),
    *("basis", "last_year_value", "scoring_rule", "evidence"),
]
PROJECT_COLUMNS = [
    *("doc", "page", "table", "table_order", "project_name", "department", "implementing_unit"),
    *("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"),
    *("fiscal_initial", "fiscal_annual", "fiscal_executed", "other_initial", "other_annual", "other_executed"),
    *("total_score", "score_text", "total_score_text"),
]
FUND_COLUMNS = [
    *("doc", "page", "department", "fund_source", "initial_budget", "annual_budget", "executed"),
    *("weight", "execution_rate", "score"),
]

Row = Mapping[str, str]
Marks = list[dict[str, Any]]


class UnmarkedFigureError(LookupError):
    """A figure of the CSV files is not printed exactly once in its PDF."""


def read_figures(specimen: str, name: str) -> list[dict[str, str]]:
    """Return the rows of one CSV of a specimen; none when it has no such file."""
    path = SOURCE / "figures" / specimen / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(name: str, columns: list[str], rows: Iterable[Row]) -> None:
    """Write one truth file."""
    with (TRUTH / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def layout_marks(specimen: str) -> Marks:
    """Return the marks that typst's layout of a specimen holds, in printed order."""
    marks: Marks = json.loads(source(specimen).query("<mark>", field="value"))
    return marks


def page_of(marks: Marks, **wanted: str) -> str:
    """Return the page of the one mark with the wanted fields."""
    pages = [mark["page"] for mark in marks if all(mark.get(key) == value for key, value in wanted.items())]
    if len(pages) != 1:
        raise UnmarkedFigureError(f"{wanted} is marked {len(pages)} times, expected once")
    return str(pages[0])


def plain(amount_text: str) -> str:
    """Return a printed number without separators."""
    return amount_text.replace(",", "")


def statement_rows(specimen: str, marks: Marks) -> list[dict[str, str]]:
    """Return the printed cells of the statements; blank cells carry no mark."""
    return [
        {key: str(value) for key, value in mark.items() if key in STATEMENT_COLUMNS}
        | {"file": SPECIMENS[specimen], "amount": plain(mark["amount_text"]), "unit": "万元"}
        for mark in marks
        if mark["kind"] == "cell"
    ]


def clause(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before the figure at start:end in its clause, and the clause up to the figure's unit."""
    begin = max((found.end() for found in CLAUSE_END.finditer(text, 0, start)), default=0)
    unit = re.compile(r"(万元|平方米|%|批次|人次|台（套）|[个人辆台])?").match(text, end)
    return text[begin:start], text[begin : unit.end() if unit else end]


def prose_lines(specimen: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield part, section, paragraph number from 1, and line of the prose of a specimen."""
    part, section, subsection = "", "", ""
    lines = (SOURCE / "figures" / specimen / "prose.txt").read_text(encoding="utf-8").splitlines()
    for paragraph, line in enumerate(lines, start=1):
        if line.startswith("# "):
            part, section, subsection = line[2:], "", ""
        elif line.startswith("## "):
            section, subsection = line[3:], ""
        elif line.startswith("### "):
            subsection = line[4:]
        yield part, " / ".join(filter(None, (section, subsection))), paragraph, line


def claim_rows(specimen: str, marks: Marks) -> list[dict[str, str]]:
    """Return the figures of the prose with their quotes; paragraphs count from 1, offsets from 0."""
    claims = {row["claim_id"]: row for row in read_figures(specimen, "claims")}
    values = {claim_id: row["value_text"] for claim_id, row in claims.items()}
    rows = []
    for part, section, paragraph, line in prose_lines(specimen):
        for claim_id, start, text in placed(line, values):
            before, quote = clause(text, start, start + len(values[claim_id]))
            evidence = {
                "doc": SPECIMENS[specimen],
                "page": page_of(marks, kind="claim", claim_id=claim_id),
                "part": part,
                "section": section,
                "subject_quoted": before.rpartition("：")[2],
                "value": plain(values[claim_id]),
                "quote": quote,
                "paragraph": str(paragraph),
                "offset": str(start),
            }
            rows.append(claims[claim_id] | evidence)
    if len(rows) != len(claims):
        raise UnmarkedFigureError(f"{specimen}: {len(rows)} figures in the prose, {len(claims)} claims")
    return rows


def placed(line: str, values: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Return claim id, position and printed line of every placeholder of a line."""
    text = PLACEHOLDER.sub(lambda found: values[found[1]], line)
    positions = []
    shift = 0
    for found in PLACEHOLDER.finditer(line):
        positions.append((found[1], found.start() + shift, text))
        shift += len(values[found[1]]) - len(found[0])
    return positions


def indicator_rows(specimen: str, marks: Marks) -> list[dict[str, str]]:
    """Return the indicators of the performance tables."""
    return [
        row
        | {
            "doc": SPECIMENS[specimen],
            "page": page_of(marks, kind="indicator", project_name=row["project_name"], row_order=row["row_order"]),
            "weight": row["weight_text"],
            "score": row["score_text"],
        }
        for row in read_figures(specimen, "indicators")
    ]


def project_rows(specimen: str, marks: Marks) -> list[dict[str, str]]:
    """Return the head of each project table; amounts without separators, scores without 分."""
    return [
        {key: plain(value) for key, value in row.items() if key in PROJECT_COLUMNS}
        | {
            "doc": SPECIMENS[specimen],
            "page": page_of(marks, kind="project", table_order=row["table_order"]),
            "score": row["score_text"].removesuffix("分"),
            "total_score": row["total_score_text"].removesuffix("分"),
        }
        for row in read_figures(specimen, "projects")
    ]


def fund_rows(specimen: str, marks: Marks) -> list[dict[str, str]]:
    """Return the funds of the department's own performance table."""
    return [
        {key: plain(value) for key, value in row.items()}
        | {"doc": SPECIMENS[specimen], "page": page_of(marks, kind="fund", fund_source=row["fund_source"])}
        for row in read_figures(specimen, "department_funds")
    ]


def main() -> None:
    """Write all truth files."""
    TRUTH.mkdir(exist_ok=True)
    marks = {specimen: layout_marks(specimen) for specimen in SPECIMENS}
    files = {
        "statements": (STATEMENT_COLUMNS, statement_rows),
        "claims": (CLAIM_COLUMNS, claim_rows),
        "indicators": (INDICATOR_COLUMNS, indicator_rows),
        "projects": (PROJECT_COLUMNS, project_rows),
        "department_funds": (FUND_COLUMNS, fund_rows),
    }
    for name, (columns, rows_of) in files.items():
        write_rows(name, columns, [row for specimen in SPECIMENS for row in rows_of(specimen, marks[specimen])])
