"""Parquet: typed columns become the text a person would have typed, without a copy."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.sources import SourceError

NIP = "198001012005011001"
SCORES = {"kualifikasi": ["20"], "kompetensi": ["40"], "kinerja": ["25"], "disiplin": ["5"]}


def written(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_text_is_read_in_place(opened, tmp_path):
    read = opened(written(tmp_path / "a.parquet", nip=[NIP, " x "], tahun=["2021", ""], **{name: values * 2 for name, values in SCORES.items()}))
    assert read.is_read_in_place
    assert read.column("nip") == [NIP, "x"]
    assert read.column("tahun") == ["2021", None]
    assert read.row_numbers == [2, 3]
    assert read.arrived.row_count_known == 2


def test_types_become_text(opened, tmp_path):
    path = written(
        tmp_path / "a.parquet",
        nip=pa.array([198001012005011001]),
        tahun=pa.array([2021], pa.int16()),
        nilai_kinerja=pa.array([88.5]),
        total=pa.array([Decimal("67.50")]),
        kinerja=pa.array([25.0]),
        disiplin=pa.array([float("nan")]),
        seminar=pa.array([True]),
        diklat_fungsional=pa.array([None], pa.bool_()),
        waktu_ukur=pa.array([datetime(2021, 4, 12, 1, 30, tzinfo=UTC)]),
        waktu_verifikasi=pa.array([datetime(2021, 4, 13, 9, 0)]),
    )
    assert opened(path).rows == [
        {
            "nip": NIP,
            "tahun": "2021",
            "seminar": "ya",
            "nilai_kinerja": "88.5",
            "kinerja": "25",
            "total": "67.50",
            "waktu_ukur": "2021-04-12 08:30:00",
            "waktu_verifikasi": "2021-04-13 09:00:00",
        }
    ]


def test_nip_from_a_floating_column_stays_recognisable(opened, tmp_path):
    read = opened(written(tmp_path / "a.parquet", nip=[float(NIP)], tahun=[2021], **SCORES))
    assert read.column("nip") == ["1.98001012005011e+17"]


def test_dates(opened, tmp_path):
    path = written(tmp_path / "a.parquet", unit_id=["U1"], nama=["Balai"], induk=pa.array([None], pa.string()), mulai=[date(2020, 1, 1)])
    assert opened(path, "units").rows == [{"unit_id": "U1", "nama": "Balai", "mulai": "2020-01-01"}]


def test_blank_rows_keep_the_numbers_of_the_others(opened, tmp_path):
    path = written(tmp_path / "a.parquet", unit_id=["U1", None, "U2"], nama=["A", " ", "B"], induk=["", "", "U1"])
    read = opened(path, "units")
    assert read.row_numbers == [2, 4]
    assert read.arrived.row_count_known == 2
    assert read.arrived.skipped_row_count == 1


def test_damaged_file_is_refused(opened, tmp_path):
    path = written(tmp_path / "a.parquet", unit_id=["U1"], nama=["A"], induk=[""])
    with pytest.raises(SourceError, match="Parquet ini rusak"):
        opened(path.read_bytes()[:200], "units", name="potong.parquet")


def test_headings_are_checked(opened, tmp_path):
    with pytest.raises(SourceError, match="Ditemukan: kolom_a, kolom_b"):
        opened(written(tmp_path / "a.parquet", kolom_a=["1"], kolom_b=["2"]))


@pytest.mark.parametrize("name", ["Data Unit[1].parquet", "induk=X/a*.parquet"])
def test_file_names_are_no_patterns(opened, tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    path = written(tmp_path / name, unit_id=["U1"], nama=["A"], induk=["U0"])
    assert opened(path, "units").column("induk") == ["U0"]
