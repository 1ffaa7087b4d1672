"""Class codes as printed: 功能分类 (2…), 部门预算经济分类 (3…), 政府预算经济分类 (5…); 3, 5 or 7 digits."""

import re

from ingest.lexicon import filled, pattern, word_list

#: 类, 款, 项: class, section, item.
LEVELS = word_list("class_codes", "levels")

CLASS_CODE = re.compile(filled("{class_code}"))
_CODE_NAME = pattern("class_codes", "code_and_name")
_SET_CODE = pattern("class_codes", "set_code")

KINDS = {"2": "function", "3": "department_economic", "5": "government_economic"}


def is_class_code(text: str) -> bool:
    return bool(CLASS_CODE.fullmatch(text))


def code_digits(text: str) -> str | None:
    """The digits of a code however it is set: 2010301, 201.03.01, 201-03-01, [2010301]."""
    match = _SET_CODE.fullmatch(text)
    return re.sub(r"\D", "", match[1]) if match else None


def split_code_name(text: str) -> tuple[str, str] | None:
    """'[2060503]科技条件专项', '2040601-行政运行', '201一般公共服务支出' → code and name."""
    match = _CODE_NAME.fullmatch(text)
    return (match["code"], match["name"]) if match else None


def kind_of(code: str) -> str:
    """Which classification a full code belongs to."""
    return KINDS[code[0]]


def carry_down(parts: list[str], previous: list[str]) -> list[str]:
    """Complete 类/款/项 cells of a row from the row above: levels left of the first printed one are carried down."""
    first = next((i for i, part in enumerate(parts) if part), None)
    if first is None:
        return []
    last = max(i for i, part in enumerate(parts) if part)
    return [part or (previous[i] if i < first and i < len(previous) else "") for i, part in enumerate(parts)][: last + 1]
