"""Data flows one way, and so do imports: each room knows only those below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: From below to above; rooms of one line do not know each other.
STOREYS = (
    ("ingest.errors", "ingest.printable", "ingest.code_digest", "ingest.durable_files", "ingest.sql_text"),
    ("ingest.lexicon",),
    ("mingzhang.messages",),
    ("ingest.page",),
    ("ingest.recognition",),
    ("ingest.tables", "ingest.witness", "ingest.formats"),
    ("ingest.statements", "ingest.prose", "ingest.performance"),
    ("ingest.ledger",),
    ("ingest.document",),
    ("ingest.manifest",),
    ("ingest.landing",),
    ("ingest.fetch", "expectations"),
    ("mingzhang.pdf_folder", "mingzhang.debug_page", "mingzhang.spreadsheet_text"),
    ("mingzhang.witness",),
    ("mingzhang.report", "mingzhang.warehouse"),
    ("mingzhang.export",),
    ("mingzhang.explore",),
    ("mingzhang.look",),
    ("mingzhang.cli",),
    ("tools", "tests"),
)
_STOREY = {room: number for number, rooms in enumerate(STOREYS) for room in rooms}


def test_every_import_points_to_a_lower_room_or_stays_in_its_own() -> None:
    assert sorted(_against_the_flow()) == []


def test_every_module_has_a_room() -> None:
    modules = [_module(path) for folder in ("ingest", "mingzhang", "expectations") for path in (ROOT / folder).rglob("*.py")]
    assert [
        module for module in modules if _room(module) is None and module.count(".") > 0 and module != "mingzhang.__main__"
    ] == []


def _against_the_flow() -> Iterator[str]:
    for folder in ("ingest", "mingzhang", "expectations"):
        for path in (ROOT / folder).rglob("*.py"):
            here = _room(_module(path))
            for wanted in _imports(path):
                there = _room(wanted)
                if here and there and here != there and _STOREY[there] >= _STOREY[here]:
                    yield f"{_module(path)} imports {wanted}"


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _room(module: str) -> str | None:
    return next((room for room in _STOREY if module == room or module.startswith(f"{room}.")), None)
