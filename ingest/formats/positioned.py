"""Web pages that are a printed page put into HTML (pdf2htmlEX and its like): every text has a place, and is read there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.formats.layout import SIZE, Paper
from ingest.page.model import Page, Rule
from ingest.page.remarks import Remark

#: From so many placed texts on a page is one of places.
MANY = 20
#: A box thinner than this (points) is a rule.
THIN = 2.5
#: The baseline lies so far below the top of a line, in parts of its size.
ASCENT = 0.86
#: The side of a page, when it does not tell it (points).
SIDE = 842.0

_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "": 0.75}
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?|-?\.\d+)\s*(pt|px|in|cm|mm)?")
_RULES = re.compile(r"\.([\w-]+)\s*(?:,[^{}]*)?\{([^{}]*)\}")
_PRINT = re.compile(r"@media\s+print\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)

Element = Any
Look = dict[str, str]


def is_positioned(root: Element) -> bool:
    styles = Styles.of(root)
    placed = (
        element for element in root.iter("div", "span") if _is_placed(styles.look(element)) and (element.text or "").strip()
    )
    return sum(1 for _, _ in zip(placed, range(MANY), strict=False)) == MANY


def positioned_pages(root: Element) -> Iterator[Page]:
    """A page for each element that has a width and a height and holds placed text."""
    styles = Styles.of(root)
    owners: dict[Element, _Sheet] = {}
    for element in root.iter("div", "span", "img"):
        look = styles.look(element)
        if _is_placed(look) and (holder := _holder(element, styles)) is not None:
            sheet = owners.setdefault(holder, _Sheet.of(styles.look(holder)))
            sheet.put(element, look, styles)
    for number, sheet in enumerate(owners.values(), start=1):
        yield sheet.page(number)


class Styles:
    """What the classes and the style of an element say, as far as places go."""

    def __init__(self, of_classes: Mapping[str, Look]) -> None:
        self._of_classes = of_classes
        self._looks: dict[Element, Look] = {}

    @classmethod
    def of(cls, root: Element) -> "Styles":
        found: dict[str, Look] = {}
        for style in root.iter("style"):
            for name, body in _RULES.findall(_PRINT.sub("", style.text_content())):
                found.setdefault(name, {}).update(_declared(body))
        return cls(found)

    def look(self, element: Element) -> Look:
        if (known := self._looks.get(element)) is not None:
            return known
        look: Look = {}
        for name in (element.get("class") or "").split():
            look |= self._of_classes.get(name, {})
        look |= _declared(element.get("style") or "")
        self._looks[element] = look
        return look


def _declared(text: str) -> Look:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}


def _is_placed(look: Look) -> bool:
    return look.get("position") == "absolute" and "left" in look and ("top" in look or "bottom" in look)


def _holder(element: Element, styles: Styles) -> Element | None:
    """The page: the nearest ancestor that is not itself placed and has a size."""
    for ancestor in element.iterancestors():
        look = styles.look(ancestor)
        if not _is_placed(look) and "width" in look and "height" in look:
            return ancestor
    return None


def length(look: Look, name: str) -> float | None:
    match = _LENGTH.match(look.get(name, ""))
    return float(match[1]) * _POINTS[match[2] or ""] if match else None


@dataclass
class _Sheet:
    """One page in the making."""

    width: float
    height: float
    paper: Paper = field(default_factory=Paper)
    pictures: int = 0

    @classmethod
    def of(cls, look: Look) -> "_Sheet":
        return cls(length(look, "width") or SIDE, length(look, "height") or SIDE)

    def put(self, element: Element, look: Look, styles: Styles) -> None:
        if element.tag == "img":
            self.pictures += 1
            return
        x, y = self._origin(element, look, styles)
        if (text := _own_text(element, styles)).strip():
            size = length(look, "font-size") or length(look, "height") or SIZE
            self.paper.put(text, x, y + ASCENT * size, size=size)
        else:
            self.paper.rules += _rules_of(look, x, y)

    def _origin(self, element: Element, look: Look, styles: Styles) -> tuple[float, float]:
        """Left and top on the page, places within placed elements added up."""
        x, y = 0.0, 0.0
        for each in (element, *element.iterancestors()):
            told = look if each is element else styles.look(each)
            if not _is_placed(told):
                break
            x += length(told, "left") or 0.0
            bottom = length(told, "bottom")
            y += self.height - bottom - (length(told, "height") or 0.0) if bottom is not None else length(told, "top") or 0.0
        return x, y

    def page(self, number: int) -> Page:
        seen = tuple(glyph for glyph in self.paper.glyphs if 0 <= glyph.x <= self.width and 0 <= glyph.y <= self.height)
        hidden = len(self.paper.glyphs) - len(seen)
        told = (
            [Remark("pictures_not_read", f"pictures on the page that were not looked at: {self.pictures}", "info")]
            if self.pictures
            else []
        )
        return Page(
            number, self.width, self.height, 0, seen, tuple(self.paper.rules), False, tuple(told), (("off_page", hidden),)
        )


def _own_text(element: Element, styles: Styles) -> str:
    """The text of an element without that of placed ones within it."""
    text = element.text or ""
    for child in element:
        if not _is_placed(styles.look(child)):
            text += _own_text(child, styles)
        text += child.tail or ""
    return text


def _rules_of(look: Look, x: float, y: float) -> Iterator[Rule]:
    """The sides of an empty box that are drawn; a filled box that is thin is a rule too."""
    width, height = length(look, "width") or 0.0, length(look, "height") or 0.0
    drawn = {side: _is_drawn(look.get(f"border-{side}", look.get("border", ""))) for side in ("top", "bottom", "left", "right")}
    is_filled = any(
        look.get(name, "transparent") not in ("transparent", "none", "") for name in ("background", "background-color")
    )
    is_thin = min(width, height) < THIN
    if (drawn["top"] or drawn["bottom"] or (is_filled and is_thin)) and width > height:
        yield from (Rule(x, at, x + width, at) for at in _sides(y, y + height, drawn["top"], drawn["bottom"], is_thin))
    if (drawn["left"] or drawn["right"] or (is_filled and is_thin)) and (height > width or not is_thin):
        yield from (Rule(at, y, at, y + height) for at in _sides(x, x + width, drawn["left"], drawn["right"], is_thin))


def _sides(start: float, end: float, is_first: bool, is_last: bool, is_thin: bool) -> list[float]:
    if is_thin:
        return [(start + end) / 2]
    return [side for side, is_drawn in ((start, is_first), (end, is_last)) if is_drawn]


def _is_drawn(border: str) -> bool:
    return bool(border) and not any(word in border.split() for word in ("none", "hidden", "0", "0px", "0pt"))
