"""Writes forms as files of each format: packages of XML by hand, .xls with xlwt."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape

import xlwt

from tests.formats.filled import MONEY, Form, Place

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def package(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def column_name(column: int) -> str:
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def xlsx(sheets: Mapping[str, str], hidden: Sequence[str] = (), formats: Sequence[str] = (MONEY,)) -> bytes:
    """A workbook of sheets as XML. Styles: 0 plain, 1 ruled, then plain and ruled ones of each number format."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(f'<Relationship Id="r{n}" Type="sheet" Target="worksheets/s{n}.xml"/>' for n in range(1, len(sheets) + 1))
    codes = "".join(f'<numFmt numFmtId="{170 + n}" formatCode="{escape(code)}"/>' for n, code in enumerate(formats))
    side = "".join(f'<{name} style="thin"/>' for name in ("left", "right", "top", "bottom"))
    styles = "".join(f'<xf numFmtId="{170 + n}" borderId="{b}"/>' for n in range(len(formats)) for b in (0, 1))
    return package(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
            "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><borders><border/><border>{side}</border>'
            f'</borders><cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/>{styles}</cellXfs></styleSheet>',
            **{
                f"xl/worksheets/s{n}.xml": f'{_XML}<worksheet xmlns="{_MAIN}">{body}</worksheet>'
                for n, body in enumerate(sheets.values(), start=1)
            },
        }
    )


def as_xlsx(forms: Sequence[Form]) -> bytes:
    return xlsx({form.name: _xlsx_sheet(form) for form in forms})


def _xlsx_sheet(form: Form) -> str:
    rows = "".join(
        f'<row r="{row + 1}">{"".join(_xlsx_cell(form, place) for place in form.places if place[0] == row)}</row>'
        for row in sorted({row for row, _ in form.places})
    )
    merged = "".join(f'<mergeCell ref="{column_name(c)}{r + 1}:{column_name(c2)}{r2 + 1}"/>' for r, c, r2, c2 in form.merged)
    return f"<sheetData>{rows}</sheetData>" + (f"<mergeCells>{merged}</mergeCells>" if merged else "")


def _xlsx_cell(form: Form, place: Place) -> str:
    value, ruled = form.cells.get(place), form.is_ruled(place)
    address = f"{column_name(place[1])}{place[0] + 1}"
    if isinstance(value, Decimal):
        return f'<c r="{address}" s="{2 + ruled}"><v>{float(value)!r}</v></c>'
    inline = f'<is><t xml:space="preserve">{escape(value)}</t></is>' if value else ""
    return f'<c r="{address}" s="{int(ruled)}" t="inlineStr">{inline}</c>'


def as_ods(forms: Sequence[Form]) -> bytes:
    names = {"office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible"}
    spaces = " ".join(f'xmlns:{short}="{_OPEN}{name}:1.0"' for short, name in names.items())
    ruled = '<style:table-cell-properties fo:border="0.06pt solid #000000"/>'
    style = f'<office:automatic-styles><style:style style:name="ruled" style:family="table-cell">{ruled}</style:style></office:automatic-styles>'
    tables = "".join(f'<table:table table:name="{escape(form.name)}">{_ods_rows(form)}</table:table>' for form in forms)
    content = f"{_XML}<office:document-content {spaces}>{style}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _ods_rows(form: Form) -> str:
    spans = {(r, c): (r2 - r + 1, c2 - c + 1) for r, c, r2, c2 in form.merged}
    rows, columns = max(r for r, _ in form.places) + 1, max(c for _, c in form.places) + 1
    filling = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    return (
        "".join(
            f"<table:table-row>{''.join(_ods_cell(form, (row, column), spans) for column in range(columns))}</table:table-row>"
            for row in range(rows)
        )
        + filling
    )


def _ods_cell(form: Form, place: Place, spans: Mapping[Place, tuple[int, int]]) -> str:
    value, style = form.cells.get(place), ' table:style-name="ruled"' if form.is_ruled(place) else ""
    down, across = spans.get(place, (1, 1))
    spanned = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"' if (down, across) != (1, 1) else ""
    if isinstance(value, Decimal):
        return f'<table:table-cell{style}{spanned} office:value-type="float" office:value="{value}"><text:p>{value:,.2f}</text:p></table:table-cell>'
    told = "".join(f"<text:p>{escape(line)}</text:p>" for line in (value or "").split("\n")) if value else ""
    return f"<table:table-cell{style}{spanned}>{told}</table:table-cell>"


def as_xls(forms: Sequence[Form]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for form in forms:
        sheet = book.add_sheet(form.name, cell_overwrite_ok=True)
        for place in form.places:
            value = form.cells.get(place)
            sheet.write(*place, float(value) if isinstance(value, Decimal) else value or "", _xls_style(form, place, value))
        for row, column, row_end, column_end in form.merged:
            style = _xls_style(form, (row, column), form.cells.get((row, column)))
            sheet.write_merge(row, row_end, column, column_end, form.cells.get((row, column), ""), style)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _xls_style(form: Form, place: Place, value: object) -> xlwt.XFStyle:
    sides = "borders: left thin, right thin, top thin, bottom thin" if form.is_ruled(place) else ""
    return xlwt.easyxf(sides, num_format_str=MONEY if isinstance(value, Decimal) else "General")


def docx(body: str, **parts: str) -> bytes:
    """A Word file of a body as XML."""
    document = f'{_XML}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    others = {f"word/{name}.xml": f'{_XML}<w:{name} xmlns:w="{_WORD}">{content}</w:{name}>' for name, content in parts.items()}
    return package({"[Content_Types].xml": f"{_XML}<Types/>", "word/document.xml": document, **others})


def word_paragraph(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def as_docx(forms: Sequence[Form]) -> bytes:
    return docx("".join(_word_form(form) for form in forms))


def _word_form(form: Form) -> str:
    """The ruled part of a form as a table, the rest as paragraphs."""
    last = form.ruled[0] if form.ruled else 10_000
    told: dict[int, list[str]] = {}
    for (row, _), value in sorted(form.cells.items()):
        if row < last:
            told.setdefault(row, []).append(str(value))
    paragraphs = "".join(word_paragraph(line) for row in told.values() for line in "　　　　".join(row).split("\n"))
    return paragraphs + (_word_table(form) if form.ruled else "")


def _word_table(form: Form) -> str:
    first, _, last, end = form.ruled or (0, 0, 0, 0)
    areas = {(r, c): area for area in form.merged for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1)}
    rows = []
    for row in range(first, last + 1):
        cells, column = "", 0
        while column <= end:
            top, left, bottom, right = areas.get((row, column), (row, column, row, column))
            merged = "" if top == bottom else f"<w:vMerge{' w:val=' + chr(34) + 'restart' + chr(34) if row == top else ''}/>"
            value = form.cells.get((row, left), "") if row == top else ""
            shown = f"{value:,.2f}" if isinstance(value, Decimal) else value
            cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{right - left + 1}"/>{merged}</w:tcPr>{word_paragraph(shown)}</w:tc>'
            column = right + 1
        rows.append(f"<w:tr>{cells}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"
