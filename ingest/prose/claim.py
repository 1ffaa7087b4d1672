"""One claim while its paragraph is being read, and the row that it becomes."""

from dataclasses import dataclass
from decimal import Decimal

from ingest.lexicon import pattern, word
from ingest.lexicon.amounts import storable
from ingest.prose.claim_times import OwnTime, Time, settled
from ingest.prose.figures import Figure
from ingest.prose.leads import Lead
from ingest.prose.named_classes import NamedClass
from ingest.prose.paragraphs import Paragraph

_BUDGET_SUBJECT = pattern("prose", "budget_subject")
_FINAL_SUBJECT = pattern("prose", "final_subject")
_OF_FINAL_PHASE = pattern("prose", "of_final")
_BUDGET, _FINAL = word("prose", "budget"), word("prose", "final")
_OF_FINAL = ("execution_pct", "deviation_pct")


@dataclass
class Claim:
    """A figure (or a statement without one) at text[start:end] of its paragraph, with what carried over to it."""

    paragraph: Paragraph
    start: int
    end: int
    quote_start: int
    lead: Lead
    figure: Figure | None
    subject: str | None
    base: str | None
    named: NamedClass
    value: Decimal | None
    yuan: Decimal | None = None
    time: Time | None = None
    part_of: str | None = None  # the whole named before 其中
    is_in_reason: bool = False
    order_to_budget: str | None = None  # 决算数小于预算数, said after it
    thing_length: int = 0
    reason: str | None = None

    def is_change_before(self, figure: Figure, text: str) -> bool:
        """Whether this is a change in money or number right before a percentage: 增加5.2万元（3.1%）."""
        is_change = self.lead.kind == "change_amount" and figure.kind == "percent"
        return is_change and text[self.end : figure.start] in ("(", "、", "")

    def is_repeated_by(self, figure: Figure, text: str) -> bool:
        """Whether a figure is said of the same: 收、支总计各增加5.2万元、5.2万元."""
        is_change = self.lead.kind.startswith("change") and self.figure is not None and self.figure.kind == figure.kind
        return is_change and text[self.end : figure.start] == "、"

    @property
    def stated_phase(self) -> str | None:
        """What the basis says, or the subject that ends like one; how far a budget was carried out is final."""
        if self.lead.kind in _OF_FINAL:
            return "final"
        return _phase(self.lead.basis or _subject_basis(self.subject))

    def row(self, own: OwnTime) -> dict[str, object]:
        """The columns of raw table claims, but for document and number; `own` is the filing's year and kind."""
        figure = self.figure
        value_year, phase = settled(self.stated_phase, self.time, own)
        page_number, (x0, y0, x1, y1) = self.paragraph.box(self.start, self.end)
        value = storable(self.value)
        return {
            "page_number": page_number,
            "part": self.paragraph.heading.part,
            "section": self.paragraph.heading.section,
            "subject": self.subject,
            "measure_kind": self.lead.kind,
            "basis": self.lead.basis,
            "comparison_base": self.base,
            "direction": self.lead.direction,
            "is_direction_stated": self.lead.direction is not None,
            "value_text": figure.number if figure else self.paragraph.text[self.start : self.end],
            "value": value,
            "unit": (figure.unit or None) if figure else None,
            "amount_yuan": figure.yuan if figure else self.yuan,
            "printed_decimals": figure.decimals if figure else None,
            "class_name": self.named.class_name,
            "section_name": self.named.section_name,
            "item_name": self.named.item_name,
            "class_code": self.named.class_code,
            "class_kind": self.named.class_kind,
            "part_of": self.part_of,
            "is_in_reason": self.is_in_reason,
            "order_to_budget": self.order_to_budget,
            "value_year": value_year,
            "phase": phase,
            "quote": self.paragraph.text[self.quote_start : self.end],
            "reason_text": self.reason,
            "x0": x0,
            "y0": y0,
            "x1": x1,
            "y1": y1,
        }


def _subject_basis(subject: str | None) -> str | None:
    """What a subject that ends like a basis says: 三公经费支出预算. 一般公共预算 is the name of a fund."""
    if _FINAL_SUBJECT.search(subject or ""):
        return _FINAL
    return _BUDGET if _BUDGET_SUBJECT.search(subject or "") else None


def _phase(basis: str | None) -> str | None:
    """A final-accounts text also states budgets (年初预算数), a budget what was spent (预算执行数): the basis says which."""
    if basis and _OF_FINAL_PHASE.search(basis):
        return "final"
    return "budget" if basis and _BUDGET in basis else None
