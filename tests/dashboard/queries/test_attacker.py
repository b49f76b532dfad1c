"""An attacker who writes down everything that one page shows as equations and solves them: no sum of points and no count by category of 1 to 4 people comes out.

What the attacker knows besides: how many measured people every group and every pair of groups has, because counts of people are no results.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.queries.disclosed import BOUNDS, DISCLOSED, EVERYBODY, Circumstance, Knows
from dashboard.queries.summary import CATEGORIES, SCORES

MINIMUM = 5
CODES = {"unit": ("a", "b", "c", "d"), "sex": ("female", "male"), "rank_group": ("I", "II", "III"), "rank": ("III/a", "III/b", "IV/a", "IX")}
BOUND_OF = (60, 70, 80, 90)
QUANTILES = ("lowest", "tenth", "lower_quarter", "median", "upper_quarter", "ninetieth", "highest")

person = st.fixed_dictionaries({name: st.sampled_from(codes) for name, codes in CODES.items()} | {"points": st.integers(55, 100)})


def with_category(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Generated people, each in the category of their points."""
    people = pd.DataFrame(rows)
    return people.assign(category=[CATEGORIES[int(np.searchsorted(BOUND_OF, points, side="right"))] for points in people["points"]])


def crowd(seed: int, size: int, evenness: float) -> list[dict[str, Any]]:
    """People of whom some groups are small, as in a real unit."""
    draw = np.random.default_rng(seed)
    shares = {name: draw.dirichlet([evenness] * len(codes)) for name, codes in CODES.items()}
    codes = {name: draw.choice(CODES[name], size, p=shares[name]) for name in CODES}
    points = np.clip(draw.normal(78, 9, size), 55, 100).astype(int)
    return [{name: str(values[place]) for name, values in codes.items()} | {"points": int(points[place])} for place in range(size)]


crowds = st.builds(crowd, st.integers(0, 10**6), st.integers(MINIMUM, 150), st.sampled_from([0.3, 0.6, 1.0, 3.0]))
everybody = st.one_of(st.lists(person, min_size=MINIMUM, max_size=60), crowds).map(with_category)
groupings = st.sampled_from([*CODES, "category"])
choices = st.tuples(groupings, groupings, st.sampled_from(list(CODES))).filter(lambda names: names[0] != names[1] and names[1] != "unit")

Equation = tuple[dict[str, str], str]
"""Which people an equation is about, by grouping and code, and of what it is: "sum" of their points, or "count" of them."""


def grouped(people: pd.DataFrame, name: str | None) -> pd.DataFrame:
    """The rows of queries.coverage.by_group, or the one row of overview.index."""
    rows: list[dict[str, Any]] = []
    for code, part in people.groupby(name) if name else [("", people)]:
        means = dict.fromkeys([*(f"mean_{score}_score" for score in SCORES), *BOUNDS], float(part["points"].mean()))
        cells: dict[str, Any] = {f"{category}_count": int((part["category"] == category).sum()) for category in CATEGORIES}
        rows.append(
            {
                **({"group_code": code, "group_is_own": False} if name else {}),
                "measured_count": len(part),
                "eligible_count": len(part),
                **means,
                **cells,
            }
        )
    return pd.DataFrame(rows).assign(category_code="tinggi", other_category_code="tinggi")


def crossed(people: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """The rows of queries.distribution.cross."""
    counted = people.groupby([row, column]).agg(asn_count=("points", "size"), mean_total_score=("points", "mean")).reset_index()
    counted["row_count"] = counted.groupby(row)["asn_count"].transform("sum")
    for side, name in (("row", row), ("column", column)):
        order = list(CODES.get(name, CATEGORIES)).index
        counted = counted.assign(
            **{f"{side}_code": counted[name], f"{side}_name": None, f"{side}_is_own": False, f"{side}_order": counted[name].map(order)}
        )
    counted["row_pct"] = 100.0 * counted["asn_count"] / counted["row_count"]
    counted = counted.assign(group_count=people[row].nunique()).drop(columns=[row, column])
    return counted.sort_values(["row_order", "column_order"]).reset_index(drop=True)


def spread(people: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows of queries.distribution.spread."""
    rows = [
        {"group_code": code, "group_is_own": False, "asn_count": len(part), "mean_total_score": part["points"].mean()}
        for code, part in people.groupby(name)
    ]
    return pd.DataFrame(rows).assign(**dict.fromkeys(QUANTILES, 80.0))


def of_groups(name: str | None, hidden: pd.DataFrame, count: str = "measured_count") -> Iterator[Equation]:
    """What a table of groups tells: the sum behind each mean, and the counts by category."""
    del count
    for row in hidden.to_dict("records"):
        who = {name: row["group_code"]} if name else {}
        if not pd.isna(row["mean_total_score"]):
            yield who, "sum"
        yield from ((who | {"category": code}, "count") for code in CATEGORIES if not pd.isna(row.get(f"{code}_count")))


def own_people(people: pd.DataFrame, grouping: str, other: str, knows: Knows) -> dict[tuple[str, str, str], int]:
    """The rows of queries.known.own_people for the head of unit a."""
    if knows is nobody:
        return {}
    own = people[people["unit"] == "a"]
    keys = [own[name] if name else pd.Series(EVERYBODY, index=own.index) for name in (grouping, other, "category")]
    return {key: int(count) for key, count in own.groupby([one.rename(place) for place, one in enumerate(keys)]).size().items()}


def page(people: pd.DataFrame, row: str, column: str, group: str, knows: Knows) -> Iterator[Equation]:
    """Everything that the page of the distribution tells, as equations."""

    def hide(name: str, frame: pd.DataFrame, grouping: str = "", other: str = "") -> pd.DataFrame:
        return DISCLOSED[name].hide(frame, Circumstance(MINIMUM, grouping, other, knows=knows, own=own_people(people, grouping, other, knows)))

    yield from of_groups(None, hide("overview.index", grouped(people, None)))
    line = pd.DataFrame({"category_code": CATEGORIES, "asn_count": [int((people["category"] == code).sum()) for code in CATEGORIES]}).assign(
        share_pct=0.0
    )
    told = hide("distribution.by_category", line, other="category").dropna(subset=["asn_count"])["category_code"]
    yield from (({"category": code}, "count") for code in told)
    bars = people.groupby(["points", "category"]).size().reset_index(name="asn_count").rename(columns={"category": "category_code"})
    yield from (({"category": code}, "count") for code in hide("distribution.histogram", bars)["category_code"].unique())
    yield from of_groups(group, hide("coverage.by_group", grouped(people, group), group))
    yield from of_groups(group, hide("distribution.spread", spread(people, group), group))
    pairs = hide("distribution.cross", crossed(people, row, column), row, column)
    for pair in pairs.to_dict("records"):
        who = {row: pair["row_code"], column: pair["column_code"]}
        if not pd.isna(pair["asn_count"]):
            yield who, "count"
            if not pd.isna(pair["mean_total_score"]):
                yield who, "sum"
        if not pd.isna(pair["row_count"]):
            yield {row: pair["row_code"]}, "count"


def is_of(atoms: pd.DataFrame, who: dict[str, str]) -> np.ndarray:
    """1 for each kind of people that an equation is about."""
    chosen: np.ndarray = np.logical_and.reduce([np.ones(len(atoms), dtype=bool), *(atoms[name].to_numpy() == code for name, code in who.items())])
    return chosen.astype(float)


def solved(equations: list[np.ndarray], targets: list[np.ndarray]) -> list[int]:
    """Which of the targets the equations determine."""
    matrix = np.array(equations).reshape(len(equations), -1)
    _left, sizes, right = np.linalg.svd(matrix, full_matrices=True)
    free = right[int((sizes > 1e-9).sum()) :]
    return [place for place, target in enumerate(targets) if np.abs(free @ target).max(initial=0.0) < 1e-7]


def small_groups(people: pd.DataFrame, names: list[str], knows: Knows) -> list[dict[str, str]]:
    """Every group by one or more of the groupings that has 1 to MINIMUM-1 people beside the reader's own."""
    found = []
    others = people if knows is nobody else people[people["unit"] != "a"]
    for depth in range(1, len(names) + 1):
        for some in {tuple(names[start : start + depth]) for start in range(len(names))} | {(names[0], names[-1])}:
            for code, part in others.groupby(list(some)):
                if len(part) < MINIMUM:
                    found.append(dict(zip(some, code, strict=True)))
    return found


def is_of_others(atoms: pd.DataFrame, knows: Knows) -> np.ndarray:
    """1 for each kind of people that is not the reader's own."""
    own = atoms["unit"] == "a" if knows is unit_a and "unit" in atoms else pd.Series(False, index=atoms.index)
    others: np.ndarray = (~own).to_numpy(dtype=float)
    return others


def nobody(_grouping: str, _code: str) -> bool:
    return False


def unit_a(grouping: str, code: str) -> bool:
    return (grouping, code) == ("unit", "a")


def told_by(people: pd.DataFrame, names: tuple[str, str, str], knows: Knows) -> tuple[list[Equation], list[str]]:
    """The equations of a page and of what its reader knows by duty, and the groupings of it that are no result."""
    plain = [name for name in dict.fromkeys((*names, *(["unit"] if knows is unit_a else []))) if name != "category"]
    equations = list(page(people, *names, knows))
    if knows is unit_a:
        own = people[people["unit"] == "a"].drop_duplicates([*plain, "category"])[[*plain, "category"]]
        equations += [(who, what) for who in own.to_dict("records") for what in ("sum", "count")]
    return equations, plain


viewers = st.sampled_from([nobody, unit_a])


@settings(max_examples=60, deadline=None)
@given(everybody, choices, viewers)
def test_the_means_of_one_page_give_no_mean_of_few_people(people: pd.DataFrame, names: tuple[str, str, str], knows: Knows) -> None:
    equations, plain = told_by(people, names, knows)
    atoms = people.drop_duplicates([*plain, "category"])[[*plain, "category"]]
    sums = [is_of(atoms, who) for who, what in equations if what == "sum"]
    targets = small_groups(people, [*plain, "category"], knows)
    others = is_of_others(atoms, knows)
    assert [targets[place] for place in solved(sums, [is_of(atoms, who) * others for who in targets])] == []


@settings(max_examples=60, deadline=None)
@given(everybody, choices, viewers)
def test_the_counts_of_one_page_give_no_category_of_few_people(people: pd.DataFrame, names: tuple[str, str, str], knows: Knows) -> None:
    equations, plain = told_by(people, names, knows)
    kinds = people.drop_duplicates(plain)[plain]
    atoms = kinds.merge(pd.DataFrame({"category": CATEGORIES}), how="cross")
    known = [is_of(atoms, who) for who in kinds.to_dict("records")]
    counts = [is_of(atoms, who) for who, what in equations if what == "count"]
    targets = [who for who in small_groups(people, [*plain, "category"], knows) if "category" in who]
    others = is_of_others(atoms, knows)
    assert [targets[place] for place in solved([*known, *counts], [is_of(atoms, who) * others for who in targets])] == []
