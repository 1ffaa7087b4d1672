"""The warehouse around the readings: command line, build, publication, reports."""
