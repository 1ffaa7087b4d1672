"""The department (部门) or unit (单位) that a filing names as its own: on the cover, in captions, beside labels, in running titles."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from ingest.document.places import YEAR, Places, without_registry
from ingest.lexicon import load, squash


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
        ("label 部门名称", beside.most_common(1)[0][0] if beside else None),
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
    pattern = re.compile(load("identity")["reporter_labels"] + r"[:：](.+?)(?:(?:金额)?单位[:：].*)?$")
    names = (clean(match[1]) for line in lines if (match := pattern.search(line)))
    return next(names, None)


def _above_form(lines: Sequence[str]) -> str | None:
    """The name that most forms give above their grid."""
    pattern = re.compile("^" + load("identity")["form_labels"] + r"[:：](.+?)(?:(?:金额)?单位[:：].*)?$")
    names = Counter(name for line in lines if (match := pattern.search(line)) and (name := _organisation(match[1])))
    return names.most_common(1)[0][0] if names else None


def _titled(cover: str) -> str | None:
    """'2026年广州市气象局部门预算', '国家信访局2024年度部门决算' → the name between year and 预算."""
    plain = re.sub(f"([省市区县]){YEAR}年?(?:度)?\\1", r"\1", cover)  # 福建省2024年度省水利厅
    plain = re.sub(YEAR + r"年?(?:度)?", "", plain, count=1)
    match = re.search(r"^(.*?)(?:部门|单位)?(?:整体|综合|财务|收支)?(?:预算|决算)", plain)
    return _organisation(match[1]) if match else None


def _alone(cover: Sequence[str]) -> str | None:
    """The name on a line of its own below the title: 2024年部门预算公开, 某某省水利厅."""
    return next((name for line in cover if not re.search("预算|决算", line) and (name := _organisation(line))), None)


def _running(text: Sequence[str]) -> str | None:
    """The name in a running header or heading: '苏州市审计局2026年度部门预算公开', '第一部分广州市司法局概况'."""
    patterns = [
        re.compile(r"^(?:第[一二三四五]部分)?(.{3,40}?)" + YEAR + r"年?(?:度)?(?:部门|单位)(?:预算|决算)"),
        re.compile(r"^第[一二三四五]部分(.{3,40}?)(?:部门|单位)?概况"),
    ]
    found = chain.from_iterable((pattern.search(line) for pattern in patterns) for line in text)
    names = Counter(name for match in found if match and (name := _organisation(match[1])))
    return names.most_common(1)[0][0] if names else None


def _organisation(text: str) -> str | None:
    name = clean(text)
    return name if name and is_organisation(name) else None


def clean(name: str) -> str | None:
    """A printed name without what stands around it: codes, years, 部门 after it, （盖章）."""
    cleaned = squash(name).strip("-—·、.:：")
    for pattern in load("identity")["name_noise"]:
        cleaned = re.sub(pattern, "", cleaned)
    return cleaned or None


def is_organisation(name: str) -> bool:
    core = re.sub(r"\([^()]*\)$|本级$|本部$", "", name)  # also a second name: 某某局(某某市城市管理局)
    return 3 <= len(core) <= 50 and re.search(load("identity")["organisation_endings"] + "$", core) is not None


def same(one: str, other: str) -> bool:
    """Whether two prints name one department: one may carry （本级） or leave out its region."""
    a, b = (re.sub(r"[()（）]|本级|机关$|汇总", "", name) for name in (one, other))
    return a in b or b in a
