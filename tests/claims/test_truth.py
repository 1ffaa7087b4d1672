"""Prose figures against ground truth: the typeset specimens, and the two original disclosures where they are at hand."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SPECIMENS = {
    "2024_budget_xinjiang_digital_development.pdf": 111,
    "2024_final_urumqi_digital_development.pdf": 191,
    "2024_final_petition_administration.pdf": 125,
}
SEEDS = {"budget_2024": 111, "final_2024": 191}


def _plain(text: object) -> str:
    return re.sub(r"[\s\"“”]", "", unicodedata.normalize("NFKC", str(text or "")))


def _same_class(claim: dict[str, Any], truth: dict[str, Any]) -> bool:
    names = ("class_name", "section_name", "item_name")
    columns = ("function_class", "function_section", "function_item")
    return [_plain(claim[name]) for name in names] == [_plain(truth[column]) for column in columns]


@pytest.mark.parametrize("document", SPECIMENS)
def test_every_figure_of_a_specimen_is_found_and_no_other(root: Path, score_pdf: Callable[..., Any], document: str) -> None:
    score = score_pdf(root / "data/raw" / document, root / "tools/specimens/truth/claims.csv", document)
    assert len(score.matched) + len(score.missed) == SPECIMENS[document]
    assert [row["quote"] for row in score.missed] == []
    assert [claim["quote"] for claim in score.spurious] == []


@pytest.mark.parametrize("document", SPECIMENS)
def test_a_claim_stands_on_the_page_of_its_figure(root: Path, score_pdf: Callable[..., Any], document: str) -> None:
    score = score_pdf(root / "data/raw" / document, root / "tools/specimens/truth/claims.csv", document)
    # equal figures (0.00, 100.00%) may be matched crosswise, hence not all
    assert score.agreement(lambda claim, truth: claim["page_number"] == int(truth["page"])) > 0.95


@pytest.mark.shared
@pytest.mark.parametrize("document", SEEDS)
def test_figures_of_the_original_disclosures(shared: Path, score_pdf: Callable[..., Any], document: str) -> None:
    score = score_pdf(shared / "seeds" / f"{document}.pdf", shared / "seeds/truth_claims.csv", document)
    assert len(score.matched) + len(score.missed) == SEEDS[document]
    assert score.recall >= 0.99, [row["quote"] for row in score.missed]
    assert score.precision >= 0.99, [claim["quote"] for claim in score.spurious]
    assert score.agreement(_same_class) == 1.0
    assert score.agreement(lambda claim, truth: _plain(claim["comparison_base"]) == _plain(truth["comparison_base"])) >= 0.99
    assert score.agreement(lambda claim, truth: _plain(claim["subject"]) == _plain(truth["subject"])) >= 0.9


@pytest.mark.shared
def test_each_item_claim_of_the_disclosures_names_its_class(shared: Path, score_pdf: Callable[..., Any]) -> None:
    items = 0
    for document in SEEDS:
        score = score_pdf(shared / "seeds" / f"{document}.pdf", shared / "seeds/truth_claims.csv", document)
        for claim, truth in score.matched:
            if truth["function_item"] and claim["measure_kind"] == "amount":
                items += 1
                assert _same_class(claim, truth)
    assert items == 17
