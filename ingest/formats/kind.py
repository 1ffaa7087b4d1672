"""What a file is, told by its bytes and not by its name."""

import io
import re
import zipfile
from enum import StrEnum

#: Readers accept a PDF header within so many bytes of the start.
HEADER_REACH = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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


def kind_of(content: bytes) -> Kind:
    if content.startswith(_ZIP):  # before PDF: the first file in an archive may be one
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if b"%PDF-" in content[:HEADER_REACH]:
        return Kind.PDF
    if content.startswith(b"{\\rtf"):
        return Kind.RTF
    return Kind.HTML if _MARKUP.match(_without_bom(content[:HEADER_REACH])) else Kind.UNKNOWN


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return Kind.ARCHIVE  # a broken one: the archive's reader says so
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "content.xml" in names and b"opendocument.spreadsheet" in content[:HEADER_REACH]:
        return Kind.ODS
    return Kind.ARCHIVE


def _kind_of_ole(content: bytes) -> Kind:
    """Told by the names of the streams in the directory of the compound file."""
    if _stream("EncryptedPackage") in content:
        return Kind.ENCRYPTED_OFFICE
    if _stream("Workbook") in content or _stream("Book") in content:
        return Kind.XLS
    return Kind.WORD_BINARY if _stream("WordDocument") in content else Kind.UNKNOWN


def _stream(name: str) -> bytes:
    return f"{name}\0".encode("utf-16-le")


def _without_bom(start: bytes) -> bytes:
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return start[len(bom) :].decode(encoding, "ignore").encode("utf-8", "ignore")
    return start
