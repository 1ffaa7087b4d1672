"""The vocabulary of the performance tables (performance.yml), ready to be asked about a cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.vocabulary import load, squash

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_MARKS = re.compile(r"[::,、。*]")


@dataclass(frozen=True)
class PerformanceWords:
    """What a label or header cell means; None where the vocabulary does not know it."""

    labels: Mapping[str, str]
    whole_department_labels: frozenset[str]
    goal_heads: Mapping[str, str]
    fund_regions: tuple[str, ...]
    fund_columns: Mapping[str, str]
    fund_sources: frozenset[str]
    indicator_columns: Mapping[str, str]
    totals: frozenset[str]
    title: re.Pattern[str]
    generic_titles: frozenset[str]
    path: re.Pattern[str]
    nil_marks: frozenset[str]
    level_names: frozenset[str]

    def label(self, words: str) -> str | None:
        return self.labels.get(bare_label(words))

    def goal_head(self, words: str) -> str | None:
        return self.goal_heads.get(bare_label(words))

    def fund_column(self, words: str) -> str | None:
        return self.fund_columns.get(bare_label(words))

    def indicator_column(self, words: str) -> str | None:
        return self.indicator_columns.get(bare_label(words))

    def is_fund_source(self, words: str) -> bool:
        return bare_label(words) in self.fund_sources

    def is_fund_region(self, words: str) -> bool:
        return len(words) < 24 and bare_label(words).startswith(self.fund_regions)

    def is_nil(self, words: str) -> bool:
        return not words or words in self.nil_marks


@lru_cache(maxsize=4096)
def bare_label(words: str) -> str:
    """A label without brackets, colons and quotes: 项目资金（万元）： → 项目资金. 部门（单位）名称 → 部门名称."""
    return _MARKS.sub("", _BRACKETS.sub("", squash(words)))


def _turned(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {bare_label(word): name for name, words in groups.items() for word in words}


@cache
def performance_words() -> PerformanceWords:
    v = load("performance")
    level1 = "|".join(sorted(v["level1_names"], key=len, reverse=True))
    return PerformanceWords(
        labels=_turned(v["labels"]),
        whole_department_labels=frozenset(v["whole_department_labels"]),
        goal_heads=_turned(v["goal_heads"]),
        fund_regions=tuple(v["fund_regions"]),
        fund_columns=_turned(v["fund_columns"]),
        fund_sources=frozenset(v["fund_sources"]),
        indicator_columns=_turned(v["indicator_columns"]),
        totals=frozenset(v["totals"]),
        title=re.compile(v["title"]),
        generic_titles=frozenset(v["title_generic"]),
        path=re.compile(f"(?P<level1>{level1})(?P<level2>[^指]{{0,9}}指标)(?P<level3>.+)"),
        nil_marks=frozenset(v["nil_marks"]),
        level_names=frozenset([*v["level1_names"], *v["level2_names"]]),
    )
