"""Read one document: pages → grids → statements → lines, with prose and performance tables beside; nothing is judged here.

`read_document` is the unit of parallel work and of caching: it needs only the bytes, and yields frames (schema.RAW_TABLES).
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.document.genre import Genre, Verdict, judge
from ingest.document.places import Places
from ingest.document.publisher import Identity, read_identity
from ingest.document.reader_version import reader_version
from ingest.document.schema import DOCUMENT_TABLES, RAW_TABLES, DocumentReading, frame
from ingest.errors import Blank, Damaged, Encrypted, ImageOnly, NotADisclosure, TooLarge
from ingest.formats.read import as_pdf, laid_out
from ingest.ledger.ledger import Read, page_ledger, unread_pages
from ingest.lexicon import normalize, word_list
from ingest.page.garbled import garbled_text
from ingest.page.layers import has_layers
from ingest.page.model import Page
from ingest.page.pdf import read_pages
from ingest.performance.tables import PerformanceReading, read_performance
from ingest.prose.claim_times import OwnTime
from ingest.prose.claims import claim_rows, find_claims
from ingest.prose.listed_units import read_listed_units
from ingest.prose.paragraphs import Aside, read_paragraphs
from ingest.recognition.scan import recognised
from ingest.statements.lines import StatementLines, main_unit, read_lines
from ingest.statements.number_style import styles_of
from ingest.statements.printed_units import units_of
from ingest.statements.recognise import Statement, TableOutcome, find_statements
from ingest.statements.row_units import attested_units
from ingest.statements.untabled_titles import titles_without_table
from ingest.tables.find_tables import Tables, find_tables
from ingest.tables.grid import Cell, Grid

#: The largest filings seen have 260 pages.
MAX_PAGES = 2_000

_DEPARTMENT_LABELS = word_list("identity", "department_labels")

Rows = dict[str, list[dict[str, Any]]]


def read_document(source: Path | bytes, file_name: str, document_key: str) -> DocumentReading:
    """Read a document, a file or its bytes. Raises an UnreadableDocument that says why when it yields no document."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    with _without_garbage_collection():
        return _read_document(content, file_name, document_key)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A document makes some hundred thousand objects that all stay until it is read, and the collector would walk them again and
    again: a sixth of the reading time. What the document leaves behind is collected in the ordinary way afterwards."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_document(content: bytes, file_name: str, document_key: str) -> DocumentReading:
    pages = _pages(content)
    if not any(page.glyphs for page in pages):
        if any(page.has_image for page in pages):
            raise ImageOnly(f"{len(pages)} pages of pictures without a text layer: a scan{_why_unread(pages)}")
        told = next((f"; page {page.page_number}: {page.remarks[0].message}" for page in pages if page.remarks), "")
        raise Blank(f"{len(pages)} pages with neither printed text nor pictures{told}")
    rows = _read(pages, document_key)
    rows["documents"][0] |= {
        "document_key": document_key,
        "file_name": file_name,
        "byte_size": len(content),
        "page_count": len(pages),
    }
    for table in rows.values():
        for row in table:
            row["document_key"] = document_key
    return DocumentReading(document_key, {name: frame(name, rows.get(name, ())) for name in DOCUMENT_TABLES})


def _pages(content: bytes) -> list[Page]:
    if (laid := laid_out(content)) is not None:
        return list(laid)
    printed = as_pdf(content)
    with _opened(printed) as document:
        return recognised(document, list(read_pages(document, has_layers=has_layers(printed))))


def _why_unread(pages: Sequence[Page]) -> str:
    """Why nothing was recognised in the pictures of a document."""
    reasons = [remark.message for page in pages for remark in page.remarks if remark.code == "page_not_recognised"]
    return f"; {reasons[0]}" if reasons else " in which no text was recognised"


@contextmanager
def _opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as problem:
        if problem.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise Encrypted("the PDF is encrypted and needs a password") from problem
        raise Damaged(f"the PDF cannot be opened: {problem}") from problem
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"{len(document):,} pages; no disclosure has more than {MAX_PAGES:,}")
        if len(document) == 0:
            raise Damaged("the PDF has no pages")
        yield document
    finally:
        document.close()


def _read(pages: Sequence[Page], document_key: str) -> Rows:
    tables = find_tables(pages)
    printed = [page for page in pages if page.glyphs or page.is_lost]
    performance = read_performance(document_key, printed, tables)
    tables = performance.told_apart(tables)
    statements, fates = find_statements(printed, tables)
    verdict = _judged(pages, statements)
    if verdict.genre is Genre.PERFORMANCE:
        statements, fates = [], [_kept_out(fate, verdict) for fate in fates]
    grids = _outlines(tables, fates)
    identity = _identity(pages, grids, statements, is_disclosure=verdict.genre is Genre.DISCLOSURE)
    styles = styles_of(statements)
    units = units_of(statements, styles)
    aside: Aside = []
    paragraphs = read_paragraphs(pages, grids, aside)
    own = OwnTime(identity.fiscal_year, identity.disclosure_kind)
    claims = find_claims(paragraphs, own)
    listed_units, unit_messages = read_listed_units(paragraphs, grids, identity.department_name)
    attested = attested_units(statements, [identity.department_name or "", *(row["unit_name"] for row in listed_units)])
    read = [
        read_lines(s, unit, identity.fiscal_year, identity.disclosure_kind, style, attested)
        for s, (unit, _), style in zip(statements, units, styles, strict=True)
    ]
    rows: Rows = {name: [] for name in DOCUMENT_TABLES}
    for number, (statement, lines, unit) in enumerate(zip(statements, read, units, strict=True), start=1):
        _add_statement(rows, number, statement, lines, unit)
    rows["tables"] = [_table_row(fate, statements) for fate in fates]
    rows["pages"] = [_page_row(page, grids, fates) for page in pages]
    rows["claims"] = claim_rows(document_key, claims, own)
    rows["listed_units"] = listed_units
    rows["projects"] = list(performance.projects)
    rows["project_funds"] = list(performance.project_funds)
    rows["indicators"] = list(performance.indicators)
    rows["reader_messages"] = [*_messages(pages, identity, fates, performance), *_alike(statements, read), *unit_messages]
    rows["documents"] = [_document_row(identity, statements, verdict)]
    for table in ("pages", "statement_lines", "claims"):
        rows[table] = [_with_basis(row, pages) for row in rows[table]]
    rows["page_ledger"] = page_ledger(Read(pages, grids, fates, statements, paragraphs, aside, claims, performance.aside), rows)
    _settle_empty_forms(rows)
    if any(page.sheet for page in pages):
        _address(rows, pages)
    return rows


def _address(rows: Rows, pages: Sequence[Page]) -> None:
    """Say of every box on a sheet of a workbook in which cell it stands."""
    sheets = {page.page_number: page.sheet for page in pages}
    for name, table in rows.items():
        for row in table if "cell_address" in RAW_TABLES[name] else ():
            if row.get("x0") is not None and (sheet := sheets[row["page_number"]]):
                row["cell_address"] = sheet.address_of((row["x0"], row["y0"], row["x1"], row["y1"]))


def _with_basis(row: dict[str, Any], pages: Sequence[Page]) -> dict[str, Any]:
    """A row with what its reading rests on: the page's text, or its picture and how sure the recogniser is."""
    page = pages[row["page_number"] - 1]
    box = (row.get("x0", 0.0), row.get("y0", 0.0), row.get("x1", page.width), row.get("y1", page.height))
    basis = page.reading_basis if page.glyphs else None
    return row | {"reading_basis": basis, "recogniser_confidence": page.confidence_in(box)}


def _outlines(tables: Tables, fates: Sequence[TableOutcome]) -> dict[int, list[Grid]]:
    """By page, where tables stand: ruled ones, and those of aligned text that are statements. Other aligned text may be prose."""
    stated = {id(fate.grid) for fate in fates if fate.outcome == "statement"}
    return {page: [table.outline for table in found if table.ruled or id(table.grid) in stated] for page, found in tables.items()}


def _judged(pages: Sequence[Page], statements: Sequence[Statement]) -> Verdict:
    """What the document is. Raises NotADisclosure for what is neither a disclosure nor a part of one."""
    pictures = sum(page.is_image_only for page in pages)
    is_illegible = 2 * pictures >= len(pages) or garbled_text(pages) is not None
    verdict = judge(Places(pages), [statement.code for statement in statements], is_illegible=is_illegible)
    if verdict.genre is Genre.OTHER:
        raise NotADisclosure(verdict.reason)
    return verdict


def _kept_out(fate: TableOutcome, verdict: Verdict) -> TableOutcome:
    """A grid that looks like a statement in a document that has none."""
    return replace(fate, outcome="unrecognised", reason=verdict.reason) if fate.outcome == "statement" else fate


def _identity(
    pages: Sequence[Page], grids: Mapping[int, Sequence[Grid]], statements: Sequence[Statement], *, is_disclosure: bool
) -> Identity:
    return read_identity(
        pages,
        caption_names=[name for statement in statements if (name := statement.unit_name)],
        titles=[statement.title for statement in statements],
        labelled_names=[name for page_grids in grids.values() for grid in page_grids for name in _beside_department_label(grid)],
        is_disclosure=is_disclosure,
    )


def _beside_department_label(grid: Grid) -> Iterator[str]:
    """Names in the cell right of 部门名称: some filings print the department nowhere else."""
    for cell in grid.cells:
        if normalize(cell.words).rstrip(":：") in _DEPARTMENT_LABELS and cell.column_end + 1 < grid.column_count:
            beside: Cell = grid.at(cell.row, cell.column_end + 1)
            yield beside.words


def _add_statement(
    rows: Rows,
    number: int,
    statement: Statement,
    read: StatementLines,
    unit: tuple[str | None, str],
) -> None:
    rows["statement_lines"] += [line | {"statement_number": number} for line in read.lines]
    rows["leftover_cells"] += [leftover | {"statement_number": number} for leftover in read.leftovers]
    rows["statements"].append(
        {
            "statement_number": number,
            "statement_code": statement.code,
            "title_text": statement.title,
            "form_label": statement.form_label,
            "unit_name": statement.unit_name,
            "printed_unit": unit[0],
            "unit_basis": unit[1],
            "first_page": statement.sheets[0].grid.page_number,
            "last_page": statement.sheets[-1].grid.page_number,
            "is_empty_form": not read.lines,  # (and nothing else is printed there: _settle_empty_forms)
            "is_nil_form": bool(read.lines) and all(line["amount_yuan"] == 0 for line in read.lines),
            "note_text": " ".join(read.notes) or None,
            "recognised_by": statement.recognised_by,
        }
    )


def _settle_empty_forms(rows: Rows) -> None:
    """A form is empty only where nothing is printed on its pages that was not read."""
    unread = unread_pages(rows["page_ledger"])
    for statement in rows["statements"]:
        pages = range(statement["first_page"], statement["last_page"] + 1)
        statement["is_empty_form"] = statement["is_empty_form"] and unread.isdisjoint(pages)


def _table_row(fate: TableOutcome, statements: Sequence[Statement]) -> dict[str, Any]:
    grid = fate.grid
    place = next(
        ((i, sheet) for i, s in enumerate(statements, start=1) for sheet in s.sheets if sheet.table_number == fate.table_number),
        None,
    )
    x0, y0, x1, y1 = grid.box
    return {
        "table_number": fate.table_number,
        "page_number": grid.page_number,
        "x0": x0,
        "y0": y0,
        "x1": x1,
        "y1": y1,
        "row_count": grid.row_count,
        "column_count": grid.column_count,
        "title_text": fate.caption.title,
        "form_label": fate.caption.form_label,
        "statement_number": place[0] if place else None,
        "is_continuation": place[1].is_continuation if place else False,
        "outcome": fate.outcome,
        "reason": fate.reason,
        "found_by": grid.found_by,
        "cell_count": len([cell for cell in grid.cells if cell.words]),
    }


def _page_row(page: Page, grids: Mapping[int, Sequence[Grid]], fates: Sequence[TableOutcome]) -> dict[str, Any]:
    outcomes = {fate.outcome for fate in fates if fate.grid.page_number == page.page_number}
    role = next((role for role in ("statement", "performance") if role in outcomes), None)
    if role is None:
        role = "table" if outcomes else "image" if page.is_image_only else "prose" if page.glyphs else "blank"
    return {
        "page_number": page.page_number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "glyph_count": len(page.glyphs),
        "rule_count": len(page.rules),
        "page_role": role,
    }


def _messages(
    pages: Sequence[Page], identity: Identity, fates: Sequence[TableOutcome], performance: PerformanceReading
) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = [dict(message) for message in performance.messages]
    for page in pages:
        if page.is_image_only:
            text = "the page is a picture without text: what it shows was not read"
            messages.append(
                {"page_number": page.page_number, "severity": "warning", "message_code": "page_is_picture", "message": text}
            )
        for remark in page.remarks:
            messages.append(
                {
                    "page_number": page.page_number,
                    "severity": remark.severity,
                    "message_code": remark.code,
                    "message": remark.message,
                }
            )
    messages += [
        {"page_number": number, "severity": "warning", "message_code": "title_without_table", "message": text}
        for number, text in titles_without_table(pages, fates)
    ]
    if garbled := garbled_text(pages):
        messages.append({"severity": "warning", "message_code": "text_garbled", "message": garbled})
    if identity.conflict:
        messages.append({"severity": "warning", "message_code": "identity_conflict", "message": identity.conflict})
    for fate in fates:
        if fate.outcome == "unrecognised" and (fate.grid.row_count > 2 or fate.grid.found_by == "unread"):
            text = f"table of {fate.grid.row_count} rows and {fate.grid.column_count} columns was not recognised: {fate.reason}"
            messages.append(
                {"page_number": fate.grid.page_number, "severity": "info", "message_code": "table_unrecognised", "message": text}
            )
    return messages


def _alike(statements: Sequence[Statement], read: Sequence[StatementLines]) -> Iterator[dict[str, Any]]:
    """Columns that the header words do not tell from others of their statement: published under measures of their own."""
    for statement, lines in zip(statements, read, strict=True):
        if lines.lines and lines.alike:
            text = f"{statement.code}: columns that mean the same as another one of their rows: {', '.join(lines.alike)}"
            page = statement.sheets[0].grid.page_number
            yield {"page_number": page, "severity": "info", "message_code": "columns_alike", "message": text}


def _document_row(identity: Identity, statements: Sequence[Statement], verdict: Verdict) -> dict[str, Any]:
    missing = "no official statement was found; prose and performance tables were read"
    reason = (
        missing if verdict.genre is Genre.DISCLOSURE else f"an attachment of a filing, no disclosure of its own: {verdict.reason}"
    )
    return {
        "department_name": identity.department_name,
        "region_name": identity.region_name,
        "region_code": identity.region_code,
        "fiscal_year": identity.fiscal_year,
        "disclosure_kind": identity.disclosure_kind,
        "scope": identity.scope,
        "main_printed_unit": main_unit([statement.printed_unit for statement in statements]),
        "status": "read" if statements else "no_statements",
        "status_reason": None if statements else reason,
        "identity_conflict": identity.conflict,
        "identity_evidence": identity.evidence,
        "reader_version": reader_version(),
    }
