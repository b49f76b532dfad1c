"""A growing database read bit by bit gives what reading it whole gives, whatever happened to it in between."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from pipelines.sources import SourceError, SourceSpec, open_source
from pipelines.sources.database_rows import _Copied, _Streamed
from tests.pipelines.sources.opened import Opened

Execute = Callable[[str], object]

HEADINGS = "nip, tahun, nilai_kinerja, waktu_ukur, waktu_verifikasi, nomor"
QUERY = "SELECT * FROM ukur WHERE tahun = {year} ORDER BY nip"


def spec(grows: str | None = "nomor", query: str = QUERY) -> SourceSpec:
    return SourceSpec("buku besar", "measurements", url_env="CONTOH_URL", query=query, grows=grows)


@pytest.fixture(params=["sqlite", "postgresql"])
def execute(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Execute]:
    """Runs statements on a real database with the empty table `ukur`, which CONTOH_URL names."""
    connection: Any
    if request.param == "sqlite":
        connection = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        monkeypatch.setenv("CONTOH_URL", f"sqlite:///{tmp_path / 'ledger.db'}")
    else:
        url = request.getfixturevalue("postgresql_url")
        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        monkeypatch.setenv("CONTOH_URL", url)
    connection.execute("CREATE TABLE ukur (nip TEXT, tahun INT, nilai_kinerja TEXT, waktu_ukur TEXT, waktu_verifikasi TEXT, nomor BIGINT)")
    yield connection.execute
    connection.execute("DROP TABLE ukur")
    connection.close()


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every query whose rows were fetched, in order."""
    queries: list[str] = []
    for rows in (_Copied, _Streamed):

        def fetch(self, workbench, query, positions, table, *, original=rows.fetch):
            queries.append(query)
            return original(self, workbench, query, positions, table)

        monkeypatch.setattr(rows, "fetch", fetch)
    return queries


def read(folder: Path, kept: Path | None, source: SourceSpec | None = None, year: int = 2021) -> tuple[list[dict[str, str]], str]:
    """The rows that a build would see, in order, and their content hash."""
    folder.mkdir(exist_ok=True)
    (folder / "workbench.duckdb").unlink(missing_ok=True)
    with duckdb.connect(folder / "workbench.duckdb") as workbench:
        opened = Opened(open_source(workbench, source or spec(), "measurements", year=year, kept=kept), workbench)
        return opened.rows, opened.arrived.sha256


def row(number: int, event: int, value: str = "88", year: int = 2021) -> str:
    verified = "'2021-04-14T10:00:00'" if event % 3 == 0 else "NULL"
    return f"INSERT INTO ukur ({HEADINGS}) VALUES ('{198001012005011000 + number}', {year}, '{value}', '2021-04-13T09:00:00', {verified}, {event})"


def moved(number: int, event: int, value: str) -> str:
    return f"UPDATE ukur SET nilai_kinerja = '{value}', waktu_verifikasi = NULL, nomor = {event} WHERE nip = '{198001012005011000 + number}'"


def test_only_what_is_newer_is_fetched(tmp_path: Path, execute: Execute, fetched: list[str]) -> None:
    kept = tmp_path / "arrived"
    for number in range(3):
        execute(row(number, 10 + number))
    read(tmp_path / "work", kept)
    execute(moved(1, 20, "91"))
    execute(row(7, 21))
    rows, _ = read(tmp_path / "work", kept)
    assert len(fetched) == 2
    assert "> 12" in fetched[1]
    assert [each["nilai_kinerja"] for each in rows] == ["88", "91", "88", "88"]
    assert "waktu_verifikasi" not in rows[1]
    again = read(tmp_path / "work", kept)
    assert again[0] == rows
    assert len(fetched) == 2
    execute(row(8, 22))
    assert len(read(tmp_path / "work", kept)[0]) == 5
    assert "> 21" in fetched[2]


def test_generated_histories_read_bit_by_bit_are_those_read_whole(tmp_path: Path, execute: Execute) -> None:
    """Rows come, change, go and come back, numbers are skipped, a copy is restored: after each bit both readings agree, with one content hash."""
    chance = random.Random(20210412)
    kept, event, numbers = tmp_path / "arrived", 0, set[int]()
    for _ in range(25):
        for _ in range(chance.randrange(6)):
            event += chance.choice((1, 1, 1, 7))
            number = chance.randrange(12)
            if number in numbers and chance.random() < 0.25:
                execute(f"DELETE FROM ukur WHERE nip = '{198001012005011000 + number}'")
                numbers.discard(number)
            elif number in numbers:
                execute(moved(number, event, str(60 + chance.randrange(40))))
            else:
                execute(row(number, event, str(60 + chance.randrange(40))))
                numbers.add(number)
        if chance.random() < 0.1:
            event = max(0, event - 5)
            execute(f"DELETE FROM ukur WHERE nomor > {event}")
            numbers = {number for number in numbers if number in _present(tmp_path)}
        grown = read(tmp_path / "grown", kept)
        assert grown == read(tmp_path / "whole", None)
        assert grown[0] == read(tmp_path / "plain", None, spec(grows=None))[0]
        assert [each["nip"] for each in grown[0]] == sorted(str(198001012005011000 + number) for number in numbers)


def _present(folder: Path) -> set[int]:
    return {int(each["nip"]) - 198001012005011000 for each in read(folder / "present", None)[0]}


def test_what_became_visible_late_is_not_lost(tmp_path: Path, execute: Execute, fetched: list[str]) -> None:
    """A number below the newest one that was read: a transaction that was given its number early and ended late."""
    execute(row(1, 10))
    read(tmp_path / "work", tmp_path / "arrived")
    execute(row(2, 9))
    rows, _ = read(tmp_path / "work", tmp_path / "arrived")
    assert len(rows) == 2
    assert len(fetched) == 3


@pytest.mark.parametrize("damage", ["torn", "empty", "other query"])
def test_a_kept_file_that_does_not_fit_is_not_read(tmp_path: Path, execute: Execute, damage: str) -> None:
    kept = tmp_path / "arrived"
    execute(row(1, 10))
    read(tmp_path / "work", kept)
    (file,) = kept.iterdir()
    other = spec(query="SELECT * FROM ukur WHERE tahun = {year} AND nilai_kinerja <> '88' ORDER BY nip")
    if damage == "other query":
        assert read(tmp_path / "work", kept, other)[0] == []
    else:
        file.write_bytes(file.read_bytes()[:40] if damage == "torn" else b"")
        assert len(read(tmp_path / "work", kept)[0]) == 1


def test_years_are_kept_apart_and_only_their_owner_may_look(tmp_path: Path, execute: Execute) -> None:
    kept = tmp_path / "arrived"
    execute(row(1, 10))
    execute(row(1, 11, year=2020))
    assert read(tmp_path / "work", kept)[0] != read(tmp_path / "work", kept, year=2020)[0]
    assert sorted(path.name for path in kept.iterdir()) == ["measurements-buku_besar-2020.parquet", "measurements-buku_besar-2021.parquet"]
    assert {path.stat().st_mode & 0o777 for path in (kept, *kept.iterdir())} == {0o700, 0o600}


def test_an_empty_source_and_one_without_the_number(tmp_path: Path, execute: Execute) -> None:
    assert read(tmp_path / "work", tmp_path / "arrived")[0] == []
    with pytest.raises(SourceError, match=r'kolom "urutan" \(grows\) tidak ada'):
        read(tmp_path / "work", tmp_path / "arrived", spec(grows="urutan"))
