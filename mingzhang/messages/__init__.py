"""What people read, in English and Chinese: every sentence and every word for a code has a key in catalogue.yml.

say("no_pdf", Language.ZH)           one language
say_both("published", " · ")         both, as pages show them
term("proved", Language.EN)          the word for a code; None where there is none

MessageError    a key or a value is missing
"""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class Language(StrEnum):
    EN = "en"
    ZH = "zh"


class MessageError(Exception):
    """The catalogue has no such message, or it needs a value that was not given."""


def say(key: str, language: Language, **values: object) -> str:
    """A sentence with the values put in."""
    sentence = catalogue()["sentences"].get(key)
    if sentence is None:
        raise MessageError(f"catalogue.yml has no sentence {key}")
    try:
        return str(sentence[language]).format(**values)
    except KeyError as missing:
        raise MessageError(f"catalogue.yml, {key}, {language}: {missing} is missing") from missing


def say_both(key: str, separator: str = " ", **values: object) -> str:
    """A sentence in English, then in Chinese."""
    return separator.join(say(key, language, **values) for language in Language)


def term(code: str, language: Language) -> str | None:
    """The word for a code of the marts."""
    words = catalogue()["terms"].get(code)
    return str(words[language]) if words else None


def joint(kind: str, language: Language) -> str | None:
    """What stands between the parts of a list of that kind; None where there is no such kind."""
    parts = catalogue()["joints"].get(kind)
    return str(parts[language]) if parts else None


@cache
def catalogue() -> dict[str, Any]:
    """All terms and sentences."""
    content: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("catalogue.yml").read_text(encoding="utf-8"))
    return content
