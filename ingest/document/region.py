"""The region (行政区划, GB/T 2260) that a department belongs to, told by the name that it begins with."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.lexicon import load, load_rows, normalize, pattern, word, word_list

Region = dict[str, str]

_BEFORE_REGION = pattern("identity", "before_region")
_ZONE_OF_CITY = pattern("identity", "zone_of_city")
_REGION_KIND = pattern("identity", "region_kind")
_ROAD = pattern("identity", "road_or_university")
_OF_PEOPLES = pattern("identity", "of_peoples")
_LONG_PROVINCES = word_list("identity", "long_provinces")


def region_of(department: str | None, cover: str, text: str = "") -> tuple[str | None, str | None]:
    """GB/T 2260 code and full name of the region that a department belongs to; the central government has code 000000.

    `text`, the whole document, decides where a name has several bearers (朝阳区) or is short (长沙某某局): it names the region in full.
    """
    for source in (department or "", cover):
        name = _from_region(source)
        if found := _zone(name, text) or _finest_region(name, text):
            return found["region_code"], found["full_name"]
        if any(name.startswith(word) for word in load("identity")["central_names"]):
            return "000000", word("identity", "central")
        if found := _short_region(name, text) or _short_province(name):
            return found["region_code"], found["full_name"]
    return None, None


def _from_region(name: str) -> str:
    return _BEFORE_REGION.sub("", normalize(name))


@cache
def _regions() -> dict[str, list[Region]]:
    """Regions by level, longest names first."""
    levels: dict[str, list[Region]] = {"province": [], "city": [], "district": []}
    for row in load_rows("regions"):
        if row["region_level"] in levels:
            levels[row["region_level"]].append(row)
    return {level: sorted(rows, key=lambda row: -len(row["region_name"])) for level, rows in levels.items()}


@cache
def _by_code() -> dict[str, Region]:
    return {row["region_code"]: row for row in load_rows("regions")}


def _finest_region(name: str, text: str) -> Region | None:
    province = next((row for row in _regions()["province"] if _begins(name, row)), None)
    rest = name[_begins(name, province) :] if province else name
    city = next((row for row in _regions()["city"] if _begins(rest, row) and _within(row, province)), None)
    rest = rest[_begins(rest, city) :] if city else rest
    parent = city or province
    districts = [row for row in _regions()["district"] if _begins(rest, row) and (parent is None or _within(row, parent))]
    if len(districts) > 1 and not parent:
        districts = [row for row in districts if any(above["region_name"] in text for above in _above(row))]
    if len(districts) == 1 or (districts and parent):
        return districts[0]
    return city or province


def _above(row: Region) -> Iterator[Region]:
    """The regions that a district lies in, province and city."""
    while (above := _by_code().get(row["parent_region_code"])) is not None and above["region_code"] != "000000":
        yield above
        row = above


def _zone(name: str, text: str) -> Region | None:
    """The region of a zone (新区, 开发区) that is no administrative division: declared (湘江新区), or the city it is called after.

    A province before it says nothing more: 湖南湘江新区, 四川省成都高新区. A prison of the province (江苏省南通监狱) is no zone.
    """
    rest = re.sub(f"^(?:{'|'.join(_provinces())})", "", name)
    words = load("identity")
    if zone := next((zone for zone in words["zones"] if rest.startswith(zone)), None):
        return _by_code()[words["zones"][zone]]
    city = _short_region(rest, text)
    is_zone = city and city["region_level"] == "city" and _ZONE_OF_CITY.match(rest)
    return city if is_zone and not any(rest.startswith(row["region_name"]) for row in _regions()["district"]) else None


@cache
def _provinces() -> list[str]:
    """Names of provinces, in full before short."""
    names = [row["region_name"] for row in _regions()["province"]]
    return [*names, *map(_short, names)]


def _short(province: str) -> str:
    return province[: 3 if province.startswith(_LONG_PROVINCES) else 2]


def _short_region(name: str, text: str) -> Region | None:
    """The region of a name that leaves out 市, 区 or 省: 长沙职业教育基地, 福州经济技术开发区. The document must name it in full."""
    found = [
        (short, row)
        for short, row in _short_names()
        if name.startswith(short) and row["region_name"] in text and not _is_road(name[len(short) :])
    ]
    longest = max((len(short) for short, _ in found), default=0)
    for level in ("province", "city", "district"):  # 吉林 is a province and a city
        rows = [row for short, row in found if row["region_level"] == level and len(short) == longest]
        if rows:
            return rows[0] if len(rows) == 1 else None
    return None


@cache
def _short_names() -> list[tuple[str, Region]]:
    """Names without 省, 市, 区, 县, two characters at least; of an autonomous region (自治区) see `_short_province`."""
    rows = [row for rows in _regions().values() for row in rows if len(row["region_name"]) > 2]
    return [(_REGION_KIND.sub("", _without_peoples(row["region_name"])), row) for row in rows]


def _is_road(rest: str) -> bool:
    """中山路小学 and 南京大学 are not in 中山 and not the city's."""
    return _ROAD.match(rest) is not None


def _short_province(name: str) -> Region | None:
    """The province of 云南日报报业集团. A university may be the central government's, a road stands in another province."""
    for row in _regions()["province"]:
        short = _short(row["region_name"])
        if name.startswith(short) and not _is_road(name[len(short) :]):
            return row
    return None


def _begins(name: str, region: Region) -> int:
    """How long the name of a region is with which a text begins: in full, or 楚雄州 for 楚雄彝族自治州; 0 where it does not."""
    full = region["region_name"]
    if name.startswith(full):
        return len(full)
    short = _without_peoples(full)
    return len(short) if short != full and name.startswith(short) else 0


@cache
def _without_peoples(full: str) -> str:
    short = _OF_PEOPLES.sub("", full)
    return short if len(short) > 2 else full


def _within(row: Region, parent: Region | None) -> bool:
    if parent is None:
        return True
    length = 2 if parent["region_level"] == "province" else 4
    return row["region_code"][:length] == parent["region_code"][:length]
