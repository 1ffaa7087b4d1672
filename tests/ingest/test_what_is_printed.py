"""Whatever stands in a name reaches the terminal as it is, and never as markup, colour or a picture."""

import io

import pytest
from rich.console import Console
from rich.table import Table

from ingest.printable import labelled, plain


def _printed(what: object) -> str:
    console = Console(file=io.StringIO(), width=200, force_terminal=True, color_system=None)
    console.print(what, highlight=False)
    return console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO


@pytest.mark.parametrize("name", ["[/red]", "a[/red", "[bold", "]", "x\\\\[/]", ":smile:", "[link=file:///]a[/link]", "[/RED]"])
def test_markup_in_a_name_means_nothing(name: str) -> None:
    assert _printed(labelled("red", "not read", f"{name}: {name}]")) == f"not read {name}: {name}]\n"
    table = Table(box=None, show_header=False)
    table.add_row(plain(name))
    assert name in _printed(table)


@pytest.mark.parametrize("name", ["\x1b[31m", "\x1b]0;title\x07", "\x9b2J", "a\rb", "\u202egnp", "\ud800", "\x08\x08"])
def test_controls_never_reach_a_terminal(name: str) -> None:
    shown = _printed(labelled("red", "not read", name)).removesuffix("\n")
    assert shown.isprintable()
