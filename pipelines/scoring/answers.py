"""What one person's answers would give: the application's live figure, by the same steps as the build."""

from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

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


def preview(year: int, answers: Answers, *, folder: Path = REFERENCE_FOLDER) -> Preview:
    """The score of one person under the rules of `year`. Raises ReferenceFileError when the year has no usable rules."""
    connection = _rules(folder, year).cursor()
    try:
        choose(connection, year)
        columns = ", ".join(f"{name} {kind}" for name, kind in INPUT_COLUMNS.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE score_input ({columns})")
        names = ", ".join(each.name for each in fields(Answers))
        marks = ", ".join("?" * len(fields(Answers)))
        connection.execute(f"INSERT INTO score_input (person_no, {names}) VALUES (1, {marks})", astuple(answers))  # noqa: S608 -- our own field names
        for step in PERSON_STEPS:
            run(connection, step, kind="TEMP TABLE")
        scores = ", ".join(each.name for each in fields(Preview))
        row = connection.execute(f"SELECT {scores} FROM score_result").fetchone()  # noqa: S608 -- our own field names
    finally:
        connection.close()
    return Preview(*row) if row else Preview()


@lru_cache(maxsize=8)
def _rules(folder: Path, year: int) -> duckdb.DuckDBPyConnection:
    """A database in memory with the rules of one year. Callers take a cursor of it, each its own temporary tables."""
    connection = duckdb.connect()
    reference.insert(connection, reference.load(folder, year))
    prepare(connection, year)
    return connection
