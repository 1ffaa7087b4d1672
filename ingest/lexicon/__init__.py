"""Declared knowledge of words: titles, header words, row labels. A new wording is a line of YAML here, not code.

patterns:  name → a regular expression, or a list of alternatives, each with its own remark
words:     name → a list of words, or one word
{name}     within any text: the pattern or words of that name in the same file, or a building block of pieces.yml
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SPACES_AND_QUOTES = re.compile(r"[\s\u200b\ufeff“”\"'‘’「」『』《》]+")
#: Counts of a regular expression, {2,40}, are no names.
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class LexiconError(Exception):
    """An entry of the lexicon is missing or cannot be used."""


@cache
def load(name: str) -> Any:
    """The content of one vocabulary file (`statements`, `measures`, ...), every placeholder in it filled."""
    return _filled(_content(name), name)


@cache
def load_rows(name: str) -> list[dict[str, str]]:
    """The rows of one vocabulary table (`measure_concepts`, ...)."""
    table = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


@cache
def pattern(file: str, name: str) -> re.Pattern[str]:
    """A pattern of a vocabulary file, compiled once."""
    entry = _entry(file, "patterns", name)
    try:
        return re.compile(_joined(entry))
    except (re.error, TypeError) as problem:
        raise LexiconError(f"{file}.yml: the pattern {name} does not compile: {problem}") from problem


@cache
def word_list(file: str, name: str) -> tuple[str, ...]:
    """A list of words of a vocabulary file, in its order."""
    entry = _entry(file, "words", name)
    if not isinstance(entry, list) or not all(isinstance(word, str) for word in entry):
        raise LexiconError(f"{file}.yml: {name} is no list of words")
    return tuple(entry)


@cache
def word(file: str, name: str) -> str:
    """A single word of a vocabulary file."""
    entry = _entry(file, "words", name)
    if not isinstance(entry, str):
        raise LexiconError(f"{file}.yml: {name} is not one word")
    return entry


def filled(text: str, file: str = "pieces") -> str:
    """Put the building blocks that a text names into it: `[{numerals}]+、` → `[一二三四五六七八九十]+、`."""
    return _PLACEHOLDER.sub(lambda match: _block(match[1], file), text)


def any_of(words: Iterable[str]) -> str:
    """Alternation of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(dict.fromkeys(words), key=len, reverse=True)) + ")"


@cache
def normalize(text: str) -> str:
    """The form in which words are compared: NFKC, no spaces, no quotes."""
    return _SPACES_AND_QUOTES.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """Squashed and without brackets and colons: '因公出国（境）费' → '因公出国境费'."""
    return re.sub(r"[()\[\]【】:：]", "", normalize(text))


@cache
def _content(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yml").read_text(encoding="utf-8"))


def _entry(file: str, section: str, name: str) -> Any:
    entries = load(file).get(section, {})
    if name not in entries:
        raise LexiconError(f"{file}.yml has no {name} under {section}")
    return entries[name]


def _joined(entry: Any) -> Any:
    """The alternatives of a pattern in one."""
    return "|".join(entry) if isinstance(entry, list) else entry


def _filled(content: Any, file: str) -> Any:
    if isinstance(content, str):
        return filled(content, file)
    if isinstance(content, list):
        return [_filled(part, file) for part in content]
    if isinstance(content, dict):
        return {key: _filled(part, file) for key, part in content.items()}
    return content


def _block(name: str, file: str) -> str:
    own, pieces = _content(file), _content("pieces")
    if part := own.get("patterns", {}).get(name):
        return f"(?:{filled(_joined(part), file)})"
    block = own.get("words", {}).get(name) or own.get(name) or pieces.get(name)
    if block is None:
        raise LexiconError(f"{file}.yml: {{{name}}} is neither in this file nor a piece")
    if isinstance(block, dict):
        block = [word for words in block.values() for word in words]
    return any_of(block) if isinstance(block, list) else filled(block, file)


#: Any Chinese character.
CHINESE = re.compile(filled("[{han}]"))
