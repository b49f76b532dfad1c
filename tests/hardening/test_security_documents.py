"""docs/security.md names tests: each is there, and each row that claims something names one or says why not."""

import re

import pytest

from tests.hardening.code import ROOT

DOCUMENT = ROOT / "docs" / "security.md"
REPORTING = ROOT / ".github" / "SECURITY.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT)))
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| Item", "| Way"))
]


def test_many_are_named() -> None:
    assert len(NAMED) > 80


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda part: part.removesuffix(".py"))
def test_a_named_test_is_there(file: str, name: str) -> None:
    path = ROOT / "tests" / file
    assert path.is_file(), f"docs/security.md names {file}, which is not there"
    assert re.search(rf"^\s*(async )?def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE), f"{file} has no {name}"


def test_what_is_said_to_be_covered_names_a_test() -> None:
    assert len(ROWS) > 80
    assert [row for row in ROWS if row[-2] in {"yes", "done"} and "::" not in row[-1]] == []


def test_an_item_has_a_number_of_the_standard_and_one_row() -> None:
    items = [item for row in ROWS if len(row) == 4 for item in re.split(r", | to ", row[0])]
    assert [item for item in items if not re.fullmatch(r"\d{1,2}\.\d{1,2}(\.\d{1,2})?", item)] == []
    assert sorted({item for item in items if items.count(item) > 1}) == []


def test_reporting_and_documents_lead_to_each_other() -> None:
    reporting = REPORTING.read_text(encoding="utf-8")
    assert "](../docs/security.md)" in reporting
    assert "](../.github/SECURITY.md)" in TEXT
    assert "3 x 24" in reporting


def test_commands_of_the_breach_notice_are_commands() -> None:
    from dashboard.__main__ import _parser

    written = re.findall(r"`python -m dashboard ((?:account|audit|ledger) \w[\w-]*[^`]*)`", REPORTING.read_text(encoding="utf-8"))
    assert len(written) >= 4
    for command in written:
        assert _parser().parse_args(command.replace("NAMA", "198001012005011001").split()).command
