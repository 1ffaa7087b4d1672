"""What is seen in the picture of a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """Characters that stand together in the picture: a number, or what stands between two."""

    text: str
    confidence: float
    box: tuple[float, float, float, float]
    is_in_text_layer: bool


@dataclass(frozen=True)
class Look:
    """What the picture of a page shows, and how the page was turned for that."""

    rotation: int
    runs: tuple[Run, ...]
