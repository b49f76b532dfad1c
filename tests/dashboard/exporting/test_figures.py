"""Figures of units in one file: the same as on the pages, and nothing to be computed from all of them together."""

from collections import OrderedDict
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard import access, disclosure, shown_before, warehouse
from dashboard.access import READER
from dashboard.access.identity import Identity
from dashboard.access.viewer import EVERYTHING, Scope, Viewer
from dashboard.exporting import figures
from dashboard.exporting.definition import Definition
from dashboard.exporting.figures import NeedsSessionError, TooManyShownError
from dashboard.exporting.grains import COUNTS, HIDDEN, MEANS
from dashboard.exports.written import WORDS
from dashboard.queries import units
from dashboard.queries.filters import Filters
from dashboard.queries.summary import CATEGORIES
from tests.dashboard.conftest import Ask

YEAR, MINIMUM = 2021, 5
LEADER = Viewer(permissions=frozenset({"aggregates"}), scope=EVERYTHING, exports=frozenset({"aggregates"}))


@pytest.fixture(autouse=True)
def seen_nothing(warehouse_of_sample: Path) -> Iterator[None]:
    with shown_before.apart():
        yield


def of(viewer: Viewer, grain: str, shape: str = "", *, remembers: bool = True, unit_id: str | None = None) -> pd.DataFrame:
    return figures.frame(viewer, Definition((YEAR,), grain, shape, unit_id), remembers=remembers)


def test_whoever_sees_all_gets_every_published_figure(ask: Ask) -> None:
    rows = of(READER, "unit").set_index("unit_id")
    whole = rows[~rows["is_own"]]
    names = ["asn_count", "measured_count", "mean_total_score", "lowest_mean", "sangat_rendah_count", "tinggi_count"]
    published = pd.DataFrame(
        ask(f"SELECT unit_id, {', '.join(names)} FROM unit_score WHERE period_year = {YEAR} ORDER BY unit_no"), columns=["unit_id", *names]
    ).set_index("unit_id")
    assert list(whole.index) == list(published.index)
    pd.testing.assert_frame_equal(whole[names].astype("float64"), published.astype("float64"), check_names=False)
    own = rows[rows["is_own"]]
    people = dict(ask(f"SELECT unit_id, count(*) FILTER (is_eligible AND is_measured) FROM asn_score WHERE period_year = {YEAR} GROUP BY unit_id"))
    assert dict(own["measured_count"].items()) == {unit_id: people[unit_id] for unit_id in own.index}
    assert rows[HIDDEN].isna().all()


def test_a_table_is_that_of_the_page() -> None:
    """The parts of the top, as somebody sees them who opens the page Units and somebody who takes the file."""
    rows = of(LEADER, "unit")
    chosen = Filters(year=YEAR)
    with shown_before.apart():
        page = disclosure.fetch(LEADER, chosen, units.parts(LEADER, chosen), "units.parts").set_index(["unit_id", "is_own"])
    taken = rows.set_index(["unit_id", "is_own"]).loc[page.index]
    for name in ("measured_count", "mean_total_score", "mean_discipline_score"):
        assert np.allclose(taken[name].astype(float), page[name].astype(float), equal_nan=True)
    hidden_on_page, hidden_in_file = page[list(COUNTS)].isna(), taken[list(COUNTS)].isna()
    assert hidden_on_page.to_numpy().any()
    assert not (hidden_on_page & ~hidden_in_file).to_numpy().any()


def test_what_is_hidden_of_a_unit_is_hidden_of_all_below_it() -> None:
    rows = of(LEADER, "unit")
    whole = rows[~rows["is_own"]].set_index("unit_id")
    is_hidden = whole["mean_total_score"].isna() & (whole["measured_count"] > 0)
    assert 0 < is_hidden.sum() < len(whole)
    for unit_id, parent in whole["parent_unit_id"].dropna().items():
        if is_hidden[parent]:
            assert pd.isna(whole.loc[unit_id, "mean_total_score"])
        gone = [name for name in COUNTS if pd.isna(whole.loc[parent, name])]
        assert whole.loc[unit_id, gone].isna().all() or whole.loc[unit_id, "measured_count"] == 0


def atoms(rows: pd.DataFrame) -> dict[str, list[str]]:
    """Unit -> the units whose people right in them make it up, itself included."""
    parents = rows[~rows["is_own"]].drop_duplicates("unit_id").set_index("unit_id")["parent_unit_id"]
    made: dict[str, list[str]] = {}
    for unit_id in parents.index:
        above = unit_id
        while isinstance(above, str):
            made.setdefault(above, []).append(unit_id)
            above = parents.get(above)
    return made


def is_determined(equations: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Whether what is asked follows from the equations: whether each row lies in the space that they span."""
    _left, values, right = np.linalg.svd(equations, full_matrices=False)
    base = right[values > 1e-8 * values[0]]
    rest: np.ndarray = np.abs(asked - asked @ base.T @ base).max(axis=1)
    return rest < 1e-6


def test_no_count_by_category_of_few_people_follows_from_the_whole_file() -> None:
    true, shown = (of(viewer, "unit").set_index(["unit_id", "is_own"]) for viewer in (READER, LEADER))
    made = atoms(true.reset_index())
    place = {pair: number for number, pair in enumerate((unit_id, code) for unit_id in made for code in CATEGORIES)}

    def line(key: tuple[str, bool], codes: tuple[str, ...]) -> np.ndarray:
        unit_id, is_own = key
        row = np.zeros(len(place))
        row[[place[part, code] for part in ([unit_id] if is_own else made[unit_id]) for code in codes]] = 1
        return row

    told = [line(key, CATEGORIES) for key in shown.index]
    told += [line(key, (code,)) for key, row in shown.iterrows() for code in CATEGORIES if not pd.isna(row[f"{code}_count"])]
    few = [(key, code) for key, row in true.iterrows() for code in CATEGORIES if 0 < row[f"{code}_count"] < MINIMUM]
    assert len(few) > 100
    found = is_determined(np.array(told), np.array([line(key, (code,)) for key, code in few]))
    assert [pair for pair, is_out in zip(few, found, strict=True) if is_out] == []
    assert len(told) > len(shown) + 20


def test_no_sum_of_few_people_follows_from_units_by_rank_group() -> None:
    true, shown, whole = of(READER, "unit_rank"), of(LEADER, "unit_rank"), of(LEADER, "unit").set_index(["unit_id", "is_own"])
    made = atoms(of(READER, "unit"))
    groups = list(true["rank_group"].dropna().unique())
    place = {pair: number for number, pair in enumerate((unit_id, group) for unit_id in made for group in groups)}

    def line(unit_id: str, is_own: bool, chosen: list[str]) -> np.ndarray:
        row = np.zeros(len(place))
        row[[place[part, group] for part in ([unit_id] if is_own else made[unit_id]) for group in chosen]] = 1
        return row

    told = [line(key[0], key[1], groups) for key, row in whole.iterrows() if not pd.isna(row["mean_total_score"])]
    told += [line(row.unit_id, row.is_own, [row.rank_group]) for row in shown.dropna(subset=["mean_total_score"]).itertuples()]
    few = [row for row in true.itertuples() if 0 < row.measured_count < MINIMUM]
    assert len(few) > 50
    found = is_determined(np.array(told), np.array([line(row.unit_id, row.is_own, [row.rank_group]) for row in few]))
    assert [(row.unit_id, row.is_own, row.rank_group) for row, is_out in zip(few, found, strict=True) if is_out] == []
    assert shown["mean_total_score"].notna().sum() > 20


def test_hidden_is_said_in_words_and_never_zero() -> None:
    rows = of(LEADER, "unit")
    hidden = rows[rows[HIDDEN].isin(["few", "others"]) & (rows["measured_count"] > 0)]
    assert len(hidden) > 10
    for name in (*MEANS[:5], *COUNTS):
        assert hidden[name].isna().all()
        assert hidden[f"{name}{WORDS}"].str.startswith("disembunyikan").all()
    assert rows.loc[rows["mean_total_score"].notna(), f"mean_total_score{WORDS}"].isna().all()
    long = of(LEADER, "unit_category", "long")
    assert (long["asn_count"].isna() == long[HIDDEN].notna()).all()
    assert (long["asn_count"].isna() == long[f"asn_count{WORDS}"].notna()).all()


@pytest.mark.parametrize("grain", ["unit_category", "unit_rank", "dimension"])
def test_long_and_wide_say_the_same(grain: str) -> None:
    long, wide = of(LEADER, grain, "long"), of(LEADER, grain, "wide")
    key, value, named = {
        "unit_category": ("category_code", "asn_count", "{}_count"),
        "unit_rank": ("rank_group", "mean_total_score", "mean_total_score_{}"),
        "dimension": ("dimension_code", "mean_score", "mean_{}_score"),
    }[grain]
    turned = long.dropna(subset=[key]).pivot(index=["unit_id", "is_own"], columns=key, values=value)
    beside = wide.set_index(["unit_id", "is_own"]).loc[turned.index]
    for code in turned:
        assert np.allclose(turned[code].astype(float), beside[named.format(code)].astype(float), equal_nan=True)


def test_an_order_is_made_of_what_is_shown() -> None:
    rows = figures.frame(LEADER, Definition((YEAR, 2020), "unit", order="mean_total_score", is_descending=True), remembers=True)
    shown = rows["mean_total_score"].dropna()
    assert shown.is_monotonic_decreasing
    assert rows["mean_total_score"].iloc[len(shown) :].isna().all()
    assert set(rows["period_year"]) == {2020, YEAR}


def test_without_a_session_a_unit_is_hidden_alike_whatever_is_asked() -> None:
    everything = of(LEADER, "unit", remembers=False)
    below = [str(row.unit_id) for row in everything[~everything["is_own"]].itertuples() if row.unit_level == 2][:3]
    assert len(below) == 3
    for unit_id in below:
        with shown_before.apart():
            alone = of(LEADER, "unit", remembers=False, unit_id=unit_id)
        again = everything[everything["unit_id"].isin(alone["unit_id"])].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, again[list(alone.columns)], check_dtype=False)


def test_without_a_session_figures_are_not_narrowed_further() -> None:
    narrow = Definition((YEAR,), "unit", sexes=("female",))
    with pytest.raises(NeedsSessionError):
        figures.frame(LEADER, narrow, remembers=False)
    assert len(figures.frame(READER, narrow, remembers=False)) > 100


def test_more_units_than_a_session_can_remember_are_refused_before_any_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Definition((YEAR, 2020), "unit")
    row_count = len(figures.frame(LEADER, asked, remembers=True))
    monkeypatch.setattr(access, "current_identity", lambda: Identity(1, 1, "", LEADER))
    monkeypatch.setattr(shown_before, "_sessions", OrderedDict())
    monkeypatch.setattr(shown_before, "MOST_SEEN", row_count - 1)

    def in_the_session() -> None:
        with pytest.raises(TooManyShownError):
            figures.frame(LEADER, asked, remembers=True)
        assert shown_before.selections() == {}
        assert len(figures.frame(LEADER, Definition((YEAR,), "unit"), remembers=True)) > 100
        before = shown_before.selections()
        with pytest.raises(TooManyShownError):
            figures.frame(LEADER, asked, remembers=True)
        assert shown_before.selections() == before
        assert len(figures.frame(READER, asked, remembers=True)) == row_count

    Context().run(in_the_session)


def test_a_second_file_knows_what_the_first_one_showed_of_other_people() -> None:
    """All of a unit, then all but a few of them: the few would be left over."""
    first = of(LEADER, "unit").set_index(["unit_id", "is_own"])
    narrow = figures.frame(LEADER, Definition((YEAR,), "unit", sexes=("male",)), remembers=True).set_index(["unit_id", "is_own"])
    both = narrow.join(first.add_suffix("_first"))
    left = both["measured_count_first"] - both["measured_count"]
    revealing = both[(left > 0) & (left < MINIMUM) & both["mean_total_score_first"].notna()]
    assert len(revealing) > 3
    assert revealing["mean_total_score"].isna().all()
    with shown_before.apart():
        alone = figures.frame(LEADER, Definition((YEAR,), "unit", sexes=("male",)), remembers=True).set_index(["unit_id", "is_own"])
    assert alone.loc[revealing.index, "mean_total_score"].notna().any()


def test_people_chosen_by_category_are_withheld() -> None:
    chosen = Definition((YEAR,), "unit", categories=("tinggi",))
    rows = figures.frame(LEADER, chosen, remembers=True)
    assert rows.loc[rows["measured_count"] > 0, "mean_total_score"].isna().all()
    assert "kategori" in str(figures.withheld(LEADER, chosen))


def test_a_head_sees_the_own_unit_in_full_and_others_as_everybody(ask: Ask) -> None:
    ((unit_id,),) = ask(
        f"SELECT unit_id FROM unit JOIN unit_score USING (period_year, unit_no, unit_id) WHERE period_year = {YEAR} AND unit_level = 2 "
        "AND last_unit_no > unit_no ORDER BY measured_count DESC LIMIT 1"
    )
    duty = Scope(unit_ids=(unit_id,))
    head = Viewer(permissions=frozenset({"aggregates", "discipline"}), scope=EVERYTHING, duty=duty, exports=frozenset({"aggregates"}))
    rows, all_of_it = of(head, "unit").set_index(["unit_id", "is_own"]), of(READER, "unit").set_index(["unit_id", "is_own"])
    inside = [key for key in rows.index if key[0] in set(of(READER, "unit", unit_id=unit_id)["unit_id"])]
    assert rows.loc[inside, "mean_total_score"].notna().sum() == all_of_it.loc[inside, "mean_total_score"].notna().sum()
    others = rows.drop(index=inside)
    few = others[(others["measured_count"] > 0) & (others["measured_count"] < MINIMUM)]
    assert len(few) > 5
    assert few["mean_total_score"].isna().all()


def test_a_viewer_of_some_units_gets_no_other(ask: Ask) -> None:
    ((top, other),) = ask(f"SELECT min(unit_id), max(unit_id) FROM unit WHERE period_year = {YEAR} AND unit_level = 2")
    secretary = Viewer(permissions=frozenset({"aggregates"}), scope=Scope(unit_ids=(top,)), exports=frozenset({"aggregates"}))
    rows = of(secretary, "unit_rank")
    assert top in set(rows["unit_id"])
    assert other not in set(rows["unit_id"])
    assert warehouse.fetch(units.places(secretary, Filters(year=YEAR)))["unit_id"].nunique() >= rows["unit_id"].nunique()
