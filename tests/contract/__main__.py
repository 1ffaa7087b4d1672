"""Write contracts/marts.lock.yml from a published warehouse; what goes or changes its type must stand in CHANGELOG.md first.

python -m tests.contract WAREHOUSE
"""

import sys
from pathlib import Path

from tests.contract import CHANGELOG, LOCK, broken_promises, read_lock, read_marts, untold, write_lock


def main(warehouse: Path) -> str | None:
    """Write the lock; the message where a broken promise is untold."""
    marts = read_marts(warehouse)
    broken = broken_promises(read_lock(), marts) if LOCK.exists() else []
    if silent := untold(broken, CHANGELOG.read_text(encoding="utf-8")):
        return f"{CHANGELOG.name}: name these columns under Unreleased, as `mart.column`: {', '.join(silent)}"
    write_lock(marts)
    return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
