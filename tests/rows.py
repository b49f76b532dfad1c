"""Small inputs for tests: rows of the four templates with sensible values, written as CSV and built as a user builds them.

The nth row of `measurements` and of `personnel` is the same invented person, so a test names only what it is about:

    built = build(tmp_path, measurements=measurements({}, {"seminar": "tidak"}))
    assert built.rows("SELECT nip, total_score FROM asn_score ORDER BY nip") == [...]
"""

import csv
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.__main__ import main
from pipelines.warehouse import engine, release

Row = dict[str, str]

YEAR = 2021
AS_OF = "2021-04-16T12:00"

HEADINGS = {
    "measurements": (
        "nip,tahun,pendidikan,diklat_kepemimpinan,diklat_fungsional,diklat_teknis_jp,seminar,nilai_kinerja,hukuman_disiplin,"
        "kualifikasi,kompetensi,kinerja,disiplin,total,waktu_ukur,waktu_verifikasi"
    ).split(","),
    "personnel": "nip,nama,unit_id,satuan_kerja,golongan,jenis_jabatan,jabatan,pendidikan,status_pegawai,jenis_kelamin".split(","),
    "units": "unit_id,nama,induk,jenis,zona_waktu,mulai,sampai".split(","),
    "reports": "unit_id,tahap,waktu,keterangan".split(","),
}
"""The headings of the templates, as contract.md has them."""

ANSWERS = {
    "tahun": str(YEAR),
    "pendidikan": "S-2",
    "diklat_fungsional": "ya",
    "diklat_teknis_jp": "24",
    "seminar": "ya",
    "nilai_kinerja": "88",
    "hukuman_disiplin": "tidak_pernah",
    "waktu_ukur": "2021-04-13T09:00",
    "waktu_verifikasi": "2021-04-14T09:00",
}
"""A functional official with a master's degree and every training: 20 + 40 + 25 + 5 = 90 points, Tinggi."""

OFFICIAL = {
    "unit_id": "0101",
    "satuan_kerja": "Sekretariat",
    "golongan": "III/c",
    "jenis_jabatan": "fungsional",
    "jabatan": "Peneliti Ahli Muda",
    "pendidikan": "S-2",
    "status_pegawai": "PNS",
    "jenis_kelamin": "L",
}

TREE = (
    {"unit_id": "01", "nama": "Badan", "jenis": "Eselon I"},
    {"unit_id": "0101", "nama": "Sekretariat", "induk": "01", "jenis": "Eselon II"},
    {"unit_id": "09", "nama": "Balai Makassar", "induk": "0101", "jenis": "UPT", "zona_waktu": "WITA"},
)
"""Three units under each other; the identifier of the lowest does not begin with that of its parent."""


def nip_of(number: int) -> str:
    """The NIP of the nth invented person: born 1980, appointed in January 2005, male."""
    return f"1980010{1 + number // 900 % 9}2005011{1 + number % 900:03d}"


def measurements(*changes: Row) -> list[Row]:
    """One measurement a person, each with its changes; one person when none are given."""
    return [{"nip": nip_of(number), **ANSWERS, **change} for number, change in enumerate(changes or ({},))]


def personnel(*changes: Row) -> list[Row]:
    """One SIMPEG row a person, each with its changes; one person when none are given."""
    return [{"nip": nip_of(number), "nama": f"Pegawai {number + 1}", **OFFICIAL, **change} for number, change in enumerate(changes or ({},))]


def units(*more: Row) -> list[Row]:
    """The three units of TREE and further ones."""
    return [*TREE, *more]


def reports(*changes: Row) -> list[Row]:
    """One report of the Sekretariat for stage 3 a change; none when none are given."""
    return [{"unit_id": "0101", "tahap": "3", "waktu": "2021-04-20T10:00", **change} for change in changes]


def write(path: Path, rows: Iterable[Row], headings: Sequence[str]) -> Path:
    """The rows as a UTF-8 CSV under these headings; a heading that a row lacks is an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def reference(folder: Path, file: str, old: str, new: str) -> tuple[str, str]:
    """The option of `build` for the reference with one place of a file changed; a second call for the same folder changes one more."""
    copy = folder / "reference"
    if not copy.exists():
        shutil.copytree("data/reference", copy)
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return ("--reference", str(copy))


@dataclass(frozen=True)
class Built:
    """What a build left behind: exit status, summary (empty when the build wrote none) and the warehouse it published to."""

    status: int
    summary: dict[str, Any]
    warehouse: Path

    @property
    def release(self) -> Path:
        """The file of the current release."""
        path = release.current(self.warehouse)
        assert path is not None, "nothing was published"
        return path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer of the current release to a query."""
        opened = engine.open_release(self.release)
        try:
            with opened.connect() as connection:
                return [tuple(row) for row in connection.exec_driver_sql(sql)]
        finally:
            opened.dispose()

    def findings(self, code: str) -> list[tuple[Any, ...]]:
        """source_name, row_number, column_name and value of each finding of one check."""
        return self.rows(
            f"SELECT source_name, row_number, column_name, value FROM finding WHERE check_code = '{code}' ORDER BY source_name, row_number, column_name"
        )


def build(
    folder: Path,
    *,
    measurements: list[Row] | None = None,
    personnel: list[Row] | None = None,
    units: list[Row] | None = None,
    reports: list[Row] | None = None,
    as_of: str = AS_OF,
    year: int = YEAR,
    command: str = "build",
    options: Sequence[str] = (),
) -> Built:
    """Write the inputs into `folder`, run the real command on them and open what it published.

    Kinds that are not given: one measured person of the Sekretariat, everybody measured in SIMPEG, the units of TREE, no reports.
    """
    measured = [{"nip": nip_of(0), **ANSWERS}] if measurements is None else measurements
    given = {
        "measurements": measured,
        "personnel": _everybody(measured) if personnel is None else personnel,
        "units": list(TREE) if units is None else units,
        "reports": reports or [],
    }
    arguments = [command, "--year", str(year), "--as-of", as_of, "--warehouse", str(folder / "warehouse"), "--summary", str(folder / "summary.json")]
    for kind, rows in given.items():
        if rows or kind == "measurements":
            arguments += [f"--{kind}", str(write(folder / f"{kind}.csv", rows, HEADINGS[kind]))]
    (folder / "summary.json").unlink(missing_ok=True)
    status = main([*arguments, *options])
    summary = json.loads((folder / "summary.json").read_text()) if (folder / "summary.json").exists() else {}
    return Built(status, summary, folder / "warehouse")


def _everybody(measured: list[Row]) -> list[Row]:
    return [{"nip": row["nip"], "nama": f"Pegawai {number + 1}", **OFFICIAL} for number, row in enumerate(measured)]
