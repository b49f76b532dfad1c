"""Scores agree with the oracle: generated people, every bound, the published vectors; both category conventions, values and predicates."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import oracle
from tests.pipelines.scoring.conftest import scores

Workbench = Callable[..., duckdb.DuckDBPyConnection]

CONVENTIONS = ("lower_inclusive", "upper_inclusive")
RULES = [(year, convention) for year in (2019, 2020, 2021, 2023) for convention in CONVENTIONS]
BOUNDS = [Decimal(bound) for bound in (0, 50, 51, 60, 61, 70, 71, 75, 76, 80, 81, 90, 91, 100)]
AROUND = [bound + step for bound in BOUNDS for step in (Decimal("-0.01"), Decimal(0), Decimal("0.0001"), Decimal("0.01")) if 0 <= bound + step <= 100]
CATEGORY_CODES = {"Sangat Rendah": "sangat_rendah", "Rendah": "rendah", "Sedang": "sedang", "Tinggi": "tinggi", "Sangat Tinggi": "sangat_tinggi"}

values = st.one_of(st.sampled_from(AROUND), st.decimals(0, 100, places=4))
answers = st.none() | st.booleans()
people = st.builds(
    oracle.Person,
    position_group=st.sampled_from(oracle.POSITION_GROUPS),
    education_code=st.none() | st.sampled_from(oracle.EDUCATION_CODES),
    has_leadership_training=answers,
    has_functional_training=answers,
    technical_training_hours=st.none() | st.sampled_from([Decimal("19.99"), Decimal(20), Decimal("20.01")]) | st.decimals(0, 200, places=2),
    has_seminar=answers,
    performance_value=st.none() | values,
    performance_predicate=st.none() | st.sampled_from(oracle.PREDICATES),
    discipline_code=st.none() | st.sampled_from(oracle.DISCIPLINE_CODES),
    reported_qualification=st.none() | st.decimals(0, 25, places=4),
    reported_competence=st.none() | st.decimals(0, 40, places=4),
    reported_performance=st.none() | st.decimals(0, 30, places=4),
    reported_discipline=st.none() | st.decimals(0, 5, places=4),
)


def expected(year: int, convention: str, group: list[oracle.Person]) -> list[oracle.Score | None]:
    return [oracle.score(person, convention=convention, predicates=year == 2023) for person in group]


def vectors(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("year", "convention"), [each for each in RULES if each[0] in {2021, 2023}])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(group=st.lists(people, min_size=60, max_size=120))
def test_generated_people_score_as_the_oracle_says(workbench: Workbench, year: int, convention: str, group: list[oracle.Person]) -> None:
    assert scores(workbench(year, convention), year, group) == expected(year, convention, group)


@pytest.mark.parametrize(("year", "convention"), RULES)
def test_every_combination_of_answers_scores_as_the_oracle_says(workbench: Workbench, year: int, convention: str) -> None:
    group = [
        oracle.Person(position, education, leadership, functional, hours, seminar, Decimal(80), "baik", "tidak_pernah")
        for position in oracle.POSITION_GROUPS
        for education in oracle.EDUCATION_CODES
        for leadership in (True, False, None)
        for functional in (True, False, None)
        for hours in (None, Decimal("19.99"), Decimal(20))
        for seminar in (True, False, None)
    ]
    assert scores(workbench(year, convention), year, group) == expected(year, convention, group)


@pytest.mark.parametrize(("year", "convention"), RULES)
def test_every_bound_of_performance_and_a_hundredth_around_it(workbench: Workbench, year: int, convention: str) -> None:
    group = [
        oracle.Person(position, "S-1", performance_value=value, performance_predicate=predicate)
        for position in oracle.POSITION_GROUPS
        for value in (*AROUND, Decimal("-0.01"), Decimal("100.01"), None)
        for predicate in (*oracle.PREDICATES, None)
    ]
    assert scores(workbench(year, convention), year, group) == expected(year, convention, group)


@pytest.mark.parametrize(("year", "convention"), RULES)
def test_every_bound_of_the_categories_and_a_hundredth_around_it(workbench: Workbench, year: int, convention: str) -> None:
    group = [reported(total) for total in AROUND]
    assert scores(workbench(year, convention), year, group) == expected(year, convention, group)


@pytest.mark.parametrize(("column", "convention"), [("A_upper_inclusive", "upper_inclusive"), ("B_lower_inclusive_floor", "lower_inclusive")])
def test_published_category_vectors(workbench: Workbench, column: str, convention: str) -> None:
    rows = vectors("category_boundary_vectors.csv")
    results = scores(workbench(2021, convention), 2021, [reported(Decimal(row["value"])) for row in rows])
    assert [result and result.category_code for result in results] == [CATEGORY_CODES[row[column]] for row in rows]


@pytest.mark.parametrize(("column", "convention"), [("category_A", "upper_inclusive"), ("category_B", "lower_inclusive")])
def test_published_vectors_of_persons(workbench: Workbench, column: str, convention: str) -> None:
    rows = vectors("individual_vectors.csv")
    results = scores(workbench(2021, convention), 2021, [person_of(row) for row in rows])
    assert results == [score_of(row, CATEGORY_CODES[row[column]]) for row in rows]


def test_a_total_just_below_a_bound_is_not_rounded_up(workbench: Workbench) -> None:
    (result,) = scores(workbench(2021), 2021, [reported(Decimal("60.995"))])
    assert result is not None
    assert (result.total_score, result.category_code) == (Decimal("60.995"), "sangat_rendah")


def test_answers_not_asked_of_the_group_are_neither_counted_nor_kept(workbench: Workbench) -> None:
    connection = workbench(2021)
    group = [oracle.Person(position, "S-1", True, True, Decimal(20), None, Decimal(80)) for position in oracle.POSITION_GROUPS]
    scores(connection, 2021, group)
    kept = connection.execute(
        "SELECT has_leadership_training, has_functional_training, has_technical_training, has_seminar FROM score_result ORDER BY person_no"
    ).fetchall()
    assert kept == [(True, None, True, False), (None, True, True, False), (None, None, True, False)]


def test_answers_of_reported_scores_are_not_kept(workbench: Workbench) -> None:
    connection = workbench(2021)
    scores(connection, 2021, [reported(Decimal(70))])
    kept = connection.execute("SELECT has_technical_training, has_seminar, performance_code, discipline_code FROM score_result").fetchall()
    assert kept == [(None, None, None, None)]


def test_bands_and_punishments_are_named(workbench: Workbench) -> None:
    connection = workbench(2021)
    values_ = [Decimal(text) for text in ("0", "50.99", "51", "60.99", "61", "75.99", "76", "90.99", "91", "100")]
    scores(connection, 2021, [oracle.Person("pelaksana", "S-1", performance_value=value) for value in values_])
    found = connection.execute("SELECT performance_code::VARCHAR, discipline_code::VARCHAR FROM score_result ORDER BY person_no").fetchall()
    bands = ["buruk", "buruk", "kurang", "kurang", "cukup", "cukup", "baik", "baik", "sangat_baik", "sangat_baik"]
    assert found == [(band, "tidak_pernah") for band in bands]


def test_a_total_outside_every_category_is_refused(workbench: Workbench) -> None:
    with pytest.raises(ValueError, match=r"^1 jumlah skor berada di luar semua kategori"):
        scores(workbench(2021), 2021, [reported(Decimal("100.01"))])


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2023])
def test_bounds_are_those_of_all_who_could_be_measured(workbench: Workbench, year: int) -> None:
    connection = workbench(year)
    scores(connection, year, [reported(Decimal(70))])
    found = connection.execute("SELECT position_group, education_code, lowest_score, highest_score FROM score_bound").fetchall()
    wanted = {
        (position, education, *oracle.bounds(position, education))
        for position in oracle.POSITION_GROUPS
        for education in (*oracle.EDUCATION_CODES, None)
    }
    assert len(found) == len(wanted)
    assert set(found) == wanted


def reported(total: Decimal) -> oracle.Person:
    """Somebody with nothing but four reported scores that sum to `total`."""
    rest, parts = total, []
    for maximum in (25, 40, 30):
        parts.append(min(rest, Decimal(maximum)))
        rest -= parts[-1]
    qualification, competence, performance = parts
    return oracle.Person(
        "pelaksana",
        reported_qualification=qualification,
        reported_competence=competence,
        reported_performance=performance,
        reported_discipline=rest,
    )


def score_of(row: dict[str, str], category_code: str) -> oracle.Score:
    qualification, competence, performance, discipline, total = (
        Decimal(row[name]) for name in ("kualifikasi", "kompetensi", "kinerja", "disiplin", "total")
    )
    return oracle.Score(qualification, competence, performance, discipline, total, category_code, "answers")


def person_of(row: dict[str, str]) -> oracle.Person:
    education = {"S3": "S-3", "S2": "S-2", "S1": "S-1", "D3": "D-III"}.get(row["pendidikan"], row["pendidikan"])
    return oracle.Person(
        position_group=row["position_group"],
        education_code=education,
        has_leadership_training=row["pim"] == "1",
        has_functional_training=row["fungsional"] == "1",
        technical_training_hours=Decimal(20) * int(row["teknis20jp"]),
        has_seminar=row["seminar"] == "1",
        performance_value=Decimal(row["nilai_skp"]),
        discipline_code={"tidak": "tidak_pernah"}.get(row["hukdis"], row["hukdis"]),
    )
