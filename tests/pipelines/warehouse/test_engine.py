"""A release is opened so that nothing but the release can be read, by many at once, also while others are published."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from pipelines.warehouse import engine, release
from pipelines.warehouse.refusals import FormatError, ReleaseError
from tests.pipelines.warehouse.small_release import published


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("warehouse")
    published(folder, 600)
    path = release.current(folder)
    assert path is not None
    made = engine.open_release(path, memory_limit="300MiB", threads=1)
    yield made
    made.dispose()


def test_shows_jakarta_time_in_every_connection(opened: Engine) -> None:
    with opened.connect() as first, opened.connect() as second:
        for connection in (first, second):
            assert connection.execute(
                text("SELECT current_setting('TimeZone'), current_setting('memory_limit'), current_setting('threads')")
            ).one() == (
                "Asia/Jakarta",
                "300.0 MiB",
                1,
            )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM score",
        "CREATE TABLE mine AS SELECT 1",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY score TO '/tmp/score.csv'",
        "ATTACH '/tmp/other.duckdb' AS other",
        "SET enable_external_access = true",
        "SET TimeZone = 'UTC'",
        "INSTALL httpfs",
    ],
)
def test_refuses_writing_other_files_and_other_settings(opened: Engine, statement: str) -> None:
    with opened.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))


def test_asn_score_has_one_row_per_person_with_name_and_unit(opened: Engine) -> None:
    with opened.connect() as connection:
        found = connection.execute(text("SELECT count(*), count(asn_name), count(DISTINCT nip), count(DISTINCT unit_id) FROM asn_score")).one()
    assert found == (600, 600, 600, 2)


def test_threads_get_their_own_answers(opened: Engine) -> None:
    def ask(number: int) -> bool:
        nip = 198001012005011000 + number % 600
        with opened.connect() as connection:
            return connection.execute(text("SELECT nip FROM score WHERE nip = :nip"), {"nip": nip}).scalars().all() == [nip]

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(400)))


def test_a_file_that_is_no_release_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "20200101T000000000000.duckdb"
    with pytest.raises(ReleaseError, match="tidak ada"):
        engine.open_release(path)
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(ReleaseError, match="tidak dapat dibuka"):
        engine.open_release(path)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE run DROP COLUMN is_sample",
        "ALTER TABLE unit ADD COLUMN colour VARCHAR",
        "ALTER TABLE rank RENAME COLUMN rank_order TO place",
        "DROP TABLE unit_review",
        "CREATE TABLE extra (one INTEGER)",
    ],
)
def test_a_release_with_other_tables_is_refused_in_one_sentence(tmp_path: Path, change: str) -> None:
    name = published(tmp_path)
    path = tmp_path / "other" / f"{name}.duckdb"
    path.parent.mkdir()
    path.write_bytes(release.path_of(tmp_path, name).read_bytes())
    engine.open_release(path).dispose()
    with duckdb.connect(path) as connection:
        connection.execute(change)
    with pytest.raises(FormatError, match=r"versi lain perangkat lunak ini dan tidak dapat dibaca; .*build --fresh"):
        engine.open_release(path)
    with duckdb.connect(path) as connection:
        connection.execute("SELECT 1")


class _Reader(threading.Thread):
    """Asks the current release again and again, as a dashboard does, and keeps what it saw."""

    def __init__(self, warehouse: Path, stop: threading.Event) -> None:
        super().__init__()
        self.warehouse, self.stop = warehouse, stop
        self.seen: list[tuple[str, int]] = []
        self.failures: list[BaseException] = []
        self.opened: dict[Path, Engine] = {}

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.seen.append(self._ask())
            except Exception as error:  # noqa: BLE001 - any failure is what the test looks for
                self.failures.append(error)
        for made in self.opened.values():
            made.dispose()

    def _ask(self) -> tuple[str, int]:
        path = release.current(self.warehouse)
        assert path is not None
        if path not in self.opened:
            self.opened[path] = engine.open_release(path, pool_size=1)
            while len(self.opened) > 2:
                self.opened.pop(next(iter(self.opened))).dispose()
        with self.opened[path].connect() as connection:
            name, people = connection.execute(text("SELECT release_id, (SELECT count(*) FROM asn_score) FROM run")).one()
        assert name == path.stem
        return name, people


def test_no_reader_fails_while_releases_are_published_pruned_and_rolled_back(tmp_path: Path) -> None:
    people_of = {published(tmp_path, 3): 3}
    stop = threading.Event()
    readers = [_Reader(tmp_path, stop) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for people in range(4, 12):
            people_of[published(tmp_path, people, keep=2)] = people
        release.rollback(tmp_path)
        people_of[published(tmp_path, 12, keep=2)] = 12
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert [reader.failures for reader in readers] == [[]] * 4
    seen = {answer for reader in readers for answer in reader.seen}
    assert all(people_of[name] == people for name, people in seen)
    assert len(seen) >= 8
