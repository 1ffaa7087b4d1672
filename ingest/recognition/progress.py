"""Who is told which page is recognised: it takes seconds, and whoever waits for the document may want to know, or to wait longer."""

from collections.abc import Callable

Listener = Callable[[int, int], None]  # number of the page among those to be recognised, and of how many

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Have a function called before each page that is recognised in this process."""
    _listeners.append(listener)


def tell(number: int, count: int) -> None:
    for listener in _listeners:
        listener(number, count)
