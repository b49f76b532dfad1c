"""The import contracts of pyproject.toml see every file and leave no part of the pipelines out."""

import tomllib
from typing import Any

import pytest
from grimp import build_graph

from tests.serving import ROOT

OPEN_TO_DASHBOARD = {
    "pipelines.parser",
    "pipelines.scoring",
    "pipelines.warehouse",
    "pipelines.warehouse.refusals",
    "pipelines.warehouse.verification",
}
"""What the dashboard may import without a contract of its own: how a command line is read, what scores, and what a release
refuses with."""


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.mark.parametrize("half", ["dashboard", "pipelines"])
def test_no_file_escapes_the_contracts(half: str) -> None:
    files = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / half).rglob("*.py"))
    modules = {".".join(path.parts[:-1] if path.name == "__init__" else path.parts) for path in files}
    assert modules == build_graph(half).modules


def test_every_part_of_the_pipelines_is_open_or_closed_to_the_dashboard(contracts: dict[str, dict[str, Any]]) -> None:
    modules = build_graph("pipelines").modules
    parts = {name for name in modules if name.count(".") == 1 or name.startswith("pipelines.warehouse.")}
    protected = {name for contract in contracts.values() for name in contract.get("protected_modules", ())}
    assert parts == protected | (OPEN_TO_DASHBOARD & parts)


def test_no_contract_has_an_exception(contracts: dict[str, dict[str, Any]]) -> None:
    assert not [identifier for identifier, contract in contracts.items() if "ignore_imports" in contract]
