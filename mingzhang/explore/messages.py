"""Every sentence of the explorer in Chinese and English (messages.yml)."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

from mingzhang.report.words import chinese, english

LANGUAGES = ("zh", "en")


@cache
def messages() -> dict[str, dict[str, str]]:
    """Key → language → sentence."""
    found: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("messages.yml").read_text(encoding="utf-8"))
    return found


def default_language() -> str:
    """MINGZHANG_LANG, else that of the locale; English where neither is Chinese."""
    named = next((os.environ[name] for name in ("MINGZHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def translator(language: str) -> Callable[..., str]:
    """Look up a sentence; one that is missing is a fault of the program and stops it."""

    def translated(key: str, /, **values: object) -> str:
        return messages()[key][language].format(**values)

    return translated


def code_words(language: str) -> Callable[[str | None], str]:
    """Codes of the marts in words; a code without a Chinese word is shown in English."""
    if language == "en":
        return english
    return lambda code: chinese(code) or english(code)
