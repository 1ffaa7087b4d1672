"""The vocabulary of claims (claims.yml) compiled once into the patterns that the grammar of a clause needs."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.lexicon import any_of, filled, load

YEAR = filled("{text_year}")


@dataclass(frozen=True)
class ClaimWords:
    """Word patterns of the grammar; the end-anchored ones are read from the figure backwards."""

    unit: re.Pattern[str]
    unit_kinds: dict[str, str]
    not_before: dict[str, tuple[str, ...]]
    time_unit: re.Pattern[str]
    threshold_after: re.Pattern[str]
    threshold_before: re.Pattern[str]
    reached: tuple[str, ...]
    directions: dict[str, str]
    needs_base: frozenset[str]
    name_end: re.Pattern[str]
    direction_end: re.Pattern[str]
    reaches: frozenset[str]
    base: re.Pattern[str]
    same_period: re.Pattern[str]
    basis_end: re.Pattern[str]
    item_basis_end: re.Pattern[str]
    compared_end: re.Pattern[str]
    compared: dict[str, str]
    order: re.Pattern[str]
    orders: dict[str, str]
    copula_end: re.Pattern[str]
    share: re.Pattern[str]
    execution_end: re.Pattern[str]
    deviation_end: re.Pattern[str]
    change_rate_end: re.Pattern[str]
    attributes: frozenset[str]
    scope: re.Pattern[str]
    unitless_end: re.Pattern[str]
    having_end: re.Pattern[str]
    lead_in: re.Pattern[str]
    organisation: re.Pattern[str]
    organisation_end: re.Pattern[str]
    years: frozenset[str]
    total_end: re.Pattern[str]
    reason: re.Pattern[str]
    changed: re.Pattern[str]
    unchanged: re.Pattern[str]
    about: re.Pattern[str]
    absent_before: re.Pattern[str]
    absent_after: re.Pattern[str]
    absent_of: re.Pattern[str]
    economic_classes: frozenset[str]
    time: re.Pattern[str]
    time_object: re.Pattern[str]
    this_year: frozenset[str]
    plan: re.Pattern[str]
    phase: re.Pattern[str]


@cache
def claim_words() -> ClaimWords:
    v = load("claims")
    units, directions, bases, basis = v["units"], v["directions"], v["bases"], v["basis"]
    direction = any_of(word for words in directions.values() for word in words)
    years = f"(?:{YEAR}(?:的)?{any_of(['年初', '全年', ''])}|{any_of(bases['years'])})"
    compared = any_of(word for words in v["compared"].values() for word in words)
    orders = {word: name for name, words in v["orders"].items() for word in words}
    return ClaimWords(
        unit=_unit_pattern(units),
        unit_kinds={unit: kind for kind in ("money", "percent", "area", "score", "count") for unit in units[kind]},
        not_before={unit: tuple(words) for unit, words in units["not_before"].items()},
        time_unit=re.compile(any_of(v["not_claims"]["time_units"])),
        threshold_after=re.compile(any_of(v["not_claims"]["threshold_after"])),
        threshold_before=re.compile(any_of(v["not_claims"]["threshold_before"]) + "$"),
        reached=tuple(v["not_claims"]["reached"]),
        directions={word: name for name, words in directions.items() for word in words},
        needs_base=frozenset(v["needs_base"]),
        name_end=re.compile(any_of(v["names_with_direction"]) + "$"),
        direction_end=re.compile(
            f"(?P<before>{any_of(v['before_direction'])}*)(?P<word>{direction})"
            f"(?P<after>{any_of([*v['after_direction'], *v['reaches']])}?)$"
        ),
        reaches=frozenset(v["reaches"]),
        base=re.compile(
            f"(?P<opener>{any_of(bases['openers'])})(?P<base>{years}(?:的)?{any_of([*bases['kinds'], ''])})"
            f"(?P<closer>{any_of(bases['closers'])})"
        ),
        same_period=re.compile(any_of(bases["same_period"])),
        basis_end=re.compile(f"(?:{any_of(basis['strong'])}|(?P<weak>{any_of(basis['weak'])}))$"),
        item_basis_end=re.compile(f"(?:{any_of(basis['strong'])}|(?P<weak>{any_of([*basis['weak'], *basis['in_item']])}))$"),
        compared_end=re.compile(f"(?P<word>{compared})(?P<base>{years}(?:的)?{any_of([*bases['kinds'], ''])})$"),
        compared={word: name for name, words in v["compared"].items() for word in words},
        order=re.compile(f"(?:决算|支出|收入|执行)[数额]?(?P<word>{any_of(orders)})(?:年初|全年|调整后?)?预算"),
        orders=orders,
        copula_end=re.compile(any_of(v["copulas"]) + "$"),
        share=re.compile(
            f"(?:^|.*?)(?P<word>{any_of(v['share'])})(?P<base>.*?)(?:{any_of([*v['share_closers'], *v['copulas'], ''])})$"
        ),
        execution_end=re.compile(any_of(v["execution"]) + "(?:为|达|达到|约|是)?$"),
        deviation_end=re.compile(any_of(v["deviation"]) + "(?:为|达|是|:)?$"),
        change_rate_end=re.compile(any_of(v["change_rates"]) + "(?:为|达|是|约|:)?$"),
        attributes=frozenset(v["attributes"]),
        scope=re.compile(f"在(?P<name>.{{2,40}}?{any_of(v['scopes'])})中"),
        unitless_end=re.compile(any_of(v["unitless"]) + "(?:为|是|:)?$"),
        having_end=re.compile(any_of(w for w in v["having"] if w) + "$"),
        lead_in=re.compile(
            f"(?:{any_of(v['lead_ins'])}|{any_of(v['owners'])}(?!联系)|{any_of(v['time_words'])}(?![和结])|[,、:;。的])+"
        ),
        organisation=re.compile(
            f'[^,;。:“"]{{1,40}}?{any_of(v["organisation_ends"])}(?:本级|机关|本部|部门|单位|汇总)?(?:\\([^)]*\\))*(?={any_of(v["subject_heads"])})'
        ),
        total_end=re.compile("(?:(?:主要)?(?:用于)?(?:以下方面|其中|包括|具体|如下|构成|分别为?|情况|具体情况)+|中)[,:]?$"),
        years=frozenset(bases["years"]),
        organisation_end=re.compile(any_of(v["organisation_ends"]) + "$"),
        reason=re.compile(
            f"(?:{any_of(v['reason_markers'])}|(?P<soft>{any_of(v['soft_reason_markers'])})(?!用于|包括|指))(?:[:,是为有系因]|说明|由于|因为|在于)*"
        ),
        changed=re.compile(direction),
        unchanged=re.compile(any_of(v["unchanged"])),
        about=re.compile(any_of(v["about"])),
        absent_before=re.compile(f"{any_of(v['absence']['before'])}(?!{any_of(v['absence']['not_before'])})"),
        absent_after=re.compile(any_of(v["absence"]["after"])),
        absent_of=re.compile(any_of(v["absence"]["of"])),
        economic_classes=frozenset(v["economic_classes"]),
        time=_time_pattern(v["times"]),
        time_object=re.compile(any_of(v["times"]["objects"]) + "$"),
        this_year=frozenset(v["times"]["this_year"]),
        plan=re.compile(any_of(v["times"]["plans"])),
        phase=re.compile(
            f"(?P<final>{any_of(v['times']['final'])})|{any_of(v['times']['no_phase'])}|(?P<budget>{any_of(v['times']['budget'])})"
        ),
    )


def _time_pattern(times: dict[str, list[str]]) -> re.Pattern[str]:
    """A year by number or by 上年, 本年; with 截至 before it or 12月31日, 底 behind it a date."""
    number = r"(?<!\d)(?:19|20)\d{2}"
    relative = any_of([*times["last_year"], *times["this_year"]])
    one = rf"(?:{number}(?:年度?)?|{relative})"
    return re.compile(
        f"(?P<as_of>{any_of(times['as_of'])})?"
        rf"(?:{one}(?:(?P<span>{any_of(times['spans'])})|(?P<joined>{any_of(times['joins'])}))(?={one}))?"
        rf"(?:(?P<year>{number})年度?|(?P<relative>{relative}))"
        r"(?P<end>年?[底末]|12月31日|(?(as_of)\d{1,2}月(?:\d{1,2}日|[底末])?))?"
        rf"(?!\d{{1,2}}[月-]|[^,;。:]{{0,8}}?{any_of(times['not_before'])})"
    )


def _unit_pattern(units: dict[str, list[str]]) -> re.Pattern[str]:
    """One unit after a figure: money, percent, area, score, or a counted thing with or without 万 before it."""
    magnitude, bare = any_of(units["magnitude"]), any_of(units["bare_money"])
    return re.compile(
        f"(?P<money>{any_of(units['money'])}(?:/[人年月日天次件辆平张套个](?![\\d.]))?(?:/[年月])?)"
        f"|(?P<percent>{any_of(units['percent'])})"
        f"|(?P<area>{magnitude}?{any_of(units['area'])})"
        f"|(?P<count>{magnitude}?余?多?{any_of(units['count'])})"
        f"|(?P<score>{any_of(units['score'])})"
        f"|(?P<bare>{bare})(?=$|[,;。、)]|增|减|比|较|占|的)"
    )
