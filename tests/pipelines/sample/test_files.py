"""The sample: repeatable, nobody's, full of what the checks look for, and clean when asked."""

import csv
import json
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import sample
from pipelines.__main__ import main
from pipelines.checks import catalog
from pipelines.parser import UsageError

COMMITTED = Path(__file__).parents[3] / "data" / "sample"
KINDS = ("measurements", "personnel", "units", "reports")
YEARS = (2019, 2020, 2021)

NATION = 400_000
"""More than there are days and sequences for: NIPs must differ by age and sex too."""

NOT_IN_A_TEMPLATE = {"category_differs"}
"""The templates have no column for a category."""

NOT_IN_ONE_BUILD = {"removed_since_last"}
"""Found only against an earlier release."""

NOT_IN_THE_BADAN = {"ended_unit", "unknown_stage", "report_not_owed", "duplicate_report", "report_in_future"}
"""Its units send too few reports to bear more mistakes; a nation's bear them."""

Row = dict[str, str]


def rows(folder: Path, kind: str) -> list[Row]:
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digits(nip: str) -> str:
    return nip.translate(str.maketrans("", "", " .'"))


def check(folder: Path, year: int, work: Path, format: str = "csv") -> dict[str, Any]:  # noqa: A002 - the word of the command line
    sources = [argument for kind in KINDS for argument in (f"--{kind}", str(folder / f"{kind}.{format}"))]
    options = ["--as-of", f"{year}-12-31T00:00", "--warehouse", str(work / "warehouse"), "--summary", str(work / "summary.json")]
    assert main(["check", "--year", str(year), *sources, *options]) == 0
    summary: dict[str, Any] = json.loads((work / "summary.json").read_text(encoding="utf-8"))
    return summary


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    sample.write(people=3000, seed=8, out=folder, year=2021, clean=True)
    return folder


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("nation")
    sample.write(people=NATION, seed=3, out=folder, year=2021, format="parquet", clean=True)
    connection = duckdb.connect()
    for kind in KINDS:
        connection.execute(f"CREATE VIEW {kind} AS FROM read_parquet('{folder / kind}.parquet')")
    return connection


@pytest.mark.parametrize("year", YEARS)
def test_committed_files_are_what_the_command_writes(tmp_path, year):
    assert main(["sample", "--people", "1500", "--seed", "1", "--year", str(year), "--out", str(tmp_path)]) == 0
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in (COMMITTED / str(year)).iterdir()}
    assert set(written) == {*(f"{kind}.csv" for kind in KINDS), "SAMPLE.txt"}


def test_another_seed_gives_other_people(tmp_path):
    sample.write(people=1500, seed=2, out=tmp_path, year=2021)
    names = {row["nama"] for row in rows(COMMITTED / "2021", "personnel")}
    others = {row["nama"] for row in rows(tmp_path, "personnel")}
    assert len(names & others) < len(names) // 10


def test_headings_are_those_of_the_templates():
    headings = {kind: ",".join(rows(COMMITTED / "2021", kind)[0]) for kind in KINDS}
    assert headings == {
        "measurements": "nip,tahun,pendidikan,diklat_kepemimpinan,diklat_fungsional,diklat_teknis_jp,seminar,nilai_kinerja,hukuman_disiplin,"
        "kualifikasi,kompetensi,kinerja,disiplin,total,waktu_ukur,waktu_verifikasi",
        "personnel": "nip,nama,unit_id,satuan_kerja,golongan,jenis_jabatan,jabatan,pendidikan,status_pegawai,jenis_kelamin,email,agama,pangkat",
        "units": "unit_id,nama,induk,jenis,zona_waktu,mulai,sampai",
        "reports": "unit_id,tahap,waktu,keterangan",
    }


def test_most_people_stay_some_leave_some_are_new_some_move_and_some_are_promoted():
    by_year = [{digits(row["nip"]): row for row in rows(COMMITTED / str(year), "personnel")} for year in YEARS]
    for before, after in pairwise(by_year):
        both = before.keys() & after.keys()
        assert 0.9 < len(both) / len(before) < 0.99
        assert 0.9 < len(both) / len(after) < 0.99
        changed = {column: sum(before[nip][column] != after[nip][column] for nip in both) / len(both) for column in ("nama", "unit_id", "golongan")}
        assert changed["nama"] < 0.03  # a degree more
        assert 0.01 < changed["unit_id"] < 0.1
        assert 0.05 < changed["golongan"] < 0.3


def test_every_check_finds_something_and_few_rows_are_rejected(tmp_path):
    wanted = {code for code in catalog.ORDER if catalog.read(code).severity != "stop"} - NOT_IN_A_TEMPLATE - NOT_IN_ONE_BUILD
    sample.write(people=100_000, seed=8, out=tmp_path / "nation", year=2021, format="parquet")
    dirty = [(check(COMMITTED / str(year), year, tmp_path), wanted - NOT_IN_THE_BADAN) for year in YEARS]
    dirty.append((check(tmp_path / "nation", 2021, tmp_path, "parquet"), wanted))
    for summary, codes in dirty:
        assert codes <= set(summary["findings"])
        for source in summary["sources"]:
            assert source["rows_rejected"] < 0.05 * source["rows_read"], source


def test_clean_sample_has_no_finding(tmp_path, clean):
    assert check(clean, 2021, tmp_path)["findings"] == {}
    assert {row["unit_id"] for row in rows(clean, "reports") if row["waktu"][:10] > "2021-04-21" and row["tahap"] == "3"}, "nobody is late"


def test_a_clean_nation_has_no_finding(tmp_path):
    sample.write(people=100_000, seed=9, out=tmp_path / "nation", year=2023, format="parquet", clean=True)
    assert check(tmp_path / "nation", 2023, tmp_path, "parquet")["findings"] == {}


def test_nips_are_unique_and_agree_with_the_person(clean):
    people = rows(clean, "personnel")
    assert len({row["nip"] for row in people}) == len(people) == 3000
    for row in people:
        nip = row["nip"]
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
        assert 18 <= int(nip[8:12]) - born.year <= 48
        assert 2021 - born.year <= 60
        assert (nip[12:14] == "21") == (row["status_pegawai"] == "PPPK")
        assert row["status_pegawai"] == "PPPK" or 1 <= int(nip[12:14]) <= 12
        assert nip[14] == {"L": "1", "P": "2"}[row["jenis_kelamin"]]
        assert 1 <= int(nip[15:]) <= 999


def test_three_people_and_nobody_measured_stand_at_the_same_units_every_year():
    for year in YEARS:
        people, results = rows(COMMITTED / str(year), "personnel"), rows(COMMITTED / str(year), "measurements")
        assert sum(row["satuan_kerja"].endswith(("Papua", "BDK Papua")) for row in people) == 3
        of_ambon = {digits(row["nip"]) for row in people if row["satuan_kerja"].endswith("Ambon")}
        assert len(of_ambon) > 20
        assert not of_ambon & {digits(row["nip"]) for row in results}


def test_coverage_grows_over_the_years():
    shares = [len(rows(COMMITTED / str(year), "measurements")) / len(rows(COMMITTED / str(year), "personnel")) for year in YEARS]
    assert 0.33 < shares[0] < 0.45 < shares[1] < 0.65 < shares[2] < 0.85


def test_the_first_and_the_last_day_see_most_of_it(clean):
    days = Counter(row["waktu_ukur"][:10] for row in rows(clean, "measurements"))
    assert [day for day, _ in sorted(days.items())] == [f"2021-04-{day}" for day in range(12, 17)]
    assert {day for day, _ in days.most_common(2)} == {"2021-04-12", "2021-04-16"}


def test_verification_follows_measuring_within_its_stage_and_some_is_missing(clean):
    results = rows(clean, "measurements")
    verified = [row for row in results if row["waktu_verifikasi"]]
    assert all(row["waktu_ukur"] < row["waktu_verifikasi"] for row in verified)
    assert {row["waktu_verifikasi"][:10] for row in verified} <= {f"2021-04-{day}" for day in range(13, 20)}
    assert 0.05 < 1 - len(verified) / len(results) < 0.25


def test_stages_are_reported_in_time_late_and_never():
    reports = [row for row in rows(COMMITTED / "2021", "reports") if row["waktu"].startswith("2021")]
    due = {"3": "2021-04-21", "4": "2021-04-23", "5": "2021-04-26"}
    late = {stage: [row["waktu"][:10] > day for row in reports if row["tahap"] == stage] for stage, day in due.items()}
    assert any(late["3"])
    assert not all(late["3"])
    assert late["4"] == [False]
    assert late["5"] == [True]
    offices = {row["unit_id"] for row in rows(COMMITTED / "2021", "units") if row["jenis"] in {"eselon II", "UPT"}}
    assert len(offices - {row["unit_id"] for row in reports if row["tahap"] == "3"}) >= 2
    stage_2 = {row["unit_id"]: row["waktu"] for row in reports if row["tahap"] == "2"}
    assert all(stage_2[row["unit_id"]] < row["waktu"] for row in reports if row["tahap"] == "3" and row["unit_id"] in stage_2)


def test_manners_of_answering_all_occur(clean):
    results = rows(clean, "measurements")
    manners = Counter((bool(row["nilai_kinerja"]), bool(row["total"])) for row in results)
    assert set(manners) == {(True, False), (True, True), (False, True)}
    assert min(manners.values()) > 0.1 * len(results)


def test_values_lie_where_performance_values_lie(clean):
    values = sorted(float(row["nilai_kinerja"]) for row in rows(clean, "measurements") if row["nilai_kinerja"])
    assert 82 < values[len(values) // 4] < values[3 * len(values) // 4] < 90
    assert sum(value != int(value) for value in values) > 0.9 * len(values)


def test_a_nation_has_a_tree_of_unique_units(nation):
    units = nation.sql("FROM units")
    kinds = dict(nation.sql("SELECT jenis, count(*) FROM units GROUP BY jenis").fetchall())
    assert set(kinds) == {"instansi", "eselon I", "eselon II", "UPT", "eselon III", "eselon IV"}
    assert 500 < sum(kinds.values()) < 1500
    assert nation.sql("SELECT count(DISTINCT unit_id), count(DISTINCT nama) FROM units WHERE sampai IS NULL").fetchone() == (len(units) - 2,) * 2
    assert nation.sql("SELECT DISTINCT jenis FROM units WHERE induk IS NULL").fetchall() == [("instansi",)]
    assert nation.sql("SELECT * FROM units WHERE induk NOT IN (SELECT unit_id FROM units)").fetchall() == []
    assert nation.sql("SELECT induk FROM units WHERE unit_id = '0111'").fetchall() == [("01",)]


def test_a_nation_has_everybody_once_and_in_a_unit(nation):
    assert nation.sql("SELECT count(*), count(DISTINCT nip) FROM personnel SEMI JOIN units USING (unit_id)").fetchone() == (NATION, NATION)
    assert nation.sql("SELECT max(substr(nip, 16)::INTEGER) FROM personnel").fetchone() == (999,)
    results = nation.sql("SELECT count(*), count(DISTINCT nip) FROM measurements SEMI JOIN personnel USING (nip)").fetchone()
    assert results is not None
    assert 0.5 * NATION < results[0] == results[1] < NATION


def test_parquet_holds_the_same_rows_as_csv(tmp_path):
    sample.write(people=1500, seed=1, out=tmp_path, year=2021, format="parquet")
    for kind in KINDS:
        file = f"'{COMMITTED / '2021' / kind}.csv'"
        same = duckdb.sql(f"FROM read_parquet('{tmp_path / kind}.parquet') EXCEPT ALL FROM read_csv({file}, all_varchar = true, header = true)")
        assert same.fetchall() == []
        assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{tmp_path / kind}.parquet')").fetchone() == (len(rows(COMMITTED / "2021", kind)),)


def test_predicates_take_the_place_of_values_from_2022_on(tmp_path):
    sample.write(people=300, seed=1, out=tmp_path, year=2023)
    assert {row["nilai_kinerja"] for row in rows(tmp_path, "measurements")} >= {"baik", "sangat baik"}
    assert not {row["nilai_kinerja"] for row in rows(tmp_path, "measurements")} & {"85", "86"}


@pytest.mark.parametrize("people", [1, 20])
def test_a_handful_of_people_is_a_sample_too(tmp_path, people):
    sample.write(people=people, seed=1, out=tmp_path, year=2021, clean=True)
    assert len(rows(tmp_path, "personnel")) == people


def test_files_that_are_no_sample_are_not_overwritten(tmp_path):
    (tmp_path / "personnel.csv").write_text("nip\n", encoding="utf-8")
    with pytest.raises(UsageError, match="bukan contoh"):
        sample.write(people=10, seed=1, out=tmp_path, year=2021)
    assert (tmp_path / "personnel.csv").read_text(encoding="utf-8") == "nip\n"
    assert not (tmp_path / "SAMPLE.txt").exists()


@pytest.mark.parametrize(("people", "kind"), [(0, "csv"), (20_000_000, "csv"), (10, "xls")])
def test_what_cannot_be_written_is_refused(tmp_path, people, kind):
    with pytest.raises(UsageError):
        sample.write(people=people, seed=1, out=tmp_path / "out", year=2021, format=kind)
    assert not (tmp_path / "out").exists()
