"""The page of people: rows of the release, searched without leaving a trace in the address."""

import pytest

from dashboard import access, text
from dashboard.access.viewer import EVERYTHING, Viewer
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables


def test_rows_are_the_people_of_the_release(ask: Ask, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"people", "discipline"}), EVERYTHING, people=EVERYTHING, duty=EVERYTHING))
    app = open_page("people", year="2021", unit="011102")
    expected = ask(
        "SELECT asn_name, total_score, category_code, nip, asn_score.unit_id, discipline_score FROM asn_score JOIN unit USING (period_year, unit_no) "
        "WHERE period_year = 2021 AND unit.unit_id LIKE '011102%' ORDER BY unit_no, nip LIMIT 100"
    )
    shown = tables(app)[0][1:]
    assert [row[0] for row in shown] == [row[0] for row in expected]
    for row, (_name, total, category, nip, _unit, _discipline) in zip(shown, expected, strict=True):
        assert row[1] == (text.number(None) if total is None else text.number(float(total)))
        assert row[2] == (text.number(None) if category is None else text.label("category", category))
        assert row[3] == str(nip)


def test_numbers_of_people_are_said(ask: Ask, open_page: OpenPage) -> None:
    ((people, measured, verified),) = ask(
        "SELECT asn_count, measured_count, verified_count FROM unit_score WHERE period_year = 2021 AND unit_id = '0111'"
    )
    assert f"{text.whole(people)} orang ditemukan, {text.whole(measured)} sudah diukur, {text.whole(verified)} terverifikasi" in said(
        open_page("people", year="2021")
    )


def test_what_is_searched_for_never_stands_in_the_address(ask: Ask, open_page: OpenPage) -> None:
    nip, name = ask("SELECT nip, asn_name FROM asn_score WHERE period_year = 2021 ORDER BY nip DESC LIMIT 1")[0]
    app = open_page("people", year="2021", page="2")
    app.text_input(key="people_search").set_value(str(nip)).run()
    assert not app.exception
    assert [row[0] for row in tables(app)[0][1:]] == [name]
    assert str(nip) not in str(dict(app.query_params))


def test_without_the_duty_there_is_no_discipline_and_no_total(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"people"}), people=EVERYTHING))
    app = open_page("people", year="2021")
    headings = tables(app)[0][0]
    assert not {"Disiplin", "Total", "Kategori"} & set(headings)
    assert {"Kualifikasi", "Kompetensi", "Kinerja"} <= set(headings)
    assert "dapat dihitung darinya" in said(app)


def test_without_the_permission_there_is_no_page(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "READER", Viewer(frozenset({"aggregates"}), EVERYTHING))
    app = open_page("people", year="2021")
    assert tables(app) == []
    assert len(app.error) == 1


def test_pages_are_turned_in_the_address(ask: Ask, open_page: OpenPage) -> None:
    expected = [row[0] for row in ask("SELECT nip FROM score WHERE period_year = 2021 ORDER BY unit_no, nip LIMIT 100 OFFSET 100")]
    assert [row[3] for row in tables(open_page("people", year="2021", page="2"))[0][1:]] == [str(nip) for nip in expected]
