"""Characters that are struck twice: fake bold prints each a second time, a little beside."""

import math
from collections import defaultdict
from typing import Any

import numpy as np

from ingest.page.model import Glyph, Numbers

#: Two equal glyphs nearer than this part of their size are one glyph printed twice (fake bold).
DOUBLE_STRIKE = 0.25


def struck_once(glyphs: list[Glyph], x0: Numbers, x1: Numbers, baseline: Numbers, size: Numbers) -> list[Glyph]:
    """Glyphs without those that repeat another. Only such as have their like nearby are looked at one by one: those that stand next
    to it across, within a band of the page. Bands are laid twice, since the two may lie on both sides of an edge."""
    if len(glyphs) < 2:
        return glyphs
    reach = strike_reach(x1 - x0, size).max()
    characters = np.array([hash(glyph.text) for glyph in glyphs], np.int64)
    has_like = np.zeros(len(glyphs), np.bool_)
    for half in (0.0, 0.5):
        band = np.floor(baseline / (2 * reach) + half).astype(np.int64)
        # One number for character and band; should two meet in it, a few glyphs more are looked at.
        places = characters + band * 1_000_003
        across = np.lexsort((x0, places))
        near = (np.diff(places[across]) == 0) & (np.diff(x0[across]) < reach)
        has_like[across[1:][near]] = has_like[across[:-1][near]] = True
    strikes = _Strikes()
    return [
        glyph for glyph, looked_at in zip(glyphs, has_like.tolist(), strict=True) if not (looked_at and strikes.repeats(glyph))
    ]


def strike_reach(width: Any, size: Any) -> Any:
    """How far apart two strikes of one character stand at most. The box of 一 may be as low as its stroke: it is as high as wide."""
    return np.minimum(DOUBLE_STRIKE * np.maximum(size, width), 0.5 * width)


class _Strikes:
    """Where characters stand already, by bands of four points, and how far to the right a band is filled: what is set
    beyond its end, as most text is, cannot be a second strike."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
        self._ends: dict[int, float] = {}

    def repeats(self, glyph: Glyph) -> bool:
        """Whether the same character stands at the same place already; if not, it does from now on."""
        text, x0, x1, baseline, size, *_ = glyph
        reach = strike_reach(x1 - x0, size)
        for band in range(int(baseline - reach) >> 2, (int(baseline + reach) >> 2) + 1):
            if x0 - reach < self._ends.get(band, -math.inf):
                for other_x0, other_baseline in self._places[text, band]:
                    if -reach < other_x0 - x0 < reach and -reach < other_baseline - baseline < reach:
                        return True
        band = int(baseline) >> 2
        self._ends[band] = max(self._ends.get(band, x0), x0)
        self._places[text, band].append((x0, baseline))
        return False
