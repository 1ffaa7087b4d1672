"""HTML of the explorer: Jinja2 with everything escaped; what a template does not find stops it."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ingest.lexicon.contacts import without_contacts
from mingzhang.explore import charts
from mingzhang.report.filing import SEVERITIES
from mingzhang.report.pages import TEMPLATES
from mingzhang.report.proof_signs import SIGNS, sign_of

_FOLDER = Path(__file__).parent
STYLES = _FOLDER / "static" / "explore.css"


@cache
def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_FOLDER / "templates", _FOLDER / "static", TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"yuan": yuan, "grouped": grouped, "public": without_contacts, "sign": sign_of, "pages": pages}
    environment.globals |= {"severities": SEVERITIES, "signs": SIGNS, "charts": charts, "said": said}
    return environment


def said(row: object, column: str, language: str) -> str:
    """A sentence of the warehouse in one language; in English where it has no other."""
    chinese = getattr(row, f"{column}_zh") if language == "zh" else None
    return chinese or getattr(row, column) or ""


def yuan(amount: Decimal | None) -> str:
    """Exact, with thousands separators; a dash for what is not printed."""
    return "–" if amount is None else f"{amount:,.2f}".replace("-", "−")


def grouped(number: Decimal | int | None) -> str:
    return "–" if number is None else f"{number:,}".replace("-", "−")


def pages(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A part in per cent of a whole, to a tenth; None where there is nothing to divide by."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
