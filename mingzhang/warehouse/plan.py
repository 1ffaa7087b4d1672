"""What to build from what, and where things lie meanwhile (on the same file system, so that a rename is atomic)."""

from dataclasses import dataclass
from pathlib import Path

from mingzhang.warehouse.versions import KEPT, Shelf


@dataclass(frozen=True)
class Plan:
    """A folder, a warehouse, and how a build of it behaves."""

    raw_folder: Path
    warehouse: Path
    keep: int = KEPT  # earlier versions beside the published file
    wait_seconds: float = 0  # how long to wait for another build of the same warehouse
    again: bool = False  # build although nothing is new

    @property
    def work_folder(self) -> Path:
        """Everything that is not for analysts."""
        return self.warehouse.parent / ".work" / self.warehouse.stem

    @property
    def lock_file(self) -> Path:
        """Held while a build of this warehouse runs."""
        return self.work_folder.with_name(self.work_folder.name + ".lock")

    @property
    def landing_file(self) -> Path:
        """What ingest lands; kept between builds, so that a filing is read once."""
        return self.work_folder / "landing.duckdb"

    @property
    def next_file(self) -> Path:
        """The warehouse to be, until it is published."""
        return self.work_folder / "next.duckdb"

    @property
    def data_docs(self) -> Path:
        """The audit of the published file, as HTML."""
        return self.warehouse.parent / "data_docs" / self.warehouse.stem

    @property
    def shelf(self) -> Shelf:
        """The earlier versions and the history."""
        return Shelf(self.warehouse)
