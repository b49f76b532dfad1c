"""Write the sample: four files in the templates of the sources, the same bytes for the same arguments.

Everything in them is invented: names, numbers, head counts, answers and times. Only the 25 units of the Badan are real.
"""

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
UNITS = HERE.parents[1] / "data" / "reference" / "units" / "kemenag_2021.csv"

LISTS = ("kemenag_profile", "sub_unit", "word", "name", "position", "education", "education_share", "dirt")
STEPS = ("nation_unit", "unit", "post", "person", "simpeg", "result")
FILES = ("units", "personnel", "measurements", "reports")
MARK = "SAMPLE.txt"
"""Lies beside files of invented data; a build that finds it beside a source marks its release as a sample."""

MARK_TEXT = "Data rekaan: semua orang, angka, dan waktu dalam folder ini dibuat oleh program dan bukan milik siapa pun. Invented data: nobody in this folder exists.\n"

MEMORY_LIMIT = "1500MB"


def write(people: int, seed: int, out: Path, year: int, format: str = "csv", clean: bool = False) -> None:
    """Write measurements, personnel, units, reports and the mark SAMPLE.txt into `out`, for `people` people of one measurement year.

    The same seed and number of people give the same people in every year: older, promoted, some moved, some retired and replaced. From 100,000 people on
    the 25 units of the Badan are part of an invented nation. `clean` leaves out everything that a check would find.
    """
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".sample-", dir=out))
    try:
        with duckdb.connect(str(work / "sample.duckdb"), config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(work)}) as connection:
            _prepare(connection, people, seed, year, clean)
            for step in STEPS:
                connection.execute(f"CREATE TABLE {step} AS {_sql(step)}")
            for name in FILES:
                options = "FORMAT csv, HEADER" if format == "csv" else "FORMAT parquet"
                connection.execute(f"COPY ({_sql(name)}) TO '{out / name}.{format}' ({options})")
    finally:
        shutil.rmtree(work)
    (out / MARK).write_text(MARK_TEXT, encoding="utf-8")


def _prepare(connection: duckdb.DuckDBPyConnection, people: int, seed: int, year: int, clean: bool) -> None:
    connection.execute((HERE / "steps" / "draws.sql").read_text(encoding="utf-8"))
    for name in LISTS:
        connection.execute(f"CREATE TABLE {name} AS FROM read_csv('{HERE / 'lists' / name}.csv', header = true)")
    connection.execute(f"CREATE OR REPLACE TABLE kemenag_profile AS FROM read_csv('{HERE / 'lists' / 'kemenag_profile'}.csv', types = {{'unit_id': 'VARCHAR'}})")
    connection.execute(f"CREATE OR REPLACE TABLE sub_unit AS FROM read_csv('{HERE / 'lists' / 'sub_unit'}.csv', types = {{'code': 'VARCHAR', 'parent_code': 'VARCHAR'}})")
    connection.execute(f"CREATE TABLE kemenag_unit AS FROM read_csv('{UNITS}', header = true, all_varchar = true)")
    connection.execute("CREATE TABLE education_draw AS SELECT role, education_no, unnest(range(before, before + share)) AS draw_no FROM (SELECT *, coalesce(sum(share) OVER (PARTITION BY role ORDER BY education_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::BIGINT AS before FROM education_share)")
    connection.execute("CREATE TABLE position_draw AS SELECT position_kind, character, nama, draw_no FROM (SELECT *, row_number() OVER (PARTITION BY position_kind, character) - 1 AS position_no, count(*) OVER (PARTITION BY position_kind, character) AS positions FROM position) JOIN (SELECT unnest(range(60)) AS draw_no) ON draw_no % positions = position_no")
    opens_on = _second_monday_of_april(year)
    connection.execute(
        "CREATE TABLE setting AS SELECT ? AS people, ? AS seed, ? AS year, ? AS is_clean, ? >= 100000 AS is_nation, ? AS period_of_dirt, ?::DATE AS opens_on, ?::DATE AS closes_on, ?::DATE AS verify_by, ?::DATE AS due_3, ?::DATE AS due_4, ?::DATE AS due_5",
        [people, seed, year, clean, people, 400 if people < 100_000 else 2000, *(opens_on + timedelta(days) for days in (0, 4, 7, 9, 11, 14))],
    )


def _second_monday_of_april(year: int) -> date:
    return next(day for day in (date(year, 4, 8 + n) for n in range(7)) if day.isoweekday() == 1)


def _sql(name: str) -> str:
    return (HERE / "steps" / f"{name}.sql").read_text(encoding="utf-8")
