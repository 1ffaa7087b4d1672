"""The units of deploy/: systemd itself finds nothing to say, and what locks the service in is not lost in an edit."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


def unit(path: Path) -> dict[str, dict[str, list[str]]]:
    """Sections of a unit file; a key may stand there several times."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            section.setdefault(key, []).append(value)
    return sections


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("User", "mingzhang"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ReadWritePaths", "/var/lib/mingzhang"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectControlGroups", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictNamespaces", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("SystemCallArchitectures", "native"),
        ("IOSchedulingClass", "idle"),
        ("SuccessExitStatus", "3"),
    ],
)
def test_the_service_is_locked_in(deploy: Path, key: str, value: str) -> None:
    assert unit(deploy / "mingzhang.service")["Service"][key] == [value]


def test_the_service_has_only_the_sockets_calls_and_memory_that_it_needs(deploy: Path) -> None:
    service = unit(deploy / "mingzhang.service")["Service"]
    assert service["RestrictAddressFamilies"] == ["AF_INET AF_INET6 AF_UNIX"]
    assert service["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]
    assert re.fullmatch(r"\d+G", service["MemoryMax"][0])
    assert int(service["Nice"][0]) > 0


def test_the_service_writes_only_where_it_works(deploy: Path) -> None:
    service = unit(deploy / "mingzhang.service")["Service"]
    assert service["ReadWritePaths"] == service["WorkingDirectory"] == [f"/var/lib/{service['StateDirectory'][0]}"]


def test_service_and_cron_line_call_the_installed_command(deploy: Path, root: Path) -> None:
    scripts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    [command] = unit(deploy / "mingzhang.service")["Service"]["ExecStart"]
    assert Path(command.split()[0]).name in scripts
    [line] = [line for line in (deploy / "mingzhang.cron").read_text(encoding="utf-8").splitlines() if re.match(r"[\d*]", line)]
    assert re.match(r"\d+ \d+ \* \* \* mingzhang cd /var/lib/mingzhang && ", line)
    assert command in line
    assert "%" not in line, "cron takes it for a line break"


def test_the_timer_makes_up_for_a_missed_night(deploy: Path) -> None:
    timer = unit(deploy / "mingzhang.timer")
    assert timer["Timer"]["Persistent"] == ["true"]
    assert timer["Install"]["WantedBy"] == ["timers.target"]


def test_status_3_of_the_cron_line_is_no_failure(deploy: Path, tmp_path: Path) -> None:
    [line] = [line for line in (deploy / "mingzhang.cron").read_text(encoding="utf-8").splitlines() if re.match(r"[\d*]", line)]
    command = line.split("mingzhang ", 1)[1].replace("/var/lib/mingzhang", str(tmp_path))
    for status, ends in ((0, 0), (3, 0), (1, 1)):
        played = re.sub(r"/opt/\S+ nightly", f"sh -c 'echo night {status}; exit {status}'", command)
        done = subprocess.run(["/bin/sh", "-c", played], capture_output=True, text=True, check=False)
        assert (done.returncode, "night 1" in done.stdout) == (ends, status == 1), done


@pytest.fixture
def _systemd() -> None:
    """Without systemd nothing is proved: CI fails then, a desk of another kind skips."""
    if shutil.which("systemd-analyze") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("systemd-analyze is not installed (package systemd)")


@pytest.mark.usefixtures("_systemd")
def test_systemd_has_nothing_to_say_about_the_units(deploy: Path, tmp_path: Path) -> None:
    """On a copy whose command exists: systemd looks whether it can be executed."""
    for name in ("mingzhang.service", "mingzhang.timer"):
        text = (deploy / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/mingzhang/.venv/bin/mingzhang", "/bin/true"), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "mingzhang.service"), str(tmp_path / "mingzhang.timer")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    about_ours = [line for line in done.stderr.splitlines() if "mingzhang" in line]
    assert (done.returncode, about_ours) == (0, []), done.stderr


@pytest.mark.usefixtures("_systemd")
def test_the_exposure_that_the_readme_states_is_the_measured_one(deploy: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(deploy / "mingzhang.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    measured = re.search(r"Overall exposure level.*?: (\d+\.\d)", done.stdout)
    assert measured, done.stderr
    stated = re.search(r"gives \*\*(\d+\.\d)\*\*", (deploy / "README.md").read_text(encoding="utf-8"))
    assert stated
    # other versions of systemd weigh a little differently
    assert float(measured[1]) <= float(stated[1]) + 0.3
