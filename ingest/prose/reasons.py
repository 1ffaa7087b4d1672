"""Reasons: 主要原因是… and how far it goes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import pattern
from ingest.lexicon.claim_words import ClaimWords
from ingest.prose.figures import Figure

_GOES_ON = pattern("prose", "goes_on")


#: A soft marker (主要是) gives a reason when a change is stated within this many characters before it.
SOFT_REACH = 30


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its marker begins at `marker_start` in the segment from `segment_start`, its text is start:end."""

    segment_start: int
    marker_start: int
    start: int
    end: int
    text: str


def find_reasons(text: str, figures: Sequence[Figure], words: ClaimWords) -> list[Reason]:
    """All reasons of a paragraph, from left to right, not overlapping."""
    reasons: list[Reason] = []
    for marker in words.reason.finditer(text):
        if reasons and marker.start() < reasons[-1].end:
            continue
        if marker["soft"] and not words.changed.search(text, max(0, marker.start() - SOFT_REACH), marker.start()):
            continue
        end = _reason_end(text, marker.end(), figures)
        segment_start = max(text.rfind(stop, 0, marker.start()) for stop in ",;。") + 1
        reasons.append(Reason(segment_start, marker.start(), marker.end(), end, text[marker.end() : end].strip(":,;。")))
    return [reason for reason in reasons if reason.text]


def _reason_end(text: str, start: int, figures: Sequence[Figure]) -> int:
    """To the full stop, or to a semicolon after which the next subject gets its figures; 一是…二是… belong together."""
    for stop in re.finditer("[;。]", text[start:]):
        at = start + stop.end()
        if at - 1 == start or _GOES_ON.match(text, at):
            continue
        if stop.group() == "。" or _states_figure(text, at, figures):
            return at
    return len(text)


def _states_figure(text: str, start: int, figures: Sequence[Figure]) -> bool:
    """Whether the words up to the next semicolon or full stop state an amount or a percentage."""
    stops = [at for at in (text.find(";", start), text.find("。", start)) if at >= 0]
    end = min(stops, default=len(text))
    return any(start <= figure.start < end and figure.kind in ("money", "percent") for figure in figures)
