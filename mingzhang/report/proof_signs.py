"""The sign beside each figure that says how far it is proved: colour alone is not seen by everybody, nor on every print."""

SIGNS = {"proved": "✓", "consistent": "≈", "unproved": "·", "contradicted": "✗"}


def sign_of(status: str | None) -> str:
    """A figure without a status is one that nothing checks."""
    return SIGNS.get(status or "unproved", "·")
