"""Parts of pages as pictures, and of workbooks as tables, drawn by one bounded process that stays: what a PDF does to whoever renders it, it does to that."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import duckdb
from starlette.responses import PlainTextResponse, Response

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.landing.bounded import Bounded
from mingzhang.pdf_folder import PdfFolder
from mingzhang.report import queries
from mingzhang.report.evidence import Part, Picture, SheetTable

#: Pictures that are kept; each has at most some 120 kB.
KEPT = 200


@dataclass(frozen=True)
class Wanted:
    """A part of a page of a filing, and how its pages are turned."""

    document_key: str
    rotations: Mapping[int, int]
    part: Part


class Pictures:
    """Draws parts of the PDFs of a raw folder, and keeps the latest."""

    def __init__(self, raw_folder: Path) -> None:
        self._folder = PdfFolder(raw_folder)
        self._drawer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="draw")
        self._draw = Bounded("mingzhang.report.crops:draw_parts", seconds=20)
        self._kept: OrderedDict[Hashable, Picture] = OrderedDict()
        self._lock = Lock()

    def path_of(self, connection: duckdb.DuckDBPyConnection, document_key: str) -> Path | None:
        """The PDF where it lay when it was read, if it still has the same bytes."""
        return self._folder.recorded_path(document_key, queries.found_at(connection, document_key))

    def answer(self, connection: duckdb.DuckDBPyConnection, asked: Hashable, wanted: Callable[[], Wanted]) -> Response:
        """The part as a picture, or a sentence that says why there is none."""
        try:
            picture = self._drawn(connection, asked, wanted)
        except (UnreadableDocument, ReaderFailed, OSError) as problem:
            return PlainTextResponse(f"the file cannot be drawn: {problem}", 500)
        if picture is None:
            return PlainTextResponse("the file is not in the raw folder (looked for by its sha256)", 404)
        return Response(picture.png, media_type=picture.media_type)

    def table(self, connection: duckdb.DuckDBPyConnection, asked: Hashable, wanted: Callable[[], Wanted]) -> SheetTable | None:
        """The part of the sheet, where the file is a workbook that can be drawn; the picture says why it cannot."""
        try:
            picture = self._drawn(connection, asked, wanted)
        except (UnreadableDocument, ReaderFailed, OSError):
            return None
        return picture.table if picture else None

    def _drawn(self, connection: duckdb.DuckDBPyConnection, asked: Hashable, wanted: Callable[[], Wanted]) -> Picture | None:
        """What was drawn for the same question is not looked up again; None where the file is not there."""
        known = self._again(asked)
        if known is not None:
            return known
        question = wanted()
        path = self.path_of(connection, question.document_key)
        if path is None:
            return None
        asking = self._drawer.submit(self._draw.ask, path.read_bytes(), dict(question.rotations), [question.part])
        [picture] = asking.result()
        drawn: Picture = picture
        self._keep(asked, drawn)
        return drawn

    def _again(self, asked: Hashable) -> Picture | None:
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
            return self._kept.get(asked)

    def _keep(self, asked: Hashable, picture: Picture) -> None:
        with self._lock:
            self._kept[asked] = picture
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
