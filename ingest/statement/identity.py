"""Who published a filing, for which year, and what it is: read from its content, since file names lie.

Cover, statement captions (编制部门：…) and running headers are asked in this order; where cover and captions name different
departments the conflict is reported, and the cover counts.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ingest.page.pages import Page, TextLine
from ingest.vocabulary import load, load_rows, squash

_YEAR = r"(20\d{2})年?(?:度)?"
_KIND_NEAR_YEAR = re.compile(_YEAR + r"[^。,，;；]{0,40}?(预算|决算)")
_CHINESE_YEAR = re.compile(r"二[〇○零Oo0][一二三四五六七八九〇○零][一二三四五六七八九〇○零](?=年)")
_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("○零Oo0", "〇〇〇〇〇")
_REGISTRY = re.compile(r"代码[:：]|编码[:：]|索引号|^第?\d{6,}号?$|[〔\[(]20\d{2}[〕\])]第?\d+号")
_DATE = re.compile(
    r"[(（]?(?:(?:公开|发布|编制|填报|报送)?(?:日期|时间)[:：]?)?20\d{2}"
    r"(?:年[\d一二三四五六七八九十]{1,2}月(?:[\d一二三四五六七八九十]{1,3}日)?|([./-])\d{1,2}\1\d{1,2}日?(?!\d))"
    r"(?:公开|发布|编制)?[)）]?"
)
_SECTION = re.compile(r"(?:第?[一二三四五六七八九十]+(?:部分|[、.])|[(（][一二三四五六七八九十]+[)）])|.*[。,，:：]")
#: A title on a page of text takes at most so many lines.
TITLE_LINES = 4
#: Cover pages are short; on a page with more text than this only the lines before the contents count.
COVER_LINES = 8


@dataclass(frozen=True)
class Identity:
    """The identity of a document; what could not be told is None."""

    department_name: str | None = None
    region_name: str | None = None
    region_code: str | None = None
    fiscal_year: int | None = None
    disclosure_kind: str | None = None
    scope: str | None = None
    conflict: str | None = None


def read_identity(
    pages: Sequence[Page], caption_names: Sequence[str], titles: Sequence[str], labelled_names: Sequence[str]
) -> Identity:
    """Read the identity of a document.

    `caption_names`: reporters printed on its statements; `titles`: statement titles; `labelled_names`: what stands beside
    部门名称 in its tables.
    """
    cover = _cover(pages)
    text = [_with_figures(squash(line.text)) for page in pages for line in page.lines]
    kind = _kind(cover, titles, text)
    department, conflict = _department(cover, caption_names, labelled_names, text)
    region_code, region = region_of(department, "".join(cover))
    return Identity(
        department_name=department,
        region_name=region,
        region_code=region_code,
        fiscal_year=_year(cover, titles, text, kind),
        disclosure_kind=kind,
        scope=_scope(cover, titles, text, department),
        conflict=conflict,
    )


def _without_registry(cover: Sequence[str]) -> list[str]:
    """The cover without what a registry put on it: codes, numbers of documents, dates. Accounts are dated in the year after theirs."""
    lines = (_DATE.sub("", line) for line in cover if not _REGISTRY.search(line))
    return [line for line in lines if line]


def _cover(pages: Sequence[Page]) -> list[str]:
    """Lines of the cover; empty when the first page is already a statement."""
    if not pages:
        return []
    running = _running_lines(pages[1:])
    lines = [_with_figures(squash(line.text)) for line in pages[0].lines if _print(line) not in running]
    contents = next((i for i, line in enumerate(lines) if line.startswith("目录")), None)
    lines = lines[:contents] if contents is not None else lines
    return lines if len(lines) <= COVER_LINES else _heading(lines)


def _running_lines(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """Headers and footers that stand on most pages. On the cover they are no part of its title: 某某局, 某某局2024年部门预算."""
    margins = [{_print(line) for line in (*page.lines[:2], *page.lines[-2:])} for page in pages if page.lines]
    counts = Counter(line for lines in margins for line in lines)
    return {line for line, count in counts.items() if count > 2 and 2 * count > len(margins)}


def _print(line: TextLine) -> tuple[str, int]:
    """What a line says but for page numbers, and how large: the title of a cover may recur in a header in small letters."""
    return re.sub(r"\d", "", squash(line.text)), round(line.size)


def _heading(lines: Sequence[str]) -> list[str]:
    """The title of a filing without cover: the lines above its first section, when they name year and kind."""
    first = next((i for i, line in enumerate(lines) if _SECTION.match(line)), len(lines))
    title = "".join(lines[:first])
    return list(lines[:first]) if first <= TITLE_LINES and re.search(_YEAR, title) and re.search("预算|决算", title) else []


def _with_figures(text: str) -> str:
    """二〇二四年 → 2024年."""
    return _CHINESE_YEAR.sub(lambda match: "".join(str(_DIGITS.index(digit) % 10) for digit in match[0].translate(_ZEROS)), text)


def _department(
    cover: Sequence[str], captions: Sequence[str], labelled: Sequence[str], text: Sequence[str]
) -> tuple[str | None, str | None]:
    named_lines = _without_registry(cover)
    on_cover = _labelled_on_cover(cover) or _named_on_cover("".join(named_lines)) or _alone_on_cover(named_lines)
    named = [name for name in map(_clean, captions) if name]
    most = Counter(named).most_common(1)[0][0] if named else None
    if on_cover and most and not _same(on_cover, most) and len(set(named)) == 1:
        return on_cover, f"the cover names {on_cover}, the statements name {most}"
    beside = Counter(name for name in map(_clean, labelled) if name and _is_organisation(name)).most_common(1)
    return on_cover or most or (beside[0][0] if beside else None) or _running(text), None


def _labelled_on_cover(cover: Sequence[str]) -> str | None:
    pattern = re.compile(load("identity")["reporter_labels"] + r"[:：](.+)")
    for line in cover:
        if match := pattern.search(line):
            return _clean(match[1])
    return None


def _named_on_cover(cover: str) -> str | None:
    """'2026年广州市气象局部门预算', '国家信访局2024年度部门决算' → the name between year and 预算."""
    plain = re.sub(f"([省市区县]){_YEAR}(?:度)?\\1", r"\1", cover)  # 福建省2024年度省水利厅
    plain = re.sub(_YEAR + r"(?:度)?", "", plain, count=1)
    match = re.search(r"^(.*?)(?:部门|单位)?(?:整体|综合|财务|收支)?(?:预算|决算)", plain)
    name = _clean(match[1]) if match else None
    return name if name and _is_organisation(name) else None


def _alone_on_cover(cover: Sequence[str]) -> str | None:
    """The name on a line of its own below the title: 2024年部门预算公开, 某某省水利厅."""
    names = (_clean(line) for line in cover if not re.search("预算|决算", line))
    return next((name for name in names if name and _is_organisation(name)), None)


def _running(text: Sequence[str]) -> str | None:
    """The name in a running header or heading: '苏州市审计局2026年度部门预算公开', '第一部分广州市司法局概况'."""
    names: Counter[str] = Counter()
    patterns = [
        re.compile(r"^(?:第[一二三四五]部分)?(.{3,40}?)" + _YEAR + r"(?:部门|单位)(?:预算|决算)"),
        re.compile(r"^第[一二三四五]部分(.{3,40}?)(?:部门|单位)?概况"),
    ]
    for line in text:
        for pattern in patterns:
            if (match := pattern.search(line)) and (name := _clean(match[1])) and _is_organisation(name):
                names[name] += 1
    return names.most_common(1)[0][0] if names else None


def _clean(name: str) -> str | None:
    cleaned = squash(name).strip("-—·、.:：")
    for pattern in load("identity")["name_noise"]:
        cleaned = re.sub(pattern, "", cleaned)
    return cleaned or None


def _is_organisation(name: str) -> bool:
    core = re.sub(r"\([^()]*\)$|本级$|本部$", "", name)  # also a second name: 某某局(某某市城市管理局)
    return 3 <= len(core) <= 50 and re.search(load("identity")["organisation_endings"] + "$", core) is not None


def _same(one: str, other: str) -> bool:
    """Whether two prints name one department: one may carry （本级） or leave out its region."""
    a, b = (re.sub(r"[()（）]|本级|机关$|汇总", "", name) for name in (one, other))
    return a in b or b in a


def _kind(cover: Sequence[str], titles: Sequence[str], text: Sequence[str]) -> str | None:
    for source in ("".join(cover), "".join(titles), "".join(text)):
        counts = {kind: sum(source.count(word) for word in words) for kind, words in load("identity")["kinds"].items()}
        if counts["final"] != counts["budget"]:
            if source is not None and counts["final"] and counts["budget"]:
                counts["budget"] -= source.count("预算财政拨款") + source.count(
                    "预决算"
                )  # 决算 statements name the 一般公共预算 too
                if counts["final"] == counts["budget"]:
                    continue
            return str(max(counts, key=lambda kind: counts[kind]))
    return None


def _year(cover: Sequence[str], titles: Sequence[str], text: Sequence[str], kind: str | None) -> int | None:
    plain = "".join(_without_registry(cover))
    if match := re.search(_YEAR + "(?=[年度])", plain) or re.search(_YEAR, plain):
        return int(match[1])
    wanted = {"final": "决算", "budget": "预算"}.get(kind or "")
    for source in (titles, text):
        years = Counter(int(year) for line in source for year, word in _KIND_NEAR_YEAR.findall(line) if word == wanted)
        if years:
            return years.most_common(1)[0][0]
    stated = Counter(int(match[1]) for line in text if (match := re.fullmatch(r"\(?(20\d{2})年度?\)?", line)))
    dated = re.search(_YEAR, "".join(cover))
    return stated.most_common(1)[0][0] if stated else int(dated[1]) if dated else None


def _scope(cover: Sequence[str], titles: Sequence[str], text: Sequence[str], department: str | None) -> str | None:
    if department and re.search(r"[(]?(?:本级|本部)[)]?$", department):
        return "unit"
    signs = load("identity")["scopes"]
    whole = "\n".join(text)
    for source, words_of in (
        ("".join(cover), signs),
        ("".join(titles), signs),
        (whole, signs),
        (whole, load("identity")["scope_hints"]),
    ):
        counts = {scope: sum(len(re.findall(word, source)) for word in words) for scope, words in words_of.items()}
        if counts["unit"] != counts["department"]:
            return str(max(counts, key=lambda scope: counts[scope]))
    return None


@cache
def _regions() -> dict[str, list[dict[str, str]]]:
    """Regions by level, longest names first."""
    levels: dict[str, list[dict[str, str]]] = {"province": [], "city": [], "district": []}
    for row in load_rows("regions"):
        if row["region_level"] in levels:
            levels[row["region_level"]].append(row)
    return {level: sorted(rows, key=lambda row: -len(row["region_name"])) for level, rows in levels.items()}


def region_of(department: str | None, cover: str) -> tuple[str | None, str | None]:
    """GB/T 2260 code and full name of the region that a department belongs to; the central government has code 000000."""
    for source in (department or "", cover):
        name = re.sub(f"^(?:{load('identity')['before_region']})", "", squash(source))
        if found := _finest_region(name):
            return found["region_code"], found["full_name"]
        if any(name.startswith(word) for word in load("identity")["central_names"]):
            return "000000", "中央"
        if found := _short_province(name):
            return found["region_code"], found["full_name"]
    return None, None


def _short_province(name: str) -> dict[str, str] | None:
    """The province of 云南日报报业集团. A university may be the central government's, a road stands in another province."""
    for row in _regions()["province"]:
        short = row["region_name"][: 3 if row["region_name"].startswith(("内蒙古", "黑龙江")) else 2]
        if name.startswith(short) and not re.match("[省市区县州路街镇乡村]|.*大学", name[len(short) :]):
            return row
    return None


def _finest_region(name: str) -> dict[str, str] | None:
    province = next((row for row in _regions()["province"] if _begins(name, row)), None)
    rest = name[_begins(name, province) :] if province else name
    city = next((row for row in _regions()["city"] if _begins(rest, row) and _within(row, province)), None)
    rest = rest[_begins(rest, city) :] if city else rest
    parent = city or province
    districts = [row for row in _regions()["district"] if _begins(rest, row) and (parent is None or _within(row, parent))]
    if len(districts) == 1 or (districts and parent):
        return districts[0]
    return city or province


def _begins(name: str, region: dict[str, str]) -> int:
    """How long the name of a region is with which a text begins: in full, or 楚雄州 for 楚雄彝族自治州; 0 where it does not."""
    full = region["region_name"]
    if name.startswith(full):
        return len(full)
    short = _without_peoples(full)
    return len(short) if short != full and name.startswith(short) else 0


@cache
def _without_peoples(full: str) -> str:
    peoples = "|".join(load("identity")["peoples"])
    short = re.sub(f"(?:(?:{peoples})族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)+自治(?=[州县旗]$)", "", full)
    return short if len(short) > 2 else full


def _within(row: dict[str, str], parent: dict[str, str] | None) -> bool:
    if parent is None:
        return True
    length = 2 if parent["region_level"] == "province" else 4
    return row["region_code"][:length] == parent["region_code"][:length]
