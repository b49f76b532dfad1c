"""Every kind of chart draws what its frame says and says it in a sentence; frames come from the release."""

import json
from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import text, warehouse
from dashboard.access import READER
from dashboard.charts import (
    answer_bars,
    bounds_dots,
    category_shares,
    cross_heat,
    dimension_heat,
    group_dimensions,
    histogram,
    labelled_bars,
    lost_points,
    rows,
    spread_boxes,
    stacked_bars,
    theme,
)
from dashboard.queries import completion, dimensions, distribution, units
from dashboard.queries.filters import Filters
from dashboard.text.units import names

YEAR = Filters(2021)


def words(figure: go.Figure) -> list[str]:
    """The texts written into a figure."""
    return [annotation.text for annotation in figure.layout.annotations]


@pytest.fixture
def compared(warehouse_of_sample: object) -> pd.DataFrame:
    return warehouse.fetch(units.comparison(READER, YEAR))


@pytest.fixture
def bands(warehouse_of_sample: object) -> pd.DataFrame:
    return warehouse.fetch(distribution.categories(2021))


def test_the_histogram_draws_everybody_in_the_colour_of_the_category(warehouse_of_sample: object, bands: pd.DataFrame) -> None:
    points, spread = warehouse.fetch(distribution.histogram(READER, YEAR)), warehouse.fetch(distribution.spread(READER, YEAR))
    drawn = histogram.figure(points, bands, spread)
    assert sum(sum(bar.y) for bar in drawn.data) == points["asn_count"].sum()
    assert {bar.name: bar.marker.color for bar in drawn.data} == {
        text.label("category", code): theme.CATEGORY_COLOURS[code] for code in theme.CATEGORIES if code in set(points["category_code"])
    }
    said = histogram.sentence(points, spread)
    for value in (text.whole(points["asn_count"].sum()), text.number(spread["median"][0]), text.number(spread["mean_total_score"][0])):
        assert value in said


def test_boxes_carry_the_quantiles_of_the_frame(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(distribution.spread(READER, YEAR, "position_group"))
    box = spread_boxes.figure(frame, "position_group").data[0]
    for drawn, column in (
        (box.q1, "lower_quarter"),
        (box.median, "median"),
        (box.q3, "upper_quarter"),
        (box.lowerfence, "tenth"),
        (box.upperfence, "ninetieth"),
    ):
        assert list(drawn) == frame[column].tolist()
    said = spread_boxes.sentence(frame, "position_group")
    assert text.label("position_group", frame.loc[frame["median"].idxmin(), "group_code"]) in said


@pytest.mark.parametrize("is_share", [True, False])
def test_parts_of_a_stacked_bar_add_up(warehouse_of_sample: object, is_share: bool) -> None:
    frame = warehouse.fetch(distribution.cross(READER, YEAR, "rank_group", "category"))
    drawn = stacked_bars.figure(frame, "rank_group", "category", is_share=is_share)
    total = sum(sum(bar.x) for bar in drawn.data)
    assert total == pytest.approx(100 * frame["row_order"].nunique() if is_share else frame["asn_count"].sum())
    assert f"n = {text.whole(frame['asn_count'].sum())}" in stacked_bars.sentence(frame, "rank_group", "category")


def test_the_cross_table_leaves_a_cell_without_people_empty(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(distribution.cross(READER, YEAR, "rank_group", "category"))
    drawn = cross_heat.figure(frame, "rank_group", "category").data[0]
    cells = [cell for line in drawn.text for cell in line]
    assert sum(cell != "" for cell in cells) == len(frame) < len(cells)
    assert sum(share is not None for line in drawn.z for share in line) == len(frame)


def test_bounds_are_drawn_for_units_without_a_mean_too(compared: pd.DataFrame, bands: pd.DataFrame) -> None:
    drawn = bounds_dots.figure(compared, names(compared), bands)
    lines, *dots = drawn.data
    assert [value for value in lines.x if value is not None] == [
        value for pair in zip(compared["lowest_mean"], compared["highest_mean"], strict=True) for value in pair
    ]
    assert sorted(mean for dot in dots for mean in dot.x) == sorted(compared["mean_total_score"].dropna())
    assert words(drawn).count(text.number(None)) == compared["mean_total_score"].isna().sum() > 0


def test_a_mean_in_a_gap_is_a_diamond(compared: pd.DataFrame, bands: pd.DataFrame) -> None:
    dots = bounds_dots.figure(compared, names(compared), bands).data[1:]
    symbols = [symbol for dot in dots for symbol in dot.marker.symbol]
    in_gap = compared["category_code"].notna() & (compared["category_code"] != compared["other_category_code"])
    assert symbols.count("diamond") == in_gap.sum() > 0


def test_an_order_is_called_decided_only_when_bounds_do_not_overlap(compared: pd.DataFrame) -> None:
    frame = compared.dropna(subset=["mean_total_score"]).iloc[:2].reset_index(drop=True)
    frame.loc[:, ["mean_total_score", "lowest_mean", "highest_mean"]] = [[60.0, 55.0, 65.0], [70.0, 64.0, 75.0]]
    assert "belum pasti" in bounds_dots.sentence(frame, ["A", "B"])
    frame.loc[1, "lowest_mean"] = 65.0
    assert "sudah pasti" in bounds_dots.sentence(frame, ["A", "B"])


def test_category_shares_of_a_unit_without_people_are_not_zero(compared: pd.DataFrame) -> None:
    drawn = category_shares.figure(compared, names(compared))
    empty = compared["measured_count"].tolist().index(0)
    assert [bar.x[empty] for bar in drawn.data] == [None] * 5
    assert sum(bar.x[1] for bar in drawn.data) == pytest.approx(100)


def test_the_heat_map_has_shares_of_the_maximum(compared: pd.DataFrame) -> None:
    maxima = warehouse.fetch(dimensions.by_dimension(READER, YEAR))
    drawn = dimension_heat.figure(compared, names(compared), maxima).data[0]
    assert drawn.z[1][1] == pytest.approx(100 * compared["mean_competence_score"][1] / 40)
    assert [drawn.z[compared["measured_count"].tolist().index(0)][place] for place in range(4)] == [None] * 4


def test_groups_have_their_dimensions(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(dimensions.by_group(READER, YEAR, "position_group"))
    drawn = group_dimensions.figure(frame, "position_group").data[0]
    assert [share for line in drawn.z for share in line] == frame["share_pct"].tolist()


def test_points_lost_and_the_mean_make_100_in_words(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(dimensions.by_indicator(READER, YEAR))
    mean = warehouse.fetch(dimensions.by_dimension(READER, YEAR))["mean_score"].sum()
    said = lost_points.sentence(frame, mean)
    assert text.number(frame["lost_points"].sum()) in said
    assert text.number(mean) in said
    assert len(lost_points.figure(frame).data[1].x) == len(frame)


@pytest.mark.parametrize("kind", list(dimensions.LEVELS))
def test_answers_say_the_best_and_the_most_frequent(warehouse_of_sample: object, kind: str) -> None:
    frame = warehouse.fetch(dimensions.levels(READER, YEAR, kind))
    said = answer_bars.sentence(frame, kind)
    assert text.label(kind, frame["answer_code"][0]) in said
    assert text.whole(frame["asn_count"].sum()) in said
    assert len(answer_bars.figure(frame, kind).data[1].x) == len(frame)


def test_stages_carry_their_share_and_what_is_expected_of_open_ones(warehouse_of_sample: object) -> None:
    frame = warehouse.fetch(completion.stages(READER, Filters(2021, "1001")))
    _track, share, mark = labelled_bars.stages(frame, datetime(2021, 4, 20, 12)).data
    owed = frame[frame["due_count"] > 0]
    assert [value for value in share.x if value is not None] == owed["done_pct"].tolist()
    is_marked = owed["state"].isin(["not_due", "overdue"]) & (owed["elapsed_minutes"] > 0)
    assert list(mark.x) == owed.loc[is_marked, "expected_pct"].tolist()
    said = words(labelled_bars.stages(frame, datetime(2021, 4, 20, 12)))
    assert sum("tidak ada kewajiban di sini" in line for line in said) == 2 * (len(frame) - len(owed))


def test_a_name_is_cut_where_its_figures_begin_and_shown_as_text() -> None:
    (name, figures) = rows.words(0, "<b>Pusat</b> Penelitian dan Pengembangan Lektur dan Khazanah Keagamaan", "70,00 · n = 12")
    assert "<b>" not in name["text"]
    assert name["text"].endswith("…")
    assert figures["text"] == "70,00 · n = 12"


def test_charts_of_all_units_stay_small(compared: pd.DataFrame, bands: pd.DataFrame) -> None:
    assert len(json.dumps(bounds_dots.figure(compared, names(compared), bands).to_plotly_json(), default=str)) < 40_000
