"""What a file is, told by its bytes and not by its name."""

import re
from enum import StrEnum

from ingest.errors import UnreadableDocument
from ingest.formats.zip_file import Content, opened_zip

#: Readers accept a PDF header within so many bytes of the start.
HEADER_REACH = 1024
#: They accept the end mark of a PDF, and the list of files of an archive, within so many bytes of the end.
END_REACH = 64 * 1024
#: How compound files (OLE) of the old Office formats begin.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.I | re.S)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Kind(StrEnum):
    """The kinds of files that are told apart; `UNKNOWN` is any other."""

    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    DOCX = "docx"
    WORD_BINARY = "doc"  # .doc and .wps
    RTF = "rtf"
    ARCHIVE = "zip"
    ENCRYPTED_OFFICE = "encrypted"
    UNKNOWN = "unknown"


def kind_of(content: Content) -> Kind:
    start = bytes(content[:HEADER_REACH])
    if start.startswith(_ZIP):  # before PDF: the first file in an archive may be one
        return _kind_of_zip(content, start)
    if start.startswith(COMPOUND):
        return _kind_of_ole(content)
    if b"%PDF-" in start:
        return Kind.PDF
    if start.startswith(b"{\\rtf"):
        return Kind.RTF
    return Kind.HTML if _MARKUP.match(_without_bom(start)) else Kind.UNKNOWN


def has_pdf_end(content: Content) -> bool:
    """Whether the end mark of a PDF is there; one that was cut off lacks it."""
    return b"%%EOF" in bytes(content[-END_REACH:])


def begins_as_known(start: bytes) -> bool:
    """Whether the first bytes of a file, HEADER_REACH of them or all, are those of a kind that is told apart."""
    return start.startswith((*_ZIP, COMPOUND)) or kind_of(start) is not Kind.UNKNOWN


def _kind_of_zip(content: Content, start: bytes) -> Kind:
    try:
        with opened_zip(content) as package:
            names = package.NameToInfo
    except UnreadableDocument:
        return Kind.ARCHIVE  # a broken or an endless one: the archive's reader says so
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names and b"opendocument.spreadsheet" in start:
        return Kind.ODS
    return Kind.ARCHIVE


def _kind_of_ole(content: Content) -> Kind:
    """Told by the names of the streams in the directory of the compound file."""
    if _has_stream(content, "EncryptedPackage"):
        return Kind.ENCRYPTED_OFFICE
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return Kind.XLS
    return Kind.WORD_BINARY if _has_stream(content, "WordDocument") else Kind.UNKNOWN


def _has_stream(content: Content, name: str) -> bool:
    return content.find(f"{name}\0".encode("utf-16-le")) >= 0


def _without_bom(start: bytes) -> bytes:
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return start[len(bom) :].decode(encoding, "ignore").encode("utf-8", "ignore")
    return start
