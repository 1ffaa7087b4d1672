"""The manifest: one JSON line per address, telling what became of it and where its document came from.

The last line of an address is how things are; earlier ones tell of the versions that it brought before.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal

from ingest.durable_files import write_whole

#: Its name in a folder of fetched documents.
MANIFEST = "manifest.jsonl"
#: The folder beside it in which a fetch keeps what it knows of addresses.
STATE = ".state"

Outcome = Literal[
    "new",  # an address brought a document for the first time
    "replaced",  # an address brought another document than before; both are kept
    "unchanged",  # the document is the one that we have
    "page",  # not a document but a page; its attachments have lines of their own. A page that is kept is new, replaced or unchanged
    "ignored",  # an attachment that is not for us
    "failed",
]


@dataclass(frozen=True)
class Entry:
    """One line. Of the source: what the list of sources says; of the answer: what is known of it."""

    source_address: str
    address: str
    outcome: Outcome
    checked_at: str
    department: str = ""
    region: str = ""
    fiscal_year: int | None = None
    disclosure_kind: str = ""
    licence_note: str = ""
    final_address: str | None = None
    status: int | None = None
    sha256: str | None = None
    file_name: str | None = None
    byte_size: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str | None = None
    supersedes: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    attempts: int = 1
    title: str | None = None  # what the page calls its attachment
    attachment_count: int | None = None  # of a page: how many files it lists, each with a line of its own


class Manifest:
    """Grows by a line with each finished address, so that a killed run has told what it did; tidied at the end of a run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()

    def append(self, entry: Entry) -> None:
        """Add what became of one address."""
        with self._guard, self.path.open("a+b") as file:
            if file.tell() and not _ends_line(self.path):
                file.write(b"\n")  # a killed run left half a line
            file.write((_line(entry) + "\n").encode())

    def tidy(self) -> None:
        """Keep, per address, the last line of each version and the last line of all."""
        kept: dict[tuple[str, str, str | None], Entry] = {}
        for entry in read_manifest(self.path):
            place = (entry.source_address, entry.address)
            kept.pop((*place, None), None)
            kept.pop((*place, entry.sha256), None)
            kept[(*place, entry.sha256)] = entry
        write_whole(self.path, "".join(_line(entry) + "\n" for entry in kept.values()))


@dataclass(frozen=True)
class Superseded:
    """One document after which an address brought another one."""

    document_key: str
    superseded_by_document_key: str
    address: str
    superseded_at: str


def superseded(entries: Iterable[Entry]) -> list[Superseded]:
    """Each document of an address with each later one.

    An address may return to an earlier version: the last time that it brought a document counts. It may also bring next year's
    filing after two versions of this year's, hence all pairs and not the neighbours only.
    """
    brought: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if entry.sha256:
            versions = brought.setdefault(entry.address, {})
            versions.pop(entry.sha256, None)
            versions[entry.sha256] = entry
    found = []
    for address, versions in brought.items():
        for number, (key, entry) in enumerate(versions.items()):
            earlier = set(list(versions)[:number])
            if entry.supersedes and entry.supersedes not in versions:
                earlier.add(entry.supersedes)  # its own line was lost
            since = entry.fetched_at or entry.checked_at
            found += [Superseded(old, key, address, since) for old in sorted(earlier)]
    return found


def found_on_pages(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """Each document that a page brought, by its link or as the page itself, with the address of the page."""
    return {
        (entry.sha256, entry.source_address)
        for entry in entries
        if entry.sha256 and (entry.address != entry.source_address or entry.attachment_count is not None)
    }


def read_manifest(path: Path) -> list[Entry]:
    """All lines of a manifest; the half of one that a killed run left is not counted."""
    if not path.exists():
        return []
    entries = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, TypeError):
            continue
    return entries


def _entry(values: dict[str, Any]) -> Entry:
    known = {column.name for column in fields(Entry)}
    return Entry(**{name: value for name, value in values.items() if name in known})


def _line(entry: Entry) -> str:
    return json.dumps({name: value for name, value in asdict(entry).items() if value is not None}, ensure_ascii=False)


def _ends_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) == b"\n"
