"""The page of changes and its part of the first page: figures of the release, and plain words where there is nothing to show."""

from pathlib import Path

import pytest

from dashboard import access, text
from dashboard.access.viewer import EVERYTHING, Viewer
from dashboard.queries import changes
from tests import rows
from tests.dashboard import changed_release
from tests.dashboard.conftest import LookAt, run_page
from tests.dashboard.reading_pages import address, said, tables
from tests.rows import nip_of

pytestmark = pytest.mark.usefixtures("changed")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> rows.Built:
    return changed_release.build(tmp_path_factory.mktemp("changed"))


@pytest.fixture
def changed(built: rows.Built, look_at: LookAt) -> None:
    """The dashboard looks at the second of the two releases."""
    look_at(built.warehouse)


def test_both_releases_are_named_with_their_moments() -> None:
    words = "\n".join(element.value for element in run_page("changes", year="2021").main.markdown)
    assert "per 17 April 2021 12.00 WIB" in words
    assert "per 16 April 2021 12.00 WIB" in words


def test_the_way_of_the_index_is_said_with_both_n_and_all_effects() -> None:
    words = said(run_page("changes", year="2021"))
    assert "Badan: −1,67 poin, dari 90,00 (n = 6, cakupan 85,7%) menjadi 88,33 (n = 6, cakupan 85,7%)." in words
    assert "Koreksi −1,67 (1 orang), ASN baru +0,42 (2 orang), perpindahan 0,00 (0 orang), keluar dari hitungan −0,42 (2 orang)." in words


def test_the_table_of_units_leads_from_the_index_before_to_the_index_now() -> None:
    units = tables(run_page("changes", year="2021"))[0]
    assert units[0] == ["Satuan kerja", "Selisih", "Indeks sebelumnya", "Koreksi", "ASN baru", "Perpindahan", "Keluar dari hitungan", "Indeks"]
    secretariat, centre = units[1:]
    assert secretariat == [
        *("Sekretariat", "−3,33", "90,00 n = 5 · 83,3%", "−2,00 1 orang", "+0,33 1 orang", "−0,33 0 masuk, 1 keluar", "−1,33 2 orang"),
        "86,67 n = 3 · 100,0%",
    ]
    assert centre == ["Pusat", "0,00", "90,00 n = 1 · 100,0%", "0,00", "0,00 1 orang", "0,00 1 masuk, 0 keluar", "0,00", "90,00 n = 3 · 75,0%"]


def test_people_stand_with_unit_kind_and_both_indexes() -> None:
    people = {row[2]: row for row in tables(run_page("changes", year="2021"))[1][1:]}
    assert people[nip_of(3)] == ["Pegawai 4", "Pindah", nip_of(3), "Pusat", "Sekretariat", "90,00", "90,00", "0,00"]
    assert people[nip_of(4)] == ["Pegawai 5", "Tidak ada lagi di SIMPEG", nip_of(4), "tidak ada lagi di SIMPEG", "Balai Makassar", "90,00", "–", "–"]
    assert people[nip_of(7)] == ["Pegawai 8", "Baru dihitung", nip_of(7), "Pusat", "belum ada di SIMPEG", "–", "90,00", "–"]
    assert people[nip_of(2)] == ["Pegawai 3", "Dikoreksi", nip_of(2), "Sekretariat", "–", "90,00", "80,00", "−10,00"]
    assert len(people) == 7


def test_the_list_is_narrowed_to_a_kind_by_the_address() -> None:
    app = run_page("changes", year="2021", kind="moved")
    assert {row[2] for row in tables(app)[1][1:]} == {nip_of(3), nip_of(6)}
    assert len(tables(run_page("changes", year="2021", kind="anything"))[1][1:]) == 7
    app.button_group(key="choice_kind").set_value("all").run()
    assert not app.exception
    assert len(tables(app)[1][1:]) == 7


def test_a_kind_that_nobody_has_is_not_offered() -> None:
    app = run_page("changes", year="2021", unit="0102")
    assert list(app.button_group(key="choice_kind").options) == ["Semua perubahan (3)", "Baru dihitung (1)", "Pindah (2)"]


def test_both_tables_turn_their_own_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGE_SIZE", "PEOPLE_PAGE_SIZE"):
        monkeypatch.setattr(changes, name, 1)
    changes.by_unit.cache_clear()
    changes.people.cache_clear()
    app = run_page("changes", year="2021", page="2", people_page="3")
    units, people = tables(app)
    assert ([row[0] for row in units[1:]], len(people[1:])) == (["Pusat"], 1)
    first = tables(run_page("changes", year="2021", page="2"))
    assert first[0] == units
    assert first[1] != people
    app.selectbox(key="order_name").set_value("mean_difference").run()
    assert (address(app, "page"), address(app, "people_page")) == ([], [])
    changes.by_unit.cache_clear()
    changes.people.cache_clear()


def test_without_the_permission_there_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"aggregates"}), EVERYTHING))
    app = run_page("changes", year="2021")
    assert len(tables(app)) == 1
    assert nip_of(2) not in str(app.main)


def test_without_the_permission_for_discipline_no_index_of_a_person_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"aggregates", "people"}), EVERYTHING, people=EVERYTHING))
    app = run_page("changes", year="2021")
    assert tables(app)[1][0] == ["Nama", "Perubahan", "NIP", "Satuan kerja", "Satuan kerja sebelumnya"]
    assert "begitu pula nilai total" in said(app)


def test_everything_can_be_taken_away() -> None:
    buttons = [button.proto.label for button in run_page("changes", year="2021").main.get("download_button")]
    assert buttons == ["Unduh CSV", "Unduh CSV", "Unduh CSV", "Unduh XLSX"]


def test_the_first_page_has_the_effects_and_says_that_filters_on_people_do_not_apply() -> None:
    words = said(run_page("overview", year="2021"))
    assert "Koreksi −1,67 (1 orang), ASN baru +0,42 (2 orang)" in words
    assert "Saringan pegawai tidak berlaku di sini" not in words
    narrowed = said(run_page("overview", year="2021", sex="male"))
    assert "Koreksi −1,67 (1 orang), ASN baru +0,42 (2 orang)" in narrowed
    assert "Saringan pegawai tidak berlaku di sini" in narrowed


def test_a_first_release_says_that_there_is_nothing_to_compare(tmp_path: Path, look_at: LookAt) -> None:
    look_at(rows.build(tmp_path).warehouse)
    app = run_page("changes", year="2021")
    assert [info.value for info in app.main.info] == [
        "Ini rilis pertama tahun 2021: belum ada pembandingnya. Perubahan tampak mulai rilis berikutnya."
    ]
    assert tables(app) == []
    assert "Ini rilis pertama tahun 2021" in said(run_page("overview", year="2021"))


def test_a_release_of_the_same_says_that_nothing_has_changed(tmp_path: Path, look_at: LookAt) -> None:
    rows.build(tmp_path)
    look_at(rows.build(tmp_path, options=["--force"]).warehouse)
    words = said(run_page("changes", year="2021"))
    assert "Badan: tidak ada yang berubah sejak rilis lalu." in words
    assert "Tidak ada ASN yang datanya berubah di sini." in words


def test_a_unit_that_lost_its_index_says_what_it_was() -> None:
    words = "\n".join(element.value for element in run_page("changes", year="2021", unit="09").main.markdown)
    assert "Balai Makassar kini tidak mempunyai indeks; pada rilis lalu indeksnya 90,00 (n = 2, cakupan 100,0%)." in words


def test_names_of_units_are_text_and_nothing_else(tmp_path: Path, look_at: LookAt) -> None:
    name = "Balai *A* <b>[x](y)</b> $z$"
    units = [*rows.TREE[:2], {"unit_id": "09", "nama": name, "induk": "0101"}]
    people = rows.personnel({}, {"unit_id": "09", "satuan_kerja": ""})
    rows.build(tmp_path, units=units, personnel=people, measurements=rows.measurements({}, {}))
    look_at(rows.build(tmp_path, units=units, personnel=people, as_of="2021-04-17T12:00").warehouse)
    app = run_page("changes", year="2021", unit="09")
    assert any(element.value.startswith(f"{text.plain(name)} kini tidak mempunyai indeks") for element in app.main.markdown)
    assert tables(run_page("changes", year="2021", unit="0101"))[0][1][0] == name
