"""One filing as an Excel workbook: its statements as printed, every amount with the sign of its proof, its findings and stated figures.

Texts are written as texts, never as formulas. Nothing in the file depends on when or where it was written.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mingzhang.export.filing_tables import FilingTables, StatedFigure
from mingzhang.messages import say_both
from mingzhang.report.marts import Finding, Statement
from mingzhang.report.proof_signs import SIGNS, sign_of
from mingzhang.report.statement_sheet import Amount, Sheet
from mingzhang.report.units import in_printed_unit
from mingzhang.report.words import chinese, english

#: A workbook says when it was created; the same warehouse has to yield the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FILLS = {"proved": "#D9F0E3", "consistent": "#EEF7F1", "unproved": "#F2F4F7", "contradicted": "#F9D9D6"}
#: What Excel does not take in the name of a sheet, and how long one may be.
_NOT_IN_NAMES, _NAME_LENGTH = re.compile(r"[\[\]:*?/\\']"), 31
_FINDINGS, _CLAIMS = say_both("sheet_findings"), say_both("sheet_prose")


class _Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format({"font_name": "SimSun", "font_size": 10, "valign": "top"} | properties)
        return self._known[key]

    @property
    def head(self) -> Format:
        return self.of(bold=True, bottom=1, text_wrap=True, align="center")

    def amount(self, status: str | None, decimals: int) -> Format:
        """Coloured and signed by the proof: the sign is part of the number's format, so that the cell stays a number."""
        places = f".{'0' * decimals}" if decimals else ""
        return self.of(num_format=f'#,##0{places}" {sign_of(status)}"', bg_color=_FILLS.get(status or "", _FILLS["unproved"]))


def write_workbook(path: Path, filing: FilingTables) -> None:
    """Write the file whole; the caller puts it in place."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": filing.document.file_name, "created": _CREATED})
        styles = _Styles(book)
        _write_about(book.add_worksheet(say_both("sheet_filing")), styles, filing)
        taken = {say_both("sheet_filing"), _FINDINGS, _CLAIMS}
        for statement, sheet in filing.statements:
            _write_statement(book.add_worksheet(_sheet_name(statement, taken)), styles, statement, sheet)
        _write_rows(book.add_worksheet(_FINDINGS), styles, *_finding_rows(filing.findings))
        _write_rows(book.add_worksheet(_CLAIMS), styles, *_claim_rows(filing.claims))


def _sheet_name(statement: Statement, taken: set[str]) -> str:
    """Number and official name; two of one number do not exist, so that no two names are the same."""
    words = statement.statement_name_zh or statement.title_text or statement.statement_code
    name = _NOT_IN_NAMES.sub(" ", f"{statement.statement_number} {words}")[:_NAME_LENGTH].strip()
    taken.add(name)
    return name


def _write_about(page: Worksheet, styles: _Styles, filing: FilingTables) -> None:
    document = filing.document
    rows = [
        (say_both("sheet_department"), document.department_name),
        (say_both("sheet_region"), document.region_name),
        (say_both("sheet_fiscal_year"), document.fiscal_year),
        (say_both("sheet_kind"), f"{english(document.disclosure_kind)} {chinese(document.disclosure_kind)}".strip()),
        (say_both("sheet_scope"), f"{english(document.scope)} {chinese(document.scope)}".strip()),
        (say_both("sheet_file"), document.file_name),
        ("sha256", document.document_key),
        (say_both("sheet_statements"), len(filing.statements)),
        (say_both("sheet_findings"), len(filing.findings)),
        *((f"{sign} {english(status)} {chinese(status)}", _MEANING[status]) for status, sign in SIGNS.items()),
    ]
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for number, (name, value) in enumerate(rows):
        page.write_string(number, 0, name, styles.of(bold=True))
        _write(page, number, 1, value, styles.of(text_wrap=True))


_MEANING = {
    "proved": say_both("sheet_a_printed_sum_closes_that_a_wrong_readin"),
    "consistent": say_both("sheet_the_sums_close_and_prove_nothing_as_thos"),
    "unproved": say_both("sheet_nothing_checks_it"),
    "contradicted": say_both("sheet_in_a_sum_that_does_not_hold"),
}


def _write_statement(page: Worksheet, styles: _Styles, statement: Statement, sheet: Sheet) -> None:
    page.write_string(0, 0, statement.title_text or statement.statement_name_zh or statement.statement_code, styles.of(bold=True))
    pages = "p. " + "–".join(str(number) for number in sorted({statement.first_page, statement.last_page}))
    page.write_string(1, 0, " · ".join(filter(None, [statement.unit_name, statement.printed_unit, pages])), styles.of())
    first_row = 2 + sheet.header_depth
    column = 1
    page.write_string(first_row - 1, 0, say_both("sheet_page"), styles.head)
    for place, block in enumerate(sheet.blocks):
        _write_header(page, styles, sheet, place, column)
        for number, row in enumerate(sheet.rows):
            printed = row.blocks[place]
            page.write_number(first_row + number, 0, row.page_number, styles.of())
            _write(page, first_row + number, column, printed.code, styles.of())
            _write(page, first_row + number, column + 1, printed.label, styles.of(indent=min(printed.level, 10)))
            for offset, amount in enumerate(printed.amounts, start=2):
                _write_amount(page, styles, first_row + number, column + offset, amount)
        page.set_column(column + 1, column + 1, 34)
        page.set_column(column + 2, column + 1 + len(block.paths), 17)
        column += 2 + len(block.paths)
    page.freeze_panes(first_row, 0)


def _write_header(page: Worksheet, styles: _Styles, sheet: Sheet, place: int, column: int) -> None:
    """Header words over their columns; cells that stand over several are merged."""
    block, bottom = sheet.blocks[place], 1 + sheet.header_depth
    page.write_string(bottom, column, say_both("sheet_code"), styles.head)
    page.write_string(bottom, column + 1, say_both("sheet_item"), styles.head)
    for cell in block.header:
        top, left = 2 + cell.row, column + 2 + cell.column
        if cell.columns * cell.rows > 1:
            page.merge_range(top, left, top + cell.rows - 1, left + cell.columns - 1, "", styles.head)
        page.write_string(top, left, cell.text, styles.head)


def _write_amount(page: Worksheet, styles: _Styles, row: int, column: int, amount: Amount | None) -> None:
    if amount is None:
        return
    printed = in_printed_unit(amount.amount_yuan, amount.printed_unit, amount.printed_decimals)
    if printed is None or Decimal(repr(float(printed))) != printed:  # more digits than a spreadsheet's numbers hold
        page.write_string(row, column, f"{amount.amount_text or ''} {sign_of(amount.proof_status)}", styles.of(align="right"))
    else:
        page.write_number(row, column, float(printed), styles.amount(amount.proof_status, amount.printed_decimals or 0))


def _write_rows(page: Worksheet, styles: _Styles, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    page.set_column(0, len(names) - 1, 20)
    for column, name in enumerate(names):
        page.write_string(0, column, name, styles.head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, number, column, value, styles.of(text_wrap=True))
    page.freeze_panes(1, 0)


def _write(page: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """A cell for nothing stays empty; texts stay texts."""
    if isinstance(value, int | Decimal):
        page.write_number(row, column, float(value), style)
    elif value:
        page.write_string(row, column, str(value), style)


def _finding_rows(findings: Iterable[Finding]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    names = (
        say_both("sheet_severity"),
        say_both("sheet_verdict"),
        say_both("sheet_kind"),
        say_both("sheet_page"),
        say_both("sheet_printed"),
        say_both("sheet_proposed"),
        say_both("sheet_message"),
        say_both("sheet_arithmetic"),
        "key",
    )
    return names, [
        (
            *(f"{english(code)} {chinese(code)}".strip() for code in (each.severity, each.verdict, each.finding_kind)),
            *(each.page_number, each.printed_text, each.proposed_text or each.proposed_yuan),
            *(_both(each.message, each.message_zh), _both(each.arithmetic, each.arithmetic_zh)),
            each.finding_key,
        )
        for each in findings
    ]


def _both(english_text: str | None, chinese_text: str | None) -> str:
    """A sentence of the warehouse in both languages, one below the other."""
    return "\n".join(filter(None, (english_text, chinese_text)))


def _claim_rows(claims: Iterable[StatedFigure]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    names = (
        say_both("sheet_page"),
        say_both("sheet_section"),
        say_both("sheet_subject"),
        say_both("sheet_stated"),
        say_both("sheet_unit"),
        say_both("sheet_yuan"),
        say_both("sheet_sentence"),
    )
    return names, [(c.page_number, c.section, c.subject, c.value_text, c.unit, c.amount_yuan, c.quote) for c in claims]
