"""Claims: every figure stated in the prose, as rows of raw table `claims`.

Paragraphs come from `prose`; `claim_reader` walks them with the grammar of a clause (`figures`, `leads`, `named_classes`,
`reasons`). Conventions of the rows are in docs/prose_and_performance.md.
"""

from collections.abc import Sequence

from ingest.prose.claim_reader import ClaimReader
from ingest.prose.claim_words import claim_words
from ingest.prose.paragraphs import Paragraph


def read_claims(document_key: str, paragraphs: Sequence[Paragraph], *, disclosure_kind: str | None) -> list[dict[str, object]]:
    """Every figure (and stated absence or standstill) of the prose of one document, in reading order."""
    reader = ClaimReader(claim_words())
    claims = [claim for paragraph in paragraphs for claim in reader.read(paragraph)]
    return [
        {"document_key": document_key, "claim_number": number, **claim.row(disclosure_kind)}
        for number, claim in enumerate(claims, start=1)
    ]
