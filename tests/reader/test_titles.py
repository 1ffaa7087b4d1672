"""Titles as other provinces and cities word them: titles.csv names the statement that each stands for."""

import csv
from pathlib import Path

import pytest

from ingest.lexicon.titles import recognise_title

with (Path(__file__).parent / "titles.csv").open(encoding="utf-8", newline="") as handle:
    TITLES = [(row["title"], row["statement_code"] or None) for row in csv.DictReader(handle)]

YEAR_AND_NAME = ("", "2024年", "某某市水务局2024年度")


@pytest.mark.parametrize(("title", "code"), TITLES)
def test_a_title_names_its_statement_whoever_words_it(title: str, code: str | None) -> None:
    for before in YEAR_AND_NAME:
        rule = recognise_title(before + title)
        assert (rule.code if rule else None) == code
