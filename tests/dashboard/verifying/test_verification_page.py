"""The queue, an entry beside SIMPEG's word, and what is decided of it, as pages."""

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ledger import corrections, entries, moves, verification
from dashboard.ledger.accounts import Grant
from dashboard.ledger.answers import Evidence
from dashboard.ledger.entries import Submission
from dashboard.ledger.entry_steps import Step
from dashboard.verifying import queue_list
from tests.dashboard.ledger import measured
from tests.dashboard.ledger.measured import ANI, BUDI, GIVEN, OPEN, SITI, YEAR
from tests.dashboard.verifying.conftest import Desk

DIFFERENT = replace(
    GIVEN,
    education_code="S-1",
    has_functional_training=None,
    has_leadership_training=False,
    evidence=(Evidence("education", "IJ-1", date(2004, 7, 1)), *GIVEN.evidence[1:]),
)
"""Of BUDI, of whom SIMPEG knows S-2."""


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def submitted(desk: Desk) -> tuple[int, int]:
    """Entries of SITI, without differences, and of BUDI, who differs: their numbers."""
    return measured.submitted(desk.ledger).entry_no, measured.submitted(desk.ledger, BUDI, DIFFERENT).entry_no


def state_of(desk: Desk, entry_no: int) -> str:
    return verification.waiting(desk.ledger, entry_no, by=desk.other()).state


def test_the_queue_shows_who_waits_and_what_differs_in_words_and_signs(desk: Desk) -> None:
    submitted(desk)
    measured.submitted(desk.ledger, ANI, replace(GIVEN, education_code="SLTA", has_functional_training=None, evidence=GIVEN.evidence[1:]))
    app = desk.open("verification")
    shown = html(app)
    assert "Siti" in shown
    assert "Budi" in shown
    assert "Ani" not in shown
    assert len(re.findall("≠", shown)) == 1
    assert "tidak ada yang berbeda" in shown
    assert [button.label for button in app.button] == ["Tampilkan dan verifikasi sekaligus"]
    assert not re.search(r"\?[^\"]*\d{18}", shown)


def test_nobody_has_begun(desk: Desk) -> None:
    assert desk.open("verification").info[0].value == "Belum ada yang memulai di satuan kerja Anda."


def test_an_entry_stands_beside_simpeg_with_points_evidence_and_history(desk: Desk) -> None:
    _siti, budi = submitted(desk)
    corrections.request(desk.ledger, YEAR, "position_name", "Kepala Balai", by=measured.asn(desk.ledger, BUDI), now=OPEN)
    shown = html(app := desk.open("verification", entry=str(budi)))
    assert "Sarjana (S-1)" in shown
    assert "Magister (S-2)" in shown
    assert "Kepala Balai" in shown
    assert "diminta diperbaiki" in shown
    assert "DT-7/2020" in shown
    assert "Hindu" not in shown
    assert "Diajukan" in shown
    assert "ASN" in shown
    assert {button.label for button in app.button} >= {"Verifikasi", "Kembalikan isian ini", "Perbaiki dan verifikasi"}


def test_verifying_opens_the_next_one(desk: Desk) -> None:
    siti, budi = submitted(desk)
    app = desk.open("verification", entry=str(siti))
    app.button(f"verify_{siti}").click().run()
    assert not app.exception
    assert state_of(desk, siti) == moves.VERIFIED
    assert app.success[0].value == "Terverifikasi. Isian berikutnya terbuka."
    assert app.query_params["entry"] == str(budi)
    app.button(f"verify_{budi}").click().run()
    assert app.success[0].value == "Terverifikasi. Tidak ada lagi yang menunggu."
    assert "entry" not in app.query_params


def test_a_return_needs_a_reason_and_says_it(desk: Desk) -> None:
    siti, _budi = submitted(desk)
    app = desk.open("verification", entry=str(siti))
    app.button(f"return_{siti}").click().run()
    assert app.error[0].value == "Tuliskan alasannya."
    assert state_of(desk, siti) == moves.SUBMITTED
    app.text_area(f"return_reason_{siti}").input("Sertifikat tidak terbaca")
    app.button(f"return_{siti}").click().run()
    assert state_of(desk, siti) == moves.RETURNED
    own = entries.of_person(desk.ledger, YEAR, SITI)
    assert own is not None
    assert own.last.reason == "Sertifikat tidak terbaca"


def test_a_correction_keeps_the_own_version_beside_it(desk: Desk) -> None:
    siti, _budi = submitted(desk)
    app = desk.open("verification", entry=str(siti))
    name = f"fix_{siti}_{verification.waiting(desk.ledger, siti, by=desk.other()).change_no}"
    app.number_input(f"{name}_technical_training_hours").set_value(10.0)
    app.text_area(f"{name}_reason").input("Sertifikat menyebut 10 JP")
    app.run()
    assert not app.exception
    app.button(f"{name}_send").click().run()
    assert not app.error, app.error[0].value
    assert state_of(desk, siti) == moves.VERIFIED
    history = entries.history(desk.ledger, siti, by=desk.other())
    assert [(each.made_as, str(each.given.technical_training_hours)) for each in history.versions] == [("asn", "24"), ("verifier", "10.0")]
    shown = html(desk.open("verification", entry=str(siti), view="verified"))
    assert "Versi 1, oleh yang bersangkutan" in shown
    assert "Versi 2, oleh verifikator" in shown
    assert "≠ 10 JP" in shown
    assert "24 JP" in shown


def test_the_own_entry_is_left_to_somebody_else(desk: Desk) -> None:
    siti, _budi = submitted(desk)
    desk.sit_down(str(SITI), Grant("verifier", "PUSAT"))
    app = desk.open("verification", entry=str(siti))
    assert "isian Anda sendiri" in app.info[0].value
    assert not [button for button in app.button if button.key in {f"verify_{siti}", f"return_{siti}"}]


def test_who_was_slower_is_told_and_overwrites_nothing(desk: Desk) -> None:
    siti, _budi = submitted(desk)
    app = desk.open("verification", entry=str(siti))
    seen = verification.waiting(desk.ledger, siti, by=desk.other())
    verification.send_back(desk.ledger, siti, Step(desk.other(), OPEN, seen.change_no, "x", "Kurang jelas"))
    app.button(f"verify_{siti}").click().run()
    assert "lebih dahulu" in app.error[0].value or "lebih cepat" in app.error[0].value
    assert state_of(desk, siti) == moves.RETURNED


def test_all_without_differences_are_verified_at_once_and_changed_ones_left(desk: Desk) -> None:
    siti, budi = submitted(desk)
    app = desk.open("verification")
    app.button("bulk_list").click().run()
    shown = html(app)
    assert "Siti" in shown
    assert "Budi" not in shown
    own = entries.of_person(desk.ledger, YEAR, SITI)
    assert own is not None
    step = Step(measured.asn(desk.ledger, SITI), OPEN, own.entry.change_no, "b")
    entries.edit(desk.ledger, measured.year(), siti, Submission(replace(GIVEN, discipline_code="ringan"), 0, "Benar."), step)
    app.button("bulk_verify").click().run()
    assert state_of(desk, siti) == moves.EDITED
    assert "- Siti" in app.warning[0].value
    assert app.warning[0].value.startswith("0 isian terverifikasi.")
    app.button("bulk_list").click().run()
    app.button("bulk_verify").click().run()
    assert app.success[0].value == "1 isian terverifikasi."
    assert (state_of(desk, siti), state_of(desk, budi)) == (moves.VERIFIED, moves.SUBMITTED)


def test_an_entry_outside_is_like_one_that_does_not_exist(desk: Desk) -> None:
    ani = measured.submitted(
        desk.ledger, ANI, replace(GIVEN, education_code="SLTA", has_functional_training=None, evidence=GIVEN.evidence[1:])
    ).entry_no
    said = [desk.open("verification", entry=number).error[0].value for number in (str(ani), "999999")]
    assert said[0] == said[1]
    assert desk.seen() == []


@pytest.mark.parametrize("asked", [{"entry": "x"}, {"after": "9u.x"}, {"after": "99999999999999999u.1"}, {"view": "all"}, {"unit": "SEKRETARIAT"}])
def test_what_the_address_asks_is_checked(desk: Desk, asked: dict[str, str]) -> None:
    submitted(desk)
    assert "Siti" in html(desk.open("verification", **asked))


def test_what_is_looked_at_stands_in_the_audit(desk: Desk) -> None:
    siti, _budi = submitted(desk)
    desk.open("verification")
    desk.open("verification", entry=str(siti))
    listed, opened = desk.seen()
    assert (listed.page, listed.unit_ids, listed.row_count) == ("verification", ("PUSAT",), 2)
    assert (opened.unit_ids, opened.row_count, opened.filters["entry"]) == (("BALAI",), 1, siti)


def test_the_list_is_turned_and_narrowed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(desk)
    monkeypatch.setattr(queue_list, "PAGE_SIZE", 1)
    app = desk.open("verification", unit="BALAI")
    assert "Budi" not in html(app)
    app.button("queue_next").click().run()
    assert "Siti" not in html(app)
    assert "Budi" in html(app)
    app.button("queue_first").click().run()
    assert "Siti" in html(app)
