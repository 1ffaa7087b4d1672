"""Open files of the ZIP format and unpack what is in them, within bounds of memory. The only module that unpacks.

The list of the files in an archive is read as a whole, so it is bounded before it is read; a file is never unpacked beyond what it
declares, not even in memory.
"""

import io
import mmap
import zipfile
import zlib
from typing import IO, cast

from ingest.errors import Damaged, Encrypted, TooLarge

#: Bytes that the list of the files in an archive may take; five hundred files with long names take 150 thousand.
MAX_DIRECTORY_BYTES = 1 << 20
#: The compressions of which no more is unpacked than is asked for; programs that write filings know no others.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

Content = bytes | mmap.mmap


def opened_zip(content: Content) -> zipfile.ZipFile:
    """Raises Damaged or TooLarge."""
    reading = _Reading(content)
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], reading))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as problem:
        raise Damaged(f"the archive cannot be opened: {problem}") from problem
    reading.most_at_once = len(content)
    return archive


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file. Raises Damaged or Encrypted."""
    if entry.compress_type not in _COMPRESSIONS:
        raise Damaged(f"{entry.filename} is compressed as no program compresses filings (method {entry.compress_type})")
    try:
        with archive.open(entry) as file:
            return file.read(entry.file_size + 1)  # one more: only at its end is its checksum compared
    except RuntimeError as problem:
        raise Encrypted(f"{entry.filename} needs a password") from problem
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as problem:
        raise Damaged(f"{entry.filename} cannot be unpacked: {problem}") from problem


class _Reading(io.RawIOBase):
    """Reads content without copying it, at first no more at once than a list of files may take."""

    def __init__(self, content: Content) -> None:
        self._content, self._place = content, 0
        self.most_at_once = MAX_DIRECTORY_BYTES

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        place = offset + (0, self._place, len(self._content))[whence]
        if place < 0:
            raise ValueError("a place before the beginning")
        self._place = place
        return place

    def read(self, size: int = -1) -> bytes:
        if size > self.most_at_once:
            raise TooLarge(f"the list of the files in it takes {size:,} bytes; no archive of filings has one so long")
        end = len(self._content) if size < 0 else self._place + size
        found = bytes(self._content[self._place : end])
        self._place += len(found)
        return found
