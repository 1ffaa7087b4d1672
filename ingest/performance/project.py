"""One project of a performance table while it is being read, and the rows that it becomes."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.lexicon import CHINESE, pattern
from ingest.lexicon.amounts import Amount, is_absurd, read_amount, read_unit, storable
from ingest.lexicon.contacts import without_contacts
from ingest.performance.targets import read_figure, read_target
from ingest.tables.grid import Box, Cell

Row = dict[str, object]

#: Fields that tell which project a form is about.
IDENTITY = ("project_name", "department_name", "implementing_unit")

_MONEY_WITH_UNIT = pattern("performance", "money_with_unit")
_UNIT_WORDS = pattern("performance", "unit_behind")
#: So many characters are no accident when one page ends with them and the next begins with them.
_SHORTEST_LINE = 4
_MOST_POINTS = Decimal(1_000_000)


@dataclass
class Project:
    """What has been read of one project so far; several values of one field are printed parts of one text."""

    page_number: int
    box: Box
    title: str = ""
    table_kind: str = "target"
    is_whole_department: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    funds: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    unit: str | None = None
    #: The list that the project is a row of; None for a form of its own.
    list_number: int | None = None
    #: An official statement lists it too: only its goal is news.
    is_in_statement: bool = False
    #: Department or unit that the line above the table names.
    caption_name: str | None = None
    #: Tasks of a department with their amounts, which are passed over.
    task_count: int = 0
    #: Indicators that are printed in one text.
    told: str = ""

    @property
    def extent(self) -> int:
        """How much has been read of it."""
        return sum(map(len, self.texts.values())) + len(self.funds) + len(self.indicators) + len(self.told)

    @property
    def is_begun(self) -> bool:
        """Whether the form part is over, so that another name begins another project."""
        return bool(self.indicators or self.texts.get("goal_text"))

    @property
    def is_empty(self) -> bool:
        """Nothing but labels was printed: a blank form."""
        return not (self.indicators or self.texts or self.funds)

    @property
    def fund_boxes(self) -> list[Box]:
        """Where its amounts stand."""
        return [(fund["x0"], fund["y0"], fund["x1"], fund["y1"]) for fund in self.funds]  # type: ignore[misc]

    def add_text(self, name: str, text: str, *, is_rest: bool = False) -> None:
        """Add a printed text to a field; contact persons in it are left out, a text printed twice is taken once.

        The rest of a text that the page cut may be a character that the text already has; only the whole text again is no rest. A line
        that lies on the cut is printed on both pages.
        """
        known = self.texts.get(name, "")
        if is_rest and text != known:
            self.texts[name] = without_contacts(known + _without_repeated(known, text)).strip()
        elif (text := without_contacts(text).strip()) and text not in known:
            self.texts[name] = known + text

    def add_fund(self, source: str, amounts: dict[str, str], page_number: int, box: Box) -> None:
        """Add one fund row; `amounts` holds the printed cells by column (initial_budget, annual_budget, executed, weight …)."""
        money = {name: _money(amounts.get(name, ""), self.unit) for name in ("initial_budget", "annual_budget", "executed")}
        if not any(money.values()):
            return
        row: Row = {
            "page_number": page_number,
            "fund_row_number": len(self.funds) + 1,
            "fund_source": fund_source(source),
            "printed_unit": self.unit,
            "weight": _points(amounts.get("weight", "")),
            "weight_text": amounts.get("weight") or None,
            "execution_rate_text": amounts.get("execution_rate") or None,
            "score": _points(amounts.get("score", "")),
            "score_text": amounts.get("score") or None,
            **_box(box),
        }
        for name, amount in money.items():
            row[f"{name}_text"] = amounts.get(name) or None
            figure, unit = amount or (None, None)
            row[f"{name}_yuan"] = figure.in_yuan(unit) if figure and unit and not is_absurd(figure, unit) else None
        self.funds.append(row)

    def broken_funds(self, rests: dict[str, str], decimals: int) -> list[Row]:
        """The funds whose amounts the page cut, when their sources print nothing but the decimals that each lacks to have `decimals`."""
        cut = [fund for fund in self.funds if fund["fund_source"] in rests and "." in str(fund["initial_budget_text"])]
        joined = [f"{fund['initial_budget_text']}{rests[str(fund['fund_source'])]}" for fund in cut]
        are_rests = bool(rests) and all(rest.isdecimal() for rest in rests.values()) and len(cut) == len(rests)
        return cut if are_rests and all(_decimals(text) == decimals for text in joined) else []

    def join_fund(self, fund: Row, rest: str) -> None:
        """Put the rest of an amount behind what the page before prints of it."""
        text = f"{fund['initial_budget_text']}{rest}"
        figure, unit = _money(text, self.unit) or (None, None)
        fund["initial_budget_text"] = text
        fund["initial_budget_yuan"] = figure.in_yuan(unit) if figure and unit and not is_absurd(figure, unit) else None

    def has_fund(self, source: str, amount: str) -> bool:
        """Whether the amount of a source is known: a row that goes on overleaf prints it again."""
        known = [(fund["fund_source"], fund["initial_budget_text"]) for fund in self.funds]
        return (fund_source(source), amount) in known

    def add_indicator(self, texts: dict[str, str], page_number: int, box: Box) -> Row:
        """Add one indicator from the printed texts of its row by column, and return it."""
        texts = {name: without_contacts(text) for name, text in texts.items()}
        sign, printed_unit = texts.get("sign", ""), texts.get("target_unit", "")
        target = texts.get("target", "")
        read = read_target(target, sign, printed_unit)
        quantified = sign if sign and not CHINESE.search(sign) else ""
        self.indicators.append(
            {
                "indicator_number": len(self.indicators) + 1,
                "page_number": page_number,
                "level1": texts.get("level1") or None,
                "level2": texts.get("level2") or None,
                "level3": texts.get("level3") or None,
                "target_text": (quantified + target + printed_unit) or None,
                "target_comparator": read.comparator,
                "target_value": storable(read.value),
                "target_unit": read.unit or (printed_unit or None),
                "actual_text": texts.get("actual") or None,
                "weight": _points(texts.get("weight", "")),
                "weight_text": texts.get("weight") or None,
                "score": _points(texts.get("score", "")),
                "score_text": texts.get("score") or None,
                "deviation_note": texts.get("deviation") or None,
                "basis_text": texts.get("basis") or None,
                "activity_text": texts.get("activity") or None,
                "last_year_text": texts.get("last_year") or None,
                "scoring_rule": texts.get("scoring_rule") or None,
                "evidence_text": texts.get("evidence") or None,
                "remark_text": texts.get("remark") or None,
                **_box(box),
            }
        )
        return self.indicators[-1]

    def extend_indicator(self, texts: dict[str, str]) -> None:
        """The rest of a row that a page break cut: its texts belong to the last indicator."""
        columns = {
            "level3": "level3",
            "target": "target_text",
            "actual": "actual_text",
            "deviation": "deviation_note",
            "basis": "basis_text",
            "scoring_rule": "scoring_rule",
            "evidence": "evidence_text",
            "remark": "remark_text",
        }
        last = self.indicators[-1]
        for name, column in columns.items():
            if text := without_contacts(texts.get(name, "")):
                last[column] = f"{last[column] or ''}{text}"
        read = read_target(str(last["target_text"] or ""))
        last.update(target_comparator=read.comparator, target_value=storable(read.value), target_unit=read.unit)

    def rows(self, document_key: str, number: int) -> tuple[Row, list[Row], list[Row]]:
        """The rows of raw tables projects, project_funds and indicators."""
        key: Row = {"document_key": document_key, "project_number": number}
        score = self.texts.get("total_score")
        project: Row = {
            **key,
            "page_number": self.page_number,
            "table_kind": self.table_kind,
            "is_whole_department": self.is_whole_department,
            "project_name": self.texts.get("project_name"),
            "department_name": self.texts.get("department_name") or self.caption_name,
            "implementing_unit": self.texts.get("implementing_unit"),
            "goal_text": self.texts.get("goal_text"),
            "actual_text": self.texts.get("actual_text"),
            "total_score": _points(score) if score else None,
            "total_score_text": score,
            **_box(self.box),
        }
        return project, [{**key, **row} for row in self.funds], [{**key, **row} for row in self.indicators]


def _without_repeated(known: str, rest: str) -> str:
    """The rest of a text without the line at its beginning that ends what is known."""
    longest = (length for length in range(min(len(known), len(rest)), _SHORTEST_LINE - 1, -1) if known.endswith(rest[:length]))
    return rest[next(longest, 0) :]


def fund_source(text: str) -> str | None:
    """A fund source as printed, without its unit: 财政资金（万元）/上级安排; a part that only repeats its whole is left out."""
    parts = [_UNIT_WORDS.sub("", part) for part in text.split("/")]
    kept = [part for i, part in enumerate(parts) if part and not (i and parts[i - 1].startswith(part))]
    return "/".join(kept) or None


def _money(text: str, unit: str | None) -> tuple[Amount, str | None] | None:
    """An amount cell, with the unit in the cell itself before the one of the table."""
    match = _MONEY_WITH_UNIT.fullmatch(re.sub(r"\s", "", text))
    amount = read_amount(match["figure"]) if match else None
    return (amount, match["unit"] or unit) if amount and match else None


def _decimals(text: object) -> int:
    """How many digits a printed amount has behind its point."""
    return len(str(text).partition(".")[2])


def is_money(text: str) -> bool:
    return _money(text, None) is not None


def declared_unit(cells: list[Cell]) -> str | None:
    """The unit that a label or header cell of the table declares."""
    return next((unit for cell in cells if len(cell.words) < 30 and (unit := read_unit(cell.words))), None)


def _points(text: str) -> Decimal | None:
    """A weight or score; no scale has a million points."""
    return storable(read_figure(text), _MOST_POINTS)


def _box(box: Box) -> Row:
    return dict(zip(("x0", "y0", "x1", "y1"), box, strict=True))
