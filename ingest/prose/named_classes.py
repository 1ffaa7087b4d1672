"""Classes named in a text: A（类）B（款）C（项）, A（204类）B（06款）C（01项）, “A-B-C”科目, 2010301行政运行, 行政运行（2010301）."""

import re
from dataclasses import dataclass

from ingest.lexicon.claim_words import ClaimWords
from ingest.lexicon.class_codes import kind_of

_CODE_LENGTHS = {"类": 3, "款": 5, "项": 7}
_LEVELS = {"类": "class_name", "款": "section_name", "项": "item_name"}
_MARK = r"\((?P<code>\d{2,7})?(?P<level>类|款|项)级?\)"
_MARKED = re.compile(rf"(?P<name>(?:[^,;。:()“”]|\((?!(?:\d{{2,7}})?(?:类|款|项)级?\))[^()]*\))+?){_MARK}")
#: “公共安全支出”(类): the quotation marks are no part of the name.
_QUOTED_BEFORE_MARK = re.compile(
    rf"[“\"](?P<name>[^“”\",;。:]{{2,40}})[”\"](?={_MARK.replace('?P<code>', '?:').replace('?P<level>', '?:')})"
)
_JOINED = re.compile(r"[“\"](?P<path>[^“”\",;。]+?(?:[-—–/][^“”\",;。]+?){1,2})[”\"](?=科目|项目|支出|预算|\d|$)")
_QUOTED = re.compile(r"[“\"](?P<name>[\u4e00-\u9fff()、]{2,40}支出)[”\"]科目")
_CODE_FIRST = re.compile(r"(?<![\d.])(?P<code>[235]\d{2}(?:\d{2}){0,2})(?!\d|年)[-—_.、]?(?P<name>[\u4e00-\u9fff][^,;。:\d]*)$")
_CODE_AFTER = re.compile(r"(?P<name>[^,;。:()]+(?:\([^()\d]+\)[^,;。:()]*)?)\((?P<code>[235]\d{2}(?:\d{2}){0,2})\)$")
_LEADING_CODE = re.compile(r"^[235]\d{2}(?:\d{2}){0,2}[-—_.、]?(?=[\u4e00-\u9fff])")
_GLUE = re.compile(r"^(?:支出|的|中|下|-|—|、|科目|[”\"])+")


#: No class begins with a figure: it is a list number ① that lost its circle.
_CIRCLED = re.compile(r"^\d{1,2}(?=[\u4e00-\u9fff])")


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
        if all(re.fullmatch(r"[\u4e00-\u9fff()、]{2,40}", name) for name in names):
            return _of_levels(names, words), text[joined.end() :].removeprefix("科目")
    quoted = _QUOTED.search(text)
    if quoted:
        return _of_levels([quoted["name"]], words), text[quoted.end() :]
    for pattern in (_CODE_AFTER, _CODE_FIRST):
        match = pattern.search(text, mark_length)
        if match:
            level = ("class_name", "section_name", "item_name")[len(match["code"]) // 2 - 1]
            name = _CIRCLED.sub("", match["name"])
            name = name.removesuffix("支出预算") if name.endswith("支出支出预算") else name
            return NamedClass(**{level: name}, class_code=match["code"], class_kind=kind_of(match["code"])), ""
    return None


def _marked(text: str, marks: list[re.Match[str]], words: ClaimWords) -> tuple[NamedClass, str]:
    levels: dict[str, str] = {}
    code = None
    for mark in marks:
        if mark["level"] == "类":
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
