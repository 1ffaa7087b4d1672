"""The data dictionary as Markdown."""

from collections.abc import Iterable, Iterator

from tools.handbook.descriptions import Described, Mart, marts
from tools.handbook.words import words


def dictionary(language: str) -> str:
    """The whole page."""
    said = words("dictionary", language)
    parts = [f"# {said['title']}", said["head"].strip(), f"## {said['cite_title']}", said["cite"].strip()]
    return "\n\n".join([*parts, *_marts(marts(), language)]) + "\n"


def _marts(described: Iterable[Mart], language: str) -> Iterator[str]:
    said = words("dictionary", language)
    for mart in described:
        yield f"## {mart.name}"
        yield _text(mart, language)
        yield f"{said['misread']} {mart.misread_zh if language == 'zh' else mart.misread_en}"
        yield "\n".join([said["columns"], "|---|---|---|", *(_row(column, language) for column in mart.columns)])


def _row(column: Described, language: str) -> str:
    return f"| `{column.name}` | {column.data_type} | {_text(column, language)} |"


def _text(described: Described, language: str) -> str:
    text = described.zh if language == "zh" else described.en
    return text.replace("|", "\\|")
