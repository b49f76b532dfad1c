"""Workbenches that hold the rules of one year, with either category convention, and people to score in them."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from pipelines import reference, scoring
from tests import oracle

REFERENCE = Path("data/reference")


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int, str], duckdb.DuckDBPyConnection]:
    """One workbench per year and convention. A convention other than the rule file's is written into a copy of it, as a person would."""
    opened: dict[tuple[int, str], duckdb.DuckDBPyConnection] = {}

    def of(year: int, convention: str = "lower_inclusive") -> duckdb.DuckDBPyConnection:
        if (year, convention) not in opened:
            folder = tmp_path_factory.mktemp("reference") / "copy"
            shutil.copytree(REFERENCE, folder)
            for file in (folder / "scoring").glob("*.toml"):
                text = file.read_text(encoding="utf-8")
                file.write_text(text.replace('category_convention = "lower_inclusive"', f'category_convention = "{convention}"'), encoding="utf-8")
            connection = duckdb.connect()
            reference.insert(connection, reference.load(folder, year))
            opened[year, convention] = connection
        return opened[year, convention]

    return of


def scores(connection: duckdb.DuckDBPyConnection, year: int, people: Sequence[oracle.Person]) -> list[oracle.Score | None]:
    """Scores `people` as the build does; one result per person, in their order, None for those whom it left out."""
    columns = ", ".join(f"{name} {kind}" for name, kind in scoring.INPUT_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TABLE score_input ({columns})")
    given = pa.Table.from_pylist([{"person_no": number, **asdict(person)} for number, person in enumerate(people)])
    connection.register("given", given)
    connection.execute("INSERT INTO score_input BY NAME SELECT * FROM given")
    scoring.score(connection, year)
    result = connection.execute(
        """
        SELECT person_no, qualification_score, competence_score, performance_score, discipline_score, total_score, category_code, score_source
        FROM score_result
        """
    ).fetchall()
    found = {row[0]: oracle.Score(*row[1:]) for row in result}
    assert len(found) == len(result)
    return [found.get(number) for number in range(len(people))]
