"""The demonstration has the sample's people in its ledger, so that whoever steps into the role of a civil servant finds oneself."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dashboard import warehouse as dashboard_warehouse
from dashboard.ledger import engine, identities
from dashboard.web import demonstration
from tests.dashboard.web.test_demonstration import settings
from tests.rows import build
from tests.serving import serving


@pytest.fixture
def folder(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample's warehouse that the dashboard looks at."""
    copied = tmp_path / "warehouse"
    shutil.copytree(warehouse, copied)
    dashboard_warehouse.close()
    monkeypatch.setenv("IPASN_WAREHOUSE", str(copied))
    yield copied
    dashboard_warehouse.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Engine]:
    opened = engine.open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    engine.upgrade(opened)
    yield opened
    opened.dispose()


def count(ledger: Engine) -> int:
    with ledger.connect() as connection:
        found: int = connection.execute(text("SELECT count(*) FROM identity WHERE period_year = 2021")).scalar_one()
        return found


def test_people_are_there_once_a_server_has_started(warehouse: Path, tmp_path: Path, ledger: Engine) -> None:
    with serving(warehouse, tmp_path / "server.log", settings=settings(tmp_path)):
        assert count(ledger) > 1400
    assert "is not loaded" not in (tmp_path / "server.log").read_text(encoding="utf-8")


def test_the_civil_servant_of_the_demonstration_finds_oneself(folder: Path, ledger: Engine) -> None:
    demonstration.load_people(ledger)
    nip = demonstration.offered()["asn"].nip
    assert nip is not None
    found = identities.of_person(ledger, 2021, nip)
    assert found is not None
    assert found.unit_id.startswith(demonstration.UNIT_ID)
    assert found.rank_name
    assert found.religion


def test_they_are_loaded_again_only_when_the_file_is_newer(folder: Path, ledger: Engine) -> None:
    demonstration.load_people(ledger)
    first = identities.loaded_at(ledger, 2021)
    assert first is not None
    demonstration.load_people(ledger)
    assert identities.loaded_at(ledger, 2021) == first
    later = first.timestamp() + 60
    os.utime(folder / "identities-2021.jsonl", (later, later))
    demonstration.load_people(ledger)
    again = identities.loaded_at(ledger, 2021)
    assert again is not None
    assert again > first


def test_a_torn_file_is_noted_and_left_out(folder: Path, ledger: Engine, caplog: pytest.LogCaptureFixture) -> None:
    file = folder / "identities-2021.jsonl"
    file.write_bytes(file.read_bytes()[:-50])
    demonstration.load_people(ledger)
    assert count(ledger) == 0
    assert "identities-2021.jsonl is not loaded: Berkas tidak utuh" in caplog.text


def test_nobody_is_loaded_beside_a_release_of_real_people(folder: Path, ledger: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    built = build(tmp_path / "real")
    shutil.copy(folder / "identities-2021.jsonl", built.warehouse)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(built.warehouse))
    dashboard_warehouse.close()
    demonstration.load_people(ledger)
    assert count(ledger) == 0
