"""Build the classification and region seeds from a folder of reference lists.

    python dbt_project/seeds_source/build_class_seeds.py REFERENCE_FOLDER

REFERENCE_FOLDER holds observed_function_codes.csv and observed_economic_codes.csv (code, level, name_majority, counts,
years_seen: codes and names as attested in published filings, not an official list) and regions_2023_{provinces,cities,
areas}.csv (GB/T 2260 codes and names). What the lists get wrong is corrected in class_corrections.csv beside this file,
one reason per row. Writes function_classes.csv, economic_classes.csv and regions.csv into dbt_project/seeds; the result is
committed, so a build never needs the reference folder.
"""

import csv
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parent / "seeds"
CLASS_COLUMNS = ["class_code", "class_name", "class_kind", "level", "valid_from_year", "valid_to_year", "is_official", "note"]
REGION_COLUMNS = ["region_code", "region_name", "region_level", "parent_region_code", "full_name"]
# a name with a number, a unit of measure or an open bracket is a neighbouring cell or a truncation, not a class
NOISE = re.compile(r"[0-9A-Za-z]|^(万元|平方米|人次|台套)$|[（(][^）)]*$|、$")
# 市辖区 and its like stand for "districts of the city" in the code list; nobody writes them in a region's full name
PLACEHOLDER_REGIONS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def write_seed(name: str, columns: list[str], rows: Iterable[dict[str, str]]) -> None:
    with (SEEDS / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def class_kind(code: str) -> str:
    return {"2": "function", "3": "department_economic", "5": "government_economic"}[code[0]]


def class_row(code: str, name: str, note: str, valid_from: str = "", valid_to: str = "") -> dict[str, str]:
    # full-width brackets, as the printed class lists have them
    name = unicodedata.normalize("NFKC", name).replace("(", "（").replace(")", "）").replace(",", "，")
    return {
        "class_code": code,
        "class_name": name,
        "class_kind": class_kind(code),
        "level": str((len(code) - 1) // 2),
        "valid_from_year": valid_from,
        "valid_to_year": valid_to,
        "is_official": "false",
        "note": note,
    }


def observed_classes(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Observed codes with a plausible name; the note says how often and when the pair was seen."""
    for row in rows:
        code, name = row["code"].strip(), row["name_majority"].strip()
        if len(code) not in (3, 5, 7) or NOISE.search(name):
            print(f"left out: {code} {name}", file=sys.stderr)  # noqa: T201 — the report of a script that people run
            continue
        years = row.get("years_seen", "").split()
        seen = f"; years {years[0]}–{years[-1]}" if years else ""
        yield class_row(code, name, f"attested {row['name_count']} times{seen}")


def corrected(classes: Iterable[dict[str, str]], corrections: list[dict[str, str]]) -> list[dict[str, str]]:
    """Observed classes with the declared corrections; `add` keeps the observed row unless it has the same name."""
    gone = {c["class_code"] for c in corrections if c["action"] in ("drop", "replace")}
    added_names = {(c["class_code"], c["class_name"]) for c in corrections}
    kept = [row for row in classes if row["class_code"] not in gone and (row["class_code"], row["class_name"]) not in added_names]
    declared = [
        class_row(c["class_code"], c["class_name"], c["reason"], c["valid_from_year"], c["valid_to_year"])
        for c in corrections
        if c["action"] in ("add", "replace")
    ]
    return sorted(kept + declared, key=lambda row: (row["class_code"], row["valid_from_year"]))


def regions(folder: Path) -> Iterator[dict[str, str]]:
    """Six-digit codes at all three levels; the full name joins the levels without the placeholder districts."""
    provinces = {row["code"]: row["name"] for row in rows_of(folder / "regions_2023_provinces.csv")}
    cities = {row["code"]: row for row in rows_of(folder / "regions_2023_cities.csv")}
    yield region("000000", "中央", "central", "", "中央")
    for code, name in provinces.items():
        yield region(code + "0000", name, "province", "", name)
    for code, row in cities.items():
        if row["name"] not in PLACEHOLDER_REGIONS:
            yield region(
                code + "00", row["name"], "city", row["provinceCode"] + "0000", provinces[row["provinceCode"]] + row["name"]
            )
    for row in rows_of(folder / "regions_2023_areas.csv"):
        city = cities.get(row["cityCode"], {"name": "市辖区"})["name"]
        in_city = city not in PLACEHOLDER_REGIONS
        parent = row["cityCode"] + "00" if in_city else row["provinceCode"] + "0000"
        full_name = provinces[row["provinceCode"]] + (city if in_city else "") + row["name"]
        yield region(row["code"], row["name"], "district", parent, full_name)


def first_of_each_code(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    by_code: dict[str, dict[str, str]] = {}
    for row in rows:
        by_code.setdefault(row["region_code"], row)
    return [by_code[code] for code in sorted(by_code)]


def region(code: str, name: str, level: str, parent: str, full_name: str) -> dict[str, str]:
    return dict(zip(REGION_COLUMNS, (code, name, level, parent, full_name), strict=True))


def main(folder: Path) -> None:
    corrections = rows_of(HERE / "class_corrections.csv")
    for seed, source, kinds in (
        ("function_classes.csv", "observed_function_codes.csv", {"function"}),
        ("economic_classes.csv", "observed_economic_codes.csv", {"department_economic", "government_economic"}),
    ):
        wanted = [c for c in corrections if c["class_kind"] in kinds]
        write_seed(seed, CLASS_COLUMNS, corrected(observed_classes(rows_of(folder / source)), wanted))
    # 东莞市 and other cities without districts stand in the list of districts once more, under their own code
    write_seed("regions.csv", REGION_COLUMNS, first_of_each_code(regions(folder)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
