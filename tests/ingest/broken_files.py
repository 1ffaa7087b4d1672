"""PDFs that no reader can use, written by hand so that the tests need no tool that makes them."""

from pathlib import Path


def minimal_pdf(page_count: int, trailer: bytes = b"", more_objects: tuple[bytes, ...] = ()) -> bytes:
    """A well-formed PDF of empty pages; `trailer` entries and objects may be added."""
    kids = b" ".join(b"%d 0 R" % (3 + i) for i in range(page_count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (page_count, kids),
        *[page] * page_count,
        *more_objects,
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + start


def encrypted_pdf() -> bytes:
    """A PDF whose password nobody knows."""
    encryption = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32)
    identifier = b"<00112233445566778899aabbccddeeff>"
    return minimal_pdf(1, b"/Encrypt 4 0 R /ID [%s %s]" % (identifier, identifier), (encryption,))


def fill_with_broken_files(folder: Path, good: Path) -> dict[str, str]:
    """Put one of each kind into a folder beside copies of a good file; file name → the reason code to expect."""
    content = good.read_bytes()
    files: dict[str, tuple[bytes, str]] = {
        "blank pages.pdf": (minimal_pdf(3), "blank"),
        "cut.pdf": (content[: len(content) // 2], "truncated"),
        "cut but closed.pdf": (content[: len(content) // 2] + b"\n%%EOF\n", "damaged"),
        "empty.pdf": (b"", "empty_file"),
        "five thousand pages.PDF": (minimal_pdf(5_000), "too_large"),
        "locked.pdf": (encrypted_pdf(), "encrypted"),
        "text.pdf": (b"this is no PDF", "not_a_pdf"),
        "预算 公开（副本）.pdf": (content, "duplicate"),
    }
    for name, (body, _) in files.items():
        (folder / name).write_bytes(body)
    (folder / "deeper").mkdir()
    (folder / "deeper" / "a good one.pdf").write_bytes(content)
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "notes.txt").write_text("neither a filing nor any format of one")
    return {name: code for name, (_, code) in files.items()} | {"gone.pdf": "unopenable", "notes.txt": "unsupported_format"}
