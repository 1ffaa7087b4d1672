"""Data Docs: the outcome of an audit as one HTML page and one JSON file, readable without the network.

The pages that Great Expectations renders itself load styles and scripts from eight hosts and build their index in the
browser; on a desk without internet they are empty. These say the same, and name the documents.
"""

import html
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from expectations.audit import Audit, Outcome
from expectations.suites import Suite
from mingzhang.messages import say_both

STYLE = Path(__file__).with_name("data_docs.css")


def published_page(folder: Path) -> Path:
    """Page about the file that analysts see."""
    return folder / "index.html"


def refused_page(folder: Path) -> Path:
    """Page about a file that the audit kept back; gone after the next publication."""
    return folder / "refused.html"


def write_data_docs(audited: Audit, folder: Path, warehouse: Path, refused: bool = False) -> Path:
    """Write page and JSON, each put in place by a rename; the page about a published file stays when one is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    page = refused_page(folder) if refused else published_page(folder)
    _put(page, render(audited, warehouse, refused))
    _put(page.with_suffix(".json"), json.dumps(describe(audited, refused), ensure_ascii=False, indent=1))
    if not refused:
        refused_page(folder).unlink(missing_ok=True)
        refused_page(folder).with_suffix(".json").unlink(missing_ok=True)
    return page


def describe(audited: Audit, refused: bool) -> dict[str, object]:
    """The audit for programs."""
    return {
        "audited_at": _now(),
        "is_published": not refused,
        "checks": [
            {
                "suite": outcome.check.suite,
                "name": outcome.check.name,
                "severity": outcome.check.severity,
                "table": outcome.check.table,
                "says": outcome.check.says,
                "passed": outcome.passed,
                "finding_count": outcome.finding_count,
                "findings": [
                    {"document": finding.document, "page": finding.page, "text": finding.text} for finding in outcome.findings
                ],
                "error": outcome.error,
            }
            for outcome in audited.outcomes
        ],
    }


def render(audited: Audit, warehouse: Path, refused: bool) -> str:
    """One page: the verdict, then every suite with its checks, the failed ones opened."""
    verdict = say_both("not_published" if refused else "published", " · ")
    sections = "\n".join(_suite(suite, [o for o in audited.outcomes if o.check.suite == suite.name]) for suite in audited.suites)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(warehouse.name)} · Data Docs</title>
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header class="{"refused" if refused else "published"}">
<h1>{_text(warehouse.name)}</h1>
<p class="verdict">{verdict}</p>
<p>{_counts(audited)} Audited {_now()}.</p>
</header>
<nav>{"".join(f'<a href="#{_text(suite.name)}">{_text(suite.name)}</a>' for suite in audited.suites)}</nav>
<main>
{sections}
</main>
</body>
</html>
"""


def _counts(audited: Audit) -> str:
    passed = sum(outcome.passed for outcome in audited.outcomes)
    return f"{passed} of {len(audited.outcomes)} expectations hold, {len(audited.blocking)} critical and {len(audited.warnings)} warnings do not."


def _suite(suite: Suite, outcomes: Iterable[Outcome]) -> str:
    return f"""<section id="{_text(suite.name)}">
<h2>{_text(suite.name)}</h2>
<p>{_text(suite.about)}</p>
{"".join(map(_check, outcomes))}</section>"""


def _check(outcome: Outcome) -> str:
    check = outcome.check
    mark = "passed" if outcome.passed else check.severity
    count = "" if outcome.passed or outcome.error else f'<span class="count">{outcome.finding_count}</span>'
    asked = check.rows if check.rows is not None else f"{check.expect} {json.dumps(dict(check.arguments), ensure_ascii=False)}"
    return f"""<details class="check {mark}"{"" if outcome.passed else " open"}>
<summary><span class="mark">{mark}</span>{_text(check.says)}{count}</summary>
<p class="place">{_text(check.table)} · {_text(check.name)} · {_text(check.severity)}</p>
{f"<p>{_text(check.because)}</p>" if check.because else ""}
{_findings(outcome)}<details class="query"><summary>what was asked</summary><pre>{_text(asked.strip())}</pre></details>
</details>
"""


def _findings(outcome: Outcome) -> str:
    if outcome.error:
        return f'<p class="error">{_text(outcome.error)}</p>\n'
    if not outcome.findings:
        return ""
    rows = "".join(
        f"<tr><td>{_text(finding.document or '')}</td><td>{'' if finding.page is None else finding.page}</td><td>{_text(finding.text)}</td></tr>\n"
        for finding in outcome.findings
    )
    hidden = outcome.finding_count - len(outcome.findings)
    more = f'<p class="place">{hidden} more not shown.</p>' if hidden > 0 else ""
    return f"<table><thead><tr><th>document</th><th>page</th><th>finding</th></tr></thead><tbody>\n{rows}</tbody></table>{more}\n"


def _text(value: str) -> str:
    return html.escape(value)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _put(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
