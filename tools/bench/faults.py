"""What can go wrong with printed amounts, one fault at a time: digits, signs, places, units."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ingest.lexicon.amounts import UNITS

Row = dict[str, Any]


#: What says where an amount stands; the rest of a line is the amount itself.
COLUMN_PLACE = ("column_number", "measure_path", "measure_code", "value_year", "value_phase")
ROW_PLACE = (
    *("row_number", "row_kind", "class_kind", "class_code", "function_class_code", "department_economic_code"),
    *("government_economic_code", "line_label", "unit_name", "project_name", "row_level"),
)
AMOUNT = ("amount_text", "amount_yuan", "printed_decimals")


@dataclass
class Fault:
    """One thing that goes wrong in one copy of a document: changed lines by key, and what belongs where."""

    kind: str
    document_key: str
    changes: dict[str, Row]
    restored: dict[str, Decimal | None]  # place (a key without the document) -> the amount that belongs there; None: no amount
    witness_count: int  # identities over different figures that no longer close


@dataclass(frozen=True)
class Sum:
    """One identity as a figure sees it."""

    identity: str
    factor: float
    difference: float
    allowed: float
    figures: int  # identities over the same figures share this number: they say one thing


@dataclass
class Filing:
    """The lines of one document by key, and those of them that faults may be put into."""

    document_key: str
    lines: dict[str, Row]
    targets: list[str]
    zeros: list[str]  # printed zeros, targets of their own
    crossing_statements: list[str]  # statements that an identity compares with another one
    sums: dict[str, list[Sum]]
    by_place: dict[tuple[Any, ...], str] = field(init=False)
    columns: dict[tuple[Any, ...], list[int]] = field(init=False)
    rows: dict[tuple[Any, ...], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_place = {(*_block(line), line["row_number"], line["column_number"]): key for key, line in self.lines.items()}
        self.columns = _numbers(self.lines.values(), "column_number")
        self.rows = _numbers(self.lines.values(), "row_number")

    def witnesses(self, changes: dict[str, Decimal]) -> int:
        """How many identities (over different figures) leave their interval when these lines change by so much?"""
        moved: dict[str, float] = {}
        seen: dict[str, Sum] = {}
        for key, change in changes.items():
            for one in self.sums.get(key, []):
                moved[one.identity] = moved.get(one.identity, 0.0) + one.factor * float(change)
                seen[one.identity] = one
        broken = [seen[name] for name, change in moved.items() if abs(seen[name].difference + change) > seen[name].allowed + 1e-6]
        return len({one.figures for one in broken})

    def neighbours(self, key: str) -> list[str]:
        """The lines beside, above and below it."""
        line = self.lines[key]
        block, row, column = _block(line), line["row_number"], line["column_number"]
        places = [(*block, row, number) for number in _beside(self.columns[block], column)]
        places += [(*block, number, column) for number in _beside(self.rows[block], row)]
        return [self.by_place[place] for place in places if place in self.by_place]

    def moved(self, key: str, along: str) -> tuple[str, Row] | None:
        """The blank place beside it (column) or below it (row), with what is printed about that place."""
        line = self.lines[key]
        block = _block(line)
        numbers, place = (self.columns, COLUMN_PLACE) if along == "column_number" else (self.rows, ROW_PLACE)
        for number in _beside(numbers[block], line[along]):
            target = {"row_number": line["row_number"], "column_number": line["column_number"]} | {along: number}
            if (*block, target["row_number"], target["column_number"]) in self.by_place:
                continue
            model = next(other for other in self.lines.values() if _block(other) == block and other[along] == number)
            if all(model[name] == line[name] for name in place if name != along):
                continue  # a later page numbers its columns otherwise: there it means the same
            new_place = f"s{block[0]}:r{target['row_number']}:b{block[1]}:c{target['column_number']}"
            return new_place, {name: model[name] for name in place}
        return None


def _block(line: Row) -> tuple[Any, ...]:
    return line["statement_number"], line["block_number"]


def _numbers(lines: Iterable[Row], name: str) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], set[int]] = {}
    for line in lines:
        found.setdefault(_block(line), set()).add(line[name])
    return {block: sorted(numbers) for block, numbers in found.items()}


def _beside(numbers: list[int], number: int) -> list[int]:
    place = numbers.index(number)
    return numbers[place + 1 : place + 2] + numbers[max(place - 1, 0) : place]


def place_of(key: str) -> str:
    """A line or statement key without its document."""
    return key.partition(":")[2]


def _printed(line: Row, text: str) -> Row | None:
    """The line with another printed text, or None when that is no other amount."""
    digits = text.replace(",", "")
    amount = Decimal(digits) * UNITS[line["printed_unit"]]
    if amount == line["amount_yuan"] or amount.as_tuple().exponent < -2 or abs(amount) >= 10**15:
        return None
    return dict(zip(AMOUNT, (text, amount, len(digits.partition(".")[2])), strict=True))


def change_digit(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"]
    place = dice.choice([i for i, sign in enumerate(text) if sign.isdigit()])
    return _printed(line, text[:place] + dice.choice([d for d in "0123456789" if d != text[place]]) + text[place + 1 :])


def drop_digit(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"].replace(",", "")
    whole = text.partition(".")[0].lstrip("-")
    if len(whole) < 2:
        return None
    place = dice.randrange(len(whole)) + text.startswith("-")
    return _printed(line, text[:place] + text[place + 1 :])


def shift_decimal(line: Row, dice: random.Random) -> Row | None:
    whole, point, fraction = line["amount_text"].replace(",", "").partition(".")
    if not point or not int(fraction):
        return None
    if dice.random() < 0.5:
        return _printed(line, whole + fraction)  # the point is lost
    return _printed(line, (whole + fraction[0] + "." + fraction[1:]).rstrip("."))


def lose_sign(line: Row, dice: random.Random) -> Row | None:
    text = line["amount_text"]
    return _printed(line, text[1:] if text.startswith("-") else "-" + text)


DIGIT_FAULTS: dict[str, Callable[[Row, random.Random], Row | None]] = {
    "digit changed": change_digit,
    "digit dropped": drop_digit,
    "decimal shifted": shift_decimal,
    "sign lost": lose_sign,
}
ZERO = "zero misread"


def digit_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    targets = filing.zeros if kind == ZERO else filing.targets
    if not targets:
        return None
    key = dice.choice(targets)
    line = filing.lines[key]
    change = (DIGIT_FAULTS | {ZERO: change_digit})[kind](line, dice)
    if change is None:
        return None
    witnesses = filing.witnesses({key: change["amount_yuan"] - line["amount_yuan"]})
    return Fault(kind, filing.document_key, {key: change}, {place_of(key): line["amount_yuan"]}, witnesses)


def swap_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    key = dice.choice(filing.targets)
    lines = filing.lines
    others = [other for other in filing.neighbours(key) if lines[other]["amount_yuan"] != lines[key]["amount_yuan"]]
    if not others:
        return None
    other = dice.choice(others)
    step = lines[other]["amount_yuan"] - lines[key]["amount_yuan"]
    changes = {a: {name: lines[b][name] for name in AMOUNT} for a, b in ((key, other), (other, key))}
    restored = {place_of(changed): lines[changed]["amount_yuan"] for changed in changes}
    return Fault(kind, filing.document_key, changes, restored, filing.witnesses({key: step, other: -step}))


def move_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    key = dice.choice(filing.targets)
    moved = filing.moved(key, "column_number" if kind == "column shifted" else "row_number")
    if moved is None:
        return None
    place, change = moved
    amount = filing.lines[key]["amount_yuan"]
    restored = {place: None, place_of(key): amount}
    return Fault(kind, filing.document_key, {key: change}, restored, filing.witnesses({key: -amount}))


def unit_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    if not filing.crossing_statements:
        return None
    statement = dice.choice(filing.crossing_statements)
    changes: dict[str, Row] = {}
    for key, line in filing.lines.items():
        if f"s{line['statement_number']}" != place_of(statement) or line["printed_unit"] not in ("元", "万元"):
            continue
        other = "万元" if line["printed_unit"] == "元" else "元"
        if other == "元" and line["printed_decimals"] > 2:
            return None  # 元 with six decimals is no reading that could be landed
        amount = line["amount_yuan"] * UNITS[other] / UNITS[line["printed_unit"]]
        changes[key] = {"printed_unit": other, "amount_yuan": amount.quantize(Decimal("0.01"))}
    steps = {key: change["amount_yuan"] - filing.lines[key]["amount_yuan"] for key, change in changes.items()}
    return Fault(kind, filing.document_key, changes, {place_of(statement): None}, filing.witnesses(steps)) if changes else None


def triple_fault(filing: Filing, kind: str, dice: random.Random) -> Fault | None:
    """Three digit faults in different amounts of one copy; none of them is one that no identity sees."""
    drawn = [digit_fault(filing, dice.choice(list(DIGIT_FAULTS)), dice) for _ in range(3)]
    parts = [part for part in drawn if part is not None and part.witness_count]
    changes = {key: change for part in parts for key, change in part.changes.items()}
    if len(changes) < 3:
        return None
    restored = {place: amount for part in parts for place, amount in part.restored.items()}
    return Fault(kind, filing.document_key, changes, restored, min(part.witness_count for part in parts))


SINGLE_FAULTS: dict[str, Callable[[Filing, str, random.Random], Fault | None]] = {
    **dict.fromkeys((*DIGIT_FAULTS, ZERO), digit_fault),
    "neighbours swapped": swap_fault,
    "column shifted": move_fault,
    "row shifted": move_fault,
    "unit wrong": unit_fault,
}
TRIPLE = "three faults"


def draw(filings: list[Filing], count: int, dice: random.Random) -> tuple[list[Fault], dict[str, int]]:
    """`count` faults of each kind, spread over the filings, and as many triples; beside them how many no identity could see."""
    faults: list[Fault] = []
    unseen: dict[str, int] = {}
    for kind, make in (SINGLE_FAULTS | {TRIPLE: triple_fault}).items():
        found: list[Fault] = []
        for number in range(count * 20):
            if len(found) == count:
                break
            fault = make(filings[number % len(filings)], kind, dice)
            if fault is not None and fault.witness_count:
                found.append(fault)
            elif fault is not None:
                unseen[kind] = unseen.get(kind, 0) + 1
        faults += found
    return faults, unseen
