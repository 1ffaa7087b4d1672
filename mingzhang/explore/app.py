"""Addresses of the explorer, and what every answer carries: a policy under which the page runs no script and loads nothing else."""

import logging
from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mingzhang.explore.compare_pages import compare
from mingzhang.explore.disclosure_pages import disclosure, prose, statement
from mingzhang.explore.download import workbook
from mingzhang.explore.figure_pages import FigurePages
from mingzhang.explore.finding_pages import FindingPages
from mingzhang.explore.pictures import Pictures
from mingzhang.explore.render import STYLES
from mingzhang.explore.request import BadRequest, NotFound, Page, View
from mingzhang.explore.search_pages import department, search
from mingzhang.explore.source import NoWarehouse, Source

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

log = logging.getLogger("mingzhang.explore")


def explorer(source: Source, raw_folder: Path, hosts: Sequence[str] = ("127.0.0.1", "localhost")) -> Starlette:
    """The application. Only the named hosts are answered: a page of another site must not reach it under a name of its own."""
    pictures = Pictures(raw_folder)
    figures, findings = FigurePages(pictures), FindingPages(pictures)
    views: dict[str, View] = {
        "/": search,
        "/department/{key}": department,
        "/disclosure/{key}": disclosure,
        "/disclosure/{key}/statement/{number}": statement,
        "/disclosure/{key}/prose": prose,
        "/disclosure/{key}/workbook.xlsx": workbook,
        "/figure/{key}": figures.figure,
        "/figure/{key}/picture.png": figures.picture,
        "/findings": findings.findings,
        "/finding/{key}": findings.finding,
        "/finding/{key}/picture/{number}.png": findings.picture,
        "/compare": compare,
        "/about": lambda page: page.render("about.html"),
    }
    routes = [Route(path, _endpoint(view, source), methods=["GET"]) for path, view in views.items()]
    middleware = [Middleware(_Headers), Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)]
    return Starlette(routes=[*routes, Route("/static/explore.css", _styles, methods=["GET"])], middleware=middleware)


class _Endpoint:
    """A view, and what becomes of a request that it refuses."""

    def __init__(self, view: View, source: Source) -> None:
        self._view, self._source = view, source

    def respond(self, request: Request) -> Response:
        try:
            with self._source.reading() as opened:
                try:
                    page = Page(request, opened)
                except BadRequest as problem:
                    return PlainTextResponse(f"not a value that is offered: {problem}", 400)
                return self._answer(page)
        except NoWarehouse as problem:
            log.warning("%s", problem)
            return PlainTextResponse(str(problem), 503)

    def _answer(self, page: Page) -> Response:
        try:
            return self._view(page)
        except BadRequest as problem:
            return page.render("error.html", 400, sentence=page.t("bad_request", name=str(problem)))
        except NotFound as problem:
            return page.render("error.html", 404, sentence=page.t("not_found", key=str(problem)))


def _endpoint(view: View, source: Source):  # type: ignore[no-untyped-def]  # a bound method, which Starlette runs in a thread
    return _Endpoint(view, source).respond


def _styles(_: Request) -> Response:
    return Response(STYLES.read_text(encoding="utf-8"), media_type="text/css")


class _Headers:
    """Adds the headers to every answer, those about errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)
