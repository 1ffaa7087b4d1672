"""Put known faults into filings and see what reconciliation makes of them: detected, located, restored, proposed wrongly.

    python -m tests.bench.proof --raw FOLDER [--faults N] [--seed N] [--keep FOLDER]

Every fault gets its own copy of its document (a new document_key), and dbt runs once over all copies, so that what is measured
is the models themselves. A filing's own broken identities are no fault of ours: only what the copy adds is counted.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from ingest.run import ingest_folder
from ingest.schema import RAW_TABLES, duckdb_type
from ingest.warehouse.publish import create_next, sql_text
from ingest.warehouse.transform import run_models

Row = dict[str, Any]

UNIT_YUAN = {"元": 1, "百元": 100, "千元": 1000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}

#: What says where an amount stands; the rest of a line is the amount itself.
COLUMN_PLACE = ("column_number", "measure_path", "measure_code", "value_year", "value_phase")
ROW_PLACE = (
    *("row_number", "row_kind", "class_kind", "class_code", "function_class_code", "department_economic_code"),
    *("government_economic_code", "line_label", "unit_name", "project_name", "row_level"),
)


@dataclass
class Fault:
    """One thing that goes wrong in one copy of a document: changed lines by key, and where it is to be found."""

    kind: str
    document_key: str
    changes: dict[str, Row]
    places: set[str]  # keys (without the document) of which one must be named
    restored: dict[str, Decimal | None]  # place -> the amount that belongs there; None: no amount


def printed(line: Row, text: str) -> Row | None:
    """The line with another printed text, or None when that is no other amount."""
    digits = text.replace(",", "")
    amount = Decimal(digits) * UNIT_YUAN[line["printed_unit"]]
    if amount == line["amount_yuan"] or amount.as_tuple().exponent < -2 or abs(amount) >= 10**15:
        return None
    decimals = len(digits.partition(".")[2])
    return {"amount_text": text, "amount_yuan": amount, "printed_decimals": decimals}


def change_digit(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"]
    place = dice.choice([i for i, sign in enumerate(text) if sign.isdigit()])
    return printed(line, text[:place] + dice.choice([d for d in "0123456789" if d != text[place]]) + text[place + 1 :])


def drop_digit(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"].replace(",", "")
    whole = text.partition(".")[0].lstrip("-")
    if len(whole) < 2:
        return None
    place = dice.randrange(len(whole)) + text.startswith("-")
    return printed(line, text[:place] + text[place + 1 :])


def shift_decimal(line: Row, dice: random.Random) -> Row | None:
    whole, point, fraction = line["amount_text"].replace(",", "").partition(".")
    if not point or not int(fraction):
        return None
    if dice.random() < 0.5:
        return printed(line, whole + fraction)  # the point is lost
    return printed(line, (whole + fraction[0] + "." + fraction[1:]).rstrip("."))


def lose_sign(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"]
    return printed(line, text[1:] if text.startswith("-") else "-" + text)


DIGIT_FAULTS: dict[str, Callable[[Row, random.Random], Row | None]] = {
    "digit changed": change_digit,
    "digit dropped": drop_digit,
    "decimal shifted": shift_decimal,
    "sign lost": lose_sign,
}


@dataclass
class Filing:
    """The lines of one document by key, and those of them that faults may be put into."""

    document_key: str
    lines: dict[str, Row]
    targets: list[str]
    crossing_statements: list[str]  # statements that an identity compares with another one
    sums: dict[str, dict[str, tuple[float, float, float]]]  # line -> identity -> factor, difference, what rounding explains
    by_place: dict[tuple[Any, ...], str] = field(init=False)
    columns: dict[tuple[Any, ...], list[int]] = field(init=False)
    rows: dict[tuple[Any, ...], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_place = {(*_block(line), line["row_number"], line["column_number"]): key for key, line in self.lines.items()}
        self.columns = _numbers(self.lines.values(), "column_number")
        self.rows = _numbers(self.lines.values(), "row_number")

    def is_visible(self, changes: dict[str, Decimal]) -> bool:
        """Does any identity leave its interval when the amounts of these lines change by so much?"""
        moved: dict[str, float] = {}
        limits: dict[str, tuple[float, float]] = {}
        for key, change in changes.items():
            for identity, (factor, difference, allowed) in self.sums.get(key, {}).items():
                moved[identity] = moved.get(identity, 0.0) + factor * float(change)
                limits[identity] = (difference, allowed)
        return any(abs(limits[identity][0] + change) > limits[identity][1] + 1e-6 for identity, change in moved.items())

    def neighbours(self, key: str, rows_too: bool = True) -> list[str]:
        line = self.lines[key]
        block, row, column = _block(line), line["row_number"], line["column_number"]
        places = [(*block, row, number) for number in _beside(self.columns[block], column)]
        if rows_too:
            places += [(*block, number, column) for number in _beside(self.rows[block], row)]
        return [self.by_place[place] for place in places if place in self.by_place]

    def moved(self, key: str, along: str) -> tuple[str, Row] | None:
        """The line in the blank place beside it (column) or below it (row), with what is printed about that place."""
        line = self.lines[key]
        block = _block(line)
        numbers, place = (self.columns, COLUMN_PLACE) if along == "column_number" else (self.rows, ROW_PLACE)
        for number in _beside(numbers[block], line[along]):
            target = {"row_number": line["row_number"], "column_number": line["column_number"]} | {along: number}
            if (*block, target["row_number"], target["column_number"]) in self.by_place:
                continue
            model = next(other for other in self.lines.values() if _block(other) == block and other[along] == number)
            new_key = f"s{block[0]}:r{target['row_number']}:b{block[1]}:c{target['column_number']}"
            return new_key, {name: model[name] for name in place}
        return None


def _block(line: Row) -> tuple[Any, ...]:
    return line["statement_number"], line["block_number"]


def _numbers(lines: Any, name: str) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], set[int]] = {}
    for line in lines:
        found.setdefault(_block(line), set()).add(line[name])
    return {block: sorted(numbers) for block, numbers in found.items()}


def _beside(numbers: list[int], number: int) -> list[int]:
    place = numbers.index(number)
    return numbers[place + 1 : place + 2] + numbers[max(place - 1, 0) : place]


def _place(key: str) -> str:
    return key.partition(":")[2]


#: Faults drawn and not counted because every identity of theirs still closes within rounding.
INVISIBLE: list[str] = []


def _counts(filing: Filing, changes: dict[str, Decimal]) -> bool:
    """A change inside the printed precision, or between two parts of one sum only, is no fault that arithmetic could see."""
    if filing.is_visible(changes):
        return True
    INVISIBLE.extend(changes)
    return False


def digit_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    key = dice.choice(filing.targets)
    line = filing.lines[key]
    change = DIGIT_FAULTS[kind](line, dice)
    if change is None or not _counts(filing, {key: change["amount_yuan"] - line["amount_yuan"]}):
        return None
    return Fault(kind, filing.document_key, {key: change}, {_place(key)}, {_place(key): line["amount_yuan"]})


def swap_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    key = dice.choice(filing.targets)
    others = [other for other in filing.neighbours(key) if filing.lines[other]["amount_yuan"] != filing.lines[key]["amount_yuan"]]
    if not others:
        return None
    other = dice.choice(others)
    step = filing.lines[other]["amount_yuan"] - filing.lines[key]["amount_yuan"]
    if not _counts(filing, {key: step, other: -step}):
        return None
    amounts = ("amount_text", "amount_yuan", "printed_decimals")
    changes = {a: {name: filing.lines[b][name] for name in amounts} for a, b in ((key, other), (other, key))}
    restored = {_place(k): filing.lines[k]["amount_yuan"] for k in changes}
    return Fault(kind, filing.document_key, changes, set(restored), restored)


def move_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    key = dice.choice(filing.targets)
    moved = filing.moved(key, "column_number" if kind == "column shifted" else "row_number")
    if moved is None:
        return None
    place, change = moved
    return Fault(
        kind,
        filing.document_key,
        {key: change},
        {place, _place(key)},
        {place: None, _place(key): filing.lines[key]["amount_yuan"]},
    )


def unit_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    if not filing.crossing_statements:
        return None
    statement = dice.choice(filing.crossing_statements)
    changes: dict[str, Row] = {}
    for key, line in filing.lines.items():
        if f"s{line['statement_number']}" != _place(statement) or line["printed_unit"] not in ("元", "万元"):
            continue
        other = "万元" if line["printed_unit"] == "元" else "元"
        if other == "元" and line["printed_decimals"] > 2:
            return None  # 元 with six decimals is no reading that could be landed
        amount = line["amount_yuan"] * UNIT_YUAN[other] / UNIT_YUAN[line["printed_unit"]]
        changes[key] = {"printed_unit": other, "amount_yuan": amount.quantize(Decimal("0.01"))}
    return Fault(kind, filing.document_key, changes, {_place(statement)}, {_place(statement): None}) if changes else None


FAULTS: dict[str, Callable[[Filing, str, random.Random], Fault | None]] = {
    **dict.fromkeys(DIGIT_FAULTS, digit_fault),
    "neighbours swapped": swap_fault,
    "column shifted": move_fault,
    "row shifted": move_fault,
    "unit wrong": unit_fault,
}


def draw(filings: list[Filing], count: int, dice: random.Random) -> list[Fault]:
    """`count` faults of each kind, spread over the filings, and as many triples of digit faults."""
    faults = []
    for kind, make in FAULTS.items():
        faults += _drawn(filings, count, dice, lambda filing, kind=kind, make=make: make(filing, kind, dice))
    return faults + _drawn(filings, count, dice, lambda filing: triple_fault(filing, dice))


def triple_fault(filing: Filing, dice: random.Random) -> Fault | None:
    parts = [digit_fault(filing, dice.choice(list(DIGIT_FAULTS)), dice) for _ in range(3)]
    if any(part is None for part in parts) or len({place for part in parts for place in part.places}) < 3:
        return None
    merged = Fault("three faults", filing.document_key, {}, set(), {})
    for part in parts:
        merged.changes |= part.changes
        merged.places |= part.places
        merged.restored |= part.restored
    return merged


def _drawn(filings: list[Filing], count: int, dice: random.Random, make: Callable[[Filing], Fault | None]) -> list[Fault]:
    faults: list[Fault] = []
    for number in range(count * 20):
        if len(faults) == count:
            break
        fault = make(filings[number % len(filings)])
        if fault is not None:
            faults.append(fault)
    return faults


def read_filings(built: Path) -> list[Filing]:
    """The documents of a built file with the lines that take part in an identity."""
    with duckdb.connect(str(built), read_only=True) as connection:
        lines = _rows(connection, "select * from staging.stg_statement_lines")
        targets = {
            row[0]
            for row in connection.execute(
                """
                select figure_key from intermediate.int_figures
                where figure_kind = 'line' and amount_yuan != 0 and regexp_full_match(printed_text, '-?[0-9,]*[.]?[0-9]+')
                    and figure_key in (select figure_key from intermediate.int_terms)
                    and figure_key not in (
                        select terms.figure_key from intermediate.int_terms as terms
                        join intermediate.int_evaluations as sums using (reconciliation_key) where sums.status = 'broken'
                    )
                """
            ).fetchall()
        }
        crossing = {
            row[0]
            for row in connection.execute(
                """
                select unnest(statement_keys) from (
                    select list(distinct statement_key) filter (statement_key is not null) as statement_keys
                    from intermediate.int_terms join intermediate.int_figures using (figure_key)
                    where amount_yuan != 0
                    group by reconciliation_key
                ) where len(statement_keys) > 1
                """
            ).fetchall()
        }
        sums: dict[str, dict[str, tuple[float, float, float]]] = {}
        for key, identity, *numbers in connection.execute(
            """
            select figure_key, reconciliation_key, factor, difference_yuan::double, allowed_yuan::double
            from intermediate.int_terms join intermediate.int_evaluations using (reconciliation_key)
            """
        ).fetchall():
            sums.setdefault(key, {})[identity] = (numbers[0], numbers[1], numbers[2])
    filings = []
    for document_key in sorted({line["document_key"] for line in lines}):
        own = {line["statement_line_key"]: line for line in lines if line["document_key"] == document_key}
        chosen = sorted(key for key in own if key in targets)
        if chosen:
            crossed = sorted(key for key in crossing if key[:16] == document_key[:16])
            filings.append(Filing(document_key, own, chosen, crossed, {key: sums[key] for key in own if key in sums}))
    return filings


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


@dataclass
class Outcome:
    """What was made of one fault."""

    kind: str
    detected: bool
    located: int
    restored: int
    wrong: int
    expected: int


def judge(built: Path, copied: Path, faults: list[Fault]) -> list[Outcome]:
    """Compare what the copies break and propose with what their originals do."""
    with duckdb.connect(str(built), read_only=True) as connection:
        known = {
            row[0]
            for row in connection.execute(
                "select reconciliation_key from intermediate.int_evaluations where status = 'broken'"
            ).fetchall()
        }
        known_places = {(key.partition("@")[0], _place(key.partition("@")[2])) for key in known}
    by_copy: dict[str, list[Row]] = {}
    with duckdb.connect(str(copied), read_only=True) as connection:
        for row in _rows(connection, "select * from marts.fact_finding"):
            by_copy.setdefault(row["document_key"][:16], []).append(row)
    outcomes = []
    for number, fault in enumerate(faults):
        findings = [
            row
            for row in by_copy.get(f"{number:016x}", [])
            if any(
                (key.partition("@")[0], _place(key.partition("@")[2])) not in known_places for key in row["reconciliation_keys"]
            )
        ]
        outcomes.append(_outcome(fault, findings))
    return outcomes


def _outcome(fault: Fault, findings: list[Row]) -> Outcome:
    named = {place for row in findings for place in _named(row)}
    proposals = [row for row in findings if row["proposed_yuan"] is not None]
    right = {_place(row["statement_line_key"]) for row in proposals if row["statement_line_key"] and _is_right(row, fault)}
    wrong = sum(not (row["statement_line_key"] and _is_right(row, fault)) for row in proposals)
    expected = 3 if fault.kind == "three faults" else 1
    located = len(fault.places & named)
    restored = len(right)
    if fault.kind in ("column shifted", "row shifted"):
        restored = int(
            any(
                row["finding_kind"].startswith("shifted")
                and row["proposed_place"]
                and _place(row["proposed_place"]) in fault.places
                for row in findings
            )
        )
    if fault.kind == "unit wrong":
        restored = int(
            any(row["finding_kind"] == "unit" and _place(row["statement_key"] or "") in fault.places for row in findings)
        )
    return Outcome(fault.kind, bool(findings), min(located, expected), min(restored, expected), wrong, expected)


def _named(row: Row) -> set[str]:
    return {
        _place(key)
        for key in (
            row["statement_line_key"],
            row["proposed_place"],
            row["statement_key"] if row["finding_kind"] == "unit" else None,
        )
        if key
    }


def _is_right(row: Row, fault: Fault) -> bool:
    return fault.restored.get(_place(row["statement_line_key"]), "") == row["proposed_yuan"]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def show(outcomes: list[Outcome], console: Console) -> None:
    table = Table(title="Faults")
    for heading in ("fault", "faults", "detected", "located", "restored", "wrong proposals"):
        table.add_column(heading, justify="left" if heading == "fault" else "right")
    singles = [outcome for outcome in outcomes if outcome.kind != "three faults"]
    kinds = list(dict.fromkeys(outcome.kind for outcome in singles))
    groups = [(kind, [o for o in singles if o.kind == kind]) for kind in kinds]
    groups += [("all single faults", singles), ("three faults", [o for o in outcomes if o.kind == "three faults"])]
    for name, group in groups:
        expected = sum(o.expected for o in group) or 1
        table.add_row(
            name,
            str(len(group)),
            f"{sum(o.detected for o in group) / max(len(group), 1):.1%}",
            f"{sum(o.located for o in group) / expected:.1%}",
            f"{sum(o.restored for o in group) / expected:.1%}",
            f"{sum(o.wrong for o in group) / expected:.1%}",
        )
    console.print(table)


def main(
    raw: Annotated[Path, typer.Option("--raw", help="Folder with filings; each takes its share of the faults.")],
    faults: Annotated[int, typer.Option("--faults", help="Faults of each kind.")] = 150,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the dice.")] = 1,
    keep: Annotated[
        Path | None, typer.Option("--keep", help="Folder for the files of the run; reused when it has a landing file.")
    ] = None,
) -> None:
    """Measure how well reconciliation finds, locates and restores faults."""
    console = Console()
    folder = keep or Path(tempfile.mkdtemp(prefix="bench-proof-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        landing, built, copies, copied = (folder / f"{name}.duckdb" for name in ("landing", "built", "copies", "copied"))
        if not landing.exists():
            ingest_folder(raw, landing)
        create_next(built)
        started = time.perf_counter()
        run_models(landing, built, folder, "+fact_finding")
        console.print(f"models on the filings as they are: {time.perf_counter() - started:.1f} s")
        drawn = draw(read_filings(built), faults, random.Random(seed))
        console.print(f"{len(INVISIBLE)} amounts were drawn whose change no identity could see (inside rounding): not counted")
        write_copies(landing, built, drawn, copies)
        create_next(copied)
        started = time.perf_counter()
        run_models(copies, copied, folder, "+fact_finding")
        console.print(f"models on {len(drawn)} copies: {time.perf_counter() - started:.1f} s")
        show(judge(built, copied, drawn), console)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    typer.run(main)
