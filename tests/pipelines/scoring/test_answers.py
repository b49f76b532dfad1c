"""The preview of one person is the build's score of that person."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, fields
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis.strategies import lists

from pipelines.reference import ReferenceFileError
from pipelines.scoring import Answers, Preview, preview, previews
from tests import oracle
from tests.pipelines.scoring.test_steps import people


def answers_of(person: oracle.Person) -> Answers:
    return Answers(**{each.name: getattr(person, each.name) for each in fields(Answers)})


def wanted(person: oracle.Person, year: int) -> Preview:
    only_answers = oracle.Person(*astuple(answers_of(person)))
    found = oracle.score(only_answers, convention="lower_inclusive", predicates=year == 2023)
    return Preview(*astuple(found)[:6]) if found else Preview()


@pytest.mark.parametrize("year", [2021, 2023])
@settings(max_examples=60, deadline=None)
@given(person=people)
def test_a_preview_is_what_the_oracle_says(year: int, person: oracle.Person) -> None:
    assert preview(year, answers_of(person)) == wanted(person, year)


def test_whoever_waits_is_scored_with_the_others_and_told_of_the_same_error(tmp_path: Path) -> None:
    """Rules that cannot be read: everybody who asks at once is told, and nobody waits for ever."""
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(preview, 2021, Answers("pelaksana", "S-1", has_seminar=bool(turn % 2)), folder=tmp_path) for turn in range(32)]
        errors = {type(each.exception(timeout=60)) for each in asked}
    assert errors == {ReferenceFileError}


def test_previews_at_the_same_time_do_not_mix() -> None:
    group = [
        oracle.Person(position, education, performance_value=Decimal(80))
        for position in oracle.POSITION_GROUPS
        for education in oracle.EDUCATION_CODES
    ] * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda person: preview(2021, answers_of(person)), group))
    assert found == [wanted(person, 2021) for person in group]


@settings(max_examples=5, deadline=None)
@given(group=lists(people, max_size=20))
def test_of_several_each_gets_the_own_score_in_order(group: list[oracle.Person]) -> None:
    assert previews(2021, [answers_of(person) for person in group]) == [wanted(person, 2021) for person in group]


def test_a_missing_performance_value_is_missing_and_never_0_points() -> None:
    assert preview(2021, Answers("pelaksana", "S-1", has_seminar=True)) == Preview()


def test_the_rules_of_another_folder_are_used(tmp_path: Path) -> None:
    folder = shutil.copytree("data/reference", tmp_path / "reference")
    rules = folder / "scoring" / "2021.toml"
    rules.write_text(rules.read_text(encoding="utf-8").replace('answer = "ringan", points = 3', 'answer = "ringan", points = 4'), encoding="utf-8")
    answers = Answers("pelaksana", "S-1", performance_value=Decimal(80), discipline_code="ringan")
    assert preview(2021, answers, folder=folder).discipline_score == 4
    assert preview(2021, answers).discipline_score == 3


def test_a_year_without_rules_is_refused() -> None:
    with pytest.raises(ReferenceFileError, match="aturan tahun 2017 belum ada; yang ada: 2019, 2020, 2021, 2023"):
        preview(2017, Answers("pelaksana"))
