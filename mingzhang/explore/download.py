"""A filing as the Excel workbook that an export writes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.responses import Response

from mingzhang.explore.disclosure_pages import document_of
from mingzhang.explore.request import Page

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(page: Page) -> Response:
    """The statements, findings and stated figures of one filing."""
    from mingzhang.export.filing_tables import filing_tables  # only who downloads needs the writer of workbooks
    from mingzhang.export.workbook import write_workbook

    document = document_of(page)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "filing.xlsx"
        write_workbook(path, filing_tables(page.connection, document))
        content = path.read_bytes()
    name = quote(Path(document.file_name).stem, safe="")
    return Response(content, media_type=_EXCEL, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}.xlsx"})
