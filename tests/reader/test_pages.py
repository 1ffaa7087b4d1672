"""The page as it is printed: what is drawn twice, slanted or sideways."""

import pypdfium2 as pdfium

from ingest.page.model import Glyph, Rule
from ingest.page.pdf import read_pages
from ingest.page.strikes import _Strikes
from tests.reader.handmade import pdf


def test_a_large_title_struck_twice_is_read_once() -> None:
    """A title set in 22 points and struck again 5 points to the right, on another side of a band of the search."""
    for x, baseline in ((100.0, 200.0), (101.5, 207.5), (103.9, 192.0)):
        strikes = _Strikes()
        assert not strikes.repeats(Glyph("预", x, x + 22, baseline, 22.0))
        assert strikes.repeats(Glyph("预", x + 5.3, x + 27.3, baseline + 1.0, 22.0))
        assert strikes.repeats(Glyph("预", x - 5.3, x + 16.7, baseline - 1.0, 22.0))


def test_a_second_strike_may_come_after_all_of_the_line() -> None:
    strikes = _Strikes()
    line = [Glyph(text, x, x + 10, 200.0, 10.0) for text, x in (("预", 100.0), ("算", 110.0), ("表", 120.0))]
    assert not any(strikes.repeats(glyph) for glyph in line)
    assert all(strikes.repeats(glyph._replace(x0=glyph.x0 + 0.5, x1=glyph.x1 + 0.5)) for glyph in line)


def test_the_same_character_in_the_next_place_is_another_character() -> None:
    strikes = _Strikes()
    assert not strikes.repeats(Glyph("0", 100.0, 104.5, 200.0, 9.0))
    assert not strikes.repeats(Glyph("0", 104.5, 109.0, 200.0, 9.0))


def test_letters_drawn_as_outlines_are_no_rules() -> None:
    """Producers that know no fake bold stroke the outlines of a title's letters; a box with round corners still has its sides."""
    letter = b"100 600 m 112 600 l 112 604 l 104 604 l 104 612 l 102 614 101 613 100 612 c h S "
    box = b"60 500 m 440 500 l 445 500 450 505 450 510 c 450 700 l S"
    with pdfium.PdfDocument(pdf(letter + box)) as document:
        [page] = read_pages(document)
    assert page.rules == (Rule(60, 300, 440, 300), Rule(450, 100, 450, 290))
