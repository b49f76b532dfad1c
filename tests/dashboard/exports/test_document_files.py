"""Documents as PDF and Word files, opened by other programs: pypdf, poppler, python-docx and LibreOffice."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from dashboard.documents.content import (
    Chart,
    Column,
    Document,
    Fact,
    Facts,
    Letterhead,
    Mark,
    Pairs,
    Paragraph,
    Section,
    Signature,
    Table,
    Words,
)
from dashboard.documents.order import Order
from dashboard.exports import document_docx, document_pdf
from tests import office

A4_WIDTH = 595.3
"""Points."""

HOSTILE = (
    '=HYPERLINK("http://x.example","y")',
    '#include "/etc/passwd"',
    "#panic()",
    "$x$ *b* _i_ `r` <a> @b \\ // /* ]",
    "{{ 7*7 }}",
    "{%p for x in y %}",
    "{_{ 7*7 }_}",
    "</w:t></w:r></w:p>&amp;&#123;",
    "{{ ''.__class__.__mro__ }}",
)

TABLE = Table(
    (Column("Satuan kerja", width=3), Column("n", is_number=True), Column("Indeks", is_number=True)),
    tuple((f"Satuan kerja {number}", str(number), f"{60 + number / 10:.2f}".replace(".", ",")) for number in range(1, 121)),
    caption="Indeks satuan kerja",
    note="n diukur.",
    strong_rows=(119,),
)

CHARTS = (
    Chart(
        "bars",
        (Mark("Kualifikasi", 63.1, "15,77 dari 25", other=50.0), Mark("Disiplin", None, "disembunyikan")),
        "Dimensi",
        "Terjauh kualifikasi.",
        "Terjauh kualifikasi.",
    ),
    Chart(
        "dots",
        (Mark("Balai A", 71.2, "71,20", 60.0, 80.0, "#DA761C"), Mark("Balai B", None, "disembunyikan")),
        "Satuan kerja",
        "Urutan belum pasti.",
        low=50,
        high=90,
        ticks=((50.0, "50"),),
    ),
    Chart("shares", (Mark("Rendah", 70.0, "70,0%", colour="#B5304A"), Mark("Tinggi", None, "disembunyikan")), "Kategori", "Kebanyakan rendah."),
    Chart("strip", (Mark("Badan", 68.6, "68,60", 58.1, 73.1),), "Skala", "Indeks 68,60.", bands=(Mark("Rendah", None, "61", 61.0, 71.0, "#DA761C"),)),
)

SAID = Document(
    order=Order("unit_report", "1010", 2021, "20210420T050000000", "id", "007/IPASN/IV/2021", date(2021, 4, 21)),
    letterhead=Letterhead(("KEMENTERIAN CONTOH", "BADAN CONTOH"), ("Jalan Contoh 1",)),
    banner="Data contoh",
    title="Laporan hasil pengukuran",
    subtitle="Balai Contoh",
    head=(("Nomor", "007/IPASN/IV/2021"), ("Lampiran", "Lampiran metode"), ("Hal", "Laporan hasil pengukuran")),
    place_and_date="Jakarta, 21 April 2021",
    addressee=("Yth. Sekretaris Badan", "di Jakarta"),
    sections=(
        Section(
            "Ringkasan",
            (
                Paragraph("Indeks 68,60.", "lead"),
                Facts((Fact("Indeks", "68,60", "Rendah"), Fact("Cakupan", "79,5%"))),
                Paragraph("Perhatian!", "warning"),
                *CHARTS,
            ),
        ),
        Section("Rincian", (TABLE, Pairs((("Nama", "Balai Contoh"),)), Paragraph("Butir satu", "item"), Paragraph("Demikian.", "closing"))),
    ),
    signature=Signature("Jakarta, 21 April 2021", "Kepala Balai Contoh", "Siti Rekaan", "198001012005012001"),
    annex=(Section("Angka", (Paragraph("Rata-rata biasa.", "quiet"),)),),
    provenance=(("Satuan kerja", "Balai Contoh"), ("Rilis", "20210420T050000000"), ("n", "55 dari 64")),
    running="IP ASN: 2021 · Satuan kerja: Balai Contoh · Rilis: 20210420T050000000 · Aturan: BKN-8-2019 · n: 55 dari 64 · SHA-256: 0123456789abcdef",
    figures={},
    checksum="0123456789abcdef" * 4,
    words=Words("Lampiran: cara menghitung", "Asal angka", "Jumlah uji", "Ketik jumlah uji.", "Halaman # dari #", "Lampiran"),
    code_words="0123456789abcdef" * 4,
)


def pdf_words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u200b", "")


def word_file(said: Document, template: Path | None = None) -> bytes:
    return document_docx.content(said, template or document_docx.template(said.order.kind, None))


def docx_words(content: bytes) -> str:
    """Every text of the body and of the feet of the pages, in order."""
    opened = docx.Document(io.BytesIO(content))
    parts = [opened.element.body, *(section.footer._element for section in opened.sections)]
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(f"{{{paragraph.nsmap['w']}}}t"))
        for part in parts
        for paragraph in part.iter(f"{{{part.nsmap['w']}}}p")
    )


def unspaced(words: str) -> str:
    return "".join(words.split())


def everything_said(said: Document) -> list[str]:
    """What has to be read in a file of SAID."""
    figures = [cell for row in TABLE.rows for cell in row]
    return [*said.letterhead.lines, *said.letterhead.address, said.banner, *(value for _name, value in said.head), *said.addressee, *figures, "Siti Rekaan", "198001012005012001",
            "Rata-rata biasa.", "Perhatian!", "68,60", "79,5%", "Butir satu", "Demikian.", said.running, "0123456789abcdef"]  # fmt: skip


def test_a_pdf_says_everything() -> None:
    words = unspaced(pdf_words(document_pdf.content(SAID)))
    assert [part for part in everything_said(SAID) if unspaced(part) not in words] == []
    assert all(unspaced(mark.shown) in words for chart in CHARTS for mark in chart.marks if chart.kind in {"bars", "dots"})


def test_a_word_file_says_everything() -> None:
    words = unspaced(docx_words(word_file(SAID)))
    assert [part for part in everything_said(SAID) if unspaced(part) not in words] == []


def test_every_page_says_what_its_figures_are_of(tmp_path: Path) -> None:
    (tmp_path / "said.pdf").write_bytes(document_pdf.content(SAID))
    pages = office.pdf_text(tmp_path / "said.pdf").split("\f")[:-1]
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert unspaced(SAID.running)[:60] in unspaced(page).replace(f"Halaman{number}dari{len(pages)}", "")


def test_libreoffice_reads_the_word_file_and_repeats_headings(tmp_path: Path) -> None:
    (tmp_path / "said.docx").write_bytes(word_file(SAID))
    (made,) = office.converted(tmp_path / "said.docx", tmp_path / "out", "pdf")
    pages = office.pdf_text(made).split("\f")[:-1]
    heading = re.compile(r"Satuan kerja\s+n\s+Indeks")
    with_rows = [page for page in pages if re.search(r"Satuan kerja \d+ ", page)]
    assert len(with_rows) > 2
    assert all(heading.search(page) for page in with_rows)
    assert all("Rilis: 20210420T050000000" in page and "n: 55 dari 64" in page for page in pages)
    assert re.search(r"Satuan kerja 120\s+120\s+72,00", "".join(pages))


def test_a_table_over_many_pages_of_a_pdf_repeats_its_heading(tmp_path: Path) -> None:
    (tmp_path / "said.pdf").write_bytes(document_pdf.content(SAID))
    with_rows = [page for page in office.pdf_text(tmp_path / "said.pdf").split("\f") if re.search(r"Satuan kerja \d+ ", page)]
    assert len(with_rows) > 2
    assert all(re.search(r"Satuan kerja\s+n\s+Indeks", page) for page in with_rows)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_stands_in_a_document_is_data(hostile: str) -> None:
    table = Table((Column(hostile),), ((hostile,),), caption=hostile, note=hostile)
    blocks = (
        Paragraph(hostile),
        Pairs(((hostile, hostile),)),
        Facts((Fact(hostile, hostile, hostile),)),
        table,
        replace(CHARTS[0], caption=hostile, spoken=hostile),
    )
    said = replace(
        SAID,
        title=hostile,
        running=hostile,
        sections=(Section(hostile, blocks),),
        letterhead=Letterhead((hostile,), (hostile,)),
        signature=Signature(hostile, hostile, hostile),
    )
    assert unspaced(pdf_words(document_pdf.content(said))).count(unspaced(hostile)) >= 12
    made = word_file(said)
    assert docx_words(made).count(hostile) >= 12
    assert docx.Document(io.BytesIO(made)).core_properties.title == hostile


def test_a_word_without_end_does_not_leave_the_page(tmp_path: Path) -> None:
    endless = "x" * 10_000
    said = replace(
        SAID,
        sections=(
            Section("", (Paragraph(endless), Table((Column("Nama"), Column("n", is_number=True)), ((endless, "1"),)), Pairs((("Nama", endless),)))),
        ),
    )
    (tmp_path / "said.pdf").write_bytes(document_pdf.content(said))
    assert pdf_words((tmp_path / "said.pdf").read_bytes()).count("x") >= 30_000
    assert max(_rights(tmp_path / "said.pdf")) < A4_WIDTH
    (tmp_path / "said.docx").write_bytes(word_file(said))
    (made,) = office.converted(tmp_path / "said.docx", tmp_path / "out", "pdf")
    assert unspaced(office.pdf_text(made)).count("x") >= 30_000
    assert max(_rights(made)) < A4_WIDTH


def _rights(file: Path) -> list[float]:
    """Where each word of a PDF ends, in points from the left edge."""
    boxes = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)]


def test_the_same_document_gives_the_same_pdf() -> None:
    assert document_pdf.content(SAID) == document_pdf.content(SAID)


def test_charts_are_drawings_and_have_words_for_who_does_not_see_them() -> None:
    pages = pypdf.PdfReader(io.BytesIO(document_pdf.content(replace(SAID, sections=SAID.sections[:1], annex=())))).pages
    assert [image.name for page in pages for image in page.images] == [], "a PDF holds no picture of pixels"
    with zipfile.ZipFile(io.BytesIO(word_file(SAID))) as parts:
        names = parts.namelist()
        body = parts.read("word/document.xml").decode()
        drawn = [parts.read(name) for name in names if name.endswith(".svg")]
    assert len(drawn) == len(CHARTS)
    assert all(b"<svg" in each and b"<image" not in each for each in drawn)
    assert body.count("svgBlip") == len(CHARTS)
    assert all(f'descr="{chart.spoken}"' in body for chart in CHARTS)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_nobody_stands_in_what_programs_read_of_a_file(kind: str) -> None:
    if kind == "pdf":
        metadata: Any = pypdf.PdfReader(io.BytesIO(document_pdf.content(SAID))).metadata
        assert "Siti" not in str(metadata)
        assert metadata["/Title"] == SAID.title
        return
    known = docx.Document(io.BytesIO(word_file(SAID))).core_properties
    assert (known.title, known.author, known.last_modified_by, known.comments, known.keywords) == (SAID.title, "", "", "", "")


EMBLEM = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#B5304A"/></svg>'


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_an_emblem_stands_in_the_letter_head(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"emblem.{kind}"
    file.write_bytes(EMBLEM if kind == "svg" else document_pdf.emblem(EMBLEM))
    said = replace(SAID, letterhead=replace(SAID.letterhead, logo=str(file)))
    plain, with_emblem = (document_pdf.pictures(each, 40)[0] for each in (SAID, said))
    assert plain != with_emblem
    with zipfile.ZipFile(io.BytesIO(word_file(said))) as parts, zipfile.ZipFile(io.BytesIO(word_file(SAID))) as before:
        names, earlier = parts.namelist(), before.namelist()
        assert len([name for name in names if name.endswith(".png")]) == len([name for name in earlier if name.endswith(".png")]) + 1
        assert len([name for name in names if name.endswith(".svg")]) == len(CHARTS) + (kind == "svg")


def test_columns_are_as_wide_as_they_should_be() -> None:
    opened = docx.Document(io.BytesIO(word_file(SAID)))
    (table,) = [each for each in opened.tables if len(each.rows) == 121]
    widths = [int(column.width or 0) for column in table.columns]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert table._tbl.tblPr.xpath("./w:tblCaption/@w:val") == ["Indeks satuan kerja"]
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


@pytest.mark.parametrize("order", [Order("infographic", "1", 2021, "r"), Order("validity_statement", "1", 2021, "r")])
def test_one_page_stays_one_page(order: Order) -> None:
    marks = tuple(Mark(f"Balai Diklat Keagamaan {number}", 60.0, "60,00", 50.0, 70.0) for number in range(25))
    sections = (
        (Section("Satuan kerja", (Chart("dots", marks, "Indeks", "Urutan."),)), *SAID.sections[:1])
        if order.kind == "infographic"
        else SAID.sections[:0]
    )
    said = replace(SAID, order=order, addressee=(), annex=(), sections=sections)
    assert len(pypdf.PdfReader(io.BytesIO(document_pdf.content(said))).pages) == 1


def test_a_template_of_ones_own_stands_in(tmp_path: Path) -> None:
    opened = docx.Document(str(document_docx.template("unit_report", None)))
    opened.add_paragraph("Tembusan: Kepala Badan untuk {{ title }}")
    opened.save(str(tmp_path / "unit_report.docx"))
    assert document_docx.template("unit_report", tmp_path) == tmp_path / "unit_report.docx"
    assert document_docx.template("head_report", tmp_path) == document_docx.template("head_report", None)
    assert f"Tembusan: Kepala Badan untuk {SAID.title}" in docx_words(word_file(SAID, tmp_path / "unit_report.docx"))


@pytest.mark.parametrize(
    "written",
    [
        "{{ nothing_of_that_name }}",
        "{{ ''.__class__ }}",
        "{{ title.__init__.__globals__ }}",
        "{% for x in %}",
        "{{ cycler.__init__.__globals__.os }}",
    ],
)
def test_a_template_that_asks_for_more_makes_nothing(tmp_path: Path, written: str) -> None:
    opened = docx.Document()
    opened.add_paragraph(written)
    opened.save(str(tmp_path / "document.docx"))
    with pytest.raises(document_docx.BrokenTemplateError):
        word_file(SAID, tmp_path / "document.docx")


def test_a_file_that_is_no_word_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "document.docx").write_text("no zip")
    with pytest.raises(document_docx.BrokenTemplateError, match="bukan berkas Word"):
        word_file(SAID, tmp_path / "document.docx")
