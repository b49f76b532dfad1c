"""The page of dimensions: who lacks what, and what it costs, as the release has it."""

from dashboard import text
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import said, tables

COUNTED = "FROM score WHERE period_year = 2021 AND is_eligible AND is_measured"


def test_how_many_have_no_technical_training_is_said(ask: Ask, open_page: OpenPage) -> None:
    ((missing, known),) = ask(f"SELECT count(*) FILTER (NOT has_technical_training), count(has_technical_training) {COUNTED}")
    assert (
        f"{text.label('indicator', 'technical_training')}: {text.whole(missing)} dari {text.whole(known)} ({text.percent(missing, known)})"
        in said(open_page("dimensions", year="2021"))
    )


def test_the_mean_is_100_less_what_is_lost(ask: Ask, open_page: OpenPage) -> None:
    mean = float(ask(f"SELECT avg(total_score) {COUNTED}")[0][0])
    assert f"100 poin dikurangi {text.number(100 - mean)} poin yang hilang menjadi rata-rata {text.number(mean)}" in said(
        open_page("dimensions", year="2021")
    )


def test_indicators_are_counted_by_position_group(ask: Ask, open_page: OpenPage) -> None:
    shown = {(row[0], row[1]): row for row in tables(open_page("dimensions", year="2021"))[1][1:]}
    for group, asked, full, missing in ask(
        f"SELECT position_group, count(*), count(*) FILTER (has_seminar), count(*) FILTER (NOT has_seminar) {COUNTED} GROUP BY 1"
    ):
        row = shown[text.label("indicator", "seminar"), text.label("position_group", group)]
        assert row[3:6] == [text.whole(asked), text.whole(full), text.whole(missing)]


def test_an_indicator_that_is_not_asked_has_no_row(open_page: OpenPage) -> None:
    shown = {(row[0], row[1]) for row in tables(open_page("dimensions", year="2021"))[1][1:]}
    assert (text.label("indicator", "leadership_training"), text.label("position_group", "struktural")) in shown
    assert (text.label("indicator", "leadership_training"), text.label("position_group", "pelaksana")) not in shown


def test_discipline_is_shown_as_a_sum_only(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("dimensions", year="2021")
    count = ask(f"SELECT count(*) {COUNTED} AND discipline_code = 'tidak_pernah'")[0][0]
    assert f"dimiliki {text.whole(count)} orang" in said(app)
    assert all("NIP" not in table[0] for table in tables(app))


def test_the_index_has_its_coverage_and_bounds_and_groups_their_word(ask: Ask, open_page: OpenPage) -> None:
    ((mean, measured, lowest, highest),) = ask(
        "SELECT mean_total_score, measured_count, lowest_mean, highest_mean FROM unit_score WHERE period_year = 2021 AND unit_id = '0111'"
    )
    app = open_page("dimensions", year="2021", group="sex")
    assert f"Indeks {text.number(float(mean))}, n = {text.whole(measured)}, cakupan" in said(app)
    assert f"{text.number(float(lowest))} sampai {text.number(float(highest))}" in said(app)
    assert "Batas adalah batas indeks, jumlah semua dimensi. Urutan keduanya" in said(app)
    assert [row[0] for row in tables(app)[0][1:]] == ["Perempuan", "Laki-laki"]


def test_groups_made_by_results_are_not_judged(open_page: OpenPage) -> None:
    app = open_page("dimensions", year="2021", group="competence_level")
    assert "Kelompok ini dibentuk atau disaring menurut hasil" in said(app)
    assert len(tables(app)) == 1
