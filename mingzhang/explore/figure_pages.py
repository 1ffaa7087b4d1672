"""One figure: the page with its box, what proves or contradicts it, where else it is printed, how to cite it."""

from collections.abc import Hashable

from starlette.responses import Response

from mingzhang.explore.pictures import Pictures, Wanted
from mingzhang.explore.request import NotFound, Page
from mingzhang.report import queries
from mingzhang.report.figure_view import SHOWN, FigureView, figure_part, figure_view

KEY = r"[0-9a-z:]{1,120}"


class FigurePages:
    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures

    def figure(self, page: Page) -> Response:
        view = _view(page)
        has_picture = (
            view.figure.box is not None and self._pictures.path_of(page.connection, view.figure.document_key) is not None
        )
        if page.wants_csv:
            return page.csv(f"mingzhang-{view.figure.figure_key}", _CSV_HEADER, _csv_rows(view))
        # only workbooks have addresses: a picture of any other file is drawn when the browser asks for it
        drawn = self._pictures.table(page.connection, _asked(page), lambda: _wanted(page)) if view.figure.cell_address else None
        return page.render("figure.html", view=view, has_picture=has_picture, drawn=drawn, shown=SHOWN)

    def picture(self, page: Page) -> Response:
        return self._pictures.answer(page.connection, _asked(page), lambda: _wanted(page))


def _asked(page: Page) -> Hashable:
    return page.opened.stamp, page.key("key", KEY)


def _wanted(page: Page) -> Wanted:
    view = _view(page)
    part = figure_part(page.connection, view)
    if part is None:
        raise NotFound(view.figure.figure_key)
    return Wanted(view.figure.document_key, queries.page_rotations(page.connection, view.figure.document_key), part)


_CSV_HEADER = ("file_name", "page", "statement", "item", "column", "printed", "unit", "amount_yuan", "linked_by", "figure_key")


def _csv_rows(view: FigureView) -> list[list[object]]:
    places = [(view.figure, "this figure"), *((place.figure, place.linked_by) for place in view.places)]
    return [
        [
            *(each.file_name, each.page_number, each.statement_name_zh, each.name, each.column_path),
            *(each.printed_text, each.printed_unit, each.amount_yuan, linked, each.figure_key),
        ]
        for each, linked in places
    ]


def _view(page: Page) -> FigureView:
    key = page.key("key", KEY)
    view = figure_view(page.connection, key)
    if view is None:
        raise NotFound(key)
    return view
