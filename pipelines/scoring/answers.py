"""What one person's answers would give: the application's live figure, by the same steps as the build."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from pipelines import reference
from pipelines.scoring.steps import INPUT_COLUMNS, PERSON_STEPS, choose, prepare, run

REFERENCE_FOLDER = Path(__file__).parents[2] / "data" / "reference"


@dataclass(frozen=True)
class Answers:
    """One person's answers, by the codes of the reference files; None is an empty answer. Hours in JP, the performance value 0 to 100."""

    position_group: str
    education_code: str | None = None
    has_leadership_training: bool | None = None
    has_functional_training: bool | None = None
    technical_training_hours: Decimal | None = None
    has_seminar: bool | None = None
    performance_value: Decimal | None = None
    performance_predicate: str | None = None
    discipline_code: str | None = None


@dataclass(frozen=True)
class Preview:
    """Points of the four dimensions, their sum and its category; all None while an answer without which nobody is scored is missing."""

    qualification_score: Decimal | None = None
    competence_score: Decimal | None = None
    performance_score: Decimal | None = None
    discipline_score: Decimal | None = None
    total_score: Decimal | None = None
    category_code: str | None = None


@lru_cache(maxsize=20_000)
def preview(year: int, answers: Answers, *, folder: Path = REFERENCE_FOLDER) -> Preview:
    """The score of one person under the rules of `year`. Raises ReferenceFileError when the year has no usable rules.

    Whoever asks while others are being scored is scored together with everybody else who waits: 200 at once cost two rounds of `previews`, not 200.
    """
    asked = _Asked(answers)
    with _waiting_lock:
        _waiting[folder, year].append(asked)
    with _scoring_lock:
        if asked.found is None:
            _answer_all(folder, year)
    if isinstance(asked.found, Exception):
        raise asked.found
    return asked.found or Preview()


@dataclass
class _Asked:
    """One person's answers that wait for their score; what was found, or why it could not be."""

    answers: Answers
    found: Preview | Exception | None = None


_waiting: defaultdict[tuple[Path, int], list[_Asked]] = defaultdict(list)
_waiting_lock, _scoring_lock, _rules_lock = Lock(), Lock(), Lock()


def _answer_all(folder: Path, year: int) -> None:
    """Score everybody who waits for the rules of a year, as one."""
    with _waiting_lock:
        together = _waiting.pop((folder, year), [])
    try:
        found: Sequence[Preview | Exception] = previews(year, [each.answers for each in together], folder=folder)
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        found = [error] * len(together)
    for each, one in zip(together, found, strict=True):
        each.found = one


def previews(year: int, people: Sequence[Answers], *, folder: Path = REFERENCE_FOLDER) -> list[Preview]:
    """The scores of several people, in their order: 1,600 cost three times what one does. Raises ReferenceFileError when the year has no usable rules."""
    with _rules_lock:
        connection = _rules(folder, year).cursor()
    try:
        choose(connection, year)
        columns = ", ".join(f"{name} {kind}" for name, kind in INPUT_COLUMNS.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE score_input ({columns})")
        names = ["person_no", *(each.name for each in fields(Answers))]
        lists: list[list[Any]] = [list(range(len(people))), *([getattr(one, name) for one in people] for name in names[1:])]
        rows = ", ".join(f"unnest(?::{INPUT_COLUMNS[name]}[])" for name in names)
        connection.execute(f"INSERT INTO score_input ({', '.join(names)}) SELECT {rows}", lists)
        for step in PERSON_STEPS:
            run(connection, step, kind="TEMP TABLE")
        scores = ", ".join(each.name for each in fields(Preview))
        found = connection.execute(f"SELECT person_no, {scores} FROM score_result").fetchall()  # noqa: S608 -- our own field names
    finally:
        connection.close()
    by_place = {place: Preview(*row) for place, *row in found}
    return [by_place.get(place, Preview()) for place in range(len(people))]


@lru_cache(maxsize=8)
def _rules(folder: Path, year: int) -> duckdb.DuckDBPyConnection:
    """A database in memory with the rules of one year. Callers take a cursor of it, each its own temporary tables. Its tables are too small for threads, which
    would cost a third more."""
    connection = duckdb.connect(config={"threads": 1})
    reference.insert(connection, reference.load(folder, year))
    prepare(connection, year)
    return connection
