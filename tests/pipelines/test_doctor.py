"""The doctor finds what is wrong, says what to do, and changes nothing."""

import shutil
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines import doctor
from pipelines.__main__ import main
from pipelines.doctor import Checked
from pipelines.warehouse import lock, release
from tests.pipelines.warehouse.small_release import published
from tests.serving import free_port

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    (tmp_path / "pegawai.csv").touch()
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\nname = "simpeg"\nkind = "personnel"\npath = "pegawai.csv"\n')
    return path


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    published(tmp_path / "warehouse")
    return tmp_path / "warehouse"


def _examined(warehouse: Path, catalog: Path, *, rules: Path = REFERENCE, port: int | None = None) -> dict[str, Checked]:
    return {line.what: line for line in doctor.examine(warehouse, rules, catalog, port or free_port())}


def _only_wrong(examined: dict[str, Checked]) -> Checked:
    (wrong,) = [line for line in examined.values() if not line.is_well]
    assert str(wrong).startswith("SALAH  ")
    return wrong


def test_a_sound_installation_is_well_and_unchanged(warehouse: Path, catalog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in warehouse.rglob("*")}
    port = str(free_port())
    assert main(["doctor", "--warehouse", str(warehouse), "--catalog", str(catalog), "--port", port]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[7:].split(":")[0] for line in lines] == [
        "Python",
        "paket",
        "aturan",
        "sumber simpeg",
        "gudang",
        "ruang diska",
        "kunci",
        "rilis",
        "port",
    ]
    assert {line[:5] for line in lines} == {"baik "}
    assert {path: path.stat().st_mtime_ns for path in warehouse.rglob("*")} == before


def test_a_package_of_another_version(warehouse: Path, catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.txt").write_text("# needs\nduckdb==0.0.1\npsycopg[binary]==0.0.2  # driver\nno-such-package==1.0\nrich\n")
    monkeypatch.setattr(doctor, "REQUIREMENTS", tmp_path / "requirements.txt")
    wrong = _only_wrong(_examined(warehouse, catalog))
    assert "(seharusnya 0.0.1)" in wrong.finding
    assert "(seharusnya 0.0.2)" in wrong.finding
    assert "no-such-package tidak ada (seharusnya 1.0); jalankan `make setup`" in wrong.finding


def test_a_broken_rule_file(warehouse: Path, catalog: Path, tmp_path: Path) -> None:
    shutil.copytree(REFERENCE, tmp_path / "reference")
    (tmp_path / "reference" / "scoring" / "2021.toml").write_text("nonsense")
    assert "2021.toml" in _only_wrong(_examined(warehouse, catalog, rules=tmp_path / "reference")).finding
    assert "tidak ada berkas aturan" in _only_wrong(_examined(warehouse, catalog, rules=tmp_path / "nowhere")).finding


@pytest.mark.parametrize(
    ("source", "url", "words"),
    [
        ('path = "gone.csv"', "", "gone.csv tidak ada"),
        ('url_env = "A_DATABASE"\ntable = "pegawai"', "", "variabel lingkungan A_DATABASE kosong"),
        ('url_env = "A_DATABASE"\ntable = "pegawai"', "postgresql+psycopg://u:rahasia@127.0.0.1:9/x", "tidak dapat dihubungi"),
        ('url_env = "A_DATABASE"\ntable = "pegawai"', "mysql+pymysql://u:rahasia@127.0.0.1:9/x", "tidak dapat dihubungi"),
        ('url_env = "A_DATABASE"\ntable = "pegawai"', "sqlite:////nowhere/rahasia.db", "berkas SQLite"),
        ('url_env = "A_DATABASE"\ntable = "pegawai"', "rahasia", "tidak dapat dihubungi"),
    ],
)
def test_a_source_that_cannot_be_reached(warehouse: Path, catalog: Path, monkeypatch: pytest.MonkeyPatch, source: str, url: str, words: str) -> None:
    monkeypatch.setenv("A_DATABASE", url)
    catalog.write_text(f'[[source]]\nname = "simpeg"\nkind = "personnel"\n{source}\n')
    wrong = _only_wrong(_examined(warehouse, catalog))
    assert words in wrong.finding
    assert "rahasia" not in str(wrong)


def test_a_database_that_answers(warehouse: Path, catalog: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str) -> None:
    monkeypatch.setenv("A_DATABASE", postgresql_url)
    catalog.write_text('[[source]]\nname = "simpeg"\nkind = "personnel"\nurl_env = "A_DATABASE"\ntable = "pegawai"\n')
    assert _examined(warehouse, catalog)["sumber simpeg"] == Checked("sumber simpeg", True, "basis data postgresql menjawab")


def test_an_optional_database_may_be_left_out(warehouse: Path, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_DATABASE", raising=False)
    catalog.write_text('[[source]]\nname = "buku"\nkind = "measurements"\nurl_env = "A_DATABASE"\ntable = "ukur"\noptional = true\n')
    assert _examined(warehouse, catalog)["sumber buku"] == Checked("sumber buku", True, "tidak dibaca, karena A_DATABASE tidak diisi")


def test_no_catalog_and_an_unreadable_one(warehouse: Path, catalog: Path) -> None:
    catalog.write_text("nonsense")
    assert "sources.toml" in _only_wrong(_examined(warehouse, catalog)).finding
    catalog.unlink()
    assert "tidak ditemukan" in _only_wrong(_examined(warehouse, catalog)).finding


def test_a_warehouse_that_cannot_be_written(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    examined = _examined(tmp_path / "file" / "warehouse", catalog)
    assert not examined["gudang"].is_well
    assert "tidak dapat ditulisi" in examined["gudang"].finding


def test_no_release_yet(catalog: Path, tmp_path: Path) -> None:
    assert "python -m pipelines build" in _only_wrong(_examined(tmp_path / "new", catalog)).finding
    assert not (tmp_path / "new").exists()


def test_a_current_release_that_is_missing_damaged_or_wrong(warehouse: Path, catalog: Path) -> None:
    path = release.current(warehouse)
    assert path is not None
    content = path.read_bytes()
    path.chmod(0o640)
    path.write_bytes(content[: len(content) // 2])
    assert "rollback RILIS" in _only_wrong(_examined(warehouse, catalog)).finding
    path.unlink()
    assert f"hapus {warehouse / 'CURRENT'}" in _only_wrong(_examined(warehouse, catalog)).finding
    second = published_after_repair(warehouse)
    assert _examined(warehouse, catalog)["rilis"] == Checked("rilis", True, f"{second} utuh")


def published_after_repair(warehouse: Path) -> str:
    """What the doctor said to do."""
    (warehouse / "CURRENT").unlink()
    return published(warehouse)


def test_the_lock_of_a_living_and_of_a_dead_builder(warehouse: Path, catalog: Path) -> None:
    with lock.held(warehouse):
        assert "sedang berjalan" in _examined(warehouse, catalog)["kunci"].finding
    (warehouse / "LOCK").write_text('{"pid": 1, "process_started": 1.0, "since": "2021-04-16 12:00:00"}')
    examined = _examined(warehouse, catalog)
    assert "bekas proses 1 yang mati" in examined["kunci"].finding
    assert examined["kunci"].is_well


class _Healthy(BaseHTTPRequestHandler):
    """Answers as the dashboard's server does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def healthy_port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), _Healthy)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_port_of_the_dashboard_and_of_another_program(warehouse: Path, catalog: Path, healthy_port: int) -> None:
    assert _examined(warehouse, catalog, port=healthy_port)["port"] == Checked("port", True, f"{healthy_port}: dasbor berjalan")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"PORT={port + 1} make run" in _only_wrong(_examined(warehouse, catalog, port=port)).finding
