"""Typeset the specimens and write their truth files: ``python -m tests.specimens`` (``make specimens``)."""

from tests.specimens import typeset, write_truth

typeset.main()
write_truth.main()
