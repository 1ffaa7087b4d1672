"""Whether the reader took an input as it takes everything: a reading, or a reason that was foreseen, within the bounds."""

import hashlib

from ingest.errors import Quarantined, ReaderFailed, TookTooLong, UnreadableDocument
from ingest.landing.bounded import Bounded

#: Mutated specimens have a few pages; what takes longer than this hangs.
READER = Bounded(seconds=60)


def fault_of(content: bytes, name: str, may_be_refused_for_time: bool = False) -> str | None:
    """What is wrong with how the reader took it; None when nothing is. A time that was foreseen is the bound doing its work."""
    try:
        READER(content, name, hashlib.sha256(content).hexdigest())
    except TookTooLong as problem:
        return None if may_be_refused_for_time else f"took_too_long: {problem}"
    except Quarantined as problem:
        return f"quarantined: {problem}"
    except UnreadableDocument:
        return None
    except ReaderFailed as problem:
        return f"reader_failed: {problem}"
    return None
