"""Personal data: where a text names a contact person or gives a telephone number. Such text never becomes a row.

The filings print the name and number of whoever filled in a table. They are public, but no figure of the budget: copying
them on serves nobody.
"""

import re

from ingest.lexicon import load

_SURNAMES = load("surnames")
#: What makes a role word one that names somebody: a colon, a number behind it, or a name with nothing but its end behind it.
#: 综合联系电话一次接通率 and 对外联系电话费 are neither.
_NUMBER = r"[(（]?\+?[\d—–-]{5,}"
_NAME = rf"(?:[{_SURNAMES['single']}]|{'|'.join(_SURNAMES['double'])})[\u4e00-\u9fff某·]{{1,3}}?"
_AFTER_NAME = r"(?=$|[,;。，；、(（)）\d]|电话|联系|手机|传真|审核|复核|填报|经办|制表)"
_FOLLOWS = rf"(?=[:：]|{_NUMBER}|[(（]?{_NAME}{_AFTER_NAME})"
_ROLES = "|".join(
    [
        rf"(?:部门|单位|项目|业务|公开)?联系人(?:员)?(?:及(?:联系)?电话|姓名)?(?:[(（]电话[)）])?{_FOLLOWS}",
        rf"(?:部门|单位|项目)?联系(?:电话|方式|号码)(?:(?=[:：]|{_NUMBER}|[A-Za-z0-9._]+@))",
        rf"(?:咨询|监督|举报|办公|手机|传真|固定)(?:电话|号码)(?=[:：]|{_NUMBER})",
        rf"电话(?:号码)?(?=[:：]|{_NUMBER})",
        rf"传真(?=[:：]|{_NUMBER})",
        r"(?:电子)?(?:邮箱|邮件)(?=[:：A-Za-z0-9])",
        r"(?:填报|填表|经办|制表|审核|复核|填写|编制)人(?:员)?(?:姓名)?(?=[:：(（]|签)",
        r"(?:项目|单位|部门|财务|主要)?负责人(?:姓名)?(?=[:：]|签)",
        r"(?:法定代表|法人代表)人?(?=[:：])",
    ]
)
#: A role word with what follows it up to the end of the clause.
_CONTACT = re.compile(rf"(?:{_ROLES})[^,;。，；]*[,;。，；]?")
#: Area code and number, 7 or 8 digits with a hyphen, or a mobile number: never an amount.
_TELEPHONE = re.compile(r"(?<![\dA-Za-z.,])(?:\(?0\d{2,3}\)?[-—–]\d{7,8}(?:[-转]\d{1,5})?|0\d{9,11}|1[3-9]\d{9})(?![\dA-Za-z.,])")

#: Label words of a form whose neighbouring cell is a person's name or number.
_LABEL = re.compile(
    r"(?:部门|单位|项目|业务|财务|科室|主管)*(?:联系人(?:员)?|联系电话|联系方式|联系人(?:及|和)?(?:联系)?电话|电话(?:号码)?|手机(?:号码)?|负责人(?:姓名)?|"
    r"填报人(?:员)?|填表人|经办人|制表人|审核人|复核人|分管领导|法定代表人|传真|邮箱|电子邮箱|负责人(?:及|和)?(?:联系)?电话|填报人及电话)(?:\(.*\))?[:：]?"
)


def role_spans(text: str) -> list[tuple[int, int]]:
    """Spans that a role word begins: 联系人：… up to the end of the clause."""
    return [match.span() for match in _CONTACT.finditer(text)]


def telephone_spans(text: str) -> list[tuple[int, int]]:
    """Spans of telephone numbers; of the text of one cell, since the digits of two cells side by side are no number."""
    return [match.span() for match in _TELEPHONE.finditer(text)]


def contact_spans(text: str) -> list[tuple[int, int]]:
    """Spans of a text (without blanks) that name contact persons or give their numbers, in order, not overlapping."""
    spans = sorted([*role_spans(text), *telephone_spans(text)])
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without_contacts(text: str) -> str:
    """The text with contact persons and telephone numbers cut out."""
    for start, end in reversed(contact_spans(text)):
        text = text[:start] + text[end:]
    return text


def is_contact_label(words: str) -> bool:
    """Whether a form's label cell (without blanks) asks for a person or a telephone number."""
    return bool(_LABEL.fullmatch(words))
