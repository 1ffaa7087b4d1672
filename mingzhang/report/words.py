"""Codes of the marts in words, English and Chinese."""

from mingzhang.messages import Language, term


def english(code: str | None) -> str:
    """A dash for what is not there; a code without a word is shown as it is."""
    return "–" if code is None else term(code, Language.EN) or code.replace("_", " ")


def chinese(code: str | None) -> str:
    """The official term; empty where there is none."""
    return (term(code, Language.ZH) if code else None) or ""
