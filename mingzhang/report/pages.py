"""HTML of the reports: Jinja2 with everything escaped, styles and pictures inside the page."""

import base64
import fnmatch
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ingest.lexicon.contacts import without_contacts
from mingzhang.messages import Language, say, say_both
from mingzhang.report.evidence import Picture
from mingzhang.report.filing import SEVERITIES, Filing, Proof, severity_rank
from mingzhang.report.marts import Document, SourceFile, Statement
from mingzhang.report.words import chinese, english

#: Written into every page: what a later run may replace or remove.
GENERATOR = "mingzhang report"
#: Groups of the index behind the severities: nothing was found, because there was nothing to check or although there was.
UNCHECKED, CLEAN = "nothing_to_check", "none"
TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class IndexRow:
    """One filing in the index; href is None while it has no page."""

    document: Document
    statements: Sequence[Statement]
    counts: Counter[str]
    href: str | None

    @property
    def proof(self) -> Proof:
        return Proof.of(self.statements)

    @property
    def worst(self) -> str:
        """Severity of the worst open finding; a filing without amounts is not one without faults."""
        severities = [severity for severity in self.counts if severity != "accepted"]
        if severities:
            return min(severities, key=severity_rank)
        return CLEAN if self.proof.total else UNCHECKED


def render_filing(filing: Filing, warehouse_name: str, index_href: str, digest: str | None) -> str:
    """The report of one filing; the digest says what it shows, None that it is not whole."""
    return (
        _templates()
        .get_template("filing.html")
        .render(
            filing=filing,
            document=filing.document,
            warehouse_name=warehouse_name,
            index_href=index_href,
            digest=digest,
            written_at=_now(),
        )
    )


def render_index(rows: Sequence[IndexRow], not_read: Sequence[SourceFile], warehouse_name: str) -> str:
    """All filings, those with the worst findings first, then by department and file name."""
    ordered = sorted(
        rows,
        key=lambda row: (
            severity_rank(row.worst),
            row.worst == CLEAN,
            row.document.department_name or "",
            row.document.file_name,
        ),
    )
    groups = [
        (severity, [row for row in ordered if row.worst == severity]) for severity in dict.fromkeys(row.worst for row in ordered)
    ]
    statements = [statement for row in rows for statement in row.statements]
    return (
        _templates()
        .get_template("index.html")
        .render(
            groups=groups,
            rows=rows,
            not_read=not_read,
            warehouse_name=warehouse_name,
            proof=Proof.of(statements),
            statement_count=len(statements),
            counts=sum((row.counts for row in rows), Counter()),
            written_at=_now(),
        )
    )


def is_chosen(file_name: str, pattern: str | None) -> bool:
    """Whether a filing is asked for; a pattern without wildcards is a part of the name."""
    return pattern is None or fnmatch.fnmatch(file_name, pattern if set(pattern) & set("*?[") else f"*{pattern}*")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "grouped": _grouped,
        "yuan": _yuan,
        "exact": _exact,
        "words": english,
        "zh": chinese,
        "data_uri": _data_uri,
        "path": quote,
        "pages": _pages,
        "public": without_contacts,
        "proved_pct": _proved_pct,
    }
    environment.globals |= {
        "generator": GENERATOR,
        "severities": SEVERITIES,
        "en": partial(say, language=Language.EN),
        "zh": partial(say, language=Language.ZH),
        "both": say_both,
    }
    return environment


def _grouped(text: str) -> str:
    """Thousands separators in the amounts of a sentence from the marts; keys, codes and years have no cents."""
    return re.sub(r"(?<![\d.,:\w])-?\d{4,}\.\d{2}(?![\d.])", lambda match: _yuan(Decimal(match[0])), text)


def _yuan(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}".replace("-", "−")


def _exact(figure: Decimal | int | None) -> str:
    """With thousands separators and all its digits."""
    return "–" if figure is None else f"{figure:,f}".replace("-", "−") if isinstance(figure, Decimal) else f"{figure:,}"


def _data_uri(picture: Picture) -> str:
    return f"data:{picture.media_type};base64," + base64.b64encode(picture.png).decode("ascii")


def _proved_pct(statement: Statement) -> Decimal | None:
    return Proof.of([statement]).proved_pct


def _pages(first: int | None, last: int | None = None) -> str:
    if first is None:
        return "–"
    return str(first) if last is None or last == first else f"{first}–{last}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
