"""SQL databases: a real PostgreSQL, SQLite, and MySQL/MariaDB where a server is given."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy

from pipelines.sources import SourceError, SourceSpec, open_source
from tests.pipelines.sources.opened import Opened

NIP = "198001012005011001"
HEADINGS = "nip, nama, unit_id, jenis_jabatan, status_pegawai"


@pytest.fixture
def opened_table(workbench, monkeypatch):
    """Opens a query or table of the database whose URL is given."""

    def open_table(url: str, kind: str = "personnel", year: int = 2021, **spec) -> Opened:
        monkeypatch.setenv("CONTOH_URL", url)
        return Opened(open_source(workbench, SourceSpec("simpeg", kind, url_env="CONTOH_URL", **spec), kind, year=year), workbench)

    return open_table


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    with sqlite3.connect(tmp_path / "simpeg.db") as database:
        database.execute(f"CREATE TABLE pegawai ({HEADINGS}, agama, tahun INT)")
        database.executemany(
            "INSERT INTO pegawai VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (NIP, " Ani Contoh ", "U1", "fungsional", "PNS", "rahasia", 2021),
                (float(NIP), "100% Budi: 'Contoh'", "-", "pelaksana", "PNS", "rahasia", 2021),
                (None, "", "U2", None, b"PNS", "rahasia", 2020),
            ],
        )
    return f"sqlite:///{tmp_path / 'simpeg.db'}"


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[psycopg.Connection]:
    """A connection to a real server; what a test makes goes with the schema."""
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS sumber CASCADE; CREATE SCHEMA sumber")
        yield connection
        connection.execute("DROP SCHEMA sumber CASCADE")


def test_sqlite_table(opened_table, sqlite_url):
    read = opened_table(sqlite_url, table="pegawai")
    assert read.arrived.layout_code == "template_personnel"
    assert read.rows == [
        {"nip": NIP, "nama": "Ani Contoh", "unit_id": "U1", "jenis_jabatan": "fungsional", "status_pegawai": "PNS"},
        {"nip": "1.98001012005011e+17", "nama": "100% Budi: 'Contoh'", "jenis_jabatan": "pelaksana", "status_pegawai": "PNS"},
        {"unit_id": "U2", "status_pegawai": "PNS"},
    ]
    assert read.row_numbers == [1, 2, 3]
    assert read.arrived.row_count_known == 3
    assert "rahasia" not in str(read.connection.execute(f"SELECT * FROM {read.arrived.relation}_rows").fetchall())


def test_query_of_the_year(opened_table, sqlite_url):
    query = "SELECT * FROM pegawai WHERE tahun = {year} AND nama NOT LIKE '10%' ORDER BY nip;"
    assert opened_table(sqlite_url, query=query, year=2020).column("unit_id") == ["U2"]
    assert opened_table(sqlite_url, query=query).column("unit_id") == ["U1"]


def test_content_is_known_by_its_hash(opened_table, sqlite_url):
    first, again = opened_table(sqlite_url, table="pegawai"), opened_table(sqlite_url, table="pegawai")
    other = opened_table(sqlite_url, query="SELECT * FROM pegawai ORDER BY unit_id DESC")
    assert first.arrived.sha256 == again.arrived.sha256 != other.arrived.sha256


def test_many_rows_in_batches(opened_table, tmp_path):
    with sqlite3.connect(tmp_path / "besar.db") as database:
        database.execute("CREATE TABLE laporan (unit_id, tahap, waktu)")
        database.executemany("INSERT INTO laporan VALUES (?, 2, '2021-04-19')", ((f"U{number}",) for number in range(50_001)))
    read = opened_table(f"sqlite:///{tmp_path / 'besar.db'}", "reports", table="laporan")
    assert read.column("unit_id") == [f"U{number}" for number in range(50_001)]


def test_nothing_can_be_written(opened_table, sqlite_url, postgresql_url, postgresql):
    with pytest.raises(SourceError):
        opened_table(sqlite_url, query="DELETE FROM pegawai RETURNING nip, nama, unit_id, jenis_jabatan, status_pegawai")
    assert len(opened_table(sqlite_url, table="pegawai").rows) == 3
    postgresql.execute("CREATE SEQUENCE sumber.nomor")
    with pytest.raises(SourceError, match="read-only transaction"):
        opened_table(postgresql_url, "reports", query="SELECT nextval('sumber.nomor')::text AS unit_id, 2 AS tahap, now() AS waktu")


def test_postgresql_by_copy(opened_table, postgresql_url, postgresql):
    postgresql.execute("SET TimeZone = 'UTC'")
    postgresql.execute(
        """CREATE TABLE sumber.ukur AS SELECT * FROM (VALUES
            ('198001012005011001'::text, 2021::smallint, true, 88.5::numeric, 25::float8, timestamptz '2021-04-12 08:30+07', timestamp '2021-04-13 09:00', 'x'),
            ('  ', 2021, false, NULL, 22.5, timestamptz '2021-04-12 23:59:59.5+00', NULL, 'x'),
            ('baris' || chr(10) || '"kutip", koma; 100%', NULL, NULL, 1, 1, NULL, NULL, 'x')
        ) AS v ("NIP", tahun, seminar, "Nilai Kinerja", total, waktu_ukur, waktu_verifikasi, agama)"""
    )
    read = opened_table(postgresql_url, "measurements", table="sumber.ukur")
    assert read.rows == [
        {
            "nip": NIP,
            "tahun": "2021",
            "seminar": "ya",
            "nilai_kinerja": "88.5",
            "total": "25",
            "waktu_ukur": "2021-04-12 08:30:00",
            "waktu_verifikasi": "2021-04-13 09:00:00",
        },
        {"tahun": "2021", "seminar": "tidak", "total": "22.5", "waktu_ukur": "2021-04-13 06:59:59.5"},
        {"nip": 'baris\n"kutip", koma; 100%', "nilai_kinerja": "1", "total": "1"},
    ]
    assert read.row_numbers == [1, 2, 3]


def test_postgresql_numeric_nip_stays_recognisable(opened_table, postgresql_url, postgresql):
    query = "SELECT 198001012005011001::float8 AS nip, 2021 AS tahun, 80 AS nilai_kinerja"
    assert opened_table(postgresql_url, "measurements", query=query).column("nip") == ["1.98001012005011e+17"]


def test_postgresql_many_rows_leave_no_file_behind(opened_table, postgresql_url, postgresql, tmp_path):
    query = "SELECT 'U' || i AS unit_id, 2 AS tahap, '2021-04-19' AS waktu FROM generate_series(1, 120000) AS i ORDER BY i"
    read = opened_table(postgresql_url, "reports", query=query)
    assert read.column("unit_id") == [f"U{number}" for number in range(1, 120_001)]
    assert [path.name for path in (tmp_path / "work").iterdir() if path.is_dir()] == []


def test_postgresql_address_without_a_driver(opened_table, postgresql_url, postgresql):
    for address in (postgresql_url.replace("+psycopg", ""), postgresql_url.replace("postgresql+psycopg", "postgres")):
        assert opened_table(address, "reports", query="SELECT 'U1' AS unit_id, 2 AS tahap, '2021-04-19' AS waktu").rows


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ({"table": "sumber.tidak_ada"}, r"simpeg: basis data tidak dapat dibaca \(UndefinedTable: "),
        ({"query": "SELEC 1"}, "SyntaxError"),
        ({"query": "SELECT 1 AS angka"}, "Ditemukan: angka"),
    ],
)
def test_postgresql_refusals(opened_table, postgresql_url, postgresql, spec, sentence):
    with pytest.raises(SourceError, match=sentence):
        opened_table(postgresql_url, **spec)


def test_server_that_does_not_answer(opened_table):
    with pytest.raises(SourceError, match="basis data tidak dapat dibaca") as refusal:
        opened_table("postgresql://pembaca:sandi-rahasia@127.0.0.1:1/simpeg", table="pegawai")
    assert "sandi-rahasia" not in str(refusal.value)
    with pytest.raises(SourceError, match="basis data tidak dapat dibaca") as refusal:
        opened_table("mysql://pembaca:sandi-rahasia@127.0.0.1:1/simpeg", table="pegawai")
    assert "sandi-rahasia" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "isi variabel lingkungan CONTOH_URL"),
        ("bukan alamat", "isi CONTOH_URL bukan alamat basis data"),
        ("sqlite:////tidak/ada.db", "SQLite /tidak/ada.db tidak ditemukan"),
        ("oracle://x:y@z/w", 'tidak ada penggerak untuk "oracle"'),
        ("entah://x:y@z/w", 'tidak ada penggerak untuk "entah"'),
    ],
)
def test_addresses_that_lead_nowhere(opened_table, url, sentence):
    with pytest.raises(SourceError, match=sentence):
        opened_table(url, table="pegawai")


@pytest.mark.skipif("MARIADB_URL" not in os.environ, reason="MARIADB_URL names no MySQL/MariaDB server")
def test_mariadb(opened_table):
    url = os.environ["MARIADB_URL"]
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS sumber_ukur")
        connection.exec_driver_sql(
            "CREATE TABLE sumber_ukur (nip TEXT, tahun INT, nilai_kinerja DECIMAL(5,2), total DOUBLE, waktu_ukur TIMESTAMP NULL, agama TEXT)"
        )
        connection.exec_driver_sql("SET time_zone = '+00:00'")
        connection.exec_driver_sql("INSERT INTO sumber_ukur SELECT seq, 2021, 88.50, 22.5, '2021-04-12 01:30:00', '100%%' FROM seq_1_to_45000")
    try:
        read = opened_table(url, "measurements", query="SELECT * FROM sumber_ukur WHERE agama LIKE '100%' ORDER BY CAST(nip AS INT)")
        assert read.column("nip") == [str(number) for number in range(1, 45_001)]
        assert read.rows[0] == {"nip": "1", "tahun": "2021", "nilai_kinerja": "88.50", "total": "22.5", "waktu_ukur": "2021-04-12 08:30:00"}
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE sumber_ukur")
        engine.dispose()
