"""Known vulnerabilities of what is pinned: `make audit`. It needs the package registry's advisories; where they do not answer it says that it was skipped.

Ends with 1 when a pin has an advisory that is not in allowed.toml, with 0 otherwise, also when skipped: nothing was found is never said without an answer.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.hardening import allowed  # noqa: E402 -- run as a script, the path comes first


def audited(files: Sequence[str] = ("requirements.txt", "requirements-dev.txt")) -> list[Mapping[str, Any]] | None:
    """What pip-audit knows of each pin; None when it got no answer."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
    for file in files:
        command += ["--requirement", file]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
        known: list[Mapping[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    return known


def verdict(known: Sequence[Mapping[str, Any]] | None, listed: allowed.Allowed) -> tuple[int, list[str]]:
    """Exit status and sentences. A registry without advisories answers "not found" for every pin: that is no answer either."""
    answered = [pin for pin in known or () if "skip_reason" not in pin]
    if known is None or not answered:
        return 0, ["pip-audit: SKIPPED, the registry's advisories did not answer; nothing is known"]
    found = [
        f"{pin['name']} {pin['version']}: {vuln['id']}, fixed in {', '.join(vuln['fix_versions']) or 'no version yet'}"
        for pin in answered
        for vuln in pin["vulns"]
        if not {vuln["id"], *vuln.get("aliases", ())} & {*listed.advisories}
    ]
    unknown = [f"{pin['name']}: not known to the registry, not looked at" for pin in known if "skip_reason" in pin]
    return int(bool(found)), [*found, *unknown, f"pip-audit: {len(answered)} of {len(known)} pins looked at, {len(found)} advisories"]


def main() -> int:
    """Print what was found."""
    status, said = verdict(audited(), allowed.read(datetime.now(UTC).date()))
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return status


if __name__ == "__main__":
    sys.exit(main())
