"""What the ledger's identities alone may hold never reaches a build: not its workbench, not a release, not a finding, not a message."""

import csv
import io
import shutil
import sqlite3
from pathlib import Path

import duckdb
import pytest

from pipelines.sources import PERSONAL_FIELDS, SourceSpec, open_source
from tests.rows import HEADINGS, OFFICIAL, Built, build, nip_of, write

SECRETS = {"pangkat": "Penata Rahasia", "email": "rahasia.sekali@pegawai.example", "agama": "Kepercayaan Rahasia"}

PERSONNEL = [
    {"nip": nip_of(0), "nama": "Pegawai 1", **OFFICIAL, **SECRETS},
    {"nip": "bukan NIP", "nama": "Pegawai 2", **OFFICIAL, **SECRETS},
    {"nip": nip_of(2), "nama": "Pegawai 3", **OFFICIAL, "golongan": "III/f", **SECRETS},
    {"nip": nip_of(3), "nama": "Pegawai 4", **OFFICIAL, "unit_id": "77", **SECRETS},
]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    personnel = write(tmp_path / "simpeg.csv", PERSONNEL, (*HEADINGS["personnel"], *SECRETS))
    rules = tmp_path / "reference"
    return build(
        tmp_path,
        personnel=[],
        units=[{"unit_id": "0101", "nama": "Sekretariat"}],
        options=("--personnel", str(personnel), "--reference", str(_lenient(rules))),
    )


def _lenient(rules: Path) -> Path:
    """The rules, but so that a file of which most rows are rejected is published all the same."""
    shutil.copytree("data/reference", rules)
    file = next(path for path in (rules / "scoring").rglob("*.toml") if "2021" in path.name)
    text = file.read_text(encoding="utf-8")
    assert "rejected_share_limit" in text
    lines = ["rejected_share_limit = 1.0" if line.startswith("rejected_share_limit") else line for line in text.splitlines()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rules


def test_a_release_holds_no_personal_column_comment_or_value(built: Built, capfd: pytest.CaptureFixture[str]) -> None:
    assert built.status == 0
    assert {code for code, _ in built.rows("SELECT check_code, count(*) FROM finding GROUP BY 1")} >= {
        "nip_malformed",
        "unknown_unit",
        "unreadable_value",
    }
    with duckdb.connect(built.release, read_only=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        assert "person" in tables
        written = "\n".join(str(connection.execute(f"FROM {table}").fetchall()) for table in tables)
        described = connection.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal").fetchall()
    words = [f"{column} {comment or ''}".lower() for _, column, comment in described]
    for word in ("email", "e-mail", "agama", "religion"):
        assert not [text for text in words if word in text]
    assert "pangkat" not in [column for _, column, _ in described]
    files = [path for path in built.warehouse.rglob("*") if path.is_file()]
    assert [path for path in files if path.parent.name == "findings"]
    said = capfd.readouterr()
    for secret in SECRETS.values():
        assert secret not in written
        assert secret not in said.out + said.err
        assert [path for path in files if secret.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet", "db"])
def test_a_build_does_not_read_them_and_identities_do(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = _source(tmp_path, suffix, monkeypatch)
    with duckdb.connect(tmp_path / "workbench.duckdb") as workbench:
        arrived = open_source(workbench, spec, "personnel", year=2021)
        assert not set(PERSONAL_FIELDS["personnel"]) & {column[0] for column in workbench.execute(f"DESCRIBE {arrived.relation}").fetchall()}
        tables = [name for (name,) in workbench.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        held = "".join(str(workbench.execute(f"FROM {table}").fetchall()) for table in tables)
        assert not [secret for secret in SECRETS.values() if secret in held]
        personal = open_source(workbench, spec, "personnel", year=2021, is_personal=True)
        read = workbench.execute(f"SELECT nip, pangkat, email, agama FROM {personal.relation}").fetchall()
        assert read == [(row["nip"], *(row[field] for field in PERSONAL_FIELDS["personnel"])) for row in PERSONNEL]


def _source(folder: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> SourceSpec:
    """The same people as a file or a database."""
    text = write(folder / "simpeg.csv", PERSONNEL, (*HEADINGS["personnel"], *SECRETS))
    if suffix == "db":
        rows = list(csv.reader(io.StringIO(text.read_text(encoding="utf-8"))))
        with sqlite3.connect(folder / "simpeg.db") as database:
            database.execute(f"CREATE TABLE pegawai ({', '.join(rows[0])})")
            database.executemany(f"INSERT INTO pegawai VALUES ({', '.join('?' * len(rows[0]))})", rows[1:])
        monkeypatch.setenv("SIMPEG_URL", f"sqlite:///{folder / 'simpeg.db'}")
        return SourceSpec("simpeg", "personnel", url_env="SIMPEG_URL", table="pegawai")
    if suffix != "csv":
        form = {"jsonl": "JSON", "parquet": "PARQUET"}[suffix]
        duckdb.execute(f"COPY (FROM read_csv('{text}', all_varchar = true)) TO '{folder / 'simpeg'}.{suffix}' (FORMAT {form})")
    return SourceSpec("simpeg", "personnel", path=folder / f"simpeg.{suffix}")
