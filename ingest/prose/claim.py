"""One claim while its paragraph is being read, and the row that it becomes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.prose.figures import Figure
from ingest.prose.leads import Lead
from ingest.prose.named_classes import NamedClass
from ingest.prose.paragraphs import Paragraph
from ingest.statement.amounts import storable

_BUDGET_SUBJECT = re.compile("(?<!公共)(?<!基金)(?<!经营)(?<!综合)预算数?$")


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

    def row(self, disclosure_kind: str | None) -> dict[str, object]:
        """The columns of raw table claims, but for document and number."""
        figure = self.figure
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
            "phase": _phase(self.lead.basis or _subject_basis(self.subject), disclosure_kind),
            "quote": self.paragraph.text[self.quote_start : self.end],
            "reason_text": self.reason,
            "x0": x0,
            "y0": y0,
            "x1": x1,
            "y1": y1,
        }


def _subject_basis(subject: str | None) -> str | None:
    """What a subject that ends like a basis says: 三公经费支出预算. 一般公共预算 is the name of a fund."""
    return "预算" if _BUDGET_SUBJECT.search(subject or "") else None


def _phase(basis: str | None, disclosure_kind: str | None) -> str | None:
    """A final-accounts text also states budgets (年初预算数): the basis says which."""
    if basis and "预算" in basis:
        return "budget"
    if basis and ("决算" in basis or "执行" in basis or "实际" in basis):
        return "final"
    return disclosure_kind
