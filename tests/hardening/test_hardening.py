"""The tools that look for known weaknesses find them, and what was let stand has a reason and a day."""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.hardening import allowed, code, pins

TODAY = datetime.now(UTC).date()
ENTRY = '[[advisory]]\nfinding = "PYSEC-2026-1"\nday = {day}\nreason = "{reason}"\n'
REASON = "We do not call the function it is about."


def test_the_list_is_in_order_today() -> None:
    assert allowed.read(TODAY).faults == ()


@pytest.mark.parametrize(
    ("day", "reason", "is_in_order"),
    [
        (date(2026, 11, 22), REASON, True),
        (date(2025, 11, 23), REASON, True),
        (date(2025, 11, 21), REASON, False),
        (date(2026, 11, 23), REASON, False),
        (date(2026, 11, 22), "fine", False),
    ],
)
def test_an_entry_needs_a_reason_and_is_looked_at_every_year(day: date, reason: str, *, is_in_order: bool) -> None:
    faults = allowed.read(date(2026, 11, 22), ENTRY.format(day=day, reason=reason)).faults
    assert (faults == ()) == is_in_order


def test_our_code_has_no_finding_that_was_not_looked_at() -> None:
    assert code.problems(code.findings(), allowed.read(TODAY)) == []


def test_a_new_weakness_is_found_and_a_comment_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "weak.py").write_text("import subprocess\nsubprocess.call('ls ' + input(), shell=True)  # nosec\n")
    found = code.findings(["weak.py"], tmp_path)
    assert found["B602", "weak.py"] == 1
    assert any("weak.py: 1 x B602, 0 allowed" in line for line in code.problems(found, allowed.read(TODAY, "")))


def test_an_entry_that_nothing_needs_is_a_problem() -> None:
    listed = allowed.read(TODAY)
    assert len(code.problems(Counter(), listed)) == len(listed.code)


def vulnerable(name: str, *advisories: str) -> dict[str, object]:
    return {"name": name, "version": "1.0", "vulns": [{"id": each, "aliases": [], "fix_versions": ["1.1"]} for each in advisories]}


def test_an_advisory_fails_unless_it_was_looked_at() -> None:
    listed = allowed.read(TODAY, ENTRY.format(day=TODAY, reason=REASON))
    assert pins.verdict([vulnerable("one")], listed)[0] == 0
    assert pins.verdict([vulnerable("one", "PYSEC-2026-1")], listed)[0] == 0
    status, said = pins.verdict([vulnerable("one", "PYSEC-2026-1", "PYSEC-2026-2")], listed)
    assert (status, said[0]) == (1, "one 1.0: PYSEC-2026-2, fixed in 1.1")


@pytest.mark.parametrize("known", [None, [], [{"name": "one", "skip_reason": "Dependency not found on PyPI"}]])
def test_no_answer_is_not_taken_for_a_clean_one(known: list[dict[str, object]] | None) -> None:
    status, said = pins.verdict(known, allowed.read(TODAY))
    assert status == 0
    assert "SKIPPED" in said[0]
    assert "0 advisories" not in " ".join(said)


def test_the_bill_of_materials_lists_every_pin() -> None:
    written = subprocess.run([sys.executable, "-m", "dashboard", "sbom"], cwd=code.ROOT, capture_output=True, text=True, check=True).stdout
    bill = json.loads(written)
    assert bill["bomFormat"] == "CycloneDX"
    listed = {(re.sub(r"[-_.]+", "-", part["name"]).lower(), part["version"]) for part in bill["components"]}
    pinned = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", (code.ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(pinned) > 20
    assert {(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in pinned} <= listed
