"""Documents of a built file that faults can be put into, and a landing file with one faulty copy of a document per fault."""

from pathlib import Path

import duckdb

from ingest.document.schema import RAW_TABLES, duckdb_type
from ingest.sql_text import sql_text
from tools.bench.faults import Fault, Filing, Row, Sum


def read_filings(built: Path) -> list[Filing]:
    """The documents of a built file with the lines that take part in an identity that closes."""
    with duckdb.connect(str(built), read_only=True) as connection:
        connection.execute(
            """
            create temp table terms as
            select terms.*, sums.status, sums.difference_yuan, sums.allowed_yuan
            from intermediate.int_terms as terms
            join intermediate.int_evaluations as sums using (reconciliation_key)
            join (select distinct rule_id, family from staging.identity_rules) as rules using (rule_id)
            -- copies stand alone: what compares one filing with another one says nothing about them
            where rules.family != 'document'
                -- nor does what is believed only because it closes: it proves, but nobody can call it broken
                and sums.is_refutable
            """
        )
        lines = rows_of(connection, "select * from staging.stg_statement_lines")
        targets = _keys(
            connection,
            """
            select figure_key from intermediate.int_figures
            where figure_kind = 'line' and regexp_full_match(printed_text, '-?[0-9,]*[.]?[0-9]+')
                and figure_key in (select figure_key from terms)
                -- what is broken as it is printed is no fault of ours
                and figure_key not in (select figure_key from terms where status = 'broken')
            """,
        )
        crossing = _keys(
            connection,
            """
            select distinct unnest(statement_keys) from (
                select list(distinct statement_key) filter (statement_key is not null) as statement_keys
                from terms join intermediate.int_figures using (figure_key)
                where amount_yuan != 0
                group by reconciliation_key
            ) where len(statement_keys) > 1
            """,
        )
        sums = _sums(connection)
    filings = []
    for document_key in sorted({line["document_key"] for line in lines}):
        own = {line["statement_line_key"]: line for line in lines if line["document_key"] == document_key}
        chosen = sorted(key for key in own if key in targets and own[key]["amount_yuan"])
        zeros = sorted(key for key in own if key in targets and not own[key]["amount_yuan"])
        if chosen:
            crossed = sorted(key for key in crossing if key[:16] == document_key[:16])
            filings.append(Filing(document_key, own, chosen, zeros, crossed, {key: sums[key] for key in own if key in sums}))
    return filings


def count_unrefutable(built: Path) -> int:
    """Amounts that take part only in identities that prove without being able to refute: no fault is put into them."""
    with duckdb.connect(str(built), read_only=True) as connection:
        found = connection.execute(
            """
            select count(*) from (
                select figure_key
                from intermediate.int_terms
                join intermediate.int_evaluations using (reconciliation_key)
                join intermediate.int_figures using (figure_key)
                where figure_kind = 'line'
                group by figure_key
                having not bool_or(is_refutable)
            )
            """
        ).fetchone()
        return found[0] if found else 0


def _sums(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Sum]]:
    """Line -> the identities that it takes part in."""
    found: dict[str, list[Sum]] = {}
    query = """
        with identities as (
            select reconciliation_key, dense_rank() over (order by figure_keys) as figures
            from (select reconciliation_key, list(figure_key order by figure_key) as figure_keys from terms group by all)
        )
        select figure_key, reconciliation_key, factor, difference_yuan::double, allowed_yuan::double, figures
        from terms join identities using (reconciliation_key)
        """
    for key, *numbers in connection.execute(query).fetchall():
        found.setdefault(key, []).append(Sum(*numbers))
    return found


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """What a query answers, as rows by name."""
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _keys(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query).fetchall()}


def write_copies(landing: Path, built: Path, faults: list[Fault], target: Path) -> None:
    """A landing file with one copy of a document per fault; copy n of a document has a key that begins with n."""
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"ATTACH {sql_text(landing)} AS landing (READ_ONLY)")
        connection.execute(f"ATTACH {sql_text(built)} AS built (READ_ONLY)")
        connection.execute("CREATE SCHEMA raw")
        connection.execute("CREATE TEMP TABLE copies (number INTEGER, document_key VARCHAR, copy_key VARCHAR)")
        connection.executemany(
            "INSERT INTO copies VALUES (?, ?, ?)",
            [[n, fault.document_key, f"{n:016x}" + fault.document_key[16:]] for n, fault in enumerate(faults)],
        )
        for table, columns in RAW_TABLES.items():
            connection.execute(
                f"CREATE TABLE raw.{table} (" + ", ".join(f'"{name}" {duckdb_type(kind)}' for name, kind in columns.items()) + ")"
            )
            if "document_key" in columns and table not in ("files", "tables", "pages", "statement_lines"):
                replaced = "copies.copy_key AS document_key"
                if table == "documents":
                    # copies of one filing are no filings of one department
                    replaced += ", 'copy ' || copies.number AS region_name"
                connection.execute(
                    f"INSERT INTO raw.{table} BY NAME SELECT rows.* REPLACE ({replaced}) "
                    f"FROM landing.raw.{table} AS rows JOIN copies USING (document_key)"
                )
        _write_lines(connection, faults)


def _write_lines(connection: duckdb.DuckDBPyConnection, faults: list[Fault]) -> None:
    columns = RAW_TABLES["statement_lines"]
    changed = sorted({name for fault in faults for change in fault.changes.values() for name in change})
    declared = ", ".join(f'"{name}" {duckdb_type(columns[name])}' for name in changed)
    connection.execute(f"CREATE TEMP TABLE changes (number INTEGER, statement_line_key VARCHAR, names VARCHAR[], {declared})")
    rows = [
        [number, key, list(change), *(change.get(name) for name in changed)]
        for number, fault in enumerate(faults)
        for key, change in fault.changes.items()
    ]
    connection.executemany(f"INSERT INTO changes VALUES ({', '.join('?' * (3 + len(changed)))})", rows)
    selected = ", ".join(
        "copies.copy_key AS document_key"
        if name == "document_key"
        else f'CASE WHEN list_contains(changes.names, \'{name}\') THEN changes."{name}" ELSE lines."{name}" END AS "{name}"'
        if name in changed
        else f'lines."{name}"'
        for name in columns
    )
    connection.execute(
        f"""
        INSERT INTO raw.statement_lines BY NAME
        SELECT {selected}
        FROM built.staging.stg_statement_lines AS lines
        JOIN copies USING (document_key)
        LEFT JOIN changes ON changes.number = copies.number AND changes.statement_line_key = lines.statement_line_key
        """
    )
