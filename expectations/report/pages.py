"""HTML of the reports: Jinja2 with everything escaped, styles and pictures inside the page."""

import base64
import fnmatch
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.report.evidence import Picture
from expectations.report.filing import SEVERITIES, Filing, Proof, severity_rank
from expectations.report.marts import Document, SourceFile, Statement
from ingest.contacts import without_contacts

#: Written into every page: what a later run may replace or remove.
GENERATOR = "mingzhang report"
#: Groups of the index behind the severities: nothing was found, because there was nothing to check or although there was.
UNCHECKED, CLEAN = "nothing_to_check", "none"

#: Codes of the marts in words; a code that is missing here is shown as it is.
WORDS = {
    "critical": ("critical", "严重"),
    "error": ("error", "错误"),
    "warning": ("warning", "警告"),
    "info": ("info", "提示"),
    "accepted": ("accepted", "已接受"),
    "none": ("nothing found", "无发现"),
    "nothing_to_check": ("no amounts in statements, nothing checked", "报表无金额，未核对"),
    "source_error": ("printed so in the filing", "原文如此"),
    "reading_error": ("misread by us", "识读有误"),
    "unknown": ("not decided", "未判定"),
    "proved": ("proved", "已证"),
    "consistent": ("consistent", "相符"),
    "unproved": ("unproved", "未证"),
    "contradicted": ("contradicted", "矛盾"),
    "exact": ("exact", "相等"),
    "rounding": ("rounding", "尾差"),
    "broken": ("broken", "不符"),
    "not_checkable": ("not checkable", "无法核对"),
    "misprint": ("one figure does not fit", "个别数字不符"),
    "missing_row": ("a row is missing", "缺行"),
    "unit": ("unit", "单位"),
    "shifted_column": ("column shifted", "错列"),
    "shifted_row": ("row shifted", "错行"),
    "swapped": ("figures swapped", "数字互换"),
    "claim_contradiction": ("prose contradicts tables", "文表不符"),
    "statement_mismatch": ("two statements differ", "表间不符"),
    "document_mismatch": ("two filings differ", "文件间不符"),
    "unlocated": ("sums that share figures, no single cause found", "未能定位"),
    "digit_changed": ("a digit changed", "数字改变"),
    "digit_dropped": ("a digit dropped", "漏数字"),
    "digits_swapped": ("digits swapped", "数字颠倒"),
    "decimal_shifted": ("decimal point shifted", "小数点错位"),
    "sign_lost": ("sign lost", "漏负号"),
    "budget": ("budget", "部门预算"),
    "final": ("final accounts", "部门决算"),
    "department": ("department, consolidated", "部门"),
    "printed": ("printed", "原文标注"),
    "inferred": ("inferred", "推断"),
    "read": ("read", "已读"),
    "no_statements": ("no statements in the file", "无报表"),
    "image_only": ("scan without text", "扫描件"),
    "skipped": ("skipped", "未读"),
    "duplicate": ("duplicate", "重复文件"),
}


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


def render_filing(filing: Filing, warehouse_name: str, index_href: str) -> str:
    """The report of one filing."""
    return (
        _templates()
        .get_template("filing.html")
        .render(filing=filing, document=filing.document, warehouse_name=warehouse_name, index_href=index_href, written_at=_now())
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
    folder = Path(__file__).with_name("templates")
    environment = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "grouped": _grouped,
        "yuan": _yuan,
        "exact": _exact,
        "words": _words,
        "zh": _chinese,
        "data_uri": _data_uri,
        "path": quote,
        "pages": _pages,
        "public": without_contacts,
        "proved_pct": _proved_pct,
    }
    environment.globals |= {"generator": GENERATOR, "severities": SEVERITIES}
    return environment


def _grouped(text: str) -> str:
    """Thousands separators in the amounts of a sentence from the marts; keys, codes and years have no cents."""
    return re.sub(r"(?<![\d.,:\w])-?\d{4,}\.\d{2}(?![\d.])", lambda match: _yuan(Decimal(match[0])), text)


def _yuan(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}".replace("-", "−")


def _exact(figure: Decimal | int | None) -> str:
    """With thousands separators and all its digits."""
    return "–" if figure is None else f"{figure:,f}".replace("-", "−") if isinstance(figure, Decimal) else f"{figure:,}"


def _words(code: str | None) -> str:
    return "–" if code is None else WORDS[code][0] if code in WORDS else code.replace("_", " ")


def _chinese(code: str | None) -> str:
    return WORDS[code][1] if code in WORDS else ""


def _data_uri(picture: Picture) -> str:
    return "data:image/png;base64," + base64.b64encode(picture.png).decode("ascii")


def _proved_pct(statement: Statement) -> Decimal | None:
    return Proof.of([statement]).proved_pct


def _pages(first: int | None, last: int | None = None) -> str:
    if first is None:
        return "–"
    return str(first) if last is None or last == first else f"{first}–{last}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
