"""Write the reports of a published warehouse: one page per filing and the index over all.

    ReportError     the warehouse is missing, or was built before it had findings

Pages are put in place by a rename; the warehouse is only read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import structlog

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.landing.bounded import Bounded
from mingzhang.pdf_folder import PdfFolder
from mingzhang.report import queries
from mingzhang.report.arithmetic import Arithmetic
from mingzhang.report.evidence import Part, Place, parts_of
from mingzhang.report.filing import Filing, FindingView, filing_of, severity_counts
from mingzhang.report.marts import Document, Figure, Finding, SourceFile
from mingzhang.report.pages import GENERATOR, IndexRow, is_chosen, render_filing, render_index

#: Pictures of one report; a filing that was misread as a whole has hundreds of findings, and its page must still open.
MAX_PICTURES = 120
#: Folder of the filings' pages beside the index.
FILINGS = "filings"
#: Draws in a process of its own: what a PDF does to whoever renders it, it does to one report.
_draw = Bounded("mingzhang.report.crops:draw_parts")

log = structlog.get_logger("report")


class ReportError(Exception):
    """The reports could not be written."""


@dataclass(frozen=True)
class Written:
    index: Path
    page_count: int
    without_pdf: tuple[str, ...]  # file names of filings with findings and no PDF to show them on
    failed: tuple[tuple[str, str], ...] = ()  # file names of filings without a page, and why


def write_reports(warehouse: Path, raw_folder: Path, out: Path, only: str | None = None) -> Written:
    """Write the pages of all filings, or of those whose file name matches `only`; the index always lists all."""
    if not warehouse.is_file():
        raise ReportError(f"{warehouse}: no such warehouse; `make build` makes it")
    (out / FILINGS).mkdir(parents=True, exist_ok=True)
    folder = PdfFolder(raw_folder)
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return _write(connection, warehouse.name, folder, out, only)
    except duckdb.CatalogException as problem:
        raise ReportError(
            f"{warehouse}: built by an earlier version, build it again ({str(problem).splitlines()[0]})"
        ) from problem


def _write(connection: duckdb.DuckDBPyConnection, name: str, folder: PdfFolder, out: Path, only: str | None) -> Written:
    documents = queries.read_rows(connection, Document, "marts.dim_document WHERE is_current ORDER BY file_name, document_key")
    files = queries.read_rows(connection, SourceFile, queries.SOURCE_FILES)
    statements, counts = queries.statements_by_document(connection), queries.identity_counts(connection)
    findings: dict[str, list[Finding]] = {}
    for finding in queries.read_rows(connection, Finding, "marts.fact_finding"):
        findings.setdefault(finding.document_key, []).append(finding)
    page_names = _page_names(documents)
    chosen = [document for document in documents if is_chosen(document.file_name, only)]
    without_pdf, failed = [], []
    for document in chosen:
        key = document.document_key
        page = out / FILINGS / page_names[key]
        try:
            filing = filing_of(connection, document, statements.get(key, []), findings.get(key, []), counts.get(key, {}))
            path = (
                folder.path_of(key, [file.file_path for file in files if file.document_key == key]) if filing.findings else None
            )
            if filing.findings and path is None:
                without_pdf.append(document.file_name)
            add_pictures(filing, path)
            _put(page, render_filing(filing, name, "../index.html"))
        except Exception as problem:  # noqa: BLE001 - one filing's report must not cost the others theirs, nor the index
            failed.append((document.file_name, f"{type(problem).__name__}: {problem}"))
            log.warning("no report of a filing", file_name=document.file_name, reason=failed[-1][1])
            page.unlink(missing_ok=True)  # an earlier one is about another state
    if only is None:
        _remove_others(out / FILINGS, set(page_names.values()))
    rows = [
        IndexRow(document, statements.get(key, []), severity_counts(findings.get(key, [])), _href(out, page_names[key]))
        for document in documents
        for key in [document.document_key]
    ]
    index = out / "index.html"
    _put(index, render_index(rows, [file for file in files if file.outcome != "read"], name))
    return Written(index, len(chosen) - len(failed), tuple(without_pdf), tuple(failed))


def add_pictures(filing: Filing, path: Path | None) -> None:
    """Draw what each finding is about, or say why there is nothing to see."""
    if path is None:
        _explain(filing.findings, "the PDF is not in the raw folder (looked for by its sha256) 原始文件夹中没有该PDF")
        return
    wanted: list[tuple[FindingView, list[Part]]] = []
    for view in filing.findings:
        short = [identity for identity in view.identities if not identity.is_long]
        # a total of ninety rows is listed; to show it on every page says no more
        parts = parts_of(_cell(view), _terms(view, short), _terms(view, view.identities), filing.tables)
        if sum(len(others) for _, others in wanted) + len(parts) > MAX_PICTURES:
            view.no_picture_because = f"only the first {MAX_PICTURES} pictures of a filing are drawn 图片过多，此处从略"
        elif parts:
            wanted.append((view, parts))
        else:
            view.no_picture_because = "the finding names no place on a page 该发现不指向页面上的某一位置"
    if not wanted:
        return
    try:
        drawn = iter(_draw.ask(str(path), dict(filing.rotations), [part for _, parts in wanted for part in parts]))
    except (UnreadableDocument, ReaderFailed) as problem:
        _explain([view for view, _ in wanted], f"the PDF cannot be drawn: {problem} PDF无法呈现")
        return
    for view, parts in wanted:
        view.pictures = [next(drawn) for _ in parts]


def _explain(views: Iterable[FindingView], reason: str) -> None:
    for view in views:
        if not view.pictures:
            view.no_picture_because = reason


def _cell(view: FindingView) -> Place | None:
    """Where the finding points to: the figure that it is about, or the whole of its largest difference."""
    finding, figure = view.finding, view.figure
    if finding.page_number is None or finding.box is None:
        return None
    return Place(finding.page_number, finding.box, figure.table_number if figure else None)


def _terms(view: FindingView, identities: Iterable[Arithmetic]) -> list[Place]:
    """Figures of identities in this filing; those of another filing are on another file's pages."""
    sides = [side for identity in identities for side in (identity.left, identity.right)]
    own = [term for side in sides for term in side.terms if term.document_key == view.finding.document_key]
    return [place for place in map(_place, own) if place]


def _place(figure: Figure) -> Place | None:
    return Place(figure.page_number, figure.box, figure.table_number) if figure.box else None


def _page_names(documents: Iterable[Document]) -> Mapping[str, str]:
    """File name of each report: that of the PDF, with a part of the sha256 where two filings have the same."""
    names: dict[str, str] = {}
    for document in documents:
        stem = re.sub(r"[^\w.-]+", "_", Path(document.file_name).stem)[:60] or "filing"
        name = f"{stem}.html"
        names[document.document_key] = f"{stem}-{document.document_key[:12]}.html" if name in names.values() else name
    return names


def _href(out: Path, page_name: str) -> str | None:
    return f"{FILINGS}/{page_name}" if (out / FILINGS / page_name).is_file() else None


def _remove_others(folder: Path, current: set[str]) -> None:
    """Remove reports of filings that the warehouse no longer has: a page about a withdrawn filing misleads."""
    for page in folder.glob("*.html"):
        if page.name not in current and GENERATOR in page.read_text(encoding="utf-8", errors="replace")[:600]:
            page.unlink()


def _put(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
