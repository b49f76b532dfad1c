"""Which sources a build takes: files and names of the command line, else the catalog's of that year."""

from pathlib import Path

import pytest

from pipelines import requested
from pipelines.parser import UsageError

NOTHING: dict[str, list[str]] = {"measurements": [], "personnel": [], "units": [], "reports": []}


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(
        '[[source]]\nname = "simpeg"\nkind = "personnel"\nurl_env = "SIMPEG_URL"\ntable = "pegawai"\n'
        '[[source]]\nname = "hasil"\nkind = "measurements"\nyears = [2020, 2021]\npath = "hasil-{year}.csv"\n'
    )
    return path


def test_without_options_the_catalog_of_that_year_is_used(catalog: Path) -> None:
    found = requested.sources(NOTHING, catalog, 2021)
    assert [(spec.name, spec.path) for spec in found["measurements"]] == [("hasil", catalog.parent / "hasil-2021.csv")]
    assert [spec.name for spec in found["personnel"]] == ["simpeg"]
    assert found["units"] == found["reports"] == []


def test_with_options_only_what_is_named_is_used(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    found = requested.sources({**NOTHING, "personnel": ["simpeg"], "measurements": [str(tmp_path / "a.csv"), "hasil"]}, catalog, 2020)
    assert [spec.url_env for spec in found["personnel"]] == ["SIMPEG_URL"]
    assert [spec.path for spec in found["measurements"]] == [tmp_path / "a.csv", catalog.parent / "hasil-2020.csv"]


def test_an_optional_database_is_left_out_where_it_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.toml"
    ledger = '[[source]]\nname = "buku"\nkind = "measurements"\nurl_env = "BUKU_URL"\ntable = "ukur"\noptional = true\n'
    path.write_text(ledger + '[[source]]\nname = "hasil"\nkind = "measurements"\npath = "hasil.csv"\n')
    monkeypatch.delenv("BUKU_URL", raising=False)
    assert [spec.name for spec in requested.sources(NOTHING, path, 2021)["measurements"]] == ["hasil"]
    monkeypatch.setenv("BUKU_URL", "sqlite:///buku.db")
    assert [spec.name for spec in requested.sources(NOTHING, path, 2021)["measurements"]] == ["buku", "hasil"]


def test_files_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "a.csv" for folder in ("x", "y")]
    for path in paths:
        path.parent.mkdir()
        path.touch()
    found = requested.sources({**NOTHING, "measurements": [str(path) for path in paths]}, tmp_path / "none.toml", 2021)
    assert [spec.name for spec in found["measurements"]] == [str(path) for path in paths]


@pytest.mark.parametrize(
    ("kind", "name", "year", "words"),
    [
        ("measurements", "simpeg", 2021, "bukan sumber measurements tahun 2021, melainkan personnel."),
        ("measurements", "hasil", 2019, "bukan sumber measurements tahun 2019"),
        ("units", "tidak-ada", 2021, "bukan berkas yang ada"),
    ],
)
def test_a_name_that_fits_nothing_is_refused(catalog: Path, kind: str, name: str, year: int, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        requested.sources({**NOTHING, kind: [name]}, catalog, year)


def test_a_year_without_sources_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "hasil"\nkind = "measurements"\nyear = 2020\npath = "a.csv"\n')
    with pytest.raises(UsageError, match="tahun 2021"):
        requested.sources(NOTHING, tmp_path / "sources.toml", 2021)
