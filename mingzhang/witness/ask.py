"""Ask the pictures of the pages on which findings rest, each page once, and land what they show.

Nothing here stops a build: a page that cannot be looked at is landed with its reason, and the verdicts that need it stay unknown.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import structlog

from ingest.errors import ReaderFailed, UnreadableDocument
from ingest.landing.bounded import Bounded
from ingest.landing.find import read_file, sha256
from ingest.landing.land import Landing
from ingest.printable import printable
from ingest.sql_text import sql_text
from ingest.witness.look import Look
from ingest.witness.version import missing, witness_version
from mingzhang.pdf_folder import PdfFolder

#: A page takes three to eight seconds of an idle core; a machine that does five other things takes its time.
SECONDS_PER_PAGE = 300
#: A page of 200 dpi takes up to 1,100 MB.
BYTES_PER_PAGE = 2000 << 20
#: The recogniser and its models keep 380 MB, and would be loaded anew for each page otherwise.
BYTES_KEPT = 800 << 20
#: Pages of one document that are looked at in one build: a filing whose every page is in question is no matter of single cells.
PAGES_PER_DOCUMENT = 60

Recognise = Callable[[bytes, int], Look]
Progress = Callable[[int, int], None]  # pages looked at, and pages to be looked at

look_bounded = Bounded("ingest.witness.recognise:recognise_page", SECONDS_PER_PAGE, BYTES_PER_PAGE, BYTES_KEPT).ask

log = structlog.get_logger("witness")


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
    recognise: Recognise = look_bounded,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Witnessed:
    """Look at the pages that the findings of `next_file` ask about and that were not looked at before."""
    wanted, version = _wanted(next_file, landing_file), witness_version()
    with Landing(landing_file) as landing:
        known = landing.looked_at(version)
        todo = [page for page in wanted if known.get(_place(page), "unavailable").startswith("unavailable")]
        if not todo:
            return Witnessed(len(wanted))
        log.info(f"looking at {len(todo)} pages", known=len(wanted) - len(todo))
        if progress:
            progress(0, len(todo))
        looked, has_news = 0, False
        for number, (page, outcome) in enumerate(_looks(todo, raw_folder, recognise, workers), start=1):
            row, readings = _row(page, outcome), _readings(page, outcome)
            if known.get(_place(page)) != ": ".join(filter(None, (row["outcome"], row["reason"]))):
                landing.land_look({**_key(page), "rotation": page.rotation, "witness_version": version, **row}, readings)
                has_news = True  # a page that is missing tonight as it was yesterday is none
            if row["reason"]:
                log.warning("page not looked at", file=page.file_path, page=page.page_number, reason=row["reason"])
            looked += isinstance(outcome, Look)
            if progress:
                progress(number, len(todo))
    return Witnessed(len(wanted), looked, has_news)


def _place(page: Wanted) -> tuple[str, int, int]:
    return page.document_key, page.page_number, page.rotation


def _wanted(next_file: Path, landing_file: Path) -> list[Wanted]:
    """The pages of the requests, the first ones of each document."""
    with duckdb.connect(str(next_file), read_only=True) as connection:
        connection.execute(f"ATTACH {sql_text(landing_file)} AS landing (READ_ONLY)")
        rows = connection.execute(
            """
            SELECT document_key, page_number, coalesce(any_value(pages.rotation), 0), coalesce(min(files.file_path), '')
            FROM (SELECT DISTINCT document_key, page_number FROM intermediate.int_witness_requests) AS requests
            LEFT JOIN landing.raw.pages AS pages USING (document_key, page_number)
            LEFT JOIN landing.raw.files AS files USING (document_key)
            GROUP BY document_key, page_number
            QUALIFY row_number() OVER (PARTITION BY document_key ORDER BY page_number) <= ?
            """,
            [PAGES_PER_DOCUMENT],
        ).fetchall()
    return sorted(Wanted(*row) for row in rows)


Outcome = Look | Exception


class Unavailable(Exception):
    """The page cannot be looked at tonight, for a reason that may be gone tomorrow."""


def _looks(todo: list[Wanted], raw_folder: Path, recognise: Recognise, workers: int | None) -> Iterator[tuple[Wanted, Outcome]]:
    absent = missing() if recognise is look_bounded else None
    if absent:
        yield from ((page, Unavailable(absent)) for page in todo)
        return
    folder = PdfFolder(raw_folder)

    def look(page: Wanted) -> Look:
        return recognise(_content(folder, page), page.page_number)

    with ThreadPoolExecutor(workers or os.cpu_count() or 1, "looking") as threads:
        futures = {threads.submit(look, page): page for page in todo}
        try:
            for future in as_completed(futures):
                yield futures[future], _outcome(future)
        finally:  # interrupted: what is not begun is not waited for
            threads.shutdown(wait=False, cancel_futures=True)


def _content(folder: PdfFolder, page: Wanted) -> bytes:
    """The bytes that were read, and no others: the picture of another file says nothing about these figures."""
    path = folder.path_of(page.document_key, [page.file_path])
    try:
        content = read_file(path) if path else b""
    except UnreadableDocument as problem:
        raise Unavailable(f"the file cannot be read: {problem}") from problem
    if sha256(content) != page.document_key:
        raise Unavailable("the folder no longer holds the file that was read")
    return content


def _outcome(future: Future[Look]) -> Outcome:
    try:
        return future.result()
    except Exception as problem:  # noqa: BLE001 - whatever a strange page provokes is that page's reason, the build goes on
        return problem


def _key(page: Wanted) -> dict[str, object]:
    return {"document_key": page.document_key, "page_number": page.page_number}


def _row(page: Wanted, outcome: Outcome) -> dict[str, str | None]:
    """What became of a page, and why it is not recognised."""
    if not isinstance(outcome, Look):
        # what failed in the machine and not in the page is tried again: a cut-off process, a missing file
        kind = "unavailable" if isinstance(outcome, Unavailable | ReaderFailed) else "failed"
        return {"outcome": kind, "reason": printable(str(outcome) or type(outcome).__name__)}
    if outcome.rotation != page.rotation:
        return {"outcome": "failed", "reason": "the page is turned otherwise than it was read"}
    return {"outcome": "recognised", "reason": None}


def _readings(page: Wanted, outcome: Outcome) -> list[dict[str, object]]:
    if not isinstance(outcome, Look) or outcome.rotation != page.rotation:
        return []
    return [
        {
            **_key(page),
            "reading_number": number,
            "recognised_text": run.text,
            "confidence": run.confidence,
            "is_in_text_layer": run.is_in_text_layer,
            **dict(zip(("x0", "y0", "x1", "y1"), run.box, strict=True)),
        }
        for number, run in enumerate(outcome.runs, start=1)
    ]
