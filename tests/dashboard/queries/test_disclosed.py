"""Tables of results from generated people: what one table hides, neither its turned twin nor a table beside it shows."""

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.queries.disclosed import DISCLOSED, Circumstance, is_result
from dashboard.queries.disclosure import CELLS, HIDDEN
from dashboard.queries.summary import CATEGORIES

MINIMUM = 5

CODES = {
    "sex": ("female", "male"),
    "rank_group": ("I", "II", "III", "IV"),
    "category": CATEGORIES,
    "rank": ("I/a", "III/a", "III/b", "IV/a", "IX", "X"),
}

person = st.fixed_dictionaries({name: st.sampled_from(codes) for name, codes in CODES.items()} | {"points": st.integers(40, 100)})
everybody = st.lists(person, min_size=MINIMUM, max_size=70).map(pd.DataFrame)
pairs = st.permutations(list(CODES)).map(lambda names: names[:2])


def crossed(people: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """The rows of queries.distribution.cross."""
    counted = people.groupby([row, column]).agg(asn_count=("points", "size"), mean_total_score=("points", "mean")).reset_index()
    counted["row_count"] = counted.groupby(row)["asn_count"].transform("sum")
    for side, name in (("row", row), ("column", column)):
        counted[f"{side}_code"], counted[f"{side}_name"], counted[f"{side}_is_own"] = counted[name], None, False
        counted[f"{side}_order"] = counted[name].map(CODES[name].index)
    counted["row_pct"] = 100.0 * counted["asn_count"] / counted["row_count"]
    return (
        counted.assign(group_count=people[row].nunique())
        .drop(columns=[row, column])
        .sort_values(["row_order", "column_order"])
        .reset_index(drop=True)
    )


def grouped(people: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns of queries.coverage.by_group that the rule looks at."""
    rows = [
        {
            "group_code": code,
            "group_is_own": False,
            "measured_count": len(part),
            "eligible_count": len(part),
            "mean_total_score": part["points"].mean(),
        }
        | {f"{category}_count": int((part["category"] == category).sum()) for category in CATEGORIES}
        for code, part in people.groupby(name)
    ]
    return pd.DataFrame(rows)


def shown_pairs(frame: pd.DataFrame) -> set[tuple[Any, Any]]:
    kept = frame.dropna(subset=["asn_count"])
    return set(zip(kept["row_code"], kept["column_code"], strict=True))


@settings(max_examples=120, deadline=None)
@given(everybody, pairs)
def test_a_cross_table_hides_the_same_when_it_is_turned(people: pd.DataFrame, names: list[str]) -> None:
    row, column = names
    one = DISCLOSED["distribution.cross"].hide(crossed(people, row, column), Circumstance(MINIMUM, row, column))
    turned = DISCLOSED["distribution.cross"].hide(crossed(people, column, row), Circumstance(MINIMUM, column, row))
    assert shown_pairs(one) == {(row_code, column_code) for column_code, row_code in shown_pairs(turned)}
    shown = one.dropna(subset=["asn_count"])
    assert not shown["asn_count"].between(1, MINIMUM - 1).any()
    assert shown.loc[shown["asn_count"] == 0, "mean_total_score"].isna().all()
    assert one.loc[one["asn_count"].isna(), ["row_pct", "mean_total_score"]].isna().all().all()
    if is_result(row):
        assert not one["row_count"].between(1, MINIMUM - 1).any()


@settings(max_examples=120, deadline=None)
@given(everybody, st.sampled_from(["sex", "rank_group", "rank"]))
def test_a_table_of_groups_and_a_cross_table_hide_the_same_categories(people: pd.DataFrame, name: str) -> None:
    groups = DISCLOSED["coverage.by_group"].hide(grouped(people, name), Circumstance(MINIMUM, name))
    cross = DISCLOSED["distribution.cross"].hide(crossed(people, name, "category"), Circumstance(MINIMUM, name, "category"))
    in_cross = {pair for pair in shown_pairs(cross) if pair[1] in set(people["category"])}
    in_groups = {
        (row["group_code"], code) for row in groups.to_dict("records") for code in set(people["category"]) if not pd.isna(row[f"{code}_count"])
    }
    assert in_cross <= in_groups


@settings(max_examples=120, deadline=None)
@given(everybody)
def test_ranks_and_rank_groups_together_give_no_small_group(people: pd.DataFrame) -> None:
    people = people.assign(rank_group=[code.split("/")[0] if "/" in code else "PPPK" for code in people["rank"]])
    ranks = DISCLOSED["ranks.by_rank"].hide(grouped(people, "rank"), Circumstance(MINIMUM, "rank")).set_index("group_code")["mean_total_score"]
    groups = (
        DISCLOSED["ranks.by_rank"]
        .hide(grouped(people, "rank_group"), Circumstance(MINIMUM, "rank_group"))
        .set_index("group_code")["mean_total_score"]
    )
    hidden = list(ranks.index[ranks.isna()])
    if not hidden:
        return
    counts = people["rank"].value_counts()
    sums = [np.ones(len(hidden))]
    above = people.drop_duplicates("rank").set_index("rank")["rank_group"]
    sums += [np.array([float(above[rank] == code) for rank in hidden]) for code in groups.index[groups.notna()]]
    rank_of = np.linalg.matrix_rank(np.array(sums))
    for unit, code in zip(np.eye(len(hidden)), hidden, strict=True):
        if counts[code] < MINIMUM:
            assert np.linalg.matrix_rank(np.vstack([*sums, unit])) > rank_of, code


@settings(max_examples=100, deadline=None)
@given(everybody)
def test_bars_of_the_histogram_hold_enough_people_and_add_up_to_categories_that_are_shown(people: pd.DataFrame) -> None:
    frame = people.groupby(["points", "category"]).size().reset_index(name="asn_count").rename(columns={"category": "category_code"})
    bars = DISCLOSED["distribution.histogram"].hide(frame, Circumstance(MINIMUM))
    assert (bars["asn_count"] >= MINIMUM).all()
    line = pd.DataFrame({"category_code": CATEGORIES, "asn_count": [int((people["category"] == code).sum()) for code in CATEGORIES]})
    line = DISCLOSED["distribution.by_category"].hide(line.assign(share_pct=0.0), Circumstance(MINIMUM))
    known = line.dropna(subset=["asn_count"]).set_index("category_code")["asn_count"]
    sums = bars.groupby("category_code")["asn_count"].sum()
    assert sums.to_dict() == known[known > 0].to_dict()


def answered(*counts: int) -> list[int | None]:
    """What is shown of three answers, and of those of whom only the points are known."""
    frame = pd.DataFrame({"answer_code": ["never", "light", "heavy", None], "asn_count": counts, "share_pct": 1.0})
    shown = DISCLOSED["dimensions.levels"].hide(frame, Circumstance(MINIMUM, column="discipline"))["asn_count"]
    return [None if pd.isna(count) else int(count) for count in shown]


def test_people_of_whom_only_points_are_known_hide_nobody_s_answer() -> None:
    assert answered(40, 1, 0, 7) == [None, None, None, 7]
    assert answered(40, 3, 4, 7) == [40, None, None, 7]
    assert answered(40, 9, 8, 2) == [40, 9, 8, 2]
    assert answered(0, 0, 0, 9) == [0, 0, 0, 9]


def test_indicators_of_hidden_cost_stand_last_whatever_they_cost() -> None:
    def order(*costs: float) -> list[str]:
        rows = [
            {
                "indicator_code": name,
                "dimension_code": dimension,
                "asked_count": 30,
                "full_count": full,
                "missing_count": 30 - full,
                "unknown_count": 0,
            }
            for name, dimension, full in (("a", "one", 10), ("b", "one", 15), ("c", "two", 28), ("d", "two", 29), ("e", "two", 10))
        ]
        frame = pd.DataFrame(rows).assign(missing_pct=1.0, lost_sum=costs, lost_points=costs).sort_values("lost_points", ascending=False)
        hidden = DISCLOSED["dimensions.by_indicator"].hide(frame, Circumstance(MINIMUM))
        assert hidden["lost_points"].isna().tolist() == [False, False, False, True, True]
        return list(hidden["indicator_code"])

    assert order(5.0, 4.0, 9.0, 0.1, 1.0) == ["a", "b", "e", "c", "d"]
    assert order(5.0, 4.0, 0.1, 9.0, 1.0) == ["a", "b", "e", "c", "d"]


REACHES = {"sangat_rendah": (0, 60), "rendah": (61, 70), "sedang": (71, 80), "tinggi": (81, 90), "sangat_tinggi": (91, 100)}


def bars_of(counts: dict[int, int]) -> list[tuple[int, int, int]]:
    """First point, last point and people of the bars of people in the lowest category."""
    frame = pd.DataFrame({"points": list(counts), "category_code": "sangat_rendah", "asn_count": list(counts.values())})
    others = pd.DataFrame({"points": [75], "category_code": "sedang", "asn_count": [9]})
    bars = DISCLOSED["distribution.histogram"].hide(pd.concat([frame, others]), Circumstance(MINIMUM, reaches=REACHES))
    bars = bars[bars["category_code"] == "sangat_rendah"]
    return list(zip(bars["points"], bars["points_to"], bars["asn_count"], strict=True))


def test_a_bar_ends_at_nobody_s_points() -> None:
    assert bars_of({16: 1, 30: 4, 33: 37, 36: 3, 40: 2}) == [(0, 32, 5), (33, 33, 37), (34, 60, 5)]
    assert bars_of({16: 1, 33: 37, 58: 2}) == [(0, 60, 40)]
    assert bars_of({33: 37, 52: 26}) == [(33, 33, 37), (52, 52, 26)]
    assert bars_of({20: 3, 27: 3, 41: 3, 48: 3}) == [(0, 29, 6), (30, 60, 6)]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(0, 60), st.integers(1, 9), min_size=1, max_size=12), st.integers(0, 60), st.integers(1, 4))
def test_the_points_of_one_of_few_move_no_edge_inside_a_step(counts: dict[int, int], place: int, few: int) -> None:
    point = place - place % 5 + (place + 1) % 5
    held = {number: count for number, count in counts.items() if number // 5 != place // 5}
    one, other = bars_of(held | {place: few}), bars_of(held | {point: few})
    if place // 5 != 12 and sum(held.values()) + few >= MINIMUM:
        assert one == other


def test_quantiles_need_enough_people_on_either_side_and_single_people_are_never_shown() -> None:
    values = dict.fromkeys(["mean_total_score", "lowest", "tenth", "lower_quarter", "median", "upper_quarter", "ninetieth", "highest"], 80.0)
    frame = pd.DataFrame([{"group_code": str(count), "group_is_own": False, "asn_count": count, **values} for count in (5, 9, 10, 19, 20, 49, 50)])
    kept = DISCLOSED["distribution.spread"].hide(frame, Circumstance(MINIMUM, "education")).set_index("asn_count")
    assert kept["lowest"].isna().all()
    assert kept["highest"].isna().all()
    assert list(kept.index[kept["median"].notna()]) == [10, 19, 20, 49, 50]
    assert list(kept.index[kept["lower_quarter"].notna()]) == [20, 49, 50]
    assert list(kept.index[kept["tenth"].notna()]) == [50]


def change(**counts: int) -> dict[str, Any]:
    names = ("corrected_count", "new_count", "moved_in_count", "moved_out_count", "removed_count", "withdrawn_count")
    means = dict.fromkeys(("former_mean_total_score", "mean_total_score"), 70.0) | {"mean_difference": 1.0}
    effects = dict.fromkeys(("corrected_effect", "new_effect", "moved_effect", "removed_effect"), 0.5)
    return {"measured_count": 30, "former_measured_count": 30, **means, **effects, **dict.fromkeys(names, 0), **counts}


def test_a_change_of_few_people_beside_the_reader_s_own_is_hidden() -> None:
    frame = pd.DataFrame([change(new_count=9)]).assign(unit_id=["a"])

    def is_shown(own_count: int, unit: str = "a") -> bool:
        case = Circumstance(
            MINIMUM, "unit", knows=lambda _grouping, _code: True, own={(unit, "?", "sedang"): 20}, own_changes={"new_count": own_count}
        )
        return bool(DISCLOSED["changes.units"].hide(frame, case)["new_effect"].notna().all())

    assert [is_shown(own_count) for own_count in (0, 4, 5, 6, 9, 12)] == [True, True, False, False, False, False]
    assert is_shown(6, "b")


def test_a_change_of_few_people_is_hidden_with_the_mean_before() -> None:
    hidden = DISCLOSED["changes.unit"].hide(pd.DataFrame([change(new_count=2)]), Circumstance(MINIMUM)).iloc[0]
    assert hidden[["former_mean_total_score", "mean_difference", "new_effect"]].isna().all()
    assert (hidden["mean_total_score"], hidden[HIDDEN]) == (70.0, CELLS)


def test_a_step_of_few_people_is_hidden_with_another_one() -> None:
    hidden = DISCLOSED["changes.unit"].hide(pd.DataFrame([change(new_count=2, corrected_count=9, removed_count=20)]), Circumstance(MINIMUM)).iloc[0]
    assert hidden[["new_effect", "corrected_effect"]].isna().all()
    assert hidden[["removed_effect", "mean_difference", "former_mean_total_score"]].notna().all()


def test_a_former_group_of_few_people_is_hidden() -> None:
    hidden = DISCLOSED["changes.unit"].hide(pd.DataFrame([change(former_measured_count=3, new_count=27)]), Circumstance(MINIMUM)).iloc[0]
    assert hidden[["former_mean_total_score", "mean_difference", "new_effect"]].isna().all()


def indicator(code: str, dimension: str, full: int, missing: int) -> dict[str, Any]:
    counts = {"asked_count": full + missing, "full_count": full, "missing_count": missing, "unknown_count": 0}
    return {"indicator_code": code, "dimension_code": dimension, **counts, "missing_pct": 1.0, "lost_sum": 15.0 * missing, "lost_points": 1.0}


def test_an_indicator_that_few_lack_is_hidden_with_a_second_one_of_its_dimension() -> None:
    rows = [
        indicator("technical_training", "competence", 17, 3),
        indicator("seminar", "competence", 10, 10),
        indicator("leadership_training", "competence", 6, 14),
        indicator("education", "qualification", 19, 1),
    ]
    hidden = DISCLOSED["dimensions.by_indicator"].hide(pd.DataFrame(rows), Circumstance(MINIMUM)).set_index("indicator_code")
    assert list(hidden.index[hidden["lost_points"].isna()]) == ["seminar", "technical_training"]
    assert sorted(hidden.index[hidden["missing_count"].isna()]) == ["education", "seminar", "technical_training"]
