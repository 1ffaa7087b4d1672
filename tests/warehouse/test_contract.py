"""What users query stays what it is, or they are told."""

from pathlib import Path

from tests.contract import broken_promises, read_lock, read_marts, untold

MARTS = {"fact": {"key": "VARCHAR", "amount_yuan": "DECIMAL(18,2)"}}
CHANGELOG = "# Changelog\n\n## [Unreleased]\n- `fact.amount_yuan` is gone.\n\n## [0.1]\n- `fact.key` was added.\n"


def test_the_marts_are_those_of_the_lock(published: Path) -> None:
    assert read_marts(published) == read_lock(), "the marts differ from contracts/marts.lock.yml: run make contract"


def test_a_column_that_goes_or_changes_its_type_breaks_the_promise() -> None:
    assert broken_promises(MARTS, {"fact": {"key": "VARCHAR"}}) == ["fact.amount_yuan"]
    assert broken_promises(MARTS, {"fact": {**MARTS["fact"], "key": "INTEGER"}}) == ["fact.key"]
    assert broken_promises(MARTS, {"fact": {**MARTS["fact"], "more": "INTEGER"}, "dim": {}}) == []


def test_a_broken_promise_is_told_in_the_unreleased_changes() -> None:
    assert untold(["fact.amount_yuan", "fact.key"], CHANGELOG) == ["fact.key"]
