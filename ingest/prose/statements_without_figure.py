"""Statements without a figure: 与上年持平 (a change of zero), 无政府性基金预算 / …表为空表 (absence)."""

from dataclasses import dataclass
from decimal import Decimal

from ingest.lexicon import pattern
from ingest.lexicon.claim_words import ClaimWords
from ingest.prose.leads import clean_subject

_SAYS_AGAIN = pattern("prose", "says_again")


@dataclass(frozen=True)
class Stated:
    """What a clause states without a figure; `start` and `end` are the place of the telling word in the clause."""

    kind: str
    start: int
    end: int
    subject: str | None = None
    direction: str | None = None
    value: Decimal | None = None


def stated_without_figure(clause: str, words: ClaimWords) -> Stated | None:
    """A standstill has the value 0, unless it is only about one (基本持平); an absence has no value."""
    if match := words.unchanged.search(clause):
        about = words.about.search(clause, 0, match.start())
        return Stated("change_amount", match.start(), match.end(), None, "unchanged", None if about else Decimal(0))
    if _SAYS_AGAIN.match(clause):
        return None  # says again what the sentence before it said
    match = words.absent_before.search(clause)
    if match and words.absent_of.search(clause, match.end()):
        return Stated("absence", match.start(), len(clause), clean_subject(clause[match.end() :], words))
    if (match := words.absent_after.search(clause)) and words.absent_of.search(clause):
        return Stated("absence", match.start(), match.end(), clean_subject(clause[: match.start()], words))
    return None
