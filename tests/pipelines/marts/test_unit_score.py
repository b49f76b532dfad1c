"""The published figures of units, against a count of people in plain Python."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.warehouse import release
from tests import rows

POINTS = {"qualification": 25, "competence": 40, "performance": 30, "discipline": 5}


@pytest.fixture(scope="module")
def sample(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The current release of the sample."""
    path = release.current(warehouse)
    assert path is not None
    with duckdb.connect(path, read_only=True) as connection:
        yield connection


def _dictionaries(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.execute(query)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _below(units: list[dict[str, Any]], unit: dict[str, Any]) -> set[str]:
    """The identifiers of a unit and of all below it, by following parents."""
    found = {unit["unit_id"]}
    while more := {each["unit_id"] for each in units if each["parent_unit_id"] in found} - found:
        found |= more
    return found


def _category_of_mean(total: Decimal, count: int) -> tuple[str, str]:
    """Categories under the lower-inclusive and the upper-inclusive convention, from the exact fraction total / count."""
    codes = ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi")
    lower = sum(total >= bound * count for bound in (61, 71, 81, 91))
    upper = sum(total > bound * count for bound in (60, 70, 80, 90))
    return codes[lower], codes[upper]


@pytest.mark.parametrize("year", [2019, 2020, 2021])
def test_every_unit_is_the_plain_count_and_mean_over_the_people_below_it(sample: duckdb.DuckDBPyConnection, year: int) -> None:
    """All counts, means, bounds and categories of every unit of the sample."""
    units = _dictionaries(sample, f"SELECT * FROM unit WHERE period_year = {year}")
    people = _dictionaries(sample, f"SELECT * FROM asn_score WHERE period_year = {year}")
    published = {row["unit_id"]: row for row in _dictionaries(sample, f"SELECT * FROM unit_score WHERE period_year = {year}")}
    assert published.keys() == {unit["unit_id"] for unit in units}
    for unit in units:
        inside = _below(units, unit)
        mine = [person for person in people if person["unit_id"] in inside]
        eligible = [person for person in mine if person["is_eligible"]]
        measured = [person for person in eligible if person["is_measured"]]
        row = published[unit["unit_id"]]
        assert (row["asn_count"], row["eligible_count"], row["measured_count"]) == (len(mine), len(eligible), len(measured))
        assert row["verified_count"] == sum(person["is_verified"] for person in eligible)
        for code in ("sangat_rendah", "rendah", "sedang", "tinggi", "sangat_tinggi"):
            assert row[f"{code}_count"] == sum(person["category_code"] == code for person in measured)
        _assert_means(row, eligible, measured)


def _assert_means(row: dict[str, Any], eligible: list[dict[str, Any]], measured: list[dict[str, Any]]) -> None:
    if not measured:
        assert (row["mean_total_score"], row["category_code"], row["other_category_code"]) == (None, None, None)
        return
    total = sum((person["total_score"] for person in measured), Decimal(0))
    assert abs(row["mean_total_score"] - total / len(measured)) < Decimal("0.000001")
    for dimension in POINTS:
        points = sum((person[f"{dimension}_score"] for person in measured), Decimal(0))
        assert abs(row[f"mean_{dimension}_score"] - points / len(measured)) < Decimal("0.000001")
    assert (row["category_code"], row["other_category_code"]) == _category_of_mean(total, len(measured))
    for side in ("lowest", "highest"):
        bound = sum((person[f"{side}_score"] for person in eligible), Decimal(0)) / len(eligible)
        assert abs(row[f"{side}_mean"] - bound) < Decimal("0.000001")


def test_a_unit_with_nobody_measured_has_no_mean_and_never_zero(sample: duckdb.DuckDBPyConnection) -> None:
    """The sample has such a unit, with people who could be measured."""
    found = sample.execute("SELECT count(*), count(mean_total_score) FROM unit_score WHERE measured_count = 0 AND eligible_count > 0").fetchone()
    assert found is not None
    assert found[0] > 0
    assert found[1] == 0


def test_bounds_use_the_education_that_simpeg_knows(tmp_path: Path) -> None:
    """One measured with 90; a pelaksana with S-1 (15 + 0 + 1 + 1 to 15 + 40 + 30 + 5) and a fungsional without education (1 + 0 + 1 + 1 to 100) are not."""
    people = rows.personnel({}, {"jenis_jabatan": "pelaksana", "pendidikan": "S-1"}, {"pendidikan": ""})
    built = rows.build(tmp_path, measurements=rows.measurements(), personnel=people)
    lowest, highest = built.rows("SELECT lowest_mean, highest_mean FROM unit_score WHERE unit_id = '0101'")[0]
    assert abs(lowest - Decimal(90 + 17 + 3) / 3) < Decimal("0.000001")
    assert abs(highest - Decimal(90 + 90 + 100) / 3) < Decimal("0.000001")


def test_a_mean_is_classed_before_it_is_rounded(tmp_path: Path) -> None:
    """Reported totals of 60.99 and 61.00 have the mean 60.995: shown as 61.00 (two decimals), and still Sangat Rendah; Rendah under the other convention."""
    scores = {"kualifikasi": "15", "kompetensi": "15", "kinerja": "25", "disiplin": "5.99", "nilai_kinerja": "", "pendidikan": ""}
    scores |= {"disiplin": "5", "kualifikasi": "15.99"}
    built = rows.build(
        tmp_path,
        measurements=rows.measurements(scores, {**scores, "kualifikasi": "16"}),
        personnel=rows.personnel({}, {}),
    )
    assert built.rows("SELECT mean_total_score, category_code, other_category_code FROM unit_score WHERE unit_id = '0101'") == [
        (Decimal("60.995000"), "sangat_rendah", "rendah")
    ]


def test_a_subtree_follows_parents_and_not_the_letters_of_identifiers(tmp_path: Path) -> None:
    """Unit 09 stands below 0101, although its identifier does not begin with that; unit 01010 stands elsewhere, although it does."""
    tree = rows.units({"unit_id": "01010", "nama": "Lain", "induk": "01", "jenis": "UPT"})
    people = rows.personnel({}, {"unit_id": "09"}, {"unit_id": "01010"})
    built = rows.build(tmp_path, units=tree, measurements=rows.measurements({}, {}, {}), personnel=people)
    counts = dict(built.rows("SELECT unit_id, measured_count FROM unit_score"))
    assert counts == {"01": 3, "0101": 2, "09": 1, "01010": 1}
