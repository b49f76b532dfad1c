"""Who changed since the release before: every kind by itself and together, and where people of units that are gone are to be found."""

from pathlib import Path
from typing import Any

from tests import rows
from tests.rows import nip_of

LATER = "2021-04-17T12:00"

NOT_COUNTED = {"status_pegawai": "CPNS"}


def changes(built: rows.Built, columns: str = "change_code") -> list[tuple[Any, ...]]:
    """Rows of person_change: the person's number, then these columns."""
    number = {int(nip_of(number)): number for number in range(20)}
    return sorted((number[int(nip)], *rest) for nip, *rest in built.rows(f"SELECT nip, {columns} FROM person_change"))


def twice(folder: Path, before: dict[str, Any], now: dict[str, Any]) -> rows.Built:
    """The second of two builds."""
    assert rows.build(folder, **before).status == 0
    built = rows.build(folder, as_of=LATER, **now)
    assert built.status == 0
    return built


def test_every_kind_of_change(tmp_path: Path) -> None:
    """0 stays; 1 is measured; 2 comes to SIMPEG measured; 3 is corrected; 4 moves; 5 goes; 6 becomes CPNS; 7 comes to SIMPEG and is not measured."""
    before = {
        "personnel": [person for number, person in enumerate(rows.personnel(*[{}] * 7)) if number != 2],
        "measurements": [result for number, result in enumerate(rows.measurements(*[{}] * 7)) if number not in {1, 2}],
    }
    people = rows.personnel({}, {}, {}, {}, {"unit_id": "09", "satuan_kerja": ""}, {}, NOT_COUNTED, {})
    results = rows.measurements({}, {}, {}, {"seminar": "tidak"}, {}, {}, {})
    now = {
        "personnel": [person for number, person in enumerate(people) if number != 5],
        "measurements": [result for number, result in enumerate(results) if number != 5],
    }
    built = twice(tmp_path, before, now)
    assert changes(built, "change_code, former_unit_id, former_total_score, total_score") == [
        (1, "new", "0101", None, 90),
        (2, "new", None, None, 90),
        (3, "corrected", "0101", 90, 80),
        (4, "moved", "0101", 90, 90),
        (5, "removed", "0101", 90, None),
        (6, "withdrawn", "0101", 90, None),
    ]


def test_somebody_corrected_and_moved_has_two_rows(tmp_path: Path) -> None:
    built = twice(
        tmp_path, {}, {"personnel": rows.personnel({"unit_id": "09", "satuan_kerja": ""}), "measurements": rows.measurements({"seminar": "tidak"})}
    )
    assert changes(built, "change_code, former_total_score, total_score") == [(0, "corrected", 90, 80), (0, "moved", 90, 80)]


def test_other_points_with_the_same_total_are_a_correction(tmp_path: Path) -> None:
    reported = {"pendidikan": "", "nilai_kinerja": "", "kualifikasi": "15", "kompetensi": "20", "kinerja": "20", "disiplin": "5"}
    other = reported | {"kualifikasi": "20", "kompetensi": "15"}
    people = rows.personnel({"pendidikan": ""})
    built = twice(
        tmp_path,
        {"personnel": people, "measurements": rows.measurements(reported)},
        {"personnel": people, "measurements": rows.measurements(other)},
    )
    assert changes(built, "change_code, former_total_score, total_score") == [(0, "corrected", 60, 60)]
    assert built.rows("SELECT corrected_count, corrected_effect FROM unit_change WHERE unit_id = '0101'") == [(1, 0)]


def test_people_who_count_nowhere_move_and_go_without_touching_a_mean(tmp_path: Path) -> None:
    """A CPNS who moves and one who goes, both without a result."""
    first = rows.measurements({})
    built = twice(
        tmp_path,
        {"personnel": rows.personnel({}, NOT_COUNTED, NOT_COUNTED), "measurements": first},
        {"personnel": rows.personnel({}, NOT_COUNTED | {"unit_id": "09", "satuan_kerja": ""}), "measurements": first},
    )
    assert changes(built, "change_code, former_total_score, total_score") == [(1, "moved", None, None), (2, "removed", None, None)]
    assert built.rows("SELECT sum(moved_in_count + moved_out_count + removed_count) FROM unit_change") == [(0,)]


def test_somebody_gone_keeps_the_name_and_others_have_none_here(tmp_path: Path) -> None:
    """Table person has those who are still in SIMPEG."""
    both = rows.measurements({}, {})
    built = twice(
        tmp_path,
        {"personnel": rows.personnel({}, {}), "measurements": both},
        {"personnel": rows.personnel({"unit_id": "09", "satuan_kerja": ""}), "measurements": both[:1]},
    )
    assert changes(built, "change_code, former_asn_name, former_unit_name") == [
        (0, "moved", None, "Sekretariat"),
        (1, "removed", "Pegawai 2", "Sekretariat"),
    ]


def test_people_of_a_unit_that_is_gone_are_found_at_the_nearest_above_it_that_stands(tmp_path: Path) -> None:
    """Unit 0901 and unit 09 above it are gone: who was removed and who moved away is found at 0101, under the name the unit had."""
    tree = rows.units({"unit_id": "0901", "nama": "Seksi", "induk": "09"})
    inside = {"unit_id": "0901", "satuan_kerja": ""}
    both = rows.measurements({}, {}, {})
    built = twice(
        tmp_path,
        {"units": tree, "personnel": rows.personnel({}, inside, inside), "measurements": both},
        {
            "units": tree[:2],
            "personnel": rows.personnel({}, {}, {"unit_id": "01", "satuan_kerja": ""})[::2],
            "measurements": both[::2],
        },
    )
    places = dict(built.rows("SELECT unit_id, unit_no FROM unit"))
    assert changes(built, "change_code, unit_no, former_unit_no, former_unit_id, former_unit_name") == [
        (1, "removed", places["0101"], places["0101"], "0901", "Seksi"),
        (2, "moved", places["01"], places["0101"], "0901", "Seksi"),
    ]


def test_somebody_gone_from_a_tree_that_is_gone_belongs_nowhere(tmp_path: Path) -> None:
    """Only those who see everything find them."""
    tree = [{"unit_id": "X", "nama": "Badan Baru"}]
    both = rows.measurements({}, {})
    built = twice(
        tmp_path,
        {"personnel": rows.personnel({}, {}), "measurements": both},
        {"units": tree, "personnel": rows.personnel({"unit_id": "X", "satuan_kerja": ""}), "measurements": both[:1]},
    )
    assert changes(built, "change_code, unit_no IS NULL AS is_nowhere, former_unit_no") == [(0, "moved", False, None), (1, "removed", True, None)]


def test_rows_stand_by_unit_and_nip(tmp_path: Path) -> None:
    people = rows.personnel({"unit_id": "09", "satuan_kerja": ""}, {}, {"unit_id": "09", "satuan_kerja": ""}, {})
    built = twice(
        tmp_path, {"personnel": people, "measurements": rows.measurements({})}, {"personnel": people, "measurements": rows.measurements(*[{}] * 4)}
    )
    stored = built.rows("SELECT unit_no, nip FROM person_change ORDER BY rowid")
    assert stored == sorted(stored)
    assert len(stored) == 3
