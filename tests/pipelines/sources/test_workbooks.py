"""Workbooks: what cells hold becomes the text a person sees, rows keep their numbers, hostile files end in a process of their own."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pipelines.sources import SourceError

HEADINGS = "nip tahun pendidikan diklat_teknis_jp seminar nilai_kinerja kualifikasi kompetensi kinerja disiplin total waktu_ukur".split()
NIP = "198001012005011001"
ROW = [NIP, 2021, "S-2", 24, True, 88.5, 20, 22.5, 25, 5, 72.5, datetime(2021, 4, 12, 8, 30)]


def workbook(path: Path, **sheets: Any) -> Path:
    """A workbook of sheets by name; None leaves a cell out."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return path


def hostile(path: Path, *references: str, dimension: str = "A1:B2") -> Path:
    """The smallest workbook with the given cells, saying of itself that it is small."""
    cells = "".join(f'<row r="{reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{reference}"><v>1</v></c></row>' for reference in references)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><dimension ref="{dimension}"/><sheetData>{cells}</sheetData></worksheet>'
        )
    return path


def test_cells_become_text(opened, tmp_path):
    read = opened(workbook(tmp_path / "a.xlsx", Data=[HEADINGS, ROW]))
    assert read.rows == [
        {
            "nip": NIP,
            "tahun": "2021",
            "pendidikan": "S-2",
            "diklat_teknis_jp": "24",
            "seminar": "ya",
            "nilai_kinerja": "88.5",
            "kualifikasi": "20",
            "kompetensi": "22.5",
            "kinerja": "25",
            "disiplin": "5",
            "total": "72.5",
            "waktu_ukur": "2021-04-12 08:30:00",
            "source_row": 2,
        }
    ]


def test_nip_from_a_numeric_cell_stays_recognisable(opened, tmp_path):
    read = opened(workbook(tmp_path / "a.xlsx", Data=[HEADINGS, [float(NIP), *ROW[1:]]]))
    assert read.column("nip") == ["1.98001012005011e+17"]


def test_every_cell_text_with_decimal_commas(opened, tmp_path):
    texts = [NIP, "2021", "S-2", "24", "ya", "88,5", "20", "22,5", "25", "5", "72,5", "2021-04-12 08:30"]
    assert opened(workbook(tmp_path / "a.xlsx", Data=[HEADINGS, texts])).rows[0]["kompetensi"] == "22.5"


def test_titles_blank_rows_and_notes(opened, tmp_path):
    rows = [["DAFTAR HASIL"], [], ["Unit: Balai Contoh"], [], [], [], ["No", *HEADINGS], [1, *ROW], [], [2, *ROW], ["Jumlah", None, None, None, 48]]
    read = opened(workbook(tmp_path / "a.xlsx", Data=rows))
    assert read.row_numbers == [8, 10]
    assert read.arrived.skipped_row_count == 2


def test_table_that_begins_away_from_the_corner(opened, tmp_path):
    """Rows and columns that are empty from the edge on count all the same."""
    rows = [[], [], [None, None, *HEADINGS], [None, None, *ROW]]
    assert opened(workbook(tmp_path / "a.xlsx", Data=rows)).row_numbers == [4]


def test_the_sheet_with_the_headings_is_read(opened, tmp_path):
    path = workbook(tmp_path / "a.xlsx", Petunjuk=[["Cara mengisi"], ["nip", "Nomor Induk Pegawai"]], Data=[HEADINGS, ROW])
    assert opened(path).column("nip") == [NIP]


def test_two_sheets_with_data_are_refused(opened, tmp_path):
    path = workbook(tmp_path / "a.xlsx", Satu=[HEADINGS, ROW], Dua=[HEADINGS, ROW])
    with pytest.raises(SourceError, match='beberapa lembar berisi data \\("Satu", "Dua"\\)'):
        opened(path)
    assert len(opened(path, sheet="Dua").rows) == 1
    with pytest.raises(SourceError, match='lembar "Tiga" tidak ada; yang ada: Satu, Dua'):
        opened(path, sheet="Tiga")


def test_kemenag_export(opened, tmp_path, kemenag_headings):
    values = dict.fromkeys(kemenag_headings, "x") | {
        "NIP": "150234567",
        "NIP_BARU": NIP,
        "NAMA_LENGKAP": "Ani Contoh",
        "TANGGAL_LAHIR": date(1980, 1, 1),
        "JENIS_KELAMIN": 0,
        "JENJANG_PENDIDIKAN": "S-2",
        "LEVEL_JABATAN": "Eselon III.a",
        "GOL_RUANG": "IV/a",
        "TIPE_JABATAN": "Struktural",
        "TAMPIL_JABATAN": "Kepala Bagian",
        "SATKER_1": "Badan Litbang dan Diklat",
        "SATKER_2": "Sekretariat",
        "SATKER_3": None,
        "SATKER_4": "-",
        "SATKER_5": "",
        "STATUS_PEGAWAI": "PNS",
    }
    other = values | {"NIP_BARU": "198202022006041002", "JENIS_KELAMIN": 1, "LEVEL_JABATAN": "-", "TIPE_JABATAN": "Fungsional Tertentu"}
    unknown = values | {"LEVEL_JABATAN": None, "TIPE_JABATAN": "Struktural"}
    rows = [kemenag_headings, *([person[heading] for heading in kemenag_headings] for person in (values, other, unknown))]
    read = opened(workbook(tmp_path / "Data Pegawai20210412.xlsx", Sheet1=rows), "personnel")
    assert read.arrived.layout_code == "kemenag_simpeg"
    assert read.arrived.missing == ()
    assert read.rows[0] == {
        "nip": NIP,
        "nip_lama": "150234567",
        "nama": "Ani Contoh",
        "satker_1": "Badan Litbang dan Diklat",
        "satker_2": "Sekretariat",
        "golongan": "IV/a",
        "jenis_jabatan": "administrator",
        "jabatan": "Kepala Bagian",
        "pendidikan": "S-2",
        "status_pegawai": "PNS",
        "jenis_kelamin": "female",
        "tanggal_lahir": "1980-01-01",
        "source_row": 2,
    }
    assert read.column("jenis_kelamin") == ["female", "male", "female"]
    assert read.column("jenis_jabatan") == ["administrator", "fungsional", "Struktural"]


def test_what_a_release_must_not_hold_is_not_even_read(opened, tmp_path, kemenag_headings):
    row = [NIP if heading == "NIP_BARU" else f"rahasia {heading}" for heading in kemenag_headings]
    read = opened(workbook(tmp_path / "a.xlsx", Data=[kemenag_headings, row]), "personnel")
    stored = str(read.connection.execute(f"SELECT * FROM {read.arrived.relation}_rows").fetchall())
    for heading in ("AGAMA", "TEMPAT_LAHIR", "NO_HP", "EMAIL"):
        assert f"rahasia {heading}" not in stored


def test_hostile_workbook_is_refused(opened, tmp_path):
    path = hostile(tmp_path / "besar.xlsx", "A1", "XFD1048576")
    assert path.stat().st_size < 4600
    with pytest.raises(SourceError, match=r"besar\.xlsx: sel terakhir berada di baris 1\.048\.576, kolom 16\.384"):
        opened(path)


def test_workbook_that_passes_the_look_but_not_the_limits_is_refused(opened, tmp_path, monkeypatch):
    """Limits hold where the look at references is deceived: here the memory of the process is made too small for the sheet."""
    monkeypatch.setattr("pipelines.sources.workbooks.MEMORY_BYTES", 160 << 20)
    path = hostile(tmp_path / "besar.xlsx", "A1", "Z1000000")
    with pytest.raises(SourceError, match="memori; pembacaan dihentikan"):
        opened(path)


def test_workbook_that_takes_too_long_is_refused(opened, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.sources.workbooks.READING_SECONDS", 0.01)
    with pytest.raises(SourceError, match="melewati"):
        opened(workbook(tmp_path / "a.xlsx", Data=[HEADINGS, ROW]))


def test_bomb_is_refused_before_it_is_unpacked(opened, tmp_path):
    """The size that the archive's directory states is looked at first: here 2,304 MiB."""
    path = workbook(tmp_path / "bom.xlsx", Data=[HEADINGS, ROW])
    archive = bytearray(path.read_bytes())
    size_field = archive.index(b"PK\x01\x02") + 24
    archive[size_field : size_field + 4] = (2304 << 20).to_bytes(4, "little")
    path.write_bytes(archive)
    with pytest.raises(SourceError, match="2304 MiB setelah dibuka"):
        opened(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(200), b"PK\x05\x06" + bytes(18)], ids=["broken", "empty-archive"])
def test_broken_workbook_is_refused(opened, content):
    with pytest.raises(SourceError, match=r"masukan\.xlsx: berkas .* (rusak|bukan berkas Excel)"):
        opened(content, name="masukan.xlsx")


def test_truncated_workbook_is_refused(opened, tmp_path):
    path = workbook(tmp_path / "a.xlsx", Data=[HEADINGS, *[ROW] * 500])
    with pytest.raises(SourceError, match="rusak"):
        opened(path.read_bytes()[:5000], name="potong.xlsx")


def test_zip_of_other_things_is_refused(opened, tmp_path):
    path = tmp_path / "arsip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "nip\n")
    with pytest.raises(SourceError, match="bukan berkas Excel"):
        opened(path)


def test_empty_workbook_is_refused(opened, tmp_path):
    with pytest.raises(SourceError, match="tidak memuat lembar yang berisi"):
        opened(workbook(tmp_path / "a.xlsx", Data=[]))


def test_reading_leaves_no_file_behind(opened, tmp_path):
    opened(workbook(tmp_path / "a.xlsx", Data=[HEADINGS, ROW]))
    assert [path.name for path in (tmp_path / "work").iterdir() if path.is_dir()] == []
