"""A question that takes too long, or too much memory, is ended: nothing of it is kept, told or held up."""

import gc
import logging
import shutil
import threading
import time
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Select, func, literal, select
from streamlit.testing.v1 import AppTest

from dashboard import navigation, warehouse
from dashboard.access import READER
from dashboard.queries import choices, visible
from pipelines.warehouse import engine, limits, release

APP = Path(navigation.__file__).with_name("app.py")


def slow(marker: str = "slow") -> Select:
    """Everybody beside everybody beside everybody, three years of them: hours on any machine."""
    first, second, third = (visible.scores(READER).alias() for _side in range(3))
    far = func.abs(first.c.total_score * second.c.total_score - third.c.total_score) < 0
    return select(literal(marker).label("marker"), func.count().label("n")).select_from(first, second, third).where(far)


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_QUERY_SECONDS", "1")


def test_a_slow_question_is_ended_and_nothing_of_it_stays(warehouse_of_sample: Path, one_second: None, caplog: pytest.LogCaptureFixture) -> None:
    begun = time.monotonic()
    with caplog.at_level(logging.DEBUG), pytest.raises(warehouse.TooMuchAskedError) as ended:
        warehouse.fetch(slow("197001012005011001"))
    assert 0.9 < time.monotonic() - begun < 15
    assert (str(ended.value), ended.value.__cause__) == ("", None)
    assert "197001012005011001" not in caplog.text
    assert warehouse._answer.cache_info().currsize == 0
    assert not any(lock.locked() for lock in warehouse._asking)
    assert 2021 in warehouse.fetch(choices.years())["period_year"].tolist()


def test_others_are_answered_while_a_slow_question_runs(warehouse_of_sample: Path, one_second: None) -> None:
    outcomes: list[object] = []

    def ask() -> None:
        try:
            outcomes.append(warehouse.fetch(slow()))
        except warehouse.TooMuchAskedError:
            outcomes.append("ended")

    running = [threading.Thread(target=ask) for _reader in range(2)]
    for thread in running:
        thread.start()
    answers = [warehouse.read(choices.years())["period_year"].tolist() for _turn in range(20)]
    for thread in running:
        thread.join(timeout=20)
    assert all(answer == answers[0] and 2021 in answer for answer in answers)
    assert outcomes == ["ended", "ended"]


def test_rows_that_are_not_kept_are_ended_too(warehouse_of_sample: Path, one_second: None) -> None:
    with pytest.raises(warehouse.TooMuchAskedError):
        warehouse.read(slow())


def test_too_much_memory_is_said_in_the_same_way(warehouse_of_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPASN_QUERY_MEMORY", "64MB")
    close_all()
    many = select(func.unnest(func.range(10_000_000)).label("number"), visible.reference("run").c.release_id).subquery()
    with pytest.raises(warehouse.TooMuchAskedError):
        warehouse.fetch(select(func.length(func.list(many.c.number))))


def test_who_is_next_on_the_connection_is_not_interrupted(warehouse_of_sample: Path) -> None:
    path = release.current(warehouse_of_sample)
    assert path is not None
    made = engine.open_release(path)
    pooled = made.raw_connection()
    asked = pooled.driver_connection
    with warehouse._limited(asked, 0.5):
        asked.execute("SELECT 1").fetchall()  # type: ignore[union-attr]
    begun = time.monotonic()
    while time.monotonic() - begun < 1:
        assert asked.execute("SELECT max(hash(range)) > 0 FROM range(20_000_000)").fetchone() == (True,)  # type: ignore[union-attr]
    pooled.close()
    made.dispose()


@pytest.mark.parametrize(("language", "words"), [("id", "melebihi batas satu pertanyaan"), ("en", "than one question may")])
def test_the_reader_is_told_in_one_sentence(
    warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_second: None, language: str, words: str
) -> None:
    put_slow_release(warehouse_of_sample, tmp_path)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    warehouse.close()
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert [words in error.value for error in app.error] == [True]
    assert "SELECT" not in app.error[0].value


def put_slow_release(source: Path, folder: Path) -> None:
    """The sample's release with its table of scores replaced by a view that takes hours."""
    current = release.current(source)
    assert current is not None
    (folder / "releases").mkdir()
    copy = release.path_of(folder, current.stem)
    shutil.copyfile(current, copy)
    with duckdb.connect(copy) as connection:
        columns = connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'unit_score' ORDER BY column_index"
        ).fetchall()
        connection.execute("DROP TABLE unit_score")
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
        connection.execute(f"CREATE VIEW unit_score AS SELECT {nothing} FROM range(300000) a, range(3000000) b WHERE hash(a.range * b.range) = 1")
    (folder / "CURRENT").write_text(current.stem)


@pytest.mark.parametrize(
    ("name", "value"),
    [("IPASN_QUERY_SECONDS", "soon"), ("IPASN_QUERY_SECONDS", "-1"), ("IPASN_QUERY_SECONDS", "nan"), ("IPASN_QUERY_MEMORY", "1GB'; SELECT 1"),
     ("IPASN_QUERY_MEMORY", "much"), ("IPASN_QUERY_THREADS", "0")],
)  # fmt: skip
def test_a_limit_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(limits.LimitError, match=name):
        limits.read()


def test_limits_reach_the_release(warehouse_of_sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = release.current(warehouse_of_sample)
    assert path is not None
    close_all()
    with duckdb.connect() as beside:
        whole = str(beside.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
        assert settings_of(path)[0] not in {whole, ""}
        beside.execute(f"SET memory_limit = '{limits.share(whole)}'")
        expected = beside.execute("SELECT current_setting('memory_limit'), current_setting('threads')").fetchall()[0]
    assert settings_of(path) == expected
    assert limits.share("18.8 GiB") == "4.70 GiB"
    monkeypatch.setenv("IPASN_QUERY_MEMORY", "512MiB")
    monkeypatch.setenv("IPASN_QUERY_THREADS", "1")
    assert settings_of(path) == ("512.0 MiB", 1)


def close_all() -> None:
    """A file that is open with other limits, in this process, cannot be opened with these: what earlier tests have let go of is closed too."""
    warehouse.close()
    gc.collect()


def settings_of(path: Path) -> tuple[str, int]:
    """Memory and threads of a release when it is opened now."""
    made = engine.open_release(path)
    with made.connect() as connection:
        memory, threads = connection.exec_driver_sql("SELECT current_setting('memory_limit'), current_setting('threads')").one()
    made.dispose()
    return str(memory), int(threads)
