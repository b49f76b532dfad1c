"""Which release is asked, and what an answer looks like."""

import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd
import psutil
import pytest
from sqlalchemy import Numeric, cast, func, literal, null, select

from dashboard import warehouse
from dashboard.access import READER
from dashboard.queries import choices, visible
from dashboard.queries.filters import Filters
from pipelines.warehouse import release


def put_releases(source: Path, folder: Path, names: list[str]) -> None:
    """The release `source` under other names, the first one current; each is told apart by when it was built."""
    (folder / "releases").mkdir()
    for place, name in enumerate(names):
        copy = release.path_of(folder, name)
        shutil.copyfile(source, copy)
        with duckdb.connect(copy) as connection:
            connection.execute("UPDATE run SET release_id = ?, built_at = ?", [name, datetime(2021, 1, 1 + place)])
    (folder / "CURRENT").write_text(names[0])


@pytest.fixture
def two_releases(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A warehouse of its own with two releases, the first one current."""
    names = ["20210101T000000000000", "20210102T000000000000"]
    current = release.current(warehouse_of_sample)
    assert current is not None
    put_releases(current, tmp_path, names)
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


def test_a_run_asks_the_release_it_was_begun_with(two_releases: tuple[Path, list[str]]) -> None:
    _folder, names = two_releases

    def run(asked: str | None) -> tuple[str, str]:
        begun = warehouse.begin_run(asked)
        return begun, str(warehouse.fetch(choices.release())["release_id"].iloc[0])

    for asked, shown in ((names[1], names[1]), (None, names[0]), (names[0], names[0]), ("20200101T000000000000", names[0]), ("../CURRENT", names[0])):
        assert in_new_run(lambda asked=asked: run(asked)) == (shown, shown)


def test_the_releases_that_can_be_shown(two_releases: tuple[Path, list[str]]) -> None:
    folder, names = two_releases
    release.path_of(folder, "20210103T000000000000").write_bytes(b"no release" * 1000)
    found = [(one.release_id, one.built_at, one.is_current) for one in warehouse.published()]
    assert found == [(names[0], datetime(2021, 1, 1), True), (names[1], datetime(2021, 1, 2), False)]


def test_a_release_that_is_gone_from_disk_and_memory_is_said(two_releases: tuple[Path, list[str]]) -> None:
    folder, names = two_releases

    def run() -> None:
        warehouse.begin_run(names[1])
        warehouse.close()
        release.path_of(folder, names[1]).unlink()
        warehouse.fetch(choices.years())

    with pytest.raises(warehouse.NoReleaseError, match=names[1]):
        in_new_run(run)


def test_more_readers_of_different_releases_than_engines_get_their_own_answers(
    warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"2021010{number}T000000000000" for number in range(1, 7)]
    current = release.current(warehouse_of_sample)
    assert current is not None
    put_releases(current, tmp_path, names)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    run = visible.reference("run")

    def read(number: int) -> bool:
        name = names[number % len(names)]
        begun = warehouse.begin_run(name)
        asked = warehouse.fetch(select(run.c.release_id, literal(number).label("number")))["release_id"].tolist()
        return begun == name and asked == [name] and warehouse.release_id() == name

    with ThreadPoolExecutor(6) as runs:
        assert all(runs.map(read, range(60)))
    assert len(warehouse._engines) <= warehouse.MOST_ENGINES


def test_rows_that_are_not_kept_come_in_parts_from_the_release_of_the_run(
    two_releases: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    _folder, names = two_releases
    monkeypatch.setattr(warehouse, "PART_ROWS", 2048)
    rows = select(func.unnest(func.range(5000)).label("number"), visible.reference("run").c.release_id)

    def begin() -> object:
        warehouse.begin_run(names[1])
        return warehouse.later(rows)

    parts = list(in_new_run(begin)())  # type: ignore[operator]
    assert [len(part) for part in parts] == [0, 2048, 2048, 904]
    together = pd.concat(parts)
    assert together["number"].tolist() == list(range(5000))
    assert set(together["release_id"]) == {names[1]}
    assert warehouse._answer.cache_info().currsize == 0


def test_nothing_is_kept_of_what_is_read(warehouse_of_sample: Path) -> None:
    kept = warehouse._answer.cache_info().currsize
    frame = warehouse.read(select(visible.names(READER, "people")))
    assert len(frame) > 1000
    assert warehouse._answer.cache_info().currsize == kept
    assert warehouse.read(select(visible.names(READER, "people")).where(literal(1) == 2)).columns.tolist() == frame.columns.tolist()


def test_answers_that_are_kept_set_no_memory_aside_for_rows_they_do_not_have(warehouse_of_sample: Path) -> None:
    before = psutil.Process().memory_info().vms
    for number in range(40):
        warehouse.fetch(select(*(literal(number + column).label(f"column_{column}") for column in range(10))))
    assert psutil.Process().memory_info().vms - before < 500_000_000


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
