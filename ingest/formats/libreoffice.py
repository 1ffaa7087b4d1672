"""Files that only an office program can open (.doc, .wps, .rtf): LibreOffice prints them, and the print is read."""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import Damaged, NeedsLibreOffice

PROGRAM = "soffice"
#: A document takes some seconds; a first start takes longer.
SECONDS = 90
#: A file that is printed, and its print, may be so large; the reading process may write far less otherwise.
MAX_WRITTEN_BYTES = 256 << 20


def is_installed() -> bool:
    return shutil.which(PROGRAM) is not None


def printed_pdf(content: bytes, suffix: str) -> bytes:
    """The PDF that LibreOffice makes of a file, in a profile of its own: no macro is run there. Raises NeedsLibreOffice or Damaged."""
    if not is_installed():
        raise NeedsLibreOffice(f"a .{suffix} is opened by LibreOffice only, and {PROGRAM} is not installed")
    with _allowed_to_write(), tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        source = Path(folder, f"document.{suffix}")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        command = [PROGRAM, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
        try:
            ran = subprocess.run([*command, "--outdir", folder, str(source)], capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as problem:
            raise Damaged(f"LibreOffice did not print it within {SECONDS} seconds") from problem
        printed = source.with_suffix(".pdf")
        if not printed.exists():
            raise Damaged(f"LibreOffice could not print it: {ran.stderr.decode(errors='replace').strip()[:200]}")
        return printed.read_bytes()


@contextmanager
def _allowed_to_write() -> Iterator[None]:
    """Lift the bound on written files for this process and the program that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    lifted = MAX_WRITTEN_BYTES if hard == resource.RLIM_INFINITY else min(MAX_WRITTEN_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (lifted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
