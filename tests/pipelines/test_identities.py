"""SIMPEG's people and units as lines for the ledger: staged as a build stages them, complete or not written, for the owner's eyes."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from pipelines.__main__ import main
from tests.rows import HEADINGS, OFFICIAL, TREE, build, nip_of, write

PERSONAL = ("pangkat", "email", "agama")

PERSONNEL = [
    {"nip": nip_of(0), "nama": 'Ani\n"Contoh"', **OFFICIAL, "pangkat": "Penata", "email": "ani@pegawai.example", "agama": "Islam"},
    {
        "nip": " ".join((nip_of(1)[:8], nip_of(1)[8:])),
        "nama": "Budi",
        **OFFICIAL,
        "unit_id": "",
        "satuan_kerja": "balai makassar",
        "status_pegawai": "cpns",
    },
    {"nip": nip_of(2), "nama": "Cici", **OFFICIAL, "golongan": "", "jenis_kelamin": "P", "pangkat": "Penata"},
    {"nip": nip_of(3), "nama": "Dedi", **OFFICIAL},
    {"nip": nip_of(3), "nama": "Dedi yang kemudian", **OFFICIAL},
    {"nip": "bukan NIP", "nama": "Edi", **OFFICIAL},
]


def run(folder: Path, *options: str, personnel: list[dict[str, str]] = PERSONNEL, units: bool = True) -> int:
    given = ["--personnel", str(write(folder / "simpeg.csv", personnel, (*HEADINGS["personnel"], *PERSONAL)))]
    if units:
        given += ["--units", str(write(folder / "units.csv", TREE, HEADINGS["units"]))]
    return main(["identities", "--year", "2021", *given, "--out", str(folder / "out.jsonl"), "--warehouse", str(folder / "warehouse"), *options])


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]


@pytest.fixture
def enough(tmp_path: Path) -> list[dict[str, str]]:
    """PERSONNEL among so many others that its two unusable rows do not stop the run."""
    return [*PERSONNEL, *({"nip": nip_of(number), "nama": f"Pegawai {number}", **OFFICIAL} for number in range(10, 20))]


def test_lines_of_units_and_people(tmp_path: Path, enough: list[dict[str, str]]) -> None:
    assert run(tmp_path, personnel=enough) == 0
    year, *rest = lines(tmp_path)
    units, people = [each for each in rest if each["kind"] == "unit"], [each for each in rest if each["kind"] == "identity"]
    assert year == {"kind": "year", "period_year": 2021, "source_name": "simpeg.csv", "unit_count": 3, "identity_count": 14}
    assert [(each["unit_id"], each["unit_name"], each["parent_unit_id"]) for each in units] == [
        ("01", "Badan", None),
        ("0101", "Sekretariat", "01"),
        ("09", "Balai Makassar", "0101"),
    ]
    assert [each["kind"] for each in rest] == ["unit"] * 3 + ["identity"] * 14
    by_nip = {each["nip"]: each for each in people}
    assert by_nip[nip_of(0)] == {
        "kind": "identity",
        "period_year": 2021,
        "nip": nip_of(0),
        "asn_name": 'Ani\n"Contoh"',
        "email": "ani@pegawai.example",
        "rank_name": "Penata, III/c",
        "rank_code": "III/c",
        "sex_code": "male",
        "religion": "Islam",
        "education_code": "S-2",
        "position_name": "Peneliti Ahli Muda",
        "position_group": "fungsional",
        "employment_status": "PNS",
        "status_code": "PNS",
        "unit_id": "0101",
    }
    assert (by_nip[nip_of(1)]["unit_id"], by_nip[nip_of(1)]["employment_status"], by_nip[nip_of(1)]["status_code"]) == ("09", "cpns", "CPNS")
    assert (by_nip[nip_of(2)]["rank_name"], by_nip[nip_of(2)]["rank_code"], by_nip[nip_of(2)]["sex_code"]) == ("Penata", None, "female")
    assert by_nip[nip_of(3)]["asn_name"] == "Dedi yang kemudian"


def test_two_personnel_sources_keep_their_own_data(tmp_path: Path) -> None:
    more = write(
        tmp_path / "more.csv", [{"nip": nip_of(30), "nama": "Fina", **OFFICIAL, "email": "fina@pegawai.example"}], (*HEADINGS["personnel"], *PERSONAL)
    )
    one = [{"nip": nip_of(0), "nama": "Ani", **OFFICIAL, "email": "ani@pegawai.example"}]
    assert run(tmp_path, "--personnel", str(more), personnel=one) == 0
    assert lines(tmp_path)[0]["source_name"] == "simpeg.csv, more.csv"
    found = {each["nip"]: each["email"] for each in lines(tmp_path) if each["kind"] == "identity"}
    assert found == {nip_of(0): "ani@pegawai.example", nip_of(30): "fina@pegawai.example"}


def test_the_file_is_its_owners_alone_and_nothing_is_left_beside_it(tmp_path: Path, enough: list[dict[str, str]]) -> None:
    (tmp_path / "out.jsonl").write_text("yang lama", encoding="utf-8")
    (tmp_path / "out.jsonl").chmod(0o644)
    assert run(tmp_path, personnel=enough) == 0
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"out.jsonl", "simpeg.csv", "units.csv", "warehouse"}


def test_what_stops_a_build_writes_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out.jsonl").write_text("yang lama", encoding="utf-8")
    assert run(tmp_path) == 1
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "yang lama"
    said = capfd.readouterr()
    assert "tidak ada yang ditulis" in said.out
    assert "Ani" not in said.out + said.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_units_of_the_current_release_when_none_are_named(tmp_path: Path, enough: list[dict[str, str]], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, personnel=enough, units=False) == 2
    assert "--units SUMBER" in capfd.readouterr().err
    build(tmp_path)
    assert run(tmp_path, personnel=enough, units=False) == 0
    assert [each["unit_id"] for each in lines(tmp_path) if each["kind"] == "unit"] == ["01", "0101", "09"]


def test_findings_of_the_build_are_not_overwritten(tmp_path: Path, enough: list[dict[str, str]]) -> None:
    build(tmp_path, measurements=[{"nip": "bukan NIP"}])
    before = (tmp_path / "warehouse" / "findings" / "2021.csv").read_text(encoding="utf-8")
    assert run(tmp_path, personnel=enough) == 0
    assert (tmp_path / "warehouse" / "findings" / "2021.csv").read_text(encoding="utf-8") == before
    assert "nip_malformed" in (tmp_path / "warehouse" / "findings" / "2021-identities.csv").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["identities", "--year", "2021", "--out", str(tmp_path / "nowhere" / "out.jsonl")]) == 2
    assert capfd.readouterr().err.count("\n") == 1
