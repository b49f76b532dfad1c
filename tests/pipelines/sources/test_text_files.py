"""Delimited text as it really arrives: encodings, separators, decimal commas, titles, blank rows, notes, ragged rows."""

import csv
import hashlib
import io
import random
from pathlib import Path

import pytest

from pipelines.sources import SourceError

HEADINGS = "nip,tahun,pendidikan,nilai_kinerja,kualifikasi,kompetensi,kinerja,disiplin,total"
NIP = "198001012005011001"
OTHER = "198202022006042002"
PLAIN = f"{HEADINGS}\n{NIP},2021,S-2,88.5,20,40,25,5,90\n{OTHER},2021,S-1,76,15,22.5,25,5,67.5\n"

RESULT = """DAFTAR HASIL PENGUKURAN IP ASN;;;;;;;;
BALAI DIKLAT KEAGAMAAN CONTOH;;;;;;;;
TAHUN 2021;;;;;;;;
;;;;;;;;
Unit;: Balai;;;;;;;
;;;;;;;;
No;Nama;Nama Jabatan;Satuan Kerja;Kualifikasi;Kompetensi;Kinerja;Disiplin;Total
(1);(2);(3);(4);(5);(6);(7);(8);(9)
1;Ani Contoh;Widyaiswara Ahli Muda;Balai Diklat Contoh;20;40;25;5;90
2;Budi Contoh;Pelaksana;Balai Diklat Contoh;15;22,5;25;5;67,5

3;Cici Contoh;-;Balai Diklat Contoh;–;57,5;25;5;
Jumlah;;;;35;120;75;15;157,5
Keterangan: nilai sementara;;;;;;;;
Jakarta, 26 April 2021;;;;;;;;
Kepala,;;;;;;;;
"""


def test_plain_file_is_read_in_place(opened):
    plain = opened(PLAIN)
    assert plain.is_read_in_place
    assert plain.arrived.layout_code == "template_measurements"
    assert plain.arrived.row_count_known == 2
    assert plain.arrived.sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert plain.arrived.byte_count == len(PLAIN)
    assert plain.row_numbers == [2, 3]
    assert plain.rows[0] == {
        "nip": NIP,
        "tahun": "2021",
        "pendidikan": "S-2",
        "nilai_kinerja": "88.5",
        "kualifikasi": "20",
        "kompetensi": "40",
        "kinerja": "25",
        "disiplin": "5",
        "total": "90",
    }


@pytest.mark.parametrize(
    ("content", "in_place"),
    [
        (PLAIN.encode("utf-8-sig"), True),
        (PLAIN.replace("\n", "\r\n").encode(), True),
        (PLAIN.replace("\n", "\r\n").rstrip("\r\n").encode(), True),
        (PLAIN.rstrip("\n").encode(), True),
        (PLAIN.replace(",", ";").encode(), True),
        (PLAIN.replace(",", "\t").encode(), True),
        (PLAIN.replace(",", "|").encode(), True),
        (PLAIN.replace(",", '","').replace("\n", '"\n"').join(('"', "")).removesuffix('"').encode(), True),
        (PLAIN.encode("utf-16"), False),
        (PLAIN.encode("utf-16-le"), False),
        (PLAIN.encode("utf-16-be"), False),
        (PLAIN.replace("\n", "\r").encode(), False),
        (b"sep=;\n" + PLAIN.replace(",", ";").encode(), False),
    ],
    ids=["bom", "crlf", "crlf-open-end", "open-end", "semicolon", "tab", "bar", "quoted", "utf-16", "utf-16-le", "utf-16-be", "cr", "sep-line"],
)
def test_however_it_is_written_the_rows_are_the_same(opened, content, in_place):
    expected = opened(PLAIN).rows
    written = opened(content, name="lain.csv")
    assert written.is_read_in_place == in_place
    assert [{name: value for name, value in row.items() if name != "source_row"} for row in written.rows] == expected
    assert written.row_numbers == ([3, 4] if content.startswith(b"sep=") else [2, 3])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_beyond_ascii(opened, encoding):
    content = "unit_id,nama,induk\nU1,Lajnah “Mushaf” – Qur’an é,\nU2,Balai,U1\n".encode(encoding)
    assert opened(content, "units").column("nama") == ["Lajnah “Mushaf” – Qur’an é", "Balai"]


def test_file_that_mixes_encodings(opened):
    content = "unit_id,nama,induk\nU1,Café,\n".encode() + "U2,Café,U1\n".encode("cp1252")
    assert opened(content, "units").column("nama") == ["Café", "Café"]


def test_encoding_is_judged_by_the_whole_file(opened):
    rows = "".join(f"U{number},Balai {number},\n" for number in range(40_000))
    content = f"unit_id,nama,induk\n{rows}".encode() + b"U,Caf\xe9,\n"
    units = opened(content, "units")
    assert units.column("nama")[-1] == "Café"
    assert len(units.rows) == 40_001


def test_result_list_under_title_rows(opened):
    result = opened(RESULT)
    assert result.arrived.layout_code == "result_list"
    assert result.arrived.missing == ()
    assert result.column("nama") == ["Ani Contoh", "Budi Contoh", "Cici Contoh"]
    assert result.row_numbers == [9, 10, 12]
    assert result.arrived.skipped_row_count == 6
    assert result.column("kompetensi") == ["40", "22.5", "57.5"]
    assert result.column("kualifikasi") == ["20", "15", None]
    assert result.column("jabatan") == ["Widyaiswara Ahli Muda", "Pelaksana", None]
    assert result.column("total") == ["90", "67.5", None]
    assert result.column("tahun") == ["2021"] * 3


def test_year_given_is_the_year_of_the_build(opened):
    assert opened(RESULT, year=2019).column("tahun") == ["2019"] * 3


def test_category_words_pass_as_they_are(opened):
    content = RESULT.replace("Total\n", "Total;Kategori\n").replace(";90\n", ";90;TINGGI\n").replace(";67,5\n", ";67,5;Cukup\n")
    assert opened(content).column("kategori") == ["TINGGI", "Cukup", None]


def test_decimal_commas_with_semicolons(opened):
    content = f"{HEADINGS}\n{NIP},2021,S-2,88#5,20,40,25,5,90\n{OTHER},2021,S-1,76#125,15,22#5,25,5,67#5\n".replace(",", ";").replace("#", ",")
    commas = opened(content)
    assert commas.is_read_in_place
    assert commas.column("nilai_kinerja") == ["88.5", "76.125"]
    assert commas.column("kompetensi") == ["40", "22.5"]


def test_decimal_commas_in_quotes(opened):
    content = f'{HEADINGS}\n{NIP},2021,S-2,"88,5",20,40,25,5,90\n{OTHER},2021,S-1,76,15,"22,5",25,5,"67,5"\n'
    assert opened(content).column("total") == ["90", "67.5"]


def test_comma_that_may_be_thousands_stays_where_points_are_decimal(opened):
    """Three digits behind a comma, in a file that writes decimals with a point: not ours to decide."""
    content = f'{HEADINGS}\n{NIP},2021,S-2,88.5,20,22.5,25,5,90\n{OTHER},2021,S-1,"1,234",15,"22,5",25,5,67.5\n'
    read = opened(content)
    assert read.column("nilai_kinerja") == ["88.5", "1,234"]
    assert read.column("kompetensi") == ["22.5", "22.5"]


def test_commas_in_words_stay(opened):
    content = 'unit_id,nama,induk\nP3,"Puslitbang Lektur, Khazanah, dan Manajemen",BLD\n'
    assert opened(content, "units").column("nama") == ["Puslitbang Lektur, Khazanah, dan Manajemen"]


def test_blank_rows_keep_the_numbers_of_the_others(opened):
    content = PLAIN.replace(f"\n{OTHER}", f"\n\n,,,,,,,,\n   \n{OTHER}") + "\n\n"
    blank = opened(content)
    assert blank.row_numbers == [2, 6]
    assert blank.column("nip") == [NIP, OTHER]
    assert blank.arrived.row_count_known == 2


def test_repeated_headings_are_no_data(opened):
    content = PLAIN + f"{HEADINGS.upper()}\n{NIP[:-1]}9,2021,S-1,80,15,0,25,5,45\n"
    repeated = opened(content)
    assert repeated.row_numbers == [2, 3, 5]


def test_row_of_sums_is_no_data_wherever_it_stands(opened):
    sums = "Jumlah,,,,35,62.5,50,10,157.5\n"
    content = PLAIN + sums + f"{NIP[:-1]}9,2021,S-1,80,15,0,25,5,45\n" + sums
    assert opened(content).row_numbers == [2, 3, 5]


def test_person_whose_name_begins_like_a_note_stays(opened):
    content = RESULT.replace("Budi Contoh", "Sumber Data Contoh").replace("2;Sumber", ";Sumber")
    assert opened(content).column("nama") == ["Ani Contoh", "Sumber Data Contoh", "Cici Contoh"]


def test_row_with_an_empty_nip_is_data(opened):
    """Left out by a check with a finding, never dropped by the reader."""
    content = PLAIN.replace(OTHER, "")
    empty = opened(content)
    assert empty.column("nip") == [NIP, None]
    assert empty.row_numbers == [2, 3]


def test_broken_row_below_a_blank_one_is_data(opened):
    content = PLAIN.replace(f"{OTHER},2021,", "\nTIDAKTAHU,,")
    broken = opened(content)
    assert broken.column("nip") == [NIP, "TIDAKTAHU"]
    assert broken.row_numbers == [2, 4]


def test_short_row_has_empty_fields(opened):
    short = opened(PLAIN + f"{NIP[:-1]}9,2021\n")
    assert short.row_numbers == [2, 3, 4]
    assert short.rows[2] == {"nip": f"{NIP[:-1]}9", "tahun": "2021", "source_row": 4}


def test_long_row_is_marked_and_its_values_are_not_trusted(opened):
    content = PLAIN.replace("S-2,88.5", "S-2,Magister,88.5")
    long = opened(content)
    assert long.rows[0] == {"nip": NIP, "source_row": 2, "surplus": "90"}
    assert long.rows[1]["total"] == "67.5"


def test_empty_cells_beyond_the_headings_do_no_harm(opened):
    content = PLAIN.replace("5,90\n", "5,90,, \n")
    assert opened(content).column("total") == ["90", "67.5"]


def test_line_break_within_quotes_is_one_row(opened):
    content = 'unit_id,nama,induk\nU1,"Balai\nBesar",\nU2,Balai,U1\n'
    units = opened(content, "units")
    assert units.column("nama") == ["Balai\nBesar", "Balai"]
    assert units.row_numbers == [2, 3]


def test_unpaired_quote_is_refused_with_its_row(opened):
    with pytest.raises(SourceError, match=r"masukan\.csv, baris 3: tanda kutip"):
        opened('unit_id,nama,induk\nU1,Balai,\nU2,"Balai,U1\nU3,Balai,U1\n', "units")


def test_quotes_around_a_part_of_a_cell_are_letters(opened):
    assert opened('unit_id,nama,induk\nU1,Balai "Besar" Contoh,\n', "units").column("nama") == ['Balai "Besar" Contoh']


def test_blanks_of_every_kind_are_trimmed(opened):
    content = "unit_id,nama,induk\n U1 ,\u00a0Balai Besar\u00a0,\t-\nU2,Balai\u200b , U1\n"
    units = opened(content, "units")
    assert units.is_read_in_place
    assert units.rows == [{"unit_id": "U1", "nama": "Balai Besar"}, {"unit_id": "U2", "nama": "Balai", "induk": "U1"}]


def test_empty_marks_are_empty(opened):
    content = f"{HEADINGS}\n{NIP},2021,-,–,20,40,25,5,—\n"
    assert opened(content).rows[0].keys() == {"nip", "tahun", "kualifikasi", "kompetensi", "kinerja", "disiplin"}


def test_nip_passes_as_it_is_written(opened):
    written = ["1980 0101 2005 011001", "'198001012005011001", "1.98001E+17", "19800101.200501.1.001"]
    content = HEADINGS + "\n" + "".join(f"{nip},2021,S-1,80,15,0,25,5,45\n" for nip in written)
    assert opened(content).column("nip") == written


def test_times_with_an_offset_become_jakarta_wall_clock(opened):
    times = [
        "2021-04-12T08:30:00+07:00",
        "2021-04-12T01:30:00Z",
        "2021-04-12 08:30:00",
        "2021-04-12 08:30:00.25",
        "12/04/2021",
        "2021-04-12T01:30:00.000Z",
    ]
    content = "unit_id,tahap,waktu\n" + "".join(f"U1,2,{time}\n" for time in times)
    assert opened(content, "reports").column("waktu") == [
        "2021-04-12 08:30:00",
        "2021-04-12 08:30:00",
        "2021-04-12 08:30:00",
        "2021-04-12 08:30:00.25",
        "12/04/2021",
        "2021-04-12 08:30:00",
    ]


def test_columns_in_another_order_with_more_beside_them(opened):
    content = "Catatan Bebas,Disiplin,NIP,Kinerja,KOMPETENSI,Kualifikasi,Tahun,E-mail\nx,5,198001012005011001,25,40,20,2021,a@example.org\n"
    assert opened(content).rows == [{"nip": NIP, "tahun": "2021", "kualifikasi": "20", "kompetensi": "40", "kinerja": "25", "disiplin": "5"}]


def test_file_without_data_arrives_empty(opened):
    empty = opened(HEADINGS + "\n")
    assert empty.rows == []
    assert empty.arrived.row_count_known == 0


def test_file_of_headings_and_notes_arrives_empty(opened):
    assert opened(HEADINGS + "\n\nKeterangan: tidak ada pegawai\n").rows == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "berkas kosong"),
        (b"  \n \n", "berkas kosong"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"Excel lama \(\.xls\)"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"\n<html><table><tr><td>NIP</td></tr></table></html>", "halaman web"),
    ],
)
def test_what_is_no_table_is_refused(opened, content, sentence):
    with pytest.raises(SourceError, match=sentence):
        opened(content)


def test_missing_file_is_refused(opened, tmp_path):
    with pytest.raises(SourceError, match="tidak ditemukan"):
        opened(tmp_path / "tidak_ada.csv")


def test_many_rows_are_numbered_exactly_over_batches(opened):
    """Blank rows, notes and ragged rows at random places, more rows than one batch holds."""
    chance = random.Random(7)
    written, expected = io.StringIO(), []
    writer = csv.writer(written)
    writer.writerow(HEADINGS.split(","))
    for number in range(2, 45_000):
        kind = chance.random()
        if kind < 0.02:
            writer.writerow([])
        elif kind < 0.03:
            writer.writerow(["Jumlah", "", "", "", 1, 2, 3, 4, 10])
        else:
            expected.append(number)
            writer.writerow([f"{number:018}", 2021, "S-1", 80, 15, 0, 25, 5, 45][: 2 if kind > 0.99 else 9])
    read = opened(written.getvalue())
    assert read.row_numbers == expected
    assert read.column("nip") == [f"{number:018}" for number in expected]


def test_spooled_copy_leaves_no_file_behind(opened, tmp_path):
    opened(RESULT)
    assert sorted(path.name for path in (tmp_path / "work").iterdir() if not path.name.endswith(".wal")) == ["workbench.duckdb"]


def test_two_sources_of_one_kind_have_relations_of_their_own(opened):
    first, second, third = opened(PLAIN), opened(RESULT, name="hasil.csv"), opened(PLAIN)
    assert len({first.arrived.relation, second.arrived.relation, third.arrived.relation}) == 3
    assert len(first.rows) == 2
    assert len(second.rows) == 3


def test_path_with_a_quote_in_its_name(opened, tmp_path: Path):
    path = tmp_path / 'jum\'at "pagi".csv'
    path.write_text(PLAIN)
    assert len(opened(path).rows) == 2


@pytest.mark.parametrize("name", ["Data Pegawai[1].csv", "hasil*akhir?.csv", "tahun=2020/hasil.csv"])
def test_file_names_are_no_patterns(opened, tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(PLAIN)
    (tmp_path / "Data Pegawai1.csv").write_text(HEADINGS + "\n")
    named = opened(path)
    assert named.is_read_in_place
    assert named.column("tahun") == ["2021", "2021"]
