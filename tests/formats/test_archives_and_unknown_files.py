"""Every file of the folder is listed with an outcome; what it is is told by its bytes."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from ingest.errors import Damaged
from ingest.formats import archive
from ingest.formats.archive import members
from ingest.formats.kind import Kind, kind_of
from ingest.landing.find import FoundFile, find_files, read_found, sha256
from ingest.manifest import STATE
from tests.formats.written import docx, package, word_paragraph, xlsx

PDF = b"%PDF-1.7\n%%EOF"


def test_the_bytes_tell_what_a_file_is() -> None:
    assert kind_of(PDF) is Kind.PDF
    assert kind_of(xlsx({"表": ""})) is Kind.XLSX
    assert kind_of(docx("")) is Kind.DOCX
    assert kind_of(b"\xef\xbb\xbf<!DOCTYPE html><html></html>") is Kind.HTML
    assert kind_of(b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"></html>') is Kind.HTML
    assert kind_of(b"{\\rtf1 }") is Kind.RTF
    assert kind_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument\0".encode("utf-16-le")) is Kind.WORD_BINARY
    assert kind_of(b"\xff\xd8\xff\xe0 a picture") is Kind.UNKNOWN


def test_every_file_is_listed_whatever_it_is_called(tmp_path: Path) -> None:
    files = {"a.docx": PDF, "b": xlsx({"表": ""}), "c.jpg": b"\xff\xd8\xff", "d.pdf": b"no PDF", "e.pdf": b"<html></html>"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for own in ("manifest.jsonl", "sources.csv", ".hidden"):
        (tmp_path / own).write_text("")
    assert outcomes(tmp_path) == {"a.docx": None, "b": None, "c.jpg": "unsupported_format", "d.pdf": "not_a_pdf", "e.pdf": None}


def test_what_a_fetch_keeps_for_itself_is_no_file_of_the_folder(tmp_path: Path) -> None:
    state = tmp_path / "fetched" / STATE
    state.mkdir(parents=True)
    (state / "0123.json").write_text("{}")
    (tmp_path / "fetched" / "a.pdf").write_bytes(PDF)
    assert outcomes(tmp_path) == {"fetched/a.pdf": None}


def test_files_of_an_archive_are_source_files_of_their_own(tmp_path: Path) -> None:
    word = docx(word_paragraph("甲"))
    inner = package({"x.pdf": PDF})
    (tmp_path / "附件.zip").write_bytes(
        gbk_archive({"预算公开/一.pdf": PDF, "二.docx": word, "三.zip": inner, "../四.txt": b"x"})
    )
    found = {file.relative_path: file for file in find_files(tmp_path)}
    assert {name: file.problem and file.problem.code for name, file in found.items()} == {
        "附件.zip": "archive",
        "附件.zip!/预算公开/一.pdf": None,
        "附件.zip!/二.docx": None,
        "附件.zip!/三.zip": "unsupported_format",
        "附件.zip!/../四.txt": "unsupported_format",
    }
    member = found["附件.zip!/二.docx"]
    assert member.document_key == sha256(word)
    assert read_found(member) == word
    assert not (tmp_path.parent / "四.txt").exists()


def test_an_archive_that_unpacks_beyond_all_measure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 1000)
    monkeypatch.setattr(archive, "MAX_BYTES", 5000)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    (tmp_path / "a.zip").write_bytes(package({"big.pdf": b"0" * 1001, "small.pdf": PDF}))
    (tmp_path / "b.zip").write_bytes(package({"one.pdf": b"0" * 3000, "two.pdf": b"0" * 3000}))
    (tmp_path / "c.zip").write_bytes(package({f"{n}.pdf": PDF for n in range(4)}))
    (tmp_path / "d.zip").write_bytes(package({"a.pdf": PDF})[:-10])
    codes = {"a.zip": "archive", "a.zip!/big.pdf": "too_large", "a.zip!/small.pdf": None}
    assert outcomes(tmp_path) == codes | {"b.zip": "too_large", "c.zip": "too_large", "d.zip": "damaged"}


def test_an_archive_that_lies_about_sizes_yields_no_more_than_it_declares(tmp_path: Path) -> None:
    content = bytearray(package({"a.pdf": b"0" * 100_000}))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(content)
    assert outcomes(tmp_path) == {"a.zip": "archive", "a.zip!/a.pdf": "damaged"}


def outcomes(folder: Path) -> dict[str, str | None]:
    return {file.relative_path: _code(file) for file in find_files(folder)}


def _code(file: FoundFile) -> str | None:
    return file.problem.code if file.problem else None


def gbk_archive(files: dict[str, bytes]) -> bytes:
    """As programs in China pack: names in GBK, and no mark that says so."""
    plain = package({f"{number:02d}": content for number, content in enumerate(files.values())}, zipfile.ZIP_STORED)
    for number, name in enumerate(files):
        written = name.encode("gbk")
        plain = _renamed(plain, f"{number:02d}".encode(), written)
    return plain


def _renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    """An archive with one file called otherwise: written anew by hand, since zipfile writes UTF-8 only."""
    import io
    import struct

    out, directory, count = b"", b"", 0
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        for entry in source.infolist():
            name = new if entry.orig_filename.encode("cp437") == old else entry.orig_filename.encode("cp437")
            body = source.read(entry)
            fields = struct.pack("<HHHHIIIH", 0, 0, 0, 0, entry.CRC, len(body), len(body), len(name))
            directory += b"PK\x01\x02\x14\x00\x14\x00" + fields + struct.pack("<HHHHII", 0, 0, 0, 0, 0, len(out)) + name
            out += b"PK\x03\x04\x14\x00" + fields + b"\0\0" + name + body
            count += 1
    return out + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)


def test_a_list_of_files_without_end_is_not_read(tmp_path: Path) -> None:
    """Twelve thousand names in two megabytes: an archive by its first bytes, and refused before its list is taken apart."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(12_000):
            archive.writestr(f"{number:0120}", b"")
    (tmp_path / "a.zip").write_bytes(buffer.getvalue())
    assert outcomes(tmp_path) == {"a.zip": "too_large"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_cannot_be_bounded_is_not_unpacked(tmp_path: Path, compression: int) -> None:
    (tmp_path / "a.zip").write_bytes(package({"a.pdf": bytes(50_000_000)}, compression))
    assert outcomes(tmp_path) == {"a.zip": "archive", "a.zip!/a.pdf": "damaged"}


def test_a_file_that_unpacks_to_more_than_it_declares_costs_no_more_memory_than_that() -> None:
    bomb = bytearray(package({"a.pdf": bytes(300_000_000)}))
    size = struct.pack("<I", 300_000_000)
    content = bytes(bomb.replace(size, struct.pack("<I", 1000)))
    tracemalloc.start()
    try:
        [member] = members(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(member.problem, Damaged)
    assert peak < 20_000_000


def test_archives_in_archives_are_named_and_never_opened(tmp_path: Path) -> None:
    content = PDF
    for _ in range(50):
        content = package({"a.zip": content})
    (tmp_path / "a.zip").write_bytes(content)
    assert outcomes(tmp_path) == {"a.zip": "archive", "a.zip!/a.zip": "unsupported_format"}
