"""Fetching filings: a list of addresses in, PDFs that are whole beside a manifest that says what became of each address."""

from ingest.fetch.errors import FetchError
from ingest.fetch.run import FetchReport, fetch_sources
from ingest.fetch.settings import Settings

__all__ = ["FetchError", "FetchReport", "Settings", "fetch_sources"]
