"""The release that is shown: the current one, or the one in the address if it is there."""

import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import navigation, text
from pipelines.warehouse import release
from tests.dashboard.reading_pages import said

APP = Path(navigation.__file__).with_name("app.py")
EARLIER, CURRENT, OTHER_FORMAT = "20210101T000000000000", "20210102T000000000000", "20201231T000000000000"


@pytest.fixture
def two_releases(warehouse_of_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of its own with two releases that differ in as-of and in one unit's name, and one of another format."""
    (tmp_path / "releases").mkdir()
    source = release.current(warehouse_of_sample)
    assert source is not None
    for name, day in ((EARLIER, 15), (CURRENT, 20), (OTHER_FORMAT, 14)):
        copy = release.path_of(tmp_path, name)
        shutil.copyfile(source, copy)
        with duckdb.connect(copy) as connection:
            connection.execute("UPDATE run SET release_id = ?, as_of = ?", [name, datetime(2021, 4, day, 12)])
            connection.execute("UPDATE unit SET unit_name = ? WHERE period_year = 2021 AND unit_level = 1", [f"Badan {day} April"])
            if name == OTHER_FORMAT:
                connection.execute("ALTER TABLE run DROP COLUMN is_sample")
    (tmp_path / "CURRENT").write_text(CURRENT)
    monkeypatch.setenv("IPASN_WAREHOUSE", str(tmp_path))
    return tmp_path


def opened(**parameters: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def unit_options(app: AppTest) -> list[str]:
    return list(app.selectbox(key="filter_unit").options)


def test_without_a_release_in_the_address_the_current_one_is_shown(two_releases: Path) -> None:
    app = opened()
    assert f"Rilis {CURRENT}" in said(app)
    assert "Badan 20 April" in unit_options(app)
    assert not app.warning


def test_an_earlier_release_is_shown_as_it_was_with_a_banner_and_a_way_back(two_releases: Path) -> None:
    app = opened(release=EARLIER, year="2021", lang="id")
    assert f"Rilis {EARLIER}" in said(app)
    assert "Badan 15 April" in unit_options(app)
    assert "Ini bukan rilis yang berlaku. Per 15 April 2021 12.00 WIB" in app.warning[0].value
    app.button(key="release_back").click().run()
    assert f"Rilis {CURRENT}" in said(app)
    assert not app.warning
    assert (app.query_params["year"], app.query_params["lang"]) == ("2021", "id")
    assert "release" not in app.query_params


def test_the_release_is_kept_over_pages(two_releases: Path) -> None:
    app = opened(release=EARLIER)
    assert all(f"release={EARLIER}" in link.proto.query_string for link in app.sidebar.get("page_link"))


@pytest.mark.parametrize("asked", ["20200101T000000000000", OTHER_FORMAT, "../../etc/passwd", "terbaru", "20210101T000000000000.duckdb", ""])
def test_a_release_that_cannot_be_had_is_said_once_and_the_current_one_shown(two_releases: Path, asked: str) -> None:
    app = opened(release=asked)
    assert f"Rilis {CURRENT}" in said(app)
    assert [warning.value for warning in app.warning] == [
        "Rilis yang diminta tidak dikenal, sudah tidak disimpan, atau tidak dapat dibaca; yang ditampilkan adalah rilis yang berlaku."
    ]
    assert "release" not in app.query_params
    assert all("release=" not in link.proto.query_string for link in app.sidebar.get("page_link"))


def test_the_choice_is_written_to_the_address_and_back(two_releases: Path) -> None:
    app = opened(page="3")
    choice = app.sidebar.radio(key="release")
    assert [option.split(" WIB")[0] for option in choice.options] == ["Per 20 April 2021 12.00", "Per 15 April 2021 12.00"]
    assert choice.options[0].endswith("(berlaku)")
    choice.set_value(EARLIER).run()
    assert app.query_params["release"] == EARLIER
    assert "page" not in app.query_params
    assert f"Rilis {EARLIER}" in said(app)
    app.sidebar.radio(key="release").set_value(CURRENT).run()
    assert "release" not in app.query_params
    assert not app.warning


def test_where_there_is_one_release_there_is_no_choice(two_releases: Path) -> None:
    release.path_of(two_releases, EARLIER).unlink()
    assert not [radio for radio in opened().sidebar.radio if radio.key == "release"]


def test_after_a_rollback_the_newer_release_is_the_one_that_is_not_current(two_releases: Path) -> None:
    release.rollback(two_releases, EARLIER)
    app = opened(release=CURRENT)
    assert f"Rilis {CURRENT}" in said(app)
    assert "Ini bukan rilis yang berlaku" in app.warning[0].value
    assert not opened(release=EARLIER).warning


def test_a_release_that_is_removed_while_it_is_read_is_the_current_one_at_the_next_run(two_releases: Path) -> None:
    app = opened(release=EARLIER)
    release.path_of(two_releases, EARLIER).unlink()
    app.run()
    assert not app.exception
    assert f"Rilis {CURRENT}" in said(app)
    assert "sudah tidak disimpan" in app.warning[0].value


def test_a_current_release_of_another_format_is_one_sentence(two_releases: Path) -> None:
    (two_releases / "CURRENT").write_text(OTHER_FORMAT)
    app = opened()
    assert "versi lain perangkat lunak ini" in app.info[0].value
    assert "build --fresh" in app.info[0].value
    assert not app.sidebar.get("page_link")


def test_the_choice_is_said_in_the_language_of_the_reader(two_releases: Path) -> None:
    app = opened(release=EARLIER, lang="en")
    assert "This is not the current release. As of 15 April 2021" in app.warning[0].value
    text.use("id")
