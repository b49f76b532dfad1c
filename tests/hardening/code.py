"""bandit over our code, less what was looked at: `python tests/hardening/code.py` ends with 1 when anything else is found."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.hardening import allowed  # noqa: E402 -- run as a script, the path comes first


def findings(folders: Sequence[str] = ("dashboard", "pipelines"), root: Path = ROOT) -> Counter[tuple[str, str]]:
    """How many findings of each (number, file). Raises RuntimeError when bandit could not read everything."""
    command = [
        sys.executable,
        "-m",
        "bandit",
        "--quiet",
        "--recursive",
        "--ignore-nosec",
        "--format",
        "json",
        "--configfile",
        str(ROOT / "pyproject.toml"),
    ]
    done = subprocess.run([*command, *folders], cwd=root, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    if said["errors"]:
        raise RuntimeError(f"bandit: {said['errors']}")
    return Counter((found["test_id"], Path(found["filename"]).as_posix()) for found in said["results"])


def problems(found: Counter[tuple[str, str]], listed: allowed.Allowed) -> list[str]:
    """One sentence for each finding that is not on the list, each entry that nothing needs any more, and each fault of the list."""
    unequal = sorted(key for key in {*found, *listed.code} if found[key] != listed.code.get(key, 0))
    return [f"{path}: {found[number, path]} x {number}, {listed.code.get((number, path), 0)} allowed" for number, path in unequal] + list(
        listed.faults
    )


def main() -> int:
    """Print the problems; 1 when there are any."""
    said = problems(findings(), allowed.read(datetime.now(UTC).date()))
    sys.stdout.write("".join(f"{line}\n" for line in said) or "bandit: nothing but what was looked at\n")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
