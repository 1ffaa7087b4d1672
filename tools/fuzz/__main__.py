"""Read mutated specimens until the time is up: `make fuzz`. Ends with 1 when one was not taken as it should be."""

import argparse
import hashlib
import random
import sys
import time
from pathlib import Path

from tests.conftest import ROOT
from tools.fuzz.judge import fault_of
from tools.fuzz.mutate import mutated


def main() -> int:
    """Mutate, read, keep what fails, count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=300)
    options.add_argument("--found", type=Path, default=Path("build/fuzz"))
    options.add_argument("--seed", type=int, default=int(time.time()))
    given = options.parse_args()
    specimens = [path.read_bytes() for path in sorted((ROOT / "data" / "raw").glob("*.pdf"))]
    chance, ends, count, faults = random.Random(given.seed), time.monotonic() + given.seconds, 0, 0
    while time.monotonic() < ends:
        content = mutated(chance.choice(specimens), chance)
        count += 1
        if fault := fault_of(content, "mutated.pdf"):
            faults += 1
            given.found.mkdir(parents=True, exist_ok=True)
            path = given.found / f"{hashlib.sha256(content).hexdigest()[:16]}.pdf"
            path.write_bytes(content)
            print(f"{path}: {fault}")
    print(f"{count} mutated specimens read, {faults} not as they should be (seed {given.seed})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
