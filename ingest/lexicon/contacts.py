"""Personal data: where a text names a contact person or gives a telephone number. Such text never becomes a row.

The filings print the name and number of whoever filled in a table. They are public, but no figure of the budget: copying
them on serves nobody.
"""

from ingest.lexicon import pattern

_CONTACT = pattern("contacts", "contact")
_TELEPHONE = pattern("contacts", "telephone")
_LABEL = pattern("contacts", "label")


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
