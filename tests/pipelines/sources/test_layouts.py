"""Layout files: those we ship are sound and recognise what they are for; a broken one is refused with file and line; a new one needs no Python."""

import csv
from pathlib import Path

import pytest

from pipelines.sources import FIELDS, KINDS, PERSONAL_FIELDS, SourceError, SourceSpec, open_source, read_catalog
from pipelines.sources.cells import spelling
from pipelines.sources.layouts import LAYOUT_FOLDER, read_layouts
from pipelines.sources.recognition import best_match, match
from tests.rows import HEADINGS

LAYOUTS = {layout.code: layout for layout in read_layouts()}

SOUND = """code = "daerah"
kind = "reports"
title = "Laporan daerah"
required = ["unit_id | keterangan", "tahap", "waktu"]

[[column]]
field = "unit_id"
headings = ["OPD"]

[[column]]
field = "tahap"
headings = ["Langkah"]
values = { "Lapor Sekretaris" = "3" }

[[column]]
field = "waktu"
headings = ["Pada"]

[[column]]
field = "keterangan"
headings = ["Ket."]
optional = true
"""


def test_the_layouts_we_ship():
    assert set(LAYOUTS) == {
        "template_measurements",
        "template_personnel",
        "template_units",
        "template_reports",
        "kemenag_simpeg",
        "result_list",
        "bkn_service",
        "ledger_measurements",
        "ledger_reports",
    }
    assert {path.stem for path in LAYOUT_FOLDER.glob("*.toml")} == set(LAYOUTS)


@pytest.mark.parametrize("kind", KINDS)
def test_headings_of_the_templates_are_those_of_the_contract(kind):
    found = match(LAYOUTS[f"template_{kind}"], HEADINGS[kind])
    assert found.missing == ()
    assert found.likeness == 1
    assert {column.field for column, _ in found.places} == set(HEADINGS[kind])
    assert [layout.code for layout in LAYOUTS.values() if layout.kind == kind and best_match([layout], [HEADINGS[kind]]) == (0, found)] == [
        f"template_{kind}"
    ]


def test_each_layout_recognises_its_own_headings_best():
    for code, layout in LAYOUTS.items():
        own = [column.headings[0] for column in layout.columns] + list(layout.ignored)
        found = best_match([other for other in LAYOUTS.values() if other.kind == layout.kind], [own])
        assert found is not None
        assert found[1].layout.code == code
        assert found[1].missing == ()


def test_kemenag_layout_knows_all_thirty_headings(kemenag_headings):
    layout = LAYOUTS["kemenag_simpeg"]
    known = {spelling(heading) for column in layout.columns for heading in column.headings} | {spelling(heading) for heading in layout.ignored}
    assert known == {spelling(heading) for heading in kemenag_headings}


def test_fields_are_fields_of_the_kind():
    for layout in LAYOUTS.values():
        assert {column.field for column in layout.columns} <= {*FIELDS[layout.kind], *PERSONAL_FIELDS.get(layout.kind, ())}


def write(folder: Path, text: str, name: str = "daerah.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_layout_is_added_without_touching_python(tmp_path, workbench):
    folder = tmp_path / "layouts"
    folder.mkdir()
    for file in LAYOUT_FOLDER.glob("*.toml"):
        write(folder, file.read_text(encoding="utf-8"), file.name)
    write(folder, SOUND)
    path = tmp_path / "laporan.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["LAPORAN"], ["Pada", "OPD", "Langkah"], ["2021-04-20", "U1", "lapor  SEKRETARIS"], ["2021-04-21", "U2", "4"]])
    arrived = open_source(workbench, SourceSpec("laporan.csv", "reports", path=path), "reports", year=2021, layouts=folder)
    assert arrived.layout_code == "daerah"
    assert workbench.execute(f"SELECT unit_id, tahap, waktu, source_row FROM {arrived.relation}").fetchall() == [
        ("U1", "3", "2021-04-20", 3),
        ("U2", "4", "2021-04-21", 4),
    ]


def test_several_columns_for_one_field_and_marks_of_its_own(tmp_path, opened, workbench):
    text = (
        SOUND.replace('headings = ["OPD"]', 'headings = ["OPD"]\nvalues = { "kosong" = "U0" }\nonly_listed = true')
        .replace('[[column]]\nfield = "tahap"', '[[column]]\nfield = "unit_id"\nheadings = ["Kode"]\n\n[[column]]\nfield = "tahap"')
        .replace("required", 'empty = ["n/a"]\nfooters = ["Tembusan"]\nrequired')
    )
    folder = tmp_path / "layouts"
    folder.mkdir()
    write(folder, text)
    path = tmp_path / "a.csv"
    path.write_text("OPD,Kode,Langkah,Pada\nKosong,U1,3,2021\nlain,U2,n/a,2021\nTembusan Yth.,,,\n")
    arrived = open_source(workbench, SourceSpec("a.csv", "reports", path=path), "reports", year=2021, layouts=folder)
    assert workbench.execute(f"SELECT unit_id, tahap FROM {arrived.relation}").fetchall() == [("U0", "3"), ("U2", None)]


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (('kind = "reports"', 'kind = "laporan"'), 2, 'jenis "laporan" tidak dikenal'),
        (('code = "daerah"', 'code = "Daerah Kita"'), 1, "kode hanya huruf kecil"),
        (('title = "Laporan daerah"', "title = 3"), 3, '"title" harus ada dan berupa teks'),
        (('title = "Laporan daerah"\n', ""), 1, '"title" harus ada dan berupa teks'),
        (('kind = "reports"', 'kind = "reports"\nyear = "2021"'), 3, 'isi "column"'),
        (('kind = "reports"', 'kind = "reports"\nwarna = "biru"'), 3, '"warna" tidak dikenal'),
        (('field = "tahap"', 'field = "langkah"'), 11, 'kolom isian "langkah" tidak ada untuk reports'),
        (('headings = ["Pada"]', "headings = []"), 17, "sekurangnya satu judul"),
        (('headings = ["Pada"]', 'headings = "Pada"'), 17, '"headings" harus berupa daftar teks'),
        (('headings = ["Pada"]', 'headings = ["--"]'), 17, "sekurangnya satu judul"),
        (('headings = ["Pada"]', 'headings = ["langkah"]'), 17, 'judul "langkah" sudah dipakai oleh tahap'),
        (('{ "Lapor Sekretaris" = "3" }', '{ "Lapor Sekretaris" = 3 }'), 13, "tulis nilai sebagai"),
        (("optional = true", 'optional = "ya"'), 22, "isi true atau false"),
        (("optional = true", "wajib = true"), 22, '"wajib" tidak dikenal'),
        (('"tahap", "waktu"]', '"tahap", "jam"]'), 4, 'isian wajib "jam" tidak diisi'),
        (('required = ["unit_id | keterangan", "tahap", "waktu"]', "required = []"), 4, "sekurangnya satu isian wajib"),
        (('headings = ["OPD"]', 'headings = ["OPD"'), 10, "bukan TOML yang benar"),
    ],
)
def test_broken_layouts_are_refused_with_their_line(tmp_path, change, line, reason):
    assert change[0] in SOUND
    with pytest.raises(SourceError, match=rf"daerah\.toml, baris {line}: .*{reason}"):
        read_layouts(write(tmp_path, SOUND.replace(*change)))


def test_layout_without_columns_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"daerah\.toml, baris 1: tidak ada \[\[column\]\]"):
        read_layouts(write(tmp_path, SOUND[: SOUND.index("[[column]]")]))


def test_two_layouts_with_one_code_are_refused(tmp_path):
    write(tmp_path, SOUND, "lain.toml")
    with pytest.raises(SourceError, match='"daerah" dipakai lebih dari satu berkas'):
        read_layouts(write(tmp_path, SOUND))


def test_folder_without_layouts_is_refused(tmp_path):
    with pytest.raises(SourceError, match="Tidak ada berkas tata letak"):
        read_layouts(tmp_path)


def test_layout_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "daerah.toml").write_bytes(SOUND.encode("utf-16"))
    with pytest.raises(SourceError, match=r"daerah\.toml: berkas tata letak harus UTF-8"):
        read_layouts(tmp_path)


def test_the_document_on_layouts_tells_the_truth(tmp_path):
    """Its example is a sound layout, its lists of fields and layouts are those of the code."""
    document = (LAYOUT_FOLDER.parents[2] / "docs" / "layouts.md").read_text(encoding="utf-8")
    layout_example, sources_example = (block.split("```")[0] for block in document.split("```toml\n")[1:])
    assert read_layouts(write(tmp_path, layout_example))[0].code == "daerah_laporan"
    assert [spec.name for spec in read_catalog(write(tmp_path, sources_example, "sources.toml").joinpath("sources.toml"))] == ["simpeg"] * 2 + [
        "simpeg_db"
    ]
    for kind, fields in FIELDS.items():
        assert f"- **{kind}** `{', '.join(fields)}`" in document
    for fields in PERSONAL_FIELDS.values():
        assert f"`{', '.join(fields)}`" in document
    for layout in LAYOUTS.values():
        assert f"| `{layout.code}` | {layout.kind} | {layout.title} |" in document
