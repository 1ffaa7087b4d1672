"""The cookbook as Markdown, and its queries for the tests that execute them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tools.handbook.descriptions import ROOT
from tools.handbook.words import words

QUERIES = ROOT / "docs" / "cookbook" / "queries.yml"


@dataclass(frozen=True)
class Query:
    """One question; texts by language. `needs` is empty where the specimens give rows."""

    id: str
    asks: dict[str, str]
    misread: dict[str, str]
    needs: dict[str, str]
    sql: str


@dataclass(frozen=True)
class Topic:
    title: dict[str, str]
    queries: tuple[Query, ...]


def topics() -> list[Topic]:
    """All topics in order."""
    declared: list[dict[str, Any]] = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return [Topic(each["topic"], tuple(_query(query) for query in each["queries"])) for each in declared]


def queries() -> list[Query]:
    """All queries in order."""
    return [query for topic in topics() for query in topic.queries]


def cookbook(language: str) -> str:
    """The whole page."""
    said = words("cookbook", language)
    return "\n\n".join([f"# {said['title']}", said["head"].strip(), *_sections(language)]) + "\n"


def _query(declared: dict[str, Any]) -> Query:
    return Query(declared["id"], declared["asks"], declared["misread"], declared.get("needs", {}), declared["sql"].strip())


def _sections(language: str) -> Iterator[str]:
    said = words("cookbook", language)
    number = 0
    for topic in topics():
        yield f"## {topic.title[language]}"
        for query in topic.queries:
            number += 1
            yield f"### {number}. {query.asks[language]}"
            yield f"```sql\n{query.sql}\n```"
            yield f"{said['misread']} {query.misread[language].strip()}"
            if query.needs:
                yield f"{said['needs']} {query.needs[language]}"
