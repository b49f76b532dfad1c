"""The page of missing people: who, where, a reminder, files; nothing personal in the address and no scores."""

from datetime import date

import pytest

from dashboard import access, text
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import address, said, tables

UNMEASURED = "SELECT nip FROM score WHERE period_year = 2021 AND is_eligible AND NOT is_measured ORDER BY unit_no, nip"
WAITING = "SELECT nip FROM score WHERE period_year = 2021 AND is_eligible AND is_measured AND NOT is_verified ORDER BY unit_no, nip"


@pytest.mark.parametrize(("view", "query"), [("unmeasured", UNMEASURED), ("unverified", WAITING)])
def test_rows_are_the_missing_of_the_release(ask: Ask, open_page: OpenPage, view: str, query: str) -> None:
    expected = [str(nip) for (nip,) in ask(query)]
    app = open_page("missing", year="2021", view=view)
    units, people = tables(app)
    assert [row[1] for row in people[1:]] == expected[:100]
    assert f"100 dari {text.whole(len(expected))} orang di halaman ini" in said(app)
    assert sum(int(row[1]) for row in units[1:]) == len(expected)
    assert ("Hari menunggu" in people[0]) == (view == "unverified")
    assert not {"Total", "Kategori", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin"} & set(people[0])


def test_it_is_said_how_many_and_how_far_the_deadline_is(ask: Ask, open_page: OpenPage) -> None:
    ((due, measured),) = ask("SELECT eligible_count, measured_count FROM unit_score WHERE period_year = 2021 AND unit_id = '0111'")
    app = open_page("missing", year="2021")
    words = "\n".join(element.value for element in app.main.markdown)
    assert f"{text.whole(due - measured)} dari {text.whole(due)} ASN yang wajib diukur belum mempunyai hasil" in words
    assert "lewat 4 hari" in words


def test_the_reminder_is_for_the_unit_in_the_address(ask: Ask, open_page: OpenPage) -> None:
    names = [
        name for (name,) in ask("SELECT asn_name FROM asn_score WHERE period_year = 2021 AND unit_id = '1015' AND is_eligible AND NOT is_measured")
    ]
    app = open_page("missing", year="2021")
    offered = list(app.selectbox(key="choice_remind").options)
    first = app.main.code[0].value
    assert first.startswith(f"Yth. Pimpinan {offered[0]}")
    chosen = offered[3]
    app.selectbox(key="choice_remind").select_index(3).run()
    assert not app.exception
    assert app.main.code[0].value.startswith(f"Yth. Pimpinan {chosen}")
    assert len(address(app, "remind")) == 1
    assert all(name in open_page("missing", year="2021", remind="1015").main.code[0].value for name in names)


def test_the_reminder_of_a_chosen_unit_is_for_all_of_it_first(open_page: OpenPage) -> None:
    app = open_page("missing", year="2021", unit="1010")
    assert app.selectbox(key="choice_remind").options[0] == "Balai Diklat Keagamaan Makassar (seluruhnya)"
    assert app.main.code[0].value.startswith("Yth. Pimpinan Balai Diklat Keagamaan Makassar\n")


def test_an_earlier_day_has_more_missing(ask: Ask, open_page: OpenPage) -> None:
    ((later,),) = ask(
        "SELECT count(*) FROM score WHERE period_year = 2021 AND is_eligible AND NOT (is_measured AND coalesce(first_measured_at::DATE <= :day, true))",
        day=date(2021, 4, 13),
    )
    app = open_page("missing", year="2021", as_of="2021-04-13")
    assert f"100 dari {text.whole(later)} orang" in said(app)
    assert "Per 13 April 2021" in app.main.code[0].value
    assert "tersisa 3 hari" in app.main.code[0].value


def test_what_is_searched_for_never_stands_in_the_address(ask: Ask, open_page: OpenPage) -> None:
    nip = str(ask(UNMEASURED)[-1][0])
    app = open_page("missing", year="2021", page="2")
    app.text_input(key="missing_search").set_value(nip).run()
    assert not app.exception
    assert [row[1] for row in tables(app)[1][1:]] == [nip]
    assert nip not in str(dict(app.query_params))


def test_nobody_found_is_an_empty_list(open_page: OpenPage) -> None:
    app = open_page("missing", year="2021")
    app.text_input(key="missing_search").set_value("tidak ada orang bernama begini").run()
    assert not app.exception
    assert tables(app)[1][1:] == []
    assert "0 dari 0 orang" in said(app)


def test_links_to_units_keep_the_view_and_the_day(open_page: OpenPage) -> None:
    app = open_page("missing", year="2021", view="unverified", as_of="2021-04-16", page="2")
    html = next(element.proto.body for element in app.main.get("html") if "<table>" in element.proto.body)
    assert "view=unverified" in html
    assert "as_of=2021-04-16" in html
    assert "page=" not in html


def test_where_nobody_is_missing_it_is_said(ask: Ask, open_page: OpenPage) -> None:
    unit_id = ask("SELECT unit_id FROM unit_score WHERE period_year = 2021 AND eligible_count > 3 AND measured_count = eligible_count LIMIT 1")[0][0]
    app = open_page("missing", year="2021", unit=unit_id)
    assert "Tidak ada yang belum." in [info.value for info in app.info]
    assert tables(app) == []


def test_a_unit_whose_own_people_alone_are_missing_has_a_reminder(ask: Ask, open_page: OpenPage) -> None:
    unit_id = ask(
        "SELECT unit_id FROM unit JOIN score USING (period_year, unit_no) WHERE period_year = 2021 AND unit.last_unit_no = unit.unit_no AND is_eligible "
        "AND NOT is_measured LIMIT 1"
    )[0][0]
    app = open_page("missing", year="2021", unit=unit_id)
    assert len(app.selectbox(key="choice_remind").options) == 1


def test_files_of_all_are_offered(open_page: OpenPage) -> None:
    app = open_page("missing", year="2021")
    names = [button.proto.label for button in app.main.get("download_button")]
    assert names == ["Unduh CSV", "Unduh CSV", "Unduh XLSX"]


def test_without_the_permission_there_is_no_page(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"aggregates", "people"}), EVERYTHING))
    app = open_page("missing", year="2021")
    assert tables(app) == []
    assert len(app.error) == 1


def test_who_sees_one_unit_sees_its_missing_alone(ask: Ask, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"missing"}), Scope(unit_ids=("1010",)), missing=Scope(unit_ids=("1010",))))
    ((missing,),) = ask(
        "SELECT count(*) FROM score JOIN unit USING (period_year, unit_no) WHERE period_year = 2021 AND unit_id LIKE '1010%' AND is_eligible AND NOT is_measured"
    )
    app = open_page("missing", year="2021")
    assert f"{missing} dari {missing} orang" in said(app)
    assert all("Balai Diklat Keagamaan Makassar" in option for option in app.selectbox(key="choice_remind").options)
