"""Pages come out the same on every machine, or not at all."""

import playa
import pytest

from tests.fonts.typesetting import TypesettingError, compiler, pdf_of
from tools.specimens.typeset import RAW, SPECIMENS, typeset

SERIF = '#set text(font: "Noto Serif CJK SC")\n'


@pytest.mark.parametrize("specimen", SPECIMENS)
def test_a_specimen_is_typeset_here_byte_for_byte_as_it_lies_in_data_raw(specimen: str) -> None:
    assert typeset(specimen) == (RAW / SPECIMENS[specimen]).read_bytes()


def test_a_character_that_the_fonts_lack_is_named_with_its_page_and_not_left_out() -> None:
    with pytest.raises(TypesettingError, match="page 2: 总计▯万元"):
        pdf_of(compiler(f"{SERIF}合计 #pagebreak() 总计\U00020000万元".encode()))


def test_a_rare_character_in_bold_is_printed_in_the_regular_face() -> None:
    with playa.parse(pdf_of(compiler(f"{SERIF}*合餮计*".encode()))) as document:
        faces = [(glyph.text, glyph.font.fontname.split("-")[-1]) for glyph in document.pages[0].glyphs]
    assert faces == [("合", "Bold"), ("餮", "Regular"), ("计", "Bold")]


def test_a_font_of_the_machine_is_not_used() -> None:
    with pytest.raises(TypesettingError, match="unknown font family"):
        pdf_of(compiler(b'#set text(font: "DejaVu Sans")\nA'))
