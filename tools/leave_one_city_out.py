"""How will the next city fare? Read each city without the vocabulary entries that no other city uses.

    python -m tools.leave_one_city_out [--shared ../shared] [--cache FOLDER] [--show]

The files of the corpus are named by place. Every entry of statements.yml, measures.yml and rows.yml that reads something in the
filings of one place and in no other is taken away, that place's documents with ground truth are read again, and the score is
what a city would get whose habits are new to the same degree. An entry that a place uses without needing it is taken away too,
so the figures err on the low side. Run by hand: about five minutes the first time, one minute with `--cache`.
"""

import argparse
import importlib.util
import pickle
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from ingest.code_digest import digest_of
from ingest.lexicon import bare, load, normalize
from ingest.lexicon.titles import rules
from ingest.page.model import Page
from ingest.page.pdf import read_pages
from ingest.performance.tables import read_performance
from ingest.statements import column_measures, headers, measures
from ingest.statements.lines import main_unit, read_lines
from ingest.statements.recognise import Statement, find_statements
from ingest.statements.row_keys import is_total
from ingest.tables.find_tables import find_tables

Entry = tuple[str, str, str]  # file, section, word or pattern
#: Shanghai and its district Putuo print the same forms: they are one city.
ONE_CITY = {"putuo": "shanghai"}


def city_of(path: Path) -> str:
    place = re.sub(r"(?:-\w+)?-\d+$", "", path.stem)
    return ONE_CITY.get(place, place)


def pages_of(path: Path, cache: Path | None) -> list[Page]:
    version = digest_of(["ingest/page"])[:8]
    kept = cache / f"{path.stem}.{version}.pickle" if cache else None
    if kept and kept.exists():
        found: list[Page] = pickle.loads(kept.read_bytes())
        return found
    document = pdfium.PdfDocument(path)
    read = list(read_pages(document))
    document.close()
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(read, -1))
    return read


def statements_of(read: Sequence[Page]) -> list[Statement]:
    tables = find_tables(read)
    return find_statements(read, read_performance("key", read, tables).told_apart(tables))[0]


def lines_of(statements: Sequence[Statement]) -> Iterator[Mapping[str, Any]]:
    common = main_unit([statement.printed_unit for statement in statements])
    for statement in statements:
        yield from read_lines(statement, statement.printed_unit or common, None, None).lines


# ---- which entries a filing uses --------------------------------------------------------------------------------------


def used_entries(path: Path, cache: Path | None) -> set[Entry]:
    used: set[Entry] = set()
    _watch_measures(used)
    _watch_roles(used)
    statements = statements_of(pages_of(path, cache))
    for line in lines_of(statements):
        words = re.sub(r"^[^、.]{1,3}[、.]", "", normalize(str(line["line_label"] or "").split("/")[-1]))
        if is_total(words):
            used.add(("rows", "totals", words))
    for statement in statements:
        used |= set(_title_entries(statement))
        used |= {
            entry for sheet in statement.sheets for cell in sheet.grid.cells if cell.words for entry in _row_entries(cell.words)
        }
    return used


def _watch_measures(used: set[Entry]) -> None:
    plain = measures.read_measure

    def watched(path: Sequence[str], implied: str | None) -> measures.Measure:
        pattern, _ = measures._concept_words()
        used.update(("measures", "concepts", word) for words in path for word in pattern.findall(bare(words)))
        return plain(path, implied)

    column_measures.read_measure = watched  # type: ignore[attr-defined]


def _watch_roles(used: set[Entry]) -> None:
    headers._role_of.cache_clear()
    plain = headers._role_of.__wrapped__

    def watched(words: str) -> str | None:
        role: str | None = plain(words)
        if role:
            text = re.sub(r"[()（）]", "", normalize(words))
            used.add(("measures", role, next(p for p in load("measures")["roles"][role] if re.fullmatch(p, text))))
        return role

    headers._role_of = watched  # type: ignore[assignment]


def _title_entries(statement: Statement) -> Iterator[Entry]:
    if statement.recognised_by == "header":
        yield "statements", "header_signatures", statement.rule.code
        return
    title = normalize(statement.title)
    rule = next((rule for rule in rules() if rule.names(title)), None)
    if rule:
        words = next(words for words in rule.words if all(word in title for word in words))
        yield "statements", rule.code, "+".join(words)


def _row_entries(words: str) -> Iterator[Entry]:
    if words in load("rows")["nil_marks"]:
        yield "rows", "nil_marks", words
    yield from (("rows", "notes", pattern) for pattern in load("rows")["notes"] if re.match(pattern, words))


# ---- reading without entries ------------------------------------------------------------------------------------------


def forget(entries: set[Entry]) -> None:
    """Take entries out of the vocabulary of this process."""
    titles, words, rows = load("statements"), load("measures"), load("rows")
    for rule in titles["statements"]:
        gone = [e[2].split("+") for e in entries if e[:2] == ("statements", rule["code"])]
        rule["words"] = [alternative for alternative in rule["words"] if alternative not in gone]
    codes = {e[2] for e in entries if e[:2] == ("statements", "header_signatures")}
    titles["header_signatures"] = [entry for entry in titles["header_signatures"] if entry["code"] not in codes]
    gone_words = {e[2] for e in entries if e[:2] == ("measures", "concepts")}
    for section in ("concepts", "sources_within"):
        words[section] = {concept: [w for w in listed if bare(w) not in gone_words] for concept, listed in words[section].items()}
    words["totals"] = [word for word in words["totals"] if bare(word) not in gone_words]
    for role, patterns in words["roles"].items():
        words["roles"][role] = [p for p in patterns if ("measures", role, p) not in entries]
    for section in rows:
        rows[section] = [word for word in rows[section] if ("rows", section, word) not in entries]


def read_without(path: Path, cache: Path | None, entries: set[Entry]) -> list[tuple[str, str, str, Any, int]]:
    forget(entries)
    return [
        (
            str(line["statement_code"]),
            str(line["class_code"] or ""),
            str(line["line_label"] or ""),
            line["amount_yuan"],
            int(line["page_number"]),
        )
        for line in lines_of(statements_of(pages_of(path, cache)))
    ]


def score(tool: Any, truth: list[dict[str, Any]], read: list[tuple[str, str, str, Any, int]]) -> tuple[float, float, float]:
    """Recall, strict recall and precision of one document, by the matching of the scoring tool."""
    found = [
        tool.line("other" if s.startswith("other") else s, code, label, yuan, f"{s} {label} {yuan}")
        for s, code, label, yuan, _ in read
    ]
    core = [cell for cell in truth if cell["statement"] != "other"]
    covered = [item for item in found if item["statement"] in {cell["statement"] for cell in truth}]
    lost, lost_strict, surplus = tool.match(truth, found, False), tool.match(core, found, True), tool.match(covered, truth, False)
    return 1 - len(lost) / len(truth), 1 - len(lost_strict) / max(1, len(core)), 1 - len(surplus) / max(1, len(covered))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--cache", type=Path, help="keep the read pages here between runs")
    parser.add_argument("--show", action="store_true", help="list the entries taken away from each city")
    args = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", args.shared / "tools" / "score.py")
    assert spec and spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    paths = sorted((args.shared / "corpus" / "dev").glob("*.pdf"))
    paths = [path for path in paths if "imageonly" not in path.name]
    truth = tool.read_truth(args.shared / "corpus" / "truth", "*")
    used: dict[str, set[Entry]] = defaultdict(set)
    # a process per document: the vocabulary of a process is changed for good
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as executor:
        for path, entries in zip(paths, executor.map(used_entries, paths, [args.cache] * len(paths)), strict=True):
            used[city_of(path)] |= entries
        own = {city: entries - set().union(*(e for other, e in used.items() if other != city)) for city, entries in used.items()}
        scored = [path for path in paths if path.name in truth]
        read = executor.map(read_without, scored, [args.cache] * len(scored), [own[city_of(path)] for path in scored])
        found = {path: score(tool, truth[path.name], lines) for path, lines in zip(scored, read, strict=True)}
    report(found, own, args.show)


def report(found: Mapping[Path, tuple[float, float, float]], own: Mapping[str, set[Entry]], show: bool) -> None:
    print(f"{'city':12} {'entries taken':>13} {'documents':>9} {'recall':>8} {'strict':>8} {'precision':>9}")
    for city in sorted({city_of(path) for path in found}):
        figures = [scores for path, scores in found.items() if city_of(path) == city]
        means = [sum(column) / len(figures) for column in zip(*figures, strict=True)]
        print(f"{city:12} {len(own[city]):13} {len(figures):9} {means[0]:8.4f} {means[1]:8.4f} {means[2]:9.4f}")
        if show:
            for entry in shown(own[city]):
                print(f"    {entry}")


def shown(entries: set[Entry]) -> Iterator[str]:
    yield from (f"{file}.yml {section}: {word}" for file, section, word in sorted(entries))


if __name__ == "__main__":
    main()
