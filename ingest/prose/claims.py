"""Claims: every figure stated in the prose, as rows of raw table `claims`.

Paragraphs come from `prose`; `claim_reader` walks them with the grammar of a clause (`figures`, `leads`, `named_classes`,
`reasons`). Conventions of the rows are in docs/prose_and_performance.md.
"""

from collections.abc import Sequence

from ingest.lexicon.claim_words import claim_words
from ingest.prose.claim import Claim
from ingest.prose.claim_reader import ClaimReader
from ingest.prose.claim_times import OwnTime
from ingest.prose.paragraphs import Paragraph


def read_claims(document_key: str, paragraphs: Sequence[Paragraph], own: OwnTime) -> list[dict[str, object]]:
    """Every figure (and stated absence or standstill) of the prose of one document, in reading order.

    `own` is the year and kind of the filing, which a sentence means that names neither.
    """
    return claim_rows(document_key, find_claims(paragraphs, own), own)


def find_claims(paragraphs: Sequence[Paragraph], own: OwnTime) -> list[Claim]:
    reader = ClaimReader(claim_words(), own.year)
    return [claim for paragraph in paragraphs for claim in reader.read(paragraph)]


def claim_rows(document_key: str, claims: Sequence[Claim], own: OwnTime) -> list[dict[str, object]]:
    return [
        {"document_key": document_key, "claim_number": number, **claim.row(own)} for number, claim in enumerate(claims, start=1)
    ]
