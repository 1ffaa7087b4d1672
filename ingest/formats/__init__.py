"""Documents that are no PDF: each module lays one format out as the pages that every later step reads. `read.py` chooses."""
