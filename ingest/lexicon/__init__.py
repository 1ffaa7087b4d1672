"""Declared knowledge of words: titles, header words, row labels. A new wording is a line of YAML here, not code."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SPACES_AND_QUOTES = re.compile(r"[\s\u200b\ufeff“”\"'‘’「」『』《》]+")


@cache
def load(name: str) -> Any:
    """The content of one vocabulary file (`statements`, `measures`, ...)."""
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yml").read_text(encoding="utf-8"))


@cache
def load_rows(name: str) -> list[dict[str, str]]:
    """The rows of one vocabulary table (`measure_concepts`, ...)."""
    table = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))


@cache
def squash(text: str) -> str:
    """The form in which words are compared: NFKC, no spaces, no quotes."""
    return _SPACES_AND_QUOTES.sub("", unicodedata.normalize("NFKC", text))


def bare(text: str) -> str:
    """Squashed and without brackets and colons: '因公出国（境）费' → '因公出国境费'."""
    return re.sub(r"[()\[\]【】:：]", "", squash(text))
