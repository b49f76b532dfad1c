"""Which unit owes which report."""

from pathlib import Path

from tests import rows
from tests.rows import Row


def _owners(folder: Path, *units: Row) -> list[tuple[str, int]]:
    built = rows.build(folder, units=list(units))
    return built.rows("SELECT unit_id, stage_no FROM stage_owner JOIN unit USING (period_year, unit_no) ORDER BY stage_owner.unit_no, stage_no")


def test_units_of_the_kinds_in_the_schedule_owe_their_own_report(tmp_path: Path) -> None:
    """Written in capitals, with more words behind; eselon I is neither eselon II nor eselon III, and UPTD is no UPT."""
    kinds = {"01": "ESELON I.a", "0101": "Eselon II", "a": "UPT Balai", "b": "UPTD", "c": "eselon iii", "d": "Eselon II/b", "e": ""}
    tree = [{"unit_id": unit, "nama": unit, "induk": "" if unit == "01" else "01", "jenis": kind} for unit, kind in kinds.items()]
    assert _owners(tmp_path, *tree) == [("01", 4), ("01", 5), ("0101", 3), ("a", 3), ("d", 3)]


def test_without_such_kinds_those_on_the_level_of_the_schedule_owe_it(tmp_path: Path) -> None:
    """The top owes stages 4 and 5, those below it stage 3."""
    levels = {"01": "", "0101": "01", "x": "01", "y": "x"}
    tree = [{"unit_id": unit, "nama": unit, "induk": above, "jenis": "Kantor"} for unit, above in levels.items()]
    assert _owners(tmp_path, *tree) == [("01", 4), ("01", 5), ("0101", 3), ("x", 3)]


def test_kind_and_level_are_chosen_stage_by_stage(tmp_path: Path) -> None:
    """There are UPT, so stage 3 goes by kind; there is no eselon I, so stages 4 and 5 go by level."""
    tree = [
        {"unit_id": "01", "nama": "Dinas", "jenis": "Dinas"},
        {"unit_id": "0101", "nama": "Bidang", "induk": "01", "jenis": "Bidang"},
        {"unit_id": "u", "nama": "UPT", "induk": "0101", "jenis": "UPT"},
    ]
    assert _owners(tmp_path, *tree) == [("01", 4), ("01", 5), ("u", 3)]
