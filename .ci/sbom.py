"""Write the bill of materials of a lock file, CycloneDX JSON, from the lock and the metadata of what is installed. No network."""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def components(lock: str) -> list[dict[str, Any]]:
    """One component per locked package, in the order of the lock."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if locked := LOCKED.match(line):
            name, version = locked[1], locked[2]
            purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
            found.append({"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl} | _licence(name))
        elif found and (digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line)):
            property_ = {"name": "mingzhang:sha256", "value": digest[1]}  # of each file that may be installed
            found[-1].setdefault("properties", []).append(property_)
    return found


def _licence(name: str) -> dict[str, Any]:
    try:
        said = metadata(name)
    except PackageNotFoundError:  # of another platform
        return {}
    if expression := said.get("License-Expression"):
        return {"licenses": [{"expression": expression}]}
    named = [value.rpartition(" :: ")[2] for value in said.get_all("Classifier") or [] if value.startswith("License ::")]
    named = named or [line for line in (said.get("License") or "").splitlines()[:1] if line]
    return {"licenses": [{"license": {"name": each}} for each in named]} if named else {}


def main(lock: Path, out: Path) -> None:
    """Read the lock, write the bill."""
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    bill["components"] = components(lock.read_text(encoding="utf-8"))  # type: ignore[assignment]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(bill['components'])} packages, {out}")  # type: ignore[arg-type]  # noqa: T201  # output is the job here


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
