"""Which reader reads a file: the one place where formats are chosen, by the bytes. A format is added here and by a module of its own."""

from collections.abc import Callable, Iterator

from ingest.errors import Encrypted, UnsupportedFormat
from ingest.formats.kind import Kind, kind_of
from ingest.formats.libreoffice import printed_pdf
from ingest.formats.sheet import sheet_pages
from ingest.formats.web_page import read_html
from ingest.formats.word import read_docx
from ingest.formats.workbook_ods import read_ods
from ingest.formats.workbook_xls import read_xls
from ingest.formats.workbook_xlsx import read_xlsx
from ingest.page.model import Page

#: Formats that are laid out as pages.
READERS: dict[Kind, Callable[[bytes], Iterator[Page]]] = {
    Kind.XLSX: lambda content: sheet_pages(read_xlsx(content)),
    Kind.XLS: lambda content: sheet_pages(read_xls(content)),
    Kind.ODS: lambda content: sheet_pages(read_ods(content)),
    Kind.HTML: read_html,
    Kind.DOCX: read_docx,
}
#: Formats that are printed first, and how their files are called.
PRINTED = {Kind.WORD_BINARY: "doc", Kind.RTF: "rtf"}


def laid_out(content: bytes) -> Iterator[Page] | None:
    """The pages of a file that is no PDF; None for a PDF."""
    kind = kind_of(content)
    if kind is Kind.ENCRYPTED_OFFICE:
        raise Encrypted("the file is encrypted and needs a password")
    reader = READERS.get(kind)
    return reader(content) if reader else None


def as_pdf(content: bytes) -> bytes:
    """The PDF to be read: the file itself, or what an office program prints of it."""
    suffix = PRINTED.get(kind_of(content))
    return printed_pdf(content, suffix) if suffix else content


def is_read(kind: Kind) -> bool:
    return kind is Kind.PDF or kind in READERS or kind in PRINTED or kind is Kind.ENCRYPTED_OFFICE


def unsupported(kind: Kind) -> UnsupportedFormat | None:
    """Why a file of this kind is not read."""
    return (
        None if is_read(kind) else UnsupportedFormat("neither PDF, workbook, web page, Word file nor archive, going by its bytes")
    )
