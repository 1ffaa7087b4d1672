"""The data dictionary as Markdown, and the Chinese handbook with its table of marts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.handbook.descriptions import Described, Mart, marts
from tools.handbook.words import words


def dictionary(language: str) -> str:
    """The whole page."""
    said = words("dictionary", language)
    parts = [f"# {said['title']}", said["head"].strip(), f"## {said['cite_title']}", said["cite"].strip()]
    return "\n\n".join([*parts, *_marts(marts(), language)]) + "\n"


def handbook() -> str:
    """The handbook (数据手册): handbook.zh.md beside this file, with the marts in place of its line MARTS."""
    rows = [f"| `{mart.name}` | {_text(mart, 'zh')} | {mart.misread_zh} |" for mart in marts()]
    table = "\n".join([words("dictionary", "zh")["marts"], "|---|---|---|", *rows])
    return Path(__file__).with_name("handbook.zh.md").read_text(encoding="utf-8").replace("\nMARTS\n", f"\n{table}\n")


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
