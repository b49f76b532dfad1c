"""Receipts as PDF, read back by another program."""

import io
from dataclasses import fields, replace

import pypdf
import pytest
import typst

from dashboard.exports import documents
from dashboard.exports.documents import Receipt

SAID = Receipt(
    language="id",
    banner="",
    title="Tanda terima",
    subtitle="Tahun pengukuran 2021",
    facts=(("Nomor", "2021-AB12-CD34-EF56"), ("Waktu", "14 April 2021 09.12 WIB")),
    points_title="Poin",
    points_head=("Dimensi", "Poin", "Paling banyak"),
    points_rows=(("Kualifikasi", "15,00", "25"), ("Kompetensi", "40,00", "40")),
    result="Indeks 85,00: Tinggi",
    notes=("Konvensi B.",),
    answers_title="Jawaban",
    answers_head=("Pertanyaan", "Jawaban", "Bukti"),
    answers_rows=(("Pendidikan", "S-1", "–"),),
    statement_title="Pernyataan",
    statement="Saya menyatakan bahwa jawaban ini benar.",
    checksum_title="SHA-256",
    checksum="0123456789abcdef" * 4,
    footer="IP ASN 2021",
)


def read(content: bytes) -> str:
    """The words of all pages, without the places at which long ones may be broken."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).replace("\u200b", "")


def unspaced(text: str) -> str:
    return "".join(text.split())


def test_everything_that_is_said_can_be_read() -> None:
    words = read(documents.receipt(SAID))
    for part in ("2021-AB12-CD34-EF56", "14 April 2021 09.12 WIB", "Kompetensi 40,00 40", "Indeks 85,00: Tinggi", SAID.statement, SAID.checksum):
        assert part in words


@pytest.mark.parametrize("hostile", ["#panic()", '#eval("1")', "$x$ *b* _i_ `r` <a> @b \\ // /* ]", '"}', '#read("/etc/passwd")', "= Judul"])
def test_values_are_text_and_never_markup(hostile: str) -> None:
    said = replace(SAID, answers_rows=(("Pendidikan", hostile, "–"),), statement=hostile)
    assert unspaced(read(documents.receipt(said))).count(unspaced(hostile)) == 2


def test_a_sign_that_no_font_has_is_written_as_its_number() -> None:
    words = unspaced(read(documents.receipt(replace(SAID, facts=(("Nama", "Siti 😀"),)))))
    assert "Siti[U+1F600]" in words


def test_the_same_values_give_the_same_file() -> None:
    assert documents.receipt(SAID) == documents.receipt(SAID)


def test_many_long_answers_go_on_over_pages_and_words() -> None:
    said = replace(SAID, answers_rows=tuple((f"Pertanyaan {number}", "x" * 300, "kata " * 60) for number in range(40)))
    pages = pypdf.PdfReader(io.BytesIO(documents.receipt(said))).pages
    assert len(pages) > 1
    assert "".join(unspaced(page.extract_text()) for page in pages).count("x") >= 40 * 300
    assert all(f"{number} / {len(pages)}" in page.extract_text() for number, page in enumerate(pages, start=1))


def test_who_it_is_of_does_not_stand_in_what_programs_read_of_a_file() -> None:
    metadata = pypdf.PdfReader(io.BytesIO(documents.receipt(replace(SAID, facts=(("Nama", "Siti Rekaan"),))))).metadata
    assert metadata is not None
    assert set(metadata.values()) <= {SAID.title, metadata["/Creator"]} | {value for value in metadata.values() if str(value).startswith("D:")}


def test_a_value_that_is_not_given_is_an_error() -> None:
    values = {each.name: getattr(SAID, each.name) for each in fields(SAID) if each.name != "checksum"}
    with pytest.raises(typst.TypstError):
        documents.pdf("receipt", values)
