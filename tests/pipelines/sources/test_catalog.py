"""data/sources.toml: names of sources, without secrets."""

import re
import tomllib

import pytest

from pipelines.__main__ import main
from pipelines.sources import KINDS, SourceError, SourceSpec, default_file, read_catalog
from pipelines.sources.catalog import CATALOG_FILE

FILE = '[[source]]\nname = "a"\nkind = "units"\npath = "a.csv"\n'


def write(folder, text):
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_catalog_we_ship_names_the_sample_and_the_ledger():
    files = [spec for spec in read_catalog() if spec.path]
    assert {(spec.kind, spec.year) for spec in files} == {(kind, year) for kind in KINDS for year in (2019, 2020, 2021)}
    assert all(spec.path == CATALOG_FILE.parent / "sample" / str(spec.year) / f"{spec.kind}.csv" for spec in files)
    ledger = {spec.name: spec for spec in read_catalog() if not spec.path}
    assert {spec.url_env for spec in ledger.values()} == {"IPASN_LEDGER"}
    assert {name: (spec.kind, spec.grows, spec.optional) for name, spec in ledger.items()} == {
        "ledger_measurements": ("measurements", "last_event_no", True),
        "ledger_reports": ("reports", None, True),
    }


def test_the_examples_in_the_catalog_we_ship_are_right(tmp_path):
    text = CATALOG_FILE.read_text(encoding="utf-8")
    examples = "\n".join(line[2:] for line in text.splitlines() if re.match(r"# (\[\[|\w+ = |    |\"\"\")", line))
    assert [spec.name for spec in read_catalog(write(tmp_path, examples))] == ["simpeg", "bkn_answers"]


def test_years(tmp_path):
    text = (
        FILE + FILE.replace('"a"', '"b"').replace("a.csv", "{year}/a.csv") + "years = [2020, 2021]\n" + FILE.replace('"a"', '"c"') + "year = 2021\n"
    )
    assert read_catalog(write(tmp_path, text)) == [
        SourceSpec("a", "units", path=tmp_path / "a.csv"),
        SourceSpec("b", "units", path=tmp_path / "2020/a.csv", year=2020),
        SourceSpec("b", "units", path=tmp_path / "2021/a.csv", year=2021),
        SourceSpec("c", "units", path=tmp_path / "a.csv", year=2021),
    ]


def test_database(tmp_path):
    text = '[[source]]\nname = "s"\nkind = "personnel"\nurl_env = "SIMPEG_URL"\ntable = "pegawai"\nlayout = "kemenag_simpeg"\n'
    assert read_catalog(write(tmp_path, text)) == [SourceSpec("s", "personnel", url_env="SIMPEG_URL", table="pegawai", layout="kemenag_simpeg")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("source = 1", "hanya boleh berisi"),
        ("[[sumber]]\nname = 'a'", "ditemukan sumber"),
        ("[[source]\n", "bukan TOML yang benar"),
        (FILE.replace("name", "nama"), '"nama" tidak dikenal'),
        (FILE.replace('"units"', '"unit"'), 'isi "name", dan "kind"'),
        (FILE.replace('name = "a"\n', ""), 'isi "name", dan "kind"'),
        (FILE.replace('"a.csv"', "3"), '"path" harus berupa teks'),
        (FILE.replace('path = "a.csv"\n', ""), '"path" .berkas. atau "url_env"'),
        (FILE + 'url_env = "X"\ntable = "t"\n', '"path" .berkas. atau "url_env"'),
        (FILE.replace('path = "a.csv"', 'url_env = "X"'), '"query" atau "table"'),
        (FILE.replace('path = "a.csv"', 'url_env = "X"\nquery = "q"\ntable = "t"'), '"query" atau "table"'),
        (FILE.replace('path = "a.csv"', 'url_env = "postgresql://x:rahasia@y/z"\ntable = "t"'), "bukan alamatnya"),
        (FILE.replace("a.csv", "{year}.csv"), '"years" harus ada'),
        (FILE + "years = 2021\n", "daftar tahun"),
        (FILE + "years = []\n", "daftar tahun"),
        (FILE + 'year = "2021"\n', "daftar tahun"),
        (FILE + "year = 2021\nyears = [2021]\n", "daftar tahun"),
        (FILE + 'grows = "nomor"\n', "hanya untuk basis data"),
        (FILE + "optional = true\n", "hanya untuk basis data"),
        (FILE + 'optional = "ya"\n', '"optional" adalah true atau false'),
        (FILE + FILE, 'sumber "a" .units. ditulis dua kali'),
    ],
)
def test_unsound_catalogs_are_refused(tmp_path, text, sentence):
    with pytest.raises(SourceError, match=rf"sources\.toml.*{sentence}") as refusal:
        read_catalog(write(tmp_path, text))
    assert "rahasia" not in str(refusal.value)


def test_missing_catalog_is_refused(tmp_path):
    with pytest.raises(SourceError, match="tidak ditemukan"):
        read_catalog(tmp_path / "sources.toml")


def test_no_secret_stands_in_the_catalog_we_ship():
    content = tomllib.loads(CATALOG_FILE.read_text(encoding="utf-8"))
    assert all(("path" in source) != (source.get("url_env") == "IPASN_LEDGER") for source in content["source"])


def test_an_installation_keeps_its_list_of_sources_where_it_wants(tmp_path, monkeypatch, capsys):
    both = FILE + FILE.replace('"units"', '"personnel"').replace('"a"', '"b"')
    monkeypatch.setenv("IPASN_SOURCES", str(write(tmp_path, both)))
    assert main(["build", "--year", "2021", "--warehouse", str(tmp_path / "warehouse")]) == 2
    assert "a.csv" in capsys.readouterr().err
    monkeypatch.delenv("IPASN_SOURCES")
    assert default_file() == CATALOG_FILE
