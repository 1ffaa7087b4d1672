"""Write the reports of a published warehouse: one page per filing and the index over all.

    ReportError     the warehouse is missing, or was built before it had findings

Pages are put in place by a rename; the warehouse is only read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import structlog

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.landing.bounded import Bounded
from mingzhang.messages import say_both
from mingzhang.pdf_folder import PdfFolder
from mingzhang.report import queries, shown
from mingzhang.report.evidence import Part
from mingzhang.report.file_names import file_stems
from mingzhang.report.filing import Filing, FindingView, filing_of, severity_counts
from mingzhang.report.marts import Document, Finding, SourceFile
from mingzhang.report.pages import GENERATOR, IndexRow, is_chosen, render_filing, render_index
from mingzhang.report.places import parts_of_finding

#: Pictures of one report; a filing that was misread as a whole has hundreds of findings, and its page must still open.
MAX_PICTURES = 120
#: Filings whose rows are fetched at once.
BATCH = 200
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


def write_reports(warehouse: Path, raw_folder: Path, out: Path, only: str | None = None, are_known_kept: bool = False) -> Written:
    """Write the pages of all filings, or of those whose file name matches `only`; the index always lists all.

    Pages that show already what they would show are written all the same, unless they are to be kept.
    """
    if not warehouse.is_file():
        raise ReportError(f"{warehouse}: no such warehouse; `make build` makes it")
    (out / FILINGS).mkdir(parents=True, exist_ok=True)
    folder = PdfFolder(raw_folder)
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return _write(connection, warehouse, folder, out, only, are_known_kept)
    except duckdb.CatalogException as problem:
        raise ReportError(
            f"{warehouse}: built by an earlier version, build it again ({str(problem).splitlines()[0]})"
        ) from problem


def _write(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, folder: PdfFolder, out: Path, only: str | None, are_known_kept: bool
) -> Written:
    documents = queries.read_rows(connection, Document, "marts.dim_document WHERE is_current ORDER BY file_name, document_key")
    files = queries.read_rows(connection, SourceFile, queries.SOURCE_FILES)
    statements, counts = queries.statements_by_document(connection), queries.identity_counts(connection)
    findings: dict[str, list[Finding]] = {}
    for finding in queries.read_rows(connection, Finding, "marts.fact_finding"):
        findings.setdefault(finding.document_key, []).append(finding)
    page_names, digests = _page_names(documents), shown.digests(connection, warehouse.name)
    paths: dict[str | None, list[str]] = {}
    for file in files:
        paths.setdefault(file.document_key, []).append(file.file_path)
    chosen = [document for document in documents if is_chosen(document.file_name, only)]
    pages = {document.document_key: out / FILINGS / page_names[document.document_key] for document in chosen}
    todo = [
        document
        for document in chosen
        for key in [document.document_key]
        if not (are_known_kept and shown.is_written(pages[key], digests.get(key)))
    ]

    def write(rows: duckdb.DuckDBPyConnection, document: Document) -> bool:
        """Write one page; False when it has findings and no PDF to show them on."""
        key = document.document_key
        filing = filing_of(rows, document, statements.get(key, []), findings.get(key, []), counts.get(key, {}))
        content = folder.content_of(key, paths.get(key, [])) if filing.findings else None
        is_whole = add_pictures(filing, content)
        _put(pages[key], render_filing(filing, warehouse.name, "../index.html", digests.get(key) if is_whole else None))
        return content is not None or not filing.findings

    without_pdf, failed = _write_each(warehouse, todo, pages, write)
    if only is None:
        _remove_others(out / FILINGS, set(page_names.values()))
    listed = [
        IndexRow(document, statements.get(key, []), severity_counts(findings.get(key, [])), _href(out, page_names[key]))
        for document in documents
        for key in [document.document_key]
    ]
    index = out / "index.html"
    _put(index, render_index(listed, [file for file in files if file.outcome != "read"], warehouse.name))
    log.info("reports", written=len(todo) - len(failed), kept=len(chosen) - len(todo), failed=len(failed))
    return Written(index, len(chosen) - len(failed), tuple(without_pdf), tuple(failed))


def _write_each(
    warehouse: Path,
    documents: Iterable[Document],
    pages: Mapping[str, Path],
    write: Callable[[duckdb.DuckDBPyConnection, Document], bool],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Write page by page, the rows of some filings fetched at once; filings without their PDF, and those without a page."""
    without_pdf, failed = [], []
    for some in _batched(documents, BATCH):
        with shown.rows_of(warehouse, [document.document_key for document in some]) as rows:
            for document in some:
                try:
                    if not write(rows, document):
                        without_pdf.append(document.file_name)
                except Exception as problem:  # noqa: BLE001 - one filing's report must not cost the others theirs, nor the index
                    failed.append((document.file_name, f"{type(problem).__name__}: {problem}"))
                    log.warning("no report of a filing", file_name=document.file_name, reason=failed[-1][1])
                    pages[document.document_key].unlink(missing_ok=True)  # an earlier one is about another state
    return without_pdf, failed


def _batched(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """So many at a time."""
    waiting = iter(documents)
    while some := list(islice(waiting, size)):
        yield some


def add_pictures(filing: Filing, content: bytes | None) -> bool:
    """Draw what each finding is about, or say why there is nothing to see; False when another night may see more."""
    if content is None:
        _explain(filing.findings, say_both("no_pdf"))
        return not filing.findings
    wanted: list[tuple[FindingView, list[Part]]] = []
    for view in filing.findings:
        parts = parts_of_finding(view, filing.tables)
        if sum(len(others) for _, others in wanted) + len(parts) > MAX_PICTURES:
            view.no_picture_because = say_both("too_many_pictures", most=MAX_PICTURES)
        elif parts:
            wanted.append((view, parts))
        else:
            view.no_picture_because = say_both("no_place")
    if not wanted:
        return True
    try:
        drawn = iter(_draw.ask(content, dict(filing.rotations), [part for _, parts in wanted for part in parts]))
    except (UnreadableDocument, ReaderFailed) as problem:
        _explain([view for view, _ in wanted], say_both("not_drawn", problem=problem))
        return False
    for view, parts in wanted:
        view.pictures = [next(drawn) for _ in parts]
    return True


def _explain(views: Iterable[FindingView], reason: str) -> None:
    for view in views:
        if not view.pictures:
            view.no_picture_because = reason


def _page_names(documents: Sequence[Document]) -> Mapping[str, str]:
    """File name of each report by document_key."""
    return {document.document_key: f"{stem}.html" for document, stem in zip(documents, file_stems(documents), strict=True)}


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
