"""What the rendered pages say around the descriptions and queries."""

from functools import cache
from pathlib import Path

import yaml


@cache
def words(page: str, language: str) -> dict[str, str]:
    """The texts of a page in one language."""
    texts: dict[str, str] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))[page][language]
    return texts
