"""Indicators that stand in one text: 1、1-产出指标;11-数量指标;巡检次数;年度指标值:≥12次。2、…"""

import re
from functools import cache

from ingest.lexicon import load

_CODE = re.compile(r"\d+[-—.、]")
_VALUE = re.compile(r"(?P<label>[^:;]{2,12}):(?P<value>[^;]*)")


def told_indicators(text: str) -> list[dict[str, str]]:
    """The indicators of one text by column; nothing where one of them is not told level by level, with its target."""
    items = [item for item in _between_items().split("".join(text.split())) if item]
    read = [_indicator(item) for item in items]
    return [indicator for indicator in read if indicator] if all(read) else []


@cache
def _between_items() -> re.Pattern[str]:
    """A number and the name of a first level: what begins an indicator."""
    levels = "|".join(sorted(load("performance")["level1_names"], key=len, reverse=True))
    return re.compile(rf"\d+[、.](?=(?:\d+[-—.、])?(?:{levels});)")


def _indicator(item: str) -> dict[str, str] | None:
    values: dict[str, str] = {}
    parts: list[str] = []
    for part in item.rstrip("。;").split(";"):
        labelled = _VALUE.fullmatch(part)
        if labelled and labelled["label"] in load("performance")["told_targets"]:
            values[labelled["label"]] = labelled["value"]
        elif values:  # a target with a semicolon in it
            values[list(values)[-1]] += f";{part}"
        else:
            parts.append(part)
    target = next((values[label] for label in load("performance")["told_targets"] if label in values), None)
    if len(parts) < 3 or target is None:
        return None
    level1, level2 = (_CODE.sub("", part, count=1) for part in parts[:2])
    return {"level1": level1, "level2": level2, "level3": ";".join(parts[2:]), "target": target}
