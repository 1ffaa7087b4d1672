"""Typeset the specimens and write their truth files: ``python -m tests.specimens`` (``make specimens``)."""

from __future__ import annotations

import sys

from tests.specimens import typeset, write_truth

exit_code = typeset.main()
if exit_code == 0:
    write_truth.main()
sys.exit(exit_code)
