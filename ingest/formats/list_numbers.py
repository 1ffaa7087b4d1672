"""The numbers that Word writes before the paragraphs of a list: 一、 and （一） are headings, and stand in no text."""

import re
from collections import defaultdict
from typing import NamedTuple

from ingest.formats.package import Element, Package, attribute, children, first, local
from ingest.lexicon import word

_DIGITS, _TEN = word("office_formats", "digits"), word("office_formats", "ten")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting", "taiwaneseCountingThousand")


class _Level(NamedTuple):
    shape: str = "decimal"
    pattern: str = ""
    start: int = 1


class ListNumbers:
    """Counts the paragraphs of each list as it is asked about them one after the other."""

    def __init__(self, lists: dict[str, dict[int, _Level]], of_styles: dict[str, tuple[str, int]]) -> None:
        self._lists, self._of_styles = lists, of_styles
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    @classmethod
    def of(cls, package: Package) -> "ListNumbers":
        lists = _lists(package.xml("word/numbering.xml")) if package.has("word/numbering.xml") else {}
        styles = _numbered_styles(package.xml("word/styles.xml")) if package.has("word/styles.xml") else {}
        return cls(lists, styles)

    def before(self, paragraph: Element) -> str:
        """What is written before a paragraph; empty where it belongs to no list."""
        list_id, depth = self._place(paragraph)
        levels = self._lists.get(list_id)
        if not levels or depth not in levels:
            return ""
        counts = self._counts[list_id]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._number(levels, counts, int(match[1]) - 1), levels[depth].pattern)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        numbered = first(paragraph, "pPr", "numPr")
        style = first(paragraph, "pPr", "pStyle")
        of_style = self._of_styles.get(attribute(style, "val"), ("", 0)) if style is not None else ("", 0)
        if numbered is None:
            return of_style
        return _told(numbered, of_style)

    def _number(self, levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth, _Level())
        return written(counts.get(depth, level.start), level.shape)


def written(number: int, shape: str) -> str:
    """A number of a list in its shape."""
    if shape in _CHINESE and number < 100:
        tens, ones = divmod(number, 10)
        return ("" if not tens else _TEN if tens == 1 else _DIGITS[tens] + _TEN) + (_DIGITS[ones] if ones or not tens else "")
    if shape.startswith("decimalEnclosedCircle") and 0 < number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if shape in ("bullet", "none"):
        return ""
    if shape in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((ord("a") if shape == "lowerLetter" else ord("A")) + number - 1)
    return str(number)


def _told(numbered: Element, otherwise: tuple[str, int]) -> tuple[str, int]:
    identity, depth = first(numbered, "numId"), first(numbered, "ilvl")
    told = attribute(depth, "val", "0") if depth is not None else ""
    return (
        attribute(identity, "val") if identity is not None else otherwise[0],
        int(told) if told.isdecimal() and len(told) < 3 else otherwise[1],
    )


def _lists(root: Element) -> dict[str, dict[int, _Level]]:
    patterns = {attribute(entry, "abstractNumId"): _levels(entry) for entry in children(root, "abstractNum")}
    found: dict[str, dict[int, _Level]] = {}
    for entry in children(root, "num"):
        pattern = first(entry, "abstractNumId")
        found[attribute(entry, "numId")] = patterns.get(attribute(pattern, "val"), {}) if pattern is not None else {}
    return found


def _levels(entry: Element) -> dict[int, _Level]:
    levels = {}
    for level in children(entry, "lvl"):
        told = {local(child): attribute(child, "val") for child in level}
        start, shape = told.get("start", "1"), told.get("numFmt", "decimal")
        pattern = "" if shape in ("bullet", "none") else told.get("lvlText", "")
        depth = attribute(level, "ilvl", "0")
        if depth.isdecimal():
            levels[int(depth[:2])] = _Level(shape, pattern, int(start[:6]) if start.isdecimal() else 1)
    return levels


def _numbered_styles(root: Element) -> dict[str, tuple[str, int]]:
    styles = children(root, "style")
    return {
        attribute(style, "styleId"): _told(numbered, ("", 0))
        for style in styles
        if (numbered := first(style, "pPr", "numPr")) is not None
    }
