"""Archives (.zip): each file in them is a source file of its own. Nothing is unpacked onto the disk, and nothing twice."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import TooLarge, UnreadableDocument, UnsupportedFormat
from ingest.formats.kind import Kind, kind_of
from ingest.formats.zip_file import opened_zip, unpacked

#: Files of one archive, bytes of one of them unpacked, and of all together.
MAX_MEMBERS, MAX_MEMBER_BYTES, MAX_BYTES = 500, 100 << 20, 400 << 20
_OF_THE_PACKER = ("__MACOSX/", ".DS_Store")
_UTF8_FLAG = 0x800


@dataclass(frozen=True)
class Member:
    """One file of an archive: its place there, its name, and its bytes or why they cannot be had."""

    place: int
    name: str
    content: bytes = b""
    problem: UnreadableDocument | None = None


def members(content: bytes) -> Iterator[Member]:
    """The files of an archive one after the other. Raises Damaged or TooLarge for the whole."""
    with opened_zip(content) as archive:
        entries = [(place, entry) for place, entry in enumerate(archive.infolist()) if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS:
            raise TooLarge(f"an archive of {len(entries):,} files; more than {MAX_MEMBERS} are not opened")
        if (size := sum(entry.file_size for _, entry in entries)) > MAX_BYTES:
            raise TooLarge(f"the archive would take {size:,} bytes unpacked; more than {MAX_BYTES:,} are not unpacked")
        for place, entry in entries:
            name = _name(entry)
            if not name.startswith(_OF_THE_PACKER[0]) and not name.endswith(_OF_THE_PACKER[1]):
                yield _member(archive, place, name, entry)


def member_content(content: bytes, place: int) -> bytes:
    """The bytes of one file of an archive, by its place; empty where they cannot be had."""
    with opened_zip(content) as archive:
        entries = archive.infolist()
        return _member(archive, place, "", entries[place]).content if place < len(entries) else b""


def _member(archive: zipfile.ZipFile, place: int, name: str, entry: zipfile.ZipInfo) -> Member:
    try:
        content = _unpacked(archive, entry)
    except UnreadableDocument as problem:
        return Member(place, name, problem=problem)
    if kind_of(content) is Kind.ARCHIVE:
        return Member(place, name, content, UnsupportedFormat("an archive in an archive; it is not opened"))
    return Member(place, name, content)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a file, never more than it declares."""
    if entry.file_size > MAX_MEMBER_BYTES:
        raise TooLarge(f"{entry.file_size:,} bytes unpacked; no disclosure is larger than {MAX_MEMBER_BYTES:,}")
    return unpacked(archive, entry)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its packer meant it: without a mark for UTF-8 most programs in China write GBK."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    written = entry.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
