"""The department (部门) or unit (单位) that a filing names as its own: on the cover, in captions, beside labels, in running titles."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ingest.document.places import Places, without_registry
from ingest.lexicon import load, normalize, pattern, word

#: Where a name stands that a table gives beside 部门名称.
DEPARTMENT_LABEL = f"label {word('identity', 'department_label')}"

_LABELLED = pattern("identity", "labelled")
_LABELLED_ABOVE_FORM = pattern("identity", "labelled_above_form")
_REGION_TWICE = pattern("identity", "region_twice")
_YEAR_ON_COVER = pattern("identity", "year_on_cover")
_BEFORE_KIND = pattern("identity", "before_kind")
_NAMES_KIND = pattern("identity", "names_kind")
_RUNNING = (pattern("identity", "running_title"), pattern("identity", "running_overview"))
_ORGANISATION_END = pattern("identity", "organisation_end")
_BEHIND_NAME = pattern("identity", "behind_name")
_MAY_DIFFER = pattern("identity", "may_differ")


@dataclass(frozen=True)
class Reporter:
    """A name, where it stands, and what another place says instead."""

    name: str | None
    place: str | None = None
    conflict: str | None = None


def name_reporter(places: Places, captions: Sequence[str], labelled: Sequence[str]) -> Reporter:
    """`captions`: reporters printed on the statements; `labelled`: what stands beside 部门名称 in tables."""
    on_cover = _on_cover(places.cover)
    named = [name for name in map(clean, captions) if name]
    most = Counter(named).most_common(1)[0][0] if named else None
    if on_cover:
        differs = most and not same(on_cover, most) and len(set(named)) == 1
        return Reporter(on_cover, "cover", f"the cover names {on_cover}, the statements name {most}" if differs else None)
    beside = Counter(name for name in map(clean, labelled) if name and is_organisation(name))
    for place, name in (
        ("captions of statements", most),
        (DEPARTMENT_LABEL, beside.most_common(1)[0][0] if beside else None),
        ("running title", _running(places.text)),
        ("label above a form", _above_form(places.headings)),
    ):
        if name:
            return Reporter(name, place)
    return Reporter(None)


def _on_cover(cover: Sequence[str]) -> str | None:
    lines = without_registry(cover)
    return _labelled(cover) or _titled("".join(lines)) or _alone(lines)


def _labelled(lines: Sequence[str]) -> str | None:
    """部门名称：某某局, with the unit of money behind it or not."""
    names = (clean(match[1]) for line in lines if (match := _LABELLED.search(line)))
    return next(names, None)


def _above_form(lines: Sequence[str]) -> str | None:
    """The name that most forms give above their grid."""
    names = Counter(name for line in lines if (match := _LABELLED_ABOVE_FORM.search(line)) and (name := _organisation(match[1])))
    return names.most_common(1)[0][0] if names else None


def _titled(cover: str) -> str | None:
    """'2026年广州市气象局部门预算', '国家信访局2024年度部门决算' → the name between year and 预算."""
    plain = _REGION_TWICE.sub(r"\1", cover)  # 福建省2024年度省水利厅
    plain = _YEAR_ON_COVER.sub("", plain, count=1)
    match = _BEFORE_KIND.search(plain)
    return _organisation(match[1]) if match else None


def _alone(cover: Sequence[str]) -> str | None:
    """The name on a line of its own below the title: 2024年部门预算公开, 某某省水利厅."""
    return next((name for line in cover if not _NAMES_KIND.search(line) and (name := _organisation(line))), None)


def _running(text: Sequence[str]) -> str | None:
    """The name in a running header or heading: '苏州市审计局2026年度部门预算公开', '第一部分广州市司法局概况'."""
    found = chain.from_iterable((title.search(line) for title in _RUNNING) for line in text)
    names = Counter(name for match in found if match and (name := _organisation(match[1])))
    return names.most_common(1)[0][0] if names else None


def _organisation(text: str) -> str | None:
    name = clean(text)
    return name if name and is_organisation(name) else None


def clean(name: str) -> str | None:
    """A printed name without what stands around it: codes, years, 部门 after it, （盖章）."""
    cleaned = normalize(name).strip("-—·、.:：")
    for noise in load("identity")["name_noise"]:
        cleaned = re.sub(noise, "", cleaned)
    return cleaned or None


def is_organisation(name: str) -> bool:
    core = _BEHIND_NAME.sub("", name)  # also a second name: 某某局(某某市城市管理局)
    return 3 <= len(core) <= 50 and _ORGANISATION_END.search(core) is not None


def same(one: str, other: str) -> bool:
    """Whether two prints name one department: one may carry （本级） or leave out its region."""
    a, b = (_MAY_DIFFER.sub("", name) for name in (one, other))
    return a in b or b in a
