"""Digest code by what it does: comments and docstrings change nothing, data and the versions of libraries do."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from types import CodeType

ROOT = Path(str(files("ingest"))).parent
_CODE_AND_DATA = (".py", ".yml", ".csv", ".md", ".sql")


def digest_of(paths: Iterable[str | Path], libraries: Iterable[str] = ()) -> str:
    """Digest files, folders and libraries; relative paths start where the packages of this project lie."""
    digest = hashlib.sha256()
    for library in libraries:
        digest.update(f"{library} {version_of(library)}\0".encode())
    for file in sorted(file for path in paths for file in _files_of(ROOT / path)):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + _content(file) + b"\0")
    return digest.hexdigest()[:16]


def version_of(library: str) -> str:
    """The installed version of a library, or `none`."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def _files_of(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [file for file in place.rglob("*") if file.suffix in _CODE_AND_DATA and "__pycache__" not in file.parts]


@cache
def _content(file: Path) -> bytes:
    return _without_remarks(file.read_text(encoding="utf-8")).encode() if file.suffix == ".py" else file.read_bytes()


def _without_remarks(code: str) -> str:
    return _told(compile(code, "", "exec", optimize=2, dont_inherit=True))  # 2: without docstrings


def _told(code: CodeType) -> str:
    """What a code object does, without its line numbers."""
    constants = [_told(constant) if isinstance(constant, CodeType) else repr(_sorted(constant)) for constant in code.co_consts]
    names = (code.co_name, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags, code.co_argcount)
    return f"{names} {code.co_code.hex()} {constants}"


def _sorted(constant: object) -> object:
    return sorted(map(repr, constant)) if isinstance(constant, frozenset) else constant
