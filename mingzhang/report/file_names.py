"""Names of what is written per filing: that of the PDF, with a part of its sha256 where two filings have the same."""

import re
from collections.abc import Iterable
from pathlib import Path

from mingzhang.report.marts import Document


def file_stems(documents: Iterable[Document]) -> list[str]:
    """One name per filing, in their order, without its ending."""
    stems: list[str] = []
    for document in documents:
        stem = re.sub(r"[^\w.-]+", "_", Path(document.file_name).stem)[:60] or "filing"
        stems.append(f"{stem}-{document.document_key[:12]}" if stem in stems else stem)
    return stems
