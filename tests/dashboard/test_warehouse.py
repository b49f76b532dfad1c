"""Which release is asked, and what an answer looks like."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Numeric, cast, func, literal, null, select

from dashboard import warehouse
from dashboard.access import READER
from dashboard.queries import choices, visible
from dashboard.queries.filters import Filters
from pipelines.warehouse import release


@pytest.fixture
def two_releases(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A warehouse of its own with two releases (the same file twice), the first one current."""
    names = ["20210101T000000000000", "20210102T000000000000"]
    current = release.current(warehouse_of_sample)
    assert current is not None
    (tmp_path / "releases").mkdir()
    for name in names:
        shutil.copy(current, tmp_path / "releases" / f"{name}.duckdb")
    (tmp_path / "CURRENT").write_text(names[0])
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    return tmp_path, names


def in_new_run(function: object) -> object:
    """What a function returns in a thread of its own, as Streamlit runs a page."""
    with ThreadPoolExecutor(1) as runs:
        return runs.submit(function).result()  # type: ignore[arg-type]


def test_a_run_keeps_its_release_and_the_next_sees_the_new_one(two_releases: tuple[Path, list[str]]) -> None:
    folder, names = two_releases

    def run() -> tuple[str, str]:
        begun = warehouse.begin_run()
        (folder / "CURRENT").write_text(names[1])
        return begun, warehouse.release_id()

    assert in_new_run(run) == (names[0], names[0])
    assert in_new_run(warehouse.begin_run) == names[1]


def test_no_release_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    with pytest.raises(warehouse.NoReleaseError, match="Belum ada rilis"):
        warehouse.begin_run()


def test_a_broken_pointer_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "CURRENT").write_text("20210101T000000000000")
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    with pytest.raises(warehouse.NoReleaseError, match="20210101T000000000000"):
        warehouse.begin_run()


def test_kinds_of_values(warehouse_of_sample: Path) -> None:
    run = visible.reference("run")
    frame = warehouse.fetch(
        select(
            func.count().label("n"),
            cast(literal(1.25), Numeric(9, 4)).label("points"),
            cast(null(), Numeric(9, 4)).label("none"),
            func.sum(literal(2)).label("total"),
            func.max(run.c.is_sample).label("yes"),
        ).select_from(run)
    )
    assert [str(frame[name].dtype) for name in ("n", "points", "none", "total", "yes")] == ["Int64", "float64", "float64", "Int64", "boolean"]
    assert pd.isna(frame["none"].iloc[0])


def test_an_answer_from_the_cache_cannot_be_changed_by_who_got_it_before(warehouse_of_sample: Path) -> None:
    first = warehouse.fetch(choices.years())
    first.loc[:, "period_year"] = 1
    assert 1 not in warehouse.fetch(choices.years())["period_year"].tolist()


def test_many_threads_get_their_own_answers(warehouse_of_sample: Path) -> None:
    scores = visible.scores(READER)
    errors: list[object] = []

    def ask(number: int) -> None:
        frame = warehouse.fetch(select(literal(number).label("asked"), func.count().label("n")).where(*visible.chosen(scores, Filters(year=2021))))
        if frame["asked"].tolist() != [number]:
            errors.append((number, frame))

    def ask_often(start: int) -> None:
        for place in range(25):
            ask(1000 * start + place)

    threads = [threading.Thread(target=ask_often, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
