"""Every number of the first page equals one query on the release."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, text
from dashboard.access.viewer import EVERYTHING, Viewer
from tests.dashboard.conftest import Ask, OpenPage
from tests.dashboard.reading_pages import tables


def said(app: AppTest) -> str:
    """Everything that the page says in words."""
    elements = [*app.caption, *app.markdown, *app.main.get("html")]
    return "\n".join(str(getattr(element, "value", None) or element.proto.body) for element in elements)


@pytest.mark.parametrize("unit_id", [None, "011101", "011102"])
def test_the_figures_are_those_of_the_release(ask: Ask, unit_id: str | None, open_page: OpenPage) -> None:
    app = open_page("overview", year="2021", **({"unit": unit_id} if unit_id else {}))
    chosen = unit_id or ask("SELECT unit_id FROM unit WHERE period_year = 2021 AND parent_unit_id IS NULL")[0][0]
    ((asn, eligible, measured, verified, mean, lowest, highest),) = ask(
        "SELECT asn_count, eligible_count, measured_count, verified_count, mean_total_score, lowest_mean, highest_mean FROM unit_score "
        "WHERE period_year = 2021 AND unit_id = :unit_id",
        unit_id=chosen,
    )
    assert [metric.value for metric in app.metric] == [
        text.percent(measured, eligible),
        text.percent(verified, measured),
        text.whole(eligible - measured),
        text.whole(asn),
    ]
    words = said(app)
    assert f'<span class="ipasn-figure">{text.number(float(mean))}</span>' in words
    for value in (text.number(float(lowest)), text.number(float(highest)), text.whole(measured), text.whole(eligible)):
        assert value in words


def test_categories_are_counted_as_published(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("overview", year="2021")
    counts = dict(ask("SELECT category_code, count(*) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured GROUP BY ALL"))
    upper = counts.get("tinggi", 0) + counts.get("sangat_tinggi", 0)
    assert f"{text.whole(upper)} ({text.percent(upper, sum(counts.values()))})" in said(app)


def test_a_unit_with_nobody_measured_has_no_index(ask: Ask, open_page: OpenPage) -> None:
    found = ask("SELECT unit_id FROM unit_score WHERE period_year = 2021 AND measured_count = 0 AND eligible_count > 0 ORDER BY unit_no LIMIT 1")
    app = open_page("overview", year="2021", unit=found[0][0])
    words = said(app)
    assert '<span class="ipasn-figure">belum ada data</span>' in words
    assert "ipasn-badge" not in words


@pytest.mark.parametrize("page", ["overview", "documents"])
def test_it_opens_for_a_reader_without_a_duty_too(ask: Ask, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Reasons to look further are asked of indicators, of which there is then no row."""
    figures = frozenset({"aggregates", "export"})
    viewer = Viewer(permissions=figures, scope=EVERYTHING, exports=figures)
    monkeypatch.setattr(access, "current_identity", lambda: access.Identity(None, None, "", viewer))
    found = ask("SELECT unit_id FROM unit_score WHERE period_year = 2021 AND measured_count = 0 AND eligible_count > 0 ORDER BY unit_no LIMIT 1")
    app = open_page(page, year="2021", unit=found[0][0])
    assert not app.exception
    assert "Yang perlu ditelusuri" in f"{said(app)} {[each.value for each in app.subheader]}"


def test_a_choice_of_nobody_is_said(ask: Ask, open_page: OpenPage) -> None:
    app = open_page("overview", year="2021", rank_group="PPPK", employment_kind="cpns")
    assert [info.value for info in app.info] == ["Tidak ada data yang sesuai"]


def test_the_first_year_has_nothing_to_compare_with(ask: Ask, open_page: OpenPage) -> None:
    first = ask("SELECT min(period_year) FROM period")[0][0]
    assert "Belum ada pembanding" in said(open_page("overview", year=str(first)))


def test_every_chart_has_its_sentence_as_alternative_text(open_page: OpenPage) -> None:
    app = open_page("overview")
    captions = {caption.value.replace("\\", "") for caption in app.caption}
    alternatives = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert len(alternatives) == 5
    assert all(alternative in captions for alternative in alternatives)


def test_where_nobody_is_to_be_measured_nothing_is_waited_for(ask: Ask, open_page: OpenPage) -> None:
    kind = ask("SELECT employment_kind FROM score WHERE period_year = 2021 GROUP BY ALL HAVING NOT bool_or(is_eligible) ORDER BY 1 LIMIT 1")[0][0]
    app = open_page("overview", year="2021", employment_kind=kind)
    assert next((metric.label, metric.value) for metric in app.metric) == ("Cakupan", "–")
    assert "Tidak ada ASN yang wajib diukur di sini." in said(app)
    assert "berbeda belum ada data" not in said(app)
    rows = tables(open_page("units", year="2021", employment_kind=kind))[0]
    assert {row[rows[0].index("Cakupan")] for row in rows[1:]} == {"– tidak ada yang wajib diukur"}
    assert {row[rows[0].index("Terendah yang mungkin")] for row in rows[1:]} == {"–"}


def test_whether_a_change_is_decided_is_said(ask: Ask, open_page: OpenPage) -> None:
    query = "SELECT lowest_mean, highest_mean FROM unit_score WHERE period_year = :year AND unit_id = '0111'"
    ((low, high),), ((last_low, last_high),) = ask(query, year=2021), ask(query, year=2020)
    assert low < last_high
    assert last_low < high
    words = said(open_page("overview", year="2021")).replace("\\", "")
    assert (
        f"Arah perubahan ini belum pasti: bila semua diukur, indeks terletak antara {text.number(float(low))} dan {text.number(float(high))}" in words
    )
    assert "Arah perubahan" not in said(open_page("overview", year="2019"))
