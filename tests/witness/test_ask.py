"""Which pages are looked at, once, and what lands when one cannot be."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pytest

from ingest.errors import Damaged, ReaderFailed
from ingest.landing.find import sha256
from ingest.landing.land import Landing
from ingest.witness.look import Look, Run
from mingzhang.witness.ask import PICTURE, Witness, Witnessed, ask

SEEN = Look(0, (Run("200.00", 0.99, (1.0, 2.0, 3.0, 4.0), True),))


@dataclass
class Recogniser:
    """Sees the same on every page, but for those it breaks on; counts what it is asked."""

    broken: dict[int, Exception] = field(default_factory=dict)
    look: Look = SEEN
    asked: list[int] = field(default_factory=list)

    def __call__(self, content: bytes, page_number: int) -> Look:
        self.asked.append(page_number)
        if page_number in self.broken:
            raise self.broken[page_number]
        return self.look


@dataclass
class Desk:
    """A folder with one document, and a built file whose findings rest on some of its pages."""

    folder: Path
    content: bytes = b"%PDF the filing"
    witness: Witness = PICTURE

    def __post_init__(self) -> None:
        (self.folder / "raw").mkdir()
        (self.folder / "raw" / "a.pdf").write_bytes(self.content)
        with Landing(self.landing) as landing:
            landing.land_skipped_document({"document_key": self.key, "file_name": "a.pdf", "status": "read"})
            landing.land_files([{"file_path": "a.pdf", "file_name": "a.pdf", "document_key": self.key, "outcome": "read"}])

    @property
    def key(self) -> str:
        return sha256(self.content)

    @property
    def landing(self) -> Path:
        return self.folder / "landing.duckdb"

    def ask(self, *pages: int, recogniser: Callable[[bytes, int], Look]) -> Witnessed:
        following = self.folder / "next.duckdb"
        following.unlink(missing_ok=True)
        with duckdb.connect(str(following)) as connection:
            connection.execute("CREATE SCHEMA intermediate")
            connection.execute("CREATE TABLE intermediate.int_witness_requests (document_key VARCHAR, page_number INTEGER)")
            for page in pages * 2:  # several figures on each
                connection.execute("INSERT INTO intermediate.int_witness_requests VALUES (?, ?)", [self.key, page])
        return ask(self.folder / "raw", self.landing, following, [replace(self.witness, look=recogniser)], workers=2)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.landing), read_only=True) as connection:
            return connection.execute(query).fetchall()

    @property
    def outcomes(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT page_number, outcome, reason FROM raw.witness_pages ORDER BY ALL")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_page_is_looked_at_once_however_many_figures_and_builds_ask_for_it(desk: Desk) -> None:
    recogniser = Recogniser()
    assert desk.ask(3, 7, recogniser=recogniser) == Witnessed(2, 2, True)
    assert sorted(recogniser.asked) == [3, 7]
    assert desk.ask(3, 7, recogniser=recogniser) == Witnessed(2, 0, False)
    assert desk.ask(3, 7, 8, recogniser=recogniser) == Witnessed(3, 1, True)
    assert sorted(recogniser.asked) == [3, 7, 8]
    assert desk.rows("SELECT DISTINCT recognised_text, x0, y1, is_in_text_layer FROM raw.witness_readings") == [
        ("200.00", 1.0, 4.0, True)
    ]


def test_a_page_that_was_recognised_itself_has_no_witness_in_its_picture(desk: Desk) -> None:
    with duckdb.connect(str(desk.landing)) as connection:
        connection.execute(
            "INSERT INTO raw.pages (document_key, page_number, rotation, reading_basis) VALUES (?, 3, 0, 'recognised')",
            [desk.key],
        )
    recogniser = Recogniser()
    assert desk.ask(3, 7, recogniser=recogniser) == Witnessed(1, 1, True)
    assert recogniser.asked == [7]


def test_a_page_that_breaks_costs_only_itself_and_is_not_tried_again(desk: Desk) -> None:
    recogniser = Recogniser({2: Damaged("page 2 cannot be rendered")})
    assert desk.ask(1, 2, 3, recogniser=recogniser) == Witnessed(3, 2, True)
    assert desk.outcomes == [(1, "recognised", None), (2, "failed", "page 2 cannot be rendered"), (3, "recognised", None)]
    assert desk.ask(1, 2, 3, recogniser=recogniser).has_news is False
    assert len(recogniser.asked) == 3


def test_what_failed_in_the_machine_is_tried_again_and_the_same_failure_is_no_news(desk: Desk) -> None:
    recogniser = Recogniser({1: ReaderFailed("the reading process does not start")})
    assert desk.ask(1, recogniser=recogniser).has_news
    assert not desk.ask(1, recogniser=recogniser).has_news
    assert desk.outcomes == [(1, "unavailable", "the reading process does not start")]
    assert desk.ask(1, recogniser=Recogniser()) == Witnessed(1, 1, True)
    assert desk.outcomes == [(1, "recognised", None)]


def test_a_file_that_was_replaced_or_is_gone_is_not_looked_at(desk: Desk) -> None:
    recogniser = Recogniser()
    (desk.folder / "raw" / "a.pdf").write_bytes(b"%PDF another filing")
    desk.ask(1, recogniser=recogniser)
    assert desk.outcomes == [(1, "unavailable", "the folder no longer holds the file that was read")]
    (desk.folder / "raw" / "a.pdf").unlink()
    assert not desk.ask(1, recogniser=recogniser).has_news
    assert recogniser.asked == []


def test_a_page_turned_otherwise_than_it_was_read_proves_nothing(desk: Desk) -> None:
    desk.ask(1, recogniser=Recogniser(look=Look(90, SEEN.runs)))
    assert desk.outcomes == [(1, "failed", "the page is turned otherwise than it was read")]
    assert desk.rows("FROM raw.witness_readings") == []


def test_other_models_or_libraries_look_anew_and_what_they_replace_is_forgotten(desk: Desk) -> None:
    recogniser = Recogniser()
    desk.ask(1, 2, recogniser=recogniser)
    desk.witness = replace(PICTURE, version=lambda: "another")
    desk.ask(2, recogniser=recogniser)
    assert sorted(recogniser.asked) == [1, 2, 2]
    assert desk.rows("SELECT page_number, witness_version FROM raw.witness_pages") == [(2, "another")]


def test_without_the_models_every_page_says_so(desk: Desk) -> None:
    desk.witness = replace(PICTURE, missing=lambda: "the model PP-OCRv6_rec_small.onnx is missing")
    assert desk.ask(1, recogniser=Recogniser()) == Witnessed(1, 0, True)
    assert desk.outcomes == [(1, "unavailable", "the model PP-OCRv6_rec_small.onnx is missing")]


def test_of_a_filing_that_is_in_question_everywhere_the_first_pages_are_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingzhang.witness.ask.PAGES_PER_DOCUMENT", 2)
    recogniser = Recogniser()
    desk.ask(5, 4, 3, recogniser=recogniser)
    assert sorted(recogniser.asked) == [3, 4]
