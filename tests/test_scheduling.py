"""The examples of timers are units that systemd takes, for commands that exist, at the hours of the schedule."""

import configparser
import re
import shlex
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.__main__ import _parser as dashboard_parser
from pipelines.__main__ import _parser as pipelines_parser
from pipelines.reference import load
from tests.serving import ROOT

FOLDER = ROOT / "docs" / "systemd"
UNITS = sorted(FOLDER.iterdir())
PYTHON = "/opt/ipasn/.venv/bin/python"
DOCUMENT = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")


class Repeated(dict[str, Any]):
    """Settings of a unit: one that stands several times keeps all its lines, as systemd reads them."""

    def __setitem__(self, key: str, value: Any) -> None:
        if isinstance(value, list) and key in self:
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


def unit(path: Path) -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(dict_type=Repeated, strict=False, comment_prefixes=("#",), delimiters=("=",))
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(path, encoding="utf-8")
    return read


def commands() -> list[list[str]]:
    """The words after `python -m` of every unit and of the lines for cron."""
    written = [line for path in UNITS if path.suffix == ".service" for line in unit(path)["Service"]["ExecStart"].splitlines()]
    in_cron = re.findall(r"\.venv/bin/python -m [^&\n]+", DOCUMENT)
    assert len(in_cron) > 3
    assert all(line.startswith(f"{PYTHON} -m ") for line in written)
    return [shlex.split(line)[2:] for line in (*written, *in_cron)]


def test_every_command_is_one_that_exists() -> None:
    parsers = {"dashboard": dashboard_parser(), "pipelines": pipelines_parser()}
    for module, *arguments in commands():
        parsers[module].parse_args(arguments)


def test_every_timer_starts_a_service_that_is_there() -> None:
    for path in UNITS:
        if path.suffix == ".timer":
            started = unit(path)["Timer"].get("Unit", f"{path.stem}.service")
            assert (FOLDER / started).is_file(), path.name
            assert unit(path)["Install"]["WantedBy"] == "timers.target"
    assert {path.name for path in UNITS} >= {f"{name}.timer" for name in re.findall(r"(ipasn-[\w-]+)\.timer", DOCUMENT)}


def test_services_run_late_alone_and_may_write_the_data_only() -> None:
    for path in UNITS:
        if path.suffix == ".service":
            service = unit(path)["Service"]
            assert (service["Type"], service["UMask"], service["ProtectSystem"], service["ReadWritePaths"]) == (
                "oneshot",
                "0077",
                "strict",
                "/opt/ipasn/data",
            )
            assert "password" not in path.read_text(encoding="utf-8")


@needs_systemd
def test_systemd_takes_them(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8").replace(PYTHON, sys.executable).replace("User=ipasn", "User=root")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    ours = [line for line in done.stderr.splitlines() if "ipasn-" in line]
    assert ours == []


def elapses(timer: str, base: str, count: int) -> list[str]:
    """The next moments of a timer after `base`, in Jakarta, in order."""
    found = []
    for expression in unit(FOLDER / timer)["Timer"]["OnCalendar"].splitlines():
        done = subprocess.run(
            ["systemd-analyze", "calendar", f"--iterations={count}", f"--base-time={base}", expression],
            capture_output=True,
            text=True,
            check=True,
            env={"TZ": "Asia/Jakarta", "PATH": "/usr/bin:/bin"},
        )
        found += re.findall(r"(?:elapse|Iter\. #\d+): \w+ (\d{4}-\d\d-\d\d \d\d:\d\d):\d\d", done.stdout)
    return sorted(found)


@needs_systemd
def test_they_elapse_in_the_window_of_the_schedule() -> None:
    schedule = load(ROOT / "data" / "reference", 2021).schedule
    measuring = next(stage for stage in schedule.stages if stage.counts == "measured")
    assert measuring.starts_on is not None
    last_due = max(stage.due_on for stage in schedule.stages)
    nights = elapses("ipasn-publish.timer", "2021-01-01 00:00:00", 60)
    assert nights[0] == f"{measuring.starts_on + timedelta(days=1)} 01:30"
    assert nights[-1][:10] == str(last_due + timedelta(days=1))
    hours = elapses("ipasn-publish-last-day.timer", "2021-01-01 00:00:00", 60)
    assert [hour[:10] for hour in hours] == [str(measuring.due_on)] * 18 + [str(measuring.due_on + timedelta(days=1))]
    assert (hours[0][11:], hours[-2][11:], hours[-1][11:]) == ("06:00", "23:00", "00:05")
    identities = elapses("ipasn-identities.timer", "2021-01-01 00:00:00", 60)
    assert identities[0] < str(measuring.starts_on) < identities[-1]
    assert len(set(identities)) == len(identities) == 30
