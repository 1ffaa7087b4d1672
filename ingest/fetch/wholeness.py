"""Whether a file came whole, and what it is, told by its bytes. What breaks off without a word looks like the end of a file."""

import mmap
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from ingest.formats.kind import COMPOUND, END_REACH, Kind, has_pdf_end, kind_of
from ingest.formats.zip_file import Content

Answer = TypeVar("Answer")

_END_OF_ARCHIVE = b"PK\x05\x06"
#: Sectors of a compound file whose use its header tells, and the sign of one that is not in use.
_LISTED, _FREE = 109, 0xFFFFFFFF


def kind_of_file(path: Path) -> Kind:
    return _asked(path, kind_of)


def missing_end(path: Path, kind: Kind) -> str | None:
    """What of the end of a file is missing; None for one that is whole, and for formats that have no end."""
    return _asked(path, lambda content: _missing(content, kind))


def _asked(path: Path, question: Callable[[Content], Answer]) -> Answer:
    """Ask about a file without reading all of it into memory."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return question(b"")
        with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as content:
            return question(content)


def _missing(content: Content, kind: Kind) -> str | None:
    if kind is Kind.PDF:
        return None if has_pdf_end(content) else "the end mark of the PDF (%%EOF) is missing"
    if kind in (Kind.XLSX, Kind.DOCX, Kind.ODS, Kind.ARCHIVE):
        is_whole = _END_OF_ARCHIVE in bytes(content[-END_REACH - 22 :])
        return None if is_whole else "the list of files at the end of the archive is missing"
    if bytes(content[:8]) == COMPOUND:  # of whatever kind: its directory may be in what is missing
        return None if _is_whole_compound(content) else "sectors at the end of the compound file are missing"
    if kind is Kind.RTF:
        return None if bytes(content[-END_REACH:]).rstrip(b"\0\r\n\t ").endswith(b"}") else "the last brace is missing"
    return None


def _is_whole_compound(content: Content) -> bool:
    """Whether the last sector that the first part of the list of sectors says is in use begins in the file."""
    head = bytes(content[:512])
    if len(head) < 512 or not 7 <= (shift := struct.unpack_from("<H", head, 30)[0]) <= 20:
        return False
    sector = 1 << shift
    for group, listed in enumerate(struct.unpack_from(f"<{_LISTED}I", head, 76)):
        if listed == _FREE:
            break
        entries = bytes(content[(listed + 1) * sector : (listed + 2) * sector])
        if len(entries) < sector:
            return False
        used = [place for place, entry in enumerate(struct.unpack(f"<{sector // 4}I", entries)) if entry != _FREE]
        if used and (group * (sector // 4) + used[-1] + 1) * sector >= len(content):
            return False
    return True
