"""The change report for people: one page and one CSV beside the Data Docs, written from the published file itself."""

import html
from pathlib import Path

import duckdb

from expectations import data_docs
from mingzhang.messages import say_both
from mingzhang.spreadsheet_text import write_csv
from mingzhang.warehouse.build_info import read_build_info

#: Filings and amounts that the page shows; the CSV has all.
SHOWN = 500

_DOCUMENTS = """
    SELECT cause, file_name, department_name, fiscal_year, disclosure_kind, changed_count, added_count, removed_count
    FROM meta.changed_documents ORDER BY changed_count + added_count + removed_count DESC, file_name
"""
_AMOUNTS = """
    SELECT changes.cause, changes.change, documents.file_name, coalesce(page_number, previous_page_number) AS page, statement_code,
      class_code, line_label, measure_code, previous_amount_yuan, amount_yuan, difference_yuan
    FROM meta.changes AS changes
    JOIN meta.changed_documents AS documents ON documents.document_key IS NOT DISTINCT FROM changes.document_key
      AND documents.previous_document_key IS NOT DISTINCT FROM changes.previous_document_key
    {where} ORDER BY abs(difference_yuan) DESC NULLS LAST, documents.file_name, page
"""


def write_changes_pages(warehouse: Path, folder: Path) -> None:
    """Write changes.html and changes.csv, each put in place by a rename."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        _put(folder / "changes.html", _page(connection, warehouse))
        write_csv(connection, _AMOUNTS.format(where=""), folder / "changes.csv")


def _page(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> str:
    info = read_build_info(warehouse)
    built = f"Built {info.built_at:%Y-%m-%d %H:%M:%S} UTC." if info else ""
    causes = _table(connection, "SELECT cause, count(*) AS filings FROM meta.changed_documents GROUP BY ALL ORDER BY ALL")
    amounts = _AMOUNTS.format(where="WHERE changes.cause NOT IN ('new', 'gone', 'superseded')")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(warehouse.name)} · changes</title>
<style>
{data_docs.STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header class="published"><h1>{html.escape(warehouse.name)}</h1><p class="verdict">{say_both("changes", " · ")}</p>
<p>{built} What this version has otherwise than the one that it replaced; all of it in changes.csv and in <code>meta.changes</code>.</p></header>
<main>
<section><h2>causes</h2>{causes}</section>
<section><h2>filings</h2>{_table(connection, _DOCUMENTS)}</section>
<section><h2>amounts of filings that both versions have</h2>{_table(connection, amounts)}</section>
</main>
</body>
</html>
"""


def _table(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    rows = found.fetchmany(SHOWN + 1)
    if not rows:
        return "<p>None.</p>"
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else html.escape(str(cell))}</td>" for cell in row) + "</tr>\n"
        for row in rows[:SHOWN]
    )
    more = "<p>More in changes.csv.</p>" if len(rows) > SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>{more}"


def _put(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
