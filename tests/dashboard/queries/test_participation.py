"""Participation by group, against plain SQL on the release and against words found with exact fractions."""

from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import READER
from dashboard.access.viewer import Scope, Viewer
from dashboard.queries import completion, participation
from dashboard.queries.filters import Filters
from tests import rows
from tests.dashboard.conftest import Ask, LookAt

YEAR = Filters(2021)
COLUMNS = {
    "sex": "sex_code",
    "education": "education_code",
    "rank": "rank_code",
    "unit_kind": "(SELECT unit_kind FROM unit WHERE unit.unit_no = score.unit_no)",
}
WORDS = ((0, "sangat_rendah"), (61, "rendah"), (71, "sedang"), (81, "tinggi"), (91, "sangat_tinggi"))


def word_of(measured: int, eligible: int) -> str:
    """The word for a share, lower bounds included, in exact fractions."""
    return [word for bound, word in WORDS if Fraction(100 * measured, eligible) >= bound][-1]


@pytest.mark.parametrize("group", [name for name in participation.GROUPINGS if name != "unit"])
def test_every_group_has_its_people(ask: Ask, group: str) -> None:
    frame = warehouse.fetch(participation.by_group(READER, YEAR, group))
    expected = ask(
        f"SELECT {COLUMNS.get(group, group)}, count(*) FILTER (is_measured), count(*) FROM score WHERE period_year = 2021 AND is_eligible GROUP BY 1"
    )
    found = {None if pd.isna(row.group_code) else row.group_code: (row.measured_count, row.eligible_count) for row in frame.itertuples()}
    assert found == {code: (measured, eligible) for code, measured, eligible in expected}
    assert set(frame["group_count"]) == {len(expected)}


@pytest.mark.parametrize("group", participation.GROUPINGS)
def test_figures_follow_from_the_counts(warehouse_of_sample: object, group: str) -> None:
    frame = warehouse.fetch(participation.by_group(READER, YEAR, group))
    whole = warehouse.fetch(participation.whole(READER, YEAR)).iloc[0]
    assert (frame["eligible_count"].sum(), frame["measured_count"].sum()) == (whole["eligible_count"], whole["measured_count"]) == (1353, 1075)
    for row in frame.itertuples():
        assert row.participation_code == word_of(row.measured_count, row.eligible_count)
        assert row.unmeasured_count == row.eligible_count - row.measured_count
        assert row.coverage_pct == pytest.approx(100 * row.measured_count / row.eligible_count)
        assert row.difference_points == pytest.approx(row.coverage_pct - whole["coverage_pct"])
    assert frame["missing_share_pct"].sum() == pytest.approx(100)
    assert frame["coverage_pct"].is_monotonic_increasing, "the lowest first"


def test_units_are_those_right_below_the_chosen_one(ask: Ask) -> None:
    frame = warehouse.fetch(participation.by_group(READER, Filters(2021, "0111"), "unit"))
    below = ask(
        "SELECT unit_id, measured_count, eligible_count FROM unit_score JOIN unit USING (period_year, unit_no, unit_id) "
        "WHERE period_year = 2021 AND parent_unit_id = '0111' AND eligible_count > 0"
    )
    found = {row.group_code: (row.measured_count, row.eligible_count) for row in frame.itertuples() if not row.group_is_own}
    assert found == {unit_id: (measured, eligible) for unit_id, measured, eligible in below}


@pytest.mark.parametrize("day", [8, 12, 16, 18])
def test_an_earlier_day_has_those_first_measured_by_then(ask: Ask, day: int) -> None:
    filters = Filters(2021, as_of=datetime.combine(date(2021, 4, day), time.max))
    whole = warehouse.fetch(participation.whole(READER, filters)).iloc[0]
    ((measured,),) = ask(
        "SELECT count(*) FROM score WHERE period_year = 2021 AND is_eligible AND is_measured AND coalesce(first_measured_at, measured_at) < :until",
        until=date(2021, 4, day + 1),
    )
    assert whole["measured_count"] == measured
    stage = warehouse.fetch(completion.stages(READER, filters)).iloc[0]
    assert (whole["measured_count"], whole["eligible_count"]) == (stage["done_count"], stage["due_count"])
    assert warehouse.fetch(participation.by_group(READER, filters, "sex"))["measured_count"].sum() == measured


def test_the_filters_choose_the_whole_too(ask: Ask) -> None:
    filters = Filters(2021, rank_groups=("IV",))
    whole = warehouse.fetch(participation.whole(READER, filters)).iloc[0]
    ((measured, eligible),) = ask(
        "SELECT count(*) FILTER (is_measured), count(*) FROM score WHERE period_year = 2021 AND is_eligible AND rank_group = 'IV'"
    )
    assert (whole["measured_count"], whole["eligible_count"]) == (measured, eligible)


def test_nobody_to_be_measured_has_no_share_and_no_word(warehouse_of_sample: object) -> None:
    for viewer, filters in ((READER, Filters(2021, employment_kinds=("cpns",))), (Viewer(), YEAR)):
        whole = warehouse.fetch(participation.whole(viewer, filters)).iloc[0]
        assert whole["eligible_count"] == 0
        assert whole[["coverage_pct", "participation_code"]].isna().all()
        assert warehouse.fetch(participation.by_group(viewer, filters, "sex")).empty


def test_a_viewer_s_whole_is_their_own_units(ask: Ask) -> None:
    viewer = Viewer(permissions=READER.permissions, scope=Scope(unit_ids=("011102",)))
    whole = warehouse.fetch(participation.whole(viewer, YEAR)).iloc[0]
    assert (whole["measured_count"], whole["eligible_count"]) == tuple(
        ask("SELECT measured_count, eligible_count FROM unit_score WHERE period_year = 2021 AND unit_id = '011102'")[0]
    )


def test_words_are_found_without_rounding(tmp_path: Path, look_at: LookAt) -> None:
    """Units of 100 and 200 people at, and one person below, the bounds of the words; one of three at 66.67 %."""
    sizes = {"A": (61, 100), "B": (60, 100), "C": (142, 200), "D": (141, 200), "E": (2, 3), "F": (91, 100), "G": (0, 4), "H": (81, 100)}
    people = [(unit_id, number < measured) for unit_id, (measured, eligible) in sizes.items() for number in range(eligible)]
    measured_at = [{} if is_measured else {"waktu_ukur": "2021-04-30T09:00"} for _unit_id, is_measured in people]
    built = rows.build(
        tmp_path,
        measurements=rows.measurements(*measured_at),
        personnel=rows.personnel(*({"unit_id": unit_id, "satuan_kerja": ""} for unit_id, _is_measured in people)),
        units=[{"unit_id": "01", "nama": "Badan"}, *({"unit_id": unit_id, "nama": f"Unit {unit_id}", "induk": "01"} for unit_id in sizes)],
    )
    look_at(built.warehouse)
    frame = warehouse.fetch(participation.by_group(READER, YEAR, "unit"))
    found = {row.group_code: (row.measured_count, row.eligible_count, row.participation_code) for row in frame.itertuples()}
    assert found == {unit_id: (*counts, word_of(*counts)) for unit_id, counts in sizes.items()}
    assert not warehouse.fetch(participation.whole(READER, YEAR)).iloc[0]["is_confirmed"], "the rule file marks its bounds as not confirmed"


def test_an_unknown_grouping_is_refused(warehouse_of_sample: object) -> None:
    with pytest.raises(KeyError):
        participation.by_group(READER, YEAR, "religion")
