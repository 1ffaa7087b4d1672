"""The vocabulary of the performance tables (performance.yml), ready to be asked about a cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.lexicon import load, normalize, pattern, word

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_MARKS = re.compile(r"[::,、。*]")
_LONGEST_HEADING = 20


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
    task_heads: frozenset[str]
    period_totals: frozenset[str]
    totals: frozenset[str]
    title: re.Pattern[str]
    title_of_form: re.Pattern[str]
    generic_titles: frozenset[str]
    path: re.Pattern[str]
    nil_marks: frozenset[str]
    level_names: frozenset[str]

    def label(self, words: str) -> str | None:
        bare = bare_label(words)
        listed = self.labels.get(normalize(words)) or self.labels.get(bare)
        return listed or (None if bare in self.goal_heads else by_shape("labels", bare))

    def goal_head(self, words: str) -> str | None:
        return self.goal_heads.get(bare_label(words))

    def fund_column(self, words: str) -> str | None:
        bare = bare_label(words)
        return self.fund_columns.get(bare) or by_shape("fund_columns", bare)

    def indicator_column(self, words: str) -> str | None:
        bare = bare_label(words)
        return self.indicator_columns.get(bare) or by_shape("indicator_columns", bare)

    def is_fund_source(self, words: str) -> bool:
        return bare_label(words) in self.fund_sources

    def is_amount_label(self, words: str) -> bool:
        """Whether a cell reads like the name of an amount: a fund source, or words that end like one."""
        bare = bare_label(words)
        return bare in self.fund_sources or by_shape("amounts", bare) is not None

    def is_period_total(self, words: str) -> bool:
        return bare_label(words) in self.period_totals

    def is_task_head(self, words: str) -> bool:
        return bare_label(words) in self.task_heads

    def is_level(self, words: str) -> bool:
        """Whether a cell is the name of a level of indicators: 产出指标, 数量指标."""
        return bare_label(words) in self.level_names

    def is_total(self, words: str) -> bool:
        return bare_label(words) in self.totals

    def is_known(self, words: str) -> bool:
        """Whether a cell is part of the form rather than filled in."""
        meanings = (self.label(words), self.goal_head(words), self.fund_column(words), self.indicator_column(words))
        is_name = self.is_level(words) or self.is_total(words) or self.is_amount_label(words) or self.is_fund_region(words)
        return any(meanings) or is_name or self.is_nil(words.strip(".…*")) or bool(self.title.search(words))

    def is_form_title(self, text: str) -> bool:
        """Whether a line is the title of a performance table."""
        return bool(self.title.search(text) and self.title_of_form.search(normalize(text)))

    def is_fund_region(self, words: str) -> bool:
        return len(words) < 24 and bare_label(words).startswith(self.fund_regions)

    def is_nil(self, words: str) -> bool:
        return not words.strip(".…") or words in self.nil_marks


@lru_cache(maxsize=4096)
def bare_label(words: str) -> str:
    """A label without brackets, colons and quotes: 项目资金（万元）： → 项目资金. 部门（单位）名称 → 部门名称."""
    return _MARKS.sub("", _BRACKETS.sub("", normalize(words)))


@lru_cache(maxsize=8192)
def by_shape(kind: str, bare: str) -> str | None:
    """What a label or heading means that no list holds, by the expressions under `shapes`."""
    if not 1 < len(bare) <= _LONGEST_HEADING:
        return None
    return next((name for name, shape in _shapes()[kind].items() if shape.fullmatch(bare)), None)


@cache
def _shapes() -> dict[str, dict[str, re.Pattern[str]]]:
    shapes = load("performance")["shapes"]
    groups = {kind: group if isinstance(group, dict) else {kind: group} for kind, group in shapes.items()}
    return {kind: {name: re.compile(shape) for name, shape in group.items()} for kind, group in groups.items()}


def _turned(groups: Mapping[str, list[str]]) -> dict[str, str]:
    """Word → its meaning. A word that is listed with brackets counts with what stands in them: 单位(项目)名称 is no 单位名称."""
    return {
        normalize(word) if "(" in normalize(word) else bare_label(word): name for name, words in groups.items() for word in words
    }


@cache
def performance_words() -> PerformanceWords:
    v = load("performance")
    indicator = word("performance", "indicator")
    names = [*v["level1_names"], *v["level2_names"]]
    return PerformanceWords(
        labels=_turned(v["labels"]),
        whole_department_labels=frozenset(v["whole_department_labels"]),
        goal_heads=_turned(v["goal_heads"]),
        fund_regions=tuple(v["fund_regions"]),
        fund_columns=_turned(v["fund_columns"]),
        fund_sources=frozenset(v["fund_sources"]),
        indicator_columns=_turned(v["indicator_columns"]),
        task_heads=frozenset(v["task_heads"]),
        period_totals=frozenset(v["period_totals"]),
        totals=frozenset(v["totals"]),
        title=re.compile(v["title"]),
        title_of_form=re.compile(v["title_of_form"]),
        generic_titles=frozenset(v["title_generic"]),
        path=pattern("performance", "path"),
        nil_marks=frozenset(v["nil_marks"]),
        level_names=frozenset(name for level in names for name in (level, level.removesuffix(indicator))),
    )
