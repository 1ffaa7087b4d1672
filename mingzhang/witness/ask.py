"""Ask the witnesses: each about the pages that the models want it to look at, each page once, and land what it says.

The picture is asked about the pages on which findings rest, the second reading about pages with amounts that no sum proves. Nothing
here stops a build: a page that cannot be looked at is landed with its reason, and the verdicts that need it stay unknown.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import structlog

from ingest.errors import ReaderFailed
from ingest.formats.kind import kind_of
from ingest.formats.read import READERS
from ingest.landing.bounded import Bounded
from ingest.landing.land import Landing
from ingest.printable import printable
from ingest.recognition.engine import missing
from ingest.sql_text import sql_text
from ingest.witness.look import Look, Run
from ingest.witness.version import second_reading_version, witness_version
from mingzhang.pdf_folder import PdfFolder

#: A page takes three to eight seconds of an idle core; a machine that does five other things takes its time.
SECONDS_PER_PAGE = 300
#: A page of 200 dpi takes up to 1,100 MB.
BYTES_PER_PAGE = 2000 << 20
#: The recogniser and its models keep 380 MB, and would be loaded anew for each page otherwise.
BYTES_KEPT = 800 << 20
#: Pages of one document that are looked at in one build: a filing whose every page is in question is no matter of single cells.
PAGES_PER_DOCUMENT = 60

Progress = Callable[[int, int], None]  # pages looked at, and pages to be looked at

look_bounded = Bounded("ingest.witness.recognise:recognise_page", SECONDS_PER_PAGE, BYTES_PER_PAGE, BYTES_KEPT).ask
read_again_bounded = Bounded("ingest.witness.second_reading:read_page_again", SECONDS_PER_PAGE, BYTES_PER_PAGE, BYTES_KEPT).ask

Outcome = Look | Exception

log = structlog.get_logger("witness")


@dataclass(frozen=True)
class Witness:
    """Whom to ask, about what, and where its answers land."""

    pages_table: str  # of raw
    requests: str  # the model that names the pages
    outcome: str  # of a page that was looked at
    look: Callable[[bytes, int], Look]
    version: Callable[[], str]
    missing: Callable[[], str | None]  # why it cannot be had at all
    columns: Callable[[Run], dict[str, object]]  # what it saw, as a row


def _recognised(run: Run) -> dict[str, object]:
    return {"recognised_text": run.text, "confidence": run.confidence, "is_in_text_layer": run.is_in_text_layer}


PICTURE = Witness("witness_pages", "int_witness_requests", "recognised", look_bounded, witness_version, missing, _recognised)
SECOND_READING = Witness(
    "second_pages",
    "int_second_reading_requests",
    "read",
    read_again_bounded,
    second_reading_version,
    lambda: None,
    lambda run: {"cell_text": run.text},
)
WITNESSES = (PICTURE, SECOND_READING)


@dataclass(frozen=True, order=True)
class Wanted:
    """One page that a finding asks about."""

    document_key: str
    page_number: int
    rotation: int
    file_path: str = field(compare=False)


@dataclass(frozen=True)
class Witnessed:
    """What the findings asked for, and what became of it."""

    page_count: int = 0  # pages on which findings rest
    looked_count: int = 0  # of these, recognised now: the others were known
    has_news: bool = False  # the landing file holds other answers than before


def ask(
    raw_folder: Path,
    landing_file: Path,
    next_file: Path,
    witnesses: Sequence[Witness] = WITNESSES,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Witnessed:
    """Look at the pages that the models of `next_file` ask about and that were not looked at before."""
    wanted = [_wanted(next_file, landing_file, witness) for witness in witnesses]
    with Landing(landing_file) as landing:
        asked = [_Asked(witness, landing, pages) for witness, pages in zip(witnesses, wanted, strict=True)]
        todo_count = sum(len(each.todo) for each in asked)
        if todo_count:
            log.info(f"looking at {todo_count} pages", known=sum(len(each.wanted) for each in asked) - todo_count)
            if progress:
                progress(0, todo_count)
        looked, has_news, done = 0, False, 0
        for each in asked:
            for page, outcome in _looks(each.todo, raw_folder, each.witness, workers):
                has_news |= each.land(page, outcome)
                looked += isinstance(outcome, Look)
                done += 1
                if progress:
                    progress(done, todo_count)
    return Witnessed(sum(len(each.wanted) for each in asked), looked, has_news)


class _Asked:
    """One witness and the pages that it is wanted for."""

    def __init__(self, witness: Witness, landing: Landing, wanted: list[Wanted]) -> None:
        self.witness, self.wanted, self._landing = witness, wanted, landing
        self._version = witness.version()
        self._known = landing.looked_at(witness.pages_table, self._version)
        self.todo = [page for page in wanted if self._known.get(_place(page), "unavailable").startswith("unavailable")]

    def land(self, page: Wanted, outcome: Outcome) -> bool:
        """Land what became of a page; whether that is news (a page that is missing tonight as it was yesterday is none)."""
        row = _row(page, outcome, self.witness.outcome)
        if row["reason"]:
            log.warning("page not looked at", file=page.file_path, page=page.page_number, reason=row["reason"])
        if self._known.get(_place(page)) == ": ".join(filter(None, (row["outcome"], row["reason"]))):
            return False
        told = {**_key(page), "rotation": page.rotation, "witness_version": self._version, **row}
        self._landing.land_look(self.witness.pages_table, told, _readings(page, outcome, self.witness))
        return True


def _place(page: Wanted) -> tuple[str, int, int]:
    return page.document_key, page.page_number, page.rotation


def _wanted(next_file: Path, landing_file: Path, witness: Witness) -> list[Wanted]:
    """The pages of the requests, the first ones of each document. What was recognised in a picture has no other witness in it."""
    with duckdb.connect(str(next_file), read_only=True) as connection:
        connection.execute(f"ATTACH {sql_text(landing_file)} AS landing (READ_ONLY)")
        rows = connection.execute(
            f"""
            SELECT document_key, page_number, coalesce(any_value(pages.rotation), 0), coalesce(min(files.file_path), '')
            FROM (SELECT DISTINCT document_key, page_number FROM intermediate.{witness.requests}) AS requests
            LEFT JOIN landing.raw.pages AS pages USING (document_key, page_number)
            LEFT JOIN landing.raw.files AS files USING (document_key)
            WHERE coalesce(pages.reading_basis, 'text_layer') != 'recognised'
            GROUP BY document_key, page_number
            QUALIFY row_number() OVER (PARTITION BY document_key ORDER BY page_number) <= ?
            """,
            [PAGES_PER_DOCUMENT],
        ).fetchall()
    return sorted(Wanted(*row) for row in rows)


class Unavailable(Exception):
    """The page cannot be looked at tonight, for a reason that may be gone tomorrow."""


class NoPrint(Exception):
    """The document is none of printed pages."""


def _looks(todo: list[Wanted], raw_folder: Path, witness: Witness, workers: int | None) -> Iterator[tuple[Wanted, Outcome]]:
    absent = witness.missing() if todo else None
    if absent:
        yield from ((page, Unavailable(absent)) for page in todo)
        return
    folder = PdfFolder(raw_folder)

    def look(page: Wanted) -> Look:
        return witness.look(_content(folder, page), page.page_number)

    with ThreadPoolExecutor(workers or os.cpu_count() or 1, "looking") as threads:
        futures = {threads.submit(look, page): page for page in todo}
        try:
            for future in as_completed(futures):
                yield futures[future], _outcome(future)
        finally:  # interrupted: what is not begun is not waited for
            threads.shutdown(wait=False, cancel_futures=True)


def _content(folder: PdfFolder, page: Wanted) -> bytes:
    """The bytes that were read, and no others: the picture of another file says nothing about these figures."""
    content = folder.content_of(page.document_key, [page.file_path])
    if content is None:
        raise Unavailable("the folder no longer holds the file that was read")
    if kind_of(content) in READERS:
        raise NoPrint("a page that was laid out here: there is no picture of it to look at")
    return content


def _outcome(future: Future[Look]) -> Outcome:
    try:
        return future.result()
    except Exception as problem:  # noqa: BLE001 - whatever a strange page provokes is that page's reason, the build goes on
        return problem


def _key(page: Wanted) -> dict[str, object]:
    return {"document_key": page.document_key, "page_number": page.page_number}


def _row(page: Wanted, outcome: Outcome, looked: str) -> dict[str, str | None]:
    """What became of a page, and why nothing is said of it."""
    if not isinstance(outcome, Look):
        # what failed in the machine and not in the page is tried again: a cut-off process, a missing file
        kind = "unavailable" if isinstance(outcome, Unavailable | ReaderFailed) else "failed"
        return {"outcome": kind, "reason": printable(str(outcome) or type(outcome).__name__)}
    if outcome.rotation != page.rotation:
        return {"outcome": "failed", "reason": "the page is turned otherwise than it was read"}
    return {"outcome": looked, "reason": None}


def _readings(page: Wanted, outcome: Outcome, witness: Witness) -> list[dict[str, object]]:
    if not isinstance(outcome, Look) or outcome.rotation != page.rotation:
        return []
    return [
        {
            **_key(page),
            "reading_number": number,
            **witness.columns(run),
            **dict(zip(("x0", "y0", "x1", "y1"), run.box, strict=True)),
        }
        for number, run in enumerate(outcome.runs, start=1)
    ]
