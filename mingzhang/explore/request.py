"""One request: its language, its parameters (checked, or refused), and how it is answered."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from mingzhang.explore.messages import LANGUAGES, code_words, default_language, translator
from mingzhang.explore.render import templates
from mingzhang.explore.source import Opened
from mingzhang.spreadsheet_text import BYTE_ORDER_MARK, harmless_text

#: Rows of a list on one page, and rows of a statement.
ROWS, STATEMENT_ROWS = 50, 100
#: Pages of a list that can be asked for, and characters of a search.
_MAX_PAGE, _MAX_TEXT = 100_000, 100


class BadRequest(Exception):
    """A parameter that this explorer never writes into an address."""


class NotFound(Exception):
    """The warehouse has nothing of that key."""


class Page:
    """What the views see of a request, and what they answer with."""

    def __init__(self, request: Request, opened: Opened) -> None:
        self.request, self.opened = request, opened
        self.connection, self.directory = opened.connection, opened.directory
        asked = request.query_params.get("lang")
        if asked not in (None, *LANGUAGES):
            raise BadRequest("lang")
        self.language = asked or default_language()
        self._keeps_language = asked is not None
        self.t, self.code = translator(self.language), code_words(self.language)

    def key(self, name: str, pattern: str) -> str:
        """A key out of the path; keys are the only thing by which anything is found."""
        value = str(self.request.path_params[name])
        if not re.fullmatch(pattern, value):
            raise NotFound(value[:80])
        return value

    def text(self, name: str) -> str:
        return self.request.query_params.get(name, "").strip()[:_MAX_TEXT]

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """One of the values that are offered; None when nothing is chosen."""
        value = self.request.query_params.get(name) or None
        if value is not None and value not in allowed:
            raise BadRequest(name)
        return value

    def number(self, name: str, largest: int = 9999) -> int | None:
        value = self.request.query_params.get(name) or None
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) > largest:
            raise BadRequest(name)
        return int(value)

    @property
    def page_number(self) -> int:
        return max(self.number("page", _MAX_PAGE) or 1, 1)

    @property
    def wants_csv(self) -> bool:
        return self.choice("format", ("csv",)) == "csv"

    def url(self, path: str, **parameters: Any) -> str:
        """An address of this explorer, in the language that was asked for."""
        kept = {name: value for name, value in parameters.items() if value not in (None, "", [])}
        if self._keeps_language:
            kept.setdefault("lang", self.language)
        asked = urlencode(kept, doseq=True)
        return quote(path, safe="/:.@") + (f"?{asked}" if asked else "")

    def here(self, **changes: Any) -> str:
        """This address with other parameters."""
        asked: dict[str, Any] = {name: self.request.query_params.getlist(name) for name in self.request.query_params}
        return self.url(self.request.url.path, **(asked | changes))

    def render(self, template: str, status: int = 200, **values: Any) -> Response:
        context = {"page": self, "t": self.t, "code": self.code, "url": self.url, "here": self.here, "language": self.language}
        return HTMLResponse(templates().get_template(template).render(context | values), status)

    def csv(self, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
        """What is seen, for spreadsheets: with byte order mark, texts never formulas."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)
        disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}.csv"
        content = BYTE_ORDER_MARK + text.getvalue().encode()
        return Response(content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless_text(value)
    return f"{value:f}" if isinstance(value, Decimal) else value


View = Callable[[Page], Response]


class Listing:
    """A part of a list, and where it stands in it."""

    def __init__(self, rows: Sequence[Any], page_number: int, size: int = ROWS) -> None:
        self.total, self.number = len(rows), page_number
        self.last = max((self.total + size - 1) // size, 1)
        first = (page_number - 1) * size
        self.rows = rows[first : first + size]
        self.first, self.end = (first + 1 if self.rows else 0), first + len(self.rows)
