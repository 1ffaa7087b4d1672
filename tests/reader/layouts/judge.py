"""Read a typeset layout with the reader of documents and compare with its truth; `python -m tests.reader.layouts.judge [NAME]` prints all."""

import hashlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from ingest.document.read import read_document
from ingest.lexicon import normalize
from tests.reader.layouts.cities import layouts
from tests.reader.layouts.press import Layout, truth_of, typeset

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Verdict:
    """Truth and reading of one layout as multisets of (statement, code, label, measure, yuan)."""

    name: str
    truth: Counter[Key]
    read: Counter[Key]
    messages: tuple[str, ...] = ()

    @property
    def missed(self) -> list[Key]:
        return list((self.truth - self.read).elements())

    @property
    def surplus(self) -> list[Key]:
        return list((self.read - self.truth).elements())

    @property
    def recall(self) -> float:
        """Amounts found under their code or their label, whatever the statement."""
        return _share(self.truth, self.read)

    @property
    def strict(self) -> float:
        return 1 - len(self.missed) / max(1, self.truth.total())

    @property
    def precision(self) -> float:
        return _share(self.read, self.truth)


def _share(wanted: Counter[Key], pool: Counter[Key]) -> float:
    left = Counter({(key[1], key[2], key[4]): 0 for key in pool})
    for key, count in pool.items():
        left[key[1], key[2], key[4]] += count
    hits = 0
    for _, code, label, _, yuan in wanted.elements():
        found = next((k for k, n in left.items() if n and k[2] == yuan and ((code and k[0] == code) or k[1] == label)), None)
        if found:
            left[found] -= 1
            hits += 1
    return hits / max(1, wanted.total()) if wanted else 1.0


def judge(layout: Layout, keep: Path | None = None) -> Verdict:
    return verdict_on(layout, read(layout, keep))


def read(layout: Layout, keep: Path | None = None) -> Mapping[str, pl.DataFrame]:
    """What the reader of documents makes of a typeset layout."""
    pdf = typeset(layout)
    if keep:
        (keep / f"{layout.name}.pdf").write_bytes(pdf)
    return read_document(pdf, f"{layout.name}.pdf", hashlib.sha256(pdf).hexdigest()).frames


def verdict_on(layout: Layout, frames: Mapping[str, pl.DataFrame]) -> Verdict:
    has_measures = {form.code for form in layout.forms if form.measures}
    found = Counter(
        (line["statement_code"], line["class_code"] or "", label(line["line_label"]),
         line["measure_code"] if line["statement_code"] in has_measures else "", line["amount_yuan"])
        for line in frames["statement_lines"].to_dicts()
    )  # fmt: skip
    truth = Counter((code, cls, label(name), measure, yuan) for code, cls, name, measure, yuan in truth_of(layout))
    said = [m["message"] for m in frames["reader_messages"].to_dicts()]
    said += [f"left over: {c['cell_text']} ({c['reason']})" for c in frames["leftover_cells"].to_dicts()]
    said += [f"statement {s['statement_code']}: {s['title_text']}" for s in frames["statements"].to_dicts()]
    return Verdict(layout.name, truth, found, tuple(said))


def label(text: str | None) -> str:
    return normalize(text or "")


def judge_all(names: Sequence[str] = (), keep: Path | None = None) -> list[Verdict]:
    chosen = [layout for layout in layouts() if not names or any(name in layout.name for name in names)]
    with ProcessPoolExecutor(2) as executor:
        return list(executor.map(judge, chosen, [keep] * len(chosen)))


def main() -> None:
    names = sys.argv[1:]
    verdicts = judge_all(names)
    print(f"{'layout':50} {'cells':>5} {'recall':>7} {'strict':>7} {'precis.':>7}")
    for v in verdicts:
        perfect = not v.missed and not v.surplus
        print(f"{v.name:50} {v.truth.total():5} {v.recall:7.3f} {v.strict:7.3f} {v.precision:7.3f} {'' if perfect else '✗'}")
        if not perfect:
            for title, keys in (("missed ", v.missed), ("surplus", v.surplus)):
                for key in keys[: 6 if names else 2]:
                    print(f"      {title} {' | '.join(_shown(part) for part in key)}")
            for message in v.messages[: 6 if names else 3]:
                print(f"      said    {message}")
    print(f"{sum(not v.missed and not v.surplus for v in verdicts)} of {len(verdicts)} layouts exactly right")


def _shown(part: Any) -> str:
    return f"{part:f}" if isinstance(part, Decimal) else str(part)


if __name__ == "__main__":
    main()
