"""What changed of every unit between two releases of a year: generated people, trees and changes against a naive second count, and what never may happen."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.__main__ import main
from tests import rows
from tests.pipelines.marts.change_oracle import EFFECTS, Look, Person, person_changes, unit_change

LATER = "2021-04-17T12:00"

KINDS: dict[str, rows.Row] = {
    "full": {},
    "no_seminar": {"seminar": "tidak"},
    "no_training": {"diklat_fungsional": "tidak", "diklat_teknis_jp": "0"},
    "poor": {"nilai_kinerja": "40", "hukuman_disiplin": "berat"},
    "reported": {"kualifikasi": "15", "kompetensi": "20.5", "kinerja": "20", "disiplin": "5", "pendidikan": "", "nilai_kinerja": ""},
    "other_points_same_total": {"kualifikasi": "20", "kompetensi": "15.5", "kinerja": "20", "disiplin": "5", "pendidikan": "", "nilai_kinerja": ""},
}
"""Results that a person may have, one against the other a correction."""

UNITS = tuple("ABCDEFGH")


@st.composite
def trees(draw: st.DrawFn) -> list[rows.Row]:
    """A tree over some of the units, in any order: unit A on top, every other below one that was named before it."""
    below = draw(st.permutations(UNITS[1:]))[: draw(st.integers(2, len(UNITS) - 1))]
    named = ["A", *below]
    parents = [draw(st.integers(0, place)) for place in range(len(below))]
    tree = [{"unit_id": "A", "nama": "Unit A"}]
    tree += [{"unit_id": unit, "nama": f"Unit {unit}", "induk": named[parent]} for unit, parent in zip(below, parents, strict=True)]
    return draw(st.permutations(tree))


people = st.lists(
    st.tuples(st.sampled_from(UNITS), st.sampled_from(["gone", "unmeasured", "CPNS", *KINDS]), st.booleans()),
    min_size=24,
    max_size=40,
)
"""Unit, what is known, and whether it stays as it was before: of the second release only."""


def inputs(tree: list[rows.Row], group: list[tuple[str, str, bool]]) -> dict[str, Any]:
    """The inputs of a build in which the nth person of the group is as described; a unit that the tree lacks is unit A."""
    known = {unit["unit_id"] for unit in tree}
    simpeg, measured = [], []
    for number, (unit, kind, _stays) in enumerate(group):
        if kind == "gone":
            continue
        identity = {"nip": rows.nip_of(number)}
        place = {"unit_id": unit if unit in known else "A", "satuan_kerja": "", "status_pegawai": "CPNS" if kind == "CPNS" else "PNS"}
        simpeg.append(rows.personnel(identity | {"nama": f"Pegawai {number}"} | place)[0])
        if kind != "unmeasured":
            measured.append(rows.measurements(identity | KINDS.get(kind, {}))[0])
    return {"units": tree, "personnel": simpeg, "measurements": measured}


def look(built: rows.Built) -> Look:
    """The people and the tree of a release."""
    dimensions = "qualification_score, competence_score, performance_score, discipline_score"
    found = built.rows(
        f"SELECT nip, unit_id, is_eligible AND is_measured AS counts, total_score, {dimensions} FROM asn_score WHERE period_year = 2021"
    )
    people = {int(nip): Person(unit_id, tuple(points) if counts else None) for nip, unit_id, counts, *points in found}
    return Look(people, dict(built.rows("SELECT unit_id, parent_unit_id FROM unit WHERE period_year = 2021")))


def published(built: rows.Built) -> dict[str, dict[str, Any]]:
    """The rows of unit_change by unit."""
    names = [name for (name,) in built.rows("SELECT column_name FROM duckdb_columns() WHERE table_name = 'unit_change' ORDER BY column_index")]
    found = built.rows("SELECT * FROM unit_change WHERE period_year = 2021")
    return {row["unit_id"]: row for row in (dict(zip(names, values, strict=True)) for values in found)}


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(former_tree=trees(), tree=trees(), keeps_tree=st.booleans(), former=people, present=people)
def test_generated_changes_are_those_of_a_naive_count(
    former_tree: list[rows.Row], tree: list[rows.Row], keeps_tree: bool, former: list[tuple[str, str, bool]], present: list[tuple[str, str, bool]]
) -> None:
    """Kinds of change by person, and counts, means and effects of every unit, exactly."""
    anybody = ("A", "full", True)
    present = [then if now[2] else now for then, now in zip(former, present, strict=False)] + present[len(former) :]
    with tempfile.TemporaryDirectory() as folder:
        before = rows.build(Path(folder), **inputs(former_tree, [anybody, *former]))
        assert before.status == 0
        looked = look(before)
        built = rows.build(Path(folder), **inputs(former_tree if keeps_tree else tree, [anybody, *present]), as_of=LATER)
        assert built.status == 0
        now, changes = look(built), published(built)
        assert {(int(nip), kind) for nip, kind in built.rows("SELECT nip, change_code FROM person_change")} == person_changes(looked, now)
        assert changes.keys() == now.parents.keys()
        for unit_id, row in changes.items():
            expected = unit_change(looked, now, unit_id)
            assert {name: row[name] for name in expected} == expected


def test_effects_and_the_former_mean_are_the_mean_now_to_the_last_digit(tmp_path: Path) -> None:
    """Sevenths, thirds and elevenths, which no decimal number holds: seven people, of whom one is corrected, four come, one is moved away and two go."""
    kinds = ["full", "poor", "no_seminar", "no_training", "full", "reported", "poor"]
    rows.build(tmp_path, **inputs(rows.units(), [("0101", kind, True) for kind in kinds]))
    later = ["full", "no_training", "no_seminar", "gone", "unmeasured", "reported", "poor", "full", "full", "poor", "reported"]
    placed = [("09" if number == 6 else "0101", kind, True) for number, kind in enumerate(later)]
    tree = [{**unit, "induk": "01"} if unit["unit_id"] == "09" else unit for unit in rows.units()]
    built = rows.build(tmp_path, **inputs(tree, placed), as_of=LATER)
    row = published(built)["0101"]
    assert (row["new_count"], row["corrected_count"], row["moved_out_count"], row["removed_count"], row["withdrawn_count"]) == (4, 1, 1, 1, 1)
    assert all(row[effect] != 0 for effect in EFFECTS)
    assert row["former_mean_total_score"] + sum(row[effect] for effect in EFFECTS) == row["mean_total_score"]
    assert built.rows("SELECT mean_total_score FROM unit_score WHERE unit_id = '0101'") == [(row["mean_total_score"],)]


def test_each_effect_is_what_the_mean_does_at_its_step(tmp_path: Path) -> None:
    """Worked by hand. Two people of 0101 had 90 and 80; the first is gone, the second moved to 01 and was corrected to 90, and a third of 80 came."""
    before: dict[str, Any] = {"personnel": rows.personnel({}, {}), "measurements": rows.measurements({}, {"seminar": "tidak"})}
    rows.build(tmp_path, **before)
    built = rows.build(
        tmp_path,
        as_of=LATER,
        personnel=rows.personnel({}, {"unit_id": "01", "satuan_kerja": "Badan"}, {})[1:],
        measurements=rows.measurements({}, {}, {"seminar": "tidak"})[1:],
    )
    row = published(built)["0101"]
    numbers = ("former_mean_total_score", *EFFECTS, "mean_total_score")
    # 85; nobody who stays was corrected, for the second leaves with the former 80; 80 comes: 83.333333; 80 leaves: 85; 90 is gone: 80
    assert [str(row[name]) for name in numbers] == ["85.000000", "0.000000", "-1.666667", "1.666667", "-5.000000", "80.000000"]
    top = published(built)["01"]
    # 85; the second is corrected: 90; 80 comes: 86.666667; nobody leaves the whole; 90 is gone: 85
    assert [str(top[name]) for name in numbers] == ["85.000000", "5.000000", "-3.333333", "0.000000", "-1.666667", "85.000000"]


def test_a_first_release_of_a_year_has_nothing_to_compare(tmp_path: Path) -> None:
    """Also beside another year."""
    rows.build(tmp_path, year=2020, as_of="2020-12-31T12:00", measurements=rows.measurements({"tahun": "2020", "waktu_ukur": "2020-04-14"}))
    built = rows.build(tmp_path)
    assert built.rows("SELECT count(*) FROM unit_change") == [(0,)]
    assert built.rows("SELECT count(*) FROM person_change") == [(0,)]
    assert built.rows("SELECT compared_release_id, compared_as_of FROM period") == [(None, None), (None, None)]


def test_a_second_build_is_compared_with_the_release_that_built_the_year(tmp_path: Path) -> None:
    """A release of another year between them carries 2021 over, and its changes with it."""
    first = rows.build(tmp_path).release.stem
    second = rows.build(tmp_path, measurements=rows.measurements({"seminar": "tidak"}), as_of=LATER)
    second_id = second.release.stem
    changes = second.rows("SELECT * FROM unit_change ORDER BY unit_no"), second.rows("SELECT * FROM person_change")
    last_year = rows.measurements({"tahun": "2020", "waktu_ukur": "2020-04-14"})
    between = rows.build(tmp_path, year=2020, as_of="2020-12-31T12:00", measurements=last_year)
    assert (between.rows("SELECT * FROM unit_change ORDER BY unit_no"), between.rows("SELECT * FROM person_change")) == changes
    assert between.rows("SELECT period_year, compared_release_id FROM period ORDER BY 1") == [(2020, None), (2021, first)]
    third = rows.build(tmp_path, as_of="2021-04-18T12:00")
    assert third.rows("SELECT compared_release_id, CAST(compared_as_of AS VARCHAR) FROM period WHERE period_year = 2021") == [
        (second_id, "2021-04-17 12:00:00")
    ]
    assert published(third)["01"]["corrected_effect"] == Decimal(10)


def test_building_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """With --force: every unit has a row, every effect is 0."""
    first = rows.build(tmp_path).release.stem
    built = rows.build(tmp_path, options=["--force"])
    assert built.rows("SELECT compared_release_id FROM period") == [(first,)]
    assert built.rows("SELECT count(*) FROM person_change") == [(0,)]
    assert built.rows("SELECT unit_id, corrected_effect + new_effect + moved_effect + removed_effect AS all_effects FROM unit_change ORDER BY 1") == [
        ("01", 0),
        ("0101", 0),
        ("09", None),
    ]


def test_after_a_rollback_the_release_gone_back_to_is_compared(tmp_path: Path) -> None:
    """The one that was rolled back plays no part."""
    first = rows.build(tmp_path).release.stem
    rows.build(tmp_path, measurements=rows.measurements({"seminar": "tidak"}), as_of=LATER)
    assert main(["rollback", first, "--warehouse", str(tmp_path / "warehouse")]) == 0
    built = rows.build(tmp_path, as_of="2021-04-18T12:00")
    assert built.rows("SELECT compared_release_id FROM period") == [(first,)]
    assert built.rows("SELECT count(*) FROM person_change") == [(0,)]


def test_units_in_another_order_are_the_same_units(tmp_path: Path) -> None:
    """unit_no numbers them anew; nobody has moved."""
    more = [{"unit_id": "0102", "nama": "Pusat", "induk": "01"}, {"unit_id": "0103", "nama": "Balai", "induk": "01"}]
    group = [("0101", "full", True), ("0102", "poor", True), ("0103", "no_seminar", True), ("09", "full", True)]
    before = rows.build(tmp_path, **inputs(rows.units(*more), group))
    numbers = dict(before.rows("SELECT unit_id, unit_no FROM unit"))
    built = rows.build(tmp_path, **inputs(rows.units(*more)[::-1], group), as_of=LATER)
    assert dict(built.rows("SELECT unit_id, unit_no FROM unit")) != numbers
    assert built.rows("SELECT * FROM person_change") == []
    assert {row[effect] for row in published(built).values() for effect in EFFECTS} == {0}


def test_a_unit_hung_elsewhere_takes_its_people_out_of_those_above_it(tmp_path: Path) -> None:
    """Unit 09 goes from 0101 to 0102: its two people moved there, nobody changed the unit, and the top has nothing to say."""
    tree = rows.units({"unit_id": "0102", "nama": "Pusat", "induk": "01"})
    group = [("0101", "full", True), ("0102", "full", True), ("09", "poor", True), ("09", "no_seminar", True)]
    rows.build(tmp_path, **inputs(tree, group))
    hung = [{**unit, "induk": "0102"} if unit["unit_id"] == "09" else unit for unit in tree]
    built = rows.build(tmp_path, **inputs(hung, group), as_of=LATER)
    assert built.rows("SELECT * FROM person_change") == []
    changes = published(built)
    moves = {unit_id: (row["moved_in_count"], row["moved_out_count"]) for unit_id, row in changes.items()}
    assert moves == {"01": (0, 0), "0101": (0, 2), "0102": (2, 0), "09": (0, 0)}
    assert changes["0101"]["moved_effect"] > 0 > changes["0102"]["moved_effect"]
    assert changes["0101"]["mean_total_score"] == changes["0101"]["former_mean_total_score"] + changes["0101"]["moved_effect"]


def test_a_tree_that_is_wholly_new_has_no_effects(tmp_path: Path) -> None:
    """No unit has a mean from before; everybody has moved, and nobody is new."""
    rows.build(tmp_path, **inputs(rows.units(), [("0101", "full", True), ("09", "poor", True)]))
    tree = [{"unit_id": "X", "nama": "Badan Baru"}, {"unit_id": "Y", "nama": "Pusat Baru", "induk": "X"}]
    built = rows.build(tmp_path, **inputs(tree, [("Y", "full", True), ("Y", "poor", True)]), as_of=LATER)
    changes = published(built)
    assert {(row["former_measured_count"], row["moved_in_count"], row["new_count"]) for row in changes.values()} == {(0, 2, 0)}
    assert {row[name] for row in changes.values() for name in (*EFFECTS, "former_mean_total_score")} == {None}
    assert {row["mean_total_score"] for row in changes.values()} != {None}


def test_a_unit_that_lost_everybody_keeps_its_former_mean_without_effects(tmp_path: Path) -> None:
    """There is no mean now to lead to."""
    rows.build(tmp_path, **inputs(rows.units(), [("0101", "full", True), ("09", "poor", True)]))
    built = rows.build(tmp_path, **inputs(rows.units(), [("0101", "full", True), ("09", "unmeasured", True)]), as_of=LATER)
    row = published(built)["09"]
    assert (row["former_measured_count"], row["measured_count"], row["withdrawn_count"]) == (1, 0, 1)
    assert row["former_mean_total_score"] is not None
    assert {row[name] for name in (*EFFECTS, "mean_total_score")} == {None}
