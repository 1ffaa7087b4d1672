"""Fetching filings: a list of addresses in; whole documents out, beside a manifest that says what became of each address."""

from ingest.fetch.errors import CannotFetch
from ingest.fetch.run import FetchReport, fetch_sources
from ingest.fetch.settings import FetchSettings

__all__ = ["CannotFetch", "FetchReport", "FetchSettings", "fetch_sources"]
