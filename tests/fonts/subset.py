"""Cut the fonts of this folder out of Noto CJK: what Chinese filings print, and no more.

Needed once, and again when a test prints a character that the fonts lack. Outside of the project's environment:

    apt-get download fonts-noto-cjk=1:20220127+repack1-1 && dpkg-deb -x fonts-noto-cjk_*.deb noto
    pip install fonttools==4.68.0
    python tests/fonts/subset.py noto/usr/share/fonts/opentype/noto

The same package and the same fontTools give the same bytes. Then `make specimens`, since the fonts are embedded in them.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset  # type: ignore[import-not-found,unused-ignore]

FOLDER = Path(__file__).resolve().parent
#: Place of the simplified Chinese font in a collection (after Japanese and Korean).
SIMPLIFIED_CHINESE = 2
#: What typst applies to running text; the other features would bring in six thousand variants that nothing shows.
FEATURES = ["ccmp", "kern", "liga", "mark", "mkmk"]

#: Rows of GB 2312 (区): signs and foreign letters, common hanzi, rarer hanzi.
SIGNS, COMMON, RARER = range(1, 10), range(16, 56), range(56, 88)
#: Unicode blocks of signs that producers of filings mix in, Kangxi radicals (⽬ for 目) among them.
BLOCKS = [(0x20, 0x7E), (0xA0, 0x17F), (0x2000, 0x206F), (0x2100, 0x22FF), (0x2460, 0x25FF), (0x2F00, 0x2FD5)]
BLOCKS += [(0x3000, 0x303F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)]
#: Hanzi of places that GB 2312 does not have.
PLACES = "〇埇沚浉瀍猇硚鄠"

#: Bold is for titles and totals: common hanzi are half the size, and typst takes a rarer one from the regular face.
FACES = {
    "NotoSerifCJK-Regular": (SIGNS, COMMON, RARER),
    "NotoSerifCJK-Bold": (SIGNS, COMMON),
    "NotoSansCJK-Bold": (SIGNS, COMMON),
}


def gb2312(row: int) -> str:
    """The characters of one row."""
    return "".join(bytes((0xA0 + row, cell)).decode("gb2312", errors="ignore") for cell in range(0xA1, 0xFF))


def cut(collection: Path, rows: Iterable[Iterable[int]], target: Path) -> None:
    """Write the font with these rows of GB 2312, the blocks and the places."""
    options = subset.Options(
        font_number=SIMPLIFIED_CHINESE, hinting=False, layout_features=FEATURES, notdef_outline=True, name_IDs=["*"]
    )
    font = subset.load_font(str(collection), options)
    subsetter = subset.Subsetter(options)
    signs = [code for first, last in BLOCKS for code in range(first, last + 1)]
    subsetter.populate(unicodes=signs, text=PLACES + "".join(gb2312(row) for part in rows for row in part))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    """Write all fonts."""
    [source] = map(Path, sys.argv[1:])
    for face, rows in FACES.items():
        cut(source / f"{face}.ttc", rows, FOLDER / f"{face.replace('CJK', 'CJKsc')}.otf")


if __name__ == "__main__":
    main()
