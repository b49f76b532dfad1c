"""What is said of changes: signs, counts and what is missing."""

from typing import Any

import pandas as pd
import pytest

from dashboard import text
from dashboard.queries.filters import Filters
from dashboard.text import changes


@pytest.fixture(autouse=True)
def _indonesian() -> None:
    text.use("id")


def row(**changed: Any) -> pd.Series:
    """A unit of dashboard.queries.changes.unit."""
    known = {
        "unit_name": "Pusat",
        "former_eligible_count": 10,
        "former_measured_count": 7,
        "eligible_count": 12,
        "measured_count": 9,
        "former_mean_total_score": 71.142857,
        "mean_total_score": 70.555556,
        "mean_difference": -0.587301,
        "corrected_effect": 0.000001,
        "new_effect": -0.837302,
        "moved_effect": 0.25,
        "removed_effect": -0.0,
        "corrected_count": 1,
        "new_count": 1,
        "moved_in_count": 2,
        "moved_out_count": 1,
        "removed_count": 0,
        "withdrawn_count": 0,
    }
    return pd.Series(known | changed)


def test_effects_have_signs_and_what_rounds_to_nothing_has_none() -> None:
    said = changes.unit(row())
    assert "Pusat: −0,59 poin, dari 71,14 (n = 7, cakupan 70,0%) menjadi 70,56 (n = 9, cakupan 75,0%)." in said
    assert "Koreksi 0,00 (1 orang), ASN baru −0,84 (1 orang), perpindahan +0,25 (2 masuk, 1 keluar), keluar dari hitungan 0,00 (0 orang)." in said


@pytest.mark.parametrize(("value", "written"), [(0.004, "0,00"), (-0.004, "0,00"), (0.005001, "+0,01"), (-0.24, "−0,24"), (None, "belum ada data")])
def test_a_difference_is_written_with_its_sign(value: float | None, written: str) -> None:
    assert text.difference(value) == written


def test_steps_lead_to_the_mean_now() -> None:
    frame = changes.steps(row())
    assert frame["step_code"].tolist() == ["former", "corrected", "new", "moved", "removed", "now"]
    assert frame["mean_total_score"].tolist() == [71.142857, 71.142858, 70.305556, 70.555556, 70.555556, 70.555556]
    assert frame["person_count"].tolist() == [7, 1, 1, 3, 0, 9]
    assert frame["effect"].isna().tolist() == [True, False, False, False, False, True]


def test_a_missing_end_is_said_and_leaves_no_steps() -> None:
    nothing = dict.fromkeys(("corrected_effect", "new_effect", "moved_effect", "removed_effect", "mean_difference"), float("nan"))
    gone = row(mean_total_score=float("nan"), measured_count=0, **nothing)
    assert changes.unit(gone) == "Pusat kini tidak mempunyai indeks; pada rilis lalu indeksnya 71,14 (n = 7, cakupan 70,0%)."
    assert changes.steps(gone)["mean_total_score"].isna().tolist() == [False, True, True, True, True, True]
    come = row(former_mean_total_score=float("nan"), former_measured_count=0, **nothing)
    assert changes.unit(come) == "Pusat belum mempunyai indeks pada rilis lalu; kini indeksnya 70,56 (n = 9, cakupan 75,0%)."
    never = row(former_mean_total_score=float("nan"), mean_total_score=float("nan"), **nothing)
    assert changes.unit(never).startswith("Pusat tidak mempunyai indeks pada rilis lalu dan kini pun belum")


def test_several_tops_together_are_all_units() -> None:
    assert changes.unit(row(unit_name=None)).startswith("Semua satuan kerja: −0,59 poin, dari 71,14")
    assert changes.unchanged(row(unit_name=None)) == "Semua satuan kerja: tidak ada yang berubah sejak rilis lalu."


def test_units_without_an_index_are_counted() -> None:
    frame = pd.DataFrame([row(), row(mean_total_score=float("nan"))])
    assert "1 satuan kerja tidak mempunyai indeks" in changes.by_unit(frame)
    assert "satuan kerja tidak" not in changes.by_unit(frame.head(1))


def test_nobody_to_be_measured_has_no_coverage() -> None:
    notes = changes.notes(pd.DataFrame([row(eligible_count=0, measured_count=0)]))
    assert notes["mean_total_score"] == ["n = 0"]
    assert notes["former_mean_total_score"] == ["n = 7 · 70,0%"]
    assert notes["removed_effect"] == [""]


def test_filters_on_people_are_said_not_to_apply() -> None:
    assert changes.people_only(Filters(2021, "0101")) == ""
    assert "tidak berlaku" in changes.people_only(Filters(2021, "0101", sexes=("male",)))


def test_a_file_has_headings_and_words() -> None:
    listed = pd.DataFrame(
        {"asn_name": ["Budi"], "change_code": ["removed"], "unit_name": [None], "former_unit_name": ["Pusat"], "unit_id": [None]}, dtype="object"
    )
    worded = changes.worded(listed)
    assert list(worded.columns) == ["Nama", "Perubahan", "Satuan kerja", "Satuan kerja sebelumnya"]
    assert worded.iloc[0].tolist() == ["Budi", "Tidak ada lagi di SIMPEG", "tidak ada lagi di SIMPEG", "Pusat"]
