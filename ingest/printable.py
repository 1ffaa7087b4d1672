"""Text that a terminal, a log, a database and a reader of pages can take, whoever wrote it.

File names come from anywhere: not UTF-8 (GBK, out of unzipped archives), with line breaks, escape sequences that a terminal would
obey, marks that turn the reading direction round, or markup of the library that prints tables. So do texts of PDFs.
"""

import unicodedata

from rich.text import Text

#: Controls, invisible formats, half characters, line and paragraph separators.
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable_name(name: str) -> str:
    """A file name with everything escaped that does not show. Two names never become one: a backslash is doubled."""
    return "".join(_escaped(character) for character in name.replace("\\", "\\\\"))


def printable(text: str) -> str:
    """A text of one or several lines with everything else escaped that does not show."""
    return "\n".join("".join(_escaped(character) for character in line) for line in text.split("\n"))


def plain(text: object) -> Text:
    """What rich prints as it stands: neither markup nor names of emoji in it mean anything.

    No string: escaped pieces that are put together may become markup again, `a[/red` of one and `]` of the next.
    """
    return Text(printable(str(text)))


def labelled(colour: str, label: str, text: object) -> Text:
    """A coloured word, and a text as it stands."""
    return Text.assemble((label, colour), " ", plain(text))


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as os.fsdecode brings it
        return f"\\x{code - 0xDC00:02x}"
    return _SHORT.get(character) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")
