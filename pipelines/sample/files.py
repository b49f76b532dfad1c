"""Write the sample: four files in the templates of the sources, the same bytes for the same arguments.

Everything in them is invented: names, numbers, head counts, answers and times. Only the 25 units of the Badan are real.
"""

import shutil
import tempfile
from pathlib import Path

from duckdb import DuckDBPyConnection, connect

from pipelines import reference, scoring
from pipelines.parser import UsageError
from pipelines.workbench import literal

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "data" / "reference"

FORMATS = {"csv": "FORMAT csv, HEADER", "parquet": "FORMAT parquet, COMPRESSION zstd"}

MOST_PEOPLE = 365 * 999 * 15 * 2
"""Days of birth, sequences, lengths of a career and sexes: so many posts have a NIP of their own."""

NATION_FROM = 100_000
"""From so many people on, the Badan is a part of an invented nation."""

LISTS = ("kemenag_profile", "sub_unit", "renamed_unit", "word", "name", "position", "schooling", "schooling_share", "dirt")
"""Tables that stand ready in lists/<name>.csv."""

TEXT_COLUMNS = {
    "kemenag_unit": ("unit_id", "induk"),
    "kemenag_profile": ("unit_id",),
    "renamed_unit": ("unit_id",),
    "sub_unit": ("code", "parent_code"),
}
"""Identifiers of the lists: digits with leading noughts, so text."""

STEPS = ("setting", "schooling_draw", "position_draw", "nation_unit", "unit", "post", "person", "measured", "answer", "score_input")
"""Tables made one after the other by steps/<name>.sql; the year's rules score the last one."""

VIEWS = ("simpeg",)
"""Selected from once: written to disk they would cost more than their making."""

FILES = ("units", "personnel", "reports", "measurements")
"""Files, and the steps that select their rows."""

MARK = "SAMPLE.txt"
"""Lies beside files of invented data; a build that finds it beside a source marks its release as a sample."""

MARK_TEXT = (
    "Data rekaan: orang, angka, dan waktu dalam folder ini dibuat oleh program dan bukan milik siapa pun. (Invented data: nobody here exists.)\n"
)

MEMORY_LIMIT = "1500MB"


def write(people: int, seed: int, out: Path, year: int, format: str = "csv", clean: bool = False) -> None:  # noqa: A002 - the word of the command line
    """Write measurements, personnel, units and reports of one measurement year for `people` people, and the mark SAMPLE.txt, into `out`.

    The same seed and number of people give the same people in every year: older, promoted, some moved, some retired and replaced. `clean` leaves out
    everything that a check would find; otherwise every check that can be met in the templates is met by a few rows, from about 500 people on, and those on
    reports from a nation on: the Badan sends too few reports to bear more.
    Raises UsageError for a number of people or a format that is not possible and for a folder with files that are no sample, and ReferenceFileError for a
    year without rules.
    """
    _refuse(people, out, format)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text(MARK_TEXT, encoding="utf-8")
    work = Path(tempfile.mkdtemp(prefix=".sample-", dir=out))
    files = [f"{name}.{format}" for name in FILES]
    try:
        with connect(work / "sample.duckdb", config={"memory_limit": MEMORY_LIMIT, "temp_directory": str(work)}) as connection:
            _prepare(connection, people, seed, year, clean)
            for step in STEPS:
                connection.execute(f"CREATE TABLE {step} AS {_statement(step)}")
            for view in VIEWS:
                connection.execute(f"CREATE VIEW {view} AS {_statement(view)}")
            scoring.score(connection, year)
            for name, file in zip(FILES, files, strict=True):
                connection.execute(f"COPY ({_statement(name)}) TO {literal(work / file)} ({FORMATS[format]})")
        for file in files:
            (work / file).replace(out / file)
    finally:
        shutil.rmtree(work)


def _refuse(people: int, out: Path, format: str) -> None:  # noqa: A002
    """Real data must not be overwritten by invented ones: files without the mark beside them are taken for real."""
    if not 1 <= people <= MOST_PEOPLE:
        raise UsageError(f"Jumlah orang harus antara 1 dan {MOST_PEOPLE}, bukan {people}.")
    if format not in FORMATS:
        raise UsageError(f"Bentuk berkas contoh harus salah satu dari {', '.join(FORMATS)}, bukan {format}.")
    real = [name for name in FILES if (out / f"{name}.{format}").exists()]
    if real and not (out / MARK).exists():
        raise UsageError(f"Folder {out} berisi {real[0]}.{format} yang bukan contoh; pilih folder lain dengan --out.")


def _prepare(connection: DuckDBPyConnection, people: int, seed: int, year: int, clean: bool) -> None:
    """The year's rules, the lists, and the one row of table `setting`: what was asked for."""
    reference.insert(connection, reference.load(REFERENCE, year))
    connection.execute(_statement("draws"))
    for name in LISTS:
        _read_list(connection, name, HERE / "lists" / f"{name}.csv")
    _read_list(connection, "kemenag_unit", REFERENCE / "units" / "kemenag_2021.csv")
    asked = {"people": people, "seed": seed, "year": year, "is_clean": clean, "is_nation": people >= NATION_FROM}
    for name, value in asked.items():
        connection.execute(f"SET VARIABLE {name} = {value}")


def _read_list(connection: DuckDBPyConnection, name: str, file: Path) -> None:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in TEXT_COLUMNS.get(name, ()))
    connection.execute(f"CREATE TABLE {name} AS FROM read_csv({literal(file)}, header = true{f', types = {{{types}}}' if types else ''})")


def _statement(step: str) -> str:
    return (HERE / "steps" / f"{step}.sql").read_text(encoding="utf-8")
