"""The bill of materials lists what is installed, among it every package that the product pins."""

import json
import re
from datetime import UTC, datetime

import pytest

from dashboard import sbom
from dashboard.__main__ import main
from tests.serving import ROOT


def test_every_pinned_package_is_listed_with_its_version() -> None:
    listed = {component["name"]: component["version"] for component in sbom.bill(datetime.now(UTC))["components"]}
    pinned = dict(re.findall(r"^([\w-]+)(?:\[.*\])?==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert len(pinned) > 20
    assert {name: listed.get(name) for name in pinned} == pinned


def test_the_command_prints_cyclonedx(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["bomFormat"], printed["specVersion"], printed["version"]) == ("CycloneDX", "1.6", 1)
    references = [component["bom-ref"] for component in printed["components"]]
    assert len(references) == len(set(references))
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9-]+@\S+", reference) for reference in references)
