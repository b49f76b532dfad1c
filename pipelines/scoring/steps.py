"""The steps that score, in their order: each .sql file beside this one makes the table of its name."""

from pathlib import Path

from duckdb import DuckDBPyConnection

RULE_STEPS = ("score_education", "score_competence", "score_hours", "score_discipline", "score_category", "score_bound")
"""Small tables that hang on the year's rules alone."""

PERSON_STEPS = ("score_performance", "score_result")
"""Tables made of score_input."""

INPUT_COLUMNS = {
    "person_no": "BIGINT",
    "position_group": "VARCHAR",
    "education_code": "VARCHAR",
    "has_leadership_training": "BOOLEAN",
    "has_functional_training": "BOOLEAN",
    "technical_training_hours": "DECIMAL(9, 2)",
    "has_seminar": "BOOLEAN",
    "performance_value": "DECIMAL(9, 4)",
    "performance_predicate": "VARCHAR",
    "discipline_code": "VARCHAR",
    "reported_qualification": "DECIMAL(9, 4)",
    "reported_competence": "DECIMAL(9, 4)",
    "reported_performance": "DECIMAL(9, 4)",
    "reported_discipline": "DECIMAL(9, 4)",
}
"""score_input, one row per person: what is known. Empty is NULL; values must have been checked (codes known, reported scores within their dimension)."""

WORD_TYPES = """
CREATE TYPE IF NOT EXISTS category_word AS ENUM (SELECT category_code FROM rule_category WHERE is_in_force ORDER BY category_order);
CREATE TYPE IF NOT EXISTS performance_word AS ENUM (SELECT DISTINCT answer_code FROM rule_point WHERE indicator_code = 'performance' ORDER BY answer_code);
CREATE TYPE IF NOT EXISTS discipline_word AS ENUM (SELECT DISTINCT answer_code FROM rule_point WHERE indicator_code = 'discipline' ORDER BY answer_code);
CREATE TYPE IF NOT EXISTS source_word AS ENUM ('answers', 'reported');
"""
"""Words of results as one byte each: written as text they cost more than the scoring (5 million people: 3.2 s against 1.5 s). They read and join as text."""


def score(connection: DuckDBPyConnection, year: int) -> None:
    """Makes score_result, one row per person of score_input that can be scored, and score_bound, from the rule tables of `year`.

    Raises ValueError when a total lies outside every category: reported scores must have been checked before.
    """
    prepare(connection, year)
    for step in PERSON_STEPS:
        run(connection, step)
    stray = connection.sql("SELECT count(*) FROM score_result WHERE category_code IS NULL").fetchone()
    if stray and stray[0]:
        raise ValueError(f"{stray[0]} jumlah skor berada di luar semua kategori; nilai yang dilaporkan harus diperiksa sebelum penilaian")


def prepare(connection: DuckDBPyConnection, year: int) -> None:
    """Makes the tables of RULE_STEPS, score_bound among them. A database holds the rules of one year."""
    choose(connection, year)
    connection.execute(WORD_TYPES)
    for step in RULE_STEPS:
        run(connection, step)


def choose(connection: DuckDBPyConnection, year: int) -> None:
    """Sets the variable `period_year`, which every step reads."""
    connection.execute(f"SET VARIABLE period_year = {year:d}")


def run(connection: DuckDBPyConnection, step: str, *, kind: str = "TABLE") -> None:
    """Makes the table `step` anew from its file."""
    select = (Path(__file__).parent / f"{step}.sql").read_text(encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE {kind} {step} AS {select}")
