"""The page as it is printed: what is drawn twice, slanted or sideways."""

from collections import defaultdict

from ingest.page.pages import Glyph, _is_double_strike, _Places


def test_a_large_title_struck_twice_is_read_once() -> None:
    """A title set in 22 points and struck again 5 points to the right: the squares of the search must not be skipped."""
    seen: _Places = defaultdict(list)
    for x in (100.0, 101.5, 103.9):
        first = Glyph("预", x, x + 22, 200.0, 22.0)
        assert not _is_double_strike(first, seen)
        assert _is_double_strike(Glyph("预", x + 5.3, x + 27.3, 201.0, 22.0), seen)
        seen.clear()


def test_the_same_character_in_the_next_place_is_another_character() -> None:
    seen: _Places = defaultdict(list)
    assert not _is_double_strike(Glyph("0", 100.0, 104.5, 200.0, 9.0), seen)
    assert not _is_double_strike(Glyph("0", 104.5, 109.0, 200.0, 9.0), seen)
