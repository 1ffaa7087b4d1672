"""Packages of XML (.xlsx, .docx, .ods) within bounds. The only module that parses them.

A package declares how large its parts are, and no part is unpacked beyond that; entities are neither expanded nor fetched.
"""

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingest.errors import Damaged, TooLarge
from ingest.formats.zip_file import opened_zip, unpacked

#: A part may take so many bytes unpacked, all parts that are read so many together: forty times the largest workbook seen.
MAX_PART_BYTES, MAX_BYTES = 64 << 20, 128 << 20

#: An element of lxml, which ships no types.
Element = Any


class Package:
    """The parts of a package, by name."""

    def __init__(self, content: bytes) -> None:
        self._zip = opened_zip(content)
        self._left = MAX_BYTES

    def has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def xml(self, name: str) -> Element:
        """The root of a part. Raises Damaged, Encrypted or TooLarge."""
        return parsed(self.part(name), name)

    def elements(self, name: str, *wanted: str) -> Iterator[Element]:
        """The elements of these local names one after the other, each forgotten when the next is asked for."""
        source = io.BytesIO(self.part(name))
        refuse_entities(source.getbuffer()[:4096].tobytes(), name)
        walk = etree.iterparse(source, events=("end",), tag=[f"{{*}}{tag}" for tag in wanted], **_SAFE)
        try:
            for _, element in walk:
                yield element
                element.clear()
                while element.getprevious() is not None and (parent := element.getparent()) is not None:
                    del parent[0]
        except etree.XMLSyntaxError as problem:
            raise Damaged(f"{name} is no XML: {problem}") from problem

    def part(self, name: str) -> bytes:
        if (info := self._zip.NameToInfo.get(name)) is None:
            raise Damaged(f"the package lacks {name}")
        if info.file_size > MAX_PART_BYTES or info.file_size > self._left:
            raise TooLarge(f"{name} would take {info.file_size:,} bytes unpacked; no disclosure does")
        self._left -= info.file_size
        return unpacked(self._zip, info)


_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True}


def parsed(content: bytes, name: str) -> Element:
    refuse_entities(content[:4096], name)
    try:
        return etree.fromstring(content, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as problem:
        raise Damaged(f"{name} is no XML: {problem}") from problem


def refuse_entities(start: bytes, name: str) -> None:
    """No office writes a document type; what has one wants entities expanded or fetched."""
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"<\0!\0D\0" in start:
        raise Damaged(f"{name} declares a document type, as no office program does; nothing of it is expanded")


def local(element: Element) -> str:
    """The name of an element without its namespace: two editions of the formats differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    found = element.get(name)
    if found is not None:
        return str(found)
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), default)


def children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if local(child) in names]


def first(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    found: Element | None = element
    for name in path:
        found = next(iter(children(found, name)), None) if found is not None else None
    return found
