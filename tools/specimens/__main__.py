"""Typeset the specimens and write their truth files: ``python -m tools.specimens`` (``make specimens``)."""

from tools.specimens import typeset, write_truth

typeset.main()
write_truth.main()
