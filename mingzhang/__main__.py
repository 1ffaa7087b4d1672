"""`python -m mingzhang`."""

from mingzhang.cli.app import app

app()
