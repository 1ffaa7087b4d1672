"""The list of sources: one row per address, checked before anything is asked of anybody."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.fetch.addresses import host_of, is_same_site, is_web_port, place_of, port_of, sendable
from ingest.fetch.errors import BadSource, FetchError, SourceListError

REQUIRED = ("department", "region", "fiscal_year", "disclosure_kind", "address", "licence_note")
#: Hosts (host:port where it is not 80 or 443) besides the site of the address that its attachments and redirects may lie on.
OPTIONAL = ("allowed_hosts",)
KINDS = ("budget", "final")


@dataclass(frozen=True)
class Source:
    """One row of the list: a filing, or the page (公开专栏) that a department attaches its filings to."""

    line_number: int
    department: str
    region: str
    fiscal_year: int
    disclosure_kind: str
    address: str
    licence_note: str
    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.department or not self.region:
            raise BadSource(f"line {self.line_number}: department and region must not be empty")
        if not 2000 <= self.fiscal_year <= 2100:
            raise BadSource(f"line {self.line_number}: fiscal_year {self.fiscal_year} is no year")
        if self.disclosure_kind not in KINDS:
            raise BadSource(f"line {self.line_number}: disclosure_kind {self.disclosure_kind!r} is neither of {', '.join(KINDS)}")

    def allows(self, address: str) -> bool:
        """True on the source's own site and the hosts that the row declares, at the ports of the web, of the source, or declared."""
        if place_of(address) in self.allowed_hosts:
            return True
        host, own = host_of(address), host_of(self.address)
        if is_web_port(port_of(address)):
            return any(is_same_site(host, known) for known in (own, *self.allowed_hosts))
        return is_same_site(host, own) and port_of(address) == port_of(self.address)

    def matches(self, words: Iterable[str]) -> bool:
        """True when one of the words occurs in the row, or when there are no words."""
        text = " ".join((self.department, self.region, str(self.fiscal_year), self.disclosure_kind, self.address)).casefold()
        wanted = [word.casefold() for word in words]
        return not wanted or any(word in text for word in wanted)


@dataclass(frozen=True)
class SourceList:
    """The usable rows, and for each other one why it is not."""

    sources: tuple[Source, ...]
    problems: tuple[BadSource, ...]


def read_sources(path: Path) -> SourceList:
    """Read the list; rows that begin with # are comments. One bad row is reported and costs the others nothing."""
    sources: dict[str, Source] = {}
    problems: list[BadSource] = []
    for line_number, row in _rows(path):
        try:
            source = _source(line_number, row)
            if source.address in sources:
                raise BadSource(f"line {line_number}: the same address as line {sources[source.address].line_number}")
            sources[source.address] = source
        except BadSource as problem:
            problems.append(problem)
    return SourceList(tuple(sources.values()), tuple(problems))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # spreadsheets put a byte order mark before the header
    except UnicodeDecodeError as problem:
        raise SourceListError(f"{path}: not UTF-8; save the list as 'CSV UTF-8'") from problem
    except OSError as problem:
        raise SourceListError(f"{path}: {problem.strerror}") from problem
    numbered = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip(" ,") and not line.lstrip('" ').startswith("#")
    ]
    if not numbered:
        raise SourceListError(f"{path}: no header; it is {','.join((*REQUIRED, *OPTIONAL))}")
    header = [name.strip() for name in next(csv.reader([numbered[0][1]]))]
    missing, unknown = [n for n in REQUIRED if n not in header], [n for n in header if n not in REQUIRED + OPTIONAL]
    if missing or unknown:
        told = [f"column {name!r} is missing" for name in missing] + [f"column {name!r} is unknown" for name in unknown]
        raise SourceListError(f"{path}: {'; '.join(told)}")
    for number, line in numbered[1:]:
        cells = [cell.strip() for cell in next(csv.reader([line]))]
        yield number, {**dict(zip(header, cells, strict=False)), "": str(len(cells) - len(header))}


def _source(line_number: int, row: dict[str, str]) -> Source:
    surplus = int(row.pop(""))
    if surplus > 0 or any(name not in row for name in REQUIRED):
        raise BadSource(
            f"line {line_number}: {abs(surplus)} cells too {'many' if surplus > 0 else 'few'}; quote a cell that holds a comma"
        )
    if not re.fullmatch(r"\d{4}", row["fiscal_year"], re.ASCII):
        raise BadSource(f"line {line_number}: fiscal_year {row['fiscal_year']!r} is no year")
    try:
        address = sendable(row["address"])
    except FetchError as problem:
        raise BadSource(f"line {line_number}: {problem}") from problem
    return Source(
        line_number,
        row["department"],
        row["region"],
        int(row["fiscal_year"]),
        row["disclosure_kind"],
        address,
        row["licence_note"],
        tuple(row.get("allowed_hosts", "").lower().split()),
    )
