"""Write the rendered pages into docs."""

from pathlib import Path

from tools.handbook.cookbook import cookbook
from tools.handbook.descriptions import ROOT
from tools.handbook.dictionary import dictionary, handbook


def pages() -> dict[Path, str]:
    """Each page with its text."""
    docs = ROOT / "docs"
    return {
        docs / "cookbook.md": cookbook("en"),
        docs / "cookbook.zh.md": cookbook("zh"),
        docs / "dictionary.md": dictionary("en"),
        docs / "dictionary.zh.md": dictionary("zh"),
        docs / "handbook.zh.md": handbook(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
