"""Where fetched documents lie: under the name of their content. What is there is never written again.

<folder>/<first 16 of the sha256>-<name>.<kind>   a document that is whole; what kind of file it is, its bytes tell
<folder>/manifest.jsonl                           what became of each address
<folder>/.state/<key>.json                        what is known about an address (entity tag, last hash)
<folder>/.state/<key>.part, <key>.part.tag        an unfinished download, and the tag of what it is a part of
<folder>/.state/lock                              held while a fetch runs
"""

import hashlib
import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.durable_files import BusyError, single_writer, sync, write_whole
from ingest.fetch.addresses import without_suffix
from ingest.fetch.errors import Busy, NoFolder, StoreError
from ingest.formats.kind import Kind
from ingest.manifest import STATE

#: Bytes that a name may have beside the hash; file systems allow 255 in all.
MAX_NAME_BYTES = 150
#: What is looked at of a name; sites send titles of megabytes.
MAX_NAME_CHARACTERS = 400


@dataclass(frozen=True)
class Known:
    """What the last successful fetch of an address brought."""

    address: str
    final_address: str
    etag: str | None
    last_modified: str | None
    sha256: str
    file_name: str
    byte_size: int
    fetched_at: str
    supersedes: str | None = None  # sha256 of the version that this address brought before
    text_digest: str | None = None  # of what a page shows; None for all that is no page


class Store:
    """One folder of fetched documents."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / STATE
        self._keeping = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Create the folder and keep other fetches out of it."""
        with ExitStack() as stack:
            try:
                self.state.mkdir(parents=True, exist_ok=True)
                stack.enter_context(single_writer(self.state / "lock"))
            except BusyError as problem:
                raise Busy(f"another fetch into {self.folder} is running") from problem
            except OSError as problem:
                raise NoFolder(f"{self.folder}: {problem.strerror}") from problem
            yield

    def known(self, address: str) -> Known | None:
        """What is known about an address, when its document is still there as it was; without it, it is fetched anew."""
        try:
            entry = Known(**json.loads(self._state_file(address).read_text(encoding="utf-8")))
            return entry if (self.folder / entry.file_name).stat().st_size == entry.byte_size else None
        except (OSError, ValueError, TypeError):
            return None

    def remember(self, entry: Known) -> None:
        """Note what an address brought."""
        write_whole(self._state_file(entry.address), json.dumps(asdict(entry), ensure_ascii=False))

    def part_file(self, address: str) -> Path:
        """Where the download of an address grows."""
        return self.state / f"{_key(address)}.part"

    def keep(self, part: Path, name: str, kind: Kind) -> tuple[str, str, int]:
        """Move a finished download to its place; the same content keeps the place it has. Returns sha256, file name, bytes."""
        sha256, byte_size = hash_of(part), part.stat().st_size
        with self._keeping:
            for there in sorted(self.folder.glob(f"{sha256[:16]}-*")):
                if hash_of(there) != sha256:
                    raise StoreError(f"{there.name} is damaged: it does not hold what its name says; remove it")
                part.unlink()
                return sha256, there.name, byte_size
            target = self.folder / f"{sha256[:16]}-{plain_name(name)}.{kind}"
            sync(part)
            part.rename(target)
            sync(self.folder)
        return sha256, target.name, byte_size

    def _state_file(self, address: str) -> Path:
        return self.state / f"{_key(address)}.json"


def _key(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:24]


def hash_of(path: Path) -> str:
    """The sha256 of a file: the identity of a document."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def plain_name(name: str) -> str:
    """A name that any file system and shell takes: letters of any script, digits, . and -; never empty, never hidden."""
    text = unicodedata.normalize("NFKC", name[:MAX_NAME_CHARACTERS]).strip()
    text = re.sub(r"[^\w.-]+", "_", without_suffix(text))
    text = text.encode(errors="replace")[:MAX_NAME_BYTES].decode(errors="ignore")
    return text.strip("._-") or "document"
