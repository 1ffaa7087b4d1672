"""Every input that ever failed is read again; mutations of the specimens are read within the bounds."""

import random
from pathlib import Path

import pytest

from tools.fuzz.judge import fault_of
from tools.fuzz.mutate import MUTATIONS, mutated

KEPT = sorted((Path(__file__).parent / "corpus").glob("*.pdf"))


def test_what_once_failed_is_read_or_refused_with_a_reason() -> None:
    assert {path.name: fault for path in KEPT if (fault := fault_of(path.read_bytes(), path.name))} == {}


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("kind", ["zoo", "slow", "hidden"])
def test_the_hostile_filings_of_the_corpus_are_read_or_refused_with_a_reason(shared: Path, kind: str) -> None:
    paths = sorted((shared / "cases" / kind).rglob("*.pdf"))
    assert paths, f"no filings in {kind}"
    faults = {path.name: fault_of(path.read_bytes(), path.name, may_be_refused_for_time=True) for path in paths}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_mutations_are_told_by_their_seed_and_change_something(root: Path) -> None:
    content = (root / "data" / "raw" / "2024_final_petition_administration.pdf").read_bytes()
    for mutation in MUTATIONS:
        assert any(mutation(content, random.Random(seed)) != content for seed in range(5)), mutation.__name__
    assert mutated(content, random.Random(7)) == mutated(content, random.Random(7))


def test_a_handful_of_mutated_specimens_is_taken(root: Path) -> None:
    content = (root / "data" / "raw" / "2024_final_petition_administration.pdf").read_bytes()
    faults = {seed: fault_of(mutated(content, random.Random(seed)), "mutated.pdf") for seed in range(8)}
    assert {seed: fault for seed, fault in faults.items() if fault} == {}
