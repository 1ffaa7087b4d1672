"""Classes named in a text: A（类）B（款）C（项）, A（204类）B（06款）C（01项）, “A-B-C”科目, 2010301行政运行, 行政运行（2010301）."""

import re
from dataclasses import dataclass

from ingest.lexicon import pattern, word
from ingest.lexicon.claim_words import ClaimWords
from ingest.lexicon.class_codes import LEVELS, kind_of

_CODE_LENGTHS = dict(zip(LEVELS, (3, 5, 7), strict=True))
_LEVELS = dict(zip(LEVELS, ("class_name", "section_name", "item_name"), strict=True))
_MARKED = pattern("prose", "marked_class")
_QUOTED_BEFORE_MARK = pattern("prose", "quoted_before_mark")
_JOINED, _IN_PATH = pattern("prose", "joined_classes"), pattern("prose", "class_in_path")
_QUOTED = pattern("prose", "quoted_class")
_CODE_FIRST, _CODE_AFTER = pattern("prose", "code_first"), pattern("prose", "code_after")
_LEADING_CODE = pattern("prose", "leading_code")
_GLUE = pattern("prose", "between_levels")
_CIRCLED = pattern("prose", "lost_circle")
_ACCOUNT = word("prose", "class_of_account")
_EXPENDITURE_BUDGET, _TWICE = word("prose", "expenditure_budget"), word("prose", "twice_expenditure")


@dataclass(frozen=True, slots=True)
class NamedClass:
    """The class that a text names, as printed; empty when it names none."""

    class_name: str | None = None
    section_name: str | None = None
    item_name: str | None = None
    class_code: str | None = None
    class_kind: str | None = None

    @property
    def leaf(self) -> str | None:
        return self.item_name or self.section_name or self.class_name

    def under(self, parent: "NamedClass") -> "NamedClass":
        """Complete the upper levels from the heading that the text stands under."""
        if self.leaf is None:
            return self
        section = self.section_name or (parent.section_name if self.item_name and not self.class_name else None)
        class_name = self.class_name or (parent.class_name if self.section_name or self.item_name else None)
        return NamedClass(class_name, section, self.item_name, self.class_code, self.class_kind or parent.class_kind)


NO_CLASS = NamedClass()


def named_class(text: str, words: ClaimWords, mark_length: int = 0) -> tuple[NamedClass, str] | None:
    """The class named in the words before a figure, and what of the words is left after it; None without one."""
    text = _QUOTED_BEFORE_MARK.sub(r"\g<name>", text)
    marks = list(_MARKED.finditer(text, mark_length))
    if marks:
        return _marked(text, marks, words)
    joined = _JOINED.search(text)
    if joined:
        names = re.split(r"[-—–/]", joined["path"])
        if all(_IN_PATH.fullmatch(name) for name in names):
            return _of_levels(names, words), text[joined.end() :].removeprefix(_ACCOUNT)
    quoted = _QUOTED.search(text)
    if quoted:
        return _of_levels([quoted["name"]], words), text[quoted.end() :]
    for with_code in (_CODE_AFTER, _CODE_FIRST):
        match = with_code.search(text, mark_length)
        if match:
            level = ("class_name", "section_name", "item_name")[len(match["code"]) // 2 - 1]
            name = _CIRCLED.sub("", match["name"])
            name = name.removesuffix(_EXPENDITURE_BUDGET) if name.endswith(_TWICE) else name
            return NamedClass(**{level: name}, class_code=match["code"], class_kind=kind_of(match["code"])), ""
    return None


def _marked(text: str, marks: list[re.Match[str]], words: ClaimWords) -> tuple[NamedClass, str]:
    levels: dict[str, str] = {}
    code = None
    for mark in marks:
        if mark["level"] == LEVELS[0]:
            levels, code = {}, None  # a second 类 begins anew
        name = _GLUE.sub("", mark["name"]) if levels else mark["name"]
        printed = _LEADING_CODE.match(name)
        if printed:
            code, name = re.sub(r"\D", "", printed.group()), name[printed.end() :]
        code = _with_mark_code(code, mark)
        levels[_LEVELS[mark["level"]]] = _CIRCLED.sub("", name).strip('、-—“"”')
    named = NamedClass(**levels, class_code=code, class_kind=kind_of(code) if code else _kind(levels, words))
    return named, text[marks[-1].end() :]


def _with_mark_code(code: str | None, mark: re.Match[str]) -> str | None:
    """(204类)…(06款)…(01项) prints each level's digits, (20406款) all of them; digits without those above them are no code."""
    digits, length = mark["code"], _CODE_LENGTHS[mark["level"]]
    for whole in (digits or "", (code or "") + (digits or "")):
        if digits and len(whole) == length and whole[0] in "235":
            return whole
    return None if digits else code


def _of_levels(names: list[str], words: ClaimWords) -> NamedClass:
    levels = dict(zip(_LEVELS.values(), names, strict=False))
    return NamedClass(**levels, class_kind=_kind(levels, words))


def _kind(levels: dict[str, str], words: ClaimWords) -> str | None:
    class_name = levels.get("class_name")
    if class_name is None and "item_name" not in levels:
        return None
    return "department_economic" if class_name in words.economic_classes else "function"
