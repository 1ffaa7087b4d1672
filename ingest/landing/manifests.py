"""What the manifests under a folder say of documents that lie in it; whether they are one filing is not judged here.

An address that brings an archive brings the files in it: what is said of the archive is said of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ingest.landing.find import IN_ARCHIVE, FoundFile
from ingest.manifest import MANIFEST, Superseded, found_on_pages, read_manifest, superseded

#: Key of an archive: the files in it by name, with their keys.
Archives = Mapping[str, Mapping[str, str]]


def manifest_tables(raw_folder: Path, found: Sequence[FoundFile]) -> dict[str, list[dict[str, object]]]:
    """The tables that manifests fill, by name."""
    here = {file.document_key for file in found if file.document_key}
    archives = _archives(found)
    manifests = [read_manifest(path) for path in sorted(raw_folder.rglob(MANIFEST))]
    pairs = [pair for entries in manifests for told in superseded(entries) for pair in (told, *_of_members(told, archives))]
    on_pages = {
        (key, page)
        for entries in manifests
        for brought, page in found_on_pages(entries)
        for key in (brought, *archives.get(brought, {}).values())
    }
    return {
        "supersessions": [vars(pair) for pair in pairs if {pair.document_key, pair.superseded_by_document_key} <= here],
        "found_on_pages": [{"document_key": key, "page_address": page} for key, page in sorted(on_pages) if key in here],
    }


def _archives(found: Sequence[FoundFile]) -> Archives:
    keys = {file.path: file.document_key for file in found if file.member is None}
    archives: dict[str, dict[str, str]] = defaultdict(dict)
    for file in found:
        if file.member is not None and file.document_key and (archive := keys.get(file.path)):
            archives[archive][file.relative_path.rpartition(IN_ARCHIVE)[2]] = file.document_key
    return archives


def _of_members(archive: Superseded, archives: Archives) -> Iterator[Superseded]:
    """A file of an archive that was replaced is replaced by the one of its name, or where each holds one file, by that."""
    old, new = archives.get(archive.document_key, {}), archives.get(archive.superseded_by_document_key, {})
    are_single = len(old) == len(new) == 1
    for name, key in old.items():
        by = next(iter(new.values())) if are_single else new.get(name)
        if by and key not in new.values():
            yield Superseded(key, by, archive.address, archive.superseded_at)
