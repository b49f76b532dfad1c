"""BKN's service answer saved as JSON lines."""

import json

import pytest

from pipelines.sources import SourceError

ANSWER = {
    "nip_baru": "198001012005011001",
    "nama": "Ani Contoh",
    "jenis_jabatan": "2",
    "kualifikasi": "20.00",
    "kompetensi": "22.5",
    "kinerja": "25",
    "disiplin": "5",
    "subtotal": "72.5",
    "keterangan_kualifikasi": "S-2",
    "keterangan_kompetensi": "-",
    "keterangan_kinerja": "Baik",
    "keterangan_disiplin": "-",
    "created_at": "2021-04-12T01:30:00.000Z",
    "tahun": "2021",
}


def lines(*answers) -> str:
    return "".join(json.dumps(answer) + "\n" for answer in answers)


def test_answer_is_a_measurement(opened):
    read = opened(lines(ANSWER))
    assert read.arrived.layout_code == "bkn_service"
    assert read.rows == [
        {
            "nip": "198001012005011001",
            "nama": "Ani Contoh",
            "tahun": "2021",
            "kualifikasi": "20.00",
            "kompetensi": "22.5",
            "kinerja": "25",
            "disiplin": "5",
            "total": "72.5",
            "waktu_ukur": "2021-04-12 08:30:00",
            "source_row": 1,
        }
    ]


def test_line_is_the_row(opened):
    read = opened("\n" + lines(ANSWER) + "  \n\n" + lines(ANSWER | {"nip_baru": "198202022006042002", "kinerja": None}))
    assert read.row_numbers == [2, 5]
    assert read.column("kinerja") == ["25", None]


def test_answers_within_an_envelope(opened):
    read = opened(lines({"success": True, "data": [ANSWER]}, {"success": True, "data": ANSWER}, [ANSWER, ANSWER]))
    assert read.row_numbers == [1, 2, 3, 3]


def test_numbers_and_truth_values(opened):
    read = opened('{"nip": 198001012005011001, "tahun": 2021, "seminar": true, "nilai_kinerja": 88.5}\n')
    assert read.rows[0] == {"nip": "198001012005011001", "tahun": "2021", "seminar": "ya", "nilai_kinerja": "88.5", "source_row": 1}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lines(ANSWER) + '{"nip_baru": "1"\n', r"masukan\.csv, baris 2: bukan satu objek JSON"),
        ('{\n "nip_baru": "1"\n}\n', "baris 1: bukan satu objek JSON"),
        (lines(ANSWER) + "[1, 2]\n", "baris 2: diharapkan objek JSON"),
        ('{"a": "b"}\n', "Ditemukan: a"),
        (b'{"nama": "\xff\xfe"}\n', "harus UTF-8"),
    ],
)
def test_what_is_no_answer_is_refused(opened, content, sentence):
    with pytest.raises(SourceError, match=sentence):
        opened(content)
