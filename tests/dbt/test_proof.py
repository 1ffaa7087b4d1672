"""A short form of the proof benchmark (`make bench-proof`): known faults in the specimens of data/raw."""

from pathlib import Path

import pytest

from ingest.landing.ingest import ingest_folder
from tools.bench.faults import TRIPLE
from tools.bench.proof import Outcome, measure

SPECIMENS = Path(__file__).resolve().parents[2] / "data" / "raw"


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder = tmp_path_factory.mktemp("proof")
    ingest_folder(SPECIMENS, folder / "landing.duckdb")
    return measure(folder / "landing.duckdb", folder, count=9, seed=1, say=print)


def _share(outcomes: list[Outcome], what: str) -> float:
    return sum(getattr(one, what) for one in outcomes) / sum(one.expected for one in outcomes)


def test_a_fault_in_a_figure_of_two_sums_is_detected_located_and_restored(outcomes: list[Outcome]) -> None:
    crossed = [one for one in outcomes if one.fault.kind != TRIPLE and one.fault.witness_count > 1]
    assert len(crossed) > 40
    assert all(one.detected for one in crossed)
    assert _share(crossed, "located") >= 0.95
    assert _share(crossed, "restored") >= 0.9


def test_no_fault_leads_to_a_wrong_proposal(outcomes: list[Outcome]) -> None:
    assert [one.findings for one in outcomes if one.wrong] == []


def test_three_faults_at_once_are_mostly_restored(outcomes: list[Outcome]) -> None:
    triples = [one for one in outcomes if one.fault.kind == TRIPLE]
    assert all(one.detected for one in triples)
    assert _share(triples, "restored") >= 0.7
