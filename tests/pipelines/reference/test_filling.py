"""The reference as rows of the workbench: the published tables as defined, and the words that staging looks up."""

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import reference
from pipelines.reference import ReferenceFileError, lookups
from pipelines.reference.spelling import spelling_of
from pipelines.warehouse import tables

REFERENCE = Path("data/reference")


@pytest.fixture(scope="module")
def workbench() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    reference.insert(connection, reference.load(REFERENCE, 2021))
    return connection


PUBLISHED = (
    "rule_version",
    "rule_dimension",
    "rule_indicator",
    "rule_point",
    "rule_category",
    "rule_participation",
    "rule_eligibility",
    "schedule_stage",
    "schedule_deadline",
    "schedule_dependency",
    "schedule_day",
    "rank",
    "education",
)


@pytest.mark.parametrize("name", [*PUBLISHED, *lookups.metadata.tables])
def test_every_table_is_there_as_defined_and_has_rows(workbench: duckdb.DuckDBPyConnection, name: str) -> None:
    table = {**lookups.metadata.tables, **tables.metadata.tables}[name]
    found = workbench.execute(f"DESCRIBE {name}").fetchall()
    assert [row[0] for row in found] == [column.name for column in table.columns]
    assert workbench.execute(f"SELECT count(*) > 0 FROM {name}").fetchone() == (True,)


@pytest.mark.parametrize("convention", ["lower_inclusive", "upper_inclusive"])
def test_every_total_has_exactly_one_category(workbench: duckdb.DuckDBPyConnection, convention: str) -> None:
    strays = workbench.execute(
        """
        SELECT total, count(category_code)
        FROM (SELECT (unnest(range(0, 10001)) / 100)::DECIMAL(7, 4) AS total)
        LEFT JOIN rule_category
            ON convention_code = $convention
            AND (total > lower_bound OR (is_lower_included AND total = lower_bound))
            AND (total < upper_bound OR (is_upper_included AND total = upper_bound))
        GROUP BY total
        HAVING count(category_code) <> 1
        """,
        {"convention": convention},
    ).fetchall()
    assert strays == []


def test_the_convention_of_the_file_is_in_force(workbench: duckdb.DuckDBPyConnection) -> None:
    assert workbench.execute("SELECT DISTINCT convention_code FROM rule_category WHERE is_in_force").fetchall() == [("lower_inclusive",)]


def test_points_that_nobody_confirmed_make_the_year_unconfirmed() -> None:
    for year, confirmed in ((2021, True), (2023, False)):
        connection = duckdb.connect()
        reference.insert(connection, reference.load(REFERENCE, year))
        assert connection.execute("SELECT is_confirmed FROM rule_version").fetchone() == (confirmed,)


def test_the_note_of_the_schedule_is_published_with_that_of_the_rules() -> None:
    connection = duckdb.connect()
    reference.insert(connection, reference.load(REFERENCE, 2019))
    (note,) = connection.execute("SELECT note FROM rule_version").fetchall()[0]
    assert "Poin sama dengan 2021" in note
    assert "Jadwal 2019 diandaikan" in note


def test_eligibility_of_2021(workbench: duckdb.DuckDBPyConnection) -> None:
    found = workbench.execute("SELECT status_code, employment_kind, outcome FROM rule_eligibility").fetchall()
    assert found == [("PNS", "pns", "eligible"), ("CPNS", "cpns", "excluded"), ("PPPK", "pppk", "excluded"), ("*", "other", "excluded")]


def test_minimum_hours_windows_and_limits_of_2021(workbench: duckdb.DuckDBPyConnection) -> None:
    windows = workbench.execute("SELECT DISTINCT indicator_code, window_years, minimum_hours FROM rule_indicator WHERE window_years > 0").fetchall()
    assert set(windows) == {("technical_training", 1, Decimal(20)), ("seminar", 2, None), ("performance", 1, None), ("discipline", 5, None)}
    shown = workbench.execute(
        "SELECT DISTINCT indicator_code, evidence, is_evidence_confirmed FROM rule_indicator WHERE dimension_code <> 'competence'"
    )
    assert set(shown.fetchall()) == {("education", "reference_no,dated_on", False), ("performance", "dated_on", False), ("discipline", None, True)}
    values = workbench.execute("SELECT DISTINCT indicator_code, lowest_value, highest_value FROM rule_indicator WHERE highest_value IS NOT NULL")
    assert values.fetchall() == [("performance", Decimal(0), Decimal(100))]
    limits = workbench.execute("SELECT minimum_group_size, rejected_share_limit, total_tolerance FROM rule_version").fetchone()
    assert limits == (5, Decimal("0.20"), Decimal("0.01"))


@pytest.mark.parametrize(
    "written",
    ["III/b", "IIIb", "III B", "III/B", "32", "132", "Penata Muda Tingkat I", "Penata Muda Tk. I (III/b)", "Penata Muda Tk. I / III b", "Gol. III/b"],
)
def test_spellings_of_a_rank(workbench: duckdb.DuckDBPyConnection, written: str) -> None:
    assert workbench.execute("SELECT rank_code, employment_kind FROM word_rank WHERE spelling = spelling_of($1)", [written]).fetchall() == [
        ("III/b", None)
    ]


def test_a_roman_numeral_alone_is_a_rank_of_pppk(workbench: duckdb.DuckDBPyConnection) -> None:
    assert workbench.execute("SELECT rank_code, employment_kind FROM word_rank WHERE spelling = spelling_of('IV')").fetchall() == [("IV", "pppk")]


@pytest.mark.parametrize(
    ("table", "column", "written", "code"),
    [
        ("word_education", "education_code", "Strata 1", "S-1"),
        ("word_education", "education_code", "s1", "S-1"),
        ("word_education", "education_code", "Diploma III/Sarjana Muda", "D-III"),
        ("word_education", "education_code", "SLTA Kejuruan", "SLTA"),
        ("word_education", "education_code", "SMA / Sederajat", "SLTA"),
        ("word_position", "position_group", "Eselon III.a", "struktural"),
        ("word_position", "position_kind", "JPT Pratama", "JPT"),
        ("word_position", "position_kind", "Fungsional Umum", "pelaksana"),
        ("word_answer", "is_yes", "YA", True),
        ("word_answer", "is_yes", "belum pernah", False),
        ("word_discipline", "discipline_code", "Tidak Pernah", "tidak_pernah"),
        ("word_sex", "sex_code", "Laki-laki", "male"),
        ("word_predicate", "performance_code", "Butuh Perbaikan", "butuh_perbaikan"),
        ("word_category", "category_code", "CUKUP", "sedang"),
        ("word_category", "category_code", "Sangat Tinggi", "sangat_tinggi"),
        ("word_status", "status_code", "Calon PNS", "CPNS"),
        ("unit_alias", "unit_name", "BDK Makassar", "Balai Diklat Keagamaan Makassar"),
        ("unit_alias", "unit_name", "Balai Pendidikan dan Pelatihan Keagamaan Makassar", "Balai Diklat Keagamaan Makassar"),
    ],
)
def test_words(workbench: duckdb.DuckDBPyConnection, table: str, column: str, written: str, code: str | bool) -> None:
    key = "alias" if table == "unit_alias" else "spelling"
    assert workbench.execute(f"SELECT {column} FROM {table} WHERE {key} = spelling_of($1)", [written]).fetchall() == [(code,)]


def test_a_unit_is_no_alias_of_itself(workbench: duckdb.DuckDBPyConnection) -> None:
    assert workbench.execute("SELECT alias FROM unit_alias WHERE alias = spelling_of(unit_name)").fetchall() == []


@given(written=st.text(st.characters(codec="cp1252", exclude_characters="\0")))
def test_the_macro_and_the_function_agree(workbench: duckdb.DuckDBPyConnection, written: str) -> None:
    assert workbench.execute("SELECT spelling_of($1)", [written]).fetchone() == (spelling_of(written),)


def test_text_arrives_as_it_stands() -> None:
    odd = "100 % of :a 'b' \\n %s {x} \"q\" ? ; --\n –"
    loaded = reference.load(REFERENCE, 2021)
    connection = duckdb.connect()
    reference.insert(connection, replace(loaded, rules=replace(loaded.rules, note=odd)))
    assert connection.execute("SELECT note FROM rule_version").fetchone() == (odd,)


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("words.toml", '"sudah", ', '"sudah", "belum", ', 'ejaan "belum" sudah dipakai untuk "yes"'),
        ("ranks.toml", '"11", "111"', '"11", "112"', 'ejaan "112" sudah dipakai untuk "I/a"'),
        ("units_alias.toml", '"BDK Padang"', '"BDK Medan"', 'ejaan "BDK Medan" sudah dipakai untuk "Balai Diklat Keagamaan Medan"'),
        ("education.toml", '"Paket A"', '"–"', 'ejaan "–" tidak memuat huruf atau angka'),
    ],
)
def test_a_spelling_for_two_codes_is_refused_with_its_line(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    folder = shutil.copytree(REFERENCE, tmp_path / "reference")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceFileError, match=rf"{file}:\d+: ") as refused:
        reference.load(folder, 2021)
    assert sentence in str(refused.value)
