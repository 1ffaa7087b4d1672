"""The audit before publication: declared expectations (`suites/*.yml`), run by Great Expectations on the new file, read-only."""
