"""The April of 2021 day by day: every evening a build of the sample, and the page of completion as the secretariat would have seen it.

What each evening has to show stands in stages_2021.csv (all 24 units together) and units_2021.csv (each unit on 27 April). Both were made by hand: counts
of days from the files of data/sample/2021, the rest from the schedule and the calendar of 2021.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation, text
from dashboard import warehouse as dashboard_warehouse
from pipelines.__main__ import main
from pipelines.warehouse import engine, release
from tests.dashboard.reading_pages import tables

HERE = Path(__file__).parent
FIRST, LAST = date(2021, 4, 8), date(2021, 4, 27)
DAYS = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]

Row = dict[str, str]


def _by_hand(name: str) -> list[Row]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Evening:
    """One evening: rows of table completion, and the tables of the page: stages, then the matrix of units."""

    stages: list[tuple[Any, ...]]
    units: list[tuple[Any, ...]]
    shown: list[list[list[str]]]


def _asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    opened = engine.open_release(path)
    try:
        with opened.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]
    finally:
        opened.dispose()


def _page(**parameters: str) -> list[list[list[str]]]:
    app = AppTest.from_file(navigation.FOLDER / "completion.py", default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return tables(app)


STAGES = "SELECT stage_no, done_count, due_count, state, completed_at::DATE::VARCHAR FROM completion WHERE period_year = 2021 AND unit_id = '0111' ORDER BY 1"
UNITS = "SELECT unit_id, stage_no, state, completed_at::DATE::VARCHAR FROM completion WHERE period_year = 2021 AND stage_no IN (2, 3) ORDER BY 1, 2"


@pytest.fixture
def warehouse_of_april(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty warehouse that the dashboard looks at, in Indonesian."""
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    text.use("id")
    dashboard_warehouse.forget()
    yield tmp_path
    dashboard_warehouse.close()


def _evening(day: date, warehouse: Path) -> Evening:
    """Build the release of that evening and look at it while it is the newest."""
    assert main(["build", "--year", "2021", "--as-of", f"{day}T23:59:59", "--warehouse", str(warehouse), "--keep", "2"]) == 0
    path = release.current(warehouse)
    assert path is not None
    return Evening(_asked(path, STAGES), _asked(path, UNITS), _page(year="2021"))


def test_april_of_2021(warehouse_of_april: Path, subtests: pytest.Subtests) -> None:
    """One test, because the evenings follow one another: 20 builds, 20 pages, and 16 evenings looked back at from the last."""
    evenings = {day: _evening(day, warehouse_of_april) for day in DAYS}
    for day, evening in evenings.items():
        with subtests.test("release", day=str(day)):
            _release_is_as_by_hand(evening, _on(day))
        with subtests.test("page", day=str(day)):
            _page_is_as_by_hand(evening, _on(day))
    with subtests.test("units", day=str(LAST)):
        _units_are_as_by_hand(evenings[LAST])
    with subtests.test("matrix", day=str(LAST)):
        _matrix_is_as_by_hand(evenings[LAST])
    for day in DAYS[3:-1]:
        with subtests.test("looking back", day=str(day)):
            stages, matrix = _page(year="2021", as_of=str(day))
            assert stages == evenings[day].shown[0]
            assert sorted(matrix) == sorted(evenings[day].shown[1])


def _on(day: date) -> list[Row]:
    return [row for row in _by_hand("stages_2021.csv") if row["day"] == str(day)]


def _release_is_as_by_hand(evening: Evening, rows: list[Row]) -> None:
    published = [(str(no), str(done), str(due), state) for no, done, due, state, _completed in evening.stages]
    assert published == [(row["stage_no"], row["done_count"], row["due_count"], row["state"]) for row in rows]


def _page_is_as_by_hand(evening: Evening, rows: list[Row]) -> None:
    """State, counts, share, expected by today and lateness of every stage, in the words and figures of the page."""
    headings, *shown = evening.shown[0]
    assert headings[1:6] == ["Keadaan", "Selesai", "Wajib", "Persen selesai", "Seharusnya saat ini"]
    late = headings.index("Terlambat (hari)")
    for cells, row in zip(shown, rows, strict=True):
        assert cells[0].startswith(f"{row['stage_no']}. ")
        assert cells[1].startswith(text.label("state", row["state"]))
        done, due, expected = (int(row[f"{name}_count"]) for name in ("done", "due", "expected"))
        assert cells[2:6] == [text.whole(done), text.whole(due), text.percent(done, due), text.whole(expected)]
        assert float(row["share_pct"]) == round(100 * done / due, 2), "the table contradicts itself"
        assert cells[late] == (text.whole(int(row["late_days"])) if row["late_days"] else "–")


def _units_are_as_by_hand(evening: Evening) -> None:
    wanted = {(row["unit_id"], row["stage_no"]): (row["state"], row["reported_on"]) for row in _by_hand("units_2021.csv")}
    published = {(unit_id, str(stage)): (state, completed or "") for unit_id, stage, state, completed in evening.units}
    assert {key: published[key] for key in wanted} == wanted


def _matrix_is_as_by_hand(evening: Evening) -> None:
    """Who is late, by how many days, for whoever is called first."""
    with (HERE.parents[1] / "data" / "sample" / "2021" / "units.csv").open(encoding="utf-8", newline="") as file:
        names = {row["unit_id"]: row["nama"] for row in csv.DictReader(file) if not row["sampai"]}
    shown = {cells[0]: cells for cells in evening.shown[1][1:]}
    for row in _by_hand("units_2021.csv"):
        cell = shown[names[row["unit_id"]]][int(row["stage_no"])]
        assert cell.startswith(text.label("state", row["state"]))
        words = {"late": f"terlambat {row['late_days']} hari", "overdue": f"lewat {row['late_days']} hari", "on_time": "selesai"}
        assert words[row["state"]] in cell
