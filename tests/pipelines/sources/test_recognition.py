"""What is recognised, what arrives with something missing, and what is refused with a sentence that helps."""

import pytest

from pipelines.sources import SourceError
from tests.rows import HEADINGS

NIP = "198001012005011001"


def without(kind: str, *headings: str) -> str:
    left = [heading for heading in HEADINGS[kind] if heading not in headings]
    return ",".join(left) + "\n" + ",".join("1" for _ in left) + "\n"


@pytest.mark.parametrize(
    ("kind", "absent", "missing"),
    [
        ("measurements", ["nip"], ("nip",)),
        ("measurements", ["tahun"], ("tahun",)),
        ("measurements", ["nilai_kinerja"], ()),
        ("measurements", ["kualifikasi", "kompetensi"], ()),
        ("measurements", ["nilai_kinerja", "disiplin"], ("nilai_kinerja atau predikat_kinerja atau kualifikasi + kompetensi + kinerja + disiplin",)),
        ("measurements", ["nip", "tahun"], ("nip", "tahun")),
        ("personnel", ["nip"], ("nip",)),
        ("personnel", ["unit_id"], ()),
        ("personnel", ["satuan_kerja"], ()),
        ("personnel", ["unit_id", "satuan_kerja"], ("unit_id atau satuan_kerja",)),
        ("personnel", ["jenis_jabatan", "status_pegawai"], ("jenis_jabatan", "status_pegawai")),
        ("personnel", ["nama", "golongan", "jabatan", "pendidikan", "jenis_kelamin", "satuan_kerja"], ()),
        ("units", ["induk"], ("induk",)),
        ("units", ["jenis", "zona_waktu", "mulai", "sampai"], ()),
        ("reports", ["waktu"], ("waktu",)),
        ("reports", ["keterangan"], ()),
    ],
)
def test_required_headings(opened, kind, absent, missing):
    arrived = opened(without(kind, *absent), kind).arrived
    assert arrived.layout_code == f"template_{kind}"
    assert arrived.missing == missing


def test_absent_columns_are_empty(opened):
    assert opened(without("units", "induk"), "units").column("induk") == [None]


def test_template_without_its_year_is_not_taken_for_a_result_list(opened):
    """The result list names no year; a template that lost its column must not pass as one, or its answers would be dropped."""
    content = "nama,satuan_kerja," + without("measurements", "tahun").replace("\n1", "\nx,y,1")
    arrived = opened(content).arrived
    assert arrived.layout_code == "template_measurements"
    assert arrived.missing == ("tahun",)


def test_headings_are_compared_without_case_blanks_and_marks(opened):
    content = ' NIP. ;"Tahun\nPengukuran";NILAI_KINERJA*;Hukuman-Disiplin\n' + f"{NIP};2021;88;ringan\n"
    assert opened(content).rows == [{"nip": NIP, "tahun": "2021", "nilai_kinerja": "88", "hukuman_disiplin": "ringan"}]


def test_headings_stand_anywhere_near_the_top(opened):
    titles = "".join(f"Baris judul {number}\n" for number in range(1, 60))
    assert opened(titles + without("units"), "units").row_numbers == [61]
    with pytest.raises(SourceError, match="tidak cocok"):
        opened(titles + "satu lagi\n" + without("units"), "units", name="terlalu_bawah.csv")


def test_foreign_headings_are_named(opened):
    with pytest.raises(SourceError) as refusal:
        opened("Kode Barang,Nama Barang,Jumlah Unit\n1,Meja,4\n")
    assert str(refusal.value) == (
        "masukan.csv: judul kolom tidak cocok dengan tata letak measurements mana pun. Ditemukan: Kode Barang, Nama Barang, Jumlah Unit. "
        "Tata letak yang ada: bkn_service, ledger_measurements, result_list, template_measurements. Cara menambah tata letak: docs/layouts.md."
    )


def test_nearest_layout_and_what_it_lacks_are_named(opened):
    with pytest.raises(SourceError) as refusal:
        opened("NIP,Nama,Kualifikasi,Alamat\n1,x,2,y\n")
    assert "Ditemukan: NIP, Nama, Kualifikasi, Alamat." in str(refusal.value)
    assert "Paling dekat: result_list (Daftar hasil IP ASN); yang kurang:" in str(refusal.value)
    assert "yang kurang: Satuan Kerja, Kompetensi, Kinerja, Disiplin." in str(refusal.value)


def test_a_word_below_the_data_is_not_taken_for_the_headings(opened):
    with pytest.raises(SourceError, match=r"Ditemukan: Nomor Induk, Nilai K1, Nilai K2\. Tata letak yang ada"):
        opened("Rekap\n\nNomor Induk,Nilai K1,Nilai K2\nx,20,40\n\nJumlah,,\n")


def test_file_of_another_kind_is_told(opened):
    with pytest.raises(SourceError, match=r"Berkas ini cocok sebagai personnel \(template_personnel\)"):
        opened(without("personnel"), "units")


def test_file_without_headings_repeats_no_person(opened):
    with pytest.raises(SourceError, match="bukan judul") as refusal:
        opened(f"{NIP},Ani Contoh,2021,88\n")
    assert NIP not in str(refusal.value)
    assert "Ani" not in str(refusal.value)


def test_repeated_heading_is_refused(opened):
    with pytest.raises(SourceError, match=r'judul "NIP" \(nip\) berdiri di lebih dari satu kolom'):
        opened("NIP,tahun,nilai_kinerja,nip\n1,2021,80,2\n")
    assert opened("NIP,tahun,nilai_kinerja,Catatan,Catatan\n1,2021,80,x,y\n").column("nip") == ["1"]


def test_layout_may_be_named(opened):
    content = "nip,nama,satuan kerja,kualifikasi,kompetensi,kinerja,disiplin,tahun\n1,a,b,1,2,3,4,2020\n"
    assert opened(content, layout="result_list").arrived.layout_code == "result_list"
    assert opened(content, layout="result_list").column("tahun") == ["2020"]
    assert opened(content).arrived.layout_code == "result_list"
    assert opened(content, layout="template_measurements").arrived.layout_code == "template_measurements"
    with pytest.raises(
        SourceError,
        match='tata letak "entah" tidak ada untuk measurements; yang ada: bkn_service, ledger_measurements, result_list, template_measurements',
    ):
        opened(content, layout="entah")
