"""What is wrong with an installation and what to do about it: one line a check."""

import os
import re
import shutil
import socket
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from pipelines import reference
from pipelines.reference import ReferenceFileError
from pipelines.sources import SourceError, SourceSpec, read_catalog
from pipelines.warehouse import engine, lock, publish, release
from pipelines.warehouse.refusals import WarehouseError

REQUIREMENTS = Path(__file__).parents[1] / "requirements.txt"
OLDEST_PYTHON = (3, 11)
LEAST_FREE = 2 * 2**30
"""Bytes free that a build may need: workbench and release of some million people."""

PATIENCE = {"postgresql": {"connect_timeout": 5}, "mysql": {"connect_timeout": 5}, "mariadb": {"connect_timeout": 5}}
"""Seconds to wait for a database to answer, in each driver's words."""


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at: what, whether it is well, and in words what was found or what to do."""

    what: str
    is_well: bool
    finding: str

    def __str__(self) -> str:
        return f"{'baik ' if self.is_well else 'SALAH'}  {self.what}: {self.finding}"


def examine(warehouse: Path, rules: Path, catalog: Path, port: int) -> list[Checked]:
    """Every check, in the order in which things are needed. Changes nothing."""
    return [
        _python(),
        _packages(),
        _rules(rules),
        *_sources(catalog),
        _writable(warehouse),
        _free_space(warehouse),
        _lock(warehouse),
        _current(warehouse),
        _port(port),
    ]


def _python() -> Checked:
    found = ".".join(str(part) for part in sys.version_info[:3])
    wanted = ".".join(str(part) for part in OLDEST_PYTHON)
    is_well = sys.version_info >= OLDEST_PYTHON
    return Checked("Python", is_well, found if is_well else f"{found}; pasang Python {wanted} atau lebih baru, hapus .venv, lalu `make setup`")


def _packages() -> Checked:
    pinned = dict(_pinned())
    wrong = [f"{name} {_installed(name) or 'tidak ada'} (seharusnya {version})" for name, version in pinned.items() if _installed(name) != version]
    return Checked("paket", not wrong, f"{', '.join(wrong)}; jalankan `make setup`" if wrong else f"{len(pinned)} paket sesuai {REQUIREMENTS.name}")


def _pinned() -> Iterator[tuple[str, str]]:
    """Name and version of each package that requirements.txt pins."""
    for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines():
        found = re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;#]+)", line)
        if found:
            yield found[1], found[2]


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _rules(folder: Path) -> Checked:
    years = []
    try:
        for year in reference.years(folder):
            reference.load(folder, year)
            years.append(str(year))
    except (ReferenceFileError, OSError) as error:
        return Checked("aturan", False, str(error))
    return Checked("aturan", bool(years), f"tahun {', '.join(years)} sah" if years else f"tidak ada berkas aturan di {folder / 'scoring'}")


def _sources(catalog: Path) -> list[Checked]:
    """One line per source of the catalog; one line when the catalog itself cannot be read."""
    try:
        specs = read_catalog(catalog)
    except (SourceError, OSError) as error:
        return [Checked("sumber", False, str(error))]
    return [_source(spec) for spec in specs] or [Checked("sumber", False, f"{catalog} kosong; sebut sumber di sana atau beri pada `build`")]


def _source(spec: SourceSpec) -> Checked:
    what = f"sumber {spec.name}"
    if spec.path is not None:
        is_there = spec.path.is_file() and os.access(spec.path, os.R_OK)
        return Checked(
            what, is_there, f"{spec.path}" if is_there else f"berkas {spec.path} tidak ada atau tidak dapat dibaca; perbaiki data/sources.toml"
        )
    url = os.environ.get(spec.url_env or "")
    if not url and spec.optional:
        return Checked(what, True, f"tidak dibaca, karena {spec.url_env} tidak diisi")
    if not url:
        return Checked(what, False, f"variabel lingkungan {spec.url_env} kosong; isi dengan URL basis datanya")
    return _database(what, spec.url_env or "", url)


def _database(what: str, variable: str, url: str) -> Checked:
    """Whether a database answers. Neither the URL nor the driver's message is shown: both can hold the password."""
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            return Checked(what, False, f"berkas SQLite yang disebut {variable} tidak ada")
        with create_engine(address, connect_args=PATIENCE.get(address.get_backend_name(), {})).connect():
            return Checked(what, True, f"basis data {address.get_backend_name()} menjawab")
    except (SQLAlchemyError, ImportError, OSError) as error:
        return Checked(what, False, f"basis data tidak dapat dihubungi ({type(error).__name__}); periksa {variable}, jaringan dan hak aksesnya")


def _writable(warehouse: Path) -> Checked:
    """Whether a build could write; a folder that is not there yet is tried in the nearest one that is."""
    folder = _nearest(warehouse)
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            return Checked("gudang", True, f"{warehouse} dapat ditulisi")
    except OSError as error:
        return Checked("gudang", False, f"{warehouse} tidak dapat ditulisi ({error.strerror}); perbaiki izinnya atau beri --warehouse lain")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest place above it that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _free_space(warehouse: Path) -> Checked:
    free = shutil.disk_usage(_nearest(warehouse)).free
    found = f"{free / 2**30:.1f} GiB kosong".replace(".", ",")
    return Checked("ruang diska", free >= LEAST_FREE, found if free >= LEAST_FREE else f"{found}; sediakan sedikitnya {LEAST_FREE // 2**30} GiB")


def _lock(warehouse: Path) -> Checked:
    holder = lock.holder(warehouse)
    if holder is None:
        return Checked("kunci", True, "tidak ada pembangunan yang berjalan")
    if holder.is_alive:
        return Checked("kunci", True, f"dipegang proses {holder.pid} sejak {holder.since}: sebuah pembangunan sedang berjalan")
    return Checked("kunci", True, f"bekas proses {holder.pid} yang mati ({holder.since}); pembangunan berikutnya membersihkannya sendiri")


def _current(warehouse: Path) -> Checked:
    try:
        path = release.current(warehouse)
        if path is None:
            return Checked("rilis", False, f"belum ada rilis di {warehouse}; jalankan `python -m pipelines build`")
        engine.run_of(path)
        publish.verify(path)
    except WarehouseError as error:
        return Checked("rilis", False, str(error))
    return Checked("rilis", True, f"{path.stem} utuh")


def _port(port: int) -> Checked:
    """Whether the dashboard could listen, or already does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return _occupied(port)
    return Checked("port", True, f"{port} bebas")


def _occupied(port: int) -> Checked:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            is_dashboard = answer.status == 200 and answer.read(16) == b"ok"
    except (OSError, urllib.error.URLError):
        is_dashboard = False
    return Checked(
        "port", is_dashboard, f"{port}: dasbor berjalan" if is_dashboard else f"{port} dipakai program lain; jalankan `PORT={port + 1} make run`"
    )
