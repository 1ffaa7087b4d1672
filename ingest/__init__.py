"""Reading disclosures: PDFs in, evidence-bearing frames out."""

#: Changes whenever the reader may read a document differently: the second half of the caching key.
READER_VERSION = "1"
