"""The clock of the measurement: the real one, but on invented people, where it may begin on a day of their schedule and runs on."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from dashboard import clock, measured_years
from dashboard.ledger.measured_year import JAKARTA, local_date
from tests.dashboard.conftest import LookAt


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (clock.VARIABLE, "IPASN_SIGN_IN"):
        monkeypatch.delenv(name, raising=False)
    measured_years._is_sample.cache_clear()
    clock.start()
    yield
    for name in (clock.VARIABLE, "IPASN_SIGN_IN"):
        os.environ.pop(name, None)
    measured_years._is_sample.cache_clear()
    clock.start()


def test_without_a_word_it_is_the_real_time() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.usefixtures("warehouse_of_sample")
def test_on_invented_people_it_begins_where_it_is_told_and_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2021-04-14T09:00")
    clock.start()
    first = clock.now()
    assert timedelta() <= first - datetime(2021, 4, 14, 9, tzinfo=JAKARTA) < timedelta(seconds=5)
    time.sleep(0.05)
    assert timedelta(seconds=0.04) < clock.now() - first < timedelta(seconds=5)


@pytest.mark.usefixtures("warehouse_of_sample")
def test_a_moment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "besok")
    with pytest.raises(clock.ClockError, match="2021-04-14T09:00"):
        clock.start()


def test_beside_real_people_it_is_refused(warehouse: Path, tmp_path: Path, look_at: LookAt, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the sample that says of itself that it is none."""
    (tmp_path / "releases").mkdir()
    name = (warehouse / "CURRENT").read_text().strip()
    copy = tmp_path / "releases" / f"{name.removesuffix('.duckdb')}.duckdb"
    copy.write_bytes((warehouse / "releases" / copy.name).read_bytes())
    (tmp_path / "CURRENT").write_text(name)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("UPDATE run SET is_sample = false")
    look_at(tmp_path)
    monkeypatch.setenv(clock.VARIABLE, "2021-04-14T09:00")
    with pytest.raises(clock.ClockError, match="data contoh"):
        clock.start()
    monkeypatch.delenv(clock.VARIABLE)
    monkeypatch.setenv("IPASN_SIGN_IN", "demonstration")
    clock.start()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.usefixtures("warehouse_of_sample")
def test_in_the_demonstration_people_may_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_SIGN_IN", "demonstration")
    clock.start()
    stage = measured_years.current().measurement
    assert stage.starts_on is not None
    assert stage.starts_on <= local_date(clock.now()) <= stage.due_on(local_date(clock.now()))


def test_a_demonstration_without_a_release_has_the_real_time_until_there_is_one(
    warehouse: Path, tmp_path: Path, look_at: LookAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPASN_SIGN_IN", "demonstration")
    look_at(tmp_path)
    clock.start()
    assert clock.now().year == datetime.now(UTC).year
    look_at(warehouse)
    assert clock.now().year in {2019, 2020, 2021}
